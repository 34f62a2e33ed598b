"""``tracuu audit``: what the command line does, kept beside the engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import BadRequest, NotFound
from service.audit.decisions import Decisions
from service.audit.engine import audit
from service.audit.registry import chosen
from service.audit.types import AuditReport, Verdict

if TYPE_CHECKING:
    from service.ports import Archive


def run(
    library: Archive, data: Path, documents: Sequence[str] = (), frame: str = "nq57", off: Sequence[str] = ()
) -> AuditReport:
    """The audit with the decisions of the data folder; raises :class:`BadRequest` for an unknown rule."""
    known = {rule.name for rule in chosen()}
    unknown = [name for name in off if name not in known]
    if unknown:
        raise BadRequest(f"Không có quy tắc “{unknown[0]}”.", f"Các quy tắc: {', '.join(sorted(known))}.")
    return audit(library, list(documents), frame, off=off, decisions=Decisions(data))


def rule_lines() -> Iterator[str]:
    """Every rule: the name that switches it off, what it finds, where the requirement comes from."""
    for rule in chosen():
        yield f"{rule.name}: {rule.title} ({rule.source})"


def decide(
    report: AuditReport, data: Path, *, accept: str | None = None, dismiss: str | None = None, note: str = ""
) -> str:
    """Records a decision on the finding named, and says so in words.

    Raises :class:`NotFound` if the audit has no such finding, :class:`BadRequest`
    if it is to be both or is dismissed without a note.
    """
    finding = accept or dismiss
    if accept and dismiss:
        raise BadRequest("Một lần chỉ ghi nhận hoặc bỏ qua.", "Dùng --accept hoặc --dismiss, không dùng cả hai.")
    verdict: Verdict = "accepted" if accept else "dismissed"
    found = next((one for one in report.findings if one.id == finding), None)
    if found is None:
        raise NotFound(f"Không có phát hiện mã “{finding}”.", "Xem mã các phát hiện bằng tracuu audit.")
    Decisions(data).take(found.id, verdict, note)
    return f"{'Đã ghi nhận' if verdict == 'accepted' else 'Đã bỏ qua'}: {found.text}"
