"""Answers of the desks as tools give them: quotations with their place in words and their address, bounded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any, TypeVar

from index.types import DocumentSummary
from index.versions import name_of
from ingest.errors import NotFound
from ingest.types import Document, Fact, Target
from service.audit.types import GAPS, AuditReport, Finding, MatrixCell
from service.citations import caution, in_table, locality_of, title_of, where
from service.integrations import types as told
from service.integrations.desks import Desks
from service.links import reader_url
from service.phrases import due, level
from service.precedents.types import DraftReport, Precedents
from service.registers.routes import ObligationItem
from service.standards.permalinks import quotation_url
from service.types import Answer, Citation, FoundHit

QUOTATIONS = 12  # of an answer; a list over many documents goes on in the registers
NEAR = 4
FIRST = 10  # gaps of an audit, and bases of a draft
SHORTEST = 400  # characters; a heading that is longer is cut in an outline, never in a quotation
DIGEST = "trích từ bản tóm lược kèm theo phần mềm, không phải nguyên văn văn bản gốc"
T = TypeVar("T")


class Shaper:
    """Shapes the results of one call; documents and versions are asked for once."""

    def __init__(self, desks: Desks) -> None:
        self.desks = desks
        self.version = lru_cache(maxsize=None)(desks.version)

    @cached_property
    def held(self) -> dict[str, DocumentSummary]:
        """Every document by id."""
        return {one.id: one for one in self.desks.documents()}

    # -- quotations ------------------------------------------------------------------------------

    def quotation(self, citation: Citation) -> told.Quotation:
        """A citation with its place in words and its address."""
        held = self.held.get(citation.document)
        version = citation.version or (self.version(citation.document) if held else None)
        page = f"trang {citation.page}" if citation.page else ""
        title = title_of(held) if held else citation.title
        place = (title, _further(citation.locality, title), where(citation), in_table(citation), page)
        notes = (DIGEST if held and held.digest else "", caution(citation))
        return told.Quotation(
            quote=citation.quote,
            citation=", ".join(part for part in place if part) + f" (tệp {citation.source})",
            link=self.desks.site + quotation_url(citation, version) if held else None,
            document=citation.document,
            start=citation.start,
            end=citation.end,
            section=citation.section,
            page=citation.page,
            version=version,
            caution="; ".join(note for note in notes if note),
        )

    def quotations(self, citations: Iterable[Citation]) -> tuple[told.Quotation, ...]:
        """Each of some citations."""
        return tuple(self.quotation(one) for one in citations)

    def of_fact(self, fact: Fact) -> told.Quotation:
        """The words that say a fact."""
        return self.quotation(self._citation(fact))

    def _citation(self, fact: Fact) -> Citation:
        held = self.held.get(fact.document)
        if held is None:
            raise NotFound("Kho văn bản vừa thay đổi.", "Gọi lại công cụ này.")
        return Citation(
            n=1,
            document=fact.document,
            source=held.source,
            title=title_of(held),
            locality=locality_of(held),
            section=fact.section,
            quote=fact.quote,
            start=fact.start,
            end=fact.end,
            recognised=held.quality.recognised(None),
        )

    def passage(self, hit: FoundHit) -> told.Passage:
        """A passage found."""
        held = self.held.get(hit.document)
        known = hit.model_dump(include=Citation.model_fields.keys() & FoundHit.model_fields.keys())
        citation = Citation(n=1, locality=locality_of(held) if held else None, **known)
        return told.Passage(**self.quotation(citation).model_dump(), score=hit.score)

    # -- answers ---------------------------------------------------------------------------------

    def asked(self, answer: Answer) -> told.Asked:
        """An answer or a refusal."""
        shown, near = answer.citations[:QUOTATIONS], answer.near_misses[:NEAR]
        targets = [fact for fact in answer.facts if isinstance(fact, Target) and fact.document in self.held]
        return told.Asked(
            question=answer.question,
            answered=answer.answered,
            answer=answer.answer,
            reason=answer.reason,
            kind=answer.kind,
            understood=answer.understood,
            notes=answer.notes,
            quotations=tuple(told.Numbered(**self.quotation(one).model_dump(), n=one.n) for one in shown),
            targets=tuple(told.StatedLevel(**_level(one), n=_number(one, shown)) for one in targets[:QUOTATIONS]),
            near=tuple(told.Near(why=one.why, quotation=self.quotation(one.citation)) for one in near),
            left_out=len(answer.citations) - len(shown) + len(answer.near_misses) - len(near),
        )

    def target(self, target: Target) -> told.TargetFact:
        """A target with the words that set it."""
        return told.TargetFact(**_level(target), quotation=self.of_fact(target))

    def obligation(self, item: ObligationItem) -> told.ObligationFact:
        """A task or duty with the words that assign it."""
        shared = item.model_dump(include=told.ObligationFact.model_fields.keys() & ObligationItem.model_fields.keys())
        return told.ObligationFact(**shared, quotation=self.of_fact(item.fact))

    # -- documents -------------------------------------------------------------------------------

    def document(self, held: DocumentSummary) -> told.Held:
        """A document as it is listed."""
        return told.Held(
            document=held.id,
            title=title_of(held),
            subject=held.subject,
            locality=locality_of(held),
            issued=held.issued,
            source=held.source,
            digest=held.digest,
            pages=held.pages,
            targets=held.targets,
            tasks=held.tasks,
            duties=held.duties,
            link=self.desks.site + reader_url(held.id),
        )

    def outline(self, document: Document, most: int) -> tuple[told.Heading, ...]:
        """The first headings."""
        return tuple(
            told.Heading(path=one.path, title=one.title and one.title[:SHORTEST], start=one.start, end=one.end)
            for one in document.sections[:most]
        )

    def part(self, document: Document, start: int, end: int) -> told.Quotation:
        """The span ``[start, end)`` of a document, the place told of where it begins."""
        around = [one for one in document.passages if one.start <= start < one.end]
        at = min(around, key=lambda one: one.end - one.start, default=None)
        return self.quotation(
            Citation(
                n=1,
                document=document.id,
                source=document.source,
                title=title_of(document),
                locality=locality_of(document),
                section=at.path if at else (),
                page=at.page if at else None,
                quote=document.text[start:end],
                start=start,
                end=end,
                recognised=document.quality.recognised(at.page if at else None),
                version=name_of(document.text),
            )
        )

    # -- audit and wordings ----------------------------------------------------------------------

    def finding(self, finding: Finding) -> told.FindingFact:
        """A finding with the words that show it."""
        shared = finding.model_dump(include={"document", "severity", "category", "text", "rule"})
        verdict = finding.decision.verdict if finding.decision else None
        return told.FindingFact(**shared, decision=verdict, quotations=self.quotations(finding.citations))

    def gaps(self, report: AuditReport) -> tuple[Sequence[told.Gap], int]:
        """The first items of the frame that a document meets in passing or not at all, and how many more there are."""
        unmet = [cell for cell in report.matrix if cell.status in GAPS]
        return [self._gap(cell) for cell in unmet[:FIRST]], max(0, len(unmet) - FIRST)

    def _gap(self, cell: MatrixCell) -> told.Gap:
        return told.Gap(
            document=cell.document,
            item=cell.item_text or cell.item,
            status=cell.status,
            why=cell.why,
            evidence=self.quotations(cell.evidence[:2]),
            frame=self.quotations(cell.frame_evidence[:2]),
        )

    def worded(self, found: Precedents | DraftReport, most: int) -> told.Worded:
        """Wordings for a clause or for the first ``most`` clauses of a draft."""
        clauses = (found,) if isinstance(found, Precedents) else found.clauses
        bases = found.bases if isinstance(found, DraftReport) else ()
        return told.Worded(
            clauses=tuple(self._clause(one) for one in islice(clauses, most)),
            clauses_left_out=max(0, len(clauses) - most),
            bases=tuple(one.text for one in bases[:FIRST]),
        )

    def _clause(self, found: Precedents) -> told.Clause:
        return told.Clause(
            clause=found.clause or found.question,
            answered=found.answered,
            reason=found.reason,
            wordings=tuple(
                told.Wording(
                    function=one.function_name, documents=one.documents, quotation=self.quotation(one.citation)
                )
                for one in found.variants
            ),
        )


def _level(target: Target) -> dict[str, Any]:
    shared = target.model_dump(include=told.Level.model_fields.keys() & Target.model_fields.keys())
    return {**shared, "told": f"{level(target)}, {due(target.deadline)}"}


def _number(fact: Fact, citations: Sequence[Citation]) -> int | None:
    """The number of the quotation that holds the words of a fact."""
    holding = (
        one.n for one in citations if one.document == fact.document and one.start <= fact.start and fact.end <= one.end
    )
    return next(holding, None)


def _further(locality: str | None, title: str) -> str:
    """The places that the title does not name yet."""
    return ", ".join(part for part in (locality or "").split(", ") if part.casefold() not in title.casefold())


def page_of(rows: Sequence[T], offset: int, limit: int) -> tuple[Sequence[T], int | None]:
    """The part ``[offset, offset + limit)`` and where the rest begins, ``None`` if nothing is left."""
    end = offset + limit
    return rows[offset:end], end if end < len(rows) else None
