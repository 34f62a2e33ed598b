"""Rows of a table: headers, groups, numbered rows, and rows cut by a page's end."""

from __future__ import annotations

import re

from ingest.blocks import Block
from ingest.marks import is_upper
from ingest.structure.groups import GROUP, Groups
from ingest.structure.labels import roman
from ingest.tables import looks_like_header
from ingest.types import Row

_TOTAL = re.compile(r"^(?:tổng số|tổng cộng|cộng)\b(?=.*\d)", re.IGNORECASE)
_NUMBER = re.compile(r"^\(?(\d{1,3}(?:\.\d{1,3})*)\s*[.)]?$")


class TableReader:
    """Reads the rows of one table in order, remembering the group and the row they belong to."""

    def __init__(self, table: int, base: tuple[str, ...], columns: int) -> None:
        self.table = table
        self.base = base
        self.columns = columns
        self.groups = Groups()
        self.group_title: str | None = None
        self._path = base
        self._number = ""
        self._header: tuple[str, ...] = ()
        self._after_header = False
        self._seen_body = False

    def read(self, block: Block, following: Block | None = None) -> Row:
        """The row that a block is; group rows set :attr:`group_title`.

        ``following`` is the block after it: "1" names a group where "1.1" comes next.
        """
        cells = block.cells or ()
        role = self._role(cells, (following.cells or ()) if following else ())
        continues = False
        if role == "header":
            self._header = cells
        elif role == "group":
            self._open_group(cells)
        else:
            continues = self._continues(cells)
            if not continues:
                self._open_row(cells)
        self._after_header = role == "header"
        return Row(
            start=block.start,
            end=max(block.end, block.start + 1),
            table=self.table,
            path=self.base if role == "header" else self._path,
            number=self._number if role == "body" else "",
            role=role,
            continues=continues,
            cells=_spans(block),
            merged=block.merged,
        )

    def _role(self, cells: tuple[str, ...], following: tuple[str, ...]) -> str:
        if cells == self._header and self._header:
            return "header"
        if not self._seen_body and looks_like_header(cells) and not _NUMBER.match(cells[0]):
            return "header"
        filled = [cell for cell in cells if cell]
        if (
            len(filled) == 2
            and cells[0]
            and GROUP.match(cells[0])
            and (roman(cells[0].rstrip(".) ")) or len(cells) > 2)
        ):
            return "group"
        if _heads_numbers(cells, following):
            return "group"
        if len(filled) == 1 and len(cells) > 2 and _names_group(filled[0]) and not self._after_break(cells):
            return "group" if not _NUMBER.match(filled[0]) else "body"
        self._seen_body = True
        return "body"

    def _after_break(self, cells: tuple[str, ...]) -> bool:
        """A lone cell right after a repeated header, in lower case, is the rest of a row and no group."""
        text = next(cell for cell in cells if cell)
        return self._seen_body and (
            text[0].islower() or (self._after_header and not cells[0] and not text[0].isupper())
        )

    def _open_group(self, cells: tuple[str, ...]) -> None:
        filled = [cell for cell in cells if cell]
        if len(filled) == 2 or _names_scored_group(cells):
            label, self.group_title = filled[0].rstrip(".) "), filled[1]
        elif match := re.match(r"^([IVXLC]+|[A-ZĐ])\s*[.)\-]\s+(.+)$", filled[0]):
            label, self.group_title = match.group(1), match.group(2)
        else:
            label, self.group_title = filled[0].rstrip(" .:"), filled[0]
        self.groups.open(label)
        self._path = self.base + self.groups.path
        self._number = ""

    def _continues(self, cells: tuple[str, ...]) -> bool:
        """A row without a number after a repeated header, or going on in lower case: the rest of the one before."""
        if not self._number or not cells or cells[0]:
            return False
        first = next((cell for cell in cells if cell), "")
        return self._after_header or first[:1].islower()

    def _open_row(self, cells: tuple[str, ...]) -> None:
        match = _NUMBER.match(cells[0]) if cells else None
        if match is None and self._number and cells and not cells[0] and len([cell for cell in cells if cell]) > 1:
            return  # a further row under the same number, whose cell spans both
        self._number = match.group(1) if match else ""
        self._path = self.base + self.groups.path + ((self._number,) if self._number else ())


def _heads_numbers(cells: tuple[str, ...], following: tuple[str, ...]) -> bool:
    """Whether a row with a number and a name only stands above the rows that divide it: "1" above "1.1"."""
    match = _NUMBER.match(cells[0]) if len(cells) > 2 and following else None
    below = _NUMBER.match(following[0]) if match else None
    named = sum(bool(cell) for cell in cells) == 2
    return bool(match and below and named and below.group(1).startswith(f"{match.group(1)}."))


def _names_scored_group(cells: tuple[str, ...]) -> bool:
    """A group with its total: "I", a title in capitals, and figures without words."""
    if len(cells) < 3 or not roman(cells[0].rstrip(".) ")) or not is_upper(cells[1]):
        return False
    return not any(c.isalpha() for cell in cells[2:] for c in cell)


def _names_group(text: str) -> bool:
    """Whether a lone cell is short enough to name a group, or has an ordinal of its own; a total names none."""
    if not any(c.isalpha() for c in text) or _TOTAL.match(text):
        return False
    return len(text.split()) <= 15 or bool(re.match(r"^([IVXLC]+|[A-ZĐ])\s*[.)\-]\s", text))


def _spans(block: Block) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    at = block.start
    for cell in block.cells or ():
        spans.append((at, at + len(cell)))
        at += len(cell) + 1
    return tuple(spans)
