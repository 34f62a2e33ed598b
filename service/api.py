"""The HTTP API over a library (FastAPI). Pages are mounted beside it by whoever wants them.

Every endpoint that fails answers ``{"error": {"code", "message", "hint"}}`` with the
status to match, in Vietnamese a clerk understands, unknown addresses and wrong
parameters included.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Query
from fastapi.routing import APIRoute
from pydantic import BaseModel

from index.library import Library
from index.types import DocumentSummary, Version
from ingest.types import Document
from service.access.permitted import Permitted
from service.access.store import Access
from service.asking_routes import asking
from service.audit.decisions import Decisions
from service.audit.desk import AuditDesk
from service.audit.routes import audits
from service.desk import Desk
from service.failures import ErrorBody, install_failures
from service.graph import Graph, build
from service.health import health
from service.lasting import FoundDuty, FoundReference, FoundTarget, FoundTask, lasting
from service.loading import Jobs
from service.loading.routes import loading
from service.loading.within import Uploads
from service.metrics import Metrics, measured
from service.one_state import at_one_state
from service.opening import Opening
from service.page_images import PageImages
from service.phrasing.phraser import Phraser
from service.phrasing.routes import phrasing
from service.ports import Holdings
from service.precedents.desk import DraftingDesk
from service.precedents.routes import drafting
from service.provenance_routes import provenance
from service.queueing import BoundedQueue, Limits, Line
from service.rates import RateLimit, Rates
from service.registers.desk import RegisterDesk
from service.registers.routes import registers
from service.saved.desk import SavedDesk
from service.saved.routes import feeds, saved_searches
from service.standards.routes import standards
from service.watching.beside import Watching

Documents = Annotated[list[str] | None, Query(alias="document", description="mã tài liệu; lặp lại để lấy nhiều")]
ERRORS: dict[int | str, dict[str, Any]] = {
    code: {"model": ErrorBody} for code in (400, 401, 403, 404, 408, 411, 413, 422, 429, 431, 500, 501, 503, 507)
}  # fmt: skip
TAGS = [
    {"name": "hỏi đáp", "description": "Hỏi, tìm đoạn, gợi ý khi đang gõ."},
    {"name": "soạn thảo", "description": "Câu mẫu, soát dự thảo, so hai văn bản."},
    {"name": "tài liệu", "description": "Văn bản đang giữ và mọi bản cũ của chúng."},
    {"name": "nạp", "description": "Nạp, gỡ, theo dõi lần nạp, quyết định về bản mới của văn bản đã có."},
    {"name": "sơ đồ", "description": "Văn bản nào thực hiện, căn cứ văn bản nào."},
    {"name": "bản gốc", "description": "Tệp gốc, ảnh trang, chỗ in của một đoạn, đoạn gần nghĩa ở văn bản khác."},
    {"name": "dữ kiện", "description": "Chỉ tiêu, nhiệm vụ, trách nhiệm, dẫn chiếu, mỗi mục kèm trích dẫn."},
    {"name": "sổ theo dõi", "description": "Việc phải làm và bảng chỉ tiêu, lọc được và tải về được."},
    {"name": "kiểm tra", "description": "Đối chiếu kế hoạch với khung và với chính nó."},
    {"name": "đã lưu", "description": "Tìm kiếm đã lưu: có gì mới, nguồn tin của bản tin."},
    {"name": "vận hành", "description": "Cho người giám sát: còn sống, sẵn sàng, đo đếm."},
]


def operation_id(route: APIRoute) -> str:
    """The name of its function: short, the same from release to release, what generated clients call it by."""
    return route.name


class Listed(BaseModel):
    """Documents held."""

    documents: list[DocumentSummary]


class VersionList(BaseModel):
    """The versions of a document."""

    versions: list[Version]


class VersionShown(Version):
    """A version with all of the document as it was."""

    document: Document


@dataclass(frozen=True)
class Shared:
    """What the applications of one process have in common: uploads, counts, the queue, the language model if one is
    set and, at a gate, access, what is saved by whom and the folders watched.
    """

    jobs: Uploads
    line: Line
    metrics: Metrics
    access: Access | None = None
    saved: SavedDesk | None = None
    watching: Watching | None = None
    rates: Rates = field(default_factory=Rates)
    phraser: Phraser | None = None

    @classmethod
    def over(cls, library: Library, jobs: Uploads, limits: Limits, access: Access | None = None) -> Shared:
        """With counts and a queue of its own; ``limits`` is what one process takes on at once."""
        metrics = Metrics(library)
        line = Line(limits, metrics.note_queue)
        phraser = Phraser.set_up(metrics.note_phrased)
        if access is None:
            return cls(jobs, line, metrics, phraser=phraser)
        saved, watching = SavedDesk(library, access), Watching.from_settings(library, access.log)
        return cls(jobs, line, metrics, access, saved, watching, phraser=phraser)


def create_app(library: Library, limits: Limits = Limits()) -> FastAPI:  # noqa: B008 frozen
    """The application over a whole library, for whoever calls it; see :func:`service.server.gated` for the others.

    ``limits`` is what one process takes on at once.
    """
    return app_over(library, Shared.over(library, Jobs(library), limits))


def app_over(library: Holdings, shared: Shared) -> FastAPI:
    """The application; pages may be mounted on it, ``app.state.desk`` answers questions."""
    decisions = Decisions.beside(library)
    auditing, register = AuditDesk(library, decisions), RegisterDesk(library)
    app = FastAPI(
        lifespan=living,
        title="Tra cứu",
        description="Hỏi đáp có trích dẫn nguyên văn trên văn bản chính sách.",
        version="0.1.0",
        openapi_url="/api/openapi.json",
        openapi_tags=TAGS,
        generate_unique_id_function=operation_id,
        docs_url=None,
        redoc_url=None,
    )
    app.state.library, app.state.desk = library, Desk(library)
    app.state.registers = register
    app.state.jobs, app.state.metrics, app.state.access = shared.jobs, shared.metrics, shared.access
    app.state.saved, app.state.watching = shared.saved, shared.watching
    app.state.auditing, app.state.drafting = auditing, DraftingDesk.over(library)
    app.state.page_images, app.state.phraser = PageImages(library), shared.phraser
    app.state.opening = opening = Opening(lambda: (register.read(), library.search("kế hoạch", k=1)), auditing.warm)
    app.add_middleware(BoundedQueue, line=shared.line, refused=shared.metrics.note_refusal)
    install_failures(app)
    if shared.access is not None:
        app.add_middleware(Permitted, access=shared.access)
        app.add_middleware(RateLimit, rates=shared.rates)
    app.middleware("http")(measured(app.state.metrics))
    app.include_router(asking(app.state.desk), prefix="/api", responses=ERRORS)
    app.include_router(phrasing(app.state.desk, shared.phraser), prefix="/api", responses=ERRORS)
    app.include_router(drafting(library), prefix="/api", responses=ERRORS)
    app.include_router(documents(library), prefix="/api", responses=ERRORS)
    app.include_router(loading(library, shared.jobs), prefix="/api", responses=ERRORS)
    app.include_router(citations(library), prefix="/api", responses=ERRORS)
    app.include_router(provenance(library, app.state.page_images), prefix="/api", responses=ERRORS)
    app.include_router(standards(library), prefix="/api", responses=ERRORS)
    app.include_router(facts(library), prefix="/api", responses=ERRORS)
    app.include_router(registers(register), prefix="/api", responses=ERRORS)
    app.include_router(audits(library, decisions), prefix="/api", responses=ERRORS)
    if shared.saved is not None:
        app.include_router(saved_searches(shared.saved), prefix="/api", responses=ERRORS)
        app.include_router(feeds(shared.saved))
    app.include_router(health(library, shared.metrics, opening), responses=ERRORS)
    return app


@asynccontextmanager
async def living(app: FastAPI) -> AsyncIterator[None]:
    """At start, loads what the first reader would wait for, goes on with uploads that an earlier end cut short and
    watches folders; at the end, stops them where they are.
    """
    app.state.opening.begin()
    app.state.jobs.resume()
    watching: Watching | None = app.state.watching
    if watching is not None:
        watching.begin()
    yield
    if watching is not None:
        watching.close()
    app.state.jobs.close()
    app.state.metrics.close()


def documents(library: Holdings) -> APIRouter:
    """What is held."""
    router = APIRouter(tags=["tài liệu"], route_class=at_one_state(library))

    @router.get("/documents")
    def list_documents() -> Listed:
        """Các tài liệu đang giữ."""
        return Listed(documents=list(library.documents()))

    @router.get("/documents/{id}")
    def get_document(id: str) -> Document:
        """Một tài liệu: toàn văn, mục lục, chỉ tiêu, nhiệm vụ, dẫn chiếu."""
        return library.document(id)

    @router.get("/documents/{id}/versions")
    def list_versions(id: str) -> VersionList:
        """Mọi bản đã biết của một tài liệu, cũ trước; bản đang giữ đứng cuối và không có ngày bị thay."""
        return VersionList(versions=library.versions(id))

    @router.get("/documents/{id}/versions/{name}")
    def get_version(id: str, name: str) -> VersionShown:
        """Một bản của tài liệu, gọi bằng số thứ tự hoặc bằng 8 chữ đầu mã băm của nó."""
        told, document = library.version(id, name)
        return VersionShown(**told.model_dump(), document=document)

    return router


def citations(library: Holdings) -> APIRouter:
    """Which document rests on which."""
    router = APIRouter(tags=["sơ đồ"], route_class=at_one_state(library))

    @router.get("/graph")
    def citation_graph(
        document: Annotated[str | None, Query(description="chỉ quanh văn bản này")] = None,
        least: Annotated[int, Query(ge=1, description="ẩn văn bản chưa có mà ít văn bản dẫn hơn")] = 1,
        mentions: Annotated[bool, Query(description="kể cả dẫn trong thân bài")] = False,
    ) -> Graph:
        """Văn bản nào thực hiện, căn cứ văn bản nào; văn bản được dẫn mà chưa có trong kho."""
        graph = build(library, mentions=mentions).at_least(least)
        return graph.around(document) if document else graph

    return router


def facts(library: Holdings) -> APIRouter:
    """Targets, tasks, duties and references of all documents or of some."""
    router = APIRouter(tags=["dữ kiện"], route_class=at_one_state(library))

    def only(document: list[str] | None) -> frozenset[str] | None:
        return frozenset(document) if document else None

    @router.get("/targets")
    def targets(document: Documents = None, key: Annotated[list[str] | None, Query()] = None) -> list[FoundTarget]:
        """Chỉ tiêu, theo tài liệu và theo khóa chỉ tiêu."""
        return lasting(library, library.targets(documents=only(document), keys=only(key)), FoundTarget)

    @router.get("/tasks")
    def tasks(document: Documents = None) -> list[FoundTask]:
        """Nhiệm vụ giao trong các phụ lục và trong phần lời."""
        return lasting(library, library.tasks(documents=only(document)), FoundTask)

    @router.get("/duties")
    def duties(document: Documents = None) -> list[FoundDuty]:
        """Ai báo cáo, làm gì, cho ai, khi nào."""
        return lasting(library, library.duties(documents=only(document)), FoundDuty)

    @router.get("/references")
    def references(document: Documents = None) -> list[FoundReference]:
        """Các văn bản được dẫn chiếu."""
        return lasting(library, library.references(documents=only(document)), FoundReference)

    return router
