"""The auditor's desk: overview and matrix, one plan, one cell, findings and what is decided on them, files."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ingest.errors import NotFound, TracuuError
from service.audit.desk import AuditDesk, narrowed
from service.audit.frames import Frame, available, load
from service.audit.types import AuditReport
from service.one_state import at_one_state
from service.ports import Held
from web.auditing.choice import DESK, FINDINGS, MOST, Choice
from web.auditing.findings import findings_view, one_finding_view
from web.auditing.names import full_name
from web.auditing.sides import cell_view, plan_view
from web.auditing.views import desk_view
from web.site import READ, Site, render
from web.words import Words, words_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FRAMES = 60  # documents offered as frames
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def router(site: Site, desk: AuditDesk) -> APIRouter:
    """The audit of the documents of ``site``."""
    pages = APIRouter(
        include_in_schema=False, default_response_class=HTMLResponse, route_class=at_one_state(site.archive)
    )
    _add_overview(pages, site, desk)
    _add_sides(pages, site, desk)
    _add_findings(pages, site, desk)
    _add_files(pages, site, desk)
    return pages


def _add_overview(pages: APIRouter, site: Site, desk: AuditDesk) -> None:
    @pages.api_route(DESK, methods=READ)
    def overview(request: Request) -> HTMLResponse:
        """The plans at a glance and the matrix."""
        words, choice, held = words_of(request), Choice.read(request.query_params), held_by_id(site)
        title = words("auditing.title")
        if not held:
            return render(request, "auditing/empty.html", None, title, here="auditing")
        frame, report = audited(desk, choice, held)
        view = desk_view(report, frame, held, choice, _frames(held, words), words)
        return render(request, "auditing/desk.html", view, title, here="auditing")


def _add_sides(pages: APIRouter, site: Site, desk: AuditDesk) -> None:
    @pages.api_route(f"{DESK}/van-ban", methods=READ)
    def plan(request: Request) -> HTMLResponse:
        """One plan, item by item."""
        words, choice, held = words_of(request), Choice.read(request.query_params), held_by_id(site)
        frame, report = audited(desk, choice, held)
        view = plan_view(report, frame, held[report.documents[0]], choice, words)
        return render(request, "auditing/plan.html", view, view.name, here="auditing")

    @pages.api_route(f"{DESK}/o", methods=READ)
    def cell(request: Request) -> HTMLResponse:
        """Both sides of one cell."""
        words, choice, held = words_of(request), Choice.read(request.query_params), held_by_id(site)
        frame, report = audited(desk, choice, held)
        item = next((one for one in frame.items if one.id == choice.item), None)
        if item is None or not report.matrix:
            raise NotFound("Khung đối chiếu không có mục này.", "Hãy mở lại ma trận ở trang Kiểm tra.")
        _, usual = audited(desk, Choice(frame=choice.frame), held)
        view = cell_view(report, frame, item, held, choice, usual, words)
        return render(request, "auditing/cell.html", view, view.text, here="auditing")


def _add_findings(pages: APIRouter, site: Site, desk: AuditDesk) -> None:
    @pages.api_route(FINDINGS, methods=READ)
    def findings(request: Request) -> HTMLResponse:
        """The findings, filtered."""
        words, choice, held = words_of(request), Choice.read(request.query_params), held_by_id(site)
        _, report = audited(desk, choice, held)
        view = findings_view(report, held, choice, words)
        return render(request, "auditing/findings.html", view, words("auditing.findings"), here="auditing")

    @pages.api_route(f"{FINDINGS}/{{id}}", methods=READ)
    def finding(request: Request, id: str) -> HTMLResponse:
        """One finding with all its quotations."""
        return _finding(request, site, desk, id)

    @pages.post(f"{FINDINGS}/{{id}}")
    def decide(
        request: Request,
        id: str,
        viec: Annotated[str, Form()],
        ghi_chu: Annotated[str, Form(max_length=2000)] = "",
        ve: Annotated[str, Form()] = "",
    ) -> Response:
        """Accepts or dismisses a finding, or takes that back; returns to where the reader was."""
        choice, held = Choice.read(request.query_params), held_by_id(site)
        _, report = audited(desk, choice, held)
        found = desk.finding(report.documents[0], choice.frame, id)
        try:
            if viec == "rut-lai":
                desk.decisions.withdraw(found.id)
            else:
                desk.decisions.take(found.id, "dismissed" if viec == "bo-qua" else "accepted", ghi_chu)
        except TracuuError as error:
            return _finding(request, site, desk, id, error)
        return RedirectResponse(_own(ve, id), status_code=303)


def _add_files(pages: APIRouter, site: Site, desk: AuditDesk) -> None:
    @pages.api_route(f"{DESK}/bao-cao.docx", methods=READ)
    def whole_report(request: Request) -> Response:
        """The audit of the documents chosen: matrix and findings."""
        return _word(request, site, desk, with_matrix=True)

    @pages.api_route(f"{FINDINGS}.docx", methods=READ)
    def findings_report(request: Request) -> Response:
        """The findings as filtered."""
        return _word(request, site, desk, with_matrix=False)

    @pages.api_route(f"{FINDINGS}.xlsx", methods=READ)
    def register(request: Request) -> Response:
        """The findings as filtered, as a register."""
        from service.audit.registers import write

        report, _ = _seen(request, site, desk)
        return _file("phat-hien.xlsx", EXCEL, lambda path: write(report, "xlsx", path))


def _word(request: Request, site: Site, desk: AuditDesk, *, with_matrix: bool) -> Response:
    from service.audit.report_docx import write_report

    report, scope = _seen(request, site, desk)
    if not with_matrix:
        report = report.model_copy(update={"matrix": ()})
    words = words_of(request)
    names = {id: full_name(held, words) for id, held in held_by_id(site).items()}
    return _file("bao-cao-kiem-tra.docx", WORD, lambda path: write_report(report, path, names=names, scope=scope))


def _seen(request: Request, site: Site, desk: AuditDesk) -> tuple[AuditReport, str]:
    """The report narrowed to what the address asks for, and in words to what."""
    words, choice, held = words_of(request), Choice.read(request.query_params), held_by_id(site)
    _, report = audited(desk, choice, held)
    ids = choice.among(report.documents)
    if ids != report.documents:
        report = desk.report(ids, choice.frame)
    chosen = [
        words(f"auditing.{key}.{getattr(choice, key)}")
        for key in ("severity", "category", "state")
        if getattr(choice, key)
    ]
    return narrowed(report, choice.wanted), "; ".join(chosen)


def _finding(request: Request, site: Site, desk: AuditDesk, id: str, error: TracuuError | None = None) -> HTMLResponse:
    words, choice, held = words_of(request), Choice.read(request.query_params), held_by_id(site)
    _, report = audited(desk, choice, held)
    found = desk.finding(report.documents[0], choice.frame, id)
    view = one_finding_view(found, report.frame.name, held, choice, error, words)
    status = error.status if error else 200
    return render(request, "auditing/finding.html", view, words("auditing.finding"), here="auditing", status=status)


def held_by_id(site: Site) -> dict[str, Held]:
    """The documents held."""
    return {document.id: document for document in site.archive.documents()}


def audited(desk: AuditDesk, choice: Choice, held: dict[str, Held]) -> tuple[Frame, AuditReport]:
    """The frame chosen and the whole audit of the documents chosen; raises :class:`NotFound` if one is not there."""
    frame = desk.frame(choice.frame)
    unknown = [id for id in choice.documents if id not in held]
    if unknown:
        raise NotFound(f"Không có văn bản “{unknown[0]}”.", "Có thể văn bản đã được gỡ; hãy chọn lại ở trang Kiểm tra.")
    documents = choice.documents or desk.usual(frame)
    if not documents:
        raise NotFound("Chưa có văn bản nào để kiểm tra.", "Hãy nạp văn bản trước.")
    return frame, desk.report(documents[:MOST], choice.frame)


def _frames(held: dict[str, Held], words: Words) -> list[tuple[str, str]]:
    """What documents can be held against: frames that ship, then the documents with the most targets of their own."""
    setting = sorted((one for one in held.values() if one.targets and not one.digest), key=lambda one: -one.targets)
    own = sorted((full_name(one, words), one.id) for one in setting[:FRAMES])
    return [*((name, load(name).name) for name in available()), *((id, name) for name, id in own)]


def _own(address: str, id: str) -> str:
    """An address of this desk to return to, at the finding; anything else is not followed."""
    parts = urlsplit(address)
    ours = not parts.scheme and not parts.netloc and parts.path.startswith(f"{DESK}/")
    return f"{parts.path}?{parts.query}#ph-{id}" if ours else FINDINGS


def _file(name: str, kind: str, write: Callable[[Path], object]) -> Response:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path)
        return Response(
            path.read_bytes(), media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )
