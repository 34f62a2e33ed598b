"""The audit at a glance: what was chosen, the plans, their "5 rõ", the matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.audit.desk import state_of
from service.audit.frames import Frame
from service.audit.types import AuditReport, Severity
from service.ports import Held
from web.auditing.choice import DESK, FINDINGS, MOST, Choice
from web.auditing.marks import ORDER, Five, Link, five, plan_url
from web.auditing.matrix import Matrix, matrix_view
from web.auditing.names import full_name, status_word
from web.filtering import Choice as Option
from web.places import reader_url
from web.words import Words

LISTED = 100  # documents offered for choosing; the others are found by their names


@dataclass(frozen=True)
class Plan:
    """A plan at a glance: findings not dismissed by severity, cells by status, the five."""

    name: str
    place: str
    href: str
    reader: str
    digest: bool
    severities: tuple[Link, ...]
    open: Link
    statuses: tuple[str, ...]


@dataclass(frozen=True)
class DeskView:
    """The audit at a glance."""

    frame: str
    frame_held: str
    frames: tuple[Option, ...]
    documents: tuple[Option, ...]
    search: str
    plans: tuple[Plan, ...]
    left_out: int
    five: tuple[Five, ...]
    matrix: Matrix | None
    findings: Link
    word: str
    excel: str
    kept: tuple[tuple[str, str], ...]


def desk_view(
    report: AuditReport,
    frame: Frame,
    held: Mapping[str, Held],
    choice: Choice,
    frames: Sequence[tuple[str, str]],
    words: Words,
) -> DeskView:
    """The overview of ``report``, which is the whole audit of the documents chosen."""
    plans = tuple(_plan(report, held[id], choice, words) for id in report.documents)
    return DeskView(
        frame=report.frame.name,
        frame_held=reader_url(report.frame.document) if report.frame.document else "",
        frames=tuple(Option(id, name, id == choice.frame) for id, name in frames),
        documents=_offered(report, held.values(), choice.search, words),
        search=choice.search,
        plans=plans,
        left_out=max(0, len(choice.documents) - MOST),
        five=tuple(five(score, held[score.document], choice, words) for score in report.scores),
        matrix=matrix_view(report, frame, held, choice, words) if report.matrix else None,
        findings=Link(str(len(report.findings)), choice.href(FINDINGS, page=1, columns=1)),
        word=choice.href(f"{DESK}/bao-cao.docx", kind="muc-tieu", page=1, columns=1),
        excel=choice.href(f"{FINDINGS}.xlsx", kind="muc-tieu", page=1, columns=1),
        kept=choice.kept("vb", "khung", "trang", "cot", "tim"),
    )


def _offered(report: AuditReport, held: Iterable[Held], search: str, words: Words) -> tuple[Option, ...]:
    """The documents audited, then those whose names have the words searched for."""
    chosen = set(report.documents)
    wanted = search.casefold().split()
    named = [(one.id not in chosen, _listed(one, words), one.id) for one in held]
    fitting = [one for one in named if not one[0] or all(word in one[1].casefold() for word in wanted)]
    return tuple(Option(id, name, not apart) for apart, name, id in sorted(fitting)[:LISTED])


def _listed(held: Held, words: Words) -> str:
    place = ", ".join(part for part in (held.commune, held.province) if part)
    name = full_name(held, words)
    return name if not place or (held.commune or "") in name else f"{name} ({place})"


def _plan(report: AuditReport, held: Held, choice: Choice, words: Words) -> Plan:
    own = [finding for finding in report.findings if finding.document == held.id]
    standing = Counter(finding.severity for finding in own if state_of(finding) != "dismissed")
    statuses = Counter(cell.status for cell in report.matrix if cell.document == held.id)
    severities: tuple[Severity, ...] = ("A", "B", "C")
    return Plan(
        name=full_name(held, words),
        place=", ".join(part for part in (held.commune, held.province) if part),
        href=plan_url(choice, held.id),
        reader=reader_url(held.id),
        digest=held.digest,
        severities=tuple(
            Link(str(standing[key]), choice.alone(held.id).href(FINDINGS, severity=key)) for key in severities
        ),
        open=Link(
            str(sum(state_of(finding) == "open" for finding in own)),
            choice.alone(held.id).href(FINDINGS, state="chua"),
        ),
        statuses=tuple(f"{status_word(one, words)} {statuses[one]}" for one in ORDER if statuses[one]),
    )
