"""What both forms of Haystack share: its embedders and its hybrid pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.peers.contestant import PASSAGE, QUERY, Passage, model


def documents(passages: Sequence[Passage]) -> Any:
    """The passages as documents with vectors."""
    from haystack import Document
    from haystack_integrations.components.embedders.sentence_transformers import SentenceTransformersDocumentEmbedder

    embedder = SentenceTransformersDocumentEmbedder(model=model(), prefix=PASSAGE, progress_bar=False)
    embedder.warm_up()
    return embedder.run([Document(id=passage.id, content=passage.content) for passage in passages])["documents"]


def hybrid(embedding_retriever: Any, bm25_retriever: Any) -> Any:
    """Both retrievers and the joiner as one pipeline, warm."""
    from haystack import Pipeline
    from haystack.components.joiners import DocumentJoiner
    from haystack_integrations.components.embedders.sentence_transformers import SentenceTransformersTextEmbedder

    pipeline = Pipeline()
    pipeline.add_component(
        "embedder", SentenceTransformersTextEmbedder(model=model(), prefix=QUERY, progress_bar=False)
    )
    pipeline.add_component("dense", embedding_retriever)
    pipeline.add_component("words", bm25_retriever)
    pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
    pipeline.connect("embedder.embedding", "dense.query_embedding")
    pipeline.connect("dense", "joiner")
    pipeline.connect("words", "joiner")
    pipeline.warm_up()
    return pipeline


def answers(pipeline: Any, question: str, k: int) -> list[str]:
    """Ids of the ``k`` best passages."""
    found = pipeline.run({"embedder": {"text": question}, "words": {"query": question}, "joiner": {"top_k": k}})
    return [document.id for document in found["joiner"]["documents"]]
