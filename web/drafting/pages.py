"""The drafter's desk: a clause, a whole draft, wordings collected."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from ingest.errors import BadRequest, NotFound, RejectedFile, TracuuError
from ingest.readers import MAX_BYTES
from service.exports.wordings import write_collected, write_draft_wordings
from service.one_state import at_one_state
from service.ports import Held
from service.precedents.candidates import SEARCHED
from service.precedents.desk import DraftingDesk
from service.precedents.drafts import read_text, read_upload
from service.precedents.engine import clauses_of
from service.precedents.routes import WORD, file_name
from service.precedents.types import Basis, Precedents
from web.drafting.request import CLAUSE, DESK, Asked
from web.drafting.views import desk_view, draft_view
from web.site import READ, Site, render
from web.words import words_of

DRAFT = f"{DESK}/du-thao/{{key}}"


def router(site: Site, desk: DraftingDesk) -> APIRouter:
    """Drafting with the documents of ``site``."""
    pages = APIRouter(
        include_in_schema=False, default_response_class=HTMLResponse, route_class=at_one_state(site.archive)
    )
    _add_clause(pages, site, desk)
    _add_draft(pages, site, desk)
    return pages


def _add_clause(pages: APIRouter, site: Site, desk: DraftingDesk) -> None:
    @pages.api_route(DESK, methods=READ)
    def clause(request: Request) -> HTMLResponse:
        """The desk, and how others word the clause if one is given."""
        return _clause(request, site, desk, Asked.read(request.query_params))

    @pages.post(DESK)
    async def take(request: Request) -> Response:
        """Takes a clause or a draft and leads to its page."""
        async with request.form(max_files=1, max_part_size=4_000_000) as form:
            asked, file = Asked.read(form), form.get("tep")
            sent = file if isinstance(file, UploadFile) and file.filename else None
            data, name = (await sent.read(MAX_BYTES + 1), sent.filename or "") if sent else (b"", "")
        return await run_in_threadpool(_take, request, site, desk, asked, data, name)

    @pages.api_route(f"{DESK}/cau-mau.docx", methods=READ)
    def collected(request: Request) -> Response:
        """The wordings collected, as Word."""
        chosen = desk.collected(Asked.read(request.query_params).collected)
        return _word(lambda path: write_collected(chosen, path))


def _add_draft(pages: APIRouter, site: Site, desk: DraftingDesk) -> None:
    @pages.api_route(DRAFT, methods=READ)
    def draft(request: Request, key: str) -> HTMLResponse:
        """A draft on the desk, open at one clause."""
        words, asked, held = words_of(request), Asked.read(request.query_params), _held(site)
        document = desk.drafts.get(key)
        clauses = clauses_of(document)
        found = None
        if clauses:
            open_at = clauses[min(asked.clause, len(clauses)) - 1]
            found = desk.precedents.of_draft_clause(document, open_at, filters=asked.filters)
        checks, collected = desk.checked(key), desk.collected(asked.collected)
        view = draft_view(key, document, clauses, found, checks, asked, held, collected, words)
        return render(request, "drafting/draft.html", view, document.source, here="drafting")

    @pages.api_route(f"{DRAFT}/cau-mau.docx", methods=READ)
    def best(request: Request, key: str) -> Response:
        """The best wording of each clause, as Word."""
        asked = Asked.read(request.query_params)
        report = desk.precedents.of_draft(desk.drafts.get(key), filters=asked.filters, limit=1)
        return _word(lambda path: write_draft_wordings(report, path))

    @pages.post(f"{DRAFT}/bo")
    def forget(key: str) -> Response:
        """Takes a draft off the desk."""
        desk.drafts.forget(key)
        return RedirectResponse(DESK, status_code=303)


def _take(request: Request, site: Site, desk: DraftingDesk, asked: Asked, data: bytes, name: str) -> Response:
    try:
        if name:
            if len(data) > MAX_BYTES:
                raise RejectedFile(f"Tệp «{name}» quá lớn.", f"Gửi tệp dưới {MAX_BYTES // 1_000_000} MB.")
            draft = read_upload(data, file_name(name))
        elif not asked.text:
            raise BadRequest("Chưa có đoạn nào và chưa có tệp nào.", "Dán một đoạn vào ô, hoặc chọn tệp dự thảo.")
        elif is_draft(asked.text):
            draft = read_text(asked.text)
        else:
            return RedirectResponse(asked.href(), status_code=303)
    except TracuuError as error:
        return _clause(request, site, desk, asked, error)
    key = desk.drafts.put(draft)
    return RedirectResponse(asked.href(f"{DESK}/du-thao/{key}", text=""), status_code=303)


def is_draft(text: str) -> bool:
    """Whether a text is more than one clause: several paragraphs, or longer than an address may be."""
    paragraphs = [line for line in text.splitlines() if line.strip()]
    return len(text) > CLAUSE or (len(paragraphs) > 1 and len(text) > SEARCHED)


def _clause(
    request: Request, site: Site, desk: DraftingDesk, asked: Asked, error: TracuuError | None = None
) -> HTMLResponse:
    words, held = words_of(request), _held(site)
    found: Precedents | None = None
    doubts: tuple[Basis, ...] = ()
    if asked.text and error is None:
        try:
            found = desk.precedents.of_text(asked.text, filters=asked.filters)
            doubts = desk.doubts(asked.text) if found.reading == "clause" else ()
        except NotFound:
            raise
        except TracuuError as failed:
            error = failed
    view = desk_view(asked, held, desk.collected(asked.collected), words, found, doubts, error)
    status = error.status if error else 200
    return render(request, "drafting/desk.html", view, words("drafting.title"), here="drafting", status=status)


def _word(write: Callable[[Path], int]) -> Response:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cau-mau.docx"
        write(path)
        kept = {"Content-Disposition": f'attachment; filename="{path.name}"'}
        return Response(path.read_bytes(), media_type=WORD, headers=kept)


def _held(site: Site) -> dict[str, Held]:
    return {document.id: document for document in site.archive.documents()}
