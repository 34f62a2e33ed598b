"""Retrieval quality on law articles: BM25 alone, dense alone and both, in one run.

    python benchmarks/search.py [--data DIR] [--unaccented]

Needs the evaluation data beside the repository (``../shared/bench/alqac``) and the
embedding model. The weight of the dense side is chosen on one half of the questions and
reported on the other, both ways round. The index, and with it every vector, is kept in
the user's cache folder, so that a second run encodes nothing.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.metrics import ndcg, recall
from index.fusion import DENSE_WEIGHT, DEPTH, fuse
from index.library import Library
from index.text import fold
from index.types import Mode

BENCH = Path(__file__).parents[2] / "shared" / "bench"
CORPORA = {"alqac": ("corpus.jsonl.gz", "corpus_distractors.jsonl.gz"), "xquad_vi": ("corpus.jsonl.gz",)}
WEIGHTS = [n / 20 for n in range(21)]

Scores = dict[int, float]
Gain = Mapping[int, int]


@dataclass(frozen=True)
class Question:
    """One question, what each side found for it, and what is right."""

    dense: Scores
    lexical: Scores
    hybrid: Scores
    right: Gain


@dataclass(frozen=True)
class Quality:
    """Means over questions."""

    ndcg: float
    recall: float

    def __str__(self) -> str:
        return f"nDCG@10 {self.ndcg:.4f}   R@10 {self.recall:.4f}"


def quality(questions: Sequence[Question], rank: Callable[[Question], Scores]) -> Quality:
    """How well ``rank`` orders the passages of ``questions``."""
    runs = [(list(rank(question)), question.right) for question in questions]
    count = len(runs)
    return Quality(
        sum(ndcg(ranked, right) for ranked, right in runs) / count,
        sum(recall(ranked, right) for ranked, right in runs) / count,
    )


def weighted(weight: float) -> Callable[[Question], Scores]:
    """The fusion at a fixed weight of the dense side."""
    return lambda question: fuse(question.dense, question.lexical, weight)


def best_weight(questions: Sequence[Question]) -> float:
    """The weight with the highest nDCG@10."""
    return max(WEIGHTS, key=lambda weight: quality(questions, weighted(weight)).ndcg)


def load(name: str, data: Path) -> tuple[Library, dict[str, int]]:
    """The library with the collection taken, and a number for each of its ids."""
    library = Library.open(data / name)
    ids: dict[str, int] = {}
    data.mkdir(parents=True, exist_ok=True)
    collection = data / f"{name}.jsonl"
    with collection.open("w", encoding="utf-8") as merged:
        for file in CORPORA[name]:
            with gzip.open(BENCH / name / file, "rt", encoding="utf-8") as lines:
                for line in lines:
                    ids[json.loads(line)["id"]] = len(ids)
                    merged.write(line.rstrip("\n") + "\n")
    report = library.sync_passages(collection, progress=show)
    print(f"{report.passages} passages, {report.files[0].outcome} in {report.seconds:.0f} s")
    return library, ids


def show(stage: str, done: int, total: int, name: str) -> None:
    print(f"\r{stage} {done}/{total} {name}", end="" if done < total else "\n", file=sys.stderr, flush=True)


def ask(name: str, library: Library, ids: Mapping[str, int], *, unaccented: bool) -> list[Question]:
    """All questions with what the two sides and the library itself answer."""
    right: dict[str, dict[int, int]] = defaultdict(dict)
    for line in (BENCH / name / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        question, passage, gain = line.split("\t")
        right[question][ids[passage]] = int(gain)
    lines = (BENCH / name / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [entry for entry in map(json.loads, lines) if entry["id"] in right]
    texts = [fold(entry["text"]) if unaccented else entry["text"] for entry in asked]
    modes: tuple[Mode, ...] = ("dense", "lexical", "hybrid")
    found = [run(library, texts, mode, ids) for mode in modes]
    return [
        Question(dense, lexical, hybrid, right[entry["id"]])
        for dense, lexical, hybrid, entry in zip(*found, asked, strict=True)
    ]


def run(library: Library, texts: Sequence[str], mode: Mode, ids: Mapping[str, int]) -> list[Scores]:
    """Passages and scores of one mode for every question."""
    started = time.perf_counter()
    answers = library.search_many(texts, k=DEPTH, mode=mode)
    print(f"{mode:8} {(time.perf_counter() - started) / len(texts) * 1000:6.1f} ms a question")
    return [{ids[hit.source_id or ""]: hit.score for hit in answer} for answer in answers]


def report(questions: Sequence[Question]) -> None:
    """Print the figures of both halves, each with the weight that the other half chose."""
    halves = questions[::2], questions[1::2]
    for name, tuned, held in (("odd", halves[0], halves[1]), ("even", halves[1], halves[0])):
        weight = best_weight(tuned)
        print(f"half {name}: {len(held)} questions")
        print(f"  BM25 alone            {quality(held, lambda question: question.lexical)}")
        print(f"  dense alone           {quality(held, lambda question: question.dense)}")
        print(f"  hybrid, tuned {weight:.2f}    {quality(held, weighted(weight))}")
        print(f"  hybrid, frozen {DENSE_WEIGHT:.2f}   {quality(held, lambda question: question.hybrid)}")
    print(f"all: hybrid as served   {quality(questions, lambda question: question.hybrid)}")
    for weight in WEIGHTS[::2]:
        print(f"  weight {weight:.1f}            {quality(questions, weighted(weight))}")


def main() -> None:
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    parser = argparse.ArgumentParser(description="Retrieval quality: BM25, dense, hybrid in one run.")
    parser.add_argument("--data", type=Path, default=cache / "tracuu" / "benchmarks")
    parser.add_argument("--set", choices=sorted(CORPORA), default="alqac", dest="name")
    parser.add_argument("--unaccented", action="store_true", help="ask without diacritics")
    arguments = parser.parse_args()
    if not (BENCH / arguments.name).is_dir():
        print(f"skipped: no evaluation data in {BENCH / arguments.name}")
        return
    library, ids = load(arguments.name, arguments.data)
    report(ask(arguments.name, library, ids, unaccented=arguments.unaccented))


if __name__ == "__main__":
    main()
