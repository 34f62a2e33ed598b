"""Precedent wordings for a clause, for a request, for every clause of a draft."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from index.types import RankedPassage
from ingest.errors import BadQuestion
from ingest.structure.functions import name_of_function, of_clause
from ingest.text import plain, squeeze
from ingest.types import Document, Function, Passage
from service.analysis import Analysis, analyse
from service.citations import Sources
from service.evidence import gather
from service.plan import compile_plan
from service.ports import Archive, Held
from service.precedents import bases, outline
from service.precedents.candidates import SEARCHED, Candidate, Weighing, depth_of, scope_of
from service.precedents.drafts import read_draft, read_text
from service.precedents.functions import FORMAL, asked_function
from service.precedents.types import DraftReport, Filters, Precedents, Reading, Variant
from service.precedents.variants import variants_of
from service.question import MAX_LENGTH, Question, language_of, read
from service.types import Citation
from service.words import has_marks, syllables

VARIANTS = 8
SHORT = 10  # syllables; fewer name a subject rather than word a clause
LONG_REQUEST = 60
CLAUSE_KINDS = ("paragraph", "bullet", "row")
DIGESTS = "Trích từ bản tóm lược kèm theo phần mềm, không phải câu chữ của văn bản; nạp văn bản gốc để có câu mẫu."
NO_FILTERS = Filters()


class DraftClause(NamedTuple):
    """A paragraph, bullet or row of a draft: where it stands and what it is for there."""

    start: int
    end: int
    path: tuple[str, ...]
    function: Function


class PrecedentDesk:
    """Finds wordings in a library; between requests it keeps nothing."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def of_text(
        self, text: str, *, filters: Filters = NO_FILTERS, limit: int = VARIANTS, reading: Reading | None = None
    ) -> Precedents:
        """Wordings for a clause of a draft or for a request ("mẫu câu về …"); told apart unless ``reading`` says.

        Raises :class:`BadQuestion` for a text without a word and
        :class:`~ingest.errors.IndexUnavailable` if nothing was taken yet.
        """
        started = time.perf_counter()
        question = _checked(text)
        with self.archive.steady():
            answer = self._of_question(question, reading, Sources(self.archive), filters, limit)
        return answer.model_copy(update={"took_ms": _since(started)})

    def _of_question(
        self, question: Question, reading: Reading | None, sources: Sources, filters: Filters, limit: int
    ) -> Precedents:
        analysis = analyse(question, list(sources.held.values())) if reading != "clause" else None
        if analysis and (reading == "request" or reads_as_request(analysis)):
            return self._of_request(analysis, sources, filters, limit)
        return self._of_clause(question.text, sources, filters, limit)

    def of_draft(self, draft: Path | Document, *, filters: Filters = NO_FILTERS, limit: int = VARIANTS) -> DraftReport:
        """Every clause of a draft with its wordings elsewhere, its outline and its bases checked.

        What is held of the draft itself is left out. Raises :class:`~ingest.errors.RejectedFile` or
        :class:`~ingest.errors.NotFound` for a file that cannot be read.
        """
        started = time.perf_counter()
        document = draft if isinstance(draft, Document) else read_draft(draft)
        with self.archive.steady():
            report = self._of_document(document, filters, limit)
        return report.model_copy(update={"took_ms": _since(started)})

    def _of_document(self, document: Document, filters: Filters, limit: int) -> DraftReport:
        sources = Sources(self.archive)
        own = own_of(document, sources)
        besides = self._besides(document, sources, filters)
        clauses = self._clauses(document, clauses_of(document), sources, besides, limit)
        found = sum(clause.answered for clause in clauses)
        return DraftReport(
            question=document.source,
            answered=bool(found),
            kind="precedent",
            answer=f"{found}/{len(clauses)} đoạn của {document.source} có câu mẫu trong các văn bản khác.",
            reason=None if found else "Không đoạn nào của dự thảo gần với câu chữ của các văn bản đang giữ.",
            draft=document.source,
            citations=_cited(variant for clause in clauses for variant in clause.variants[:1]),
            clauses=clauses,
            outline=outline.compare(document, sources, own),
            bases=bases.check(document, sources, own),
        )

    def of_draft_text(
        self, text: str, *, filters: Filters = NO_FILTERS, limit: int = VARIANTS
    ) -> Precedents | DraftReport:
        """:meth:`of_draft` for a text of several paragraphs, :meth:`of_text` for one of a single one."""
        if len([line for line in text.splitlines() if line.strip()]) > 1 and len(text) > SEARCHED:
            return self.of_draft(read_text(text), filters=filters, limit=limit)
        return self.of_text(text, filters=filters, limit=limit)

    # -- a request -------------------------------------------------------------------------------

    def _of_request(self, analysis: Analysis, sources: Sources, filters: Filters, limit: int) -> Precedents:
        plan = compile_plan(analysis)
        scope = scope_of(sources, filters, plan.facts.documents)
        query = plan.passages.model_copy(update={"filters": scope, "k": max(plan.passages.k, depth_of(filters))})
        facts = plan.facts.model_copy(update={"documents": scope.documents})
        plan = plan.model_copy(update={"passages": query, "facts": facts})
        function = filters.function or asked_function(analysis.question.text)
        gathered = gather(plan, sources)
        candidates = Weighing(sources, filters).of_request(plan, gathered, function)
        variants = variants_of(candidates, None, limit)
        return _answer(analysis.question.text, "request", function, variants, sources)

    # -- a clause --------------------------------------------------------------------------------

    def _of_clause(self, clause: str, sources: Sources, filters: Filters, limit: int) -> Precedents:
        scope = scope_of(sources, filters)
        hits = self.archive.search(searched(clause), k=depth_of(filters), filters=scope)
        return self._weighed(clause, of_clause(clause), hits, sources, filters, limit)

    def _weighed(
        self,
        clause: str,
        function: Function | None,
        hits: Sequence[RankedPassage],
        sources: Sources,
        filters: Filters,
        limit: int,
    ) -> Precedents:
        weighing = Weighing(sources, filters)
        candidates: list[Candidate] = weighing.of_clause(clause, filters.function or function, hits)
        return _answer(clause, "clause", function, variants_of(candidates, clause, limit), sources)

    def of_draft_clause(
        self, draft: Document, clause: DraftClause, *, filters: Filters = NO_FILTERS, limit: int = VARIANTS
    ) -> Precedents:
        """Wordings for one clause of a draft, as :meth:`of_draft` finds them for all."""
        with self.archive.steady():
            sources = Sources(self.archive)
            return self._clauses(draft, [clause], sources, self._besides(draft, sources, filters), limit)[0]

    def _clauses(
        self, document: Document, clauses: Sequence[DraftClause], sources: Sources, filters: Filters, limit: int
    ) -> tuple[Precedents, ...]:
        """Wordings for the clauses, in their order; retrieval is asked for all of them together."""
        texts = [document.text[clause.start : clause.end] for clause in clauses]
        queries = [searched(squeeze(text)) for text in texts]
        found = self.archive.search_many(queries, k=depth_of(filters), filters=scope_of(sources, filters))
        answers: list[Precedents] = []
        for clause, text, hits in zip(clauses, texts, found, strict=True):
            answer = self._weighed(text, clause.function, hits, sources, filters, limit)
            answers.append(answer.model_copy(update={"start": clause.start, "end": clause.end}))
        return tuple(answers)

    def _besides(self, draft: Document, sources: Sources, filters: Filters) -> Filters:
        """The filters, leaving out what is held of the draft itself."""
        return filters.model_copy(update={"without": filters.without | own_of(draft, sources)})


