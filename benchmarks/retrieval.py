"""Retrieval quality: BM25 alone, dense alone and both, in one run, with and without diacritics.

Needs the evaluation data beside the repository and the embedding model. The weight of the dense side is chosen on
one half of the questions and reported on the other, both ways round. The libraries, and with them every vector, are
kept in the cache: the first run encodes 80,000 windows, a second one nothing.
"""

from __future__ import annotations

import cProfile
import pstats
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.judged import COLLECTIONS, DUTIES, GENERAL, LAW, Collection
from benchmarks.metrics import ndcg, recall
from benchmarks.report import Cell, Report, Scale, Table
from index.encoder import open_encoder
from index.fusion import DENSE_WEIGHT, DEPTH, fuse
from index.library import Library
from index.text import fold
from index.types import Mode

WEIGHTS = tuple(n / 20 for n in range(21))
MODES: tuple[Mode, ...] = ("lexical", "dense", "hybrid")
FLIPS = 10_000
TIMED = 100  # questions, each asked once: an encoder remembers what it was asked before

Found = Mapping[int, float]
Right = Mapping[int, int]
Figures = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Question:
    """What each side found for one question, ``{passage: score}``, best first, and what is right."""

    lexical: Found
    dense: Found
    hybrid: Found
    right: Right


@dataclass(frozen=True)
class Quality:
    """nDCG@10 and R@10 of every question."""

    ndcg: Figures
    recall: Figures

    def cells(self) -> tuple[float, float]:
        """The two means."""
        return float(self.ndcg.mean()), float(self.recall.mean())


def quality(questions: Sequence[Question], rank: Callable[[Question], Found]) -> Quality:
    """How well ``rank`` orders the passages of ``questions``."""
    runs = [(list(rank(question)), question.right) for question in questions]
    return Quality(
        np.array([ndcg(ranked, right) for ranked, right in runs]),
        np.array([recall(ranked, right) for ranked, right in runs]),
    )


def weighted(weight: float) -> Callable[[Question], Found]:
    """The fusion at one weight of the dense side for every question."""
    return lambda question: fuse(question.dense, question.lexical, weight)


def best_weight(questions: Sequence[Question]) -> float:
    """The weight with the highest nDCG@10."""
    return max(WEIGHTS, key=lambda weight: float(quality(questions, weighted(weight)).ndcg.mean()))


def by_chance(left: Figures, right: Figures) -> float:
    """How probable it is that two rankings as good as each other differ so much on these questions.

    Two-sided paired randomisation test: which of the two a figure came from is drawn anew, ``FLIPS`` times.
    """
    difference = left - right
    signs = np.random.default_rng(57).choice((-1.0, 1.0), size=(FLIPS, len(difference)))
    as_large = np.abs(signs @ difference) >= abs(difference.sum()) - 1e-9
    return float((as_large.sum() + 1) / (FLIPS + 1))


def measure(scale: Scale) -> Report:
    """Quality of the three rankings, the fusion tuned on halves, and what a search takes."""
    question = "Does the fused ranking find more than either side alone, and what does it cost?"
    if not LAW.folder(scale).is_dir():
        return Report("retrieval", question, skipped=f"no evaluation data in {scale.shared / 'bench'}")
    chosen = (GENERAL, DUTIES) if scale.short else COLLECTIONS
    alone: list[tuple[Cell, ...]] = []
    halves: list[tuple[Cell, ...]] = []
    for collection in chosen:
        library = collection.library(scale)
        for plain in (False, True):
            alone += _alone(collection, library, scale, plain=plain)
        halves += _halves(collection, library, scale)
    timed = chosen[0]
    texts = list(timed.questions(scale).values())
    times, hottest = _times(timed.library(scale), texts)
    return Report("retrieval", question, (_quality_table(alone), _halves_table(halves), times), findings=(hottest,))


def _quality_table(rows: list[tuple[Cell, ...]]) -> Table:
    columns = ("passages and judgements", "asked", "questions", "BM25 nDCG@10", "R@10", "dense nDCG@10", "R@10",
               "hybrid nDCG@10", "R@10", "over the better side", "by chance p")  # fmt: skip
    note = "p: two-sided paired randomisation test of nDCG@10, hybrid against the better side alone."
    return Table("Each side alone and both, as served", columns, tuple(rows), note)


def _halves_table(rows: list[tuple[Cell, ...]]) -> Table:
    columns = ("passages", "half", "weight from the other half", "BM25 nDCG@10", "dense nDCG@10", "hybrid, that weight",
               "R@10", f"hybrid as served ({DENSE_WEIGHT})", "R@10")  # fmt: skip
    return Table("The weight of the dense side, chosen on one half and reported on the other", columns, tuple(rows))


