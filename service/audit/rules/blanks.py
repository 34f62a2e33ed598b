"""Number, day and place left blank, or not printed at all.

Source: NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.3-4 (số, ký hiệu; địa danh và thời gian ban hành); HD 36-HD/VPTW.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.types import Passage
from service.audit.case import Case, Found, Place, unique
from service.audit.registry import rule

SOURCE = "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.3, II.4"
_NUMBER = re.compile(r"số\s*:?\s*(?:[_.…]{2,})?\s*[/-]\s*[\w-]+", re.UNICODE)
_DAY = re.compile(r"ngày\s*(?:[_.…]+\s*/?|\s)\s*(?:tháng|/\d)|tháng\s*(?:[_.…]+|\s)\s*năm|ngày\s*[_.…]+\s*/")
PARTS = ("HEADER", "TITLE", "PREAMBLE", "SIGNATURE", "CLOSING")


@rule("de_trong", title="Số, ngày để trống", source=SOURCE)
def blank(case: Case) -> Iterator[Found]:
    """Blanks in the head and in the line that says which document an appendix belongs to."""
    numbers = list(_places(case, _NUMBER))
    days = list(_places(case, _DAY))
    places = [*numbers, *days]
    if not places:
        return
    what = " và ".join(name for name, found in (("số", numbers), ("ngày", days)) if found)
    appended = any(place.passage.path[:1] not in {(part,) for part in PARTS} for place in places)
    text = f"Để trống {what} ở đầu văn bản{' và ở phụ lục' if appended else ''}."
    yield Found("blank", "B", text, unique(case.cite_passage(place.passage) for place in places))


def _places(case: Case, expression: re.Pattern[str]) -> Iterator[Place]:
    """Matches in the outer parts and in the first lines of appendices, each passage once."""
    seen: set[int] = set()
    for place in case.find(expression, _heads(case)):
        if place.start - place.passage.start > 400 or place.passage.start in seen:
            continue
        seen.add(place.passage.start)
        yield place


def _heads(case: Case) -> list[Passage]:
    outer = [p for part in PARTS[:2] for p in case.part(part)]
    issued_with = [
        p
        for p in case.passages
        if p.path[:1] not in {(part,) for part in PARTS} and re.match(r"\(?\s*(?:ban hành )?kèm theo", case.plain_of(p))
    ]
    return [*outer, *issued_with]


@rule("khong_in_dau", title="Không in số, ngày, cơ quan", source=SOURCE)
def not_printed(case: Case) -> Iterator[Found]:
    """No number and no date anywhere; what the text lets conclude about the day is shown."""
    document = case.document
    if (
        document.symbol
        or document.issued
        or not case.is_plan
        or any(_places(case, _NUMBER))
        or any(_places(case, _DAY))
    ):
        return
    missing = ["số, ký hiệu", "ngày ban hành"]
    if document.province_inferred or not document.province:
        missing.append("tên tỉnh")
    told = ""
    quotes = []
    window = case.window
    if window is not None:
        until = f" đến {window.last:%d/%m/%Y}" if window.last else ""
        told = f"; ngày ban hành chỉ suy được từ {window.first:%d/%m/%Y}{until}"
        quotes = list(window.evidence)
    title = next(iter(case.part("TITLE")), None)
    if title is not None:
        quotes.append(case.cite_passage(title))
    yield Found("blank", "B", f"Không in {', '.join(missing)}{told}.", unique(quotes))
