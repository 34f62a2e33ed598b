"""The audit: each document as a case, every rule over it, the frame beside it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Collection, Iterable, Sequence

from ingest.errors import NotFound
from ingest.types import Document
from service.audit.case import Case, Found, unique
from service.audit.decisions import Decisions
from service.audit.frame_evidence import FrameEvidence
from service.audit.frames import Frame, available, from_document, load
from service.audit.matrix import matrix
from service.audit.registry import chosen
from service.audit.scores import score
from service.audit.types import AuditReport, Finding, FrameInfo, MatrixCell, Score
from service.citations import Sources, title_of
from service.ports import Archive

ORDER = {"A": 0, "B": 1, "C": 2}


def audit(
    library: Archive,
    documents: Sequence[str] | None = None,
    frame: str = "nq57",
    *,
    off: Iterable[str] = (),
    decisions: Decisions | None = None,
) -> AuditReport:
    """Audits the documents named (all that are held, if none is) against a frame and against themselves.

    Args:
        documents: ids of documents.
        frame: a frame of ``corpus/khung``, or the id of a document held.
        off: names of rules not to run.
        decisions: what people made of earlier findings; each finding carries its own.

    Raises:
        NotFound: a document or frame of that name is not there.
    """
    with library.steady(searching=False):
        return _audited(library, documents, frame, off, decisions)


def _audited(
    library: Archive, documents: Sequence[str] | None, frame: str, off: Iterable[str], decisions: Decisions | None
) -> AuditReport:
    started = time.perf_counter()
    sources = Sources(library)
    held = [sources.document(id) for id in _chosen(sources, documents)]
    against = open_frame(frame, sources)
    evidence = FrameEvidence(against, sources)
    everything = [sources.document(id) for id, one in sources.held.items() if not one.digest]
    findings: list[Finding] = []
    cells: list[MatrixCell] = []
    scores: list[Score] = []
    rules = chosen(off)
    for document in held:
        case = Case(document, sources, against, sisters_of(document, everything))
        case.cells = tuple(matrix(case, evidence))
        cells.extend(case.cells)
        findings.extend(_finding(case, one.name, found) for one in rules for found in one.check(case))
        scores.extend(score(case))
    return AuditReport(
        frame=FrameInfo(id=against.id, name=against.name, document=evidence.document and evidence.document.id),
        documents=tuple(document.id for document in held),
        names={document.id: _name(document) for document in held},
        findings=_ordered(findings, decisions),
        matrix=tuple(cells),
        scores=tuple(scores),
        took_ms=round((time.perf_counter() - started) * 1000, 1),
    )


def inspect(sources: Sources, documents: Iterable[str], rules: Collection[str]) -> tuple[Finding, ...]:
    """What certain rules (every rule, if none is named) find in each document by itself: no frame, no other plans."""
    wanted = [one for one in chosen() if not rules or one.name in rules]
    frame = open_frame("nq57", sources)
    findings: list[Finding] = []
    for id in documents:
        case = Case(sources.document(id), sources, frame)
        findings.extend(_finding(case, one.name, found) for one in wanted for found in one.check(case))
    return _ordered(findings, None)


def _chosen(sources: Sources, documents: Sequence[str] | None) -> list[str]:
    if not documents:
        return list(sources.held)
    for id in documents:
        if id not in sources.held:
            raise NotFound(f"Không có tài liệu “{id}”.", "Xem mã các tài liệu bằng tracuu list.")
    return list(dict.fromkeys(documents))


def _name(document: Document) -> str:
    """ "Kế hoạch số 12/KH-UBND – UBND xã Khe, tỉnh Nà": the province is told where it is a commune's plan."""
    title = title_of(document)
    return f"{title}, {document.province}" if document.commune and document.province else title


def open_frame(name: str, sources: Sources) -> Frame:
    """A frame that ships, or a document held as a frame."""
    if name not in available() and name in sources.held:
        return from_document(sources.document(name))
    return load(name)


def sisters_of(document: Document, everything: Sequence[Document]) -> list[Document]:
    """Plans of the same kind for the same purpose: same level and same directive in the title."""
    from service.audit.case import level_of

    purpose = _purpose(document)
    return [
        other
        for other in everything
        if other.id != document.id
        and other.type_code == document.type_code
        and level_of(other) == level_of(document)
        and purpose
        and purpose & _purpose(other)
    ]


def _purpose(document: Document) -> frozenset[str]:
    """Symbols of the central documents that the title names."""
    central = ("-NQ/TW", "/NQ-CP", "-KL/TW", "-CT/TW", "/CT-TTg", "/QĐ-TTg", "-QĐ/TW")
    subject = (document.subject or "").replace(" ", "").casefold()
    symbols = {r.symbol for r in document.references if r.symbol and r.symbol.endswith(central)}
    return frozenset(symbol for symbol in symbols if symbol.casefold() in subject)


def _finding(case: Case, rule: str, found: Found) -> Finding:
    citations = unique(found.citations)
    for citation in citations:
        text = case.sources.text(citation.document)
        assert text[citation.start : citation.end] == citation.quote, "a quotation must be verbatim"  # noqa: S101
    return Finding(
        document=case.document.id,
        category=found.category,
        severity=found.severity,
        text=found.text,
        citations=citations,
        rule=rule,
        id=fingerprint(case.document.id, rule, [c.quote for c in citations], found.text),
    )


def fingerprint(document: str, rule: str, quotes: Sequence[str], text: str) -> str:
    """Equal for the same finding after the document was read again: words, not offsets, make it."""
    words = [" ".join(quote.split()) for quote in quotes] or [text]
    return hashlib.sha256("\n".join([document, rule, *words]).encode()).hexdigest()[:16]


def _ordered(findings: list[Finding], decisions: Decisions | None) -> tuple[Finding, ...]:
    """By document, the grave ones first; each with what was decided on it; the same finding once."""
    places = {document: n for n, document in enumerate(dict.fromkeys(f.document for f in findings))}
    kept = {finding.id: finding for finding in findings}
    ordered = sorted(kept.values(), key=lambda f: (places[f.document], ORDER[f.severity]))
    if decisions is None:
        return tuple(ordered)
    return tuple(f.model_copy(update={"decision": decisions.of(f.id)}) for f in ordered)
