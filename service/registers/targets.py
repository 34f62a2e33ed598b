"""Targets as a table: a row an indicator, a column a document; who sets most, least and nothing."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import Field

from ingest.errors import BadRequest
from ingest.facts import indicators
from ingest.types import Frozen, Target
from ingest.vocabulary import Entry, entries
from ingest.vocabulary import indicators as vocabulary
from service.audit.types import Level
from service.ports import Held
from service.precedents.admission import level_of
from service.question import Language
from service.registers.selection import is_in
from service.registers.statements import Statement, statements_of
from service.words import fold, syllables

MOST_COLUMNS = 10
UNDATED = "none"
OTHER = "khac"
"""The group of indicators that the vocabulary does not know."""


class Group(Entry):
    """A group of indicators."""

    key: str
    name: str
    name_en: str


def groups() -> tuple[Group, ...]:
    """The groups of the vocabulary, in its order."""
    return entries("chi-tieu", "nhom", Group)


def group_name(key: str, language: Language = "vi") -> str:
    """A group as a reader is told it."""
    names = {group.key: group.name if language == "vi" else group.name_en for group in groups()}
    return names.get(key) or ("Chỉ tiêu khác" if language == "vi" else "Other targets")


class TargetFilter(Frozen):
    """Which targets are asked for; what is left empty restricts nothing."""

    group: str = Field(default="", description="nhóm chỉ tiêu, theo từ vựng; khac: ngoài từ vựng")
    indicator: str = Field(default="", description="khóa của một chỉ tiêu")
    year: str = Field(default="", pattern=r"^(\d{4}|none)?$", description="năm đến hạn; none: không ghi hạn")
    level: Level | None = Field(default=None, description="cấp ban hành")
    place: str = Field(default="", description="xã hoặc tỉnh của văn bản")
    document: tuple[str, ...] = Field(default=(), description="các cột: mã tài liệu; để trống thì chọn giúp")
    text: str = Field(default="", description="các chữ phải có trong tên hoặc nguyên văn chỉ tiêu")


@dataclass(frozen=True)
class Row:
    """An indicator and what each document sets for it; ``id`` is its key, or made from its name."""

    id: str
    name: str
    name_en: str
    group: str
    cells: Mapping[str, tuple[Statement, ...]]

    @property
    def statements(self) -> list[Statement]:
        """Of all documents."""
        return [statement for cell in self.cells.values() for statement in cell]


@dataclass(frozen=True)
class Table:
    """The targets asked for. ``choices`` are all documents that could be columns, those with most in common first;
    ``years`` all years in which something of them is due."""

    rows: tuple[Row, ...]
    columns: tuple[Held, ...]
    choices: tuple[tuple[Held, int], ...]
    years: tuple[int, ...]
    undated: bool


def table(targets: Sequence[Target], held: Mapping[str, Held], asked: TargetFilter) -> Table:
    """The table of the targets that meet a filter; raises :class:`BadRequest` for an unknown group."""
    if asked.group and asked.group not in (OTHER, *(group.key for group in groups())):
        raise BadRequest(f"Không có nhóm chỉ tiêu “{asked.group}”.", "Chọn một nhóm trong danh sách.")
    every = _rows([target for target in targets if _admits(asked, target, held)])
    years = sorted({one.year for row in every for one in row.statements if one.year})
    undated = any(one.year is None for row in every for one in row.statements)
    rows = [row for row in (_of_year(row, asked.year) for row in every) if row.cells]
    choices = _choices(rows, held)
    chosen = asked.document or tuple(one.id for one, _ in choices[:MOST_COLUMNS])
    columns = [one for one, _ in choices if one.id in chosen]
    shown = [within(row, chosen) for row in rows if any(id in row.cells for id in chosen)]
    return Table(tuple(_ordered(shown)), tuple(by_level(columns)), tuple(choices), tuple(years), undated)


def _admits(asked: TargetFilter, target: Target, held: Mapping[str, Held]) -> bool:
    document = held.get(target.document)
    if document is None or (asked.level and level_of(document) != asked.level):
        return False
    if asked.place.strip() and not is_in(document, asked.place):
        return False
    if asked.indicator and asked.indicator != row_id(target):
        return False
    if asked.group and asked.group != group_of(target):
        return False
    if not asked.text.strip():
        return True
    words = set(syllables(f"{target.indicator} {target.quote}"))
    return all(word in words for word in syllables(asked.text))


def group_of(target: Target) -> str:
    """The group of the vocabulary, :data:`OTHER` outside it."""
    entry = indicators.get(target.key) if target.key else None
    return entry.group if entry else OTHER


def row_id(target: Target) -> str:
    """The key of a target's indicator; outside the vocabulary one made from its name."""
    if target.key:
        return target.key
    return f"khac-{hashlib.sha256(fold(target.indicator).encode()).hexdigest()[:10]}"


