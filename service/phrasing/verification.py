"""Whether the passages that a sentence cites prove it.

A sentence is cut at its markers: what stands before ``[n]`` has to be held by citation ``n``. Of each such stretch
every figure with its comparator and unit, every time, symbol, other number and name must be in the evidence, a
figure with the time and the words that the evidence puts beside it; denials and added or opposite senses are
compared; and most of its content words must be there. What cannot be shown to hold is dropped: the answer itself
stands beside in any case, so a doubt costs a fine sentence and never the truth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.facts.numbers import Figure
from ingest.types import Frozen, Span
from service.lexicon import translate
from service.phrasing import presence, sense
from service.phrasing.evidence import MARKER, Evidence, Proof, numbers_in
from service.phrasing.names import names_in, swapped, vocabulary_of
from service.phrasing.statements import Anchor, Moment, Part, Statement, read
from service.phrasing.types import Reason, Sentence, Verdict
from service.phrasing.wording import keeps_to, shares_of_same
from service.question import Question
from service.registers.rhythms import VAGUE, rhythms_in

ADDRESS = re.compile(r"https?:|www\.|\w@\w|</?[a-z!]|[\w-]+\.(?:com|vn|net|org|gov)\b|javascript:|`", re.IGNORECASE)
LONGEST = 600  # characters of a sentence
RESPECTIVELY = re.compile(r"(?<!\w)(?:lần lượt|tương ứng|respectively)(?!\w)", re.IGNORECASE)


class Stretch(Frozen):
    """The words before a group of markers, and the numbers of these."""

    text: str
    numbers: tuple[int, ...]


def verified(text: str, proof: Proof, before: frozenset[str] = frozenset()) -> Verdict:
    """The sentence, if every part of it is proved by what that part cites; else why it is dropped.

    ``before`` are the places that the sentence before it spoke of: one that names none goes on speaking of those.
    """
    numbers = numbers_in(text)
    text = MARKER.sub(lambda marker: "".join(f"[{n}]" for n in numbers_in(marker.group())), text)
    reason = _misplaced(text, numbers, proof) or _unproved(text, proof, before)
    if reason is not None:
        return Verdict(reason=reason)
    return Verdict(sentence=Sentence(text=text, citations=tuple(numbers)))


def _misplaced(text: str, numbers: Sequence[int], proof: Proof) -> Reason | None:
    if len(text) > LONGEST:
        return "length"
    if ADDRESS.search(text):
        return "address"
    if not numbers:
        return "uncited"
    return None if all(n in proof.evidence for n in numbers) else "unknown"


def _unproved(text: str, proof: Proof, before: frozenset[str]) -> Reason | None:
    reason: Reason | None = None
    for stretch in stretches(text):
        group = proof.of(stretch.numbers)
        reason = _place(stretch, group, proof, before) or _disproved(stretch, group, proof)
        if reason is not None:
            return reason
        before = frozenset(one.locality for one in group)
    return None


def stretches(text: str) -> list[Stretch]:
    """A sentence cut behind its groups of markers; words behind the last group go with it."""
    found: list[Stretch] = []
    at = 0
    for group in re.finditer(rf"{MARKER.pattern}(?:\s*{MARKER.pattern})*", text):
        found.append(Stretch(text=text[at : group.start()].strip(), numbers=tuple(numbers_in(group.group()))))
        at = group.end()
    rest = text[at:].strip(' .!?…;:,"”’)')
    if rest:
        found[-1] = found[-1].model_copy(update={"text": f"{found[-1].text} {rest}"})
    return found


def _place(stretch: Stretch, group: Sequence[Evidence], proof: Proof, before: frozenset[str]) -> Reason | None:
    """Where the evidence is from several places, a stretch names each that it cites, or goes on with the last."""
    if len(proof.places) < 2:
        return None
    said = vocabulary_of(stretch.text)
    places = frozenset(one.locality for one in group)
    named = {place for place in places if any(said.has(name, folded=True) for name in _names_of(place))}
    return None if named == places or (not named and places <= before) else "place"


def _names_of(locality: str) -> list[str]:
    """The names by which a place or a document is called: "xã Ba Sao, tỉnh Ninh Bình" is "Ba Sao"."""
    first = locality.split(",")[0]
    runs = [name.text for name in names_in(f"- {first}")]
    return [first, *runs[:1]]


def _disproved(stretch: Stretch, group: Sequence[Evidence], proof: Proof) -> Reason | None:
    english = proof.language == "en"
    claim = read(stretch.text, english)
    for check in presence.CHECKS:
        reason = check(claim, group)
        if reason is not None:
            return reason
    if RESPECTIVELY.search(claim.text) and len(claim.figures) > 1:
        return "figure"
    used: set[int] = set()
    for part in claim.parts:
        held, reason = _part(part, claim, group)
        if reason is not None:
            return reason
        used |= held
    if len(used) < len(group):
        return "unused"
    return None if keeps_to(claim, group, proof) and shares_of_same(claim, group) else "unproven"


# -- one part of a stretch -------------------------------------------------------------------------------------------


def _part(part: Part, claim: Statement, group: Sequence[Evidence]) -> tuple[set[int], Reason | None]:
    """The numbers of the evidence that holds a part, or why none does."""
    missing: Reason | None = None
    used: set[int] = set()
    for one in group:
        reason = _held(part, claim, one, _words_elsewhere(group, claim.by))
        if reason is None:
            used.add(one.n)
        else:
            missing = missing if missing not in (None, "figure", "date") else reason
    return used, None if used else missing


def _words_elsewhere(group: Sequence[Evidence], by: Anchor) -> frozenset[str]:
    """The content words beside any anchor of the evidence, and of where it stands."""
    parts = [p.own_words for one in group for s in one.statements(by) for p in s.parts if _anchors(p, by)]
    return frozenset().union(*parts, *(one.context_words for one in group))


def _anchors(part: Part, by: Anchor) -> Sequence[Span]:
    return {"figure": part.figures, "time": part.own_moments, "number": part.loose}[by]


def _held(part: Part, claim: Statement, one: Evidence, others: frozenset[str]) -> Reason | None:
    """Why a piece of evidence does not hold a part of a claim, ``None`` if it does.

    The quotation decides; what the answer states of it adds what the quotation does not print, such as a deadline
    out of a heading, and never takes away a denial.
    """
    quoted, *stated = one.statements(claim.by)
    places, reason = _places(part, claim, one, quoted.parts, others)
    if reason is not None:
        places, unstated = _places(part, claim, one, [p for told in stated for p in told.parts], others)
        if unstated is not None:
            return reason
        places = (_with_figures(part, quoted.parts) if part.figures else []) or places
    return _sense(part, claim, one, places)


def _with_figures(part: Part, parts: Iterable[Part]) -> list[Part]:
    return [p for p in parts if all(any(_same(f, g) for g in p.figures) for f in part.figures)]


def _places(
    part: Part, claim: Statement, one: Evidence, parts: Iterable[Part], others: frozenset[str]
) -> tuple[list[Part], Reason | None]:
    """Where among ``parts`` the anchors of a part of a claim stand as it says, or why nowhere."""
    found = _with_figures(part, parts)
    if not found:
        return [], "figure"
    found = [p for p in found if _timely(part, p, one.around.moments)]
    if not found:
        return [], "date"
    if claim.by == "number" and part.loose:
        found = [p for p in found if _numbered(part, p, claim.english)] or found
    if _anchors(part, claim.by):
        found = [p for p in found if not _foreign(part, p, one, others)]
    return found, None if found else "sense"


def _numbered(part: Part, evidence: Part, english: bool) -> bool:
    return all(any(presence.same_number(said, other, english) for other in evidence.loose) for said in part.loose)


def _foreign(part: Part, evidence: Part, one: Evidence, others: frozenset[str]) -> bool:
    """Whether a part has words that the evidence puts beside another figure, and not beside this one."""
    return bool((part.words & others) - evidence.words - one.context_words)


def _timely(part: Part, evidence: Part, around: Iterable[Moment]) -> bool:
    """Whether the evidence puts every time of a part at this place; headings count where it puts none itself."""
    held = (*evidence.moments, *(() if evidence.own_moments else around))
    return all(any(_same_time(said, other) for other in held) for said in part.moments)


def _sense(part: Part, claim: Statement, one: Evidence, candidates: Sequence[Part]) -> Reason | None:
    said = sense.bare(read(part.text, claim.english))
    best: Reason | None = "sense"
    for candidate in _nearest(part, candidates):
        sentence = sense.bare(read(candidate.sentence))
        if not sense.same_denials(said, sentence, claim.english):
            best = "negation"
        elif not _turned(said, part, claim, candidate, one) and not _adds(said, one, claim.english):
            return None
    return best


def _adds(said: str, one: Evidence, english: bool) -> bool:
    told = sense.without(one.text, [])
    return sense.adds_sense(said, told, english) or sense.drops_rank(said, told)


def _turned(said: str, part: Part, claim: Statement, candidate: Part, one: Evidence) -> bool:
    """Whether opposites, rhythms or the parts that bodies play are exchanged; the nearest words decide."""
    beside, sentence = sense.bare(read(candidate.text)), sense.bare(read(candidate.sentence))
    if sense.turns_sense(said, beside, sentence, sense.bare(read(one.quote))) or swapped(
        part.text, candidate.sentence, one.text
    ):
        return True
    told = translate(Question(text=said, language=claim.language))
    return not rhythms_in(told) - {VAGUE} <= rhythms_in(sentence)


def _nearest(part: Part, candidates: Sequence[Part]) -> list[Part]:
    """The candidates that have most of the words of a part; all, where a figure has chosen them already."""
    if part.figures:
        return list(candidates)
    most = max(len(part.words & one.words) for one in candidates)
    return [one for one in candidates if len(part.words & one.words) == most]


def _same(claim: Figure, evidence: Figure) -> bool:
    return (
        (claim.comparator, claim.value, claim.value_max) == (evidence.comparator, evidence.value, evidence.value_max)
        and _same_unit(claim.unit, evidence.unit)
        and claim.baseline in (None, evidence.baseline)
    )


def _same_unit(claim: str, evidence: str) -> bool:
    """The same unit, or one that says less: "%" of "% tổng chi ngân sách", "doanh nghiệp" of a longer name."""
    if claim.startswith("%") or evidence.startswith("%"):
        return claim in (evidence, "%") and evidence.startswith("%")
    return not claim or claim == evidence or set(claim.casefold().split()) <= set(evidence.casefold().split())


def _same_time(claim: Moment, evidence: Moment) -> bool:
    if claim.norm == evidence.norm:
        either = {claim.stated, evidence.stated}
        return (
            len(either) == 1
            or (claim.stated == "by" and evidence.stated == "in")
            or either <= {"in", "from-to"}
            or (".." in claim.norm and either <= {"in", "from-to", "by"})
        )
    whole = len(evidence.norm) > len(claim.norm) and evidence.norm.startswith(f"{claim.norm}-")
    return whole and ".." not in evidence.norm and claim.stated in ("in", evidence.stated)
