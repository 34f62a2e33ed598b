"""Below, later or silent where the frame binds this level.

Source: the frame itself (for NQ57: mục II.1, II.2); the arithmetic is the matrix's.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.text import plain
from ingest.types import Target
from service.audit.case import Case, Found, unique
from service.audit.frames import Item
from service.audit.registry import rule
from service.audit.spelling import figure, pattern
from service.audit.types import Category, MatrixCell
from service.audit.words import phrases
from service.types import Citation

SOURCE = "Văn bản khung (NQ 57-NQ/TW, mục II, III)"


def frame_item(case: Case, key: str) -> Item | None:
    """The frame's first item with a figure for an indicator."""
    return next((item for item in case.frame.of("target") if item.key == key and item.value is not None), None)


def category(case: Case) -> Category:
    """``nq57`` for that frame, which has a category of its own."""
    return "nq57" if case.frame.id == "nq57" else "frame"


@rule("thap_hon_khung", title="Chỉ tiêu thấp hơn khung", source=SOURCE)
def lower(case: Case) -> Iterator[Found]:
    """A figure below the frame's at the frame's date; all horizons of the plan are shown."""
    for cell, item in _cells(case, ("lower", "later")):
        targets = [t for t in case.targets if t.key == item.key and t.cls != "sub_target"]
        course = " → ".join(f"{figure(t.value)}{_percent(t)} ({t.deadline or 'không ghi hạn'})" for t in targets)
        if cell.status == "later":
            text = f"Đạt mức của khung muộn hơn: {course}, trong khi khung đặt {_asked(item)}."
        else:
            text = f"Thấp hơn khung: {course}, trong khi khung đặt {_asked(item)}."
        yield Found(category(case), "A", text, _both(case, targets, cell))


@rule("khong_co_chi_tieu", title="Kế hoạch không có chỉ tiêu nào", source=SOURCE)
def no_targets(case: Case) -> Iterator[Found]:
    """A plan that carries out a frame with binding figures and sets none itself, not even in an appendix."""
    binding = [item for item in case.frame.of("target") if item.value is not None and item.binding(case.level)]
    if case.targets or not case.carries_out_frame or case.level == "trung_uong" or not binding:
        return
    text = f"Kế hoạch không có chỉ tiêu định lượng nào, trong khi khung đặt {len(binding)} con số ràng buộc cấp này."
    yield Found(
        "target",
        "A",
        text,
        unique(
            [
                *_aims_heading(case),
                *(q for cell, _ in _cells(case, ("absent", "mentioned without a figure")) for q in cell.frame_evidence),
            ]
        )[:6],
    )


@rule("khung_khong_co_so", title="Khung đặt con số, kế hoạch không có số", source=SOURCE)
def without_figure(case: Case) -> Iterator[Found]:
    """The aim is spoken of where aims are set, without the figure that binds this level."""
    for cell, item in _cells(case, ("mentioned without a figure",)):
        aims = [c for c in cell.evidence if _is_aim(c) and not _told_elsewhere(c)]
        if item.value is not None and aims:
            text = f"Nêu nội dung mà không có con số; khung đặt {_asked(item)}: {item.text}."
            yield Found(category(case), "B", text, unique([*aims, *cell.frame_evidence]))


@rule("khac_mau_so", title="Tính trên mẫu số khác khung", source=SOURCE)
def other_denominator(case: Case) -> Iterator[Found]:
    """The same indicator as a share of something else: it cannot be added up to the frame's figure."""
    for cell, item in _cells(case, ("different denominator",)):
        targets = [t for t in case.targets if t.key == item.key and t.cls != "sub_target"]
        if targets:
            scopes = "; ".join(dict.fromkeys(t.scope or t.unit for t in targets))
            text = f"Chỉ tiêu tính trên “{scopes}”, khác mẫu số của khung ({item.text}): không đối chiếu được."
            yield Found(category(case), "C", text, _both(case, targets, cell))


@rule("khung_thieu", title="Mục tiêu, nhóm nhiệm vụ của khung không có trong kế hoạch", source=SOURCE)
def missing(case: Case) -> Iterator[Found]:
    """What binds this level and the plan passes over in silence, told once."""
    if not case.carries_out_frame or (case.level == "trung_uong" and case.document.type_code != "CTr"):
        return
    silent = [(cell, item) for cell, item in _cells(case, ("absent", "mentioned without a figure"))]
    figures = [item for cell, item in silent if item.value is not None and not any(map(_is_aim, cell.evidence))]
    groups = [item for cell, item in _cells(case, ("absent",)) if item.kind == "group"]
    if not figures and not groups:
        return
    parts = []
    if figures:
        parts.append("không đặt chỉ tiêu: " + "; ".join(item.text for item in figures))
    if groups:
        parts.append("không có nhóm nhiệm vụ: " + "; ".join(item.text for item in groups))
    quotes = [q for cell, item in silent if item in (*figures, *groups) for q in cell.frame_evidence]
    text = f"So với khung, kế hoạch {'; '.join(parts)}."
    yield Found(category(case), "B", text, unique([*_aims_heading(case), *quotes[:8]]))


def _cells(case: Case, statuses: tuple[str, ...]) -> Iterator[tuple[MatrixCell, Item]]:
    if not (case.carries_out_frame or (case.frame.document and case.frame.id != "nq57")):
        return
    items = {item.id: item for item in case.frame.items}
    for cell in case.cells:
        item = items[cell.item]
        if cell.status in statuses and item.binding(case.level):
            yield cell, item


def _aims_heading(case: Case) -> Iterator[Citation]:
    for section in case.document.sections:
        if section.title and "mục tiêu" in section.title.casefold() and case.in_body(section.path):
            yield case.cite_heading(section)
            return
    for section in case.document.sections:
        if section.kind == "title":
            yield case.cite_heading(section)
            return


def _is_aim(citation: Citation) -> bool:
    return any("mục tiêu" in (title or "").casefold() for title in citation.section_titles)


def _told_elsewhere(citation: Citation) -> bool:
    """Whether the wording itself is already reported as not measurable."""
    return any(pattern(phrase.expression).search(plain(citation.quote)) for phrase in phrases("khong_do_duoc"))


def _both(case: Case, targets: list[Target], cell: MatrixCell) -> tuple[Citation, ...]:
    return unique([*case.cite_facts(targets, 8), *cell.frame_evidence])


def _asked(item: Item) -> str:
    assert item.value is not None, "only items with a figure are told"  # noqa: S101 programmer error
    sign = {">=": "từ ", ">": "trên ", "<=": "trong ", "<": "dưới ", "~": "khoảng "}.get(str(item.comparator), "")
    upper = f"–{figure(item.value_max)}" if item.value_max is not None else ""
    when = f" đến {item.deadline}" if item.deadline else ""
    if item.deadline and ".." in item.deadline:
        when = f" trong giai đoạn {item.deadline.replace('..', '–')}"
    return f"{sign}{figure(item.value)}{upper} {item.unit}{when}"


def _percent(target: Target) -> str:
    return "%" if target.unit.startswith("%") else ""
