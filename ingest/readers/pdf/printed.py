"""Words to printed lines, in reading order: side-by-side blocks one after the other."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.marks import BULLET
from ingest.readers.pdf.page import Page, Word
from ingest.structure.labels import read_labels

# The national and the Party motto open the right half of a header block (NĐ 30/2020/NĐ-CP, Phụ lục I;
# HD 36-HD/VPTW), with hardly a gap where the issuer's name is long.
_MOTTO = re.compile(r"^(?:CỘNG (?:HÒA|HOÀ) XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM)\b")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Widths of the type: a gap beyond the first parts words, beyond the second columns.
_WORD_GAP = 0.13
_COLUMN_GAP = 1.7


@dataclass(slots=True)
class Printed:
    """One printed line: its words from left to right, its text with ``bold`` leading bold characters, its place.

    ``column`` numbers the block beside another that it belongs to, 0 for none; ``size`` and ``base`` are those of
    most of its type; ``stops`` tell where each stretch of the text between two spaces begins and ends.
    """

    words: list[Word]
    page: int
    column: int = 0
    text: str = field(init=False)
    bold: int = field(init=False)
    stops: list[tuple[float, float]] = field(init=False)
    size: float = field(init=False)
    base: float = field(init=False)
    x0: float = field(init=False)
    x1: float = field(init=False)
    y0: float = field(init=False)
    y1: float = field(init=False)

    def __post_init__(self) -> None:
        self.words.sort(key=lambda word: word.x0)
        main = max(self.words, key=lambda word: (len(word.text), word.size))
        self.size, self.base = main.size, main.base
        self.x0, self.x1 = self.words[0].x0, max(word.x1 for word in self.words)
        self.y0, self.y1 = min(word.y0 for word in self.words), max(word.y1 for word in self.words)
        self.text, self.bold, self.stops = _text(self.words, self.size, self.base)

    @property
    def all_bold(self) -> bool:
        """Whether all of it is in bold type."""
        return self.bold >= len(self.text)


def _text(words: Sequence[Word], size: float, base: float) -> tuple[str, int, list[tuple[float, float]]]:
    """The line as text, how many of its leading characters are bold, and where its words begin and end."""
    out, bold, leading = "", 0, True
    stops: list[tuple[float, float]] = []
    last: Word | None = None
    after_raised = False
    for word in words:
        if last is not None and word.text == last.text and abs(word.x0 - last.x0) < 0.08 * size:
            continue  # bold type made by printing twice
        raised = word.size < 0.8 * size and base - word.base > 0.15 * size
        text = word.text.translate(_SUPERSCRIPT) if raised else word.text
        # pdfium sees a space wherever the baseline jumps
        spaced = last is not None and last.spaced and not (raised or after_raised)
        if spaced or (last is not None and word.x0 - last.x1 > _WORD_GAP * size):
            out += " "
        if not out or out.endswith(" "):
            stops.append((word.x0, word.x1))
        else:
            stops[-1] = stops[-1][0], max(stops[-1][1], word.x1)
        after_raised = raised
        out += text
        leading = leading and word.bold
        bold = len(out) if leading else bold
        last = word
    return out, bold, stops


def bands(words: Sequence[Word], page: int) -> list[list[Printed]]:
    """Words as lines from top to bottom; what stands beside each other is one band of several parts."""
    return [_segments(rows, page) for rows in _bands(_rows(words))]


def cell_lines(words: Sequence[Word], page: int) -> list[Printed]:
    """The lines of a table's cell, from top to bottom."""
    return [Printed(row, page) for row in _rows(words)]


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words that share a baseline; raised and lowered figures go with the line they belong to."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.base):
        if rows and word.base - rows[-1][0].base <= max(1.5, 0.15 * word.size):
            rows[-1].append(word)
        else:
            rows.append([word])
    kept: list[list[Word]] = []
    for i, row in enumerate(rows):
        below = rows[i + 1] if i + 1 < len(rows) else None
        if below and _hangs_on(row, below):
            below.extend(row)
        elif kept and _hangs_on(row, kept[-1]):
            kept[-1].extend(row)
        else:
            kept.append(row)
    return kept


def _hangs_on(small: list[Word], line: list[Word]) -> bool:
    """Whether all words are small, inside the height of a line and beside one of its words."""
    size = max(word.size for word in line)
    if any(word.size > 0.8 * size or len(word.text) > 4 for word in small):
        return False
    top, bottom = min(word.y0 for word in line), max(word.y1 for word in line)
    inside = all(top <= word.middle <= bottom for word in small)
    return inside and all(any(abs(w.x0 - o.x1) < size or abs(o.x0 - w.x1) < size for o in line) for w in small)


def _bands(rows: list[list[Word]]) -> list[list[list[Word]]]:
    """Rows that stand beside each other though their baselines differ, as one band."""
    bands: list[list[list[Word]]] = []
    for row in rows:
        if bands and _beside(bands[-1], row):
            bands[-1].append(row)
        else:
            bands.append([row])
    return bands


