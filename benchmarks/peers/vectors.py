"""Vectors computed once for all peers: for the quality of their answers, never for their speed.

All peers encode with sentence-transformers and the same model, hence to the same vectors; to encode the same 23,000
articles for each of them would take hours. The vectors come from our own engine, and the report tells how far those of
sentence-transformers are from them. Texts are told apart with the model's prompt in front.
"""

from __future__ import annotations

import functools
import hashlib
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

KEYS, ROWS = "keys.txt", "vectors.npy"


def key(text: str) -> str:
    """The name of a text with its prompt, however its white space was changed on the way."""
    return hashlib.sha256(" ".join(unicodedata.normalize("NFC", text).split()).encode()).hexdigest()


def keep(folder: Path, prompt: str, texts: Sequence[str], encode: Callable[[Sequence[str]], Any]) -> None:
    """Encode the texts that the folder does not hold yet; ``encode`` puts the prompt in front by itself."""
    folder.mkdir(parents=True, exist_ok=True)
    known = _known(folder)
    new = {name: text for text in texts if (name := key(prompt + text)) not in known}
    if not new:
        return
    computed = encode(list(new.values()))
    rows = np.concatenate([np.load(folder / ROWS)[: len(known)], computed]) if known else computed
    np.save(folder / f"new-{ROWS}", rows)
    (folder / f"new-{ROWS}").replace(folder / ROWS)  # first the rows: those beyond the keys are never looked at
    (folder / KEYS).write_text("\n".join([*known, *new]), encoding="ascii")


def look_up(folder: Path, prompt: str, texts: Sequence[str]) -> Any:
    """The kept vectors of texts; raises :class:`KeyError` for one that is not kept."""
    known = _known(folder)
    return np.load(folder / ROWS, mmap_mode="r")[[known[key(prompt + text)] for text in texts]]


def recall(folder: Path) -> None:
    """From now on sentence-transformers looks texts up in ``folder`` and computes only what is not there."""
    from sentence_transformers import SentenceTransformer

    known, rows, compute = _known(folder), np.load(folder / ROWS, mmap_mode="r"), SentenceTransformer.encode

    @functools.wraps(compute)
    def encode(self: Any, inputs: Any, *arguments: Any, **options: Any) -> Any:
        prompt = options.get("prompt") or self.prompts.get(options.get("prompt_name") or "", "")
        found = [] if isinstance(inputs, str) else [known.get(key(prompt + text)) for text in inputs]
        if not found or None in found:
            return compute(self, inputs, *arguments, **options)
        return np.array(rows[found])

    SentenceTransformer.encode = encode


def _known(folder: Path) -> dict[str, int]:
    file = folder / KEYS
    if not file.is_file():
        return {}
    return {name: row for row, name in enumerate(file.read_text(encoding="ascii").split())}
