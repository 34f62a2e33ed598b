"""``tracuu precedents``: what the command line does, kept beside the engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.errors import BadRequest
from ingest.structure.functions import vocabulary
from ingest.text import squeeze
from service.ports import Archive
from service.precedents.alignment import Change
from service.precedents.drafts import read_draft
from service.precedents.engine import PrecedentDesk
from service.precedents.types import DraftReport, Filters, Precedents, Variant
from service.wording import source_line

SHOWN = 3  # variants shown under each clause of a draft; JSON and Word have them all
MARKS = {"equal": "{}", "insert": "[+{}+]", "delete": "[-{}-]"}
STATUSES = {"missing": "thiếu", "displaced": "khác thứ tự thường gặp", "unusual": "ít gặp ở loại này"}


def run(
    archive: Archive, text: str | None, file: Path | None, filters: Filters, limit: int
) -> Precedents | DraftReport:
    """Wordings for a text, for the one paragraph of a file, or for every clause of a draft file."""
    desk = PrecedentDesk(archive)
    if file is None:
        return desk.of_draft_text(text or "", filters=filters, limit=limit)
    draft = read_draft(file)
    if len([line for line in draft.text.splitlines() if line.strip()]) <= 1:
        return desk.of_text(draft.text, filters=filters, limit=limit, reading="clause")
    return desk.of_draft(draft, filters=filters, limit=limit)


def filters_of(**given: str | None) -> Filters:
    """Filters as typed; raises :class:`BadRequest` for a function that does not exist."""
    known = [words.key for words in vocabulary()]
    if given.get("function") and given["function"] not in known:
        raise BadRequest(f"Không có chức năng “{given['function']}”.", f"Chọn một trong: {', '.join(known)}.")
    return Filters.model_validate(given)


def write(found: Precedents | DraftReport, path: Path, chosen: Sequence[int] = ()) -> int:
    """Writes the chosen wordings as Word; of a draft the best of each clause unless some are chosen.

    Raises :class:`BadRequest` for another kind of file or if nothing is chosen.
    """
    from service.exports.wordings import write_draft_wordings, write_wordings

    if path.suffix.casefold() != ".docx":
        raise BadRequest(f"Câu mẫu chỉ xuất ra Word, không ra “{path.suffix or path.name}”.", "Đặt tên tệp .docx.")
    if isinstance(found, Precedents):
        return write_wordings([found], path, chosen=chosen or None)
    return write_wordings(found.clauses, path, chosen=chosen) if chosen else write_draft_wordings(found, path)


def lines(found: Precedents | DraftReport) -> Iterator[str]:
    """Variants with their sources and differences; of a draft also its outline and bases."""
    if isinstance(found, Precedents):
        yield from _variants(found, found.variants)
        return
    yield found.answer
    for clause in found.clauses:
        yield ""
        yield f"▸ {squeeze(clause.clause)[:160]}"
        yield from _variants(clause, clause.variants[:SHOWN])
    yield from _outline(found)
    for basis in found.bases:
        yield f"  căn cứ  {basis.symbol or ''} {basis.text}" + (f" → {basis.correction}" if basis.correction else "")


def _variants(found: Precedents, variants: Sequence[Variant]) -> Iterator[str]:
    if not variants:
        yield f"  {found.reason}"
    for variant in variants:
        more = f", {variant.documents} văn bản dùng" if variant.documents > 1 else ""
        yield f"[{variant.n}] {source_line(variant.citation)} ({variant.function_name}{more})"
        yield f"    “{squeeze(variant.citation.quote)}”"
        if found.reading == "clause" and variant.from_draft:
            yield f"    so với dự thảo: {marked(variant.from_draft)}"


def marked(changes: Sequence[Change]) -> str:
    """Differences on one line: [-struck-] [+added+]."""
    return squeeze(" ".join(MARKS[change.op].format(squeeze(change.text)) for change in changes))


def _outline(found: DraftReport) -> Iterator[str]:
    if found.outline is None:
        return
    yield ""
    yield f"Bố cục so với {len(found.outline.documents)} văn bản cùng loại:"
    for part in found.outline.parts:
        yield f"  {part.name}: {STATUSES.get(part.status, 'có')} ({part.share:.0%} văn bản có)"
