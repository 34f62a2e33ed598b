"""The graph of citations as a picture and as lists: legible with three documents and with three hundred."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from index.library import Library
from service.graph import Edge, Graph, Level, Node, Relation, build
from web.graph.layout import CHANNEL, HEIGHT, WIDTH, Drawing, draw
from web.graph.views import DRAWN, DRAWN_MISSING, Choice, GraphView, graph_view
from web.site import Frame, environment
from web.words import load

VI = load("vi")
SVG = re.compile(r"<svg class=\"graph\".*?</svg>\s*</div>", re.DOTALL)


def node(id: str, level: Level = "xa", cited_by: int = 0) -> Node:
    missing = id.startswith("?")
    name = f"Kế hoạch số {id}/KH-UBND"
    issuer = "Ủy ban nhân dân xã Thượng Nguồn Sông Cái"
    document = None if missing else id
    return Node(
        id=id, document=document, type="Kế hoạch", name=name, issuer=issuer, symbol=f"{id}/KH-UBND", level=level,
        cited_by=cited_by,
    )  # fmt: skip


def edge(source: str, target: str, relation: Relation = "basis") -> Edge:
    return Edge(source=source, target=target, relation=relation, count=1, quote="x", start=0, end=1)


def big(count: int) -> Graph:
    """Communes that carry out their provinces' plans, which carry out one resolution; each with a basis of its own."""
    provinces = [node(f"t{n}", "tinh", count // 10) for n in range(count // 10)]
    communes = [node(f"x{n}") for n in range(count)]
    bases = [node(f"?{n}", "trung_uong", 1) for n in range(count)]
    edges = [edge(one.id, "nq", "carries_out") for one in provinces]
    for at, one in enumerate(communes):
        edges += [edge(one.id, provinces[at % len(provinces)].id, "carries_out"), edge(one.id, f"?{at}")]
        edges.append(edge(one.id, "nq"))
    return Graph(nodes=(node("nq", "trung_uong", count), *provinces, *communes, *bases), edges=tuple(edges))


def crossings(drawing: Drawing) -> set[tuple[str, str]]:
    """Pairs of boxes that overlap."""
    boxes = drawing.boxes
    return {
        (one.node.id, other.node.id)
        for at, one in enumerate(boxes)
        for other in boxes[at + 1 :]
        if abs(one.x - other.x) < WIDTH and abs(one.y - other.y) < HEIGHT
    }


CHAIN = Graph(
    nodes=(node("nq", "trung_uong", 3), node("ct", "trung_uong", 1), node("t", "tinh", 1), node("x")),
    edges=(edge("ct", "nq"), edge("t", "nq"), edge("x", "t", "carries_out"), edge("x", "nq", "carries_out")),
)


def test_what_is_cited_stands_left_of_what_cites_it() -> None:
    x = {box.node.id: box.x for box in draw(CHAIN).boxes}
    assert x["nq"] < x["ct"] < x["t"] < x["x"]


def test_a_line_past_a_column_keeps_clear_of_its_boxes() -> None:
    drawing = draw(CHAIN)
    boxes = {box.node.id: box for box in drawing.boxes}
    (line,) = [line for line in drawing.lines if (line.edge.source, line.edge.target) == ("x", "nq")]
    channel = re.findall(r" (\d+)H(\d+)", line.path)
    assert len(channel) == 2  # the columns of "t" and of "ct"
    for height, x in channel:
        beside = [box for box in boxes.values() if box.x == int(x)]
        assert beside
        assert all(not box.y <= int(height) <= box.y + HEIGHT for box in beside)


@pytest.mark.parametrize("graph", [CHAIN, big(30), big(300), Graph(nodes=(node("a"),))])
def test_no_two_boxes_overlap_and_all_is_within_the_picture(graph: Graph) -> None:
    drawing = draw(graph)
    assert crossings(drawing) == set()
    assert len(drawing.boxes) == len(graph.nodes)
    assert all(0 <= box.x <= drawing.width - WIDTH and 0 <= box.y <= drawing.height - HEIGHT for box in drawing.boxes)


def test_circles_are_drawn_too() -> None:
    circle = Graph(nodes=(node("a"), node("b"), node("c")), edges=(edge("a", "b"), edge("b", "c"), edge("c", "a")))
    drawing = draw(circle)
    assert len(drawing.lines) == 3
    assert crossings(drawing) == set()
    assert CHANNEL < HEIGHT


def view(graph: Graph, **choice: object) -> GraphView:
    return graph_view(graph, Choice(**choice), VI)  # type: ignore[arg-type]


def test_three_hundred_documents_are_limited_and_it_is_said() -> None:
    told = view(big(300), least=1)
    assert told.picture is not None
    kinds = [one.kind for one in told.picture.nodes]
    assert kinds.count("held") == DRAWN
    assert kinds.count("missing") <= DRAWN_MISSING
    assert any(f"Vẽ {DRAWN} trong 331 văn bản" in note for note in told.notes)
    assert told.missing_count == 300
    assert told.pages > 1
    assert told.after


def test_rarely_cited_missing_documents_are_hidden_and_it_is_said() -> None:
    told = view(big(30))
    assert told.picture is not None
    assert all(one.kind == "held" for one in told.picture.nodes)
    assert any("30 văn bản chưa có" in note for note in told.notes)


def test_around_one_document_everything_is_drawn() -> None:
    told = view(big(30), document="x4")
    assert told.picture is not None
    assert {one.label for one in told.picture.nodes} == {f"{id}/KH-UBND" for id in ("x4", "t1", "nq", "?4")}
    assert [one.kind for one in told.picture.nodes].count("missing") == 1
    assert "held chosen" in [one.kind for one in told.picture.nodes]
    assert told.all_of_them == "/so-do"


def test_the_page_of_three_hundred_documents_is_small() -> None:
    frame = Frame("x", "documents", ())
    graph = big(300)
    longer = [edge(one.id, f"?{at}") for one in graph.nodes if one.document for at in range(12)]
    graph = graph.model_copy(update={"edges": (*graph.edges, *longer)})
    html = environment().get_template("graph/graph.html").render(view=view(graph), words=VI, frame=frame)
    assert len(html.encode()) < 150_000


def test_the_picture_is_well_formed_named_and_described(client: TestClient) -> None:
    page = client.get("/so-do").text
    found = SVG.search(page)
    assert found
    root = ET.fromstring(found[0].removesuffix("</div>").strip())  # noqa: S314 our own page
    assert root.get("role") == "group"
    named = {child.get("id"): child.text for child in root if child.get("id")}
    assert next(named[id] for id in (root.get("aria-labelledby") or "").split()) == "Sơ đồ dẫn chiếu"
    links = [child for child in root if child.tag == "a"]
    assert links and all(link.get("href") and link[0].tag == "title" and link[0].text for link in links)


def test_the_lists_say_what_the_picture_says(client: TestClient, library: Library) -> None:
    page = client.get("/so-do").text
    lists = page[page.index('id="danh-sach"') :]
    graph = build(library)
    for one in graph.edges:
        assert f"/van-ban/{one.source}?tu={one.start}&amp;den={one.end}#doan" in lists, one
    for one in library.documents():
        assert f'href="/van-ban/{one.id}"' in lists


def test_an_edge_opens_the_citation_it_stands_for(client: TestClient, library: Library) -> None:
    one = build(library).edges[0]
    opened = client.get(f"/van-ban/{one.source}?tu={one.start}&den={one.end}").text
    assert "<mark" in opened


def test_a_document_that_is_not_held_is_an_error_page(client: TestClient) -> None:
    response = client.get("/so-do?van-ban=khong-co")
    assert response.status_code == 404
    assert "text/html" in response.headers["content-type"]


def test_an_empty_library_says_so(empty_client: TestClient) -> None:
    page = empty_client.get("/so-do?it-nhat=x&trang=y").text
    assert "Chưa có văn bản nào dẫn văn bản nào" in page
    assert "<svg class" not in page


def test_english_is_spoken(client: TestClient) -> None:
    page = client.get("/so-do?lang=en").text
    assert "Citation graph" in page
    assert "chưa có ·" not in page
