"""Page furniture: running heads, page numbers, gazette heads, stamps of digital signatures.

It stands at the head or foot of pages and repeats, or is known by its words; it is set aside wherever it stands,
so that a sentence broken by it is whole again.
"""

from __future__ import annotations

import re
from collections import defaultdict

from ingest.readers.pdf.page import Page
from ingest.readers.pdf.printed import Printed

Bands = list[list[Printed]]

# Running heads and feet stand in these shares of the page's height.
_HEAD, _FOOT = 0.13, 0.87
_PAGE_NUMBER = re.compile(r"^[-–—\s]*(?:trang\s+)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–—\s]*$", re.IGNORECASE)
# Công Báo prints this on every page (NĐ 78/2025/NĐ-CP, chương về Công báo); extractors put it anywhere.
_GAZETTE = re.compile(r"^(?:\d+\s+)?CÔNG BÁO\s*/\s*Số\s.*Ngày\s[\d\s./-]+(?:\s\d+)?$")
_STAMP = re.compile(
    r"^(?:ký bởi|người ký|ngày ký|thời gian ký|giờ ký|email|cơ quan|tổ chức|signature not verified|signed by"
    r"|ký (?:số|điện tử) bởi|văn bản (?:được )?ký số)\s*[:.]",
    re.IGNORECASE,
)
_STAMP_HEAD = re.compile(
    r"^(?:ký bởi|người ký|signature not verified|signed by|ký (?:số|điện tử) bởi)\b", re.IGNORECASE
)
_RULE = re.compile(r"^[\s\-–—_=~.*•·]*$")


def remove(pages: list[tuple[Page, Bands]]) -> tuple[list[Bands], list[str]]:
    """The bands of each page without furniture, and what was set aside."""
    repeated = _repeated(pages)
    aside: list[str] = []
    kept: list[Bands] = []
    for page, bands in pages:
        stamped = _stamp(bands)
        clean: Bands = []
        for band in bands:
            stays = [line for line in band if not _is_furniture(line, page, repeated, stamped)]
            aside.extend(line.text for line in band if line not in stays)
            if stays:
                clean.append(stays)
        aside.extend(page.aside)
        kept.append(clean)
    return kept, aside


def _is_furniture(line: Printed, page: Page, repeated: set[tuple[str, int]], stamped: set[int]) -> bool:
    if _RULE.match(line.text) or _GAZETTE.match(line.text) or id(line) in stamped:
        return True
    if not _at_edge(line, page):
        return False
    return bool(_PAGE_NUMBER.match(line.text)) or any(key in repeated for key in _keys(line, near=True))


def _at_edge(line: Printed, page: Page) -> bool:
    return line.y1 <= _HEAD * page.height or line.y0 >= _FOOT * page.height


def _keys(line: Printed, near: bool = False) -> list[tuple[str, int]]:
    """What a line says, its figures aside, and at what height."""
    words = re.sub(r"\d+", "#", line.text)
    height = round(line.base / 4)
    return [(words, height + by) for by in ((-1, 0, 1) if near else (0,))]


def _repeated(pages: list[tuple[Page, Bands]]) -> set[tuple[str, int]]:
    """Lines at the edge that come again, at the same height, on a third of the pages."""
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for page, bands in pages:
        for line in (line for band in bands for line in band if _at_edge(line, page)):
            for key in _keys(line, near=True):
                seen[key].add(page.number)
    least = max(2, min(len(pages), 3), len(pages) // 3)
    return {key for key, on in seen.items() if len(on) >= least and len(pages) > 1}


def _stamp(bands: Bands) -> set[int]:
    """The lines of a digital signature's stamp: from "Ký bởi:" on, small and close together."""
    lines = [line for band in bands for line in band]
    stamped: set[int] = set()
    for head in lines:
        if not _STAMP_HEAD.match(head.text):
            continue
        stamped.add(id(head))
        for line in lines:
            near = 0 < line.base - head.base < 8 * head.size and abs(line.x0 - head.x0) < 3 * head.size
            if near and (_STAMP.match(line.text) or line.size < 0.8 * _body_size(lines)):
                stamped.add(id(line))
    return stamped


def _body_size(lines: list[Printed]) -> float:
    weights: dict[float, int] = defaultdict(int)
    for line in lines:
        weights[round(line.size, 1)] += len(line.text)
    return max(weights, key=lambda size: weights[size], default=12.0)
