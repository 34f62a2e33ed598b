"""Whether a document is cited rightly: which citations are wrong in what is asked, what a complete one says, and
whether the document stands among the legal bases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from ingest.facts.symbols import same
from ingest.types import Reference
from service.answers.citing import BASES, Candidate, clause_of, every_citation, tell
from service.answers.draft import Draft
from service.citations import Sources
from service.lexicon import Wording, asked_faults, phrases
from service.phrases import name_of
from service.words import squeeze

COMPARED = 20  # documents whose citations are compared for the fullest
NAMED = re.compile(r"\s*,?\s*((?:về|ban hành|phê duyệt|quy định|sửa đổi)\s.+)", re.DOTALL)
NAME_WORD = re.compile(r"[^\W_]+")


def with_asked_fault(wording: Wording, found: Sequence[Reference]) -> list[Reference]:
    """The citations that are wrong in what a question asks ("ghi sai ngày"); none if it asks for no wrong ones."""
    if not wording.has_any(phrases("dan_sai")):
        return []
    faults = [one for one in asked_faults() if wording.has_any(one.any)]
    suspect = [one for one in found if one.suspect]
    return [one for one in suspect if not faults or any(fault.regex.search(one.reason or "") for fault in faults)]


def asks_whether_complete(wording: Wording) -> bool:
    """Whether a question asks if a citation is complete or right."""
    return wording.has_any(phrases("dan_du"))


def tell_complete(draft: Draft, sources: Sources, told: Sequence[Reference], all_of_it: Sequence[Reference]) -> None:
    """How another document prints in full what one cites without its date or suspiciously."""
    lacking = [one for one in told if one.suspect or not one.issued]
    if not lacking:
        sound = draft.say("Chỗ dẫn có ngày, không thấy gì đáng ngờ.", "It is dated; nothing about it is suspect.")
        draft.statements.append(sound)
        return
    fullest = _fullest(
        sources, lacking[0], [one for one in all_of_it if one.document not in {o.document for o in told}]
    )
    if fullest is None:
        return
    own, full = _name(sources, _candidate(sources, lacking[0])), _name(sources, fullest)
    draft.statements.append(draft.say("Dẫn đủ hơn, ở tài liệu khác:", "More completely, elsewhere:"))
    tell(draft, sources, fullest)
    left_out = _left_out(own, full)
    if left_out:
        quoted = ", ".join(f"“{words}”" for words in left_out)
        draft.statements.append(draft.say(f"Tên in thiếu chữ: {quoted}.", f"Its name leaves out: {quoted}."))


def _fullest(sources: Sources, lacking: Reference, others: Sequence[Reference]) -> Candidate | None:
    """The citation of the same document that tells most: dated, not suspect, with its name."""
    sound = [one.document for one in others if one.issued and not one.suspect]
    repeated = every_citation(sources, list(dict.fromkeys(sound))[:COMPARED])
    same_one = [one for one in repeated if one.symbol and lacking.symbol and same(one.symbol, lacking.symbol)]
    found = [_candidate(sources, one) for one in same_one if one.issued]
    return max(found, key=lambda one: (bool(_name(sources, one)), bool(one.reference.issuer)), default=None)


def _candidate(sources: Sources, one: Reference) -> Candidate:
    return Candidate(one, clause_of(sources.text(one.document), one))


def _name(sources: Sources, one: Candidate) -> list[str]:
    """The words of the name printed behind a citation ("về …"), none if there is none."""
    behind = sources.text(one.reference.document)[one.reference.end : one.clause[1]]
    match = NAMED.match(behind)
    return NAME_WORD.findall(match[1]) if match else []


def _left_out(own: Sequence[str], full: Sequence[str]) -> list[str]:
    """The words of the full name between words that both have."""
    if not own or not full:
        return []
    matcher = SequenceMatcher(None, [word.casefold() for word in own], [word.casefold() for word in full])
    inner = [one for one in matcher.get_opcodes() if one[0] == "insert" and one[2] < len(own)]
    return [" ".join(full[start:end]) for _, _, _, start, end in inner]


def tell_bases(draft: Draft, sources: Sources, told: Sequence[Reference]) -> None:
    """Yes or no to "có nằm trong căn cứ không", with the legal bases of the documents that cite it."""
    for id in dict.fromkeys(one.document for one in told):
        among = [one for one in told if one.document == id and one.section[:1] and one.section[0] in BASES]
        name = name_of(sources.held[id])
        yes = draft.say(f"{name}: có, được dẫn ở phần căn cứ.", f"{name}: yes, it is cited in the preamble.")
        no = draft.say(f"{name}: không được dẫn ở phần căn cứ.", f"{name}: no, it is not cited in the preamble.")
        draft.statements.insert(0, yes if among else no)
        bases = [
            one
            for one in sources.archive.references(documents=frozenset({id}))
            if one.section[:1] == ("PREAMBLE",) and (one.symbol or one.issued)
        ]
        if bases and not among:
            names = "; ".join(dict.fromkeys(squeeze(one.printed) for one in bases))
            label = draft.say("Phần căn cứ dẫn", "The preamble cites")
            draft.state(f"{label}: {names}", *map(sources.cite_fact, bases))
