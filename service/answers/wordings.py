"""One wording in two documents: both sentences, and the words by which they differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import product
from typing import NamedTuple

from ingest.types import Passage
from service.answers.draft import Draft
from service.answers.passage import place_of, shown
from service.citations import Sources
from service.evidence import Evidence
from service.words import SYLLABLE, sentences

NEAREST = 5  # passages of the one side that are laid beside those of the other
TOGETHER = 6  # words in a row that two documents share before the one is taken for the other's wording
TOLD = 6  # words of a difference that are told; behind them it is another sentence


class _Sentence(NamedTuple):
    """A sentence of a document and its words, as they stand there."""

    document: str
    passage: Passage
    text: str
    spans: tuple[tuple[int, int], ...]

    @property
    def words(self) -> list[str]:
        """In small letters, with their marks."""
        return [self.text[start:end].casefold() for start, end in self.spans]

    def printed(self, start: int, end: int) -> str:
        """The words from ``start`` to ``end`` with what is printed between them; the first few of many."""
        own = self.spans[start:end][:TOLD]
        return self.text[own[0][0] : own[-1][1]] if own else ""


def reworded(draft: Draft, sources: Sources, near: Sequence[Evidence], other: str) -> Draft | None:
    """The sentence of a document that shares most words in a row with one of another, both told with what differs.

    ``near`` are the passages asked about, ``other`` is the document whose wording they take; ``None`` if nothing is
    shared.
    """
    mine = [one for item in near[:NEAREST] for one in _sentences(sources, item.document, [item.hit.passage])]
    theirs = _sentences(sources, other, sources.passages(other))
    by_run = [(_longest(one, another), one, another) for one, another in product(mine, theirs)]
    run, one, another = max(by_run, key=lambda found: found[0], default=(0, None, None))
    if run < TOGETHER or one is None or another is None:
        return None
    for each in (one, another):
        citation = sources.cite_passage(each.document, each.passage)
        draft.state(f"{place_of(sources, citation)}: {shown(citation)}", citation)
    draft.statements.append(_difference(draft, one, another))
    return draft


def _sentences(sources: Sources, document: str, passages: Iterable[Passage]) -> list[_Sentence]:
    text = sources.text(document)
    spans = [(passage, span) for passage in passages for span in sentences(text, passage.start, passage.end)]
    return [
        _Sentence(document, passage, text, tuple(match.span() for match in SYLLABLE.finditer(text, *span)))
        for passage, span in spans
    ]


def _matcher(one: _Sentence, other: _Sentence) -> SequenceMatcher[str]:
    return SequenceMatcher(None, one.words, other.words, autojunk=False)


def _longest(one: _Sentence, other: _Sentence) -> int:
    """How many words in a row both share."""
    return _matcher(one, other).find_longest_match().size if set(one.words) & set(other.words) else 0


def _difference(draft: Draft, one: _Sentence, other: _Sentence) -> str:
    """The words that only one of them prints, from the first word that both share on."""
    steps = _matcher(one, other).get_opcodes()
    first = next(at for at, step in enumerate(steps) if step[0] == "equal")
    told: list[str] = []
    for tag, start, end, other_start, other_end in steps[first:]:
        if tag == "equal":
            continue
        own, theirs = one.printed(start, end), other.printed(other_start, other_end)
        behind = one.printed(max(0, start - 2), start)
        nothing = draft.say("không có chữ nào", "nothing")
        told.append(
            draft.say(
                f"sau “{behind}”: bên thứ nhất {_said(own) or nothing}, bên thứ hai {_said(theirs) or nothing}",
                f"after “{behind}”: the first has {_said(own) or nothing}, the second {_said(theirs) or nothing}",
            )
        )
    if not told:
        return draft.say("Hai câu không khác chữ nào.", "Both sentences are the same.")
    return draft.say("Khác nhau ", "They differ ") + "; ".join(told) + "."


def _said(words: str) -> str:
    return f"“{words}”" if words else ""
