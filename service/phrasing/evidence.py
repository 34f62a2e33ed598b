"""What an answer cites, as evidence for sentences about it.

To a citation belong its quotation, where it stands (place, document, headings), and what the answer itself states
with it: that was computed from the quotation and is shown beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from ingest.types import Frozen
from service.phrasing.statements import Anchor, Statement, read, words_of
from service.phrasing.vocabulary import orders
from service.question import Language, language_of
from service.types import Answer, Citation

MARKER = re.compile(r"\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")


class Evidence(Frozen):
    """One citation: ``context`` says where it stands, ``lines`` what the answer states of it alone."""

    n: int
    document: str
    quote: str
    context: str
    headings: str
    locality: str
    lines: tuple[str, ...] = ()
    english: bool = False

    @cached_property
    def text(self) -> str:
        """All of it."""
        return "\n".join((self.quote, *self.lines, self.context))

    def statements(self, by: Anchor) -> list[Statement]:
        """Quotation and lines, taken apart at anchors of one kind."""
        return [read(self.quote, False, by), *(read(line, self.english, by) for line in self.lines)]

    @cached_property
    def around(self) -> Statement:
        """The headings and the place."""
        return read(self.context)

    @cached_property
    def context_words(self) -> frozenset[str]:
        """Content syllables of the context."""
        return words_of(self.context)

    @cached_property
    def words(self) -> frozenset[str]:
        """Content syllables of everything."""
        return words_of(self.text, self.english)


class Proof(Frozen):
    """The evidence of an answer by number, with the question it answers."""

    question: str
    language: Language
    evidence: dict[int, Evidence]

    @property
    def places(self) -> frozenset[str]:
        """The places that the evidence is from."""
        return frozenset(one.locality for one in self.evidence.values())

    def of(self, numbers: Iterable[int]) -> list[Evidence]:
        """The evidence of some numbers."""
        return [self.evidence[n] for n in numbers]


def numbers_in(text: str) -> list[int]:
    """The numbers of the markers of a text, in order, each once: "[1][2, 3]" are 1, 2 and 3."""
    found = [int(n) for marker in MARKER.findall(text) for n in marker.split(",")]
    return list(dict.fromkeys(found))


def proof_of(answer: Answer, most: int) -> Proof:
    """The evidence of an answer, at most ``most`` citations; quotations that speak to a model are left out."""
    language = language_of(answer.question)
    fit = [one for one in answer.citations if not orders().search(one.quote)][:most]
    lines = [line for line in answer.answer.splitlines() if not orders().search(line)]
    evidence = {one.n: _evidence(one, lines, language == "en") for one in fit}
    return Proof(question=answer.question, language=language, evidence=evidence)


def _evidence(citation: Citation, lines: Sequence[str], english: bool) -> Evidence:
    titles = [title for title in citation.section_titles if title]
    return Evidence(
        n=citation.n,
        document=citation.document,
        quote=citation.quote,
        context="\n".join(filter(None, (citation.locality, citation.title, *titles))),
        headings="\n".join(titles),
        locality=citation.locality or citation.title,
        lines=tuple(_own(line, citation.quote) for line in lines if numbers_in(line) == [citation.n]),
        english=english,
    )


def _own(line: str, quote: str) -> str:
    """What a line of the answer adds to the quotation that it repeats."""
    return MARKER.sub("", line).replace(f"“{quote}”", "").strip()
