"""Findings, cells and citations in words, for the terminal and for files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from service.audit.registry import RULES
from service.audit.types import CATEGORY_NAMES, SEVERITY_NAMES, STATUS_NAMES, AuditReport, Finding
from service.citations import caution, where
from service.types import Citation

VERDICTS = {"accepted": "đã ghi nhận", "dismissed": "bỏ qua"}


def reference(citation: Citation) -> str:
    """Where a quotation stands: "mục II, 1, trang 3, xuan-thanh.txt"."""
    page = f"trang {citation.page}" if citation.page else ""
    return ", ".join(part for part in (where(citation), page, citation.source, caution(citation)) if part)


def decided(finding: Finding) -> str:
    """What was decided on a finding, with the note; "" if nothing was."""
    if finding.decision is None:
        return ""
    note = f": {finding.decision.note}" if finding.decision.note else ""
    return f"{VERDICTS[finding.decision.verdict]}{note}"


def rule_title(finding: Finding) -> str:
    """The title of the rule that found it."""
    return RULES[finding.rule].title if finding.rule in RULES else finding.rule


def counted(findings: tuple[Finding, ...]) -> dict[str, Counter[str]]:
    """By document, how many findings of each severity are not dismissed."""
    table: dict[str, Counter[str]] = {}
    for finding in findings:
        if finding.decision is None or finding.decision.verdict != "dismissed":
            table.setdefault(finding.document, Counter())[finding.severity] += 1
    return table


def report_lines(report: AuditReport) -> Iterator[str]:
    """The audit for a terminal: counts, findings with their places, the matrix in short."""
    yield f"Kiểm tra {len(report.documents)} tài liệu, khung: {report.frame.name}"
    counts = counted(report.findings)
    for document in report.documents:
        found = counts.get(document, Counter())
        told = ", ".join(f"{found[key]} {name.lower()}" for key, name in SEVERITY_NAMES.items())
        yield f"\n{document}: {told}"
        for finding in report.findings:
            if finding.document == document:
                yield from _finding_lines(finding)
        statuses = Counter(c.status for c in report.matrix if c.document == document)
        yield "  Ma trận: " + ", ".join(f"{STATUS_NAMES[s]} {n}" for s, n in statuses.most_common())


def _finding_lines(finding: Finding) -> Iterator[str]:
    made = decided(finding)
    yield f"  [{finding.severity}] {CATEGORY_NAMES[finding.category]}: {finding.text}" + (f" ({made})" if made else "")
    yield f"      mã {finding.id}, quy tắc {finding.rule}"
    for citation in finding.citations:
        quote = " ".join(citation.quote.split())
        yield f"      – {reference(citation)}: “{quote if len(quote) <= 160 else quote[:160] + '…'}”"
