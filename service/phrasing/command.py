"""``tracuu ask --phrase``: the answer as always, and below it what a language model makes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import aclosing

from service.phrasing.phraser import Phraser
from service.phrasing.settings import Settings
from service.phrasing.types import PhrasedAnswer, Phrasing
from service.question import language_of
from service.types import Answer

HEADING = {
    "vi": "Diễn đạt bởi mô hình {model} (từng câu đã đối chiếu; câu trả lời và trích dẫn ở trên mới là căn cứ):",
    "en": "Phrased by the model {model} (each sentence checked; the answer and quotations above are what counts):",
}
DROPPED = {"vi": "Đã bỏ {count} câu: {told}.", "en": "Sentences dropped: {count} ({told})."}


def phrased(answer: Answer, settings: Settings) -> PhrasedAnswer:
    """The answer with its phrasing."""
    return PhrasedAnswer(**dict(answer), phrasing=asyncio.run(Phraser(settings).whole(answer)))


def write(answer: Answer, settings: Settings, echo: Callable[[str], None]) -> None:
    """Writes each sentence as soon as it is proved, then what was dropped and why."""

    async def run() -> None:
        language = language_of(answer.question)
        echo("")
        echo(HEADING[language].format(model=settings.model))
        async with aclosing(Phraser(settings).phrase(answer)) as steps:
            async for step in steps:
                for line in _ending(step, language) if isinstance(step, Phrasing) else (step.text,):
                    echo(f"  {line}")

    asyncio.run(run())


def _ending(phrasing: Phrasing, language: str) -> Iterator[str]:
    if phrasing.told:
        yield phrasing.told
    for one in phrasing.dropped:
        yield DROPPED[language].format(count=one.count, told=one.told)
