"""How many of the inconsistencies that a sharp auditor flagged are found (``inconsistencies.jsonl``)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ingest.errors import NotFound
from ingest.types import Frozen
from service.audit.types import Finding

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


def evaluate(findings: Sequence[Finding], truth: Path) -> Recall:
    """Scores findings against a file of truth; raises :class:`NotFound` if it is not there."""
    if not truth.is_file():
        raise NotFound(f"Không thấy tệp {truth}.", "Cần thư mục có inconsistencies.jsonl.")
    rows = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines() if line.strip()]
    total: dict[str, int] = {}
    found: dict[str, int] = {}
    missed: list[str] = []
    for row in rows:
        total[row["severity"]] = total.get(row["severity"], 0) + 1
        if any(answers(finding, row) for finding in findings):
            found[row["severity"]] = found.get(row["severity"], 0) + 1
        else:
            missed.append(row["id"])
    return Recall(total=total, found=found, missed=tuple(missed))


def answers(finding: Finding, row: dict[str, Any]) -> bool:
    """Whether a finding quotes a place of the truth, in a compatible category.

    Truth without a quotation is about something absent: then the finding must
    be of the document and name the same symbol.
    """
    if finding.category not in COMPATIBLE.get(row["category"], frozenset({row["category"]})):
        return False
    quotes = row.get("quotes") or []
    if not quotes:
        named = set(_SYMBOL.findall(row["text"]))
        return finding.document == row["section"] and bool(named & set(_SYMBOL.findall(finding.text)))
    ours = [(c.document, normal(c.quote)) for c in finding.citations]
    return any(doc == q["doc"] and overlap(normal(q["quote"]), quote) for q in quotes for doc, quote in ours)


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


def lines(recall: Recall) -> Iterable[str]:
    """The score in words."""
    for severity in sorted(recall.total):
        share = 100 * recall.share(severity)
        yield f"Mức {severity}: {recall.found.get(severity, 0)}/{recall.total[severity]} ({share:.0f} %)"
    yield f"Tất cả: {100 * recall.share():.0f} %; chưa thấy: {', '.join(recall.missed) or 'không'}"
