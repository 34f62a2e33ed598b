"""Haystack with its vectors in Chroma on disk; Chroma has no BM25, so the words are in Haystack's own store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.peers.adapters.haystack_parts import answers, documents, hybrid
from benchmarks.peers.contestant import CANDIDATES, read

WORDS, VECTORS = "words.json", "chroma"
AT_ONCE = 5_000  # Chroma takes no more than 5,461


class Contestant:
    def index(self, file: Path, folder: Path) -> None:
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        folder.mkdir(parents=True)
        found = documents(read(file))
        store = self._vectors(folder)
        for start in range(0, len(found), AT_ONCE):
            store.write_documents(found[start : start + AT_ONCE])
        words = InMemoryDocumentStore()
        words.write_documents([replace(document, embedding=None) for document in found])
        words.save_to_disk(str(folder / WORDS))

    def open(self, folder: Path) -> None:
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.retrievers.chroma import ChromaEmbeddingRetriever

        words = InMemoryDocumentStore.load_from_disk(str(folder / WORDS))
        self._pipeline = hybrid(
            ChromaEmbeddingRetriever(self._vectors(folder), top_k=CANDIDATES),
            InMemoryBM25Retriever(words, top_k=CANDIDATES),
        )

    def ask(self, question: str, k: int) -> list[str]:
        return answers(self._pipeline, question, k)

    @staticmethod
    def _vectors(folder: Path) -> Any:
        from haystack_integrations.document_stores.chroma import ChromaDocumentStore

        return ChromaDocumentStore(persist_path=str(folder / VECTORS), distance_function="cosine")
