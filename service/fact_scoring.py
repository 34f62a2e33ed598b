"""Scoring what was extracted from documents against truth made by reading.

The truth has the form of files ``sections.jsonl``, ``targets.jsonl``, ``tasks.jsonl``, ``obligations.jsonl`` and
``references.jsonl``, one row a fact, ``doc`` the document id. Quotations are compared in normal form; one
holds the other where the truth quotes less, or more, of the same sentence. A title or a cell that ends in "…"
is cut short in the truth and is met by anything that begins so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from ingest.text import fold, normal_form, squeeze
from ingest.types import Document, Duty, Fact, Frozen, Target, Task

Truth = Mapping[str, Any]
F = TypeVar("F", bound=Fact)
_SCORED = ("target", "sub_target")


class Tally(Frozen):
    """How many facts of one kind were found, how many there are, and which were missed or made up."""

    kind: str
    matched: int
    found: int
    truth: int
    missed: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where there was nothing to find and nothing was found."""
        return 2 * self.matched / (self.found + self.truth) if self.found + self.truth else 1.0

    @property
    def recall(self) -> float:
        """Share of the truth that was found."""
        return self.matched / self.truth if self.truth else 1.0


def score_facts(documents: Mapping[str, Document], folder: Path) -> list[Tally]:
    """A tally for each kind of truth that ``folder`` holds about the given documents."""
    tallies: list[Tally] = []
    for name, scorer in _SCORERS.items():
        rows = [row for row in _rows(folder / name) if row["doc"] in documents]
        if rows:
            told = {row["doc"] for row in rows}
            tallies.extend(scorer([documents[doc] for doc in sorted(told)], rows))
    return tallies


