"""Paragraphs and tables of a Word document as lines and tables of its contents."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ingest.lines import Line
from ingest.readers.grid import Cell, regions_of
from ingest.readers.legacy import UNICODE, Decoder, decide
from ingest.readers.word.body import Grid, Item, Paragraph, Run
from ingest.tables import Region
from ingest.text import clean, squeeze

_WORDS = re.compile(r"[^\W_]")
_CELL_SIGNS = frozenset("-–=+×:<>≤≥")  # a cell may say "none", or hold one sign of a formula
# The two sides of a head set with tabs rather than a table (NĐ 30/2020/NĐ-CP, Phụ lục I).
_SIDE = re.compile(
    r"^(?:CỘNG HÒA XÃ HỘI|CỘNG HOÀ XÃ HỘI|ĐẢNG CỘNG SẢN|Độc lập\s*[-–]|[\w\s.-]{2,40}, ngày\b)", re.UNICODE
)


def texts_by_font(items: Iterable[Item]) -> dict[str, str]:
    """All text of a document by the name of the font it is set in."""
    pools: dict[str, list[str]] = defaultdict(list)
    for paragraph in _paragraphs(items):
        for font, runs in itertools.groupby(paragraph.runs, key=lambda run: run.look.font):
            pools[font].append("".join(run.text for run in runs))
    return {font: " ".join(texts) for font, texts in pools.items()}


def _paragraphs(items: Iterable[Item]) -> Iterator[Paragraph]:
    for item in items:
        if isinstance(item, Grid):
            yield from _paragraphs(inner for row in item.rows for cell in row if cell for inner in cell)
        else:
            yield item
            yield from _paragraphs(item.boxes)
            for _, note in item.notes:
                yield from note


class Renderer:
    """Makes regions of items; ``furniture`` gathers the rules drawn with characters."""

    def __init__(self, decoders: Mapping[str, Decoder]) -> None:
        self._decoders = decoders
        self.furniture: list[str] = []

    def regions(self, items: Iterable[Item]) -> list[Region]:
        """Lines and tables in reading order."""
        found: list[Region] = []
        for item in items:
            found += self._grid(item) if isinstance(item, Grid) else self._paragraph(item)
        return found

    def _paragraph(self, paragraph: Paragraph) -> list[Region]:
        found: list[Region] = list(self.lines(paragraph))
        for mark, note in paragraph.notes:
            text = squeeze(" ".join(line.text for part in note for line in self.lines(part)))
            if text:
                found.append(Line(f"{mark} {text}", paragraph.page, gap=True, forced=True))
        return found + self.regions(paragraph.boxes)

    def lines(self, paragraph: Paragraph, *, in_cell: bool = False) -> list[Line]:
        """The lines of a paragraph, parted where it has line breaks of its own."""
        pieces = _joined(paragraph.runs, self._decoders)
        lines: list[Line] = []
        for part in _parts(pieces):
            text, bold = _with_bold(part)
            label = "" if lines or not paragraph.label else f"{paragraph.label} "
            if not _WORDS.search(text) and not (in_cell and text in _CELL_SIGNS):
                if text:
                    self.furniture.append(text)
                continue
            if label and bold:
                bold += len(label)
            lines.append(Line(label + text, paragraph.page, paragraph.level, bold, gap=not lines))
        return lines

    def _grid(self, grid: Grid) -> list[Region]:
        notes: list[Region] = []
        rows = [
            [
                replace(self._cell(cell or [], notes), above=(at, column) in grid.above)
                for column, cell in enumerate(row)
            ]
            for at, row in enumerate(grid.rows)
        ]
        return [*regions_of(rows, bordered=grid.bordered), *notes]

    def _cell(self, items: list[Item], notes: list[Region]) -> Cell:
        lines: list[Line] = []
        for item in _flat(items):
            lines += self.lines(item, in_cell=True)
            for mark, note in item.notes:
                text = squeeze(" ".join(line.text for part in note for line in self.lines(part)))
                notes.append(Line(f"{mark} {text}", item.page, gap=True, forced=True))
        return Cell(tuple(lines))


def _flat(items: Iterable[Item]) -> Iterator[Paragraph]:
    """The paragraphs of a cell, those of tables and boxes inside it among them."""
    for item in items:
        if isinstance(item, Grid):
            yield from _flat(inner for row in item.rows for cell in row if cell for inner in cell)
        else:
            yield item
            yield from _flat(item.boxes)


def _joined(runs: list[Run], decoders: Mapping[str, Decoder]) -> list[tuple[str, bool]]:
    """Text and boldness in Unicode; runs read alike are joined first, since a letter may be parted from its mark."""

    def alike(run: Run) -> tuple[Decoder, bool, bool]:
        return decoders.get(run.look.font, UNICODE), bool(run.look.bold), bool(run.look.caps)

    pieces: list[tuple[str, bool]] = []
    for (decoder, bold, caps), group in itertools.groupby(runs, key=alike):
        text = decoder("".join(run.text for run in group))
        pieces.append((text.upper() if caps else text, bold))
    return pieces


def _parts(pieces: list[tuple[str, bool]]) -> list[list[tuple[str, bool]]]:
    """Pieces parted at line breaks, and at the tab between the two sides of a head."""
    parts: list[list[tuple[str, bool]]] = [[]]
    for text, bold in pieces:
        for i, line in enumerate(text.split("\n")):
            if i:
                parts.append([])
            for j, side in enumerate(line.split("\t")):
                if j and _SIDE.match(side.strip()):
                    parts.append([])
                elif j:
                    side = f" {side}"
                parts[-1].append((side, bold))
    return parts


def _with_bold(part: list[tuple[str, bool]]) -> tuple[str, int]:
    """The text of a line in its canonical form, and how many leading characters of it are bold."""
    text = squeeze(clean("".join(piece for piece, _ in part)))
    leading = itertools.takewhile(lambda piece: piece[1] or not piece[0].strip(), part)
    bold = squeeze(clean("".join(piece for piece, _ in leading)))
    return text, min(len(bold), len(text))


def decoders_for(items: Iterable[Item]) -> tuple[dict[str, Decoder], dict[str, str]]:
    """How each font of a document is read, with the texts that decided it."""
    texts = texts_by_font(items)
    return decide(texts), texts
