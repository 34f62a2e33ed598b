"""What every request passes once the gate has said who makes it: may he do this, and is it logged."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ingest.errors import TracuuError
from service.access.rules import Rule, rule_for
from service.access.store import Access
from service.access.types import VISIT, NotAllowed, NotSignedIn, Visit

DOCUMENTS = ("document", "van-ban")  # parameters that name documents; others may hold a question and are not logged
MACHINES = ("/api/", "/healthz", "/readyz", "/metrics")
REFUSED = "không được"


def visit_of(request: Request) -> Visit:
    """Who makes a request; nobody where no gate stands before the application."""
    visit = request.scope.get(VISIT)
    return visit if isinstance(visit, Visit) else Visit(address="")


class Permitted:
    """Refuses what the visitor's role does not reach; a request that came by no gate reaches nothing."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app, self.access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        visit, rule = visit_of(request), rule_for(scope["method"], scope["path"])
        try:
            check(visit, rule)
        except TracuuError as error:
            if rule and (visit.reader is not None or self.access.seldom(rule.action, visit.address)):
                await run_in_threadpool(self._log, request, visit, rule, REFUSED)
            response = _to_sign_in(request, error) or await _told(request, error)
            await response(scope, receive, send)
            return

        async def send_logged(message: Message) -> None:
            """Nothing is acknowledged before it is in the log."""
            if message["type"] == "http.response.start":
                _keep_nowhere(message, visit, rule)
            if message["type"] == "http.response.start" and rule and rule.action:
                outcome = "được" if message["status"] < 400 else f"lỗi {message['status']}"
                await run_in_threadpool(self._log, request, visit, rule, outcome)
            await send(message)

        await self.app(scope, receive, send_logged)

    def _log(self, request: Request, visit: Visit, rule: Rule | None, outcome: str) -> None:
        if rule and rule.action:
            named = [value for key, value in request.query_params.multi_items() if key in DOCUMENTS]
            object = " ".join(dict.fromkeys([rule.object, *named]))
            self.access.log.add(visit.who, visit.address, rule.action, object, outcome)


def _keep_nowhere(message: Message, visit: Visit, rule: Rule | None) -> None:
    """What somebody signed in for is not left in a browser that others may use after him."""
    if visit.reader is not None and (rule is None or rule.role is not None):
        MutableHeaders(scope=message).setdefault("Cache-Control", "private, no-store")


def check(visit: Visit, rule: Rule | None) -> None:
    """Raises what stands against a call."""
    if visit.refusal is not None:
        raise visit.refusal
    if visit.open or (rule is not None and rule.role is None):
        return
    if visit.reader is None:
        raise NotSignedIn("Cần đăng nhập.", "Đăng nhập, hoặc gửi kèm token: Authorization: Bearer tracuu_…")
    if rule is None or rule.role is None or not visit.reader.may(rule.role):
        needed = f"Việc này cần vai trò {rule.role}." if rule is not None else "Không vai trò nào được làm việc này."
        raise NotAllowed(needed, f"Vai trò của bạn: {visit.reader.role}. Cần thêm quyền thì nhờ người quản trị.")


def _to_sign_in(request: Request, error: TracuuError) -> Response | None:
    """Where there are pages, a reader who opens one signs in first and comes back to it."""
    page = getattr(request.app.state, "sign_in", None)
    reading = request.method in ("GET", "HEAD") and not request.url.path.startswith(MACHINES)
    if page is None or not reading or not isinstance(error, NotSignedIn):
        return None
    asked = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    return RedirectResponse(f"{page}?{urlencode({'ve': asked})}" if asked != "/" else page, status_code=303)


async def _told(request: Request, error: TracuuError) -> Response:
    response: Response = await request.app.exception_handlers[TracuuError](request, error)
    response.headers["Cache-Control"] = "no-store"
    if error.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
