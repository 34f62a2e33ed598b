"""LlamaIndex: Chroma on disk for vectors, BM25Retriever (bm25s) for words, QueryFusionRetriever over both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.peers.contestant import CANDIDATES, PASSAGE, QUERY, model, read

WORDS, VECTORS = "words", "chroma"
TOKEN = r"(?u)\b\w+\b"  # noqa: S105 - a pattern


class Contestant:
    def index(self, file: Path, folder: Path) -> None:
        from llama_index.core import StorageContext, VectorStoreIndex
        from llama_index.core.schema import TextNode
        from llama_index.retrievers.bm25 import BM25Retriever

        nodes = [TextNode(id_=passage.id, text=passage.content) for passage in read(file)]
        context = StorageContext.from_defaults(vector_store=self._vectors(folder))
        VectorStoreIndex(nodes, storage_context=context, embed_model=self._model())
        bm25 = BM25Retriever.from_defaults(
            nodes=nodes, similarity_top_k=CANDIDATES, skip_stemming=True, token_pattern=TOKEN
        )
        bm25.persist(str(folder / WORDS))

    def open(self, folder: Path) -> None:
        import bm25s
        from llama_index.core import VectorStoreIndex
        from llama_index.core.llms import MockLLM
        from llama_index.core.retrievers import QueryFusionRetriever
        from llama_index.retrievers.bm25 import BM25Retriever

        index = VectorStoreIndex.from_vector_store(self._vectors(folder), embed_model=self._model())
        # not from_persist_dir, which forgets that there is to be no English stemming
        bm25 = BM25Retriever(
            existing_bm25=bm25s.BM25.load(str(folder / WORDS), load_corpus=True),
            similarity_top_k=CANDIDATES,
            skip_stemming=True,
            token_pattern=TOKEN,
        )
        self._retriever = QueryFusionRetriever(
            [index.as_retriever(similarity_top_k=CANDIDATES), bm25],
            llm=MockLLM(),  # asked nothing: one question stays one
            num_queries=1,
            mode="relative_score",
            similarity_top_k=CANDIDATES,
            use_async=False,
        )

    def ask(self, question: str, k: int) -> list[str]:
        return [found.node.node_id for found in self._retriever.retrieve(question)[:k]]

    @staticmethod
    def _model() -> Any:
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        return HuggingFaceEmbedding(
            model_name=model(), device="cpu", query_instruction=QUERY, text_instruction=PASSAGE, embed_batch_size=32
        )

    @staticmethod
    def _vectors(folder: Path) -> Any:
        import chromadb
        from llama_index.vector_stores.chroma import ChromaVectorStore

        client = chromadb.PersistentClient(path=str(folder / VECTORS))
        collection = client.get_or_create_collection("passages", configuration={"hnsw": {"space": "cosine"}})
        return ChromaVectorStore(chroma_collection=collection)