def _beside(band: list[list[Word]], row: list[Word]) -> bool:
    x0, x1 = min(w.x0 for w in row), max(w.x1 for w in row)
    y0 = min(w.y0 for w in row)
    for other in band:
        left, right = min(w.x0 for w in other), max(w.x1 for w in other)
        size = max(w.size for w in other)
        if y0 > max(w.y1 for w in other) - 0.35 * size or not (x0 > right + size or x1 < left - size):
            return False
    return True


def _segments(rows: list[list[Word]], page: int) -> list[Printed]:
    """The parts of a band that wide gaps set apart; a bullet or label stays with its text."""
    parts: list[list[Word]] = []
    for row in rows:
        row.sort(key=lambda word: word.x0)
        fresh = True
        for i, word in enumerate(row):
            near = not fresh and word.x0 - parts[-1][-1].x1 <= _COLUMN_GAP * word.size and not _is_motto(row, i)
            if near or (not fresh and _is_label(parts[-1])):
                parts[-1].append(word)
            else:
                parts.append([word])
            fresh = False
    return sorted((Printed(part, page) for part in parts), key=lambda line: line.x0)


def _is_motto(row: list[Word], i: int) -> bool:
    return row[i].text in ("CỘNG", "ĐẢNG") and bool(_MOTTO.match(" ".join(word.text for word in row[i : i + 5])))


def _is_label(words: list[Word]) -> bool:
    text = " ".join(word.text for word in words)
    if len(text) > 12:
        return False
    labels = read_labels(text + " x")
    return (bool(BULLET.match(text + " x")) and len(text) == 1) or (bool(labels) and labels[0].length >= len(text))


def in_order(bands: list[list[Printed]], page: Page) -> list[Printed]:
    """Lines in the order in which they are read: of two blocks side by side the left one first."""
    out: list[Printed] = []
    extent = _extent(bands)
    columns, i = 0, 0
    while i < len(bands):
        if len(bands[i]) == 1:
            out.append(bands[i][0])
            i += 1
            continue
        gutter = _gutter(bands[i])
        before = _above(out, gutter, bands[i], page)
        after = _below(bands, i, gutter, extent)
        group = [*before, *(line for band in bands[i:after] for line in band)]
        del out[len(out) - len(before) :]
        narrow = gutter[1] - gutter[0] < 4 * bands[i][0].size
        if after - i == 1 and not before and narrow and not any(_MOTTO.match(line.text) for line in bands[i]):
            out.append(Printed([word for line in bands[i] for word in line.words], page.number))
        else:
            out.extend(_one_after_the_other(group, gutter, columns))
            columns += 2
        i = after
    return out


def _extent(bands: list[list[Printed]]) -> tuple[float, float]:
    lines = [line for band in bands for line in band]
    return min((line.x0 for line in lines), default=0.0), max((line.x1 for line in lines), default=0.0)


def _gutter(band: list[Printed]) -> tuple[float, float]:
    gaps = [(a.x1, b.x0) for a, b in itertools.pairwise(band)]
    return max(gaps, key=lambda gap: gap[1] - gap[0])


def _above(out: list[Printed], gutter: tuple[float, float], band: list[Printed], page: Page) -> list[Printed]:
    """Lines just before that stand on one side of the gutter: at the right, or either at a page's head."""
    taken: list[Printed] = []
    top = min(line.y0 for line in band)
    for line in reversed(out):
        right = line.x0 >= gutter[0]
        left = line.x1 <= gutter[1] and line.y0 < 0.3 * page.height
        if line.column or not (left or right) or top - line.y1 > 1.5 * line.size:
            break
        taken.insert(0, line)
        top = line.y0
    return taken


def _below(bands: list[list[Printed]], i: int, gutter: tuple[float, float], extent: tuple[float, float]) -> int:
    """The first band that crosses the gutter, is centred on the page, or stands at the left far below the block."""
    lo, hi = gutter
    bottom = max(line.y1 for line in bands[i])
    j = i + 1
    while j < len(bands):
        lefts = [line for line in bands[j] if line.x1 <= hi]
        rights = [line for line in bands[j] if line.x0 >= lo]
        if len(lefts) + len(rights) < len(bands[j]) or (len(lefts) > 1 or len(rights) > 1):
            break
        new_lo = max([lo, *(line.x1 for line in lefts)])
        new_hi = min([hi, *(line.x0 for line in rights)])
        centred = len(bands[j]) == 1 and abs(bands[j][0].x0 + bands[j][0].x1 - sum(extent)) < 2 * bands[j][0].size
        if new_hi - new_lo < 2 or centred:
            break
        if not rights and bands[j][0].y0 - bottom > 1.2 * bands[j][0].size:
            break
        if rights and not lefts and bands[j][0].y0 - bottom > 12 * bands[j][0].size:
            break
        lo, hi = new_lo, new_hi
        bottom = max(line.y1 for line in bands[j])
        j += 1
    return j


def _one_after_the_other(group: list[Printed], gutter: tuple[float, float], columns: int) -> list[Printed]:
    middle = sum(gutter) / 2
    left = [line for line in group if (line.x0 + line.x1) / 2 < middle]
    right = [line for line in group if (line.x0 + line.x1) / 2 >= middle]
    for column, lines in ((columns + 1, left), (columns + 2, right)):
        lines.sort(key=lambda line: line.base)
        for line in lines:
            line.column = column
    return [*left, *right]
