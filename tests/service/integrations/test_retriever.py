"""The retriever, used as LangChain programs use one: invoked, awaited, in batches, in a chain."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import anyio
import pytest
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda
from made_up import open_made_up
from pydantic import ValidationError

from index.library import Library
from index.types import Filters
from ingest.errors import BadQuestion, IndexUnavailable
from service.client import ServiceError
from service.integrations.desks import LocalDesks
from service.integrations.langchain import TracuuRetriever

QUERY = "tài khoản định danh điện tử của người dân"


@pytest.fixture(scope="module")
def retriever(desks: LocalDesks) -> TracuuRetriever:
    return TracuuRetriever(desks=desks, k=4)


def test_passages_come_verbatim_with_their_place_and_address(retriever: TracuuRetriever, mini: Library) -> None:
    found = retriever.invoke(QUERY)
    assert isinstance(retriever, BaseRetriever)
    assert len(found) == 4
    assert all(isinstance(one, Document) for one in found)
    for one in found:
        told = one.metadata
        assert mini.text(told["document"])[told["start"] : told["end"]] == one.page_content
        assert one.id == f"{told['document']}:{told['start']}-{told['end']}"
        assert told["link"].startswith("http://127.0.0.1:8000/tl/vn/doc/ke-hoach/")
        assert f"&doan={told['start']}-{told['end']}&" in told["link"]
        assert told["citation"].endswith(f"(tệp {told['source']})")
    first = found[0].metadata
    assert "VNeID" in found[0].page_content
    assert first["section"][0] == "II"
    assert "MỤC TIÊU" in first["heading"]


def test_how_many_and_of_what_is_said_once_or_for_a_call(desks: LocalDesks, retriever: TracuuRetriever) -> None:
    assert len(retriever.invoke(QUERY, k=2)) == 2
    only = Filters(documents=frozenset({"doi-man"}))
    assert {one.metadata["document"] for one in retriever.invoke(QUERY, filters=only)} == {"doi-man"}
    narrow = TracuuRetriever(desks=desks, k=3, filters=Filters(communes=frozenset({"xã Suối Ngà"})))
    assert {one.metadata["document"] for one in narrow.invoke(QUERY)} == {"suoi-nga"}
    with pytest.raises(ValidationError):
        TracuuRetriever(desks=desks, k=0)


def test_it_is_a_runnable_like_any_other(retriever: TracuuRetriever) -> None:
    once = retriever.invoke(QUERY)
    assert anyio.run(retriever.ainvoke, QUERY) == once
    assert retriever.batch([QUERY, "cột thu phát sóng"])[0] == once
    chain = retriever | RunnableLambda(lambda found: [one.metadata["citation"] for one in found])
    assert chain.invoke(QUERY) == [one.metadata["citation"] for one in once]


def test_over_a_service_it_gives_the_same(
    address: str, retriever: TracuuRetriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACUU_URL", "http://127.0.0.1:8000")
    only = Filters(years=frozenset({"2025"}), marks=frozenset({"target"}), types=frozenset({"Kế hoạch"}))
    with closing(TracuuRetriever.at(address, k=4, filters=only)) as there:
        assert there.invoke(QUERY) == retriever.invoke(QUERY, filters=only)
        with pytest.raises(ServiceError, match="để trống"):
            there.invoke(" ")


def test_what_cannot_be_asked_is_told_in_words(
    retriever: TracuuRetriever, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BadQuestion, match="để trống"):
        retriever.invoke("  ")
    monkeypatch.setattr("index.library.Library.open", open_made_up)
    with pytest.raises(IndexUnavailable, match="tracuu sync"):
        TracuuRetriever.over(tmp_path, k=2).invoke(QUERY)
