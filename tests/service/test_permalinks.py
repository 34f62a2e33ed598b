"""A permalink leads to the same words after all that befalls a document, and says so where it cannot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from made_up import HERE, HashingEncoder

from index.library import Library, default_reader
from index.readings import Reader
from index.visible import Visible
from ingest.errors import BadRequest, NotFound
from ingest.types import Document
from service.api import create_app
from service.citations import Sources
from service.cli import main
from service.standards.permalinks import parsed, permalink
from service.standards.resolving import Resolved, resolve
from service.standards.selectors import find, select
from service.standards.works import cited_work, work_of

WORDS = "Đèn đường bằng điện mặt trời thắp sáng ≥ 70% số ngõ."
ROW = "Rà cột điện hỏng"


def plan(goal: str = "≥ 70%", before: str = "", number: str = "31/KH-UBND") -> str:
    return f"""ỦY BAN NHÂN DÂN
XÃ KHE SẴN
Số: {number}
Khe Sẵn, ngày 03 tháng 9 năm 2025

KẾ HOẠCH
Thắp sáng đường thôn trên địa bàn xã Khe Sẵn

I. MỤC TIÊU
{before}1. Đến hết năm 2026
- Đèn đường bằng điện mặt trời thắp sáng {goal} số ngõ.
- Mỗi ngõ có một người giữ chìa khóa tủ điện.
2. Đến hết năm 2027
- Mỗi ngõ có một người giữ chìa khóa tủ điện.

II. VIỆC CẦN LÀM

