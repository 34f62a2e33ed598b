"""``/api/precedents`` and ``/api/versions``: the drafter's desk over HTTP."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, Query, Response, UploadFile
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from ingest.text import clean
from ingest.types import Function
from service.audit.types import Level
from service.citations import Sources
from service.one_state import at_one_state
from service.ports import Archive
from service.precedents.drafts import PASTED, read_upload
from service.precedents.engine import VARIANTS, PrecedentDesk
from service.precedents.types import DraftReport, Filters, Precedents
from service.versions.compare import compare_held
from service.versions.types import VersionReport

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST = 20


class PrecedentBody(BaseModel):
    """A clause, a request or a whole draft, and where to take wordings from."""

    model_config = ConfigDict(extra="forbid")
    text: Annotated[str, Field(max_length=100_000), AfterValidator(clean)]
    level: Level | None = None
    province: str | None = Field(default=None, max_length=100)
    type: str | None = Field(default=None, max_length=100)
    function: Function | None = None
    limit: int = Field(default=VARIANTS, ge=1, le=MOST)

    def filters(self) -> Filters:
        """What the body restricts."""
        return Filters(level=self.level, province=self.province, type=self.type, function=self.function)


class ChosenBody(PrecedentBody):
    """Which variants to write; none named means all."""

    chosen: list[int] = Field(default_factory=list, max_length=MOST)


def drafting(archive: Archive) -> APIRouter:
    """Precedents, drafts, versions."""
    router = APIRouter(tags=["soạn thảo"], route_class=at_one_state(archive))
    desk = PrecedentDesk(archive)

    @router.post("/precedents")
    def precedents(body: PrecedentBody) -> Precedents | DraftReport:
        """Câu mẫu cho một đoạn, một yêu cầu hoặc cả dự thảo, gom thành biến thể, đánh dấu chỗ khác."""
        return desk.of_draft_text(body.text, filters=body.filters(), limit=body.limit)

    @router.post("/precedents/wordings.docx", response_class=Response, responses={200: {"content": {WORD: {}}}})
    def wordings_file(body: ChosenBody) -> Response:
        """Các câu mẫu đã chọn, dạng Word, mỗi câu kèm nguồn."""
        from service.precedents.command import write

        found = desk.of_draft_text(body.text, filters=body.filters(), limit=body.limit)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "cau-mau.docx"
            write(found, path, body.chosen)
            return Response(path.read_bytes(), media_type=WORD)

    @router.post("/precedents/draft")
    def check_draft(
        file: Annotated[UploadFile, File()], limit: Annotated[int, Query(ge=1, le=MOST)] = 3
    ) -> DraftReport:
        """Cả dự thảo: câu mẫu từng đoạn, bố cục, căn cứ; tệp không được đưa vào kho."""
        return desk.of_draft(read_upload(file.file.read(), file_name(file.filename or "")), limit=limit)

    @router.get("/versions")
    def compare_documents(old: str, new: str) -> VersionReport:
        """So hai văn bản theo mục, theo đoạn, theo dữ kiện."""
        return compare_held(Sources(archive), old, new)

    return router


def file_name(name: str) -> str:
    """The last part of a file's name as sent; a nameless draft is read as text."""
    last = Path(name.replace("\\", "/")).name
    return last if last.strip(". ") else PASTED
