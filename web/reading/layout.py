"""A document laid out for reading: chunks of blocks, the cited span lit, facts beside the text.

Nothing of the canonical text is added, lost or moved: joined with line ends (and tabs
between the cells of a row), the blocks are the text again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from ingest.types import Document, Row, Section
from web.reading.outline import anchor_of, listed
from web.reading.spans import Mark, Piece, lines, pieces

BlockKind = Literal["heading", "continued", "title", "header", "bullet", "footnote", "small", "paragraph", "row"]

NAMED_KINDS: dict[str, BlockKind] = {"header": "header", "title": "title", "recipients": "small", "signature": "header"}
PASSAGE_KINDS: dict[str, BlockKind] = {"bullet": "bullet", "footnote": "footnote"}
MARKUP = 45  # bytes around a cell; twice that around a line
BODY_CELL_IS_FIGURE = frozenset("0123456789.,%-–/≥≤<>~ ")


@dataclass(frozen=True)
class Cell:
    """A cell of a table row; a figure is set to the right. ``span`` counts the empty cells after it."""

    pieces: tuple[Piece, ...]
    figure: bool
    span: int = 1


@dataclass(frozen=True)
class Block:
    """One line of the canonical text. ``page`` is set where a new page begins; ``level`` is 2–6 in a heading."""

    kind: BlockKind
    start: int
    end: int
    pieces: tuple[Piece, ...]
    anchors: tuple[str, ...] = ()
    level: int = 0
    page: int | None = None
    cells: tuple[Cell, ...] = ()
    table: int | None = None
    role: Literal["header", "group", "body"] = "body"


@dataclass(frozen=True)
class Chunk:
    """The rows of one table, or a section's own text down to the next section (``table`` is None)."""

    blocks: tuple[Block, ...]
    table: int | None = None

    @property
    def start(self) -> int:
        """Where its first block begins."""
        return self.blocks[0].start

    @property
    def end(self) -> int:
        """Where its last block ends."""
        return self.blocks[-1].end

    @property
    def columns(self) -> int:
        """The cells of its widest row."""
        return max(len(block.cells) for block in self.blocks)


class Layout:
    """Lays out one document; ``mark`` is the cited span, if any."""

    def __init__(self, document: Document, mark: Mark | None = None) -> None:
        self.document = document
        self.mark = mark
        self.lines = list(lines(document.text))
        self._line_starts = [start for start, _ in self.lines]
        self._rows = {row.start: row for row in document.rows}
        self._kinds = {passage.start: passage.kind for passage in document.passages}
        self._sections: dict[int, list[tuple[int, Section]]] = {}
        for index, section in enumerate(document.sections):
            self._sections.setdefault(self._line_starts[self.line_of(section.start)], []).append((index, section))
        self._listed = {index for index, _ in listed(document)}
        self._named = [s for s in document.sections if s.kind in NAMED_KINDS]
        self._continued = {start for section in document.sections for start in self._lines_after_first(section)}

    def line_of(self, offset: int) -> int:
        """The number of the line that holds ``offset``."""
        return max(bisect_right(self._line_starts, offset) - 1, 0)

    def _lines_after_first(self, section: Section) -> list[int]:
        """Where the second and later lines of a heading begin ("Phụ lục I", its title below)."""
        if not section.title or section.kind in NAMED_KINDS or section.body_start == section.start:
            return []
        last = self.line_of(section.body_start - 1)
        return self._line_starts[self.line_of(section.start) + 1 : last + 1]

    def parts(self, most: int) -> list[int]:
        """The lines that begin a part, where no part shall weigh more than ``most`` bytes as a page."""
        begins, weight = [0], 0
        for number, (start, end) in enumerate(self.lines):
            row = self._rows.get(start)
            own = len(self.document.text[start:end].encode()) + MARKUP * (1 + len(row.cells) if row else 2)
            if weight and weight + own > most:
                begins.append(number)
                weight = 0
            weight += own
        return begins

    def chunks(self, first: int = 0, last: int | None = None) -> Iterator[Chunk]:
        """The chunks of lines ``first`` to ``last`` (exclusive), in reading order."""
        blocks = [self.block(start, end) for start, end in self.lines[first:last]]
        gathered: list[Block] = []
        for block in blocks:
            if gathered and self._starts_chunk(block, gathered[-1]):
                yield Chunk(tuple(gathered), gathered[0].table)
                gathered = []
            gathered.append(block)
        if gathered:
            yield Chunk(tuple(gathered), gathered[0].table)

    def _starts_chunk(self, block: Block, before: Block) -> bool:
        return bool(block.anchors and block.table is None) or block.table != before.table

    def block(self, start: int, end: int) -> Block:
        """The block that the line ``[start, end)`` is."""
        sections = self._sections.get(start, [])
        anchors = tuple(anchor_of(i) for i, _ in sections if i in self._listed)
        page = self._page_begun(start, end)
        row = self._rows.get(start)
        if row is not None and self._tiles(row, end):
            return self._row(row, anchors, page)
        kind, level = self._kind(start, end, [s for _, s in sections])
        strong = max((s.body_start for _, s in sections if s.title and s.body_start <= end), default=0)
        text = pieces(self.document.text, start, end, self.mark, strong if kind == "paragraph" else 0)
        return Block(kind, start, end, text, anchors, level, page)

    def _row(self, row: Row, anchors: tuple[str, ...], page: int | None) -> Block:
        cells = tuple(self._cell(a, b, row) for a, b in row.cells)
        if row.role == "group":
            cells = _widened(cells)
        return Block("row", row.start, row.end, (), anchors, 0, page, cells, row.table, row.role)

    def _cell(self, start: int, end: int, row: Row) -> Cell:
        text = self.document.text[start:end]
        figure = row.role == "body" and bool(text) and set(text) <= BODY_CELL_IS_FIGURE
        return Cell(pieces(self.document.text, start, end, self.mark), figure)

    def _tiles(self, row: Row, end: int) -> bool:
        """Whether the cells are the whole line, one tab between two: else it is set as a line of text."""
        cells = row.cells
        joined = all(a[1] + 1 == b[0] for a, b in pairwise(cells))
        return bool(cells) and joined and cells[0][0] == row.start and cells[-1][1] == end

    def _kind(self, start: int, end: int, sections: list[Section]) -> tuple[BlockKind, int]:
        heads = [s for s in sections if s.title and s.kind != "para" and s.body_start >= end]
        if heads and heads[-1].kind not in NAMED_KINDS:
            return "heading", min(heads[-1].depth + 1, 6)
        if start in self._continued:
            return "continued", 0
        named = next((s for s in self._named if s.start <= start < s.end), None)
        if named is not None:
            return NAMED_KINDS[named.kind], 0
        return PASSAGE_KINDS.get(self._kinds.get(start, ""), "paragraph"), 0

    def _page_begun(self, start: int, end: int) -> int | None:
        """The page that begins on this line, counted from 1."""
        page = bisect_right(self.document.page_starts, max(start, end - 1))
        before = bisect_right(self.document.page_starts, start - 1) if start else 0
        return page if page > before else None


def _widened(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """A group's row with its last words over the empty cells behind them."""
    used = max((i for i, cell in enumerate(cells) if cell.pieces), default=0) + 1
    return (*cells[: used - 1], replace(cells[used - 1], span=len(cells) - used + 1))
