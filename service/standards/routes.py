"""Permalinks over HTTP: where one leads, and the one of any words."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from ingest.errors import NotFound
from service.one_state import at_one_state
from service.ports import Holdings
from service.standards.akn import akoma_ntoso, names_of
from service.standards.csvw import METADATA, metadata, targets_table
from service.standards.permalinks import asked_link, permalink
from service.standards.resolving import Resolved, resolve


class Permalink(BaseModel):
    """The permalink of a document, or of a span of it."""

    permalink: str


def standards(library: Holdings) -> APIRouter:
    """How documents are named and taken away in forms that other programs know."""
    router = APIRouter(tags=["địa chỉ bền"], route_class=at_one_state(library))

    @router.get("/tl/{work:path}")
    def follow_permalink(
        request: Request,
        work: str,
        tep: Annotated[str, Query(description="mã băm của tệp, những chữ đầu")] = "",
        ban: Annotated[str, Query(description="mã băm của văn bản, những chữ đầu")] = "",
        doan: Annotated[str, Query(description="đầu-cuối của đoạn")] = "",
        trich: Annotated[str, Query(description="những chữ đầu của đoạn")] = "",
        khop: Annotated[str, Query(description="độ dài và mã băm của đoạn và của chữ quanh nó")] = "",
    ) -> Resolved:
        """Một địa chỉ bền (/tl/…, thêm /api ở trước) nay dẫn tới đâu."""
        return resolve(library, asked_link(work, request.query_params))[0]

    @router.get("/documents/{id}/permalink")
    def permalink_of(
        id: str,
        start: Annotated[int | None, Query(ge=0)] = None,
        end: Annotated[int | None, Query(ge=1)] = None,
    ) -> Permalink:
        """Địa chỉ bền của một tài liệu, hoặc của một đoạn trong bản đang giữ."""
        document = library.document(id)
        if (start is None) != (end is None) or (start is not None and not document.text[start:end].strip()):
            raise NotFound("Văn bản không có đoạn này.", "Gửi cả start và end, trong phạm vi của văn bản.")
        return Permalink(permalink=permalink(document, document.text, start, end))

    @router.get("/documents/{id}/akn.xml", response_class=Response)
    def akoma_ntoso_of(
        id: str, version: Annotated[str, Query(description="bản cũ: số thứ tự, hoặc 8 chữ đầu mã băm")] = ""
    ) -> Response:
        """Văn bản dạng Akoma Ntoso 3.0 (LegalDocML): cấu trúc, dẫn chiếu, nguyên văn."""
        document = library.version(id, version)[1] if version else library.document(id)
        return Response(
            akoma_ntoso(document, names_of(document, library)),
            media_type="application/akn+xml",
            headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(id, safe='')}.xml"},
        )

    @router.get("/targets.csv", response_class=Response)
    def target_table() -> Response:
        """Mọi chỉ tiêu dạng CSV on the Web; cột là gì: targets.csv-metadata.json."""
        headers = {"Link": f'<targets.csv{METADATA}>; rel="describedby"; type="application/csvm+json"'}
        return Response(targets_table(library), media_type="text/csv; charset=utf-8; header=present", headers=headers)

    @router.get(f"/targets.csv{METADATA}")
    def target_table_described() -> dict[str, Any]:
        """Mô tả bảng chỉ tiêu theo CSV on the Web: cột, kiểu, tên tiếng Việt và tiếng Anh."""
        return metadata("targets.csv")

    return router
