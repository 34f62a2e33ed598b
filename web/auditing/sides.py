"""One plan against the frame, and one cell with both its sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.audit.frames import Frame, Item
from service.audit.types import AuditReport, Status
from service.ports import Held
from web.auditing.choice import FINDINGS, Choice
from web.auditing.marks import ORDER, Five, Link, Mark, Row, cell_url, five, mark, plan_url
from web.auditing.names import full_name, short_name, status_word
from web.places import reader_url
from web.quotations import Quotation, quotation
from web.words import Words


@dataclass(frozen=True)
class PlanView:
    """One plan against the frame, item by item, what is wanting first."""

    name: str
    reader: str
    frame: str
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    five: Five | None
    findings: Link
    back: str


@dataclass(frozen=True)
class CellView:
    """Both sides of a cell."""

    plan: Link
    frame: str
    text: str
    asked: str
    mark: Mark
    digest: bool
    frame_side: tuple[Quotation, ...]
    frame_note: str
    plan_side: tuple[Quotation, ...]
    before: Link | None
    after: Link | None
    others: tuple[tuple[str, Mark], ...]


def plan_view(report: AuditReport, frame: Frame, held: Held, choice: Choice, words: Words) -> PlanView:
    """One plan; ``report`` is its audit alone."""
    by_status: dict[Status, list[Row]] = {}
    for cell in report.matrix:
        row = Row(" ".join(cell.item_text.split()), "", (mark(cell, choice, words),))
        by_status.setdefault(cell.status, []).append(row)
    return PlanView(
        name=full_name(held, words),
        reader=reader_url(held.id),
        frame=frame.name,
        groups=tuple((status_word(one, words), tuple(by_status[one])) for one in ORDER if one in by_status),
        five=next((five(score, held, choice, words) for score in report.scores), None),
        findings=Link(str(len(report.findings)), choice.href(FINDINGS)),
        back=Choice(frame=choice.frame).href(),
    )


def cell_view(
    report: AuditReport,
    frame: Frame,
    item: Item,
    held: Mapping[str, Held],
    choice: Choice,
    usual: AuditReport,
    words: Words,
) -> CellView:
    """One cell; ``report`` is the audit of its plan alone, ``usual`` that of the plans it is compared with."""
    cells = {cell.item: cell for cell in report.matrix}
    cell = cells[item.id]
    document = held[cell.document]
    ids = [one.id for one in frame.items]
    at = ids.index(item.id)

    def beside(step: int) -> Link | None:
        there = at + step
        if not 0 <= there < len(ids):
            return None
        return Link(" ".join(frame.items[there].text.split()), cell_url(choice, document.id, ids[there]))

    return CellView(
        plan=Link(full_name(document, words), plan_url(choice, document.id)),
        frame=frame.name,
        text=" ".join(item.text.split()),
        asked=_asked(item, words),
        mark=mark(cell, choice, words),
        digest=document.digest,
        frame_side=tuple(quotation(one, held, words) for one in cell.frame_evidence),
        frame_note="" if cell.frame_evidence else words("auditing.cell.own_words"),
        plan_side=tuple(quotation(one, held, words) for one in cell.evidence),
        before=beside(-1),
        after=beside(1),
        others=tuple(
            (short_name(held[one.document], words), mark(one, choice, words))
            for one in usual.matrix
            if one.item == item.id and one.document != document.id
        ),
    )


def _asked(item: Item, words: Words) -> str:
    """The figure and the deadline of an item as the comparison took them: "≥ 80 % · 2030"."""
    if item.value is None:
        return ""
    signs = {">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<", "~": "≈", "range": ""}
    figure = decimal(item.value, words) + (f" – {decimal(item.value_max, words)}" if item.value_max is not None else "")
    parts = [" ".join(part for part in (signs.get(item.comparator or "=", ""), figure, item.unit) if part)]
    return " · ".join([*parts, *([item.deadline.replace("..", "–")] if item.deadline else [])])


def decimal(value: float, words: Words) -> str:
    """A figure with the decimal mark of the language."""
    text = f"{value:,.10g}" if value % 1 else f"{value:,.0f}"
    return text.translate(str.maketrans(",.", ".,")) if words.language == "vi" else text
