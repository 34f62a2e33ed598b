"""Answers, passages and documents as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from index.types import Version
from ingest.types import Document
from service.citations import caution, in_table, title_of, where
from service.phrases import due, level
from service.ports import Held
from service.question import language_of
from service.types import Answer, Citation, Hit

LABELS = {
    "vi": ("Không trả lời được", "Gần đúng nhưng không phải câu trả lời:"),
    "en": ("No answer", "Near, but not the answer:"),
}


def answer_lines(answer: Answer) -> Iterator[str]:
    """The answer, its quotations, what comes near, and how the question was read."""
    refused, near = LABELS[language_of(answer.question)]
    yield answer.answer if answer.answered else f"{refused}: {answer.reason or answer.answer}"
    for citation in answer.citations:
        yield ""
        yield f"[{citation.n}] {source_line(citation)}"
        yield f"    “{citation.quote}”"
    if answer.near_misses:
        yield ""
        yield near
    for miss in answer.near_misses:
        yield f"  • {source_line(miss.citation)}: {miss.why}"
        yield f"    “{miss.citation.quote}”"
    for note in answer.notes:
        yield ""
        yield note
    if answer.understood:
        yield ""
        yield f"({answer.understood})"


def source_line(citation: Citation) -> str:
    """Who says it, where in the document, on which page."""
    place = where(citation)
    page = f"trang {citation.page}" if citation.page else ""
    parts = (citation.locality or citation.title, place, in_table(citation), page, citation.source)
    note = f" ({caution(citation)})" if citation.recognised else ""
    return ", ".join(part for part in parts if part) + note


def hit_lines(hits: Sequence[Hit]) -> Iterator[str]:
    """Passages found, best first."""
    if not hits:
        yield "Không tìm thấy đoạn nào."
    for number, hit in enumerate(hits, 1):
        path = " > ".join(hit.section)
        yield f"{number}. {hit.title} ({hit.source}{', ' + path if path else ''}) [{hit.score:.3f}]"
        yield f"   {hit.quote}"


def held_line(held: Held) -> str:
    """One document in a list."""
    place = ", ".join(part for part in (held.commune, held.province) if part)
    parts = (held.id, title_of(held), place, held.issued or "chưa rõ ngày")
    return "  ".join(part for part in parts if part) + ("  (bản tóm lược)" if held.digest else "")


def version_lines(versions: Sequence[Version]) -> Iterator[str]:
    """Each version with its number, its name in an address, and since and until when it was held."""
    for one in versions:
        until = f"đã thay {day(one.until)}" if one.until else "đang giữ"
        yield f"{one.ordinal}. {one.name}  nạp {day(one.taken)}, {until}"


def day(moment: str | None) -> str:
    """The day of a moment in UTC, on this machine's calendar."""
    return f"{datetime.fromisoformat(moment).astimezone():%d/%m/%Y}" if moment else "không rõ ngày"


def document_lines(document: Document) -> Iterator[str]:
    """What a document says of itself, its outline and what was read out of it."""
    yield title_of(document)
    if document.subject:
        yield document.subject
    place = ", ".join(part for part in (document.commune, document.province) if part)
    signer = document.signer
    facts = (
        ("Tệp", document.source),
        ("Địa phương", place + (" (tỉnh suy ra)" if document.province_inferred else "")),
        ("Ngày", document.issued or "không ghi"),
        ("Người ký", ", ".join(part for part in (signer.name, signer.role) if part) if signer else ""),
    )
    yield from (f"{name}: {value}" for name, value in facts if value)
    for section in document.sections:
        yield f"{'  ' * section.depth}{section.path[-1]} {section.title or ''}".rstrip()
    for target in document.targets:
        yield f"chỉ tiêu  {target.indicator}: {level(target)}, {due(target.deadline)}"
    for task in document.tasks:
        yield f"nhiệm vụ {task.number or '-'}  {task.text[:90]} ({task.deadline_text or 'không ghi hạn'})"
    for warning in document.warnings:
        yield f"lưu ý  {warning}"
