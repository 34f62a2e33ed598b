"""What a reader gives: lines and tables in reading order, page by page, and how good they are."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.lines import split_lines
from ingest.tables import Region, find_tables


@dataclass(frozen=True, slots=True)
class Content:
    """The contents of one file before structure is read.

    ``regions`` are the lines (see :class:`ingest.lines.Line`) and tables in reading order. ``furniture`` is what
    was set aside: page numbers, running heads, rules. ``pages`` is ``None`` where the file has none. ``notes``
    are doubts worth telling a reader, in Vietnamese ("trang 7 đọc bằng nhận dạng chữ"). ``recognised`` are the
    pages whose text was read from their image: a quotation from them is faithful to what was recognised only.
    """

    regions: tuple[Region, ...]
    furniture: tuple[str, ...] = ()
    pages: int | None = None
    front: dict[str, object] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    recognised: tuple[int, ...] = ()


def content_of_text(text: str) -> Content:
    """The contents of clean text (see :func:`ingest.text.clean`); form feeds part its pages."""
    lines, furniture = split_lines(text)
    pages = text.count("\f") + 1
    return Content(tuple(find_tables(lines)), tuple(furniture), pages if pages > 1 else None)
