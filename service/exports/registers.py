"""Registers of facts: a row a fact, with the words of the document and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from ingest.errors import BadRequest
from ingest.types import Comparator, Fact
from service.citations import Sources, caution, locality_of, title_of, where
from service.conditions import is_moment, last_day
from service.exports.cells import Value, value_of
from service.exports.workbook import Heading, Sheet, workbook
from service.ports import Archive

TITLES: dict[str, str] = {
    "targets": "Chỉ tiêu",
    "tasks": "Nhiệm vụ",
    "duties": "Trách nhiệm, báo cáo",
    "references": "Văn bản dẫn chiếu",
}
SIGNS: dict[Comparator, str] = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=", "~": "≈", "range": "từ – đến"}


class Column(NamedTuple):
    """A column: its heading, the field of the contract that it shows, its width in characters."""

    heading: str
    field: str
    width: int
    read: Callable[[Any], date | int | str | None] | None = None


def _due(fact: Any) -> date | None:
    """The last day on which a deadline is kept; ``None`` if none is printed or it is told in words."""
    deadline = fact.deadline
    return last_day(deadline) if deadline and is_moment(deadline) else None


def _sign(fact: Any) -> str:
    """The comparator as it is written in a plan."""
    return SIGNS[fact.comparator]


def _ordinal(fact: Any) -> int | str | None:
    """The printed number of a task as a number, so that 10 is sorted behind 9; "II.1" stays text."""
    number: str | None = fact.number
    return int(number) if number and number.isdecimal() else number


DEADLINE = (Column("Thời hạn", "deadline", 14), Column("Ngày cuối", "due", 12, _due))
FREQUENCY = Column("Định kỳ", "frequency", 14)
COLUMNS: dict[str, tuple[Column, ...]] = {
    "targets": (
        Column("Chỉ tiêu", "indicator", 44),
        Column("So sánh", "comparator", 9, _sign),
        Column("Giá trị", "value", 10),
        Column("Giá trị đến", "value_max", 10),
        Column("Đơn vị", "unit", 16),
        Column("Phạm vi", "scope", 22),
        *DEADLINE,
        Column("Khóa", "key", 22),
    ),
    "tasks": (
        Column("Số", "number", 7, _ordinal),
        Column("Nhiệm vụ", "text", 60),
        Column("Chủ trì", "lead", 28),
        Column("Phối hợp", "partners", 28),
        Column("Sản phẩm", "output", 26),
        Column("Thời hạn (nguyên văn)", "deadline_text", 18),
        *DEADLINE,
        FREQUENCY,
    ),
    "duties": (
        Column("Ai", "actor", 32),
        Column("Suy ra", "actor_inferred", 8),
        Column("Việc", "action", 60),
        Column("Gửi ai", "recipient", 28),
        FREQUENCY,
        *DEADLINE,
    ),
    "references": (
        Column("In trong văn bản", "printed", 22),
        Column("Số, ký hiệu", "symbol", 18),
        Column("Loại", "type", 16),
        Column("Cơ quan ban hành", "issuer", 28),
        Column("Ngày ban hành", "issued", 14),
        Column("Tài liệu đang giữ", "resolved", 18),
        Column("Cần xem lại", "suspect", 11),
        Column("Lý do", "reason", 36),
        Column("Nên ghi", "correction", 28),
    ),
}
SOURCE = (
    Column("Văn bản", "title", 34),
    Column("Vị trí", "section", 16),
    Column("Trang", "page", 7),
    Column("Nguyên văn", "quote", 70),
    Column("Đối chiếu", "recognised", 22),
    Column("Địa phương", "locality", 30),
    Column("Tệp nguồn", "source", 26),
    Column("Mã tài liệu", "document", 20),
    Column("Từ ký tự", "start", 10),
    Column("Đến ký tự", "end", 10),
)
CITED = 3  # of these columns are printed on paper; the others serve to find the words again


def write_register(archive: Archive, what: str, path: Path, *, documents: frozenset[str] | None = None) -> int:
    """Writes the register ``what`` of some documents or of all as .xlsx; returns how many rows.

    The contract's name of each column stands in the note of its heading.
    Raises :class:`BadRequest` for an unknown register.
    """
    if what not in COLUMNS:
        raise BadRequest(f"Không có sổ {what}.", f"Chọn một trong: {', '.join(COLUMNS)}.")
    sheet = register(what, _facts(archive, what, documents), Sources(archive))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(workbook([sheet]))
    return len(sheet.rows)


def register(what: str, facts: Iterable[Fact], sources: Sources, title: str = "") -> Sheet:
    """Facts of one kind as a sheet."""
    columns = COLUMNS[what]
    return sourced(title or TITLES[what], columns, ((fact, fact) for fact in facts), sources)


def sourced(title: str, columns: Sequence[Column], items: Iterable[tuple[Any, Fact]], sources: Sources) -> Sheet:
    """A sheet of anything that a fact tells: its ``columns``, then where the fact stands."""
    rows = [[*(_value(column, item) for column in columns), *_source(sources, fact)] for item, fact in items]
    headings = [Heading(column.heading, column.width, column.field) for column in (*columns, *SOURCE)]
    return Sheet(title, headings, rows, printed=len(columns) + CITED)


def _facts(archive: Archive, what: str, documents: frozenset[str] | None) -> Sequence[Fact]:
    reading: dict[str, Callable[..., Sequence[Fact]]] = {
        "targets": archive.targets,
        "tasks": archive.tasks,
        "duties": archive.duties,
        "references": archive.references,
    }
    return reading[what](documents=documents)


def _value(column: Column, item: Any) -> Value:
    read = column.read(item) if column.read else getattr(item, column.field, None)
    return read if isinstance(read, date) else value_of(read)


def _source(sources: Sources, fact: Fact) -> list[Value]:
    """Where a fact stands, in words."""
    beside: dict[str, Any] = {"section": " > ".join(fact.section)}
    held = sources.held.get(fact.document)
    if held is not None:
        citation = sources.cite(fact.document, fact.start, fact.end)
        place = citation.model_copy(update={"section": fact.section or citation.section})
        beside = {
            "section": where(place),
            "page": citation.page,
            "recognised": caution(citation) or None,
            "title": title_of(held),
            "locality": locality_of(held),
            "source": held.source,
        }
    return [value_of(beside.get(column.field, getattr(fact, column.field, None))) for column in SOURCE]
