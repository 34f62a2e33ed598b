"""Vectors alone: sentence-transformers as it comes and an exact FAISS index."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.peers.contestant import model, read

IDS, VECTORS = "ids.json", "vectors.faiss"


class Contestant:
    dtype = "float32"

    def index(self, file: Path, folder: Path) -> None:
        import faiss

        folder.mkdir(parents=True)
        passages = read(file)
        texts = [passage.content for passage in passages]
        vectors = self._model().encode(texts, prompt_name="passage", show_progress_bar=False)
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors.astype("float32"))
        faiss.write_index(index, str(folder / VECTORS))
        (folder / IDS).write_text(json.dumps([passage.id for passage in passages]), encoding="utf-8")

    def open(self, folder: Path) -> None:
        import faiss

        self._encoder = self._model()
        self._index = faiss.read_index(str(folder / VECTORS))
        self._ids: list[str] = json.loads((folder / IDS).read_text(encoding="utf-8"))

    def ask(self, question: str, k: int) -> list[str]:
        vector = self._encoder.encode([question], prompt_name="query", show_progress_bar=False).astype("float32")
        return [self._ids[row] for row in self._index.search(vector, k)[1][0]]

    def _model(self) -> Any:
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(model(), device="cpu", model_kwargs={"torch_dtype": self.dtype})
