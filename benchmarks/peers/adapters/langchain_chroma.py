"""LangChain: Chroma on disk for vectors, BM25Retriever for words, EnsembleRetriever over both.

BM25Retriever keeps nothing: it is made anew from Chroma's texts when it is opened.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from benchmarks.peers.contestant import CANDIDATES, model, read

WORD = re.compile(r"\w+")
AT_ONCE = 5_000  # Chroma takes no more than 5,461


def words(text: str) -> list[str]:
    """Lower-case words; the default, a split at spaces, would keep full stops and capitals."""
    return WORD.findall(text.lower())


class Contestant:
    def index(self, file: Path, folder: Path) -> None:
        store = self._store(folder)
        passages = read(file)
        for start in range(0, len(passages), AT_ONCE):
            some = passages[start : start + AT_ONCE]
            store.add_texts(
                [one.content for one in some], metadatas=[{"id": one.id} for one in some], ids=[one.id for one in some]
            )

    def open(self, folder: Path) -> None:
        from langchain_classic.retrievers import EnsembleRetriever
        from langchain_community.retrievers import BM25Retriever

        store = self._store(folder)
        kept = store.get()
        bm25 = BM25Retriever.from_texts(
            kept["documents"], metadatas=kept["metadatas"], preprocess_func=words, k=CANDIDATES
        )
        dense = store.as_retriever(search_kwargs={"k": CANDIDATES})
        self._retriever = EnsembleRetriever(retrievers=[bm25, dense], weights=[0.5, 0.5], id_key="id")

    def ask(self, question: str, k: int) -> list[str]:
        return [document.metadata["id"] for document in self._retriever.invoke(question)[:k]]

    @staticmethod
    def _store(folder: Path) -> Any:
        from langchain_chroma import Chroma
        from langchain_huggingface import HuggingFaceEmbeddings

        embeddings = HuggingFaceEmbeddings(
            model_name=model(),
            model_kwargs={"device": "cpu"},
            encode_kwargs={"prompt_name": "passage"},
            query_encode_kwargs={"prompt_name": "query"},
        )
        return Chroma(
            persist_directory=str(folder),
            embedding_function=embeddings,
            collection_configuration={"hnsw": {"space": "cosine"}},
        )
