"""An answer in, verified sentences out, one by one, and a summary at the end; never an error."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from time import perf_counter

from service.phrasing.cutting import Cutter
from service.phrasing.evidence import MARKER, Proof, proof_of
from service.phrasing.prompt import MOST_EVIDENCE, messages
from service.phrasing.settings import Settings, needed, settings
from service.phrasing.types import Ending, Phrasing, Reason, Sentence, Verdict, counted
from service.phrasing.verification import verified
from service.types import Answer

log = logging.getLogger(__name__)

MOST_SENTENCES = 12
Told = Callable[[str], None]

WHOLE = re.compile(r"[.!?…][\"”’)]*(?:\s*\[[\d,\s]+\])*$")  # how a sentence ends that nothing was cut from
AT_ONCE = 4  # texts that one process lets be written at the same time

TOLD = {
    "refused": (
        "Lời từ chối không được diễn đạt lại: không có gì được chứng minh để nói.",
        "A refusal is not rephrased: nothing was proven that could be said.",
    ),
    "busy": ("Đang có nhiều câu được diễn đạt cùng lúc; thử lại sau.", "Too many are being phrased; try again later."),
    "none": (
        "Không câu nào của mô hình đứng vững khi đối chiếu; câu trả lời và trích dẫn vẫn nguyên.",
        "No sentence of the model stood up to checking; the answer and its quotations remain.",
    ),
    "ended": ("Chưa diễn đạt được hết: {why}.", "The phrasing is incomplete: {why}."),
    "unexpected": ("có lỗi ngoài dự kiến", "an unexpected failure"),
}


class Phraser:
    """Has answers phrased by the model of ``settings``, a few at a time; ``told`` hears what came of each sentence:
    ``stood``, or the reason why it was dropped.
    """

    def __init__(self, settings: Settings, told: Told = lambda outcome: None) -> None:
        self.settings, self._told = settings, told
        self._at_work = 0

    @classmethod
    def set_up(cls, told: Told) -> Phraser | None:
        """By the environment; ``None`` where no model is set. Raises an error in words if it is set wrongly."""
        return cls(needed(), told) if settings() is not None else None

    async def phrase(self, answer: Answer) -> AsyncGenerator[Sentence | Phrasing, None]:
        """Each sentence as soon as it is proved, at last the summary; the model is not asked about a refusal."""
        proof = proof_of(answer, MOST_EVIDENCE)
        if not answer.answered or not proof.evidence:
            yield self._nothing("refused", proof)
            return
        if self._at_work >= AT_ONCE:
            yield self._nothing("busy", proof)
            return
        self._at_work += 1
        try:
            async with aclosing(_Text(self.settings, answer, proof).sentences()) as steps:
                async for step in steps:
                    if isinstance(step, Phrasing):
                        self._count(step)
                    yield step
        finally:
            self._at_work -= 1

    async def whole(self, answer: Answer) -> Phrasing:
        """The summary, when all is written."""
        last = Phrasing()
        async with aclosing(self.phrase(answer)) as steps:
            async for step in steps:
                last = step if isinstance(step, Phrasing) else last
        return last

    def _count(self, phrasing: Phrasing) -> None:
        for _ in phrasing.sentences:
            self._told("stood")
        for one in phrasing.dropped:
            for _ in range(one.count):
                self._told(one.reason)

    def _nothing(self, why: str, proof: Proof) -> Phrasing:
        return Phrasing(ending="failed", told=TOLD[why][proof.language == "en"], model=self.settings.model)


class _Text:
    """One text in the making."""

    def __init__(self, settings: Settings, answer: Answer, proof: Proof) -> None:
        self._settings, self._answer, self._proof = settings, answer, proof
        self._kept: list[Sentence] = []
        self._dropped: list[Reason] = []
        self._places: frozenset[str] = frozenset()
        self._seen: set[str] = set()
        self._english = proof.language == "en"

    async def sentences(self) -> AsyncGenerator[Sentence | Phrasing, None]:
        started = perf_counter()
        ending: Ending = "done"
        cutter, why = Cutter(), ""
        try:
            async with aclosing(self._written(cutter)) as proved:
                async for sentence in proved:
                    yield sentence
        except _Stopped as stopped:
            ending, why = stopped.ending, stopped.why
        rest = cutter.rest()
        if ending == "done" or WHOLE.search(rest):
            last = await self._proved(rest)
            if last is not None:
                yield last
        elif rest:
            self._dropped.append("unfinished")
        yield self._summary(ending, why)
        told = {"kept": len(self._kept), "dropped": len(self._dropped), "ending": ending}
        took = round(1000 * (perf_counter() - started), 1)
        log.info("an answer was phrased", extra={"fields": {**told, "ms": took}})

    async def _written(self, cutter: Cutter) -> AsyncGenerator[Sentence, None]:
        """The sentences proved so far; raises :class:`_Stopped` where the text does not come to its own end."""
        from service.phrasing import endpoint

        try:
            async with aclosing(endpoint.pieces(self._settings, messages(self._answer, self._proof))) as pieces:
                async for piece in pieces:
                    for text in cutter.feed(piece):
                        sentence = await self._proved(text)
                        if sentence is not None:
                            yield sentence
                    if len(self._kept) >= MOST_SENTENCES:
                        raise endpoint.Bounded(f"đã đủ {MOST_SENTENCES} câu", f"{MOST_SENTENCES} sentences are enough")
        except endpoint.Stopped as stopped:
            ending: Ending = "bounded" if isinstance(stopped, endpoint.Bounded) else "failed"
            raise _Stopped(ending, stopped.told[self._english]) from None
        except Exception as error:  # whatever it is, the reader keeps the answer
            log.exception("phrasing failed", exc_info=error)
            raise _Stopped("failed", TOLD["unexpected"][self._english]) from None

    async def _proved(self, text: str) -> Sentence | None:
        """The sentence if it stands; one that was written before is passed over."""
        if not MARKER.sub("", text).strip(" .:;,!?…-–") or text in self._seen:
            return None
        self._seen.add(text)
        verdict: Verdict = await asyncio.to_thread(verified, text, self._proof, self._places)
        if verdict.sentence is None:
            self._dropped.append(verdict.reason or "unproven")
            return None
        self._places = frozenset(one.locality for one in self._proof.of(verdict.sentence.citations))
        self._kept.append(verdict.sentence)
        return verdict.sentence

    def _summary(self, ending: Ending, why: str) -> Phrasing:
        told = "" if self._kept else TOLD["none"][self._english]
        if why:
            told = TOLD["ended"][self._english].format(why=why)
        return Phrasing(
            sentences=tuple(self._kept),
            dropped=counted(self._dropped, self._english),
            ending=ending,
            told=told,
            model=self._settings.model,
        )


class _Stopped(Exception):
    """The model's text stopped before its own end."""

    def __init__(self, ending: Ending, why: str) -> None:
        super().__init__(why)
        self.ending, self.why = ending, why
