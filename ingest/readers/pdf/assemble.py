"""Pages to contents: furniture out, tables and paragraphs over page ends, footnotes behind their paragraph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.content import Content
from ingest.readers.pdf import footnotes, furniture, tabulate
from ingest.readers.pdf.frames import Frame, find_frames
from ingest.readers.pdf.page import Page
from ingest.readers.pdf.paragraphs import Builder, Column, measure, paragraph
from ingest.readers.pdf.printed import Printed, bands, in_order
from ingest.tables import Region


@dataclass(slots=True)
class _Sheet:
    """A page taken apart: its lines and frames in reading order, its footnotes."""

    page: Page
    items: list[Printed | Frame]
    notes: list[list[Printed]]

    @property
    def lines(self) -> list[Printed]:
        """The lines outside tables."""
        return [item for item in self.items if isinstance(item, Printed)]

    @property
    def ruled(self) -> tuple[float, float] | None:
        """Where the outer rules of the tables stand."""
        frames = [item for item in self.items if isinstance(item, Frame)]
        return (min(f.xs[0] for f in frames), max(f.xs[-1] for f in frames)) if frames else None


def content_of_pages(pages: Sequence[Page], notes: Sequence[str] = ()) -> Content:
    """The contents of a document whose pages were read, or recognised from pictures of them."""
    sheets, aside = _sheets(pages)
    columns = measure([(sheet.page, sheet.lines, sheet.ruled) for sheet in sheets])
    regions = _regions(sheets, columns, aside)
    return Content(
        tuple(regions),
        tuple(aside),
        len(pages),
        notes=tuple(notes),
        recognised=tuple(page.number for page in pages if page.recognised),
    )


def _sheets(pages: Sequence[Page]) -> tuple[list[_Sheet], list[str]]:
    framed = [(page, *find_frames(page)) for page in pages]
    loose, aside = furniture.remove([(page, bands(words, page.number)) for page, _, words in framed])
    body = _body_size(loose)
    sheets: list[_Sheet] = []
    for (page, frames, _), page_bands in zip(framed, loose, strict=True):
        lines, notes = footnotes.split(_ordered(page_bands, frames, page), page, body)
        sheets.append(_Sheet(page, _merged(lines, frames), notes))
    return sheets, aside


def _ordered(page_bands: list[list[Printed]], frames: list[Frame], page: Page) -> list[Printed]:
    """Lines in reading order; blocks side by side never reach across a table."""
    out: list[Printed] = []
    begin = 0
    for frame in [*frames, None]:
        end = len(page_bands)
        if frame is not None:
            end = next((i for i in range(begin, end) if page_bands[i][0].base > frame.top), end)
        out.extend(in_order(page_bands[begin:end], page))
        begin = end
    return out


def _merged(lines: list[Printed], frames: list[Frame]) -> list[Printed | Frame]:
    """Lines and frames by height, the order of the lines kept."""
    items: list[Printed | Frame] = []
    waiting = list(frames)
    for line in lines:
        while waiting and waiting[0].top < line.base and not line.column:
            items.append(waiting.pop(0))
        items.append(line)
    return [*items, *waiting]


def _body_size(pages: Sequence[list[list[Printed]]]) -> float:
    weights: Counter[float] = Counter()
    for page_bands in pages:
        for band in page_bands:
            for line in band:
                weights[round(line.size * 2) / 2] += len(line.text)
    return weights.most_common(1)[0][0] if weights else 12.0


def _regions(sheets: Sequence[_Sheet], columns: Sequence[Column], aside: list[str]) -> list[Region]:
    """Tables and paragraphs in order; headers that tables repeat are added to ``aside``."""
    regions: list[Region] = []
    builder = Builder()
    parts: tabulate.Parts | None = None
    held: list[tuple[list[Printed], Page]] = []

    def flush() -> None:
        """Writes out what is finished: paragraphs, then the footnotes that waited for their end."""
        nonlocal parts
        if parts is not None:
            table, headers = tabulate.table(parts)
            regions.extend(table)
            aside.extend(headers)
            parts = None
        regions.extend(builder.lines)
        builder.lines.clear()
        if not builder.busy:
            regions.extend(paragraph(lines, [page] * len(lines)) for lines, page in held)
            held.clear()

    for sheet, column in zip(sheets, columns, strict=True):
        for item in sheet.items:
            if isinstance(item, Frame):
                builder.close()
                if parts is not None and tabulate.goes_on(parts, item):
                    parts.frames.append(item)
                    parts.pages.append(sheet.page)
                    continue
                flush()
                parts = tabulate.Parts([item], [sheet.page])
            else:
                if parts is not None:
                    flush()
                finished = len(builder.lines)
                builder.add(item, sheet.page, column)
                if held and len(builder.lines) > finished:
                    _release(regions, builder, held)
        held.extend((note, sheet.page) for note in sheet.notes)
    builder.close()
    flush()
    return regions


def _release(regions: list[Region], builder: Builder, held: list[tuple[list[Printed], Page]]) -> None:
    """The paragraph that ran over the page has ended: its footnotes follow it."""
    regions.extend(builder.lines)
    builder.lines.clear()
    regions.extend(paragraph(lines, [page] * len(lines)) for lines, page in held)
    held.clear()
