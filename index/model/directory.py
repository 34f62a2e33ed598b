"""Writes an ordinary sentence-transformers directory: BERT, mean pooling, unit length."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file

from index.model.tokenizer import SPECIAL_TOKENS, build_tokenizer
from index.model.weights import Floats, Weights

MODEL_NAME = "multilingual-e5-small"
MAX_TOKENS = 512
PROMPTS = {"query": "query: ", "document": "passage: ", "passage": "passage: "}
MODULES = (
    ("", "sentence_transformers.models.Transformer"),
    ("1_Pooling", "sentence_transformers.models.Pooling"),
    ("2_Normalize", "sentence_transformers.models.Normalize"),
)
# our name of a tensor within a layer -> its name in transformers' BertModel
LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def write_directory(weights: Weights, folder: Path) -> None:
    """Writes configuration, tokenizer and float32 weights (480 MB) into an existing ``folder``."""
    saved = folder / "model.safetensors"
    save_file(state(weights), str(saved), metadata={"format": "pt"})
    saved.chmod(0o644)  # a model made ready at set-up is read by the user who serves
    build_tokenizer(weights.vocabulary).save(str(folder / "tokenizer.json"), pretty=False)
    for path, _ in MODULES:
        (folder / path).mkdir(exist_ok=True)
    for name, content in _configurations(weights).items():
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def state(weights: Weights) -> dict[str, Floats]:
    """Every tensor under its name in ``transformers.BertModel``, in float32."""
    hidden, vectors = weights.shape.hidden, weights.vectors
    tensors = {
        "embeddings.word_embeddings.weight": weights.matrices["emb.word"].dequantized(),
        "embeddings.position_embeddings.weight": vectors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": vectors["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": vectors["emb.ln.w"],
        "embeddings.LayerNorm.bias": vectors["emb.ln.b"],
    }
    for layer in range(weights.shape.layers):
        for part, name in LAYER_PARTS.items():
            weight, target = f"l{layer}.{part}.w", f"encoder.layer.{layer}.{name}"
            matrix = weights.matrices.get(weight)
            tensors[target + ".weight"] = matrix.dequantized() if matrix else vectors[weight]
            tensors[target + ".bias"] = vectors[f"l{layer}.{part}.b"]
    # BertModel has a pooler that no sentence embedding uses and the weight file leaves out
    tensors["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float32)
    tensors["pooler.dense.bias"] = np.zeros(hidden, np.float32)
    return {name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}


def _configurations(weights: Weights) -> dict[str, Any]:
    modules = [
        {"idx": index, "name": str(index), "path": path, "type": kind} for index, (path, kind) in enumerate(MODULES)
    ]
    pooling = {
        "word_embedding_dimension": weights.shape.hidden,
        "pooling_mode_cls_token": False,
        "pooling_mode_mean_tokens": True,
    }
    prompts = {"prompts": PROMPTS, "default_prompt_name": None, "similarity_fn_name": "cosine"}
    return {
        "config.json": _bert(weights),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "model_input_names": ["input_ids", "attention_mask"],
            "clean_up_tokenization_spaces": False,
            **SPECIAL_TOKENS,
        },
        "special_tokens_map.json": SPECIAL_TOKENS,
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
        "modules.json": modules,
        "1_Pooling/config.json": pooling,
        "config_sentence_transformers.json": prompts,
    }


def _bert(weights: Weights) -> dict[str, Any]:
    shape = weights.shape
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.intermediate,
        "vocab_size": shape.vocabulary,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.token_types,
        "layer_norm_eps": shape.epsilon,
        "hidden_act": "gelu",
        "pad_token_id": weights.vocabulary.pad,
        "position_embedding_type": "absolute",
        "torch_dtype": "float32",
    }
