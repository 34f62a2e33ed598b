"""Routes of provenance: page images, places of a span on them, the originals themselves, and neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel

from service.neighbours import neighbours
from service.one_state import at_one_state
from service.page_images import PageImages, original_of
from service.provenance import Place, places
from service.types import Citation

if TYPE_CHECKING:
    from service.ports import Holdings

PNG = "image/png"
A_YEAR = "private, max-age=31536000, immutable"


class Places(BaseModel):
    """Where a span is printed; no places where the source has no layout."""

    document: str
    start: int
    end: int
    places: tuple[Place, ...]


class Neighbours(BaseModel):
    """The nearest passages of other documents."""

    citations: list[Citation]


def provenance(library: Holdings, images: PageImages) -> APIRouter:
    """From a citation back to the paper."""
    router = APIRouter(tags=["bản gốc"], route_class=at_one_state(library))

    @router.get("/documents/{id}/pages/{page}.png", response_class=Response, responses={200: {"content": {PNG: {}}}})
    def page_image(request: Request, id: str, page: int, v: str = "") -> Response:
        """Ảnh một trang của tệp gốc (PDF, ảnh quét)."""
        file = images.page(id, page)
        tag = f'"{file.stem}"'
        # an address that names the bytes may be kept for good; the other asks again whether they are the same
        headers = {"ETag": tag, "Cache-Control": A_YEAR if v and file.name.startswith(v) else "private, no-cache"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return FileResponse(file, media_type=PNG, headers=headers)

    @router.get("/documents/{id}/places")
    def span_places(id: str, start: Annotated[int, Query(ge=0)], end: Annotated[int, Query(ge=1)]) -> Places:
        """Chỗ in của một đoạn trên các trang, theo tỉ lệ trang."""
        return Places(document=id, start=start, end=end, places=places(library.document(id), start, end))

    @router.get("/documents/{id}/original", response_class=FileResponse)
    def original_file(id: str) -> FileResponse:
        """Tệp gốc như khi nạp, luôn để tải về."""
        found = original_of(library, id)
        # never shown by the browser: a web page taken as a document would run here under our name
        return FileResponse(
            found.path,
            media_type="application/octet-stream",
            filename=found.name,
            content_disposition_type="attachment",
            headers={"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"},
        )

    @router.get("/documents/{id}/neighbours")
    def near_passages(
        id: str,
        start: Annotated[int, Query(ge=0)],
        end: Annotated[int, Query(ge=1)],
        k: Annotated[int, Query(ge=1, le=20)] = 8,
    ) -> Neighbours:
        """Các đoạn gần nhất trong những văn bản khác."""
        return Neighbours(citations=neighbours(library, id, start, end, k))

    return router
