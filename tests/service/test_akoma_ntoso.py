"""Akoma Ntoso: valid against the schema of OASIS, and nothing of the text lost, added or moved."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from akn_schema import AKN, faults, said
from click.testing import CliRunner
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from made_up import SHARED, open_made_up

from index.library import Library
from ingest.pipeline import read_document
from ingest.types import Document, Reference, Row, Section
from service.api import create_app
from service.cli import main
from service.standards.akn import akoma_ntoso

DECISION = """ỦY BAN NHÂN DÂN
XÃ KHE SẴN
Số: 45/QĐ-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Khe Sẵn, ngày 03 tháng 9 năm 2025

QUYẾT ĐỊNH
Ban hành Quy chế trông coi đèn đường của xã Khe Sẵn

CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ KHE SẴN

Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;
Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị;
Theo đề nghị của Trưởng phòng Kinh tế.

QUYẾT ĐỊNH:

Chương I
QUY ĐỊNH CHUNG

Điều 1. Ai trông đèn
1. Mỗi ngõ chọn một người giữ chìa khóa tủ điện.
2. Người giữ chìa khóa:
a) Bật đèn lúc trời tối;
b) Ghi sổ bóng cháy.

Điều 2. Thi hành
Phòng Kinh tế đôn đốc việc này từ ngày 01/10/2025.

Nơi nhận:
- Các thôn;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lò Thị Mây

PHỤ LỤC I
DANH MỤC VIỆC CẦN LÀM

