"""``/api/documents`` and ``/api/jobs``: taking documents in and out over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Query, Request, Response, UploadFile
from pydantic import BaseModel, ConfigDict

from index.placing import COMMON
from service.access.permitted import visit_of
from service.loading.types import Decision, Job, Policy
from service.loading.within import Uploads
from service.ports import Holdings
from service.versions import VersionReport
from service.versions.compare import compare_with_former

LISTED = 50


class FileDecision(BaseModel):
    """What to do with a file that is another version of a document held."""

    model_config = ConfigDict(extra="forbid")
    decision: Decision


class JobList(BaseModel):
    """Uploads, the newest first."""

    jobs: list[Job]


def loading(library: Holdings, jobs: Uploads) -> APIRouter:
    """Uploads, decisions, removal, what changed."""
    router = APIRouter(tags=["nạp"])

    @router.post("/documents", status_code=202)
    def upload_documents(
        request: Request,
        files: Annotated[list[UploadFile], File()],
        policy: Annotated[
            Policy, Query(description="khi tệp là bản khác của văn bản đã có: hỏi, thay, giữ cả hai")
        ] = "keep",
        job: Annotated[str | None, Query(description="thêm vào lần nạp này")] = None,
        collection: Annotated[str, Query(description="bộ sưu tập nhận các tệp")] = COMMON,
    ) -> Job:
        """Nhận tệp và nạp ở phía sau; theo dõi bằng /api/jobs/{id}."""
        sent = [(file.filename or "", file.file) for file in files]
        if job:
            return jobs.add(job, sent)
        return jobs.start(sent, policy=policy, by=visit_of(request).who, collection=collection)

    @router.delete("/documents/{id}", status_code=204)
    def remove_document(id: str) -> Response:
        """Gỡ một tài liệu cùng mọi dữ kiện rút ra từ nó."""
        library.remove(id)
        return Response(status_code=204)

    @router.get("/documents/{id}/changes")
    def document_changes(id: str) -> VersionReport:
        """Bản đang giữ khác bản trước nó ở đâu: mục, đoạn, dữ kiện."""
        return compare_with_former(library, id)

    @router.get("/jobs")
    def list_jobs() -> JobList:
        """Các lần nạp gần đây, cùng những lần còn chờ quyết định."""
        return JobList(jobs=jobs.recent(LISTED))

    @router.get("/jobs/{id}")
    def get_job(id: str) -> Job:
        """Một lần nạp tệp đang tới đâu."""
        return jobs.get(id)

    @router.get("/jobs/{id}/files/{number}/changes")
    def file_changes(id: str, number: int) -> VersionReport:
        """Tệp đang chờ quyết định khác văn bản đã có ở đâu."""
        return jobs.changes(id, number)

    @router.post("/jobs/{id}/files/{number}")
    def decide_file(id: str, number: int, body: FileDecision) -> Job:
        """Trả lời cho một tệp đang chờ: thay văn bản đã có, giữ cả hai, hoặc không nạp."""
        return jobs.decide(id, number, body.decision)

    @router.post("/jobs/{id}/retry")
    def retry_job(id: str) -> Job:
        """Nạp tiếp lần nạp bị lỗi."""
        return jobs.retry(id)

    return router
