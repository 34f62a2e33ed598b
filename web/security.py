"""What every request and answer of the pages goes through.

A page loads nothing but its own files and runs nothing inline (:class:`SecurityHeaders`); a page
of somebody else cannot make a reader's browser change anything here (:class:`OwnPagesOnly`). Both
cover pages and API alike and are installed once, in :mod:`web.app`: a desk that adds a form with
``method="post"`` needs nothing of its own, no token in the form and no check in the handler.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ingest.errors import TracuuError
from service.access.types import VISIT, Visit

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
    "Referrer-Policy": "same-origin",  # a question is in the address and must not travel
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SecurityHeaders:
    """Puts :data:`HEADERS` on every HTTP answer, pages and API alike, unless already there."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_secured)


SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class ForeignPage(TracuuError):
    """A change asked for by a page of another site; nothing was done."""

    code = "yeu_cau_tu_trang_khac"
    status = 403


class OwnPagesOnly:
    """Refuses every request that may change something unless it comes from our own pages or from no browser.

    Browsers say where a request comes from: ``Sec-Fetch-Site`` (over https and on this machine),
    else ``Origin``, which every browser sends with a POST. Neither can be set by a page. A program
    that uses the API sends neither and is let through: it carries nobody's rights but its own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        app = self.app
        unsafe = scope["type"] == "http" and scope["method"] not in SAFE_METHODS
        if unsafe and not _by_token(scope) and not _ours(Headers(scope=scope)):
            request = Request(scope, receive)
            error = ForeignPage(
                "Yêu cầu này do một trang khác gửi tới nên không được thực hiện; dữ liệu không thay đổi.",
                "Hãy mở trang Tra cứu trong cùng cửa sổ rồi làm lại từ đó.",
            )
            app = await request.app.exception_handlers[TracuuError](request, error)
        await app(scope, receive, send)


def _by_token(scope: Scope) -> bool:
    """Whether a token, which no page of another site has and no browser sends by itself, proved who asks."""
    visit = scope.get(VISIT)
    return isinstance(visit, Visit) and visit.reader is not None and visit.reader.by_token


def _ours(headers: Headers) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")  # "none": typed or opened by the reader himself
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.casefold() == headers.get("host", "").casefold() != ""
