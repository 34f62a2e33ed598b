"""Asking, searching and completing what is typed, over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from index.types import Filters, Level, Mark, Mode
from service.desk import Desk
from service.one_state import at_one_state
from service.question import MAX_LENGTH
from service.searching import explore
from service.suggestions import LIMIT, Suggestions
from service.types import Answer, Found, Reading, Suggestion

Some = list[str] | None
MANY = "; lặp lại để lấy nhiều"


class AskBody(BaseModel):
    """A question, as typed, and how it is to be read where that was misunderstood."""

    model_config = ConfigDict(extra="forbid")
    question: str = Field(description=f"tối đa {MAX_LENGTH} ký tự", max_length=100_000)
    conditions: Reading | None = Field(
        default=None, description="điều kiện sửa lại; trường không gửi thì giữ như hiểu từ câu hỏi, gửi null là bỏ"
    )


class Suggested(BaseModel):
    """Names that complete what is typed."""

    query: str
    suggestions: list[Suggestion]


def filters_of(
    document: Annotated[Some, Query(description="mã tài liệu" + MANY)] = None,
    province: Annotated[Some, Query(description="tỉnh, thành phố, như trong tài liệu" + MANY)] = None,
    commune: Annotated[Some, Query(description="xã, phường, như trong tài liệu" + MANY)] = None,
    type: Annotated[Some, Query(description="tên loại văn bản" + MANY)] = None,
    issuer: Annotated[Some, Query(description="cơ quan ban hành" + MANY)] = None,
    year: Annotated[Some, Query(description="năm ban hành" + MANY)] = None,
    level: Annotated[list[Level] | None, Query(description="cấp của văn bản" + MANY)] = None,
    mark: Annotated[list[Mark] | None, Query(description="đoạn có chỉ tiêu; đoạn có hạn")] = None,
) -> Filters | None:
    """The filters of an address; ``None`` where there are none."""
    given = {
        "documents": document,
        "provinces": province,
        "communes": commune,
        "types": type,
        "issuers": issuer,
        "years": year,
        "levels": level,
        "marks": mark,
    }
    wanted = {field: frozenset(values) for field, values in given.items() if values}
    return Filters.model_validate(wanted) if wanted else None


def asking(desk: Desk) -> APIRouter:
    """Asking and searching."""
    router = APIRouter(tags=["hỏi đáp"], route_class=at_one_state(desk.archive))
    suggest_names = Suggestions(desk.archive)

    @router.post("/ask")
    def ask(body: AskBody) -> Answer:
        """Trả lời một câu hỏi kèm trích dẫn, hoặc từ chối kèm bằng chứng gần nhất."""
        return desk.ask(body.question) if body.conditions is None else desk.ask(body.question, body.conditions)

    @router.get("/search")
    def search(
        q: str,
        filters: Annotated[Filters | None, Depends(filters_of)],
        k: Annotated[int, Query(ge=1, le=1000)] = 10,
        offset: Annotated[int, Query(ge=0, le=1000, description="bỏ qua bấy nhiêu đoạn đầu")] = 0,
        mode: Mode = "hybrid",
        facets: Annotated[bool, Query(description="kèm số đoạn theo tỉnh, xã, loại, cơ quan, năm, cấp")] = False,
    ) -> Found:
        """Các đoạn gần nghĩa nhất, vì sao tìm được, và các cách thu hẹp."""
        return explore(desk.archive, q, k=k, offset=offset, mode=mode, filters=filters, facets=facets)

    @router.get("/suggest")
    def suggest(
        q: Annotated[str, Query(max_length=100_000, description="chữ đang gõ, có dấu hoặc không")],
        limit: Annotated[int, Query(ge=1, le=50)] = LIMIT,
    ) -> Suggested:
        """Tên nơi, chỉ tiêu, số ký hiệu, đề mục trong kho, nối tiếp chữ đang gõ."""
        return Suggested(query=q, suggestions=suggest_names(q, limit))

    return router
