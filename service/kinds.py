"""Which kind of question it is: by its phrases first, then by what it names, sets side by side or leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.facts.indicators import match_all
from ingest.types import Frozen
from service import lexicon
from service.bodies import named_bodies
from service.question import Question
from service.scope import Scope
from service.types import AnswerKind, Demand
from service.words import fold

CITING = re.compile(
    r"(?<!\w)(?:dan|vien dan|trich dan|dan chieu|nhac|can cu|cites?|citing|cited|refers?|references?|mentions?)(?!\w)"
)
CITED_BY = re.compile(  # with marks where they are typed: "dân" is no citing
    r"(?<!\w)(?:nào|nao|xã|xa|kế hoạch|ke hoach)\s+(?:có |co )?(?:(?:viện|vien|trích|trich) )?(?:dẫn|dan)(?!\w)"
    r"|(?<!\w)(?:được|duoc) [^?]{0,40}(?<!\w)(?:dẫn|dan)(?!\w)"
)
TERSE = 9  # words of a query that is no sentence
SIDE_WORDS = 2
COMPARED = re.compile(
    r"(?<!\w)(?:hon|kem|tang|giam)\s(?:[^.?!]*\s)?(?:may|bao nhieu)\s+(?:diem|phan tram|%)"
    r"|(?<!\w)(?:ben|noi|xa|tinh|cai|dau|moc|ke hoach|van ban) nao\s+(?:[^,.?!]{0,40}\s)?\w+ hon(?!\w)"
)
SIDES = re.compile(
    r"[,:;?]|(?<!\w)(?:và|với|hay|hoặc|so với|khớp|lệch|and|with|against|versus|vs|or|than|va|voi)(?!\w)", re.IGNORECASE
)
COMPARABLE = ("target", "list", "passage", "task", "obligation")


class Surface(Frozen):
    """What the kind is told from besides the words: what the question quotes, names and sets side by side."""

    quoting: bool
    naming: bool
    measured: bool
    comparing: bool
    times: int
    sides: tuple[str, ...] = ()
    worded_sides: tuple[str, ...] = ()


def first_kind(question: Question, surface: Surface) -> AnswerKind:
    """The kind by the phrases of the question; one about who cites a document is about citations."""
    wording = lexicon.wording_of(question)
    kind = kind_of(wording, surface.measured)
    if kind == "passage":
        kind = kind_of(_folded(question), surface.measured)
    cited = kind == "metadata" and CITED_BY.search(question.text.casefold())
    citing = kind == "passage" and CITING.search(fold(question.text))
    if surface.naming and not surface.quoting and (cited or citing):
        return "reference"  # "xã nào nhắc Nghị quyết 45-NQ/TW"
    return kind


def final_kind(kind: AnswerKind, question: Question, surface: Surface, scope: Scope, *, terse: bool) -> AnswerKind:
    """The kind once it is known which documents and how many sides and times the question is about."""
    between = surface.times > 1 and len(scope.documents or ()) == 1
    two = len(scope.named) > 1 or bool(surface.sides or surface.worded_sides)
    if surface.comparing and (two or between) and kind in COMPARABLE:
        kind = "compare"
    if terse:
        kind = "target"
    folded = _folded(question)
    if kind in ("passage", "task") and folded.has_any(lexicon.phrases("hoi_lam_gi")) and _asks_a_body(question):
        kind = "obligation"
    if kind in ("obligation", "passage") and "lead" in demands_of(question, kind):
        kind = "task"  # rows of a task table tell who leads, before the clauses do
    return _settled(kind, folded, surface.quoting, surface.times > 0)


def is_comparing(question: Question) -> bool:
    """Whether the question sets two things against each other."""
    return _folded(question).has_any(lexicon.phrases("so_sanh_hai")) or bool(COMPARED.search(fold(question.text)))


def _folded(question: Question) -> lexicon.Wording:
    """The wording for words mistyped without their marks."""
    return lexicon.Wording(question.text, marked=False)


def kind_of(wording: lexicon.Wording, with_indicator: bool) -> AnswerKind:
    """The first kind of ``cau-hoi.toml`` whose phrases the question has; a passage otherwise."""
    for asked in lexicon.asked_kinds():
        if (asked.with_indicator and not with_indicator) or wording.has_any(asked.excluded):
            continue
        if any(all(map(wording.has, group)) for group in asked.any):
            return asked.kind
    return "passage"


def _settled(kind: AnswerKind, wording: lexicon.Wording, quoting: bool, dated: bool) -> AnswerKind:
    """The kind, where the shape of the question tells more than its phrases.

    "văn bản nào nhắc …" wants passages of all documents; tasks with a date are listed.
    """
    if quoting and kind == "obligation" and wording.has_any(lexicon.phrases("hoi_noi_nao")):
        return "passage"
    if kind == "passage" and not quoting and wording.has_any(("nhiệm vụ", "task", "tasks")):
        return "list" if dated or wording.has_any(lexicon.phrases("chu_tri")) else "task"
    return kind


def is_terse(text: str, indicators: Sequence[str], scope: Scope, dated: bool) -> bool:
    """ "5G Tây Giang 2030": an indicator, a place and a year and nothing else ask for the level."""
    return bool(indicators and scope.named and dated) and len(text.split()) <= TERSE and not text.rstrip().endswith("?")


def _asks_a_body(question: Question) -> bool:
    """Whether a body is named that is told what to do, as in "Phòng Kinh tế được giao việc gì?"."""
    text = lexicon.expand(lexicon.translate(question))
    return any(not body.acting for body in named_bodies(text))


def sides_of(text: str) -> tuple[str, ...]:
    """The indicators of the two halves of "A có khớp với B không", if they are different ones."""
    keys = [found[0].key for piece in SIDES.split(text) if (found := match_all(lexicon.expand(piece), question=True))]
    distinct = tuple(dict.fromkeys(keys))
    return distinct if len(distinct) > 1 else ()


def worded_sides_of(text: str) -> tuple[str, ...]:
    """The content words of the two halves of "A với B, cái nào cao hơn", at least two syllables each."""
    pieces = [" ".join(lexicon.content(lexicon.expand(piece))) for piece in SIDES.split(text)]
    telling = [piece for piece in pieces if len(piece.split()) >= SIDE_WORDS]
    return tuple(telling) if len(telling) == 2 else ()


def demands_of(question: Question, kind: AnswerKind) -> tuple[Demand, ...]:
    """What a question of this kind demands of its evidence, the one that must be met first."""
    wording = lexicon.wording_of(question)
    return tuple(
        demand
        for demand, asked in lexicon.asked_demands().items()
        if kind in asked.kinds
        and wording.has_any(asked.any)
        and (not asked.beside or wording.has_any(asked.beside))
        and not wording.has_any(asked.excluded)
    )
