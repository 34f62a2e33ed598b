"""The desk: a question in, an evidenced answer out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from index.types import Filters, Mode
from ingest.errors import BadQuestion, IndexUnavailable
from ingest.types import Task
from service.analysis import Analysis, analyse
from service.answers import compare, listing, metadata, obligation, passage, reference, target, task
from service.answers.audited import audited, unfound
from service.answers.draft import Draft, answerer
from service.answers.instead import worded_instead
from service.answers.passage import draft_from, see_also
from service.answers.reworded import reworded
from service.answers.tally import tell_counts
from service.answers.task import named_task
from service.answers.verdict import confirmed
from service.citations import Sources, served
from service.evidence import gather
from service.guards import GUARDS
from service.hits import as_hit
from service.plan import Plan, compile_plan
from service.ports import Archive
from service.question import MAX_LENGTH, read
from service.readings import reading_of, revised
from service.respelling import respelled
from service.shorthand import written_out
from service.types import Answer, Hit, Reading
from service.understood import understood

KINDS = (compare, listing, metadata, obligation, passage, reference, target, task)
"""Importing an answerer registers it; naming them here is what makes the registry complete."""

WORDED = ("passage", "precedent")  # kinds of questions that quote what they look for


class Desk:
    """Answers questions from a library; holds nothing between questions but the library."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def ask(self, text: str, reading: Reading | None = None) -> Answer:
        """The answer, or the refusal with the nearest evidence; ``reading`` mends how the question is read.

        Raises :class:`BadQuestion` for what is no question and
        :class:`IndexUnavailable` if nothing was taken yet.
        """
        started = time.perf_counter()
        read(text)  # what is no question needs no documents to say so
        with self.archive.steady():
            return self._answer(text, reading, started)

    def _answer(self, text: str, reading: Reading | None, started: float) -> Answer:
        sources = Sources(self.archive)
        plan = self.plan(text, sources, reading)
        draft = self._draft(plan, sources)
        told = understood(plan, len(sources.held))
        question = plan.analysis.question
        answer = served(draft.finish(question.typed or question.text, plan.analysis.kind, told), sources)
        if answer.answered and not answer.answer.strip():  # nothing was found to say: that is a refusal
            why = draft.say(
                "Trong các tài liệu đang giữ không có đoạn nào nói điều được hỏi.",
                "Nothing in the documents held says what is asked.",
            )
            answer = answer.model_copy(update={"answered": False, "answer": why, "reason": why})
        took = round((time.perf_counter() - started) * 1000, 1)
        return answer.model_copy(update={"took_ms": took, "conditions": reading_of(plan.analysis)})

    def ask_leniently(self, text: str) -> dict[str, Any]:
        """The answer as JSON-ready object; a bad question becomes a refusal, so that a batch goes on."""
        try:
            return self.ask(text).model_dump(mode="json")
        except BadQuestion as error:
            refusal = Answer(
                question=text[:MAX_LENGTH], answered=False, kind="passage", answer=str(error), reason=str(error)
            )
            return refusal.model_dump(mode="json")

    def analyse(self, text: str) -> Analysis:
        """How a question is read, without answering it."""
        return self.plan(text, Sources(self.archive)).analysis

    def plan(self, text: str, sources: Sources, reading: Reading | None = None) -> Plan:
        """The compiled question, with the conditions that ``reading`` sets."""
        question = read(text)
        if not sources.held and not self.archive.search(question.text, k=1):
            raise IndexUnavailable("Chưa có tài liệu nào để tra cứu.", "Nạp tài liệu trước: tracuu sync THƯ-MỤC.")
        held = list(sources.held.values())
        typed_well = respelled(written_out(question), held, self.archive.word_use())
        analysis = analyse(typed_well, held)
        return compile_plan(analysis if reading is None else revised(analysis, reading, held))

    def _draft(self, plan: Plan, sources: Sources) -> Draft:
        for guard in GUARDS:
            refusal = guard(plan, sources)
            if refusal is not None:
                return refusal
        found = worded_instead(plan, sources) or audited(plan, sources)
        if found is not None:
            return found
        settled = confirmed(plan, sources) or named_task(plan, sources)
        drafted = settled or answerer(plan.analysis.kind)(plan, sources)
        draft = drafted or draft_from(plan, sources, gather(plan, sources), documents=3)
        if draft.reason is not None and plan.analysis.kind in WORDED:
            draft = reworded(plan.analysis, sources) or draft
        if draft.reason is not None:
            draft.refuse(*(unfound(plan, sources) or (draft.reason,)))
        tell_counts(draft, plan, sources)
        if draft.reason is None and plan.analysis.kind != "metadata" and not _settled(plan, draft):
            see_also(draft, plan, sources)
        _tell_digests(draft, sources)
        return draft

    def search(self, query: str, *, k: int = 10, mode: Mode = "hybrid", filters: Filters | None = None) -> list[Hit]:
        """The nearest passages; raises :class:`BadQuestion` for an empty query."""
        return self.search_many([query], k=k, mode=mode, filters=filters)[0]

    def search_many(
        self, queries: Sequence[str], *, k: int = 10, mode: Mode = "hybrid", filters: Filters | None = None
    ) -> list[list[Hit]]:
        """:meth:`search` for many queries at once, which the encoder takes together."""
        asked = [read(query).text for query in queries]
        with self.archive.steady():
            found = self.archive.search_many(asked, k=k, mode=mode, filters=filters)
            sources = Sources(self.archive)
            return [[as_hit(one, sources) for one in hits] for hits in found]


def _settled(plan: Plan, draft: Draft) -> bool:
    """Whether facts answer alone: a level, a citation or a list of tasks is what it is, nothing near adds to it."""
    if any(isinstance(fact, Task) for fact in draft.facts) or (draft.facts and plan.analysis.cited):
        return True
    return bool(draft.facts) and (plan.analysis.kind == "target" or bool(plan.facts.keys))


def _tell_digests(draft: Draft, sources: Sources) -> None:
    """A digest of ours is quoted as what it is, never as the original."""
    if any((held := sources.held.get(citation.document)) and held.digest for citation in draft.citations):
        draft.notes.append(
            draft.say(
                "Trích từ bản tóm lược kèm theo phần mềm, không phải nguyên văn; nạp văn bản gốc để có trích dẫn gốc.",
                "Quoted from digests shipped with the program, not from the originals; sync those to cite them.",
            )
        )
