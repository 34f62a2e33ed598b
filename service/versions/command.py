"""``tracuu compare``: what the command line does, kept beside the engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.text import squeeze
from ingest.types import Document
from service.ports import Archive
from service.precedents.command import marked
from service.precedents.drafts import read_draft
from service.versions.compare import compare
from service.versions.types import CHANGE_NAMES, TextChange, VersionReport


def run(archive: Archive, old: str, new: str) -> VersionReport:
    """Two documents, each named by its id or by the path of a file."""
    return compare(_document(archive, old), _document(archive, new))


def _document(archive: Archive, name: str) -> Document:
    return read_draft(Path(name)) if Path(name).is_file() else archive.document(name)


def lines(report: VersionReport) -> Iterator[str]:
    """Facts first, then sections, then paragraphs, each with what is printed in either document."""
    yield f"{report.old} → {report.new}: {report.unchanged} đoạn giữ nguyên."
    for fact in report.facts:
        yield f"• {fact.text}"
    for section in report.sections:
        yield f"§ {section.text}"
    for text in report.texts:
        yield from _text(text)


def _text(change: TextChange) -> Iterator[str]:
    yield f"{CHANGE_NAMES[change.change]}:"
    if change.differences:
        yield f"    {marked(change.differences)}"
        return
    yield from (f"    “{squeeze(one.quote)}”" for one in (change.new or change.old,) if one)
