"""The pages of access: sign in, sign out, one's own account, and what the administrator keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ingest.errors import TracuuError
from service.access import browsers, signing
from service.access.gate import COOKIE, cookie_of
from service.access.permitted import visit_of
from service.access.provider_settings import RETURN
from service.access.sessions import LASTS
from service.access.store import Access
from service.access.types import NotAllowed, Reader, role_of
from web.access.views import LogView, SignInView, account_view, admin_view, log_view, safe
from web.site import READ, number, render
from web.words import words_of

if TYPE_CHECKING:
    from service.access.provider import Provider

SIGN_IN = "/dang-nhap"
FLOW = "tracuu_flow"  # the cookie of a browser on its way to the provider and back
BROWSER = "tracuu_browser"  # the cookie that a browser is known by where it signed in before
ACCOUNT = "/tai-khoan"
ADMIN = "/quan-tri"


def router(access: Access, provider: Provider | None = None) -> APIRouter:
    """The pages over an access file; people may also sign in by ``provider``, if there is one."""
    pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    _add_signing(pages, access, provider.name if provider else "")
    if provider is not None:
        _add_provider(pages, access, provider)
    _add_account(pages, access)
    _add_tokens(pages, access)
    _add_accounts(pages, access)
    _add_collections(pages, access)
    return pages


def reader_of(request: Request) -> Reader:
    """Who is in; raises :class:`NotAllowed` where nobody needs to be."""
    reader = visit_of(request).reader
    if reader is None:
        raise NotAllowed(
            "Chưa có tài khoản nào, nên trang này chưa dùng được.",
            "Tạo tài khoản đầu tiên trên máy chủ: tracuu account add TÊN --role “quản trị”.",
        )
    return reader


def with_session(response: Response, request: Request, secret: str) -> Response:
    """The response with the cookie of a session."""
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, secret, max_age=int(LASTS), httponly=True, samesite="lax", secure=secure)
    return response


# -- signing in and out --------------------------------------------------------------------------


def _add_signing(pages: APIRouter, access: Access, provider: str) -> None:
    @pages.api_route(SIGN_IN, methods=READ)
    def form(request: Request, ve: str = "/") -> Response:
        """The form; who is in already goes on."""
        if visit_of(request).reader or visit_of(request).open:
            return RedirectResponse(safe(ve), status_code=303)
        return _sign_in_page(request, SignInView(safe(ve), provider=provider))

    @pages.post(SIGN_IN)
    def enter(
        request: Request,
        ten: Annotated[str, Form(max_length=1000)] = "",
        mat_khau: Annotated[str, Form(max_length=4000)] = "",
        ve: Annotated[str, Form(max_length=4000)] = "/",
    ) -> Response:
        """Checks name and password; an older session of this browser ends, the new one has another cookie."""
        visit = visit_of(request)
        try:
            browser = request.cookies.get(BROWSER, "")
            account, secret = signing.sign_in(access, ten, mat_khau, visit.address, browser)
        except TracuuError as error:
            return _sign_in_page(request, SignInView(safe(ve), ten, provider, error), error.status)
        access.sessions.end(cookie_of(request.headers))
        response = with_session(RedirectResponse(safe(ve), status_code=303), request, secret)
        return _known_again(response, request, access.browsers.remember(account, browser))

    @pages.post("/dang-xuat")
    def leave(request: Request) -> Response:
        """Ends the session."""
        visit = visit_of(request)
        signing.sign_out(access, cookie_of(request.headers), visit.who, visit.address)
        response = RedirectResponse(SIGN_IN, status_code=303)
        response.delete_cookie(COOKIE)
        return response


def _known_again(response: Response, request: Request, secret: str) -> Response:
    """The response with the cookie that this browser is known by when somebody signs in next."""
    secure = request.url.scheme == "https"
    response.set_cookie(
        BROWSER, secret, max_age=int(browsers.LASTS), path=SIGN_IN, httponly=True, samesite="lax", secure=secure
    )
    return response


def _sign_in_page(request: Request, view: SignInView, status: int = 200) -> Response:
    title = words_of(request)("access.sign_in")
    return _kept_nowhere(render(request, "access/sign_in.html", view, title, status=status))


def _kept_nowhere(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _add_provider(pages: APIRouter, access: Access, provider: Provider) -> None:
    @pages.api_route(f"{SIGN_IN}/nha-cung-cap", methods=READ)
    def begin(request: Request, ve: str = "/") -> Response:
        """Off to the provider."""
        try:
            address, cookie = provider.begin(safe(ve))
        except TracuuError as error:
            return _sign_in_page(request, SignInView(safe(ve), provider=provider.name, error=error), error.status)
        response = RedirectResponse(address, status_code=303)
        secure = request.url.scheme == "https"
        response.set_cookie(FLOW, cookie, max_age=600, path=SIGN_IN, httponly=True, samesite="lax", secure=secure)
        return _kept_nowhere(response)

    @pages.api_route(RETURN, methods=READ)
    def finish(request: Request, state: str = "", code: str = "") -> Response:
        """Back from the provider."""
        try:
            cookie, address = request.cookies.get(FLOW, ""), visit_of(request).address
            secret, onward = provider.finish(cookie, state, code, address)
        except TracuuError as error:
            return _sign_in_page(request, SignInView("/", provider=provider.name, error=error), error.status)
        access.sessions.end(cookie_of(request.headers))
        response = with_session(RedirectResponse(safe(onward), status_code=303), request, secret)
        response.delete_cookie(FLOW, path=SIGN_IN)
        return _kept_nowhere(response)


# -- one's own account ---------------------------------------------------------------------------


def _account_page(
    request: Request, access: Access, *, secret: str = "", done: str = "", error: TracuuError | None = None
) -> Response:
    words = words_of(request)
    view = account_view(access, reader_of(request), words, secret, done, error)
    title, status = words("access.account"), error.status if error else 200
    return _kept_nowhere(render(request, "access/account.html", view, title, here="account", status=status))


def _add_account(pages: APIRouter, access: Access) -> None:
    @pages.api_route(ACCOUNT, methods=READ)
    def account(request: Request, xong: str = "") -> Response:
        """The account that is in."""
        return _account_page(request, access, done=xong)

    @pages.post(f"{ACCOUNT}/mat-khau")
    def password(
        request: Request,
        cu: Annotated[str, Form(max_length=4000)] = "",
        moi: Annotated[str, Form(max_length=4000)] = "",
    ) -> Response:
        """Another password; every other session ends."""
        try:
            reader = _person(request)
            secret = signing.change_password(access, reader.account, cu, moi, visit_of(request).address)
        except TracuuError as error:
            return _account_page(request, access, error=error)
        return with_session(RedirectResponse(f"{ACCOUNT}?xong=mat-khau", status_code=303), request, secret)


def _add_tokens(pages: APIRouter, access: Access) -> None:
    @pages.post(f"{ACCOUNT}/token")
    def add(
        request: Request,
        ten: Annotated[str, Form(max_length=1000)] = "",
        vai_tro: Annotated[str, Form()] = "đọc",
        ngay: Annotated[str, Form()] = "",
    ) -> Response:
        """A new token, shown once on the page that answers."""
        try:
            account = _person(request).account
            secret = access.tokens.add(account, ten, role_of(vai_tro), number(ngay) or 0)
        except TracuuError as error:
            return _account_page(request, access, error=error)
        access.log.add(account.name, visit_of(request).address, "tạo token", f"{account.name}: {ten}")
        return _account_page(request, access, secret=secret)

    @pages.post(f"{ACCOUNT}/token/{{id}}")
    def revoke(request: Request, id: int) -> Response:
        """Ends a token of one's own."""
        account = _person(request).account
        access.tokens.revoke(id, account)
        access.log.add(account.name, visit_of(request).address, "thu hồi token", str(id))
        return RedirectResponse(f"{ACCOUNT}?xong=thu-hoi", status_code=303)


