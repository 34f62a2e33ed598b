"""txtai, hybrid: FAISS and its own BM25 behind one index. The prompts come from the model's directory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.peers.contestant import model, read


class Contestant:
    def index(self, file: Path, folder: Path) -> None:
        embeddings = self._embeddings(path=model(), method="sentence-transformers", hybrid=True)
        embeddings.index((passage.id, passage.content, None) for passage in read(file))
        embeddings.save(str(folder))

    def open(self, folder: Path) -> None:
        self._opened = self._embeddings()
        self._opened.load(str(folder))

    def ask(self, question: str, k: int) -> list[str]:
        return [id for id, _ in self._opened.search(question, k)]

    @staticmethod
    def _embeddings(**settings: Any) -> Any:
        from txtai import Embeddings

        return Embeddings(**settings)
