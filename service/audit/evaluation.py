"""How many of the inconsistencies that a sharp auditor flagged are found (``inconsistencies.jsonl``).

Two measures. *Lenient*: some finding of a neighbouring category quotes one of the places. *Strict*: a
finding of the very category quotes at least half of the places, and each finding answers for one only.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ingest.errors import NotFound
from ingest.types import Frozen
from service.audit.types import Finding

Row = dict[str, Any]
"""One line of the truth."""

COMPATIBLE: dict[str, frozenset[str]] = {
    "target": frozenset({"target", "nq57", "frame", "regression"}),
    "nq57": frozenset({"nq57", "frame", "target"}),
    "regression": frozenset({"regression", "target"}),
    "terminology": frozenset({"terminology", "target", "ocr", "template_leftover"}),
    "ocr": frozenset({"ocr", "terminology", "template_leftover"}),
    "template_leftover": frozenset({"template_leftover", "ocr", "terminology", "authority", "task_gap"}),
    "authority": frozenset({"authority", "template_leftover"}),
    "task_gap": frozenset({"task_gap", "reporting", "template_leftover"}),
    "structure": frozenset({"structure", "missing_appendix", "ocr", "reporting"}),
    "missing_appendix": frozenset({"missing_appendix", "structure"}),
    "citation": frozenset({"citation", "blank"}),
    "blank": frozenset({"blank", "citation"}),
    "reporting": frozenset({"reporting", "task_gap"}),
}
"""Which of our categories may answer one of the truth: neighbours that two auditors name differently."""

LEAST = 12
"""Characters that two quotations must share at the least to be of one place."""

_SYMBOL = re.compile(r"\d+[/-][\w/-]*[A-ZĐ]{2}[\w/-]*", re.UNICODE)


class Recall(Frozen):
    """Found and missed, by severity; ``missed`` holds ids of the truth."""

    total: dict[str, int]
    found: dict[str, int]
    missed: tuple[str, ...]

    def share(self, severity: str | None = None) -> float:
        """The share found, of one severity or of all."""
        keys = [severity] if severity else list(self.total)
        total = sum(self.total.get(key, 0) for key in keys)
        return sum(self.found.get(key, 0) for key in keys) / total if total else 1.0


class AuditScore(Frozen):
    """Both measures of the same findings."""

    lenient: Recall
    strict: Recall


def evaluate(findings: Sequence[Finding], truth: Path) -> AuditScore:
    """Scores findings against a file of truth; raises :class:`NotFound` if it is not there."""
    if not truth.is_file():
        raise NotFound(f"Không thấy tệp {truth}.", "Cần thư mục có inconsistencies.jsonl.")
    rows = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines() if line.strip()]
    lenient = {row["id"] for row in rows if any(answers(finding, row) for finding in findings)}
    return AuditScore(lenient=_recall(rows, lenient), strict=_recall(rows, set(matched(findings, rows))))


def _recall(rows: Sequence[Row], hit: set[str]) -> Recall:
    return Recall(
        total=dict(sorted(Counter(row["severity"] for row in rows).items())),
        found=dict(sorted(Counter(row["severity"] for row in rows if row["id"] in hit).items())),
        missed=tuple(row["id"] for row in rows if row["id"] not in hit),
    )


def matched(findings: Sequence[Finding], rows: Sequence[Row]) -> dict[str, Finding]:
    """The largest one-to-one assignment of findings to rows of the truth that they answer strictly."""
    fitting = {row["id"]: [n for n, finding in enumerate(findings) if fits(finding, row)] for row in rows}
    taken: dict[int, str] = {}

    def place(row: str, tried: set[int]) -> bool:
        for n in fitting[row]:
            if n not in tried:
                tried.add(n)
                if n not in taken or place(taken[n], tried):
                    taken[n] = row
                    return True
        return False

    for row in rows:
        place(row["id"], set())
    return {row: findings[n] for n, row in taken.items()}


def fits(finding: Finding, row: Row) -> bool:
    """Whether a finding says the same of the same places: equal category, half of the places or more.

    Truth without a quotation is about something absent: see :func:`answers`.
    """
    if finding.document != row["section"] or finding.category != row["category"]:
        return False
    quotes = row.get("quotes") or []
    if not quotes:
        return names_symbol(finding, row)
    ours = [(c.document, normal(c.quote)) for c in finding.citations]
    seen = [q for q in quotes if any(doc == q["doc"] and holds(quote, normal(q["quote"])) for doc, quote in ours)]
    return 2 * len(seen) >= len(quotes)


def holds(ours: str, theirs: str) -> bool:
    """Whether one quotation contains the other, and the contained one is no mere scrap."""
    short, long = sorted((ours, theirs), key=len)
    return short in long and (short == theirs or len(short) >= LEAST)


def answers(finding: Finding, row: Row) -> bool:
    """Whether a finding quotes a place of the truth, in a compatible category.

    Truth without a quotation is about something absent: then the finding must
    be of the document and name the same symbol.
    """
    if finding.category not in COMPATIBLE.get(row["category"], frozenset({row["category"]})):
        return False
    quotes = row.get("quotes") or []
    if not quotes:
        return names_symbol(finding, row)
    ours = [(c.document, normal(c.quote)) for c in finding.citations]
    return any(doc == q["doc"] and overlap(normal(q["quote"]), quote) for q in quotes for doc, quote in ours)


def names_symbol(finding: Finding, row: Row) -> bool:
    """Whether a finding of the same document names a symbol that the truth names."""
    named = set(_SYMBOL.findall(row["text"]))
    return finding.document == row["section"] and bool(named & set(_SYMBOL.findall(finding.text)))


def normal(text: str) -> str:
    """The normal form of the truth: no marks, one space."""
    return " ".join(re.sub(r"[*|]", "", text).split())


def overlap(one: str, other: str) -> bool:
    """Whether one quotation holds the other, or most of it."""
    short, long = sorted((one, other), key=len)
    if short in long:
        return True
    return len(short) >= LEAST and _longest(short, long) >= max(LEAST, 0.6 * len(short))


def _longest(short: str, long: str) -> int:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, short, long, autojunk=False).find_longest_match().size


def lines(score: AuditScore) -> Iterable[str]:
    """The score in words, the strict measure first."""
    for name, recall in (("chặt", score.strict), ("rộng", score.lenient)):
        shares = ", ".join(
            f"mức {severity} {recall.found.get(severity, 0)}/{total} ({100 * recall.share(severity):.0f} %)"
            for severity, total in recall.total.items()
        )
        yield f"Chấm {name}: {shares}, tất cả {100 * recall.share():.0f} %"
        yield f"  chưa thấy: {', '.join(recall.missed) or 'không'}"
