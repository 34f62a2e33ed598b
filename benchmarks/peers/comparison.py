"""The comparison: who is measured on how much, and what is told of it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.passages import real_passages
from benchmarks.peers.arena import Arena, write
from benchmarks.peers.contestant import Passage
from benchmarks.peers.environment import peers_python
from benchmarks.peers.lineup import lineup
from benchmarks.peers.process import ContestantError
from benchmarks.peers.quality import Collection, Scores, Ways, encode, load, measured
from benchmarks.peers.speed import WARM, timed
from benchmarks.peers.tables import ahead, quality_table, settings_table, speed_table
from benchmarks.report import Report, Scale

QUESTION = "Is Tracuu faster and better than what one would otherwise take, on one machine with one embedding model?"


@dataclass(frozen=True)
class Numbers:
    """How much is measured."""

    passages: int
    questions: int
    rounds: int
    judged: int  # questions of each collection
    collections: tuple[tuple[str, tuple[str, ...], Mapping[str, str]], ...]


LONG = Numbers(
    passages=10_000,
    questions=200,
    rounds=5,
    judged=300,
    collections=(
        ("alqac", ("corpus.jsonl.gz", "corpus_distractors.jsonl.gz"), {"": "qrels.tsv"}),
        ("tvpl_qa", ("corpus.jsonl.gz",), {"strict": "qrels.tsv", "lenient": "qrels_lenient.tsv"}),
    ),
)
SHORT = Numbers(300, 20, 2, 20, (("xquad_vi", ("corpus.jsonl.gz",), {"": "qrels.tsv"}),))


class _UnreadyError(Exception):
    """Something that must be made before is not there; the message says what."""


def measure(scale: Scale) -> Report:
    """Times and quality of all contestants; of Tracuu and one peer in the short form."""
    numbers = SHORT if scale.short else LONG
    try:
        arena = _arena(scale)
        passages = real_passages(numbers.passages, scale)
        collections = [
            load(scale.shared / "bench" / name, files, judgements, numbers.judged)
            for name, files, judgements in numbers.collections
        ]
        questions = _questions(scale.shared / "bench" / "tvpl_qa" / "queries.jsonl", numbers.questions + WARM)
    except FileNotFoundError as error:
        return Report("peers", QUESTION, skipped=f"{error.filename or error} is not there")
    except _UnreadyError as error:
        return Report("peers", QUESTION, skipped=str(error))
    file = write(arena.folder / "passages.jsonl", (Passage(one.id, one.title, one.text) for one in passages))
    times = timed(arena, file, questions, numbers.rounds)
    scores, drifts = _quality(arena, collections)
    return Report(
        "peers",
        QUESTION,
        tables=(
            speed_table(times, len(passages), len(questions) - WARM),
            quality_table(scores, collections),
            settings_table(arena),
        ),
        findings=(*ahead(times, scores), *_honesty(arena, drifts)),
    )


def _arena(scale: Scale) -> Arena:
    from index.model.ready import ready_manifest, shipped_directory

    model = shipped_directory()
    if ready_manifest(model) is None:
        raise _UnreadyError("the embedding model is not ready (python -m index.model makes it)")
    try:
        python = peers_python(scale.cache, make=not scale.short)
    except subprocess.CalledProcessError as error:
        last = (error.stderr or "").strip().splitlines()[-1:]
        raise _UnreadyError(f"the packages of the peers cannot be installed: {' '.join(last)}") from error
    if python is None:
        raise _UnreadyError("the peers are not installed (the long form, python -m benchmarks peers, installs them)")
    folder = scale.cache / "peers" / ("short" if scale.short else "long")
    return Arena(lineup(short=scale.short), python, model, folder)


def _quality(arena: Arena, collections: list[Collection]) -> tuple[Scores, dict[str, float]]:
    from index.encoder import open_encoder
    from index.text import fold

    ways: Ways = {"": str, "unaccented": fold}
    scores: Scores = {}
    drifts: dict[str, float] = {}
    for collection in collections:
        try:
            drifts[collection.name] = encode(arena, collection, ways, open_encoder())
        except ContestantError as error:
            arena.failures["vectors"] = str(error)
            continue
        for name, found in measured(arena, collection, ways).items():
            scores.setdefault(name, {}).update(found)
    return scores, drifts


def _honesty(arena: Arena, drifts: Mapping[str, float]) -> list[str]:
    """What a reader must know to believe the tables."""
    told = [
        f"{name}: the vectors that the peers share for the quality of their answers come from Tracuu's engine; the "
        f"least cosine of a sample to those of sentence-transformers is {drift:.5f}"
        for name, drift in drifts.items()
    ]
    told += [f"{name} failed and is missing: {why}" for name, why in arena.failures.items()]
    told += [
        f"{name} tried to reach {', '.join(sorted(hosts))}, and was refused" for name, hosts in arena.refused.items()
    ]
    return told if arena.refused else [*told, "nobody tried to reach another machine"]


def _questions(file: Path, count: int) -> list[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    return texts[:: max(1, len(texts) // count)][:count]
