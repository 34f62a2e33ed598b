"""The auditor's desk: audits kept for as long as nothing held changes, and narrowed to what is looked at."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Literal, NamedTuple

from ingest.errors import NotFound
from ingest.types import Frozen
from service.audit.case import PLAN_TYPES
from service.audit.decisions import Decisions
from service.audit.engine import audit, open_frame
from service.audit.frames import Frame
from service.audit.types import AuditReport, Category, Finding, FrameInfo, MatrixCell, Score, Severity
from service.citations import Sources
from service.ports import Held, LivingArchive

KEPT = 400  # documents × frames remembered, about 0.5 MB each at the most

WARMED = 60  # documents: a second or two of work

State = Literal["open", "accepted", "dismissed"]
"""What became of a finding: nothing yet, accepted, dismissed with a note."""


class Wanted(Frozen):
    """Which findings are looked at; empty means all."""

    severities: frozenset[Severity] = frozenset()
    categories: frozenset[Category] = frozenset()
    states: frozenset[State] = frozenset()

    def admits(self, finding: Finding) -> bool:
        """Whether a finding is among them."""
        return (
            (not self.severities or finding.severity in self.severities)
            and (not self.categories or finding.category in self.categories)
            and (not self.states or state_of(finding) in self.states)
        )


class _Part(NamedTuple):
    """What the audit of one document against one frame gave."""

    frame: FrameInfo
    findings: tuple[Finding, ...]
    cells: tuple[MatrixCell, ...]
    scores: tuple[Score, ...]


class AuditDesk:
    """Audits documents of a library once per frame and revision; decisions are added when a report is asked for."""

    def __init__(self, library: LivingArchive, decisions: Decisions) -> None:
        self.library, self.decisions = library, decisions
        self._parts: OrderedDict[tuple[str, str], _Part] = OrderedDict()
        self._revision = -1
        self._lock = threading.Lock()

    def report(self, documents: Sequence[str], frame: str) -> AuditReport:
        """The audit of the documents named, of none if none is; see :func:`service.audit.engine.audit`.

        Raises :class:`NotFound` for a document or frame that is not there.
        """
        ids = tuple(dict.fromkeys(documents))
        parts = self._audited(ids, frame)
        info = parts[0].frame if parts else _info(self.frame(frame))
        return AuditReport(
            frame=info,
            documents=ids,
            findings=self.decisions.on(finding for part in parts for finding in part.findings),
            matrix=tuple(cell for part in parts for cell in part.cells),
            scores=tuple(score for part in parts for score in part.scores),
        )

    def warm(self) -> None:
        """Audits what the desk opens with, so that nobody waits for it; a large library is left until asked for."""
        with self.library.steady(searching=False):
            if len(self.library.documents()) <= WARMED:
                self.report(self.usual(self.frame("nq57")), "nq57")

    def finding(self, document: str, frame: str, id: str) -> Finding:
        """One finding of a document; raises :class:`NotFound` if the audit no longer has it."""
        found = next((one for one in self.report([document], frame).findings if one.id == id), None)
        if found is None:
            raise NotFound(
                "Không còn phát hiện này.", "Văn bản có thể đã được nạp lại; hãy mở lại danh sách phát hiện."
            )
        return found

    def frame(self, name: str) -> Frame:
        """A frame that ships, or a document held as one."""
        return open_frame(name, Sources(self.library))

    def usual(self, frame: Frame) -> tuple[str, ...]:
        """The documents that this frame is for: plans that carry it out, else those that cite it, else all plans."""
        held = [one for one in self.library.documents() if not _is_frame(one, frame)]
        named = re.compile(rf"(?<![\w/-]){re.escape(frame.symbol or '')}(?![\w/-])", re.IGNORECASE)
        carrying = [one for one in held if frame.symbol and named.search(one.subject or "")]
        for some in (carrying, self._citing(frame, held), held):
            plans = [one.id for one in some if one.type_code in PLAN_TYPES]
            if plans:
                return tuple(plans)
        return tuple(one.id for one in carrying or held)

    def _citing(self, frame: Frame, held: Sequence[Held]) -> list[Held]:
        if frame.document is None:
            return []
        citing = {one.document for one in self.library.references() if one.resolved == frame.document}
        return [one for one in held if one.id in citing]

    def _audited(self, ids: Sequence[str], frame: str) -> list[_Part]:
        """The parts of the documents, those not yet known audited together."""
        with self._lock, self.library.steady(searching=False):
            revision = self.library.revision()
            if revision != self._revision:
                self._parts.clear()
                self._revision = revision
            known = {id: self._parts[id, frame] for id in ids if (id, frame) in self._parts}
            missing = [id for id in ids if id not in known]
            if missing:
                known |= _divided(audit(self.library, missing, frame))
            for id in ids:
                self._parts[id, frame] = known[id]
                self._parts.move_to_end((id, frame))
            while len(self._parts) > KEPT:
                self._parts.popitem(last=False)
            return [known[id] for id in ids]


def narrowed(report: AuditReport, wanted: Wanted) -> AuditReport:
    """The report with the findings wanted and no others."""
    kept = tuple(finding for finding in report.findings if wanted.admits(finding))
    return report.model_copy(update={"findings": kept})


def state_of(finding: Finding) -> State:
    """What became of a finding."""
    return finding.decision.verdict if finding.decision else "open"


def _is_frame(held: Held, frame: Frame) -> bool:
    """Whether a document is the frame's own; two communes may each have a plan number 3, so a document says which."""
    return held.id == frame.document if frame.document else held.symbol == frame.symbol


def _info(frame: Frame) -> FrameInfo:
    return FrameInfo(id=frame.id, name=frame.name, document=frame.document)


def _divided(report: AuditReport) -> dict[str, _Part]:
    return {
        id: _Part(
            report.frame,
            tuple(one for one in report.findings if one.document == id),
            tuple(one for one in report.matrix if one.document == id),
            tuple(one for one in report.scores if one.document == id),
        )
        for id in report.documents
    }
