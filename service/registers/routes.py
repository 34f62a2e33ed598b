"""The registers over HTTP: as JSON, and as the files that the pages offer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from ingest.types import Duty, Frozen, Task
from service.citations import Sources
from service.lasting import FoundDuty, FoundTarget, FoundTask, with_permalink
from service.one_state import at_one_state
from service.registers.desk import RegisterDesk
from service.registers.files import MEDIA, File, obligations_file, targets_file
from service.registers.obligations import NEVER, Kind, Obligation
from service.registers.selection import ObligationFilter, day_shown
from service.registers.sentence import conditions, sentence, target_conditions
from service.registers.statements import Rank, Statement
from service.registers.targets import TargetFilter

FILES: dict[int | str, dict[str, Any]] = {200: {"content": {kind: {} for kind in MEDIA.values()}}}


class ObligationQuery(ObligationFilter):
    """A filter and the part of the register wanted."""

    offset: int = Field(default=0, ge=0, description="bỏ qua bấy nhiêu việc đầu")
    limit: int = Field(default=100, ge=1, le=1000, description="số việc nhiều nhất")


class ObligationItem(Frozen):
    """A row of the register; ``due`` is the day by which it is listed, ``fact`` where it was read."""

    due: date | None
    returns: bool
    rhythms: tuple[str, ...]
    kind: Kind
    text: str
    lead: tuple[str, ...]
    partners: tuple[str, ...]
    recipients: tuple[str, ...]
    output: str | None
    fact: FoundTask | FoundDuty


class ObligationsFound(BaseModel):
    """A register: how its filter reads, how many rows meet it, those of the part wanted."""

    told: str
    total: int
    undated: int
    obligations: list[ObligationItem]


class StatementItem(Frozen):
    """A level that a document sets; ``whole`` is what a share is a share of."""

    whole: str
    differs: bool
    rank: Rank
    targets: tuple[FoundTarget, ...]


class RowItem(Frozen):
    """An indicator; ``cells`` by document, a document that is missing does not state it."""

    key: str
    name: str
    group: str
    cells: dict[str, tuple[StatementItem, ...]]


class TargetsTable(BaseModel):
    """A table of targets: how its filter reads, its columns, the documents and years to choose from, its rows."""

    told: str
    columns: list[str]
    choices: list[str]
    years: list[int]
    rows: list[RowItem]


def obligations_found(desk: RegisterDesk, asked: ObligationFilter, offset: int, limit: int) -> ObligationsFound:
    """The part ``[offset, offset + limit)`` of the register of a filter."""
    rows, sources = desk.obligations(asked), Sources(desk.archive)
    return ObligationsFound(
        told=sentence(conditions(asked, desk.held), "mọi việc của mọi văn bản"),
        total=len(rows),
        undated=sum(not row.dues for row in rows),
        obligations=[_item(row, asked, sources) for row in rows[offset : offset + limit]],
    )


def targets_found(desk: RegisterDesk, asked: TargetFilter) -> TargetsTable:
    """The table of a filter."""
    shown, sources = desk.targets(asked), Sources(desk.archive)
    return TargetsTable(
        told=sentence(target_conditions(asked, desk.held), "mọi chỉ tiêu"),
        columns=[one.id for one in shown.columns],
        choices=[one.id for one, _ in shown.choices],
        years=list(shown.years),
        rows=[
            RowItem(
                key=row.id,
                name=row.name,
                group=row.group,
                cells={id: _stated(cell, sources) for id, cell in row.cells.items()},
            )
            for row in shown.rows
        ],
    )


def registers(desk: RegisterDesk) -> APIRouter:
    """Obligations and targets, filtered."""
    router = APIRouter(tags=["sổ theo dõi"], route_class=at_one_state(desk.archive))

    @router.get("/obligations")
    def obligations(asked: Annotated[ObligationQuery, Query()]) -> ObligationsFound:
        """Nhiệm vụ và trách nhiệm của mọi văn bản: ai, việc gì, hạn nào."""
        return obligations_found(desk, asked, asked.offset, asked.limit)

    @router.get("/obligations.{form}", response_class=Response, responses=FILES)
    def obligations_file_of(form: str, asked: Annotated[ObligationFilter, Query()]) -> Response:
        """Đúng những việc ấy dạng xlsx, csv hoặc ics."""
        return download(obligations_file(desk, asked, form))

    @router.get("/targets-table")
    def targets_table(asked: Annotated[TargetFilter, Query()]) -> TargetsTable:
        """Chỉ tiêu theo văn bản: mỗi dòng một chỉ tiêu, mỗi cột một văn bản."""
        return targets_found(desk, asked)

    @router.get("/targets-table.{form}", response_class=Response, responses=FILES)
    def targets_table_file(form: str, asked: Annotated[TargetFilter, Query()]) -> Response:
        """Đúng bảng ấy dạng xlsx, csv hoặc ics."""
        return download(targets_file(desk, asked, form))

    return router


def download(file: File) -> Response:
    """A file as a browser saves it."""
    return Response(
        file.content, media_type=file.media, headers={"Content-Disposition": f'attachment; filename="{file.name}"'}
    )


def _item(row: Obligation, asked: ObligationFilter, sources: Sources) -> ObligationItem:
    day = day_shown(row, asked.window)
    return ObligationItem(
        due=None if day == NEVER else day,
        returns=bool(row.dues) and not row.once,
        rhythms=tuple(sorted(row.rhythms)),
        kind=row.kind,
        text=row.text,
        lead=row.leads,
        partners=row.partners,
        recipients=row.recipients,
        output=row.output,
        fact=_fact(row.fact, sources),
    )


def _fact(fact: Task | Duty, sources: Sources) -> FoundTask | FoundDuty:
    if isinstance(fact, Task):
        return with_permalink(sources, fact, FoundTask)
    return with_permalink(sources, fact, FoundDuty)


def _stated(cell: Sequence[Statement], sources: Sources) -> tuple[StatementItem, ...]:
    return tuple(
        StatementItem(
            whole=one.whole,
            differs=one.differs,
            rank=one.rank,
            targets=tuple(with_permalink(sources, target, FoundTarget) for target in one.targets),
        )
        for one in cell
    )
