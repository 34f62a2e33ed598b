"""The desk where documents come in, change and go."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse

from index.placing import COMMON
from ingest.errors import BadRequest
from ingest.readers import MAX_BYTES, suffixes
from service.access.permitted import visit_of
from service.failures import MAX_UPLOAD
from service.loading import Decision, Job
from service.loading.jobs import MAX_FILES
from service.loading.removal import loss
from service.loading.within import Uploads
from service.ports import Held, Holdings
from service.versions.compare import compare_with_former
from web.loading import views
from web.loading.changes import ChangesView, change_groups
from web.loading.holdings import PAGE, Limits, LoadingView, removal_view, shelves
from web.loading.views import job_view, named, run_view
from web.site import READ, number, render
from web.words import Words, words_of

RECENT = 5
HERE = "loading"
MEGABYTE = 1_000_000
LIMITS = Limits(MAX_BYTES // MEGABYTE, MAX_UPLOAD // MEGABYTE, MAX_FILES, tuple(sorted(suffixes())))


class Loading:
    """What the pages show, over a library and its uploads."""

    def __init__(self, library: Holdings, jobs: Uploads) -> None:
        self.library = library
        self.jobs = jobs

    def held(self) -> dict[str, Held]:
        """Every document by id."""
        return {one.id: one for one in self.library.documents()}

    def front(self, words: Words, page: int, *, removed: bool) -> LoadingView:
        """The first page: sending, what is under way, what is held."""
        jobs = self.jobs.recent(RECENT)
        held = self.held()
        kept = [one for one in self.library.kept() if one.document in held]
        pages = max(-(-len(kept) // PAGE), 1)
        page = min(max(page, 1), pages)
        uploads = (self.library.data / "uploads").resolve()
        return LoadingView(
            limits=LIMITS,
            current=tuple(run_view(job, words) for job in jobs if job.state != "done"),
            recent=tuple(run_view(job, words) for job in jobs if job.state == "done"),
            shelves=shelves(kept[(page - 1) * PAGE : page * PAGE], held, uploads, words),
            count=len(kept),
            superseded=sum(one.superseded for one in self.library.kept()),
            page=page,
            pages=pages,
            removed=removed,
            collections=tuple(self.jobs.collections()),
        )

    def ahead(self, job: Job, at: int, words: Words) -> ChangesView:
        """What a file that is asked about would change; raises NotFound if it is not."""
        report = self.jobs.changes(job.id, at)
        upload = job.upload(at)
        name = self._name(report.old, words)
        lead = words("loading.changes.lead_ahead", file=upload.path, name=name)
        groups = change_groups(report, words, old_held=True)
        return ChangesView(lead, groups, report.unchanged, f"/nap/lan/{job.id}", f"/nap/lan/{job.id}/{at}")

    def changed(self, id: str, words: Words) -> ChangesView:
        """What the last change of a document changed; raises NotFound if it never did."""
        report = compare_with_former(self.library, id)
        lead = words("loading.changes.lead", name=self._name(id, words))
        return ChangesView(lead, change_groups(report, words, old_held=False), report.unchanged)

    def _name(self, id: str, words: Words) -> str:
        return named(self.library.document(id), words)


def router(library: Holdings, jobs: Uploads) -> APIRouter:
    """Taking documents in and out, over ``library``."""
    pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    desk = Loading(library, jobs)

    @pages.api_route("/nap", methods=READ)
    def front(request: Request, trang: str = "1", xong: str = "") -> HTMLResponse:
        """The place to drop files, and what is held."""
        words = words_of(request)
        view = desk.front(words, number(trang) or 1, removed=xong == "go")
        return render(request, "loading/loading.html", view, words("loading.title"), here=HERE)

    @pages.post("/nap")
    def send(
        request: Request, files: Annotated[list[UploadFile], File()], collection: Annotated[str, Form()] = COMMON
    ) -> RedirectResponse:
        """Files of the form, without JavaScript; a field left empty sends a file without a name."""
        sent = [(file.filename or "", file.file) for file in files if file.filename]
        if not sent:
            words = words_of(request)
            raise BadRequest(words("loading.unchosen"), words("loading.unchosen_hint"))
        job = jobs.start(sent, policy="ask", by=visit_of(request).who, collection=collection)
        return see(f"/nap/lan/{job.id}")

    @pages.api_route("/nap/lan/{id}", methods=READ)
    def run(request: Request, id: str, trang: str = "1") -> HTMLResponse:
        """One upload; the page loads itself again until it is finished."""
        words = words_of(request)
        view = job_view(jobs.get(id), desk.held(), words, number(trang) or 1)
        return render(request, "loading/job.html", view, view.title, here=HERE)

    @pages.post("/nap/lan/{id}")
    def retry(id: str) -> RedirectResponse:
        """Tries an upload that failed again."""
        return see(f"/nap/lan/{jobs.retry(id).id}")

    @pages.api_route("/nap/lan/{id}/{at}", methods=READ)
    def ahead(request: Request, id: str, at: int) -> HTMLResponse:
        """What a file that is asked about would change."""
        words = words_of(request)
        view = desk.ahead(jobs.get(id), at, words)
        return render(request, "loading/changes.html", view, words("loading.changes.ahead"), here=HERE)

    @pages.post("/nap/lan/{id}/{at}")
    def decide(id: str, at: int, decision: Annotated[Decision, Form()]) -> RedirectResponse:
        """The decision about a file that is asked about."""
        page = at // views.PAGE + 1
        return see(f"/nap/lan/{jobs.decide(id, at, decision).id}?trang={page}#tep-{at}")

    @pages.api_route("/nap/thay-doi/{id}", methods=READ)
    def changed(request: Request, id: str) -> HTMLResponse:
        """What the last change of a document changed."""
        words = words_of(request)
        return render(
            request, "loading/changes.html", desk.changed(id, words), words("loading.changes.title"), here=HERE
        )

    @pages.api_route("/nap/go/{id}", methods=READ)
    def before_removing(request: Request, id: str) -> HTMLResponse:
        """What is lost with a document."""
        words = words_of(request)
        view = removal_view(loss(library, id), words, former=library.former(id) is not None)
        return render(request, "loading/remove.html", view, words("loading.remove.title"), here=HERE)

    @pages.post("/nap/go/{id}")
    def remove(id: str) -> RedirectResponse:
        """Removes a document."""
        library.remove(id)
        return see("/nap?xong=go")

    return pages


def see(address: str) -> RedirectResponse:
    """On to a page that may be loaded again without doing anything twice."""
    return RedirectResponse(address, status_code=303)
