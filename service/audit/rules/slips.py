"""Misread and mistyped words of weight, doubled words, lists that lost their separator.

Source: spelling; known slips are data, ``[[loi_chu]]`` in kiem-tra.toml.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from service.audit.case import Case, Found, Place, unique
from service.audit.registry import rule
from service.audit.spelling import pattern
from service.audit.types import Severity
from service.audit.words import Slip, may_repeat, slips
from service.types import Citation

SOURCE = "Chính tả (NĐ 30/2020/NĐ-CP, Điều 8)"
_DOUBLED = re.compile(r"(?<![\w-])([^\W\d_]{2,}) \1(?![\w-])", re.UNICODE)
_TWICE = re.compile(r"(?<![\w-])([^\W\d_]{2,} [^\W\d_]{2,}) \1(?![\w-])", re.UNICODE)
_SPELT_AND_SHORT = re.compile(
    r"(?<!\w)(?:(?:ủy ban|uỷ ban) (?:nhân dân )?ub(?:nd|tvqh|mttq)|hội đồng (?:nhân dân )?hđnd|ban chấp hành bch"
    r"|ban chỉ đạo bcđ|sở s(?:khcn|tc|xd|nv)|văn phòng vp)(?!\w)"
)
"""A word and the abbreviation that already holds it: "Ủy ban UBND"."""

_STOPPED = re.compile(r"(?<!\w)[^\W\d_]{2,} [^\W\d_]{2,}\. [^\W\d_]{2,}(?!\w|\.)", re.UNICODE)
FEW = 4
_BROKEN = re.compile(
    r"(?<!\w)\d{1,4}-\s+(?=[A-ZĐ][A-Za-zĐ]{1,4}/[A-ZĐ]{2,})|(?<=\d/)[A-ZĐ]{2,4}-\s+(?=[A-ZĐ]{2,})"
    r"|(?<=\d/)[A-ZĐ]{2,4}\s+-\s?(?=[A-ZĐ]{2,})"
)

_GLUED = re.compile(
    r"(?<=[^\W\d_]) (?=Các (?:phòng|cơ quan|đơn vị|sở)|(?:Phòng|Sở|Công an|UBND|Ban Quản lý) [A-ZĐ])", re.UNICODE
)


@rule("loi_chu", title="Lỗi chữ ở từ then chốt", source=SOURCE)
def misspelt(case: Case) -> Iterator[Found]:
    """Known slips, told together by severity."""
    by_severity: dict[Severity, dict[str, tuple[Slip, list[Place]]]] = defaultdict(dict)
    for slip in slips():
        for place in case.find(pattern(slip.expression)):
            by_severity[slip.severity].setdefault(slip.expression, (slip, []))[1].append(place)
    for severity, found in sorted(by_severity.items()):
        listed = "; ".join(
            f"“{case.said(places[0])}” → {slip.right}{f' ({len(places)} lần)' if len(places) > 1 else ''}"
            for slip, places in found.values()
        )
        quotes = unique(case.cite_place(p) for slip, places in found.values() for p in places[: 2 if slip.often else 3])
        category = "template_leftover" if severity == "B" else "ocr"
        yield Found(category, severity, f"Lỗi chữ: {listed}.", quotes[:10])  # type: ignore[arg-type]


@rule("lap_chu", title="Lặp chữ", source=SOURCE)
def doubled(case: Case) -> Iterator[Found]:
    """The same syllable, word or name twice in a row, where Vietnamese does not double it on purpose."""
    places = [p for p in case.find(_DOUBLED) if p.match.group(1) not in may_repeat() and _same_case(case, p)]
    places += [p for p in case.find(_TWICE) if case.text[p.start : p.end].islower()]
    places += case.find(_SPELT_AND_SHORT)
    if places:
        said = "; ".join(dict.fromkeys(f"“{case.said(p)}”" for p in places))
        yield Found("ocr", "C", f"Lặp chữ: {said}.", unique(map(case.cite_place, places[:6])))


def _same_case(case: Case, place: Place) -> bool:
    """Two words of one name ("Xuân xuân") or two sentences may meet."""
    one, other = case.text[place.start : place.end].split(" ")[:2]
    return one == other or (one.casefold() == other and one.istitle())


@rule("cham_giua_cau", title="Dấu chấm giữa câu", source=SOURCE)
def stopped_short(case: Case) -> Iterator[Found]:
    """A full stop and a small letter behind it; a text full of them was cut by the machine that read it."""
    places = [p for p in case.find(_STOPPED, case.body) if case.text[p.start : p.end].islower()]
    if 0 < len(places) <= FEW:
        said = "; ".join(f"“{case.said(p)}”" for p in places)
        yield Found("ocr", "C", f"Dấu chấm giữa câu: {said}.", unique(map(case.cite_place, places)))


@rule("thieu_dau", title="Thiếu dấu ngăn giữa hai cơ quan", source=SOURCE)
def glued(case: Case) -> Iterator[Found]:
    """Two bodies in one cell with nothing between them."""
    found: dict[str, tuple[int, int]] = {}
    for row in case.document.rows:
        for start, end in row.cells:
            cell = case.printed(start, end)
            match = _GLUED.search(cell)
            if match and cell[: match.start()].casefold().startswith(("phòng", "sở", "ban", "trung tâm", "văn phòng")):
                found.setdefault(cell, (start, end))
    if found:
        said = "; ".join(f"“{cell}”" for cell in list(found)[:3])
        text = f"Thiếu dấu ngăn giữa các cơ quan: {said}."
        yield Found("ocr", "C", text, unique(case.cite(start, end) for start, end in list(found.values())[:4]))


@rule("so_hieu_ngat", title="Số hiệu bị ngắt", source=SOURCE)
def broken_symbols(case: Case) -> Iterator[Found]:
    """A symbol with a space behind its hyphen: it is no longer found by search."""
    places: list[re.Match[str]] = []
    for passage in case.passages:
        places.extend(m for m in _BROKEN.finditer(case.text, passage.start, passage.end))
    if places:
        text = f"Số hiệu văn bản bị ngắt bởi khoảng trắng ({len(places)} chỗ)."
        yield Found("ocr", "C", text, unique(_line(case, m) for m in places[:6]))


def _line(case: Case, match: re.Match[str]) -> Citation:
    start = case.text.rfind("\n", 0, match.start()) + 1
    start = max(start, match.start() - 60)
    start = case.text.find(" ", start) + 1 if start and case.text[start - 1] not in " \n" else start
    end = re.compile(r"[\s,;.)]|$").search(case.text, match.end())
    return case.cite(start, end.start() if end else match.end())
