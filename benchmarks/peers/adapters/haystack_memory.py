"""Haystack with the store that it brings: BM25 and vectors in memory, saved to disk as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.peers.adapters.haystack_parts import answers, documents, hybrid
from benchmarks.peers.contestant import CANDIDATES, read

STORE = "store.json"


class Contestant:
    def index(self, file: Path, folder: Path) -> None:
        folder.mkdir(parents=True)
        store = self._class()(embedding_similarity_function="cosine")
        store.write_documents(documents(read(file)))
        store.save_to_disk(str(folder / STORE))

    def open(self, folder: Path) -> None:
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever

        store = self._class().load_from_disk(str(folder / STORE))
        self._pipeline = hybrid(
            InMemoryEmbeddingRetriever(store, top_k=CANDIDATES), InMemoryBM25Retriever(store, top_k=CANDIDATES)
        )

    def ask(self, question: str, k: int) -> list[str]:
        return answers(self._pipeline, question, k)

    @staticmethod
    def _class() -> Any:
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        return InMemoryDocumentStore