def _alone(collection: Collection, library: Library, scale: Scale, *, plain: bool) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for judgements in collection.judgements if not plain else collection.judgements[:1]:
        questions = ask(collection, library, scale, judgements, plain=plain)
        sides = [quality(questions, lambda one, mode=mode: getattr(one, mode)) for mode in MODES]  # type: ignore[misc]
        better = max(sides[:2], key=lambda side: float(side.ndcg.mean()))
        gain = float(sides[2].ndcg.mean() - better.ndcg.mean())
        name = f"{collection.name} {Path(judgements).stem}"
        figures = [cell for side in sides for cell in side.cells()]
        asked = "without diacritics" if plain else "as written"
        rows.append((name, asked, len(questions), *figures, f"{gain:+.4f}", by_chance(sides[2].ndcg, better.ndcg)))
    return rows


def _halves(collection: Collection, library: Library, scale: Scale) -> list[tuple[Cell, ...]]:
    questions = ask(collection, library, scale, collection.judgements[0], plain=False)
    rows: list[tuple[Cell, ...]] = []
    for name, held, tuned in (("odd", questions[::2], questions[1::2]), ("even", questions[1::2], questions[::2])):
        weight = best_weight(tuned)
        alone = [float(quality(held, side).ndcg.mean()) for side in (lambda one: one.lexical, lambda one: one.dense)]
        fused, served = quality(held, weighted(weight)), quality(held, lambda one: one.hybrid)
        rows.append((collection.name, name, weight, *alone, *fused.cells(), *served.cells()))
    return rows


def ask(
    collection: Collection, library: Library, scale: Scale, judgements: str, *, plain: bool = False
) -> list[Question]:
    """All judged questions with what the two sides and the library itself answer."""
    right = collection.right(scale, judgements)
    texts = {one: text for one, text in collection.questions(scale).items() if one in right}
    numbers: dict[str, int] = {}
    found = [_run(library, [fold(text) if plain else text for text in texts.values()], mode, numbers) for mode in MODES]
    judged = [
        {numbers.setdefault(passage, len(numbers)): gain for passage, gain in right[one].items()} for one in texts
    ]
    lexical, dense, hybrid = found
    return [Question(*each) for each in zip(lexical, dense, hybrid, judged, strict=True)]


def _run(library: Library, texts: Sequence[str], mode: Mode, numbers: dict[str, int]) -> list[Found]:
    answers = library.search_many(texts, k=DEPTH, mode=mode)
    return [{numbers.setdefault(hit.source_id or "", len(numbers)): hit.score for hit in answer} for answer in answers]


def _times(library: Library, texts: Sequence[str]) -> tuple[Table, str]:
    """Milliseconds by what is done, each with questions of its own, in turn; and the hottest functions."""
    encoder = open_encoder()
    encoder.warm()
    library.warm()
    steps: dict[str, Callable[[str], object]] = {
        "question to vector": encoder.encode_query,
        "BM25 alone": lambda text: library.search(text, mode="lexical"),
        "dense alone": lambda text: library.search(text, mode="dense"),
        "hybrid": library.search,
        "hybrid, without diacritics": lambda text: library.search(fold(text)),
    }
    taken: dict[str, list[float]] = {name: [] for name in steps}
    for at, text in enumerate(texts[: TIMED * len(steps)]):
        name = list(steps)[at % len(steps)]
        started = time.perf_counter()
        steps[name](text)
        taken[name].append((time.perf_counter() - started) * 1000)
    whole = statistics.median(taken["hybrid"])
    rows = [
        (name, statistics.median(some), float(np.percentile(some, 95)), statistics.median(some) / whole)
        for name, some in taken.items()
    ]
    table = Table("One question on a warm library", ("what", "p50 ms", "p95 ms", "of the hybrid"), tuple(rows))
    return table, _hottest(library, texts[-TIMED // 2 :])


def _hottest(library: Library, texts: Sequence[str]) -> str:
    """The two functions in which a hybrid search spends most, what they call in C included."""
    profile = cProfile.Profile()
    with profile:
        for text in texts:
            library.search(text)
    stats = pstats.Stats(profile)
    own = sorted(((one[2], key) for key, one in stats.stats.items()), reverse=True)  # type: ignore[attr-defined]
    total = sum(seconds for seconds, _ in own)
    named = [f"{name} ({Path(file).name}) {seconds / total:.0%}" for seconds, (file, _, name) in own[:2]]
    return f"hottest in a hybrid search: {', '.join(named)}"
