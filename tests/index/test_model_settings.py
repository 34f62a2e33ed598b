"""What a model says of itself is done: pooling, further modules, prompts, length; and what settings change in it."""

from __future__ import annotations

import json
import shutil
import socket
from pathlib import Path

import numpy as np
import pytest
from small_models import make_from_shipped, make_model

from index.encoder import open_encoder
from index.model.custom import DIMENSIONS_VARIABLE, PASSAGE_PROMPT_VARIABLE, QUERY_PROMPT_VARIABLE
from index.model.found import describe, in_folders
from ingest.errors import ModelUnavailable

QUESTION = "bồi dưỡng kỹ năng số cho cán bộ"
PROMPTS = {"query": "Câu hỏi: ", "document": "Đoạn: "}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two layers of the shipped model, the first token's vector through a dense module of 48, no unit length."""
    return make_from_shipped(tmp_path_factory.mktemp("models") / "cls-48", "cls", PROMPTS, cut_to=48)


def variant(made: Path, folder: Path, **changed: object) -> Path:
    """The same weights with other words in the model's configuration."""
    shutil.copytree(made, folder, ignore=lambda at, _: {"model.safetensors"} if at == str(made) else set())
    (folder / "model.safetensors").symlink_to(made / "model.safetensors")
    path = folder / "config_sentence_transformers.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | changed), encoding="utf-8")
    return folder


