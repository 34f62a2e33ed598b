"""Printed lines to paragraphs, by what the layout proves: short lines, indents, gaps, centring."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest.blocks import starts_block
from ingest.lines import Line, Spot
from ingest.marks import BULLET, is_doc_type, is_upper
from ingest.readers.pdf.page import Page
from ingest.readers.pdf.printed import Printed
from ingest.structure.labels import read_labels

_TERMINATED = re.compile(r"[.;:!?…/]['\"”’»)]*$")
# A break inside a symbol: "71/NQ-" + "CP", "01/2024/" + "TT-BLĐTBXH"; a dash of its own stands apart.
_SYMBOL_BREAK = re.compile(r"(?:[^\W_]-|\d/)$")


_APPENDIX = re.compile(r"^phụ lục(?:\s+(?:số\s*)?[\w.-]{1,6})?\s*[:.]?$", re.IGNORECASE)
# Under a title: the number of a part, the note that names the document it is issued with.
_OPENS_TITLE = re.compile(r"^(?:(?:[IVXLC]+|\d+)(?:[-.]\d+)*\.\s|\((?:ban hành\s+)?kèm theo\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """What lines are measured against: margins and pitch of a page's text, in points.

    ``indents`` says that paragraphs begin with an indented line, as NĐ 30/2020 asks.
    """

    left: float
    right: float
    pitch: float
    indents: bool


def join(out: str, text: str) -> str:
    """A line put behind the one before it."""
    if not out:
        return text
    if out.endswith("\u00ad"):
        return out[:-1] + text
    tight = _SYMBOL_BREAK.search(out) and text[:1].isalnum()
    return out + text if tight else f"{out} {text}"


def measure(pages: Sequence[tuple[Page, Sequence[Printed], tuple[float, float] | None]]) -> list[Column]:
    """The column of each page, from its lines and the outer rules of its tables, if any.

    A page with little text has the margins of its tables, else those of the pages of the same width.
    """
    bodies = [[line for line in lines if not line.column] for _, lines, _ in pages]
    pitch = _pitch(bodies)
    alike: dict[int, list[Printed]] = {}
    for (page, _, _), body in zip(pages, bodies, strict=True):
        alike.setdefault(round(page.width), []).extend(body)
    margins: list[tuple[float, float]] = []
    for (page, _, ruled), body in zip(pages, bodies, strict=True):
        if len(body) >= 8:
            margins.append(_margins(body))
        elif ruled is not None and ruled[1] - ruled[0] > 0.6 * page.width:
            margins.append(ruled)
        else:
            margins.append(_margins(alike[round(page.width)]))
    indents = _indented(bodies, margins)
    return [Column(left, right, pitch, indents) for left, right in margins]


def _margins(lines: Sequence[Printed]) -> tuple[float, float]:
    if not lines:
        return 0.0, 0.0
    extent = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    wide = [line for line in lines if line.x1 - line.x0 > 0.6 * extent] or list(lines)
    starts = Counter(round(line.x0 / 3) for line in wide)
    often = [place for place, count in starts.items() if count >= max(2, 0.15 * len(wide))]
    left = min(often) * 3.0 if often else min(line.x0 for line in wide)
    near = [line.x0 for line in wide if abs(line.x0 - left) < 5]
    ends = sorted(line.x1 for line in wide)
    return (median(near) if near else left), ends[int(0.9 * (len(ends) - 1))]


def _pitch(pages: Sequence[Sequence[Printed]]) -> float:
    """The distance of baselines inside paragraphs: the least of those that are common."""
    steps = [b.base - a.base for lines in pages for a, b in itertools.pairwise(lines)]
    counted = Counter(round(step * 2) for step in steps if 4 < step < 60)
    common = [step for step, count in counted.items() if count >= 0.12 * sum(counted.values())]
    return min(common, default=36) / 2


def _indented(pages: Sequence[Sequence[Printed]], margins: Sequence[tuple[float, float]]) -> bool:
    first = flush = 0
    for lines, (left, right) in zip(pages, margins, strict=True):
        for line in lines:
            if line.x1 < right - 2 * line.size or is_upper(line.text):
                continue  # a full line that is indented is a first line, not a centred or hanging one
            first += 0.9 * line.size < line.x0 - left < 5 * line.size
            flush += abs(line.x0 - left) <= 0.5 * line.size
    return first >= 3 and first >= 0.08 * (first + flush)


class Builder:
    """Takes lines in reading order, gives :class:`Line` objects, whole wherever the layout proves them so."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._open: list[Printed] = []
        self._pages: list[Page] = []
        self._columns: list[Column] = []

    def add(self, line: Printed, page: Page, column: Column) -> None:
        """Joins a line to the open paragraph, or closes that and opens another."""
        if self._open and not self._goes_on(line, column):
            self.close()
        self._open.append(line)
        self._pages.append(page)
        self._columns.append(column)

    def close(self) -> None:
        """Ends the open paragraph."""
        if self._open:
            built = paragraph(self._open, self._pages)
            loose = bool(self._open[-1].column)
            self.lines.append(replace(built, whole=not loose, gap=not loose or self._parted()))
        self._open, self._pages, self._columns = [], [], []

    @property
    def busy(self) -> bool:
        """Whether a paragraph is still open."""
        return bool(self._open)

    def _parted(self) -> bool:
        """Whether a line of a block beside another stands apart from the line above it."""
        here, last = self._open[0], self._last
        self._last = here
        return (
            last is None
            or (last.page, last.column) != (here.page, here.column)
            or here.base - last.base > 1.7 * here.size
        )

    _last: Printed | None = None

    def _goes_on(self, line: Printed, column: Column) -> bool:
        prev = self._open[-1]
        if prev.column or line.column:
            return False
        text = " ".join(part.text for part in self._open)
        if is_doc_type(text) or _is_label_only(text) or _APPENDIX.match(text):
            return False
        verdict = _Pair(prev, self._columns[-1], line, column, self._open)
        return verdict.goes_on()


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two lines that follow each other, and whether the second continues the paragraph of the first."""

    prev: Printed
    before: Column
    line: Printed
    column: Column
    paragraph: Sequence[Printed]

    def goes_on(self) -> bool:
        """Whether it does."""
        if self._title_overleaf():
            return False
        if _SYMBOL_BREAK.search(self.prev.text) and self.line.text[:1].isalnum() and self._gap() <= 1.9:
            return True
        if self._flush():
            return True
        low = self.line.text[:1].islower() and not _TERMINATED.search(self.prev.text)
        centred = self._about_one_axis()
        if not low and (centred or self._centred(self.prev, self.before)):
            return self._same_heading(centred)
        if low and centred:
            return self.prev.page == self.line.page and self.line.base - self.prev.base < 2 * self.line.size
        if self._gap() > (1.9 if low else 1.0):
            return False
        if self._fits() and not self._centred(self.line, self.column):
            return False
        if low:
            return not self._begins_item()
        if self._aside():
            return False
        if self._begins_item():
            return False
        if self._centred(self.line, self.column) and self.line.x0 - self.column.left > 3 * self.line.size:
            return not self._fits_centred() and self.prev.all_bold == self.line.all_bold
        return not self._indent()

    def _title_overleaf(self) -> bool:
        """Whether a page begins with a title in capitals behind words that are none: a signer's name, a sentence."""
        overleaf = self.prev.page != self.line.page and self.line.text.count(" ") >= 2
        return overleaf and is_upper(self.line.text) and not is_upper(self.prev.text)

    def _flush(self) -> bool:
        """Whether, in a text that indents its paragraphs, a full line is followed by one that is not indented."""
        if not self.column.indents or abs(self.line.x0 - self.column.left) > 0.6 * self.line.size:
            return False
        if self._centred(self.prev, self.before) or self._fits() or starts_block(self.line.text):
            return False
        step = self.line.base - self.prev.base if self.prev.page == self.line.page else 0.0
        return step < 1.9 * self.line.size and is_upper(self.prev.text) == is_upper(self.line.text)

    def _aside(self) -> bool:
        """Whether the line stands in the right half without being centred: a signature, a date."""
        wide = self.column.right - self.column.left
        return self.line.x0 - self.column.left > 0.35 * wide and not self._centred(self.line, self.column)

    def _gap(self) -> float:
        """White space between the lines beyond the usual, in half pitches; 0 across pages."""
        if self.prev.page != self.line.page:
            return 0.0
        step = self.line.base - self.prev.base
        usual = max(self.column.pitch, 1.12 * self.line.size)
        return (step - usual) / (0.12 * usual) if step < 1.35 * usual else 2.0

    def _fits(self) -> bool:
        """Whether the first word would have fitted behind the line before: it was broken on purpose."""
        space = 0.3 * self.prev.size
        return self.prev.x1 + space + first_word(self.line) < self.before.right - 0.5 * self.prev.size

    def _fits_centred(self) -> bool:
        wide = self.before.right - self.before.left
        return (self.prev.x1 - self.prev.x0) + first_word(self.line) + 0.3 * self.prev.size < 0.8 * wide

    def _begins_item(self) -> bool:
        if not starts_block(self.line.text):
            return False
        if not self.column.indents:
            return bool(_TERMINATED.search(self.prev.text)) or bool(BULLET.match(self.line.text))
        return self._indent() or bool(_TERMINATED.search(self.prev.text))

    def _indent(self) -> bool:
        """Whether the line begins farther in than a line of the same paragraph does."""
        inset = self.line.x0 - self.column.left
        was = self.prev.x0 - self.before.left
        size = self.line.size
        if inset <= 0.6 * size:
            return not self.column.indents and self.prev.page != self.line.page and self._looks_new()
        if abs(inset - was) <= 0.4 * size:
            return self.column.indents and len(self.paragraph) == 1 and inset < 6 * size
        if inset > was and len(self.paragraph) == 1:
            return not self._hangs()
        return inset > was

    def _looks_new(self) -> bool:
        return bool(_TERMINATED.search(self.prev.text)) and not self.line.text[:1].islower()

    def _hangs(self) -> bool:
        """Whether the line stands under the text that follows a bullet or label."""
        words = self.paragraph[0].words
        return len(words) > 1 and abs(words[1].x0 - self.line.x0) < 0.4 * self.line.size

    @staticmethod
    def _centred(line: Printed, column: Column) -> bool:
        left, right = line.x0 - column.left, column.right - line.x1
        return min(left, right) > 1.2 * line.size and abs(left - right) < 1.6 * line.size

    def _about_one_axis(self) -> bool:
        """Whether both lines are centred, if not between the margins then above each other."""
        prev, line = self.prev, self.line
        if self._centred(prev, self.before) and self._centred(line, self.column):
            return True
        inset = min(prev.x0, line.x0) - self.column.left, self.column.right - max(prev.x1, line.x1)
        same = abs(prev.x0 + prev.x1 - line.x0 - line.x1) < 1.2 * line.size
        return same and abs(prev.x0 - line.x0) > line.size and min(inset) > 3 * line.size

    def _same_heading(self, centred: bool) -> bool:
        """Whether a centred line is the next of the same title."""
        prev, line = self.prev, self.line
        if not centred or prev.page != line.page:
            return False
        if starts_block(line.text) or _OPENS_TITLE.match(line.text):
            return False
        if is_upper(prev.text) != is_upper(line.text) or abs(prev.size - line.size) > 0.8:
            return False
        if prev.all_bold != line.all_bold or _TERMINATED.search(prev.text):
            return False
        return line.base - prev.base <= 1.6 * line.size and not _is_label_only(prev.text)


