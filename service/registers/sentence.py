"""A filter in words: each condition a phrase, together the sentence a page or a file is headed with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ingest.facts import indicators
from service.audit.types import Level
from service.phrases import name_of
from service.ports import Held
from service.question import Language
from service.registers.rhythms import rhythm_name
from service.registers.selection import ObligationFilter
from service.registers.targets import UNDATED, TargetFilter, group_name

LEVELS: Mapping[Level, tuple[str, str]] = {
    "trung_uong": ("trung ương", "central"),
    "tinh": ("tỉnh", "province"),
    "xa": ("xã", "commune"),
}
ROLES = {"lead": ("chủ trì", "leading"), "partner": ("phối hợp", "partner"), "recipient": ("nhận", "recipient")}
KINDS = {"task": ("chỉ nhiệm vụ", "tasks only"), "duty": ("chỉ trách nhiệm, báo cáo", "duties and reports only")}
Told = tuple[tuple[str, str], ...]
"""(field, its condition in words) for each field that restricts."""


def conditions(asked: ObligationFilter, held: Mapping[str, Held], language: Language = "vi") -> Told:
    """Each condition of a filter in words, in the order of the sentence."""

    def say(vi: str, en: str) -> str:
        return vi if language == "vi" else en

    def pick(pair: tuple[str, str]) -> str:
        return say(*pair)

    def told() -> Iterator[tuple[str, str]]:
        if asked.body.strip():
            role = f" ({pick(ROLES[asked.role])})" if asked.role else ""
            yield "body", say(f"việc của {asked.body.strip()}{role}", f"work of {asked.body.strip()}{role}")
        if asked.kind:
            yield "kind", pick(KINDS[asked.kind])
        if asked.due.strip():
            yield "due", say(f"hạn: {asked.due.strip()}", f"due: {asked.due.strip()}")
        if asked.dated:
            yield "dated", say("có ghi ngày", "with a day") if asked.dated == "yes" else say("không ghi ngày", "no day")
        if asked.overdue:
            day = f"{asked.overdue:%d/%m/%Y}"
            yield "overdue", say(f"hạn đã qua tính đến {day}", f"past due on {day}")
        if asked.rhythm:
            yield "rhythm", rhythm_name(asked.rhythm, language)
        yield from placed(asked.level, asked.place, asked.document, held, language)
        if asked.text.strip():
            yield "text", say(f"có chữ “{asked.text.strip()}”", f"with “{asked.text.strip()}”")

    return tuple(told())


def placed(
    level: Level | None, place: str, document: str, held: Mapping[str, Held], language: Language
) -> Iterator[tuple[str, str]]:
    """The conditions on documents, which both registers share."""
    vi = language == "vi"
    if level:
        yield "level", f"văn bản cấp {LEVELS[level][0]}" if vi else f"{LEVELS[level][1]} documents"
    if place.strip():
        yield "place", f"tại {place.strip()}" if vi else f"in {place.strip()}"
    if document:
        name = name_of(held[document]) if document in held else document
        yield "document", f"trong {name}" if vi else f"in {name}"


def sentence(told: Iterable[tuple[str, str]], whole: str) -> str:
    """The conditions as one phrase; ``whole`` if there are none."""
    return ", ".join([words for _, words in told]) or whole


def target_conditions(asked: TargetFilter, held: Mapping[str, Held], language: Language = "vi") -> Told:
    """Each condition of a table of targets in words; the choice of columns is one of them."""
    vi = language == "vi"

    def told() -> Iterator[tuple[str, str]]:
        if asked.group:
            name = group_name(asked.group, language)
            yield "group", f"nhóm {name}" if vi else f"group {name}"
        if asked.indicator:
            entry = indicators.get(asked.indicator)
            name = (entry.name if vi else entry.name_en or entry.name) if entry else asked.indicator
            yield "indicator", f"chỉ tiêu “{name}”" if vi else f"indicator “{name}”"
        if asked.year == UNDATED:
            yield "year", "không ghi hạn" if vi else "no deadline stated"
        elif asked.year:
            yield (
                "year",
                f"đến hạn hoặc trong giai đoạn có năm {asked.year}" if vi else f"due in or across {asked.year}",
            )
        yield from placed(asked.level, asked.place, "", held, language)
        if asked.text.strip():
            yield "text", f"có chữ “{asked.text.strip()}”" if vi else f"with “{asked.text.strip()}”"
        if asked.document:
            count = len(asked.document)
            yield "document", f"{count} văn bản được chọn" if vi else f"{count} chosen documents"

    return tuple(told())
