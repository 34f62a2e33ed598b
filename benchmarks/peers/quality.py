"""How well each contestant answers: law articles and sections, questions as typed and without diacritics.

Passages and questions are encoded once for all peers (:mod:`benchmarks.peers.vectors`); indexes are kept between runs.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import statistics
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.metrics import ndcg, recall
from benchmarks.peers import vectors
from benchmarks.peers.arena import Arena, write
from benchmarks.peers.contestant import PASSAGE, QUERY, VECTORS_VARIABLE, Passage
from benchmarks.peers.environment import REQUIREMENTS
from benchmarks.peers.lineup import Entry

if TYPE_CHECKING:
    from index.encoder import Encoder

TOP = 10
ADAPTERS = Path(__file__).with_name("adapters")
SAMPLED = 32  # passages whose vectors are compared with those of sentence-transformers
SAVED_EVERY = 500  # passages, so that an interrupted run goes on where it was

VECTORS = "vectors"

Judged = Mapping[str, Mapping[str, int]]
Ways = Mapping[str, Callable[[str], str]]
"""Ways of asking, by name: what is done to a question before it is asked."""


@dataclass(frozen=True)
class Collection:
    """A collection with questions, and what is right for each under one or two readings of "right"."""

    name: str
    passages: tuple[Passage, ...]
    questions: Mapping[str, str]
    judged: Mapping[str, Judged]


@dataclass(frozen=True)
class Score:
    """Means over the questions of a collection, asked in one way and judged by one reading."""

    ndcg: float
    recall: float


Scores = dict[str, dict[str, Score]]
"""By contestant, then by column: collection, way of asking, reading of what is right."""


def load(folder: Path, files: Sequence[str], judgements: Mapping[str, str], most: int) -> Collection:
    """The collection of a folder, with at most so many of its questions, evenly spread."""
    passages = []
    for file in files:
        with gzip.open(folder / file, "rt", encoding="utf-8") as lines:
            passages += [Passage(one["id"], one.get("title") or "", one["text"]) for one in map(json.loads, lines)]
    judged = {reading: _judged(folder / file) for reading, file in judgements.items()}
    lines_ = (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [one for one in map(json.loads, lines_) if all(one["id"] in right for right in judged.values())]
    spread = asked[:: -(-len(asked) // most)]
    return Collection(folder.name, tuple(passages), {one["id"]: one["text"] for one in spread}, judged)


def measured(arena: Arena, collection: Collection, ways: Ways) -> Scores:
    """Scores of every contestant that takes part in quality."""
    file = write(arena.folder / f"{collection.name}.jsonl", collection.passages)
    scores: Scores = {}
    for entry in arena.standing():
        if entry.quality:
            print(f"  {entry.name}: {collection.name}", flush=True)
            with arena.bearing(entry):
                scores[entry.name] = _scored(arena, entry, collection, file, ways)
    return scores


def _scored(arena: Arena, entry: Entry, collection: Collection, file: Path, ways: Ways) -> dict[str, Score]:
    folder = arena.folder / "kept" / collection.name / entry.adapter
    _index(arena, entry, file, folder)
    found: dict[str, Score] = {}
    with arena.process(entry, _shared(arena, entry)) as process:
        process.tell("open", folder=str(folder))
        for way, asked in ways.items():
            texts = [asked(text) for text in collection.questions.values()]
            reply = process.tell("ask", questions=texts, k=TOP)
            answers = dict(zip(collection.questions, reply["answers"], strict=True))
            for reading, judged in collection.judged.items():
                found[" ".join(filter(None, (collection.name, way, reading)))] = score(answers, judged)
    arena.heard(entry, reply["refused"])
    return found


def score(answers: Mapping[str, Sequence[str]], judged: Judged) -> Score:
    """The means over the questions answered."""
    pairs = [(ranked, judged[question]) for question, ranked in answers.items()]
    return Score(
        statistics.fmean(ndcg(ranked, right, TOP) for ranked, right in pairs),
        statistics.fmean(recall(ranked, right, TOP) for ranked, right in pairs),
    )


def _index(arena: Arena, entry: Entry, file: Path, folder: Path) -> None:
    """Index anew unless the same adapters, packages and passages made what is kept. Ours knows by itself."""
    stamp = folder.with_suffix(".made")
    made = _made_of(file)
    if not entry.ours:
        if stamp.is_file() and stamp.read_text(encoding="ascii") == made:
            return
        stamp.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
    with arena.process(entry, _shared(arena, entry)) as process:
        process.tell("index", file=str(file), folder=str(folder))
    stamp.write_text(made, encoding="ascii")


def _shared(arena: Arena, entry: Entry) -> dict[str, str]:
    folder = arena.folder / VECTORS
    return {VECTORS_VARIABLE: str(folder)} if folder.is_dir() and not entry.ours else {}


def _made_of(file: Path) -> str:
    parts = [REQUIREMENTS, file, *sorted(ADAPTERS.glob("*.py"))]
    return hashlib.sha256(b"".join(hashlib.sha256(part.read_bytes()).digest() for part in parts)).hexdigest()


def encode(arena: Arena, collection: Collection, ways: Ways, encoder: Encoder) -> float:
    """Keep the vectors of a collection; the least cosine of a sample to what sentence-transformers computes."""
    folder, texts = arena.folder / VECTORS, [passage.content for passage in collection.passages]
    for start in range(0, len(texts), SAVED_EVERY):
        vectors.keep(folder, PASSAGE, texts[start : start + SAVED_EVERY], encoder.encode_passages)
    for asked in ways.values():
        vectors.keep(folder, QUERY, list(map(asked, collection.questions.values())), encoder.encode_queries)
    sample = texts[:: max(1, len(texts) // SAMPLED)]
    peer = next(entry for entry in arena.entries if entry.adapter == "dense")
    with arena.process(peer) as process:
        theirs = np.array(process.tell("vectors", texts=sample)["vectors"])
    return float((vectors.look_up(folder, PASSAGE, sample) * theirs).sum(axis=1).min())


def _judged(file: Path) -> Judged:
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    for line in file.read_text(encoding="utf-8").splitlines():
        question, passage, gain = line.split("\t")
        judged[question][passage] = int(gain)
    return judged