def _rows(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def same_quote(mine: str, theirs: str) -> bool:
    """Whether two quotations are of the same words: one holds the other."""
    a, b = normal_form(mine), normal_form(theirs)
    return bool(a and b) and (a in b or b in a)


# -- sections ------------------------------------------------------------------------------------------------


def _sections(documents: Iterable[Document], rows: Sequence[Truth]) -> list[Tally]:
    left = [(d.id, s.path, s.title or "") for d in documents for s in d.sections]
    found = len(left)
    missed: list[str] = []
    for row in rows:
        match = next((key for key in left if _same_section(key, row)), None)
        if match is None:
            missed.append(f"{row['doc']} {'/'.join(row['path'])}: {row['title']}")
        else:
            left.remove(match)
    extra = tuple(f"{doc} {'/'.join(path)}: {title}" for doc, path, title in left)
    matched = len(rows) - len(missed)
    return [Tally(kind="sections", matched=matched, found=found, truth=len(rows), missed=tuple(missed), extra=extra)]


def _same_section(key: tuple[str, tuple[str, ...], str], row: Truth) -> bool:
    doc, path, title = key
    same_path = len(path) == len(row["path"]) and all(map(_alike, path, row["path"]))
    return doc == row["doc"] and same_path and _alike(title, row["title"] or "")


def _alike(mine: str, theirs: str) -> bool:
    """Whether two titles or cells are the same but for case, dashes and a last mark; theirs may be cut."""
    a, b = (normal_form(text).casefold().replace("–", "-") for text in (mine, theirs))
    if b.endswith("…"):
        return a.startswith(b[:-1].rstrip())
    return a.rstrip(" .:;,") == b.rstrip(" .:;,")


def _of_keys(kind: str, found: Sequence[tuple[Any, ...]], truth: Sequence[tuple[Any, ...]]) -> Tally:
    """Facts that are the same where their keys are equal; a key may occur several times."""
    left = list(truth)
    extra = [key for key in found if not _take(left, key)]
    return Tally(
        kind=kind,
        matched=len(truth) - len(left),
        found=len(found),
        truth=len(truth),
        missed=tuple(str(key) for key in left),
        extra=tuple(str(key) for key in extra),
    )


def _take(keys: list[tuple[Any, ...]], key: tuple[Any, ...]) -> bool:
    if key in keys:
        keys.remove(key)
        return True
    return False


# -- targets -------------------------------------------------------------------------------------------------


def _targets(documents: Iterable[Document], rows: Sequence[Truth]) -> list[Tally]:
    scored = [row for row in rows if row["cls"] in _SCORED]
    unscored = [row for row in rows if row["cls"] not in _SCORED]
    found = [target for document in documents for target in document.targets if target.cls in _SCORED]
    matched, missed, extra = _pair(found, scored, _same_target)
    # what the truth lists as a condition, a norm or "toàn xã" is no invention of ours, and no target either
    extra = [fact for fact in extra if not any(_about(fact, row) for row in unscored)]
    return [_tally("targets", matched, extra, missed)]


def _same_target(target: Target, row: Truth) -> bool:
    return bool(
        _about(target, row)
        and target.comparator == row["comparator"]
        and (target.value, target.value_max) == (row["value"], row["value_max"])
        and _unit(target.unit) == _unit(row["unit"])
        and target.deadline == row["deadline"]
    )


def _unit(unit: str | None) -> str:
    return squeeze((unit or "").split("(")[0]).casefold()


def _about(fact: Fact, row: Truth) -> bool:
    return fact.document == row["doc"] and same_quote(fact.quote, row["quote"])


# -- tasks ---------------------------------------------------------------------------------------------------

_FIELDS: dict[str, Callable[[Task, Truth], bool]] = {
    "lead": lambda task, row: _same_bodies(task.lead, [row["lead"] or ""]),
    "partners": lambda task, row: _same_bodies(task.partners, row["coord"]),
    "output": lambda task, row: _alike(task.output or "", row["output"] or ""),
    "deadline": lambda task, row: fold(task.deadline or task.frequency or "") == fold(row["deadline"] or ""),
}


def _tasks(documents: Iterable[Document], rows: Sequence[Truth]) -> list[Tally]:
    told = {(row["doc"], tuple(row["path"])) for row in rows}
    found = [task for d in documents for task in d.tasks if (d.id, task.section) in told]
    tallies = []
    for field, same in _FIELDS.items():
        matched, missed, extra = _pair(found, rows, _same_in(same))
        tallies.append(_tally(f"tasks: {field}", matched, extra, missed))
    return tallies


def _same_in(same: Callable[[Task, Truth], bool]) -> Callable[[Task, Truth], bool]:
    return lambda task, row: _same_task(task, row) and same(task, row)


def _same_task(task: Task, row: Truth) -> bool:
    return task.document == row["doc"] and list(task.section) == row["path"] and _opens_alike(task.text, row["text"])


def _opens_alike(mine: str, theirs: str) -> bool:
    """Whether two tasks under the same number are the same one: their first words are."""
    a, b = normal_form(mine), normal_form(theirs)
    return a.startswith(b[:40]) or b.startswith(a[:40])


def _same_bodies(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    a, b = _bodies(mine), _bodies(theirs)
    return a.startswith(b[:-1]) if b.endswith("…") else a == b


def _bodies(names: Iterable[str]) -> str:
    """Bodies as one string: how a list of them is cut into names is a matter of taste."""
    return re.sub(r"[;,]", "", "".join(map(_body, names)))


def _body(name: str) -> str:
    return fold(name.replace("–", "-").replace(" và ", " - ").replace("&", " - ")).replace(" ", "")


# -- duties and references -----------------------------------------------------------------------------------


def _duties(documents: Iterable[Document], rows: Sequence[Truth]) -> list[Tally]:
    reports = [row for row in rows if row["type"] == "report"]
    found = [duty for document in documents for duty in document.duties]
    matched, missed, _ = _pair(found, reports, _about_duty)
    # the truth lists the duties that matter, not all; so only recall is told
    return [_tally("reporting duties (recall)", matched, [], missed)]


def _about_duty(duty: Duty, row: Truth) -> bool:
    return _about(duty, row)


def _references(documents: Iterable[Document], rows: Sequence[Truth]) -> list[Tally]:
    numbered = [row for row in rows if row["symbol"]]
    found = {(d.id, _symbol(r.symbol)) for d in documents for r in d.references if r.symbol}
    truth = {(row["doc"], _symbol(row["symbol"])) for row in numbered}
    grave = {(row["doc"], _symbol(row["symbol"])) for row in numbered if row["suspect"]}
    doubted = {(d.id, _symbol(r.symbol)) for d in documents for r in d.references if r.symbol and r.suspect}
    return [
        _of_keys("references", sorted(found), sorted(truth)),
        _of_keys("suspects (recall)", sorted(doubted & grave), sorted(grave)),
    ]


def _symbol(symbol: str) -> str:
    return "".join(symbol.split()).casefold().replace("–", "-")


# -- pairing -------------------------------------------------------------------------------------------------


def _pair(
    found: Sequence[F], rows: Sequence[Truth], same: Callable[[F, Truth], bool]
) -> tuple[int, list[Truth], list[F]]:
    """Pairs each row with one fact: how many pairs, the rows left over, the facts left over."""
    left = list(found)
    missed: list[Truth] = []
    for row in rows:
        match = next((fact for fact in left if same(fact, row)), None)
        if match is None:
            missed.append(row)
        else:
            left.remove(match)
    return len(rows) - len(missed), missed, left


def _tally(kind: str, matched: int, extra: Sequence[Fact], missed: Sequence[Truth]) -> Tally:
    return Tally(
        kind=kind,
        matched=matched,
        found=matched + len(extra),
        truth=matched + len(missed),
        missed=tuple(f"{row['doc']} {'/'.join(row['path'])}: {row.get('quote') or row.get('text')}" for row in missed),
        extra=tuple(f"{fact.document} {'/'.join(fact.section)}: {fact.quote}" for fact in extra),
    )


_SCORERS: dict[str, Callable[[Iterable[Document], Sequence[Truth]], list[Tally]]] = {
    "sections.jsonl": _sections,
    "targets.jsonl": _targets,
    "tasks.jsonl": _tasks,
    "obligations.jsonl": _duties,
    "references.jsonl": _references,
}
