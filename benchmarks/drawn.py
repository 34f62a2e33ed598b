"""Vectors that lie as real ones do, for libraries larger than the machine can be asked to encode.

As many are real as one likes; the others are drawn from them: a real vector moved by the difference of two others,
so far that it is then as near to where it was as a real vector is to its tenth neighbour (the median). Which three
it is made of, its text decides, so that the same text has the same vector everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from benchmarks.passages import real_passages
from benchmarks.report import Scale
from index.encoder import Encoder, open_encoder
from index.types import Vectors
from index.windows import windows

Rows = npt.NDArray[np.int64]

NEIGHBOUR = 10
"""A drawn vector is as far from the real one it is made of as that one's neighbour of this rank."""


class Mixture:
    """Vectors by text: the real one where there is one, else one drawn."""

    def __init__(self, texts: Sequence[str], vectors: Vectors, seed: int = 57) -> None:
        self._real = {sha256(text.encode()).digest(): at for at, text in enumerate(texts)}
        self._vectors = vectors
        self.real = len(self._real)
        self.nearness = _nearness(vectors, seed)
        self.step = _step(vectors, self.nearness, seed)

    def __call__(self, texts: Sequence[str]) -> Vectors:
        keys = [sha256(text.encode()).digest() for text in texts]
        chosen = np.frombuffer(b"".join(keys), dtype="<u8").reshape(-1, 4) % len(self._vectors)
        drawn = _moved(self._vectors, chosen.astype(np.int64), self.step)
        for row, key in enumerate(keys):
            if key in self._real:
                drawn[row] = self._vectors[self._real[key]]
        return drawn


def _moved(vectors: Vectors, chosen: Rows, step: float) -> Vectors:
    moved: Vectors = vectors[chosen[:, 0]] + np.float32(step) * (vectors[chosen[:, 1]] - vectors[chosen[:, 2]])
    moved /= np.linalg.norm(moved, axis=1, keepdims=True)
    return moved


def _nearness(vectors: Vectors, seed: int) -> float:
    """The median cosine of a real vector with its neighbour of the rank :data:`NEIGHBOUR`."""
    sample = np.random.default_rng(seed).choice(len(vectors), min(500, len(vectors)), replace=False)
    cosines = vectors[sample] @ vectors.T
    return float(np.median(-np.partition(-cosines, NEIGHBOUR, axis=1)[:, NEIGHBOUR]))  # the nearest is itself


def _step(vectors: Vectors, nearness: float, seed: int) -> float:
    """How far to move for that, by bisection."""
    chosen = np.random.default_rng(seed).integers(0, len(vectors), (1_000, 4))
    low, high = 0.0, 2.0
    for _ in range(20):
        step = (low + high) / 2
        cosines = np.einsum("ij,ij->i", _moved(vectors, chosen, step), vectors[chosen[:, 0]])
        low, high = (step, high) if np.median(cosines) > nearness else (low, step)
    return low


class Drawing:
    """An encoder of this mixture; questions are encoded by the real one, each once."""

    def __init__(self, mixture: Mixture, real: Encoder) -> None:
        self.name = f"{real.name}, mixed"
        self.dimensions = real.dimensions
        self.mixture, self._real = mixture, real
        self._known: dict[str, Vectors] = {}

    def warm(self) -> None:
        """Nothing is to be loaded."""

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        if progress:
            progress(len(texts))
        return self.mixture(texts)

    def encode_query(self, text: str) -> Vectors:
        if text not in self._known:
            self._known[text] = self._real.encode_query(text)
        return self._known[text]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self.encode_query(text) for text in texts])


def drawing(scale: Scale, real: int) -> Drawing:
    """The encoder, fitted on so many real passages; encodes those that were not yet, and keeps their vectors."""
    encoder = open_encoder()
    texts = [windows(one.title, one.text)[0] for one in real_passages(real, scale)]
    name = sha256(encoder.name.encode()).hexdigest()[:8]
    file = scale.cache / "scale" / f"vectors-{name}.f32"
    file.parent.mkdir(parents=True, exist_ok=True)
    width = 4 * encoder.dimensions
    held = file.stat().st_size // width if file.exists() else 0
    with file.open("ab") as out:
        out.truncate(held * width)
        for start in range(held, len(texts), 1_024):
            encoder.encode_passages(texts[start : start + 1_024]).astype("<f4").tofile(out)
    vectors = np.fromfile(file, dtype="<f4", count=len(texts) * encoder.dimensions).reshape(len(texts), -1)
    return Drawing(Mixture(texts, vectors), encoder)
