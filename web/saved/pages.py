"""The page of saved searches: kept, looked at, ended."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from ingest.errors import NotFound, TracuuError
from service.clock import today
from service.digest.making import last, make, preview
from service.saved.desk import SavedDesk
from service.saved.routes import feed_address, owner_of
from service.saved.types import Asked, Kind, Saved, filter_of, kind_of, wish_of
from web.filtering import given
from web.saved.views import PATH, Draft, ListView, kinds_of, one_view, row_of
from web.site import READ, number, render
from web.words import words_of

DIGESTS = 12  # that one can look back at
Field = Annotated[str, Form(max_length=4000)]


def router(desk: SavedDesk) -> APIRouter:
    """The saved searches of whoever is there, over ``desk``."""
    pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @pages.api_route(PATH, methods=READ)
    def listed(request: Request, xong: str = "") -> Response:
        """All of them, and the form to follow documents and words."""
        return _list(request, desk, done=xong)

    @pages.post(PATH)
    def add(
        request: Request,
        loai: Field = "",
        dieu_kien: Field = "",
        ten: Field = "",
        chu: Field = "",
        noi: Field = "",
        truoc: Field = "",
        thu: Field = "",
        im: Field = "",
    ) -> Response:
        """Saves what a desk shows, or what the form says."""
        words = words_of(request)
        try:
            kind = kind_of(loai)
            asked = _asked(kind, dieu_kien, chu, noi)
            days = number(truoc.strip() or "0")
            ahead = -1 if days is None else days  # what is no number is refused in words
            wish = wish_of(ten, kind, asked, ahead=ahead, mail=thu, quiet=bool(im), language=words.language)
            desk.add(owner_of(request), wish)
        except TracuuError as error:
            draft = Draft(kinds_of(words, loai), dieu_kien, ten, chu, noi, truoc, thu, bool(im))
            return _list(request, desk, draft=draft, error=error)
        return RedirectResponse(f"{PATH}?xong=luu", status_code=303)

    @pages.api_route(f"{PATH}/{{id}}", methods=READ)
    def one(request: Request, id: int, ngay: str = "") -> Response:
        """What is new since the last digest, or what a digest said."""
        saved, words = _own(request, desk, id), words_of(request)
        digests = desk.searches.digests(saved.id, DIGESTS)
        day = _day(ngay)
        shown = last(desk, saved, day=day) if day else []
        if ngay and not shown:
            raise NotFound("Không có bản tin của ngày này.", f"Xem lại ở {PATH}/{id}.")
        digest = shown[0] if shown else preview(desk, saved, today())
        view = one_view(desk, digest, digests, words, of_day=bool(shown))
        return _private(render(request, "saved/one.html", view, saved.wish.name, here="saved"))

    @pages.post(f"{PATH}/{{id}}/ban-tin")
    def made(request: Request, id: int) -> Response:
        """Makes today's digest: what it tells is no longer new. Its letter goes with the next round."""
        digest = make(desk, _own(request, desk, id), today())
        return RedirectResponse(f"{PATH}/{id}?ngay={digest.day}", status_code=303)

    @pages.post(f"{PATH}/{{id}}/tin")
    def feed(request: Request, id: int) -> Response:
        """A new private address, shown once on the page that answers."""
        saved = _own(request, desk, id)
        address = feed_address(request, desk.searches.new_feed(saved.id))
        return _list(request, desk, feeds=(f"{address}.atom", f"{address}.rss"), of=saved.wish.name)

    @pages.post(f"{PATH}/{{id}}/xoa")
    def remove(request: Request, id: int) -> Response:
        """Ends it."""
        desk.searches.remove(_own(request, desk, id).id)
        return RedirectResponse(f"{PATH}?xong=xoa", status_code=303)

    return pages


def _list(
    request: Request,
    desk: SavedDesk,
    *,
    done: str = "",
    draft: Draft | None = None,
    feeds: tuple[str, ...] = (),
    of: str = "",
    error: TracuuError | None = None,
) -> Response:
    words = words_of(request)
    rows = tuple(row_of(desk, one, words) for one in desk.searches.all(owner_of(request)))
    told = words(f"saved.done_{done}") if words.has(f"saved.done_{done}") else ""
    view = ListView(rows, draft or Draft(kinds_of(words)), told, feeds, of, error)
    status = error.status if error else 200
    return _private(render(request, "saved/list.html", view, words("saved.title"), here="saved", status=status))


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _own(request: Request, desk: SavedDesk, id: int) -> Saved:
    return desk.searches.get(id, owner_of(request))


def _asked(kind: Kind, query: str, text: str, place: str) -> Asked:
    """The filter that a desk showed, or that the form says."""
    params = [(name, value) for name, value in parse_qsl(query) if value.strip()]
    params += [(name, value) for name, value in (("text", text), ("place", place)) if value.strip()]
    return filter_of(kind, given(params, several=("document",) if kind == "targets" else ()))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