def clauses_of(draft: Document) -> tuple[DraftClause, ...]:
    """The clauses of a draft in reading order: paragraphs, bullets and rows long enough to have a wording."""
    return tuple(
        DraftClause(passage.start, passage.end, passage.path, passage.function)
        for passage in draft.passages
        if _is_clause(passage)
    )


def own_of(draft: Document, sources: Sources) -> frozenset[str]:
    """The ids of what is held of the draft itself."""
    return frozenset(held.id for held in sources.held.values() if _is_same(held, draft))


def reads_as_request(analysis: Analysis) -> bool:
    """Whether a text asks for a wording rather than being one: it says so, is a question, short or unaccented."""
    question = analysis.question
    length = len(syllables(question.text))
    if length > LONG_REQUEST:
        return False
    asks = analysis.kind == "precedent" or question.language == "en" or question.text.endswith("?")
    return asks or length < SHORT or not has_marks(question.text)


def searched(clause: str) -> str:
    """What retrieval is asked with: the clause, cut at a word where it is long."""
    return clause if len(clause) <= SEARCHED else clause[:SEARCHED].rsplit(" ", 1)[0]


def _checked(text: str) -> Question:
    """The text as a question; a longer one than a question may be is a clause if it has words."""
    if len(squeeze(text)) <= MAX_LENGTH:
        return read(text)
    if not syllables(text):
        raise BadQuestion("Đoạn văn chưa có từ nào đọc được.", "Hãy dán một đoạn văn có chữ.")
    return Question(text=squeeze(text), language=language_of(text[:MAX_LENGTH]), marked=has_marks(text))