| TT | Việc | Chủ trì | Thời hạn |
|---|---|---|---|
| I | Chiếu sáng | | |
| 1 | Rà cột điện hỏng < 3 năm & thay | Phòng Kinh tế | Tháng 10/2025 |
| 2 | Thay bóng cháy | | Tháng 12/2025 |
"""


@pytest.fixture(scope="module")
def decision(tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = tmp_path_factory.mktemp("akn") / "quyet-dinh.md"
    path.write_text(DECISION, encoding="utf-8")
    return read_document(path)


@pytest.fixture(scope="module")
def xml(decision: Document) -> bytes:
    return akoma_ntoso(decision, {})


@pytest.fixture(scope="module")
def root(xml: bytes) -> etree._Element:
    return etree.fromstring(xml)


def ids(root: etree._Element, tag: str) -> list[str]:
    return [str(one.get("eId")) for one in root.iter(f"{AKN}{tag}")]


def texts(root: etree._Element, tag: str) -> list[str]:
    return ["".join(one.itertext()) for one in root.iter(f"{AKN}{tag}")]


def test_it_is_valid_and_verbatim(decision: Document, xml: bytes) -> None:
    assert faults(xml) == []
    assert said(xml) == decision.text


def test_the_schema_can_find_a_fault(xml: bytes) -> None:
    assert faults(xml.replace(b"<body>", b"<body>chen vao"))
    assert faults(xml.replace(b"<FRBRlanguage ", b"<FRBRidiom "))


def test_the_work_is_named_by_the_convention(root: etree._Element) -> None:
    values = [one.get("value") for one in root.iter(f"{AKN}FRBRuri")][:3]
    work = "/akn/vn/act/quyet-dinh/uy-ban-nhan-dan-xa-khe-san/2025/45-qd-ubnd"
    assert values == [work, f"{work}/vie@2025-09-03", f"{work}/vie@2025-09-03.xml"]
    assert root[0].tag == f"{AKN}act" and root[0].get("name") == "Quyết định"
    (publication,) = root.iter(f"{AKN}publication")
    assert (publication.get("date"), publication.get("number")) == ("2025-09-03", "45/QĐ-UBND")
    issuer = next(one for one in root.iter(f"{AKN}TLCOrganization") if one.get("eId") == "issuer")
    assert str(issuer.get("showAs")).casefold() == "ủy ban nhân dân xã khe sẵn"


def test_each_part_is_the_element_of_its_kind(root: etree._Element) -> None:
    assert ids(root, "chapter") == ["chp_I"]
    assert ids(root, "article") == ["chp_I__art_1", "chp_I__art_2"]
    assert ids(root, "paragraph") == ["chp_I__art_1__para_1", "chp_I__art_1__para_2"]
    assert ids(root, "point") == ["chp_I__art_1__para_2__point_a", "chp_I__art_1__para_2__point_b"]
    article = next(root.iter(f"{AKN}article"))
    assert texts(article, "num")[0] == "Điều 1." and texts(article, "heading")[0] == "Ai trông đèn"


def test_the_head_and_the_end_are_marked(root: etree._Element) -> None:
    assert texts(root, "docNumber") == ["45/QĐ-UBND"]
    assert [one.get("date") for one in root.iter(f"{AKN}docDate")] == ["2025-09-03"]
    assert texts(root, "docType") == ["QUYẾT ĐỊNH"]
    assert texts(root, "citation")[1].startswith("Căn cứ Nghị quyết số 57-NQ/TW")
    assert texts(root, "signature") == ["Lò Thị Mây"]
    assert [one.get("name") for one in root.iter(f"{AKN}container")] == ["recipients", "signature"]


def test_what_it_cites_is_linked(decision: Document, root: etree._Element) -> None:
    refs = {"".join(one.itertext()): one.get("href") for one in root.iter(f"{AKN}ref")}
    nq57 = next(href for text, href in refs.items() if "57-NQ/TW" in text)
    assert nq57 == "/akn/vn/act/nghi-quyet/bo-chinh-tri/2024/57-nq-tw"
    reference = next(one for one in decision.references if one.symbol == "57-NQ/TW")
    known = decision.model_copy(update={"references": (reference.model_copy(update={"resolved": "nq"}),)})
    held = etree.fromstring(akoma_ntoso(known, {"nq": "/akn/vn/act/nghi-quyet/khac/2024/57-nq-tw"}))
    assert [one.get("href") for one in held.iter(f"{AKN}ref")] == ["/akn/vn/act/nghi-quyet/khac/2024/57-nq-tw"]


def test_an_appendix_is_an_attachment_with_its_table(root: etree._Element) -> None:
    (attachment,) = root.iter(f"{AKN}attachment")
    assert "".join(next(attachment.iter(f"{AKN}heading")).itertext()).startswith("PHỤ LỤC I")
    (table,) = attachment.iter(f"{AKN}table")
    assert [len(row) for row in table] == [4, 4, 4, 4]
    assert texts(table, "th") == ["TT", "Việc", "Chủ trì", "Thời hạn"]
    assert "Rà cột điện hỏng < 3 năm & thay" in texts(table, "td")


def test_every_id_is_there_once(root: etree._Element) -> None:
    given = [one.get("eId") for one in root.iter() if one.get("eId")]
    assert len(given) == len(set(given)) > 20


def test_signs_that_xml_cannot_hold_are_replaced(decision: Document) -> None:
    broken = decision.model_copy(update={"text": decision.text.replace("đèn", "\x01\x0c\ufffe", 1), "subject": "\x02"})
    xml = akoma_ntoso(broken, {})
    assert faults(xml) == []
    assert said(xml) == broken.text.replace("\x01\x0c\ufffe", "\ufffd\n\ufffd")


spans = st.tuples(st.integers(0, 160), st.integers(1, 60)).map(lambda span: (span[0], span[0] + span[1]))
kinds = st.sampled_from(
    ["header", "title", "preamble", "heading", "para", "starred", "closing", "recipients", "signature", "appendix"]
)
labels = st.sampled_from([("I",), ("I", "1"), ("Điều 5",), ("a",), ("2.1",), ("Phụ lục I",), ("HEADER",)])


@st.composite
def made_up(draw: st.DrawFn) -> Document:
    """Any text under any outline, sensible or not, rows and citations anywhere."""
    text = draw(st.text(st.sampled_from("aĐ1I.) \n\n\t&<>-Căn cứ\x0c\ufffe"), min_size=1, max_size=200))
    size = len(text)

    def inside(span: tuple[int, int]) -> bool:
        return span[1] <= size

    outline = [
        Section(
            path=draw(labels), title=None, depth=1, kind=draw(kinds), start=a, end=b, body_start=draw(st.integers(a, b))
        )
        for a, b in filter(inside, draw(st.lists(spans, max_size=6)))
    ]
    rows = [
        Row(table=draw(st.integers(0, 1)), path=(), start=a, end=b, cells=((a, a), (a, b)))
        for a, b in filter(inside, draw(st.lists(spans, max_size=3)))
    ]
    cited = [
        Reference(quote=text[a:b], printed=text[a:b], symbol="57-NQ/TW", start=a, end=b)
        for a, b in filter(inside, draw(st.lists(spans, max_size=3)))
    ]
    return Document(
        id="x",
        source="x.txt",
        sha256="0" * 64,
        text=text,
        sections=tuple(outline),
        rows=tuple(rows),
        references=tuple(cited),
    )


@settings(max_examples=150, deadline=None)
@given(made_up())
def test_whatever_the_outline_the_result_is_valid_and_the_text_whole(document: Document) -> None:
    xml = akoma_ntoso(document, {})
    assert faults(xml) == []
    assert said(xml) == document.text.replace("\x0c", "\n").replace("\ufffe", "\ufffd")


def test_the_made_up_plans_by_command_and_by_the_api(mini: Library, tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["--data", str(mini.data), "export", "akn", "-o", str(tmp_path / "akn")])
    assert run.exit_code == 0, run.output
    client = TestClient(create_app(mini))
    for held in mini.documents():
        written = (tmp_path / "akn" / f"{held.id}.xml").read_bytes()
        served = client.get(f"/api/documents/{held.id}/akn.xml")
        assert served.content == written and served.headers["content-type"] == "application/akn+xml"
        assert faults(written) == [] and said(written) == mini.text(held.id)
    one = mini.documents()[0].id
    whole = CliRunner().invoke(
        main, ["--data", str(mini.data), "export", "akn", "--document", one, "-o", str(tmp_path / "mot.xml")]
    )
    assert whole.exit_code == 0 and faults((tmp_path / "mot.xml").read_bytes()) == []
    assert (
        CliRunner().invoke(main, ["--data", str(mini.data), "export", "akn", "-o", str(tmp_path / "x.xml")]).exit_code
    )
    assert client.get("/api/documents/khong-co/akn.xml").status_code == 404


def test_a_version_that_was_replaced_is_exported_too(tmp_path: Path) -> None:
    file = tmp_path / "van-ban" / "qd.md"
    file.parent.mkdir()
    held = open_made_up(tmp_path / "data")
    for text in (DECISION, DECISION.replace("trời tối", "18 giờ")):
        file.write_text(text, encoding="utf-8")
        assert not held.sync([file]).rejected
    client = TestClient(create_app(held))
    assert "trời tối" in said(client.get("/api/documents/qd/akn.xml", params={"version": "1"}).content)
    assert "trời tối" not in said(client.get("/api/documents/qd/akn.xml").content)


def real() -> Iterator[tuple[str, Document]]:
    for path in sorted((SHARED / "corpus").rglob("*")):
        if path.suffix in (".txt", ".md", ".pdf", ".docx"):
            yield path.name, read_document(path)
    with gzip.open(SHARED / "scale" / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in islice(lines, 0, 14_000, 700):
            yield (told := json.loads(line))["id"], _read(told["text"])


def _read(text: str) -> Document:
    from ingest.pipeline import understand

    return understand(text.encode(), "van-ban.md")


@pytest.mark.shared
@pytest.mark.slow
def test_real_documents_are_valid_and_whole() -> None:
    if not (SHARED / "scale").is_dir():
        pytest.skip(f"evaluation data not there: {SHARED}")
    count = 0
    for name, document in real():
        xml = akoma_ntoso(document, {})
        assert faults(xml) == [], name
        assert said(xml) == document.text, name
        count += 1
    assert count > 40
