"""The matrix: items of the frame down, plans across, a window of each at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from service.audit.frames import Frame, Item
from service.audit.types import AuditReport, MatrixCell
from service.ports import Held
from web.auditing.choice import KINDS, Choice
from web.auditing.marks import Link, Row, mark, plan_url
from web.auditing.names import short_name
from web.words import Words

COLUMNS = 10  # plans side by side
ROWS = 40  # items of the frame on one page

T = TypeVar("T")


@dataclass(frozen=True)
class Matrix:
    """A page of the matrix."""

    columns: tuple[Link, ...]
    rows: tuple[Row, ...]
    kinds: tuple[Link, ...]
    more_columns: tuple[Link, ...]
    more_rows: tuple[Link, ...]


def matrix_view(report: AuditReport, frame: Frame, held: Mapping[str, Held], choice: Choice, words: Words) -> Matrix:
    """The window of the matrix that is looked at."""
    cells = {(cell.item, cell.document): cell for cell in report.matrix}
    documents = [id for id in report.documents if any(cell.document == id for cell in report.matrix)]
    shown, more_columns = _window(documents, COLUMNS, choice.columns)
    ordered = _ordered(frame, KINDS[choice.kind], lambda item: any(_binds(cells[item.id, id]) for id in documents))
    items, more_rows = _window(ordered, ROWS, choice.page)
    rows: list[Row] = []
    before = ""
    for group, item in items:
        told = words("auditing.binds_none") if group is None else group
        marks = tuple(mark(cells[item.id, id], choice, words) for id in shown)
        rows.append(Row(" ".join(item.text.split()), told if told != before else "", marks))
        before = told
    return Matrix(
        columns=tuple(Link(short_name(held[id], words), plan_url(choice, id)) for id in shown),
        rows=tuple(rows),
        kinds=tuple(
            Link(
                words(f"auditing.kind.{name}", count=len(frame.of(kind))),
                f"{choice.href(kind=name, page=1)}#ma-tran",
                name == choice.kind,
            )
            for name, kind in KINDS.items()
            if frame.of(kind)
        ),
        more_columns=_windows(len(documents), COLUMNS, more_columns, choice, "columns", words),
        more_rows=_windows(len(frame.of(KINDS[choice.kind])), ROWS, more_rows, choice, "page", words),
    )


def _binds(cell: MatrixCell) -> bool:
    return cell.status != "not binding at this level"


def _ordered(frame: Frame, kind: str, binding: Callable[[Item], bool]) -> list[tuple[str | None, Item]]:
    """The items of one kind by group, those that bind none of the plans last, under no group."""
    names = {item.group: item.text for item in frame.of("group")} if kind != "group" else {}
    groups = list(names)
    items = sorted(frame.of(kind), key=lambda one: groups.index(one.group) if one.group in names else len(groups))
    applied = [(names.get(one.group, ""), one) for one in items if binding(one)]
    return [*applied, *((None, one) for one in items if not binding(one))]


def _window(things: Sequence[T], size: int, wanted: int) -> tuple[Sequence[T], int]:
    """The things of window ``wanted`` (from 1, clipped to those there are), and which that is."""
    at = min(wanted, max(-(-len(things) // size), 1))
    return things[(at - 1) * size : at * size], at


def _windows(count: int, size: int, at: int, choice: Choice, name: str, words: Words) -> tuple[Link, ...]:
    """Links to the windows of a long list; none if one holds it all."""
    if count <= size:
        return ()
    return tuple(
        Link(
            words("auditing.from_to", first=first + 1, last=min(first + size, count)),
            f"{choice.href(**{name: first // size + 1})}#ma-tran",
            first // size + 1 == at,
        )
        for first in range(0, count, size)
    )
