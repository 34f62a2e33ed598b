"""Physical lines to logical blocks: hard wraps rejoined, nothing reordered.

A block is a heading, a paragraph, a bullet or a table row. Whether a line goes on
with the block before it is decided by what the two lines look like and by how wide
the source was wrapped; blank lines are hints only, since extractors put them in
the middle of sentences.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ingest.lines import Line, Spot
from ingest.marks import BULLET, FOOTNOTE, is_doc_type, is_upper
from ingest.structure.labels import read_labels
from ingest.tables import Region, Table, TableRow

_TERMINATED = re.compile(r"[.;:!?…/]['\"”’»)]*$")
_OPENS_PART = re.compile(
    r"^(nơi nhận\b|kính gửi\b|(?-i:PHỤ LỤC|Phụ lục)\s*(?:(?:số\s*)?[IVXLC\d]+\b)?\s*[:.]?$|(?-i:PHỤ LỤC)\b"
    r"|(?:t/?m\.?|k/?t\.?|t/?l\.?|t/?uq\.?|q\.)\s|trên đây là\b|số\s*:|v/v\b|(?:ban hành\s+)?\(?kèm theo\b)",
    re.IGNORECASE,
)
_RECIPIENTS = re.compile(r"nơi nhận\b", re.IGNORECASE)
_ROLE = re.compile(
    r"^(?:PHÓ\s+)?(?:CHỦ TỊCH|BÍ THƯ|BỘ TRƯỞNG|THỨ TRƯỞNG|GIÁM ĐỐC|CHÁNH|TRƯỞNG|THỦ TƯỚNG|VIỆN TRƯỞNG)\b"
)
_BASIS = re.compile(r"^(?:Căn cứ|Theo đề nghị|Xét đề nghị|Thực hiện|Triển khai)\b")
_YEAR = re.compile(r"^\(?(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?\b(?!\s*[./]\d)")
# A wrap inside a name, whose second half begins like a new line would.
_NAMES = re.compile(r"(?<!\w)(?:Việt Nam|Hồ Chí Minh|Hà Nội|Trung ương|Thủ tướng Chính phủ|Bộ Chính trị)(?!\w)")
# "(1) …; (2) …" on one line is a list within a sentence, "2026" / "- 2030" a span of years that a wrap cut in two.
_LISTED_INLINE = re.compile(r"^\(1\)\s.*[;,]\s+\(2\)\s")
_ENDS_IN_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d$")
_GOES_TO_YEAR = re.compile(r"^[-–—]\s*(?:19|20)\d\d(?!\d)")
_UNFINISHED = re.compile(r"\b(?:và|của|tại|theo|về|cho|do|với)$", re.IGNORECASE)
_CITES_NEXT = re.compile(
    r"(?:điểm|khoản|điều|mục|phần|chương|số|ngày|tháng|năm|từ|đến|và|của|tại|theo)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Block:
    """A logical line of the canonical text, with what its source hinted at.

    ``cells`` is set for a table row (``text`` is then the cells joined by tabs);
    ``table`` counts the tables of the document, ``merged`` names the columns whose cell
    is one with the cell above; ``bold`` is the number of leading
    emphasised characters; ``level`` the Markdown heading level.
    """

    text: str
    page: int
    level: int = 0
    bold: int = 0
    cells: tuple[str, ...] | None = None
    table: int = -1
    columns: int = 0
    tight: bool = False
    start: int = 0
    spots: tuple[Spot, ...] = ()
    merged: tuple[int, ...] = ()

    @property
    def end(self) -> int:
        """Offset just after the block in the canonical text."""
        return self.start + len(self.text)

    @property
    def all_bold(self) -> bool:
        """Whether all of it was emphasised."""
        return self.bold >= len(self.text.rstrip(" .:;,")) > 0

    @property
    def upper(self) -> bool:
        """Whether its letters are all capitals (at least two of them)."""
        return is_upper(self.text)


@dataclass(frozen=True, slots=True)
class Wrap:
    """How the lines of a source were wrapped.

    ``width`` is the column, 0 where there was no steady one; ``spaced`` says that
    a blank line stands between paragraphs, so that neighbouring lines belong together.
    """

    wrapped: bool
    width: int = 0
    spaced: bool = False


def to_blocks(regions: Iterable[Region]) -> list[Block]:
    """Logical blocks of a document in source order; ``start`` is not yet set."""
    regions = list(regions)
    wrap = _measure_wrap([region for region in regions if isinstance(region, Line) and not region.whole])
    blocks: list[Block] = []
    tables = -1
    last: Line | None = None
    for region in regions:
        if isinstance(region, Table):
            tables += 1
            blocks.extend(_row_block(row, tables, region.columns) for row in region.rows)
            last = None
        elif last is not None and not region.whole and _goes_on(blocks[-1], last, region, wrap):
            blocks[-1] = _extended(blocks[-1], region)
            last = region
        else:
            blocks.append(_opened(region))
            last = None if region.whole else region
    return blocks


def _opened(line: Line) -> Block:
    return Block(line.text, line.page, line.level, line.bold, tight=not line.gap, spots=line.spots)


def _row_block(row: TableRow, table: int, columns: int) -> Block:
    text = "\t".join(row.cells)
    bold = len(text) if row.bold else 0
    return Block(text, row.page, 0, bold, row.cells, table, columns, spots=row.spots, merged=row.merged)


def _extended(block: Block, line: Line) -> Block:
    whole = f"{block.text} {line.text}"
    bold = len(block.text) + 1 + line.bold if block.bold >= len(block.text) and line.bold else block.bold
    moved = tuple(spot.shifted(len(block.text) + 1) for spot in line.spots)
    return replace(block, text=whole, bold=bold, spots=block.spots + moved)


def _measure_wrap(lines: list[Line]) -> Wrap:
    """How a source was wrapped, measured on lines that surely belong together: the second begins in lower case."""
    pairs = [(a, b) for a, b in itertools.pairwise(lines) if not b.gap and b.text[0].islower()]
    if len(pairs) < max(4, len(lines) // 20):
        return Wrap(wrapped=False)
    lengths = sorted(len(a.text) for a, _ in pairs)
    width = lengths[int(len(lengths) * 0.9)]
    steady = sum(_fills(a, b, width) for a, b in pairs) >= 0.6 * len(pairs)
    starts = list(_starts(lines))
    spaced = sum(line.gap for line in starts) >= 0.8 * len(starts)
    return Wrap(wrapped=True, width=width if steady else 0, spaced=spaced)


def _starts(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines that open a block, without the list of recipients: it is set close wherever else there are gaps."""
    listed = False
    for line in lines:
        if not starts_block(line.text):
            continue
        if not listed or not BULLET.match(line.text):
            listed = bool(_RECIPIENTS.match(line.text))
            yield line