def offline(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was sought on the network from now on."""
    asked: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, address: asked.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *address, **_: asked.append(address) or [])
    return asked


def test_a_model_made_of_the_shipped_weights_is_pooled_and_prompted_as_it_says(made: Path) -> None:
    import torch
    from sentence_transformers import SentenceTransformer

    loaded, encoder = SentenceTransformer(str(made), device="cpu"), open_encoder(str(made))
    assert encoder.dimensions == 48
    for prompt, vector in (
        (PROMPTS["document"], encoder.encode_passages([QUESTION])[0]),
        (PROMPTS["query"], encoder.encode_query(QUESTION)),
    ):
        with torch.inference_mode():
            words = loaded[0](loaded.preprocess([prompt + QUESTION]))["token_embeddings"][:, 0]
            first = loaded[2]({"sentence_embedding": words})["sentence_embedding"][0].numpy()
        assert np.allclose(vector, first / np.linalg.norm(first), atol=1e-5)


def test_what_exceeds_the_models_own_length_is_cut_off(made: Path) -> None:
    encoder = open_encoder(str(made))
    long = " ".join([QUESTION] * 12)
    pair = encoder.encode_passages([f"{long} một đuôi", f"{long} đuôi khác hẳn"])
    assert np.allclose(pair[0], pair[1], atol=1e-5)


def test_a_model_cut_to_fewer_dimensions_gives_unit_vectors_of_those(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = open_encoder(str(made))
    own = open_encoder(str(variant(made, tmp_path / "tu-cat", truncate_dim=16)))
    monkeypatch.setenv(DIMENSIONS_VARIABLE, "16")
    asked = open_encoder(str(made))
    first = whole.encode_query(QUESTION)[:16]
    for cut in (own, asked):
        assert cut.dimensions == 16
        assert np.allclose(cut.encode_query(QUESTION), first / np.linalg.norm(first), atol=1e-5)
    assert asked.name == f"{whole.name}/16"


@pytest.mark.parametrize("written", ["0", "-1", "nhiều"])
def test_a_number_of_dimensions_that_is_none_is_told(made: Path, monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv(DIMENSIONS_VARIABLE, written)
    with pytest.raises(ModelUnavailable, match=DIMENSIONS_VARIABLE):
        open_encoder(str(made))


def test_prompts_that_a_model_does_not_publish_can_be_set(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = variant(made, tmp_path / "khong-loi-dan", prompts={})
    plain = open_encoder(str(silent))
    monkeypatch.setenv(QUERY_PROMPT_VARIABLE, PROMPTS["query"])
    monkeypatch.setenv(PASSAGE_PROMPT_VARIABLE, PROMPTS["document"])
    set_here, its_own = open_encoder(str(silent)), open_encoder(str(made))
    assert np.allclose(set_here.encode_query(QUESTION), its_own.encode_query(QUESTION), atol=1e-5)
    assert np.allclose(set_here.encode_passages([QUESTION]), its_own.encode_passages([QUESTION]), atol=1e-5)
    assert np.abs(plain.encode_query(QUESTION) - set_here.encode_query(QUESTION)).max() > 5e-5
    assert set_here.name != plain.name


def test_a_default_prompt_is_not_put_before_what_has_none_of_its_own(made: Path, tmp_path: Path) -> None:
    prompts = {"query": "", "document": "", "classification": "Phân loại: "}
    folder = variant(made, tmp_path / "phan-loai", prompts=prompts, default_prompt_name="classification")
    plain = open_encoder(str(variant(made, tmp_path / "khong", prompts={})))
    assert np.allclose(open_encoder(str(folder)).encode_query(QUESTION), plain.encode_query(QUESTION), atol=1e-5)


def test_a_model_with_two_ways_encodes_questions_and_passages_each_its_own(made: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Router

    question, passage = (make_model(tmp_path / name, 32, name, {}) for name in ("cls", "mean"))
    ways = [list(SentenceTransformer(str(one), device="cpu")) for one in (question, passage)]
    router = Router.for_query_document(query_modules=ways[0], document_modules=ways[1])
    SentenceTransformer(modules=[router], device="cpu").save_pretrained(str(tmp_path / "hai"), create_model_card=False)
    encoder = open_encoder(str(tmp_path / "hai"))
    assert np.allclose(encoder.encode_query(QUESTION), open_encoder(str(question)).encode_query(QUESTION), atol=1e-5)
    expected = open_encoder(str(passage)).encode_passages([QUESTION])
    assert np.allclose(encoder.encode_passages([QUESTION]), expected, atol=1e-5)


def test_weights_that_are_no_numbers_are_not_taken_for_vectors(tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    folder = make_model(tmp_path / "hong", 32, "mean", {})
    weights = load_file(folder / "model.safetensors")
    weights["embeddings.LayerNorm.weight"][:] = np.nan
    save_file(weights, str(folder / "model.safetensors"), metadata={"format": "pt"})
    with pytest.raises(ModelUnavailable, match="không phải là số"):
        open_encoder(str(folder)).encode_query(QUESTION)


@pytest.mark.parametrize("name", ["to-chuc/mo-hinh", "mo-hinh", "/khong/co/o-day", "~/khong-co"])
def test_a_model_that_is_not_on_disk_is_not_sought_on_the_network(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = offline(monkeypatch)
    with pytest.raises(ModelUnavailable, match="trên máy này") as caught:
        open_encoder(name)
    assert "TRACUU_MODEL_DOWNLOAD=1" in caught.value.hint
    assert asked == []


def test_a_model_downloaded_before_is_opened_by_its_name(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, revision = tmp_path / "hub", "0123456789abcdef0123456789abcdef01234567"
    repository = home / "models--to-chuc--mo-hinh"
    (repository / "snapshots").mkdir(parents=True)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(revision, encoding="utf-8")
    variant(made, repository / "snapshots" / revision)
    monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(home))
    asked = offline(monkeypatch)
    encoder = open_encoder("to-chuc/mo-hinh")
    assert asked == []
    assert encoder.name == f"to-chuc/mo-hinh@{revision[:12]}"
    assert np.allclose(encoder.encode_query(QUESTION), open_encoder(str(made)).encode_query(QUESTION), atol=1e-5)


def test_what_the_files_say_is_told_without_loading_anything(made: Path, tmp_path: Path) -> None:
    (made / "README.md").write_text("---\nlanguage:\n- vi\n- en\n---\n", encoding="utf-8")
    found = describe(str(made), made)
    assert found is not None
    assert (found.kind, found.dimensions, found.max_tokens, found.pooling) == ("embedding", 48, 64, "cls")
    assert found.modules == ("Transformer", "Pooling", "Dense")
    assert found.prompts == PROMPTS
    assert found.languages == ("vi", "en")
    assert found.identity == open_encoder(str(made)).name
    old = make_model(tmp_path / "kieu-cu", 64, "mean", {})
    listed = {one.name: one for one in in_folders([tmp_path])}
    assert (listed[str(old)].dimensions, listed[str(old)].max_tokens, listed[str(old)].pooling) == (64, 128, "mean")
