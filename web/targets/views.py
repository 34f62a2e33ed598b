"""What the table of targets and the page of an indicator are given: complete, nothing left to compute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote, urlencode

from ingest.errors import TracuuError
from service.citations import Sources
from service.phrases import level, moment, name_of
from service.ports import Held
from service.registers.statements import Statement
from service.registers.targets import OTHER, UNDATED, Row, Table, TargetFilter, group_name, groups
from web.filtering import Choice, Condition, Link, Paging, Saving, choices, level_choices
from web.places import reader_url, sentence_case
from web.quotations import Quotation, quotation
from web.targets.plot import Plot
from web.words import Words

PATH = "/chi-tieu"
NO_BREAK, SHORT = "\u00a0", 14  # characters that always find room in a cell


@dataclass(frozen=True)
class Said:
    """A level in a cell: the figure, its deadline, what is remarked of it."""

    level: str
    due: str
    whole: str
    differs: bool
    rank: str
    again: int
    part: bool


@dataclass(frozen=True)
class Cell:
    """What one document says of an indicator; nothing said means "không nêu"."""

    said: tuple[Said, ...]
    href: str


@dataclass(frozen=True)
class Line:
    """A row: an indicator, how many of the columns state it, a cell a column."""

    name: str
    href: str
    plot: str
    plotted: bool
    stated: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Section:
    """The rows of a group of indicators."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Column:
    """A document at the head of the table."""

    name: str
    place: str
    href: str


@dataclass(frozen=True)
class Form:
    """The filter as it can be changed."""

    values: Mapping[str, str]
    groups: tuple[Choice, ...]
    indicators: tuple[Choice, ...]
    years: tuple[Choice, ...]
    levels: tuple[Choice, ...]
    places: tuple[str, ...]
    columns: tuple[Choice, ...]


@dataclass(frozen=True)
class TableView:
    """The page of the table."""

    form: Form
    held: int
    conditions: tuple[Condition, ...] = ()
    everything: str = ""
    files: tuple[Link, ...] = ()
    years: tuple[Link, ...] = ()
    columns: tuple[Column, ...] = ()
    sections: tuple[Section, ...] = ()
    rows: int = 0
    left_out: int = 0
    keep: str = ""
    paging: Paging | None = None
    plot: Plot | None = None
    saving: Saving | None = None
    error: TracuuError | None = None


@dataclass(frozen=True)
class Spoken:
    """A statement with every place that says it."""

    said: Said
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class Voice:
    """What one document says of an indicator."""

    name: str
    place: str
    anchor: str
    spoken: tuple[Spoken, ...]


@dataclass(frozen=True)
class IndicatorView:
    """The page of an indicator: its picture, and what each document says of it."""

    name: str
    group: str
    plot: Plot | None
    voices: tuple[Voice, ...]
    others: tuple[Link, ...]
    table: str
    everyone: str


def row_url(row: str, document: str | None = None) -> str:
    """The page of an indicator, or of what one document says of it."""
    path = f"{PATH}/{quote(row, safe='')}"
    return f"{path}?{urlencode({'document': document})}" if document else path


def name_in(row: Row, words: Words) -> str:
    """The indicator in the reader's language, where the vocabulary has it."""
    return row.name if words.language == "vi" else row.name_en


def columns_of(table: Table, words: Words) -> tuple[Column, ...]:
    """The heads of the columns."""
    return tuple(
        Column(sentence_case(name_of(one)), _province(one) or words("target.central"), reader_url(one.id))
        for one in table.columns
    )


def short_name(held: Held) -> str:
    """A document as it is called where there is little room: its commune, else its symbol."""
    return name_of(held) if held.commune else held.symbol or sentence_case(name_of(held))


def _province(held: Held) -> str:
    return held.province or ""


def sections_of(
    rows: Sequence[Row], columns: Sequence[Held], plotted: str, plot_href: Mapping[str, str], year: str, words: Words
) -> tuple[Section, ...]:
    """The rows of a page by group; ``plot_href`` leads to the picture of a row."""

    def line(row: Row) -> Line:
        cells = tuple(_cell(row, one, year, words) for one in columns)
        stated = words("target.stated", count=len(row.cells), of=len(columns))
        return Line(name_in(row, words), row_url(row.id), plot_href[row.id], row.id == plotted, stated, cells)

    return tuple(
        Section(group_name(group, words.language), tuple(line(row) for row in found))
        for group, found in groupby(rows, key=lambda row: row.group)
    )


def _cell(row: Row, held: Held, year: str, words: Words) -> Cell:
    statements = row.cells.get(held.id, ())
    several = len({one.whole for one in row.statements if one.share}) > 1
    said = tuple(
        said_of(one, words, whole=several, due=not year or ".." in (one.target.deadline or "")) for one in statements
    )
    return Cell(said, row_url(row.id, held.id) if statements else "")


def said_of(one: Statement, words: Words, *, whole: bool = True, due: bool = True) -> Said:
    """A statement in words; ``whole`` and ``due`` leave out what goes without saying."""
    target = one.target
    when = moment(target.deadline, words.language).removeprefix("năm ") if target.deadline else words("target.undated")
    ranks = {"highest": words("target.highest"), "lowest": words("target.lowest")}
    told = one.whole if one.whole or not one.share else words("target.no_whole")
    return Said(
        level=unbroken(level(target, words.language)),
        due=when if due else "",
        whole=told if (whole or one.differs) and target.cls != "universal" and target.unit == "%" else "",
        differs=one.differs,
        rank=ranks.get(one.rank, ""),
        again=len(one.targets),
        part=target.cls == "sub_target",
    )


def unbroken(told: str) -> str:
    """A figure kept on one line with its sign and unit, unless it is long."""
    return told.replace(" ", NO_BREAK) if len(told) <= SHORT else told


def form_of(values: Mapping[str, str], table: Table, every: Table, words: Words) -> Form:
    """The form with the values of an address; what can be chosen comes from ``every`` target."""
    vi = words.language == "vi"
    held = [one for one, _ in every.choices]
    names = {row.id: row.name if vi else row.name_en for row in every.rows if not row.id.startswith(OTHER)}
    years = {"": words("target.any_year"), **{str(year): str(year) for year in every.years}}
    chosen = {one.id for one in table.columns}
    return Form(
        values={name: values.get(name, "") for name in (*TargetFilter.model_fields, "plot")},
        groups=choices(
            {"": words("target.any_group"), **{one.key: one.name if vi else one.name_en for one in groups()}}
            | {OTHER: group_name(OTHER, words.language)},
            values.get("group"),
        ),
        indicators=choices({"": words("target.any_indicator"), **names}, values.get("indicator")),
        years=choices(years | ({UNDATED: words("target.undated")} if every.undated else {}), values.get("year")),
        levels=level_choices(words, values.get("level")),
        places=tuple(sorted({name for one in held for name in (one.commune, one.province) if name})),
        columns=tuple(
            Choice(one.id, words("target.column", name=sentence_case(name_of(one)), count=count), one.id in chosen)
            for one, count in table.choices
        ),
    )


def voice_of(held: Held, statements: Sequence[Statement], sources: Sources, words: Words) -> Voice:
    """What a document says, each statement with the places that say it."""
    spoken = tuple(
        Spoken(
            said_of(one, words),
            tuple(quotation(sources.cite_fact(target), sources.held, words) for target in one.targets),
        )
        for one in statements
    )
    return Voice(sentence_case(name_of(held)), _province(held), held.id, spoken)
