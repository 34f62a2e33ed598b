"""Models other than the shipped one: any sentence-transformers directory, its vectors in a generation of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from doubles import read_lines
from small_models import make_model

from index.encoder import open_encoder
from index.library import Library
from index.model.custom import SentenceTransformerEncoder
from index.readings import Reader
from index.types import Vectors
from ingest.errors import IndexUnavailable

QUESTION = "bồi dưỡng kỹ năng số cho cán bộ"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """64 dimensions, the first token's vector, prompts of its own."""
    folder = tmp_path_factory.mktemp("models") / "nho"
    return make_model(folder, 64, "cls", {"query": "Câu hỏi: ", "document": "Đoạn: "})


@pytest.fixture(scope="module")
def smaller(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """32 dimensions, the mean of all tokens, no prompts."""
    return make_model(tmp_path_factory.mktemp("models") / "nho-hon", 32, "mean", {})


class Counted(SentenceTransformerEncoder):
    """Remembers what was encoded, and tells when it begins."""

    def __init__(self, model: Path, begun: Callable[[], None] = lambda: None) -> None:
        super().__init__(str(model))
        self.encoded: list[str] = []
        self._begun = begun

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        self._begun()
        self.encoded += texts
        return super().encode_passages(texts, progress)


def library(data: Path, encoder: SentenceTransformerEncoder) -> Library:
    return Library(data, lambda: encoder, lambda: Reader(read_lines, "1", frozenset({".txt", ".md"})))


def test_prompts_and_pooling_are_the_models_own(small: Path) -> None:
    from sentence_transformers import SentenceTransformer

    model, encoder = SentenceTransformer(str(small), device="cpu"), open_encoder(str(small))
    plain = model.encode(["Đoạn: " + QUESTION, "Câu hỏi: " + QUESTION], normalize_embeddings=True)
    assert encoder.dimensions == 64
    assert np.allclose(encoder.encode_passages([QUESTION])[0], plain[0], atol=1e-5)
    assert np.allclose(encoder.encode_query(QUESTION), plain[1], atol=1e-5)
    assert np.abs(plain[0] - plain[1]).max() > 0.01


def test_a_copy_of_a_model_is_the_same_model(small: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(small, tmp_path / "khac" / small.name)
    assert open_encoder(str(copy)).name == open_encoder(str(small)).name
    with (copy / "model.safetensors").open("r+b") as weights:
        weights.seek(-4, os.SEEK_END)
        weights.write(b"\0\0\0\0")
    assert open_encoder(str(copy)).name != open_encoder(str(small)).name


def test_each_model_has_vectors_of_its_own_and_none_is_encoded_twice(
    small: Path, smaller: Path, folder: Path, tmp_path: Path
) -> None:
    first, second, again = Counted(small), Counted(smaller), Counted(small)
    origin = library(tmp_path / "data", first)
    begun, before = origin.sync([folder]), origin.search(QUESTION, mode="dense")
    moved = library(tmp_path / "data", second).sync([folder])
    assert set(first.encoded) == set(second.encoded)
    assert len(first.encoded) == len(set(first.encoded)) >= moved.passages
    back = library(tmp_path / "data", again)
    returned = back.sync([folder])
    assert begun.generation < moved.generation < returned.generation
    assert again.encoded == []
    assert [(hit.text, hit.dense) for hit in back.search(QUESTION, mode="dense")] == [
        (hit.text, hit.dense) for hit in before
    ]


def test_another_model_than_the_served_one_is_refused_with_what_to_do(
    small: Path, smaller: Path, folder: Path, tmp_path: Path
) -> None:
    library(tmp_path / "data", Counted(small)).sync([folder])
    other = library(tmp_path / "data", Counted(smaller))
    with pytest.raises(IndexUnavailable, match=r"“nho@.*“nho-hon@") as caught:
        other.search(QUESTION)
    assert "TRACUU_MODEL" in caught.value.hint
    assert "tracuu sync" in caught.value.hint
    assert other.search(QUESTION, mode="lexical")[0].source == "alpha.txt"


def test_the_former_generation_is_served_while_another_model_encodes(
    small: Path, smaller: Path, folder: Path, tmp_path: Path
) -> None:
    served = library(tmp_path / "data", Counted(small))
    served.sync([folder])
    before = served.search(QUESTION)
    during: list[object] = []
    slow = Counted(smaller, begun=lambda: during.append(served.search(QUESTION)))
    library(tmp_path / "data", slow).sync([folder])
    assert during
    assert all(found == before for found in during)
    with pytest.raises(IndexUnavailable, match="nho-hon@"):
        served.search(QUESTION)
