"""What every page needs: the library, the question desk and a way to render."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.access.permitted import visit_of
from service.ports import Archive
from service.types import Answer
from web.security import HEADERS
from web.words import COOKIE, LANGUAGES, Words, asked_language, words_of

HERE = Path(__file__).parent
READ = ["GET", "HEAD"]
DESKS = (  # the pages in the heading, each with its address
    ("ask", "/"),
    ("documents", "/van-ban"),
    ("targets", "/chi-tieu"),
    ("obligations", "/nghia-vu"),
    ("drafting", "/soan-thao"),
    ("auditing", "/kiem-tra"),
    ("loading", "/nap"),
)
YEAR = 365 * 24 * 3600  # seconds a reader's choice of language is kept


@dataclass(frozen=True)
class Site:
    """The documents, and who answers questions about them."""

    archive: Archive
    ask: Callable[[str], Answer]


@dataclass(frozen=True)
class Frame:
    """What surrounds the content of a page: its title, where it is, how it reads in the other language."""

    title: str
    here: str
    switch: tuple[tuple[str, str, bool], ...]
    desks: tuple[tuple[str, str], ...] = DESKS
    who: str = ""
    """The account that is in, if one has to be."""
    administers: bool = False
    saves: bool = False
    """Whether somebody is there for whom searches are saved."""


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates; a value that is missing is an error, all text is escaped."""
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals["static"] = static
    return env


@lru_cache(maxsize=64)
def static(name: str) -> str:
    """The address of a static file; it changes when the file does, so browsers may keep it."""
    digest = hashlib.sha256((HERE / "static" / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?{urlencode({'v': digest})}"


def render(
    request: Request, template: str, view: Any, title: str = "", *, here: str = "", status: int = 200
) -> HTMLResponse:
    """A page in the reader's language; a choice made with ``?lang=`` is kept in a cookie."""
    words = words_of(request)
    html = (
        environment().get_template(template).render(view=view, words=words, frame=_frame(request, words, title, here))
    )
    response = HTMLResponse(html, status_code=status, headers={**HEADERS, "Content-Language": words.language})
    chosen = asked_language(request)
    if chosen:
        response.set_cookie(COOKIE, chosen, max_age=YEAR, httponly=True, samesite="lax")
    return response


def _frame(request: Request, words: Words, title: str, here: str) -> Frame:
    frame = Frame(_title(title, words), here, _switch(request, words))
    visit = visit_of(request)
    if visit.reader is None:
        gated = visit.address and not visit.open
        return replace(frame, desks=()) if gated else replace(frame, saves=visit.open)
    desks = DESKS if visit.reader.may("nạp") else tuple(desk for desk in DESKS if desk[0] != "loading")
    return replace(frame, desks=desks, who=visit.who, administers=visit.reader.may("quản trị"), saves=True)


def _title(title: str, words: Words) -> str:
    return f"{title} – {words('site.name')}" if title else words("site.name")


def _switch(request: Request, words: Words) -> tuple[tuple[str, str, bool], ...]:
    """(language, the same address in it, whether it is the one in use) for each language."""
    others = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]
    return tuple(
        (language, f"{request.url.path}?{urlencode([*others, ('lang', language)])}", language == words.language)
        for language in LANGUAGES
    )


def number(text: str) -> int | None:
    """A count out of an address, if that is what stands there."""
    return int(text) if text.isdecimal() and len(text) < 9 else None
