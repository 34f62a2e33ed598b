"""The encoder's promises: one space, one vector a text, and no torch on the default path."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from index.encoder import Encoder, open_encoder
from index.model.engines import REFERENCE
from index.model.probe import samples
from index.model.ready import make_ready
from index.model.shipped import ShippedEncoder
from ingest.errors import ModelUnavailable

TEXTS = samples()
LONG = " ".join(TEXTS * 2)
LEAST_AGREEMENT = 0.99  # of any accepted engine with float32, single texts of any length


@pytest.fixture(scope="module")
def directory() -> Path:
    return make_ready()[0]


@pytest.fixture(scope="module")
def encoder(directory: Path) -> ShippedEncoder:
    return ShippedEncoder(directory)


@pytest.fixture(scope="module")
def custom(directory: Path) -> Encoder:
    """The shipped directory opened by path, as any other sentence-transformers model."""
    return open_encoder(str(directory))


def agreement(left: np.ndarray, right: np.ndarray) -> float:
    """The worst cosine between rows."""
    return float((np.atleast_2d(left) * np.atleast_2d(right)).sum(axis=1).min())


def test_vectors_are_unit_float32_of_the_promised_shape(encoder: ShippedEncoder) -> None:
    vectors = encoder.encode_passages(TEXTS[:5])
    assert vectors.dtype == np.float32
    assert vectors.shape == (5, encoder.dimensions)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    assert encoder.encode_query("phủ sóng").shape == (encoder.dimensions,)


def test_no_texts_give_no_rows(encoder: ShippedEncoder) -> None:
    assert encoder.encode_passages([]).shape == (0, encoder.dimensions)
    assert encoder.encode_queries([]).shape == (0, encoder.dimensions)


def test_the_same_texts_give_the_same_bytes(encoder: ShippedEncoder) -> None:
    first, second = (encoder.encode_passages(TEXTS) for _ in range(2))
    assert first.tobytes() == second.tobytes()


def test_a_text_does_not_depend_on_its_batch(encoder: ShippedEncoder) -> None:
    texts = [*TEXTS, LONG]
    alone = np.stack([encoder.encode_passages([text])[0] for text in texts])
    assert agreement(encoder.encode_passages(texts), alone) > 0.9999


def test_every_spelling_of_a_vietnamese_text_gives_one_vector(encoder: ShippedEncoder) -> None:
    for text in TEXTS[:10]:
        decomposed = unicodedata.normalize("NFD", f"  {text}\n")
        pair = encoder.encode_passages([text, decomposed])
        assert pair[0].tobytes() == pair[1].tobytes()
        assert np.array_equal(encoder.encode_query(text), encoder.encode_query(decomposed))


def test_equal_texts_are_encoded_once(encoder: ShippedEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = encoder._load().engine
    rows: list[int] = []
    embed = engine.embed

    def counted(ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
        rows.append(len(ids))
        return embed(ids, mask)

    monkeypatch.setattr(engine, "embed", counted)
    vectors = encoder.encode_passages([TEXTS[0], TEXTS[1], TEXTS[0] + " ", TEXTS[0]])
    assert sum(rows) == 2
    assert np.array_equal(vectors[0], vectors[3])
    assert not np.array_equal(vectors[0], vectors[1])


def test_progress_adds_up_to_the_number_of_texts(encoder: ShippedEncoder) -> None:
    steps: list[int] = []
    encoder.encode_passages([*TEXTS, *TEXTS[:7]], progress=steps.append)
    assert sum(steps) == len(TEXTS) + 7


def test_what_exceeds_512_tokens_is_cut_off(encoder: ShippedEncoder) -> None:
    pair = encoder.encode_passages([LONG + " " + LONG, LONG + " đuôi khác hẳn"])
    assert agreement(pair[0], pair[1]) > 0.9999
    assert agreement(encoder.encode_query(LONG), encoder.encode_queries([LONG])) > 0.999


def test_first_queries_agree_with_those_of_the_bulk_engine(directory: Path, encoder: ShippedEncoder) -> None:
    fresh = ShippedEncoder(directory)
    first = np.stack([fresh.encode_query(text) for text in TEXTS])
    assert agreement(first, encoder.encode_queries(TEXTS)) > LEAST_AGREEMENT


def test_a_remembered_query_cannot_be_spoiled_by_its_reader(encoder: ShippedEncoder) -> None:
    kept = encoder.encode_query("trung tâm hành chính công")
    spoiled = encoder.encode_query("trung tâm hành chính công")
    spoiled[:] = 0
    assert np.array_equal(encoder.encode_query("trung tâm hành chính công"), kept)


def test_passages_are_found_by_questions_in_another_language(encoder: ShippedEncoder) -> None:
    pairs = {
        "When do primary school pupils learn to program?": "Học sinh tiểu học làm quen với lập trình.",
        "Where do farmers sell their goods?": "Bà con nông dân bán hàng qua sàn thương mại điện tử.",
        "Are medical records electronic?": "Bệnh án điện tử thay cho sổ khám bệnh giấy.",
        "Who plants trees along the stream?": "Trồng rừng ven suối, giữ nguồn nước cho hai bản.",
    }
    scores = encoder.encode_queries(list(pairs)) @ encoder.encode_passages(list(pairs.values())).T
    assert scores.argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_what_passages_loaded_is_let_go_when_nobody_needs_it(
    directory: Path, encoder: ShippedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.model.shipped.REST", 0.2)
    resting, before = ShippedEncoder(directory), encoder.encode_passages(TEXTS[:2])
    assert np.array_equal(resting.encode_passages(TEXTS[:2]), before)
    deadline = time.monotonic() + 60
    while resting._loaded is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert resting._loaded is None
    assert resting.encode_query("phủ sóng").shape == (resting.dimensions,)
    assert np.array_equal(resting.encode_passages(TEXTS[:2]), before)


def test_what_was_made_ready_for_many_questions_stays(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.model.shipped.REST", 0.0)
    warm = ShippedEncoder(directory)
    warm.warm()
    warm._rest()
    assert warm._loaded is not None


def test_threads_share_an_encoder(encoder: ShippedEncoder) -> None:
    expected = encoder.encode_passages(TEXTS)
    results: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: results.append(encoder.encode_passages(TEXTS).tobytes())) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected.tobytes()] * 3


def test_on_another_processor_the_exact_engine_is_used(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.model.shipped.processor", lambda: "other")
    encoder = ShippedEncoder(directory)
    assert encoder.engine == REFERENCE
    assert encoder._instant_engine() is None


def test_an_engine_that_was_uninstalled_is_stood_in_for(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.model.shipped.available_engines", lambda: (REFERENCE,))
    assert ShippedEncoder(directory).engine == REFERENCE


def test_the_default_path_imports_no_torch(directory: Path) -> None:
    code = (
        "import sys; from index.encoder import open_encoder; e = open_encoder(); e.encode_query('xã nào?')\n"
        "e.warm(); e.encode_passages(['phủ sóng']); e.encode_queries(['xã nào?'])\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'onnx'} & set(sys.modules)\n"
        "sys.exit(','.join(heavy) or 0)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr


def test_the_shipped_directory_is_an_ordinary_sentence_transformers_model(
    custom: Encoder, encoder: ShippedEncoder
) -> None:
    assert custom.dimensions == encoder.dimensions
    texts = TEXTS[::4]
    assert agreement(custom.encode_passages(texts), encoder.encode_passages(texts)) > LEAST_AGREEMENT
    assert agreement(custom.encode_queries(texts), encoder.encode_queries(texts)) > LEAST_AGREEMENT
    assert agreement(custom.encode_query(TEXTS[0]), custom.encode_queries(TEXTS[:1])) > 0.9999


def test_a_named_model_has_an_identity_of_its_own(custom: Encoder, encoder: ShippedEncoder, directory: Path) -> None:
    assert custom.name.startswith(directory.name + "@")
    assert custom.name != encoder.name


def test_a_model_that_does_not_load_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="Không nạp được") as caught:
        open_encoder(str(tmp_path))
    assert "TRACUU_MODEL" in caught.value.hint


def test_the_setting_is_read_when_nothing_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACUU_MODEL", str(tmp_path / "none"))
    with pytest.raises(ModelUnavailable, match="none"):
        open_encoder()


def test_opening_without_a_ready_model_says_how_to_make_it_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACUU_MODEL_HOME", str(tmp_path))
    with pytest.raises(ModelUnavailable, match="chưa sẵn sàng"):
        open_encoder()
