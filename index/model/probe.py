"""Chooses the engines for this processor by a short trial on sample texts.

Speed alone does not qualify: an engine whose worst cosine to float32 over the samples
is below ``MIN_COSINE`` is refused (int8 without VNNI saturates and would cost a tenth
of the retrieval quality).
"""

from __future__ import annotations

import logging
import statistics
import time
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from index.model.batching import matrices, prepared
from index.model.engines import (
    INSTANT,
    PAD,
    REFERENCE,
    InstantEngine,
    available_engines,
    cores,
    embed_rows,
    instant_engine_runs,
    open_engine,
    processor,
)
from index.model.manifest import EngineChoice, EngineFigures
from index.types import Vectors

MIN_COSINE = 0.995
ROUNDS = 3  # the best counts: other work on the machine only ever slows a round
QUERIES = 10
SAMPLES = Path(__file__).with_name("samples.txt")

logger = logging.getLogger(__name__)


def samples() -> list[str]:
    """Fifty sentences of the genre, our own, Vietnamese and English."""
    return [prepared(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]


def choose_engines(directory: Path) -> EngineChoice:
    """Tries every available engine on the files of ``directory``; takes a few seconds.

    Rounds go through the engines in turn, so that a busy moment of the machine is
    shared by all and not charged to one.
    """
    tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
    passages = _rows(tokenizer, [f"passage: {text}" for text in samples()])
    queries = _rows(tokenizer, [f"query: {text}" for text in samples()])
    trials = _trials(directory, passages)
    exact = trials[REFERENCE].vectors
    for _ in range(ROUNDS):
        for trial in trials.values():
            trial.round(passages, queries[:QUERIES])
    figures = {name: trial.figures(exact) for name, trial in trials.items()}
    accepted = [name for name, found in figures.items() if found.accepted]
    bulk = max(accepted, key=lambda name: figures[name].texts_per_second)
    query = bulk
    if instant_engine_runs():
        exact = embed_rows(trials[REFERENCE].engine, queries)
        trials.clear()  # their idle threads would be in its way
        figures[INSTANT] = _instant_figures(exact)
        query = INSTANT if figures[INSTANT].accepted else bulk
    return EngineChoice(
        processor=processor(), threads=cores(), tried=available_engines(), bulk=bulk, query=query, figures=figures
    )


class _Trial:
    """One engine under trial: its vectors and its times."""

    def __init__(self, name: str, directory: Path, passages: list[list[int]]) -> None:
        start = time.perf_counter()
        self.engine = open_engine(name, directory)
        self.load = time.perf_counter() - start
        self.vectors = embed_rows(self.engine, passages)  # and warms it up
        self.rounds: list[float] = []
        self.waits: list[float] = []

    def round(self, passages: list[list[int]], queries: list[list[int]]) -> None:
        """All passages once, then some queries one by one."""
        start = time.perf_counter()
        embed_rows(self.engine, passages)
        self.rounds.append(time.perf_counter() - start)
        for row in queries:
            start = time.perf_counter()
            self.engine.embed(*matrices([row], PAD))
            self.waits.append(time.perf_counter() - start)

    def figures(self, exact: Vectors) -> EngineFigures:
        """What the manifest records of it."""
        speed = len(exact) / min(self.rounds)
        return _figures(speed, self.waits, self.load, (self.vectors * exact).sum(axis=1))


def _trials(directory: Path, passages: list[list[int]]) -> dict[str, _Trial]:
    trials = {}
    for name in available_engines():
        try:
            trials[name] = _Trial(name, directory, passages)
        except Exception as error:  # an engine that cannot run here is only not chosen
            if name == REFERENCE:
                raise
            logger.warning("engine %s does not run here: %s", name, error)
    return trials


def _rows(tokenizer: Tokenizer, texts: list[str]) -> list[list[int]]:
    return [encoding.ids for encoding in tokenizer.encode_batch(texts)]


def _instant_figures(reference: Vectors) -> EngineFigures:
    start = time.perf_counter()
    engine = InstantEngine()
    load = time.perf_counter() - start
    waits, found = [], []
    for text in samples():
        start = time.perf_counter()
        found.append(engine.query(text))
        waits.append(time.perf_counter() - start)
    cosines = (np.stack(found) * reference).sum(axis=1)
    return _figures(len(found) / sum(waits), waits, load, cosines)


def _figures(speed: float, waits: list[float], load: float, cosines: Vectors) -> EngineFigures:
    cosines = np.nan_to_num(cosines, nan=-1.0)
    worst = float(cosines.min())
    return EngineFigures(
        texts_per_second=round(speed, 1),
        query_ms=round(1000 * statistics.median(waits), 2),
        load_ms=round(1000 * load, 1),
        cosine_min=round(worst, 6),
        cosine_mean=round(float(cosines.mean()), 6),
        accepted=worst >= MIN_COSINE,
    )
