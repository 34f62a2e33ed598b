"""One error shape for everything that can go wrong behind an address."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.types import Scope

from index.failures import storage_error
from ingest.errors import TracuuError
from service.logs import request_id
from service.metrics import route_of

log = logging.getLogger(__name__)

MAX_HEAD = 32 * 1024  # bytes of address and headers; 2,000 Vietnamese letters are 18 KB in an address at most
MAX_BODY = 256 * 1024  # bytes of JSON; a question is 2,000 characters, a draft clause a few pages
UPLOADS = ("/api/documents", "/api/precedents/draft", "/nap", "/soan-thao")  # addresses that take files
MAX_UPLOAD = 64 * 1024 * 1024  # bytes of one upload request; a scanned plan with its appendices is about 20 MB


class TooLarge(TracuuError):
    """A body over the limit; it was not read."""

    code = "qua_lon"
    status = 413


class LongHead(TracuuError):
    """An address or headers over the limit; nothing else was looked at."""

    code = "dia_chi_qua_dai"
    status = 431


class NoLength(TracuuError):
    """A body of unknown length; it was not read."""

    code = "thieu_do_dai"
    status = 411


class ErrorDetail(BaseModel):
    """What happened, in words, and what to do next; ``code`` is stable, ``request_id`` finds it in the log."""

    code: str
    message: str
    hint: str = ""
    request_id: str | None = None


class ErrorBody(BaseModel):
    """The one shape of errors."""

    error: ErrorDetail


HTTP_WORDS = {
    400: (
        "yeu_cau_khong_hop_le",
        "Nội dung gửi lên không đúng dạng, hoặc có quá nhiều tệp hay quá nhiều ô; chưa có gì thay đổi.",
        "Gửi lại từ trang của Tra cứu, ít tệp hơn mỗi lần; chương trình thì xem cách gọi ở /api/openapi.json.",
    ),
    404: ("khong_tim_thay", "Không có địa chỉ này.", "Xem các địa chỉ ở /api/openapi.json."),
    405: ("sai_phuong_thuc", "Địa chỉ này không nhận cách gọi đó.", "Xem cách gọi ở /api/openapi.json."),
    413: ("qua_lon", "Nội dung gửi lên quá lớn.", "Rút gọn, hoặc nạp tệp bằng lệnh tracuu sync."),
}


def error_body(code: str, message: str, hint: str = "") -> dict[str, Any]:
    """The error shape as JSON-ready object."""
    detail = ErrorDetail(code=code, message=message, hint=hint, request_id=request_id.get())
    return ErrorBody(error=detail).model_dump(exclude_none=True)


def respond(status: int, code: str, message: str, hint: str = "") -> JSONResponse:
    """An error response."""
    return JSONResponse(error_body(code, message, hint), status_code=status)


def install_failures(app: FastAPI) -> None:
    """Every failure of ``app`` answers in the one shape; bodies over the limit are not read."""

    @app.exception_handler(TracuuError)
    async def known(request: Request, error: TracuuError) -> Response:
        return respond(error.status, error.code, error.message, error.hint)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return respond(422, "tham_so_sai", f"Tham số không hợp lệ: {_fields(error)}.", "Xem mô tả ở /api/openapi.json.")

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        words = HTTP_WORDS.get(error.status_code, ("loi", str(error.detail), ""))
        return respond(error.status_code, *words)

    @app.exception_handler(OSError)
    @app.exception_handler(sqlite3.Error)
    async def refused(request: Request, error: Exception) -> Response:
        told = storage_error(error)
        if told is None:
            log.exception("unexpected failure at %s", route_of(request), exc_info=error)
            return await unknown(request, error)
        log.error("storage fails at %s", route_of(request), exc_info=error)
        answer: Response = await request.app.exception_handlers[TracuuError](request, told)
        return answer

    @app.exception_handler(Exception)
    async def unknown(request: Request, error: Exception) -> Response:
        """Raised again after this, and told by :class:`service.request_log.RequestLog`."""
        return respond(
            500, "loi", "Có lỗi ngoài dự kiến khi xử lý.", "Thử lại; nếu còn lỗi, gửi nhật ký cho người quản trị."
        )

    app.middleware("http")(_limited)


async def _limited(request: Request, proceed: Callable[[Request], Awaitable[Response]]) -> Response:
    """Told like every other failure, so that a form gets a page where there are pages."""
    try:
        _check_head(request.scope)
        _check_length(request)
    except TracuuError as error:
        refused: Response = await request.app.exception_handlers[TracuuError](request, error)
        refused.headers["Connection"] = "close"  # what follows on the line may be the body that was not read
        return refused
    return await proceed(request)


def _check_head(scope: Scope) -> None:
    """The server stops a head that arrives in pieces; one that comes at once, or by another server, is stopped here."""
    headers = sum(len(name) + len(value) for name, value in scope["headers"])
    if headers + len(scope["query_string"]) + len(scope["path"]) > MAX_HEAD:
        raise LongHead("Địa chỉ gửi lên quá dài.", "Rút gọn câu hỏi, hoặc chọn ít tài liệu hơn mỗi lần.")


def _check_length(request: Request) -> None:
    upload = request.headers.get("content-type", "").startswith("multipart/") and request.url.path in UPLOADS
    limit = MAX_UPLOAD if upload else MAX_BODY
    length = request.headers.get("content-length")
    if length is None and request.method not in ("POST", "PUT", "PATCH") and "transfer-encoding" not in request.headers:
        return
    if length is None or not length.isdecimal() or len(length) > 12 or "transfer-encoding" in request.headers:
        raise NoLength("Yêu cầu không ghi độ dài nội dung.", "Gửi kèm Content-Length.")
    if int(length) > limit:
        most = f"tối đa {limit / 1e6:.0f} MB mỗi lần gửi" if upload else "tối đa vài trang chữ"
        raise TooLarge(
            f"Nội dung gửi lên quá lớn ({most}), chưa có gì thay đổi.",
            "Gửi ít tệp hơn mỗi lần, hoặc nạp tệp bằng lệnh tracuu sync." if upload else HTTP_WORDS[413][2],
        )


def _fields(error: RequestValidationError) -> str:
    names = [".".join(str(part) for part in item["loc"] if part not in ("body", "query")) for item in error.errors()]
    return ", ".join(dict.fromkeys(name for name in names if name)) or "nội dung gửi lên"