def _person(request: Request) -> Reader:
    """Who is in, himself: a token makes no tokens and changes no password."""
    reader = reader_of(request)
    if reader.by_token:
        raise NotAllowed("Token không được làm việc này.", "Đăng nhập bằng tên tài khoản trên trang.")
    return reader


# -- what the administrator keeps ----------------------------------------------------------------


def _admin_page(request: Request, access: Access, *, done: str = "", error: TracuuError | None = None) -> Response:
    reader_of(request)
    words = words_of(request)
    view, status = admin_view(access, words, done, error), error.status if error else 200
    return _kept_nowhere(render(request, "access/admin.html", view, words("access.admin"), here="admin", status=status))


def _done(request: Request, access: Access, action: str, object: str) -> Response:
    visit = visit_of(request)
    access.log.add(visit.who, visit.address, action, object)
    return RedirectResponse(f"{ADMIN}?xong=1", status_code=303)


def _add_accounts(pages: APIRouter, access: Access) -> None:
    @pages.api_route(ADMIN, methods=READ)
    def admin(request: Request, xong: str = "") -> Response:
        """Accounts and collections."""
        return _admin_page(request, access, done=xong)

    @pages.api_route(f"{ADMIN}/nhat-ky", methods=READ)
    def log(request: Request, truoc: str = "") -> Response:
        """The audit log."""
        reader_of(request)
        view: LogView = log_view(access, number(truoc))
        return _kept_nowhere(render(request, "access/log.html", view, words_of(request)("access.log"), here="admin"))

    @pages.post(f"{ADMIN}/tai-khoan")
    def add(
        request: Request,
        ten: Annotated[str, Form(max_length=1000)] = "",
        mat_khau: Annotated[str, Form(max_length=4000)] = "",
        vai_tro: Annotated[str, Form()] = "đọc",
    ) -> Response:
        """Another account."""
        try:
            reader_of(request)
            made = access.accounts.add(ten, role_of(vai_tro), mat_khau)
        except TracuuError as error:
            return _admin_page(request, access, error=error)
        return _done(request, access, "tạo tài khoản", f"{made.name} ({made.role})")

    @pages.post(f"{ADMIN}/tai-khoan/{{name}}")
    def change(
        request: Request,
        name: str,
        viec: Annotated[str, Form()],
        vai_tro: Annotated[str, Form()] = "",
        mat_khau: Annotated[str, Form(max_length=4000)] = "",
    ) -> Response:
        """Another role, another password, or no account any more."""
        try:
            reader_of(request)
            return _done(request, access, *_changed(access, name, viec, vai_tro, mat_khau))
        except TracuuError as error:
            return _admin_page(request, access, error=error)


