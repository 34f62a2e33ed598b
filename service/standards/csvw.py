"""Targets as CSV on the Web (W3C): a table for programs, and beside it what its columns mean.

The table is read by programs that take every cell as it is, and opened by people in a spreadsheet that runs some cells
as formulas. Both hold: the quotation is a JSON string (datatype ``json``), so it begins with a quotation mark, which no
spreadsheet runs, and is word for word what stands in the document once the JSON is read; other words that would be
run have an apostrophe in front (:func:`service.exports.cells.harmless`), which the description says; figures are
figures.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

from ingest.types import Target
from ingest.vocabulary import Entry, entries
from service.citations import Sources, locality_of, title_of
from service.conditions import is_moment, last_day
from service.exports.cells import harmless
from service.ports import Archive, Held
from service.types import Citation

CONTEXT = "http://www.w3.org/ns/csvw"
METADATA = "-metadata.json"
"""Behind the name of a table: where CSV on the Web looks for what describes it."""
PLAIN = ("quote", "comparator")
"""Columns that need no apostrophe: one is JSON, the other is one of seven signs, and a lone ``=`` is no formula."""
SEPARATOR = " > "  # between the labels of a section


class Column(Entry):
    """A column as ``corpus/tu-vung/csvw.toml`` describes it."""

    name: str
    vi: str
    en: str
    about: str
    datatype: str = "string"


class Fact(NamedTuple):
    """A target, the document it is in and the words that say it; ``number`` counts the targets of the same words."""

    target: Target
    held: Held
    citation: Citation
    number: int


def columns() -> tuple[Column, ...]:
    """The columns, in order."""
    return entries("csvw", "cot", Column)


def write_targets(archive: Archive, path: Path) -> int:
    """Writes the table to ``path`` and its description beside it; returns how many targets."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = list(_facts(archive))
    path.write_text(table(rows), encoding="utf-8", newline="")
    described = json.dumps(metadata(path.name), ensure_ascii=False, indent=2)
    path.with_name(path.name + METADATA).write_text(described + "\n", encoding="utf-8")
    return len(rows)


def targets_table(archive: Archive) -> str:
    """The table of every target."""
    return table(list(_facts(archive)))


def table(rows: list[Fact]) -> str:
    """The rows as CSV (RFC 4180) under the names of their columns."""
    content = io.StringIO(newline="")
    writer = csv.writer(content)
    names = [column.name for column in columns()]
    writer.writerow(names)
    writer.writerows([_cell(name, row) for name in names] for row in rows)
    return content.getvalue()


def metadata(url: str, made: date | None = None) -> dict[str, Any]:
    """What describes the table at ``url``, relative to the description."""
    return {
        "@context": [CONTEXT, {"@language": "vi"}],
        "url": url,
        "dc:title": [
            {"@value": "Chỉ tiêu trong văn bản", "@language": "vi"},
            {"@value": "Targets set by documents", "@language": "en"},
        ],
        "dc:creator": f"Tra cứu {_version()}",
        "dc:created": {"@value": (made or date.today()).isoformat(), "@type": "xsd:date"},
        "dc:provenance": "Mỗi dòng do máy rút từ nguyên văn của một văn bản; permalink, start, end và quote chỉ về "
        "đúng những chữ ấy. Số liệu nào cần dùng thì đối chiếu với quote. Ô chữ bắt đầu bằng = + - @ có dấu nháy đơn "
        "đứng trước để bảng tính không chạy nó như công thức; quote thì không cần, vì là chuỗi JSON.",
        "dc:rights": "Văn bản quy phạm pháp luật và văn bản hành chính không thuộc đối tượng bảo hộ quyền tác giả "
        "(Luật Sở hữu trí tuệ, Điều 15).",
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "doubleQuote": True},
        "tableSchema": {
            "aboutUrl": "{+permalink}.{number}",
            "columns": [_described(column) for column in columns()],
            "primaryKey": ["permalink", "number"],
        },
    }


def _described(column: Column) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": column.name,
        "titles": {"vi": [column.name, column.vi], "en": [column.name, column.en]},
        "dc:description": column.about,
        "datatype": column.datatype,
    }
    if column.name in ("permalink", "number", "quote"):
        told["required"] = True
    if column.name == "section":
        told["separator"] = SEPARATOR
    return told


def _facts(archive: Archive) -> Iterator[Fact]:
    sources = Sources(archive)
    seen: Counter[tuple[str, int, int]] = Counter()
    for target in archive.targets():
        held = sources.held.get(target.document)
        if held is not None:
            place = (target.document, target.start, target.end)
            seen[place] += 1
            yield Fact(target, held, sources.cite(*place), seen[place])


def _cell(name: str, row: Fact) -> str | int | None:
    value = _READ[name](row) if name in _READ else getattr(row.target, name)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return int(value) if value.is_integer() else repr(value)
    written: str | int | None = value if name in PLAIN else harmless(value)
    return written


def _due(row: Fact) -> str | None:
    deadline = row.target.deadline
    day = last_day(deadline) if deadline and is_moment(deadline) else None
    return day.isoformat() if day else None


_READ: dict[str, Callable[[Fact], Any]] = {
    "permalink": lambda row: row.citation.permalink,
    "number": lambda row: row.number,
    "due": _due,
    "class": lambda row: row.target.cls,
    "title": lambda row: title_of(row.held),
    "symbol": lambda row: row.held.symbol,
    "issuer": lambda row: row.held.issuer,
    "issued": lambda row: row.held.issued,
    "locality": lambda row: locality_of(row.held),
    "source": lambda row: row.held.source,
    "section": lambda row: SEPARATOR.join(row.target.section),
    "page": lambda row: row.citation.page,
    "version": lambda row: row.citation.version,
    "recognised": lambda row: row.citation.recognised,
    "quote": lambda row: json.dumps(row.target.quote, ensure_ascii=False),
}


def _version() -> str:
    try:
        return version("tracuu")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return ""
