"""What a question asks: its kind, its documents, its conditions. Printed, it explains the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import Field

from ingest.facts.deadlines import find_deadlines as find_in_text
from ingest.facts.indicators import match_all
from ingest.facts.numbers import Figure as FoundFigure
from ingest.facts.numbers import find_figures
from ingest.facts.symbols import find_symbols
from ingest.types import Frozen
from service import lexicon
from service.conditions import Deadline, Figure
from service.ports import Held
from service.question import Question
from service.scope import Scope, find_scope, gazetteer
from service.times import find_deadlines
from service.types import AnswerKind
from service.words import contains, fold, squeeze, syllables

QUOTED = re.compile(r"[\"“”„]([^\"“”„]{2,200})[\"“”„]|‘([^’]{3,200})’|«([^»]{2,200})»")
TASK_NUMBER = re.compile(
    r"(?:nhiem vu|dau viec|muc|viec|task|item)s?\s+(?:so|thu|no\.?|number|#)?\s*(\d{1,3})(?!\s*(?:/|%|\d))"
)
APPENDIX = re.compile(r"(?:phu luc|appendix|annex)(?:\s+(?:so\s+)?([ivx]+|\d{1,2})(?!\w))?")
TELLING = re.compile(r"(?<![\w/-])(?:[A-ZĐ][\w]*[A-ZĐ0-9][\w]*|\d+[A-Z]+|[A-Z]{2,})(?![\w/-])")
CARRIED_OUT = re.compile(r"(?:thuc hien|trien khai|can cu|tinh than|implement\w*)\s+(?:\w+\s+){0,4}$")
WHOLE = Figure(comparator="=", value=100, unit="%")
BY_NUMBER = re.compile(
    r"(nghi quyet|quyet dinh|ke hoach|chuong trinh|chi thi|nghi dinh|thong tu|ket luan|cong van|quy dinh)"
    r"\s+(?:so\s+)?(\d{1,5})(?![\w/%-])"
)


class Analysis(Frozen):
    """A question as understood. ``None`` and empty mean that the question does not say."""

    question: Question
    kind: AnswerKind
    search_text: str = Field(description="what retrieval is asked: expanded, Vietnamese terms for English ones")
    terms: tuple[str, ...] = Field(description="folded content syllables, in order")
    untranslated: tuple[str, ...] = Field(default=(), description="English words without a known Vietnamese one")
    scope: Scope
    indicators: tuple[str, ...] = Field(default=(), description="indicator keys, the most specific first")
    figure: Figure | None = None
    deadlines: tuple[Deadline, ...] = ()
    symbols: tuple[str, ...] = Field(default=(), description="symbols of documents, canonical")
    phrases: tuple[str, ...] = Field(default=(), description="quoted words, wanted verbatim")
    telling: tuple[str, ...] = Field(default=(), description="names such as 5G, STEM that evidence must carry")
    parts: tuple[str, ...] = Field(default=(), description="parts of documents asked for, as in section paths")
    task_number: str | None = None
    appendix: str | None = Field(default=None, description='"" for an appendix without number')
    wants_figure: bool = False
    across: bool = Field(default=False, description="asks which of the documents")
    absence: bool = Field(default=False, description="asks for what is not there")

    @property
    def documents(self) -> frozenset[str] | None:
        """The ids to search in; ``None`` for all."""
        return None if self.scope.documents is None else frozenset(self.scope.documents)


def analyse(question: Question, held: Sequence[Held]) -> Analysis:
    """Reads a question against the documents held."""
    text = question.text
    translated = lexicon.translate(question)
    expanded = lexicon.expand(translated)
    symbols = tuple(dict.fromkeys(symbol.canonical for symbol in find_symbols(text)))
    phrases = quoted(text)
    wording = lexicon.Wording(text, marked=question.marked and question.language == "vi")
    figure = _figure(text, phrases) or (WHOLE if wording.has_any(lexicon.phrases("tron_ven")) else None)
    indicators = _indicators(text, expanded)
    folded = lexicon.Wording(text, marked=False)  # for words mistyped without their marks
    kind = kind_of(wording, bool(indicators or figure))
    if kind == "passage":
        kind = kind_of(folded, bool(indicators or figure))
    scope = _scope(text, kind, held, symbols, wording)
    unknown = lexicon.untranslated(question)
    appendix = APPENDIX.search(fold(text))
    number = TASK_NUMBER.search(fold(text))
    return Analysis(
        question=question,
        kind=kind,
        search_text=squeeze(lexicon.expand(translated, keep=True)),
        terms=tuple(word for word in _terms(expanded, question.language, scope) if word not in unknown),
        untranslated=unknown,
        scope=scope,
        indicators=indicators,
        figure=figure,
        deadlines=find_deadlines(text),
        symbols=symbols,
        phrases=tuple(phrase for phrase in phrases if not _figures(phrase)),
        telling=_telling(text, expanded, scope),
        task_number=number[1].lstrip("0") if number else None,
        appendix=(appendix[1] or "").upper() if appendix else None,
        parts=tuple(one.part for one in lexicon.asked_parts() if wording.has_any(one.any)),
        wants_figure=wording.has_any(lexicon.phrases("hoi_muc")),
        across=wording.has_any(lexicon.phrases("hoi_noi_nao")),
        absence=wording.has_any(lexicon.phrases("bac_bo")),
    )


def _scope(
    text: str, kind: AnswerKind, held: Sequence[Held], symbols: tuple[str, ...], wording: lexicon.Wording
) -> Scope:
    """The documents in question; "xã nào" asks the communes' documents only."""
    own = () if kind in ("reference", "precedent") else tuple(s for s in symbols if not _is_implemented(text, s))
    numbered = () if kind in ("reference", "precedent") else tuple(_numbered(text))
    scope = find_scope(text, held, gazetteer(), own, numbered)
    if scope.documents is not None or scope.unheld:
        return scope
    communes = tuple(one.id for one in held if one.commune)
    provinces = tuple(one.id for one in held if one.province and not one.commune)
    for asked, ids in (("hoi_cap_xa", communes), ("hoi_cap_tinh", provinces)):
        if ids and len(ids) < len(held) and wording.has_any(lexicon.phrases(asked)):
            return scope.model_copy(update={"documents": ids, "level": asked.removeprefix("hoi_cap_")})
    return scope