def _fills(prev: Line, line: Line, width: int) -> bool:
    """Whether the first word of ``line`` would not have fitted behind ``prev``."""
    return width > 0 and len(prev.text) + 1 + len(line.text.split(" ", 1)[0]) >= width * 0.93


def starts_block(text: str) -> bool:
    """Whether a line opens a block by what it begins with: a bullet, an ordinal, the name of a part."""
    if BULLET.match(text) or FOOTNOTE.match(text) or is_doc_type(text):
        return True
    if _OPENS_PART.match(text) or (_ROLE.match(text) and is_upper(text)):
        return True
    return bool(read_labels(text))


def _goes_on(block: Block, prev: Line, line: Line, wrap: Wrap) -> bool:
    """Whether ``line`` continues ``block``, whose last physical line is ``prev``."""
    if prev.forced or is_doc_type(block.text) or _is_label_only(block.text):
        return _is_label_only(block.text) and not line.gap
    if prev.open and not line.gap and not starts_block(line.text):
        return True
    if not line.gap and _heading_wraps(block, prev, line):
        return True
    if starts_block(line.text):
        return _is_false_start(block, prev, line, wrap)
    if line.level:
        return False
    if _TERMINATED.search(prev.text) and _BASIS.match(line.text):
        return False
    return _across_gap(block, prev, line, wrap) if line.gap else _next_line(block, prev, line, wrap)


