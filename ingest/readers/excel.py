"""Spreadsheets: every sheet a table under its title; .csv and .tsv the same without sheets."""

from __future__ import annotations

import csv
import datetime
import io
import re
import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from ingest.errors import RejectedFile
from ingest.lines import Line
from ingest.readers.archive import Archive, damaged
from ingest.readers.content import Content
from ingest.readers.grid import Cell, regions_of
from ingest.readers.legacy import UNICODE, Decoder, decide, legacy_note
from ingest.readers.plain import decode
from ingest.tables import Region
from ingest.text import clean, squeeze

_KIND = ".xlsx"
# An appendix of tasks has a few hundred rows; a data dump is not a document and would crowd out all others.
MAX_ROWS = 20_000
MAX_COLUMNS = 60
_DIGITS = 10  # what a cell without a format shows
_ORDINAL = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,6}|[A-ZĐa-zđ])[.)]?$")
_ERRORS = frozenset("#DIV/0! #N/A #REF! #VALUE! #NAME? #NUM! #NULL!".split())
_SHAPE = re.compile(r"(?P<whole>[#,0?]*0)(?:\.(?P<decimals>[0#?]+))?")
_DTD = b"<!DOCTYPE"


@dataclass(frozen=True, slots=True)
class _Value:
    """A cell: its text as shown, the font it is set in, whether it is bold."""

    text: str
    font: str = ""
    bold: bool = False


Rows = list[list[_Value]]


@dataclass(frozen=True, slots=True)
class _Sheet:
    title: str
    rows: Rows
    hidden: bool = False
    cut: bool = False


def read_xlsx(data: bytes, name: str) -> Content:
    """The contents of a workbook: values as they were last computed, never formulas; links are not followed."""
    _check(Archive(data, name, _KIND))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # parts that openpyxl does not know are no concern of the text
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            sheets = [_sheet(sheet) for sheet in book.worksheets]
            book.close()
    except (
        InvalidFileException,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        SyntaxError,
    ) as error:
        raise damaged(name, _KIND) from error
    return _content([sheet for sheet in sheets if sheet.rows], name)


def _check(archive: Archive) -> None:
    """Refuses what openpyxl should not unpack: parts beyond the limits, parts with entities of their own."""
    for part in archive.names():
        if part.endswith((".xml", ".rels")) and _DTD in (archive.read(part) or b"").replace(b"\x00", b""):
            raise damaged(archive.name, _KIND)


def _sheet(sheet: Any) -> _Sheet:
    sheet.reset_dimensions()  # the declared size may claim a million empty rows
    rows: Rows = []
    cut = False
    for row in sheet.iter_rows(max_col=MAX_COLUMNS):
        if len(rows) >= MAX_ROWS:
            cut = True
            break
        rows.append([_value(cell) for cell in row])
    return _Sheet(str(sheet.title), _trimmed(rows), sheet.sheet_state != "visible", cut)


def _value(cell: Any) -> _Value:
    text = shown(cell.value, str(getattr(cell, "number_format", "") or ""))
    font = getattr(cell, "font", None) if text else None
    return _Value(text, str(getattr(font, "name", "") or ""), bool(getattr(font, "b", False)))


def shown(value: object, number_format: str = "General") -> str:
    """A value as a Vietnamese office prints it: by its format, with decimal comma and day before month."""
    if value is None or (isinstance(value, str) and value in _ERRORS):
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.date):
        return _date(value, number_format.casefold())
    if isinstance(value, int | float):
        return _figure(value, number_format)
    return str(value)


def _date(value: datetime.date, number_format: str) -> str:
    """A date no finer than its format prints it: "07/2026" must not gain a day."""
    if "d" not in number_format and "y" in number_format:
        return f"{value:%m/%Y}" if "m" in number_format else f"{value:%Y}"
    if isinstance(value, datetime.datetime) and value.time() != datetime.time():
        return f"{value:%d/%m/%Y %H:%M}"
    return f"{value:%d/%m/%Y}"


def _figure(value: float, number_format: str) -> str:
    """A figure by its format: decimals, least digits, thousands, percent; as stored where it has none."""
    shape = _SHAPE.search(number_format.split(";")[0])
    percent = "%" if "%" in number_format else ""
    value = round(value * 100, 10) if percent else value
    if shape is None:
        text = str(value) if isinstance(value, int) else f"{value:.{_DIGITS}g}"
        text = f"{value:.0f}" if "e" in text else text
    else:
        most, least = len(shape["decimals"] or ""), (shape["decimals"] or "").count("0")
        text = f"{value:.{most}f}"
        while text.partition(".")[2][least:].endswith("0"):
            text = text[:-1]
    whole, _, decimals = text.partition(".")
    if shape is not None:
        whole = f"{int(whole):,}".replace(",", ".") if "," in shape["whole"] else whole.zfill(shape["whole"].count("0"))
    return f"{whole},{decimals}{percent}" if decimals else f"{whole}{percent}"