def _numbered(text: str) -> list[str]:
    """Documents named by type and number alone ("kế hoạch 552"), unless as what others carry out."""
    folded = fold(text)
    return [
        f"{match[1]} {match[2].lstrip('0')}"
        for match in BY_NUMBER.finditer(folded)
        if not CARRIED_OUT.search(folded[max(0, match.start() - 40) : match.start()])
    ]


def _is_implemented(text: str, symbol: str) -> bool:
    """Whether a document is named as what others carry out, not as the one asked about."""
    found = next((one for one in find_symbols(text) if one.canonical == symbol), None)
    before = fold(text[max(0, found.start - 40) : found.start]) if found else ""
    return bool(
        re.search(r"(?:thuc hien|trien khai|can cu|theo|tinh than|implement\w*|under)\s+(?:\w+\s+){0,4}$", before)
    )


def kind_of(wording: lexicon.Wording, with_indicator: bool) -> AnswerKind:
    """The first kind of ``cau-hoi.toml`` whose phrases the question has; a passage otherwise."""
    for asked in lexicon.asked_kinds():
        if (asked.with_indicator and not with_indicator) or wording.has_any(asked.excluded):
            continue
        if any(all(map(wording.has, group)) for group in asked.any):
            return asked.kind
    return "passage"


def quoted(text: str) -> tuple[str, ...]:
    """What the question puts in quotation marks."""
    return tuple(next(group for group in match.groups() if group).strip() for match in QUOTED.finditer(text))


def _figure(text: str, phrases: Sequence[str]) -> Figure | None:
    for phrase in phrases:
        for found in _figures(phrase):
            return _condition(found, literal=found.explicit)
    for found in _figures(_without_times(text)):
        return _condition(found, literal=False)
    return None


def _figures(text: str) -> list[FoundFigure]:
    try:
        return find_figures(text)
    except ValueError:  # digits grouped in a way that no language writes: no condition can be read from them
        return []


def _without_times(text: str) -> str:
    """ "trên 60% đến 2025" is a level and a year, not a range from 60 to 2025."""
    for found in find_in_text(text):
        text = text[: found.start] + "," * (found.end - found.start) + text[found.end :]
    return text


def _condition(found: FoundFigure, *, literal: bool) -> Figure:
    return Figure.model_validate(
        {name: getattr(found, name) for name in ("comparator", "value", "value_max", "unit")} | {"literal": literal}
    )


def _indicators(text: str, expanded: str) -> tuple[str, ...]:
    """Indicator keys: those of the question as typed, else of its expanded form."""
    found = match_all(expanded, question=True) or match_all(text, question=True)
    if not found:
        return ()
    best = found[0].score
    return tuple(dict.fromkeys(match.key for match in found if match.score >= 0.75 * best))


def _telling(text: str, expanded: str, scope: Scope) -> tuple[str, ...]:
    """Tokens that name one thing and nothing else: 5G, STEM, VNeID; abbreviations that expand are words."""
    names = " ".join(named.name for named in scope.named)
    return tuple(
        dict.fromkeys(
            token
            for token in TELLING.findall(text)
            if contains(expanded, token)
            and not contains(names, token)
            and not _is_symbol_part(text, token)
            and not token.isdigit()
            and len(token) > 1
            and not re.fullmatch(r"[IVX]+", token)
        )
    )


def _is_symbol_part(text: str, token: str) -> bool:
    return any(token in symbol.printed for symbol in find_symbols(text))


def _terms(expanded: str, language: str, scope: Scope) -> list[str]:
    """Content syllables without the names of the places asked about and without years."""
    names = {syllable for named in scope.named for syllable in syllables(named.name)}
    return [
        word for word in lexicon.content(expanded, language) if word not in names and not re.fullmatch(r"20\d\d", word)
    ]