def _is_label_only(text: str) -> bool:
    labels = read_labels(text)
    return bool(labels) and labels[0].length >= len(text) and len(text) <= 4


def _is_false_start(block: Block, prev: Line, line: Line, wrap: Wrap) -> bool:
    """A wrapped sentence whose next line happens to begin like an item."""
    if line.gap or line.level or line.bold:
        return False
    if _LISTED_INLINE.match(line.text) or (_ENDS_IN_YEAR.search(prev.text) and _GOES_TO_YEAR.match(line.text)):
        return True
    if _TERMINATED.search(prev.text) or _heading_like(block, prev):
        return False
    if _is_label_only(line.text) or re.match(r"0\d", line.text):
        return True
    if wrap.width and not _fills(prev, line, wrap.width):
        return False
    if bullet := BULLET.match(line.text):
        return bullet.group(1) in "-–—" and line.text[bullet.end()].islower()
    return bool(_CITES_NEXT.search(prev.text))


def _splits_name(before: str, after: str) -> bool:
    """Whether a line ends within a name: "… Đài Tiếng nói Việt" / "Nam, …"."""
    around = f"{before[-20:]} {after[:20]}"
    seam = len(before[-20:])
    return any(match.start() < seam < match.end() for match in _NAMES.finditer(around))


def _heading_wraps(block: Block, prev: Line, line: Line) -> bool:
    """A heading in capitals that goes on with a year, or with a word that is a kind of document too (BÁO CÁO)."""
    if not is_upper(prev.text) or _TERMINATED.search(prev.text) or line.level:
        return False
    named = is_doc_type(line.text) and bool(read_labels(block.text)) and prev.all_bold == line.all_bold
    return named or (bool(_YEAR.match(line.text)) and len(prev.text.split()) > 1)


def _begins_low(text: str) -> bool:
    first = text.lstrip("“\"'(«‘")[:1]
    return first.islower() or first.isdigit() or first in ",.;:)%/&–-"


def _heading_like(block: Block, prev: Line) -> bool:
    return bool(block.level) or prev.all_bold or (is_upper(block.text) and len(block.text) > 3)


def _across_gap(block: Block, prev: Line, line: Line, wrap: Wrap) -> bool:
    """A blank line stands between: only a sentence that is plainly unfinished goes on."""
    if _TERMINATED.search(prev.text) or block.level or FOOTNOTE.match(block.text):
        return False
    if prev.all_bold != line.all_bold or (is_upper(prev.text) != is_upper(line.text)):
        return False
    if line.text[0].islower():
        return not is_upper(block.text)
    if _fills(prev, line, wrap.width) and not _heading_like(block, prev):
        return True
    if line.text[0].isdigit() and _CITES_NEXT.search(prev.text):
        return True
    return len(prev.text) > 80 and prev.text.endswith(",")


def _next_line(block: Block, prev: Line, line: Line, wrap: Wrap) -> bool:
    """No blank line stands between."""
    if _splits_name(prev.text, line.text):
        return True
    if is_upper(prev.text) and is_upper(line.text):
        return not _OPENS_PART.match(prev.text) and prev.all_bold == line.all_bold
    if is_upper(prev.text) and len(prev.text.split()) > 1 and not line.text[0].islower():
        return False
    if _begins_low(line.text) or wrap.spaced or _UNFINISHED.search(prev.text):
        return True
    if _TERMINATED.search(prev.text):
        return _fills(prev, line, wrap.width)
    if block.level or (prev.all_bold and not line.bold):
        return False
    if not wrap.wrapped:
        return prev.all_bold and line.all_bold
    if not wrap.width or _fills(prev, line, wrap.width):
        return True
    return len(prev.text.split()) <= 2 and prev.text == block.text