def _trimmed(rows: Rows) -> Rows:
    """Without the empty rows and the empty columns around the data."""
    kept = [row for row in rows if any(cell.text.strip() for cell in row)]
    filled = [i for row in kept for i, cell in enumerate(row) if cell.text.strip()]
    if not filled:
        return []
    first, last = min(filled), max(filled) + 1
    return [row[first:last] + [_Value("")] * (last - max(first, len(row))) for row in kept]


def _content(sheets: list[_Sheet], name: str) -> Content:
    if not sheets:
        raise RejectedFile(f"Tệp «{name}» không có chữ nào.", "Hãy kiểm tra lại tệp gốc rồi nạp lại.")
    texts = _texts_by_font(sheets)
    decoders = decide(texts)
    regions: list[Region] = []
    furniture: list[str] = []
    for page, sheet in enumerate(sheets, start=1):
        title = squeeze(clean(sheet.title))
        if len(sheets) > 1 and not _is_default(title):
            regions.append(Line(title, page, gap=True, forced=True))
        else:
            furniture.append(title)
        regions += _regions(sheet, page, decoders)
    notes = [f"Trang tính «{sheet.title}» bị ẩn trong tệp." for sheet in sheets if sheet.hidden]
    notes += [f"Trang tính «{sheet.title}» chỉ đọc {MAX_ROWS} hàng đầu." for sheet in sheets if sheet.cut]
    pages = len(sheets) if len(sheets) > 1 else None
    return Content(tuple(regions), tuple(furniture), pages, notes=(*legacy_note(decoders, texts), *notes))


def _is_default(title: str) -> bool:
    return title.casefold().rstrip("0123456789 ()") in ("sheet", "trang tính", "trang_tính", "")


def _texts_by_font(sheets: Iterable[_Sheet]) -> dict[str, str]:
    pools: dict[str, list[str]] = defaultdict(list)
    for sheet in sheets:
        for row in sheet.rows:
            for cell in row:
                if cell.text:
                    pools[cell.font].append(cell.text)
    return {font: " ".join(texts) for font, texts in pools.items()}


def _regions(sheet: _Sheet, page: int, decoders: Mapping[str, Decoder]) -> list[Region]:
    """The rows of a sheet: what stands alone above and below the table as lines, the rest as the table."""
    rows = [[_cell(value, page, decoders) for value in row] for row in sheet.rows]
    filled = [sum(bool(cell.lines) for cell in row) for row in rows]
    width = max(filled)
    first = next(i for i, count in enumerate(filled) if count >= min(3, width))
    last = max(i for i, row in enumerate(rows) if filled[i] >= min(3, width) or (i > first and _numbered(row)))
    regions: list[Region] = [line for row in rows[:first] for cell in row for line in cell.lines]
    regions += regions_of(rows[first : last + 1])
    regions += [line for row in rows[last + 1 :] for cell in row for line in cell.lines]
    return regions


def _numbered(row: list[Cell]) -> bool:
    """Whether a row begins with an ordinal and goes on: an item, or a group ("I", "Hạ tầng"), of the table."""
    return bool(_ORDINAL.match(row[0].text)) and any(cell.lines for cell in row[1:])


def _cell(value: _Value, page: int, decoders: Mapping[str, Decoder]) -> Cell:
    text = clean(decoders.get(value.font, UNICODE)(value.text))
    parts = [part for line in text.split("\n") if (part := squeeze(line))]
    lines = [Line(part, page, bold=len(part) if value.bold else 0, gap=i == 0) for i, part in enumerate(parts)]
    return Cell(tuple(lines))


def read_csv(data: bytes, name: str) -> Content:
    """The contents of a .csv or .tsv file; the separator is the one that parts its first lines alike."""
    text, encoding = decode(data, name)
    rows = [[_Value(cell) for cell in row[:MAX_COLUMNS]] for row in _csv_rows(text, name)[:MAX_ROWS]]
    content = _content([_Sheet("", trimmed)] if (trimmed := _trimmed(rows)) else [], name)
    note = (f"Chữ gốc dùng bảng mã cũ {encoding}, đã chuyển sang Unicode.",) if encoding else ()
    return Content(content.regions, (), None, notes=note)


def _csv_rows(text: str, name: str) -> list[list[str]]:
    head = text[:8192].splitlines()[:20]
    counts = {sep: min((line.count(sep) for line in head if line.strip()), default=0) for sep in "\t;,|"}
    separator = max(counts, key=lambda sep: counts[sep])
    try:
        return list(csv.reader(io.StringIO(text), delimiter=separator if counts[separator] else ","))
    except csv.Error as error:
        raise damaged(name, ".csv") from error
