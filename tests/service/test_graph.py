"""Which document rests on which: relations, missing documents, levels, neighbourhoods."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from made_up import SHARED, open_made_up

from index.library import Library
from ingest.errors import NotFound
from service.api import create_app
from service.graph import Graph, Node, build, by_level

COMMUNE = """ỦY BAN NHÂN DÂN
XÃ {commune}
Số: {number}/KH-UBND
{name}, ngày 20 tháng 10 năm 2025

KẾ HOẠCH
Thực hiện Kế hoạch số 41/KH-UBND ngày 02/9/2025 của Ủy ban nhân dân tỉnh Thái Nguyên về thắp sáng đường thôn

Căn cứ Nghị quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ;
Căn cứ Luật Đường sáng ngày 19 tháng 6 năm 2015;
Thực hiện Kế hoạch số 41/KH-UBND ngày 02/9/2025 của Ủy ban nhân dân tỉnh Thái Nguyên;
Thực hiện Chương trình số 06-CTr/ĐU ngày 22/9/2025 của Ban Thường vụ Đảng ủy xã;
Ủy ban nhân dân xã {name} ban hành Kế hoạch như sau:

I. MỤC TIÊU
1. Thắp sáng 100% đường thôn, theo Quyết định số 999/QĐ-TTg ngày 05/5/2025 của Thủ tướng Chính phủ.

Nơi nhận:
- Tỉnh Thái Nguyên;
"""
PROVINCE = """ỦY BAN NHÂN DÂN
TỈNH THÁI NGUYÊN
Số: 41/KH-UBND
Thái Nguyên, ngày 02 tháng 9 năm 2025

KẾ HOẠCH
Triển khai Nghị quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ

Thực hiện Nghị quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ;
Ủy ban nhân dân tỉnh Thái Nguyên ban hành Kế hoạch như sau:

I. MỤC TIÊU
1. Thắp sáng 90% đường thôn.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("van-ban")
    (folder / "quan-chu.txt").write_text(
        COMMUNE.format(commune="QUÂN CHU", name="Quân Chu", number=12), encoding="utf-8"
    )
    (folder / "dai-tu.txt").write_text(COMMUNE.format(commune="ĐẠI TỪ", name="Đại Từ", number=13), encoding="utf-8")
    (folder / "tinh.txt").write_text(PROVINCE, encoding="utf-8")
    library = open_made_up(tmp_path_factory.mktemp("data"))
    assert not library.sync([folder]).rejected
    return library


@pytest.fixture(scope="module")
def graph(library: Library) -> Graph:
    return build(library)


def relations(graph: Graph, source: str) -> dict[str, str]:
    return {edge.target: edge.relation for edge in graph.edges if edge.source == source}


def node(graph: Graph, id: str) -> Node:
    return next(node for node in graph.nodes if node.id == id)


def test_the_title_is_carried_out_and_the_bases_are_rested_on(graph: Graph) -> None:
    found = relations(graph, "quan-chu")
    assert found["tinh"] == "carries_out"
    assert found["?71/nq-cp"] == "basis"
    assert relations(graph, "tinh") == {"?71/nq-cp": "carries_out"}


def test_mentions_in_the_body_count_only_when_wanted(library: Library, graph: Graph) -> None:
    assert "?999/qđ-ttg" not in {node.id for node in graph.nodes}
    assert relations(build(library, mentions=True), "quan-chu")["?999/qđ-ttg"] == "mention"


def test_what_is_missing_counts_those_that_cite_it(graph: Graph) -> None:
    resolution = node(graph, "?71/nq-cp")
    assert resolution.document is None
    assert resolution.cited_by == 3
    assert resolution.symbol == "71/NQ-CP"
    assert node(graph, "tinh").cited_by == 2


def test_a_law_without_a_number_is_known_by_its_name(graph: Graph) -> None:
    (law,) = [node for node in graph.nodes if node.name.startswith("Luật Đường sáng")]
    assert law.name == "Luật Đường sáng"
    assert law.cited_by == 2


def test_a_local_number_is_another_document_in_another_place(graph: Graph) -> None:
    programmes = [node for node in graph.nodes if node.symbol == "06-CTr/ĐU"]
    assert {programme.place for programme in programmes} == {"Quân Chu", "Đại Từ"}
    assert {programme.cited_by for programme in programmes} == {1}
    assert {programme.level for programme in programmes} == {"xa"}


def test_levels_follow_who_issued(graph: Graph) -> None:
    levels = {node.id: node.level for node in graph.nodes}
    assert (levels["quan-chu"], levels["tinh"], levels["?71/nq-cp"]) == ("xa", "tinh", "trung_uong")
    assert list(by_level(graph.nodes)) == ["trung_uong", "tinh", "xa"]


def test_every_edge_quotes_its_citation(library: Library, graph: Graph) -> None:
    assert graph.edges
    for edge in graph.edges:
        assert library.text(edge.source)[edge.start : edge.end] == edge.quote


def test_documents_cited_rarely_are_hidden_and_counted(graph: Graph) -> None:
    often = graph.at_least(2)
    assert {"?71/nq-cp", "tinh", "quan-chu", "dai-tu"} <= {node.id for node in often.nodes}
    assert not [node for node in often.nodes if node.symbol == "06-CTr/ĐU"]
    assert often.hidden == len(graph.nodes) - len(often.nodes) > 0
    kept = {node.id for node in often.nodes}
    assert all(edge.source in kept and edge.target in kept for edge in often.edges)


def test_around_a_document_stand_what_it_cites_what_cites_it_and_the_chain_above(graph: Graph) -> None:
    around = {node.id for node in graph.around("quan-chu").nodes}
    assert {"quan-chu", "tinh", "?71/nq-cp"} <= around
    assert "dai-tu" not in around
    assert {"quan-chu", "dai-tu", "tinh", "?71/nq-cp"} == {node.id for node in graph.around("tinh").nodes}
    with pytest.raises(NotFound):
        graph.around("khong-co")


def test_the_graph_is_served(library: Library, graph: Graph) -> None:
    client = TestClient(create_app(library), raise_server_exceptions=False)
    assert Graph.model_validate(client.get("/api/graph").json()) == graph
    one = client.get("/api/graph", params={"document": "tinh", "least": 3}).json()
    assert {node["id"] for node in one["nodes"]} == {"quan-chu", "dai-tu", "tinh", "?71/nq-cp"}
    assert client.get("/api/graph", params={"document": "khong-co"}).status_code == 404
    assert client.get("/api/graph", params={"least": 0}).status_code == 422


def test_an_empty_library_has_an_empty_graph(tmp_path: Path) -> None:
    assert build(open_made_up(tmp_path / "data")) == Graph()


@pytest.mark.shared
def test_the_real_plans_carry_out_what_their_titles_name(tmp_path: Path) -> None:
    folders = [SHARED / "corpus" / name for name in ("seeds", "reference")]
    if not all(folder.is_dir() for folder in folders):
        pytest.skip(f"evaluation data not there: {SHARED}")
    library = open_made_up(tmp_path / "data")
    library.sync(folders)
    graph = build(library)
    assert relations(graph, "xuan-thanh") == {
        "57-NQ-TW": "carries_out",
        "?25-kh/đu|xuan thanh|tinh dong nai": "carries_out",
        "?469-kh/tu|dong nai": "carries_out",
    }
    assert relations(graph, "03-NQ-CP")["57-NQ-TW"] == "carries_out"
    assert node(graph, "57-NQ-TW").cited_by >= 6
