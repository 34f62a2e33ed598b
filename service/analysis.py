"""What a question asks: its kind, its documents, its conditions. Printed, it explains the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pydantic import Field

from ingest.facts.indicators import match_all
from ingest.facts.symbols import find_symbols
from ingest.places import without_level
from ingest.types import Frozen
from service import lexicon
from service.aim import Aim, aim_of
from service.amounts import Amount, asked_amount
from service.asked_figures import asked_figure, figures, quoted, without_times
from service.bodies import Body, named_bodies
from service.bounds import unbounded
from service.cited import Cited
from service.conditions import Deadline, Figure
from service.counting import Counted, bare_count
from service.described import Description, find_descriptions, without_said
from service.everyday import everyday_words, official
from service.focus import Word, focus_of
from service.kinds import Surface, demands_of, is_comparing
from service.mentions import Mention, blanked, find_mentions
from service.ports import Held
from service.question import Question
from service.scope import Scope
from service.times import find_deadlines
from service.types import AnswerKind, Demand
from service.words import contains, fold, squeeze, syllables

TASK_NUMBER = re.compile(
    r"(?:nhiem vu|dau viec|muc|viec|task|item)s?\s+(?:so|thu|no\.?|number|#)?\s*(\d{1,3})(?!\s*(?:/|%|\d))"
)
APPENDIX = re.compile(r"(?:phu luc|appendix|annex)(?:\s+(?:so\s+)?([ivx]+|\d{1,2})(?!\w))?")
TELLING = re.compile(r"(?<![\w/-])(?:[A-ZĐ][\w]*[A-ZĐ0-9][\w]*|\d+[A-Z]+|[A-Z]{2,})(?![\w/-])")
WHOLE = Figure(comparator="=", value=100, unit="%")
HALVES = re.compile(
    r"[,;]\s+(?:và|and)\s+"
    r"|(?:[,;]|\s(?:và|lẫn|còn|and))\s+(?=(?:\S+\s+){0,6}(?:bao nhiêu|mấy|how many|what))",
    re.IGNORECASE,
)
APPENDED = 8  # characters between an appendix and the document it belongs to: "Phụ lục I của Nghị quyết 03"
BODIES = "uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|dang uy|ban thuong vu dang uy|tinh uy|thanh uy"


class Analysis(Frozen):
    """A question as understood. ``None`` and empty mean that the question does not say."""

    question: Question
    kind: AnswerKind
    search_text: str = Field(description="what retrieval is asked: expanded, Vietnamese terms for English ones")
    terms: tuple[str, ...] = Field(description="folded content syllables, in order")
    focus: tuple[Word, ...] = Field(default=(), description="content words with their weights; what it is about")
    given: tuple[str, ...] = Field(
        default=(),
        description="those that the subject of every document in question says: within them they tell nothing",
    )
    everyday: tuple[tuple[str, str], ...] = Field(
        default=(), description="everyday words of the question, each with the words of documents that it is read as"
    )
    untranslated: tuple[str, ...] = Field(default=(), description="English words without a known Vietnamese one")
    scope: Scope
    mentions: tuple[Mention, ...] = Field(default=(), description="documents named, asked about or cited")
    untitled: tuple[str, ...] = Field(
        default=(), description="words for a document told by its subject that is not held: those of no title"
    )
    cited: Cited | None = Field(default=None, description="the cited document that is asked for by its type")
    sides: tuple[str, ...] = Field(default=(), description="indicator keys that are set against each other")
    worded_sides: tuple[str, ...] = Field(
        default=(), description="the words of both sides, where no indicator names them"
    )
    comparing: bool = Field(default=False, description="sets two things against each other")
    indicators: tuple[str, ...] = Field(default=(), description="indicator keys, the most specific first")
    together: tuple[tuple[str, ...], ...] = Field(default=(), description="keys of each half of a double question")
    figure: Figure | None = None
    deadlines: tuple[Deadline, ...] = ()
    symbols: tuple[str, ...] = Field(default=(), description="symbols of documents, canonical")
    bodies: tuple[Body, ...] = Field(
        default=(), description="bodies named; those that issued the documents asked are acting"
    )
    phrases: tuple[str, ...] = Field(default=(), description="quoted words, wanted verbatim")
    telling: tuple[str, ...] = Field(default=(), description="names such as 5G, STEM that evidence must carry")
    parts: tuple[str, ...] = Field(default=(), description="parts of documents asked for, as in section paths")
    task_number: str | None = None
    appendix: str | None = Field(default=None, description='"" for an appendix without number')
    wants_figure: bool = False
    amount: Amount | None = Field(default=None, description="what a question for a figure counts")
    counted: Counted | None = Field(default=None, description="whose documents are to be counted")
    doubted: bool = Field(default=False, description="asks whether what it says is so")
    across: bool = Field(default=False, description="asks which of the documents")
    absence: bool = Field(default=False, description="asks for what is not there")
    demands: tuple[Demand, ...] = Field(default=(), description="what evidence must tell; the first is indispensable")

    @property
    def documents(self) -> frozenset[str] | None:
        """The ids to search in; ``None`` for all."""
        return None if self.scope.documents is None else frozenset(self.scope.documents)


def analyse(question: Question, held: Sequence[Held]) -> Analysis:
    """Reads a question against the documents held."""
    mentions = find_mentions(question.text, held)
    described = find_descriptions(question, held, mentions)
    read = _read(without_said(question, described), held, mentions, described)
    if described and not read.terms and read.kind == "passage":  # nothing is asked of it but what it is
        read = _read(question, held, mentions, described)
    return read.model_copy(update={"question": question})


class _Told(NamedTuple):
    """What a question says outright: quotations, figures, times, indicators."""

    wording: lexicon.Wording
    text: str
    phrases: Sequence[str]
    figure: Figure | None
    doubted: bool
    indicators: tuple[str, ...]
    times: tuple[Deadline, ...]


class _Subject(NamedTuple):
    """What a question is about, without what it asks of it and where it looks."""

    search_text: str
    expanded: str
    unknown: tuple[str, ...]
    everyday: tuple[tuple[str, str], ...]
    focus: tuple[Word, ...]


def _read(
    question: Question, held: Sequence[Held], mentions: Sequence[Mention], described: Sequence[Description]
) -> Analysis:
    told = _told(question, mentions)
    surface = Surface(
        quoting=bool(told.phrases),
        naming=bool(mentions),
        measured=bool(told.indicators or told.figure),
        comparing=is_comparing(question),
        times=len(told.times),
    )
    aim = aim_of(question, surface, told.indicators, mentions, described, held)
    amount = None if aim.counted is not None else _amount(question.text, lexicon.translate(question))
    subject = _subject(question, told.wording, aim, amount, held)
    names, wording = _names(aim.scope, held), told.wording
    return Analysis(
        question=question,
        kind=aim.kind,
        search_text=subject.search_text,
        terms=tuple(word for word in _terms(subject.expanded, question, names) if word not in subject.unknown),
        focus=subject.focus,
        given=_given(subject.focus, aim.scope, held),
        everyday=subject.everyday,
        untranslated=subject.unknown,
        scope=aim.scope,
        mentions=aim.mentions,
        untitled=tuple(word for one in described for word in one.strange),
        cited=aim.cited,
        sides=aim.surface.sides,
        worded_sides=aim.surface.worded_sides,
        comparing=aim.surface.comparing,
        indicators=told.indicators,
        together=_together(question.text),
        figure=told.figure,
        deadlines=() if wording.has_any(lexicon.phrases("moi_giai_doan")) else told.times,
        bodies=_bodies(subject.expanded, aim.scope, held),
        symbols=tuple(dict.fromkeys(one.symbol for one in aim.mentions if one.symbol)),
        phrases=tuple(phrase for phrase in told.phrases if not figures(phrase)),
        telling=_telling(told.text, subject.expanded, aim.scope),
        task_number=_task_number(question.text),
        appendix=_appendix(question.text, aim.mentions, comparing=aim.surface.comparing),
        parts=tuple(one.part for one in lexicon.asked_parts() if wording.has_any(one.any)),
        amount=amount,
        counted=aim.counted,
        doubted=told.doubted,
        wants_figure=_wants_figure(wording, aim, amount),
        across=aim.counted is not None or wording.has_any(lexicon.phrases("hoi_noi_nao")),
        absence=wording.has_any(lexicon.phrases("bac_bo")),
        demands=demands_of(question, aim.kind),
    )


def _told(question: Question, mentions: Sequence[Mention]) -> _Told:
    wording = lexicon.wording_of(question)
    text = blanked(question.text, mentions)  # the numbers and years of documents are no conditions
    phrases = quoted(question.text)
    figure = asked_figure(text, phrases) or (WHOLE if wording.has_any(lexicon.phrases("tron_ven")) else None)
    doubted = wording.has_any(lexicon.phrases("hoi_dung_sai"))
    if doubted and (figure is None or not figure.unit):
        figure = bare_count(question, without_times(text)) or figure
    translated = official(lexicon.translate(question), marked=question.marked)
    indicators = _indicators(question.text, lexicon.expand(translated))
    return _Told(wording, text, phrases, figure, doubted, indicators, tuple(find_deadlines(text)))


def _subject(
    question: Question, wording: lexicon.Wording, aim: Aim, amount: Amount | None, held: Sequence[Held]
) -> _Subject:
    subject = _without_subjects(question, aim.mentions)
    subject = _without_label(aim.cited.without(subject) if aim.cited else subject)
    measured = amount is not None or _asks_level(wording) or wording.has_any(lexicon.phrases("hoi_bao_lau"))
    said = unbounded(subject, amount) if measured else subject
    everyday = everyday_words(said.text, marked=question.marked)
    said = said.model_copy(update={"text": official(said.text, marked=question.marked)})
    return _Subject(
        search_text=_search_text(subject) or question.text,
        expanded=lexicon.expand(lexicon.translate(said)),
        unknown=lexicon.untranslated(said),
        everyday=everyday,
        focus=_focus(said, _names(aim.scope, held)),
    )


def _wants_figure(wording: lexicon.Wording, aim: Aim, amount: Amount | None) -> bool:
    counts = amount is not None and aim.kind in ("passage", "target")
    return aim.counted is None and (aim.terse or _asks_level(wording) or counts)


def _asks_level(wording: lexicon.Wording) -> bool:
    """Whether a figure is wanted; "o muc nao" without marks is a section where it is asked what speaks of a thing."""
    asked = [phrase for phrase in lexicon.phrases("hoi_muc") if wording.has(phrase)]
    where = not wording.marked and wording.has_any(lexicon.phrases("hoi_cho_nhac"))
    return bool(asked) and not (where and set(asked) <= set(lexicon.phrases("muc_hay_muc")))


def _task_number(text: str) -> str | None:
    found = TASK_NUMBER.search(fold(text))
    return found[1].lstrip("0") if found else None


def _search_text(subject: Question) -> str:
    """What retrieval is asked: abbreviations and everyday words beside their full and official forms."""
    text = official(lexicon.translate(subject), marked=subject.marked, keep=True)
    return squeeze(lexicon.expand(text, keep=True))


def _appendix(text: str, mentions: Sequence[Mention], *, comparing: bool) -> str | None:
    """The appendix asked for; in a comparison not that of one side ("hơn mức ở Phụ lục I Nghị quyết 03")."""
    found = APPENDIX.search(fold(text))
    if found is None:
        return None
    of_one_side = any(0 <= one.start - found.end() <= APPENDED for one in mentions)
    return None if comparing and of_one_side else (found[1] or "").upper()


def _amount(text: str, translated: str) -> Amount | None:
    """What is counted; nouns are looked for in Vietnamese texts."""
    asked = asked_amount(lexicon.expand(text))
    if asked is None or asked.counted != "count" or not asked.noun or translated == text:
        return asked
    noun = lexicon.translate(Question(text=asked.noun.split()[0], language="en"))
    return asked.model_copy(update={"noun": " ".join(syllables(noun)[:2])})


def _without_subjects(question: Question, mentions: Sequence[Mention]) -> Question:
    """The question without the names of the documents it searches in."""
    names = [one for one in mentions if one.role == "subject" and one.documents]
    return question.model_copy(update={"text": blanked(question.text, names)}) if names else question


def _without_label(question: Question) -> Question:
    """The question without the number of an appendix, which is rare among words and says nothing."""
    found = APPENDIX.search(fold(question.text))
    if found is None or found[1] is None:
        return question
    start, end = found.span(1)
    text = question.text[:start] + " " * (end - start) + question.text[end:]
    return question.model_copy(update={"text": text})


def _indicators(text: str, expanded: str) -> tuple[str, ...]:
    """Indicator keys: those of the question as typed, else of its expanded form."""
    found = match_all(expanded, question=True) or match_all(text, question=True)
    if not found:
        return ()
    best = found[0].score
    return tuple(dict.fromkeys(match.key for match in found if match.score >= 0.75 * best))


def _together(text: str) -> tuple[tuple[str, ...], ...]:
    """The indicators of both halves of "A bao nhiêu, và B bao nhiêu", if they are different ones."""
    halves = [piece for piece in HALVES.split(text) if piece.strip()]
    keys = [_indicators(piece, lexicon.expand(piece)) for piece in halves]
    told = [one for one in keys if one]
    apart = len(told) > 1 and not set(told[0]) & {key for one in told[1:] for key in one}
    return tuple(told) if apart else ()


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


def _names(scope: Scope, held: Sequence[Held]) -> tuple[str, ...]:
    """Names that say where to look, not what for: places asked about and those of the documents in scope."""
    inside = [one for one in held if one.id in (scope.documents or ())] if scope.named else []
    places = [without_level(name) for one in inside for name in (one.commune, one.province) if name]
    return tuple(dict.fromkeys([*(named.name for named in scope.named), *places]))


def _terms(expanded: str, question: Question, names: Sequence[str]) -> list[str]:
    """Content syllables without the names of the places asked about and without years."""
    text = _without_places(expanded, names)
    marked = None if question.marked or question.language == "en" else False
    words = lexicon.content(text, question.language, marked=marked)
    return [word for word in words if not re.fullmatch(r"20\d\d", word)]


def _bodies(expanded: str, scope: Scope, held: Sequence[Held]) -> tuple[Body, ...]:
    named = named_bodies(expanded)
    if not named:
        return ()
    inside = frozenset(scope.documents or (one.id for one in held))
    issuers = " ; ".join(dict.fromkeys(one.issuer or "" for one in held if one.id in inside))
    return tuple(body.model_copy(update={"acting": True}) if body.is_named_in(issuers) else body for body in named)


def _focus(subject: Question, names: Sequence[str]) -> tuple[Word, ...]:
    """The content words of the question, without the documents and places asked about."""
    # without marks "hành chính công" and "hướng dẫn" may be cut into "hành chính", "cộng hưởng"
    text = lexicon.expand(lexicon.translated_terms(subject), apart=not subject.marked)
    return focus_of(_without_places(text, names), marked=subject.marked or subject.language == "en")


def _given(focus: Sequence[Word], scope: Scope, held: Sequence[Held]) -> tuple[str, ...]:
    inside = [lexicon.expand_title(one.subject or "") for one in held if one.id in (scope.documents or ())]
    return tuple(word.text for word in focus if scope.named and all(word.is_in(subject) for subject in inside))


def _without_places(text: str, names: Sequence[str]) -> str:
    for name in names:
        spelled = r"[\W_]+".join(map(re.escape, fold(name).split()))
        issuer = rf"(?:(?<=(?<!\w)cua[ ])(?:{BODIES})\s+)?"
        level = r"(?:(?:xa|phuong|tinh|thanh pho|tp)[\W_]+)?"
        after = r"(?:[\W_]+(?:city|province|commune))?"
        for match in reversed(list(re.finditer(rf"(?<!\w){issuer}{level}{spelled}{after}(?!\w)", fold(text)))):
            text = f"{text[: match.start()]} , {text[match.end() :]}"
    return text
