"""Aims worded so that nobody can measure them.

Source: NQ 57-NQ/TW, III.1: "mục tiêu được lượng hóa cụ thể"; wordings in ``[[khong_do_duoc]]`` of kiem-tra.toml.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.facts import indicators
from ingest.types import Passage
from service.audit.case import Case, Found, is_appendix, unique
from service.audit.frames import Item
from service.audit.registry import rule
from service.audit.rules.against_frame import frame_item
from service.audit.spelling import pattern
from service.audit.words import phrases


@rule("khong_do_duoc", title="Chỉ tiêu không đo được", source="Yêu cầu lượng hóa mục tiêu (NQ 57-NQ/TW, mục III)")
def unmeasurable(case: Case) -> Iterator[Found]:
    """A wording that stands where a figure should; the frame's figure is shown if it has one."""
    if not case.is_plan:
        return
    for phrase in phrases("khong_do_duoc"):
        for place in case.find(pattern(phrase.expression), case.body):
            if is_appendix(place.passage.path) or not _aims(place.passage.titles):
                continue
            item = _frame_item(case, place.passage)
            asked = f" Khung đặt mức cụ thể: {item.text}." if item else ""
            quotes = [q for cell in case.cells if item and cell.item == item.id for q in cell.frame_evidence]
            text = f"Chỉ tiêu không đo được ({phrase.why}).{asked}"
            yield Found("target", "B", text, unique([case.cite_place(place), *quotes]))


def _aims(titles: tuple[str, ...]) -> bool:
    return any("mục tiêu" in title.casefold() or "chỉ tiêu" in title.casefold() for title in titles)


def _frame_item(case: Case, passage: Passage) -> Item | None:
    """The frame's item on what the passage is about, if it binds this level."""
    key = indicators.match(case.text[passage.start : passage.end])
    item = frame_item(case, key) if key else None
    return item if item and item.binding(case.level) else None
