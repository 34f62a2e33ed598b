"""Phrasing over HTTP: the answer first, then each sentence when it is proved, then the summary."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse
from fastapi.sse import EventSourceResponse, format_sse_event
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from service.asking_routes import AskBody
from service.desk import Desk
from service.phrasing.phraser import Phraser
from service.phrasing.settings import needed
from service.phrasing.types import PhrasedAnswer, Phrasing
from service.types import Answer

STREAM: dict[str, Any] = {"text/event-stream": {}}
SAID = (
    "`text/event-stream`: sự kiện `answer` (Answer), `sentence` (câu đã đối chiếu), `end` (Phrasing); "
    "với `stream: false` là JSON: Answer kèm `phrasing`"
)
NO_STORE = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class PhraseBody(AskBody):
    """A question, and how the phrased answer is wanted."""

    stream: bool = Field(default=True, description="từng câu ngay khi đối chiếu xong (SSE); false: JSON một lần")


def phrasing(desk: Desk, phraser: Phraser | None) -> APIRouter:
    """Answers in sentences by a language model, where one is set."""
    router = APIRouter(tags=["hỏi đáp"])

    @router.post("/phrase", responses={200: {"model": PhrasedAnswer, "description": SAID, "content": STREAM}})
    async def phrase(body: PhraseBody) -> Response:
        """Trả lời như `/api/ask`, kèm lời diễn đạt của mô hình ngôn ngữ, từng câu đã đối chiếu với trích dẫn."""
        writer = phraser or Phraser(needed())
        answer = await run_in_threadpool(desk.ask, body.question, body.conditions)
        if body.stream:
            return EventSourceResponse(_events(writer, answer), headers=NO_STORE)
        return StreamingResponse(_json(writer, answer), media_type="application/json", headers=NO_STORE)

    return router


async def _events(phraser: Phraser, answer: Answer) -> AsyncIterator[bytes]:
    yield _event("answer", answer)
    async with aclosing(phraser.phrase(answer)) as steps:
        async for step in steps:
            yield _event("end" if isinstance(step, Phrasing) else "sentence", step)


def _event(name: str, told: BaseModel) -> bytes:
    return format_sse_event(event=name, data_str=told.model_dump_json())


async def _json(phraser: Phraser, answer: Answer) -> AsyncIterator[str]:
    """In one piece, yet begun at once: a place in the queue is held by what computes, not by what waits."""
    told = PhrasedAnswer(**dict(answer), phrasing=await phraser.whole(answer))
    yield told.model_dump_json()