def _rows(targets: Iterable[Target]) -> list[Row]:
    grouped: dict[str, dict[str, list[Target]]] = defaultdict(lambda: defaultdict(list))
    for target in targets:
        grouped[row_id(target)][target.document].append(target)
    return [_row(id, by_document) for id, by_document in grouped.items()]


def _row(id: str, by_document: Mapping[str, list[Target]]) -> Row:
    first = next(iter(by_document.values()))[0]
    entry = indicators.get(first.key) if first.key else None
    cells = {document: tuple(statements_of(found)) for document, found in by_document.items()}
    name = entry.name if entry else first.indicator
    return Row(id, name, (entry.name_en if entry else "") or name, group_of(first), cells)


def _of_year(row: Row, year: str) -> Row:
    if not year:
        return row
    kept = {
        document: tuple(one for one in cell if (one.year is None if year == UNDATED else one.concerns(int(year))))
        for document, cell in row.cells.items()
    }
    return replace(row, cells={document: cell for document, cell in kept.items() if cell})


def _choices(rows: Iterable[Row], held: Mapping[str, Held]) -> list[tuple[Held, int]]:
    """Documents with how many indicators each sets; those first that set most of what others set too."""
    shared: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in rows:
        total.update(list(row.cells))
        if len(row.cells) > 1:
            shared.update(list(row.cells))
    order = sorted(total, key=lambda id: (-shared[id], -total[id], id))
    return [(held[id], total[id]) for id in order]


def by_level(columns: Iterable[Held]) -> list[Held]:
    """Communes first, then provinces, then the centre; among them the fuller first, as they come."""
    order: dict[Level, int] = {"xa": 0, "tinh": 1, "trung_uong": 2}
    return sorted(columns, key=lambda one: order[level_of(one)])


def within(row: Row, chosen: Collection[str]) -> Row:
    """The row of some documents, its other wholes marked, and its highest and lowest where levels can be compared."""
    row = replace(row, cells={id: cell for id, cell in row.cells.items() if id in chosen})
    wholes = Counter(one.whole for one in row.statements if one.share)
    usual = max(wholes, key=lambda whole: (wholes[whole], whole != "")) if wholes else ""
    ends = _ends(row)

    def judged(one: Statement) -> Statement:
        low, high = ends.get(one.measure, (None, None))
        value = one.target.value
        rank: Literal["", "highest", "lowest"] = "highest" if value == high else "lowest" if value == low else ""
        if low == high or one.target.cls == "sub_target":
            rank = ""
        return replace(one, differs=one.share and one.whole != usual, rank=rank)

    return replace(row, cells={id: tuple(judged(one) for one in cell) for id, cell in row.cells.items()})


def _ends(row: Row) -> dict[tuple[str, str, int | None], tuple[float, float]]:
    """Lowest and highest level by measure, where more than one document sets it for a year."""
    levels: dict[tuple[str, str, int | None], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for document, cell in row.cells.items():
        for one in cell:
            if one.year and one.target.cls != "sub_target":
                levels[one.measure][document].append(one.target.value)
    return {
        measure: (min(map(min, by_document.values())), max(map(max, by_document.values())))
        for measure, by_document in levels.items()
        if len(by_document) > 1
    }


def _ordered(rows: Iterable[Row]) -> list[Row]:
    places = {group.key: place for place, group in enumerate(groups())}
    inside = {entry.key: place for place, entry in enumerate(vocabulary())}
    return sorted(
        rows,
        key=lambda row: (places.get(row.group, len(places)), -len(row.cells), inside.get(row.id, 0), row.name),
    )