def _changed(access: Access, name: str, what: str, role: str, password: str) -> tuple[str, str]:
    """Does it; returns what to write into the log."""
    account = access.accounts.get(name)
    if what == "xoa":
        access.accounts.remove(account)
        return "xóa tài khoản", account.name
    if what == "mat-khau":
        access.accounts.set_password(account, password)
        return "đặt mật khẩu", account.name
    wanted = role_of(role)
    access.accounts.set_role(account, wanted)
    return "đổi vai trò", f"{account.name} ({wanted})"


def _add_collections(pages: APIRouter, access: Access) -> None:
    @pages.post(f"{ADMIN}/bo-suu-tap")
    def add(request: Request, ten: Annotated[str, Form(max_length=1000)] = "") -> Response:
        """Another collection, which nobody reads yet."""
        try:
            reader_of(request)
            access.collections.add(ten)
        except TracuuError as error:
            return _admin_page(request, access, error=error)
        return _done(request, access, "lập bộ sưu tập", ten)

    @pages.post(f"{ADMIN}/nguoi-doc")
    def grant(
        request: Request,
        bo: Annotated[str, Form()] = "",
        ten: Annotated[str, Form()] = "",
        viec: Annotated[str, Form()] = "",
    ) -> Response:
        """Lets somebody read a collection, or no longer."""
        try:
            reader_of(request)
            account = access.accounts.get(ten)
            if viec == "cho":
                access.collections.grant(bo, account)
            else:
                access.collections.revoke(bo, account)
        except TracuuError as error:
            return _admin_page(request, access, error=error)
        return _done(request, access, "cho đọc" if viec == "cho" else "thôi cho đọc", f"{bo}: {account.name}")