| TT | Việc | Chủ trì | Thời hạn |
|---|---|---|---|
| 1 | Rà cột điện hỏng | Phòng Kinh tế | Tháng 10/2026 |
| 2 | Thay bóng cháy | Văn phòng xã | Tháng 12/2026 |
"""


def newer(change: Callable[[str], str], version: str = "later") -> Callable[[], Reader]:
    """Code that reads the same bytes otherwise."""
    usual = default_reader()

    def read(path: Path) -> Document:
        changed = path.with_name(path.name)
        raw = changed.read_bytes()
        try:
            changed.write_text(change(raw.decode()), encoding="utf-8")
            return usual.read(changed)
        finally:
            changed.write_bytes(raw)

    return lambda: Reader(read, version, usual.suffixes)


def library(data: Path, *paths: Path, reader: Callable[[], Reader] = default_reader) -> Library:
    held = Library(data, HashingEncoder, reader)
    assert not held.sync(list(paths)).rejected
    return held


def link_to(held: Library, id: str, words: str = WORDS) -> str:
    document = held.document(id)
    start = document.text.index(words)
    return permalink(document, document.text, start, start + len(words))


def follow(held: Library | Visible, link: str) -> Resolved:
    return resolve(held, parsed(link))[0]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "giay-to" / "khe-san.md"
    path.parent.mkdir()
    path.write_text(plan(), encoding="utf-8")
    return path


@pytest.fixture
def held(tmp_path: Path, file: Path) -> Library:
    return library(tmp_path / "data", file)


def test_it_names_the_work_the_file_the_version_and_the_words(held: Library) -> None:
    link = link_to(held, "khe-san")
    assert link.startswith("/tl/vn/doc/ke-hoach/uy-ban-nhan-dan-xa-khe-san/2025/31-kh-ubnd?tep=")
    assert parsed(link).selector is not None
    assert urlsplit(link).query.isascii() and len(link) < 300


def test_words_are_followed_after_another_sync(held: Library, file: Path) -> None:
    link = link_to(held, "khe-san")
    held.sync([file])
    found = follow(held, link)
    assert (found.state, found.quote) == ("held", WORDS)


def test_words_that_moved_in_a_newer_reading_are_found_anew(held: Library, file: Path, tmp_path: Path) -> None:
    link = link_to(held, "khe-san")
    again = library(
        tmp_path / "data", file, reader=newer(lambda raw: raw.replace("I. MỤC", "Lời nói đầu dài.\n\nI. MỤC"))
    )
    found = follow(again, link)
    assert found.state == "moved" and found.version.until is None
    assert found.quote == WORDS and found.start != parsed(link).selector.start  # type: ignore[union-attr]


def test_a_newer_reading_with_other_words_shows_the_reading_cited(held: Library, file: Path, tmp_path: Path) -> None:
    link = link_to(held, "khe-san")
    again = library(tmp_path / "data", file, reader=newer(lambda raw: raw.replace("≥ 70%", "≤ 70%")))
    found = follow(again, link)
    assert (found.state, found.quote, found.current) == ("replaced", WORDS, None)
    assert found.version.until is not None


def test_a_renamed_file_in_another_order_in_a_new_data_folder(held: Library, file: Path, tmp_path: Path) -> None:
    link = link_to(held, "khe-san")
    other = tmp_path / "khac" / "a" / "khe-san.md"  # another plan takes the id this time
    other.parent.mkdir(parents=True)
    other.write_text(plan("≥ 40%", number="99/KH-UBND").replace("KHE SẴN", "BA SAO"), encoding="utf-8")
    moved = tmp_path / "khac" / "b" / "khe-san.md"
    moved.parent.mkdir()
    moved.write_bytes(file.read_bytes())
    anew = library(tmp_path / "data-2", other, moved)
    found = follow(anew, link)
    assert found.document != "khe-san" and (found.state, found.quote) == ("held", WORDS)


def test_a_new_data_folder_read_by_newer_code(held: Library, file: Path, tmp_path: Path) -> None:
    link = link_to(held, "khe-san")
    changed = newer(lambda raw: raw.replace("- Đèn", "- Một dòng mới.\n- Đèn").replace("≥ 70% ", "≥ 70%\n  "))
    found = follow(library(tmp_path / "data-2", file, reader=changed), link)
    assert found.state == "moved" and "".join((found.quote or "").split()) == "".join(WORDS.split())


def test_a_replaced_document_shows_the_version_cited_and_where_the_words_are_now(held: Library, file: Path) -> None:
    link = link_to(held, "khe-san")
    file.write_text(plan(before="Mục tiêu chia làm hai chặng.\n"), encoding="utf-8")
    held.sync([file])
    found = follow(held, link)
    assert (found.state, found.quote) == ("replaced", WORDS) and found.version.until is not None
    assert found.current is not None
    assert held.text("khe-san")[slice(*found.current)] == WORDS


def test_a_replaced_document_that_no_longer_says_it(held: Library, file: Path) -> None:
    link = link_to(held, "khe-san")
    for goal in ("≥ 80%", "≥ 90%"):
        file.write_text(plan(goal), encoding="utf-8")
        held.sync([file])
    found = follow(held, link)
    assert (found.state, found.quote, found.current) == ("replaced", WORDS, None)
    assert found.version.ordinal == 1


def test_words_that_are_gone_with_the_version_cited_are_said_to_be(held: Library, file: Path, tmp_path: Path) -> None:
    link = link_to(held, "khe-san")
    file.write_text(plan("≥ 90%"), encoding="utf-8")
    found = follow(library(tmp_path / "data-2", file), link)  # known by its number alone
    assert (found.state, found.quote) == ("lost", None)
    assert "Không còn thấy" in found.note and WORDS.startswith(found.opening)


def test_the_newer_file_alone_is_known_by_its_number(held: Library, file: Path, tmp_path: Path) -> None:
    link = link_to(held, "khe-san")
    file.write_text(plan(before="Mục tiêu chia làm hai chặng.\n"), encoding="utf-8")
    found = follow(library(tmp_path / "data-2", file.rename(file.with_name("ten-khac.md"))), link)
    assert (found.document, found.state, found.quote) == ("ten-khac", "moved", WORDS)


def test_words_that_stand_twice_are_told_apart_by_what_is_around_them(
    held: Library, file: Path, tmp_path: Path
) -> None:
    words = "Mỗi ngõ có một người giữ chìa khóa tủ điện."
    text = held.text("khe-san")
    second = text.rindex(words)
    document = held.document("khe-san")
    link = permalink(document, text, second, second + len(words))
    longer = newer(
        lambda raw: raw.replace("I. MỤC", "Lời nói đầu dài hơn cả hai chặng cộng lại.\n" * 9 + "\nI. MỤC", 1)
    )
    again = library(tmp_path / "data", file, reader=longer)
    found = follow(again, link)
    assert found.state == "moved" and found.start == again.text("khe-san").rindex(words)


def test_a_cell_of_a_table_is_followed(held: Library, file: Path, tmp_path: Path) -> None:
    link = link_to(held, "khe-san", ROW)
    one_row_more = newer(lambda raw: raw.replace("| 1 |", "| 0 | Mở sổ | | |\n| 1 |"))
    kept = library(tmp_path / "data-2", file, reader=one_row_more)
    assert (follow(kept, link).state, follow(kept, link).quote) == ("moved", ROW)
    another_row = newer(lambda raw: raw.replace("| 1 |", "| 8 |").replace("Phòng Kinh tế", "Trưởng thôn"))
    other = library(tmp_path / "data-3", file, reader=another_row)
    assert follow(other, link).state == "lost"  # too short to be known by itself where nothing around it is the same


def test_the_document_itself_is_followed(held: Library, file: Path) -> None:
    document = held.document("khe-san")
    link = permalink(document, document.text)
    assert follow(held, link).state == "held"
    short = link.partition("?")[0]
    file.write_text(plan("≥ 90%"), encoding="utf-8")
    held.sync([file])
    assert (follow(held, link).state, follow(held, link).version.ordinal) == ("replaced", 1)
    assert (follow(held, short).state, follow(held, short).version.ordinal) == ("held", 2)


def test_a_document_that_is_not_held_or_not_to_be_seen_is_not_told(held: Library, file: Path, tmp_path: Path) -> None:
    link = link_to(held, "khe-san")
    file.write_text(plan("≥ 90%"), encoding="utf-8")
    held.sync([file])
    for other in (Visible(held, frozenset({"riêng"})), Library(tmp_path / "empty", HashingEncoder)):
        with pytest.raises(NotFound):
            follow(other, link)  # type: ignore[arg-type]
    held.remove("khe-san")
    with pytest.raises(NotFound):
        follow(held, link)


@pytest.mark.parametrize(
    "link",
    ["/van-ban/khe-san", "/tl/vn/x?tep=zz", "/tl/vn/x?doan=1-2", "/tl/vn/x?doan=1-2&khop=9", "/tl/x?khop=a-b-c-d"],
)
def test_an_address_that_somebody_changed_is_told_in_words(link: str) -> None:
    with pytest.raises(BadRequest):
        parsed(link)


def test_citations_carry_it_and_the_api_and_the_command_follow_it(
    held: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = held.text("khe-san")
    start = text.index(WORDS)
    cited = Sources(held).cite("khe-san", start, start + len(WORDS)).permalink
    assert cited == link_to(held, "khe-san")
    client = TestClient(create_app(held))
    assert client.get(f"/api{cited}").json()["quote"] == WORDS
    made = client.get("/api/documents/khe-san/permalink", params={"start": start, "end": start + len(WORDS)})
    assert made.json() == {"permalink": cited}
    assert client.get("/api/documents/khe-san/permalink", params={"start": 5}).status_code == 404
    assert client.get("/api/tl/vn/doc/khong-co").status_code == 404
    told = CliRunner().invoke(main, ["--data", str(tmp_path / "data"), "resolve", f"https://tra.cuu.example{cited}"])
    assert told.exit_code == 0 and f"“{WORDS}”" in told.output
    monkeypatch.setenv("TRACUU_URL", "https://tra.cuu.example/")
    assert link_to(held, "khe-san") == f"https://tra.cuu.example{cited}"


@pytest.mark.parametrize("site", ["", "https://tra-cuu.example"])
def test_what_is_found_and_every_fact_lead_to_their_words(
    held: Library, file: Path, monkeypatch: pytest.MonkeyPatch, site: str
) -> None:
    if site:
        monkeypatch.setenv("TRACUU_URL", site)
    assert not held.sync([HERE / "plans"]).rejected
    client = TestClient(create_app(held))
    table = client.get("/api/targets-table").json()["rows"]
    told = {
        "hits": client.get("/api/search", params={"q": "đèn đường"}).json()["hits"],
        **{kind: client.get(f"/api/{kind}").json() for kind in ("targets", "tasks", "duties", "references")},
        "table": [fact for row in table for cell in row["cells"].values() for one in cell for fact in one["targets"]],
        "obligations": [one["fact"] for one in client.get("/api/obligations").json()["obligations"]],
    }
    assert {kind for kind, found in told.items() if found} >= {"hits", "targets", "table", "obligations", "references"}
    for one in [one for found in told.values() for one in found]:
        assert one["permalink"].startswith(f"{site}/tl/vn/")
        led = client.get(f"/api{one['permalink'].removeprefix(site).partition('#')[0]}").json()
        assert (led["state"], led["document"], led["quote"]) == ("held", one["document"], one["quote"])
        assert (led["start"], led["end"]) == (one["start"], one["end"])
    target = next(one for one in told["targets"] if one["document"] == "khe-san" and "70%" in one["quote"])
    file.write_text(plan("≥ 40%"), encoding="utf-8")
    held.sync([file])
    led = client.get(f"/api{target['permalink'].removeprefix(site).partition('#')[0]}").json()
    assert (led["state"], led["quote"]) == ("replaced", target["quote"])


def test_a_passage_of_a_plain_collection_has_no_permalink(tmp_path: Path) -> None:
    rows = tmp_path / "doan.jsonl"
    rows.write_text('{"id": "1", "title": "Đèn", "text": "Đèn đường thắp sáng mọi ngõ."}\n', encoding="utf-8")
    held = Library(tmp_path / "data", HashingEncoder, default_reader)
    held.sync_passages(rows)
    (hit,) = TestClient(create_app(held)).get("/api/search", params={"q": "đèn đường"}).json()["hits"]
    assert (hit["source_id"], hit["permalink"]) == ("1", None)


def test_a_citation_and_the_document_it_means_have_one_name(held: Library, tmp_path: Path) -> None:
    file = tmp_path / "ban-rang.md"
    file.write_text(
        plan(number="32/KH-UBND").replace(
            "I. MỤC", "Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị.\n\nI. MỤC", 1
        ),
        encoding="utf-8",
    )
    held.sync([file])
    (cited,) = (one for one in held.references() if one.symbol == "57-NQ/TW")
    assert cited_work(cited).iri == "/akn/vn/act/nghi-quyet/bo-chinh-tri/2024/57-nq-tw"  # type: ignore[union-attr]
    assert work_of(held.document("ban-rang"), "ban-rang.md").number == "32-kh-ubnd"


@given(st.text(min_size=1, max_size=120), st.text(max_size=60), st.text(max_size=60), st.data())
def test_words_are_found_wherever_they_are_put(words: str, before: str, after: str, data: st.DataObject) -> None:
    if not words.strip():
        return
    text = before + words + after
    selector = select(text, len(before), len(before) + len(words))
    assert "".join(text[slice(*(find(text, selector) or (0, 0)))].split()) in ("".join(words.split()), "")
    shift = data.draw(st.text(max_size=40))
    found = find(f"{shift}\n{text}", selector)
    if found is not None:
        assert select(f"{shift}\n{text}", *found).quote == selector.quote
