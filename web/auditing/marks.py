"""What the pages of the audit share: links, the mark of a cell, the five of a plan."""

from __future__ import annotations

from dataclasses import dataclass

from service.audit.types import GAPS, MatrixCell, Score, Status
from service.ports import Held
from web.auditing.choice import DESK, FINDINGS, Choice
from web.auditing.names import MARKS, MET, short_name, status_word
from web.words import Words

ORDER: tuple[Status, ...] = (*GAPS, *MET, "not binding at this level")
FIVE = ("who", "work", "when", "responsibility", "product")


@dataclass(frozen=True)
class Link:
    """A link with its words; ``current`` for where the reader is."""

    name: str
    href: str
    current: bool = False


@dataclass(frozen=True)
class Mark:
    """A cell: a sign, a word and the page that shows both sides."""

    sign: str
    word: str
    style: str
    href: str
    why: str = ""


@dataclass(frozen=True)
class Row:
    """An item of the frame; ``group`` is told where another one begins."""

    text: str
    group: str
    cells: tuple[Mark, ...]


@dataclass(frozen=True)
class Five:
    """The "5 rõ" of one plan: for each of the five how many tasks say it; how many findings tell the gaps."""

    name: str
    tasks: int
    counts: tuple[tuple[int, int], ...]  # said, not said
    score: str
    gaps: Link


def mark(cell: MatrixCell, choice: Choice, words: Words) -> Mark:
    """A cell as a mark."""
    return Mark(
        sign=MARKS[cell.status],
        word=status_word(cell.status, words),
        style="gap" if cell.status in GAPS else "met" if cell.status in MET else "none",
        href=cell_url(choice, cell.document, cell.item),
        why=cell.why,
    )


def five(score: Score, held: Held, choice: Choice, words: Words) -> Five:
    """The score of a plan with the way to its gaps."""
    said = [getattr(score, key) for key in FIVE]
    return Five(
        name=short_name(held, words),
        tasks=score.tasks,
        counts=tuple((one, score.tasks - one) for one in said),
        score=f"{score.score:.0f}",
        gaps=Link(words("auditing.five.gaps"), choice.alone(held.id).href(FINDINGS, category="task_gap")),
    )


def plan_url(choice: Choice, document: str) -> str:
    """The page of one plan against the frame."""
    return choice.alone(document).href(f"{DESK}/van-ban")


def cell_url(choice: Choice, document: str, item: str) -> str:
    """The page of one cell."""
    return choice.alone(document).href(f"{DESK}/o", item=item)