def first_word(line: Printed) -> float:
    """Width of what stands before the first space of a line."""
    end = line.words[0]
    for word in line.words[1:]:
        if end.spaced or word.x0 - end.x1 > 0.13 * line.size:
            break
        end = word
    return end.x1 - line.words[0].x0


def _is_label_only(text: str) -> bool:
    labels = read_labels(text)
    return bool(labels) and labels[0].length >= len(text)


def paragraph(lines: Sequence[Printed], pages: Sequence[Page]) -> Line:
    """Printed lines as one line of text that knows where each of them stands."""
    text, spots, bold, leading = "", [], 0, True
    for line, page in zip(lines, pages, strict=True):
        joined = join(text, line.text)
        start = len(joined) - len(line.text)
        text = joined
        if leading and line.bold:
            bold = start + line.bold
        leading = leading and line.all_bold
        spots.append(spot(line, page, len(text)))
    return Line(text, lines[0].page, bold=bold, gap=True, whole=True, spots=tuple(spots))


def spot(line: Printed, page: Page, end: int) -> Spot:
    """Where a line, whose text ends at ``end``, stands on its page, as the page is shown."""
    box = page.shown(line.x0, line.y0, line.x1, line.y1)
    return Spot(end - len(line.text), end, line.page, box, _stops(line, page))


def _stops(line: Printed, page: Page) -> tuple[int, ...]:
    """Where its words begin and end; none on a page that is shown turned, where words run up or down."""
    width = line.x1 - line.x0
    if page.turn or width <= 0 or len(line.stops) != line.text.count(" ") + 1:
        return ()
    return tuple(round(1000 * (x - line.x0) / width) for stop in line.stops for x in stop)
