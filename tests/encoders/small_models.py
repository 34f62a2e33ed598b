"""Directories of models for tests: tiny ones with random weights, and others made from the shipped weights."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from index.model.probe import samples
from index.model.ready import make_ready
from index.model.tokenizer import SPECIAL_TOKENS

PIECES = 30_000  # of the shipped 250,002
LAYERS = 2  # of the shipped twelve: enough to tell texts apart, a sixth of the time


def make_model(folder: Path, dimensions: int, pooling: str, prompts: dict[str, str]) -> Path:
    """A sentence-transformers directory with two layers of random weights and a vocabulary of characters."""
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(dimensions)
    tokenizer = character_tokenizer()
    config = BertConfig(
        vocab_size=len(tokenizer), hidden_size=dimensions, num_hidden_layers=2, num_attention_heads=4,
        intermediate_size=2 * dimensions, max_position_embeddings=130, initializer_range=0.5,
    )  # fmt: skip
    BertModel(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    parts = [("", "Transformer"), ("1_Pooling", "Pooling")]
    written: dict[str, Any] = {
        "modules.json": [
            {"idx": at, "name": str(at), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for at, (path, kind) in enumerate(parts)
        ],
        "sentence_bert_config.json": {"max_seq_length": 128, "do_lower_case": False},
        "config_sentence_transformers.json": {"prompts": prompts, "similarity_fn_name": "cosine"},
        "1_Pooling/config.json": {
            "word_embedding_dimension": dimensions,
            "pooling_mode_cls_token": pooling == "cls",
            "pooling_mode_mean_tokens": pooling == "mean",
        },
    }
    for name, content in written.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return folder


def character_tokenizer() -> Any:
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    special = sorted(set(SPECIAL_TOKENS.values()))
    letters = sorted(set("".join(samples())))
    tokenizer = Tokenizer(models.WordLevel({one: at for at, one in enumerate([*special, *letters])}, "<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    ends = [(one, special.index(one)) for one in ("<s>", "</s>")]
    tokenizer.post_processor = processors.TemplateProcessing("<s> $A </s>", None, ends)
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, **SPECIAL_TOKENS)


def make_reranker(folder: Path, labels: int = 1) -> Path:
    """A CrossEncoder directory with two layers of random weights, written as models were before the library's own."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    torch.manual_seed(labels)
    tokenizer = character_tokenizer()
    config = BertConfig(
        vocab_size=len(tokenizer), hidden_size=32, num_hidden_layers=2, num_attention_heads=4,
        intermediate_size=64, max_position_embeddings=600, num_labels=labels, initializer_range=0.5,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def make_from_shipped(folder: Path, pooling: str, prompts: dict[str, str], cut_to: int | None = None) -> Path:
    """The first layers and the commonest pieces of the shipped model, put together and written by the library."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Dense, Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling

    with TemporaryDirectory() as aside:
        modules: list[Any] = [
            Transformer(str(_cut(Path(aside))), max_seq_length=64),
            Pooling(384, pooling_mode=pooling),
        ]
    if cut_to:
        torch_seed(cut_to)
        modules.append(Dense(384, cut_to))
    model = SentenceTransformer(modules=modules, prompts=prompts, device="cpu")
    model.save_pretrained(str(folder), create_model_card=False)
    return folder


def torch_seed(number: int) -> None:
    import torch

    torch.manual_seed(number)


def _cut(folder: Path) -> Path:
    """The shipped transformer with fewer layers and pieces: 60 MB instead of 480."""
    from safetensors import safe_open
    from safetensors.numpy import save_file

    shipped = make_ready()[0]
    with safe_open(shipped / "model.safetensors", "numpy") as file:
        layers = [f"encoder.layer.{layer}." for layer in range(LAYERS)]
        names = [name for name in file.keys() if "layer." not in name or name.startswith(tuple(layers))]  # noqa: SIM118
        weights = {name: file.get_slice(name)[:PIECES] if "word" in name else file.get_tensor(name) for name in names}
    save_file(weights, str(folder / "model.safetensors"), metadata={"format": "pt"})
    tokenizer = json.loads((shipped / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["model"]["vocab"] = tokenizer["model"]["vocab"][:PIECES]
    tokenizer["added_tokens"] = [one for one in tokenizer["added_tokens"] if one["id"] < PIECES]
    config = json.loads((shipped / "config.json").read_text(encoding="utf-8"))
    settings = json.loads((shipped / "tokenizer_config.json").read_text(encoding="utf-8"))
    settings.pop("mask_token", None)
    written = {
        "tokenizer.json": tokenizer,
        "tokenizer_config.json": settings,
        "config.json": config | {"num_hidden_layers": LAYERS, "vocab_size": PIECES},
    }
    for name, content in written.items():
        (folder / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return folder
