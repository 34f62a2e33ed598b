"""The gate before the application: says who comes, and gives him an application that knows only what he may see.

As long as there is no account, everybody on this machine is let in, and nobody else. As soon as there is one, everybody
signs in. For each set of collections that somebody reads there is an application of its own, built over the documents
of those collections: a page that is added later cannot show others, for it has none to show.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from service.access.addresses import is_loopback, names_this_machine
from service.access.store import Access
from service.access.types import VISIT, NotSignedIn, Reader, Visit, WrongHost

COOKIE = "tracuu_session"
MOST = 8  # applications at once; the oldest goes first, and is built again when it is wanted
HEALTH = ("/healthz", "/readyz")  # of the whole service, whoever asks
NOTHING: frozenset[str] = frozenset()

Build = Callable[[frozenset[str]], ASGIApp]


class Gate:
    """``whole`` serves this machine while there are no accounts; ``build`` makes what the readers of collections see.

    ``whole`` also gets the messages of the server's start and end.
    """

    def __init__(self, access: Access, whole: ASGIApp, build: Build) -> None:
        self.access, self.whole = access, whole
        self._build = build
        self._built: dict[frozenset[str], ASGIApp] = {}
        self._building = threading.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the server's start and end."""
        if scope["type"] == "lifespan":
            await self.whole(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # there are no web sockets here
        visit = await self._visit(scope)
        scope[VISIT] = visit
        if visit.open or scope["path"] in HEALTH:
            app = self.whole
        else:
            app = await self.app_for(visit.reader.collections if visit.reader else NOTHING)
        await app(scope, receive, send)

    async def app_for(self, collections: frozenset[str]) -> ASGIApp:
        """The application for those who read some collections; for nobody, one that has no document."""
        found = self._built.get(collections)
        return found if found is not None else await run_in_threadpool(self._made, collections)

    def _made(self, collections: frozenset[str]) -> ASGIApp:
        with self._building:
            if collections not in self._built:
                self._built[collections] = self._build(collections)
            while len(self._built) > MOST:
                del self._built[next(iter(self._built))]
            return self._built[collections]

    # -- who comes -------------------------------------------------------------------------------

    async def _visit(self, scope: Scope) -> Visit:
        headers, address = Headers(scope=scope), scope["client"][0] if scope.get("client") else ""
        if not self.access.accounts.any():
            return _unnamed(headers, address)
        token = _bearer(headers)
        if token is not None:
            reader = await self._by_token(token)
            wrong = NotSignedIn("Token sai, đã hết hạn hoặc đã thu hồi.", "Tạo token khác ở trang Tài khoản.")
            return Visit(address, reader, refusal=None if reader else wrong)
        return Visit(address, await self._by_session(cookie_of(headers)))

    async def _by_token(self, secret: str) -> Reader | None:
        found = self.access.tokens.account(secret)
        if found is None:
            return None
        account, role, unnoted = found
        if unnoted:
            await run_in_threadpool(self.access.tokens.used, secret)
        return self.access.reader(account, limit=role)

    async def _by_session(self, secret: str) -> Reader | None:
        found = self.access.sessions.account(secret) if secret else None
        if found is None:
            return None
        account, unnoted = found
        if unnoted:
            await run_in_threadpool(self.access.sessions.seen, secret)
        return self.access.reader(account)


def _unnamed(headers: Headers, address: str) -> Visit:
    """A visit while there are no accounts: from this machine, under a name that is only its own, and not passed on."""
    here = is_loopback(address) and names_this_machine(headers.get("host", ""))
    if here and "x-forwarded-for" not in headers and "forwarded" not in headers:
        return Visit(address, open=True)
    refusal = WrongHost(
        "Tra cứu đang chạy không mật khẩu nên chỉ trả lời trên chính máy này, ở 127.0.0.1 hoặc localhost.",
        "Để dùng từ máy khác hoặc qua máy chủ trung gian, tạo tài khoản: tracuu account add TÊN --role “quản trị”.",
    )
    return Visit(address, refusal=refusal)


def cookie_of(headers: Headers) -> str:
    """What the cookie of a session carries, "" without one."""
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


def _bearer(headers: Headers) -> str | None:
    kind, _, secret = headers.get("authorization", "").partition(" ")
    return secret.strip() if kind.casefold() == "bearer" else None