def _is_same(held: Held, draft: Document) -> bool:
    """Whether a document held is the draft itself: the same bytes or name, or another file or version of it."""
    if held.sha256 == draft.sha256 or held.id == draft.id:
        return True
    theirs, ours = ((one.type, one.issuer, plain(squeeze(one.subject or ""))) for one in (held, draft))
    return all(ours) and theirs == ours


def _is_clause(passage: Passage) -> bool:
    worded = passage.kind in CLAUSE_KINDS and passage.function not in FORMAL
    return worded and passage.end - passage.start >= 40


def _answer(
    clause: str, reading: Reading, function: Function | None, variants: Sequence[Variant], sources: Sources
) -> Precedents:
    held = (sources.held.get(variant.citation.document) for variant in variants)
    digests = any(one.digest for one in held if one)
    reason = None if variants else "Các tài liệu đang giữ không có câu chữ nào gần với đoạn này."
    told = [f"{_counted(variant)}: “{squeeze(variant.citation.quote)}” [{variant.n}]" for variant in variants]
    return Precedents(
        question=clause,
        answered=bool(variants),
        kind="precedent",
        answer="\n".join(told) or str(reason),
        reason=reason,
        understood=_understood(reading, function),
        notes=(DIGESTS,) if digests else (),
        citations=tuple(variant.citation for variant in variants),
        reading=reading,
        clause=clause,
        function=function,
        function_name=name_of_function(function) if function else "",
        variants=tuple(variants),
    )


def _counted(variant: Variant) -> str:
    more = f" (và {variant.documents - 1} văn bản khác)" if variant.documents > 1 else ""
    return f"{variant.citation.locality or variant.citation.title}{more}"


def _understood(reading: Reading, function: Function | None) -> str:
    read_as = "đoạn dự thảo" if reading == "clause" else "yêu cầu tìm câu mẫu"
    return f"Đọc là {read_as}" + (f"; chức năng: {name_of_function(function)}." if function else ".")


def _cited(variants: Iterable[Variant]) -> tuple[Citation, ...]:
    seen: dict[tuple[str, int, int], Citation] = {}
    for variant in variants:
        citation = variant.citation
        seen.setdefault((citation.document, citation.start, citation.end), citation)
    return tuple(citation.model_copy(update={"n": n}) for n, citation in enumerate(seen.values(), 1))


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)
