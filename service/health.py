"""For supervisors: alive, ready, measured."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, PlainTextResponse

from ingest.errors import TracuuError
from service.access.permitted import visit_of
from service.failures import respond
from service.metrics import MEDIA_TYPE, Metrics
from service.opening import Opening
from service.ports import Holdings


class StillOpening(TracuuError):
    """Model and index are being opened."""

    code = "dang_mo"


class NoDocuments(TracuuError):
    """There is nothing to be asked about."""

    code = "chua_co_chi_muc"


class BrokenIndex(TracuuError):
    """The indexes are missing, damaged, or not those of what is held."""

    code = "chi_muc_hong"


class Alive(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Ready(BaseModel):
    """Questions are answered; how much is held is told to who may read."""

    status: Literal["ready"] = "ready"
    documents: int | None = None
    collections: int | None = None
    superseded: int | None = Field(default=None, description="bản tóm lược đã nhường chỗ cho bản gốc")
    passages: int | None = None
    generation: int | None = None
    encoder: str | None = None
    problems: list[str] = []

    model_config = ConfigDict(extra="allow")


def health(library: Holdings, metrics: Metrics, opening: Opening) -> APIRouter:
    """Alive, ready and measured. Ready is who can answer a question now."""
    router = APIRouter(tags=["vận hành"])

    @router.get("/healthz")
    async def alive() -> Alive:
        """Tiến trình còn sống."""
        return Alive()

    @router.get("/readyz", response_model=Ready)
    def ready(request: Request) -> Response:
        """Mô hình và chỉ mục đã mở, có tài liệu, trả lời được."""
        status = {} if opening.under_way else library.status()
        hindrance = hindrance_of(status, opening)
        if hindrance is not None:
            return respond(503, hindrance.code, hindrance.message, hindrance.hint)
        visit = visit_of(request)
        phraser = request.app.state.phraser
        if phraser is not None:
            status = {**status, "language_model": phraser.settings.told()}
        named = request.app.state.access is None or visit.open or visit.reader is not None
        # how much is held is not everybody's to know
        return JSONResponse({"status": "ready", **(status if named else {})})

    @router.get("/metrics", response_class=PlainTextResponse)
    def measurements() -> Response:
        """Số lượt gọi và thời gian trả lời, dạng Prometheus."""
        return Response(metrics.text(), media_type=MEDIA_TYPE)

    return router


def hindrance_of(status: dict[str, Any], opening: Opening) -> TracuuError | None:
    """Why no question can be answered now, ``None`` if one can. What is broken is opened again, which mends indexes."""
    if opening.under_way:
        return StillOpening("Đang mở mô hình và chỉ mục.", "Chờ vài giây.")
    if not status.get("documents"):
        return NoDocuments("Chưa có tài liệu nào để tra cứu.", "Nạp tài liệu: tracuu sync THƯ-MỤC.")
    broken = [
        BrokenIndex(told, "Đang tự sửa; nếu còn sau vài phút, chạy tracuu doctor.") for told in status["problems"]
    ]
    hindrance = next(iter(broken), opening.failure)
    if hindrance is not None:
        opening.begin()
    return hindrance
