"""The findings of an audit as pages: filtered, a page at a time, each to be accepted or dismissed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import get_args

from ingest.errors import TracuuError
from service.audit.desk import State, narrowed, state_of
from service.audit.types import AuditReport, Category, Finding, Severity
from service.audit.wording import rule_title
from service.ports import Held
from web.auditing.choice import DESK, FINDINGS, STATES, Choice
from web.auditing.marks import Link, plan_url
from web.auditing.names import full_name, short_name
from web.filtering import Choice as Option
from web.places import reader_url
from web.quotations import Quotation, quotation
from web.words import Words

WEIGHT = 9_000  # characters quoted on one page: with their sources and buttons about 100 KB
MOST = 25  # findings on one page
SHOWN = 3  # quotations of a finding in the list; the page of the finding has all


@dataclass(frozen=True)
class Decided:
    """What was decided, in words."""

    state: State
    told: str
    note: str


@dataclass(frozen=True)
class FindingView:
    """A finding as shown."""

    id: str
    n: int
    document: str
    severity: Severity
    severity_word: str
    category: str
    rule: str
    text: str
    quotations: tuple[Quotation, ...]
    more: int
    href: str
    decided: Decided | None
    back: str


@dataclass(frozen=True)
class Group:
    """The findings of one document."""

    name: str
    reader: str
    plan: str
    digest: bool
    findings: tuple[FindingView, ...]


@dataclass(frozen=True)
class FindingsView:
    """A page of findings."""

    frame: str
    sentence: str
    total: int
    shown: int
    severities: tuple[Option, ...]
    categories: tuple[Option, ...]
    states: tuple[Option, ...]
    documents: tuple[Option, ...]
    kept: tuple[tuple[str, str], ...]
    groups: tuple[Group, ...]
    pages: tuple[Link, ...]
    everything: str
    word: str
    excel: str
    back: str


@dataclass(frozen=True)
class OneFindingView:
    """A finding on a page of its own."""

    frame: str
    document: str
    reader: str
    finding: FindingView
    back: str
    error: TracuuError | None


def findings_view(report: AuditReport, held: Mapping[str, Held], choice: Choice, words: Words) -> FindingsView:
    """A page of the findings of ``report``, the whole audit of the documents chosen."""
    documents = choice.among(report.documents)
    own = report.model_copy(update={"findings": tuple(f for f in report.findings if f.document in documents)})
    kept = narrowed(own, choice.wanted).findings
    pages = paged(kept)
    at = min(choice.page, len(pages))
    first = sum(map(len, pages[: at - 1]))
    shown = [
        finding_view(finding, n, held, replace(choice, page=at), words)
        for n, finding in enumerate(pages[at - 1], first + 1)
    ]
    return FindingsView(
        frame=report.frame.name,
        sentence=_sentence(choice, documents, held, words),
        total=len(own.findings),
        shown=len(kept),
        severities=_options(own, choice, "severity", get_args(Severity), lambda f: f.severity, words),
        categories=_options(own, choice, "category", get_args(Category), lambda f: f.category, words),
        states=_options(own, choice, "state", tuple(STATES), lambda f: _slug(state_of(f)), words),
        documents=_documents(report, held, choice, words),
        kept=choice.kept("chi", "muc", "loai", "xu-ly", "trang", "bang", "cot"),
        groups=tuple(
            _group(held[id], list(some), choice, words) for id, some in groupby(shown, key=lambda one: one.document)
        ),
        pages=tuple(
            Link(str(n), choice.href(FINDINGS, page=n), n == at) for n in range(1, len(pages) + 1) if len(pages) > 1
        ),
        everything=choice.href(FINDINGS, only="", severity="", category="", state="", page=1),
        word=choice.href(f"{FINDINGS}.docx", page=1),
        excel=choice.href(f"{FINDINGS}.xlsx", page=1),
        back=choice.href(DESK, only="", severity="", category="", state="", page=1),
    )


def one_finding_view(
    finding: Finding, frame: str, held: Mapping[str, Held], choice: Choice, error: TracuuError | None, words: Words
) -> OneFindingView:
    """A finding alone, with all its quotations; ``error`` is why a decision on it was not taken."""
    view = finding_view(finding, 1, held, choice, words, most=len(finding.citations))
    document = held[finding.document]
    alone = choice.alone(document.id)
    return OneFindingView(
        frame=frame,
        document=full_name(document, words),
        reader=reader_url(document.id),
        finding=replace(view, back=alone.href(f"{FINDINGS}/{finding.id}")),
        back=alone.href(FINDINGS),
        error=error,
    )


def paged(findings: Sequence[Finding]) -> list[list[Finding]]:
    """The findings in pages that stay light; one page, empty, if there are none."""
    pages: list[list[Finding]] = [[]]
    weight = 0
    for finding in findings:
        own = len(finding.text) + sum(len(citation.quote) for citation in finding.citations[:SHOWN])
        if pages[-1] and (weight + own > WEIGHT or len(pages[-1]) == MOST):
            pages.append([])
            weight = 0
        pages[-1].append(finding)
        weight += own
    return pages


def finding_view(
    finding: Finding, n: int, held: Mapping[str, Held], choice: Choice, words: Words, *, most: int = SHOWN
) -> FindingView:
    """A finding with its first ``most`` quotations."""
    alone = choice.alone(finding.document)
    return FindingView(
        id=finding.id,
        n=n,
        document=finding.document,
        severity=finding.severity,
        severity_word=words(f"auditing.severity.{finding.severity}"),
        category=words(f"auditing.category.{finding.category}"),
        rule=rule_title(finding),
        text=finding.text,
        quotations=tuple(quotation(one, held, words) for one in finding.citations[:most]),
        more=max(0, len(finding.citations) - most),
        href=alone.href(f"{FINDINGS}/{finding.id}"),
        decided=_decided(finding, words),
        back=choice.href(FINDINGS),
    )


def _decided(finding: Finding, words: Words) -> Decided | None:
    if finding.decision is None:
        return None
    at = datetime.fromisoformat(finding.decision.at).astimezone() if finding.decision.at else None
    state = state_of(finding)
    when = f"{at:%d/%m/%Y}" if at else ""
    return Decided(state, words(f"auditing.decided.{state}", date=when), finding.decision.note)


def _group(held: Held, findings: list[FindingView], choice: Choice, words: Words) -> Group:
    return Group(full_name(held, words), reader_url(held.id), plan_url(choice, held.id), held.digest, tuple(findings))


# -- filters ---------------------------------------------------------------------------------------


def _slug(state: State) -> str:
    return next(slug for slug, one in STATES.items() if one == state)


def _options(
    report: AuditReport,
    choice: Choice,
    name: str,
    values: Iterable[str],
    of: Callable[[Finding], str],
    words: Words,
) -> tuple[Option, ...]:
    """What one filter offers, counted under the other filters."""
    others = replace(choice, **{name: ""}).wanted  # type: ignore[arg-type]
    counts = Counter(of(finding) for finding in narrowed(report, others).findings)
    chosen = getattr(choice, name)
    return tuple(
        Option(value, words(f"auditing.{name}.{value}"), value == chosen, counts[value])
        for value in values
        if counts[value] or value == chosen
    )


def _documents(report: AuditReport, held: Mapping[str, Held], choice: Choice, words: Words) -> tuple[Option, ...]:
    counts = Counter(finding.document for finding in narrowed(report, choice.wanted).findings)
    return tuple(Option(id, short_name(held[id], words), id == choice.only, counts[id]) for id in report.documents)


def _sentence(choice: Choice, documents: Sequence[str], held: Mapping[str, Held], words: Words) -> str:
    """What the list holds, in words."""
    parts = [
        words(f"auditing.severity.{choice.severity}") if choice.severity else "",
        words(f"auditing.category.{choice.category}") if choice.category else "",
        words(f"auditing.state.{choice.state}") if choice.state else "",
        full_name(held[documents[0]], words) if len(documents) == 1 else words("auditing.of", count=len(documents)),
    ]
    return " · ".join(part for part in parts if part)
