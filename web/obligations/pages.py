"""The page of the register and the files of exactly what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from ingest.errors import BadRequest
from service.citations import Sources
from service.one_state import at_one_state
from service.phrases import name_of
from service.registers.calendar import Stretch, timeline
from service.registers.command import read_filter
from service.registers.desk import RegisterDesk
from service.registers.files import obligations_file
from service.registers.obligations import Obligation
from service.registers.routes import download
from service.registers.selection import ObligationFilter
from service.registers.sentence import conditions
from web.filtering import Link, Paging, Params, address, asked_params, conditions_of, files_of, saving_of, tidied
from web.obligations.months import asked_month, month_view
from web.obligations.picture import Picture, picture_of
from web.obligations.views import RegisterView, form_of, rows_of
from web.site import READ, number, render
from web.words import Words, words_of

PATH = "/nghia-vu"
PAGE = 40  # obligations a page
WAYS = ("", "undated", "calendar", "timeline")
OWN = ("view", "page", "month")  # parameters of the page that are no condition; "dated" is told by the view


def router(desk: RegisterDesk) -> APIRouter:
    """The register, over ``desk``."""
    pages = APIRouter(include_in_schema=False, route_class=at_one_state(desk.archive))

    @pages.api_route(PATH, methods=READ, response_class=HTMLResponse)
    def register(request: Request) -> Response:
        """The register, as a list, a calendar or a picture."""
        if tidy := tidied(request):
            return RedirectResponse(tidy, status_code=303)
        words, params = words_of(request), asked_params(request)
        try:
            view = _view(desk, params, words)
            view = view.but(
                saving=saving_of(request, "obligations", words("obligation.title"), params, OWN, view.conditions)
            )
        except BadRequest as error:
            read = desk.read()
            form = form_of(params, read.obligations, desk.held, words)
            view = RegisterView(form, "", held=len(read.held), error=error)
        status = view.error.status if view.error else 200
        title = words("obligation.title")
        return render(request, "obligations/register.html", view, title, here="obligations", status=status)

    @pages.api_route(PATH + ".{form}", methods=READ)
    def file(request: Request, form: str) -> Response:
        """What the page shows, as .xlsx, .csv or .ics."""
        return download(obligations_file(desk, _filter(asked_params(request)), form))

    return pages


def _filter(params: Params) -> ObligationFilter:
    return read_filter(ObligationFilter, {name: value for name, value in params if name not in OWN})


def _view(desk: RegisterDesk, params: Params, words: Words) -> RegisterView:
    asked = _filter(params)
    rows = desk.obligations(asked)
    dated = [row for row in rows if row.dues]
    way = dict(params).get("view", "")
    way = way if way in WAYS else ""
    told = conditions(asked, desk.held, words.language)
    common = RegisterView(
        form=form_of(params, desk.read().obligations, desk.held, words),
        way=way,
        conditions=conditions_of(told, PATH, params),
        everything=address(PATH, [(name, value) for name, value in params if name == "view"]),
        ways=_ways(params, way, len(dated), len(rows) - len(dated), words),
        files=files_of(PATH, [*params, ("dated", "no" if way == "undated" else "yes")], OWN, words),
        total=len(rows),
        dated=len(dated),
        dayless=_dayless(desk, asked, params, words),
        held=len(desk.held),
    )
    if way == "calendar":
        return _with_month(common, dated, params, words)
    if way == "timeline":
        return common.but(picture=_picture(dated, params, desk, words) if dated else None)
    listed = [row for row in rows if not row.dues] if way == "undated" else dated
    paging = Paging.at(number(dict(params).get("page", "")) or 1, len(listed), PAGE, PATH, params)
    on_page = listed[(paging.page - 1) * PAGE : paging.page * PAGE]
    return common.but(rows=rows_of(on_page, asked, Sources(desk.archive), words), paging=paging)


def _dayless(desk: RegisterDesk, asked: ObligationFilter, params: Params, words: Words) -> Link | None:
    """What a condition of time leaves out for having no day: silence is no proof that nothing is due."""
    if not asked.window and not asked.overdue:
        return None
    count = len(desk.obligations(asked.model_copy(update={"due": "", "overdue": None, "dated": "no"})))
    href = address(PATH, params, due=None, overdue=None, dated=None, page=None, month=None, view="undated")
    return Link(words("obligation.dayless_count", count=count), href) if count else None


def _with_month(view: RegisterView, rows: Sequence[Obligation], params: Params, words: Words) -> RegisterView:
    at = asked_month(dict(params).get("month", ""), rows, date.today())

    def href(**changes: str | None) -> str:
        return address(PATH, params, page=None, **changes)

    return view.but(month=month_view(rows, at, href, words))


def _picture(rows: Sequence[Obligation], params: Params, desk: RegisterDesk, words: Words) -> Picture:
    held = desk.held

    def name(document: str) -> str:
        return name_of(held[document])

    def label(document: str, stretch: Stretch, count: int) -> str:
        return words("obligation.mark", name=name(document), when=stretch.name, count=count)

    def href(document: str, stretch: Stretch) -> str:
        return address(PATH, params, view=None, page=None, document=document, due=stretch.name)

    return picture_of(timeline(rows), name, label, href)


def _ways(params: Params, way: str, dated: int, undated: int, words: Words) -> tuple[Link, ...]:
    labels = {
        "": words("obligation.way_dated", count=dated),
        "undated": words("obligation.way_undated", count=undated),
        "calendar": words("obligation.way_calendar"),
        "timeline": words("obligation.way_timeline"),
    }
    return tuple(
        Link(label, address(PATH, params, view=key or None, page=None), key == way) for key, label in labels.items()
    )
