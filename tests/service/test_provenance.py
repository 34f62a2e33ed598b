"""From a citation back to paper: places of words, pictures of pages, the originals, what others say."""

from __future__ import annotations

import io
import os
import random
import re
import unicodedata
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from fastapi.testclient import TestClient
from made_up import SHARED, HashingEncoder
from PIL import Image
from sheets import Sheet, make

from index.library import Library, default_reader
from index.readings import Reader
from ingest.errors import BadRequest, NotFound
from ingest.types import Document
from service.api import create_app
from service.citations import RECOGNISED, Sources
from service.neighbours import A_DOCUMENT, neighbours
from service.page_images import PageImages
from service.provenance import Place, page_of, places
from service.wording import source_line

TASK = "Mỗi xóm cử hai người trông coi bờ kè và nạo vét kênh mương trước mùa lũ."
NEAR = "Các xóm cử người nạo vét kênh mương và trông coi bờ kè trước mùa lũ hằng năm."
SCANNED = "quet"


def recognised(path: Path) -> Document:
    """Reads as usual, and says of one file that its words come from a picture."""
    document = default_reader().read(path)
    if path.stem != SCANNED:
        return document
    return document.model_copy(update={"quality": document.quality.model_copy(update={"layer": "ocr"})})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("giay")
    first = Sheet().text(90, 90, "I. MỤC TIÊU", bold=True)
    first.lines(120, "Mỗi xóm cử hai người trông coi bờ kè và nạo", "vét kênh mương trước mùa lũ.")
    second = Sheet().text(90, 90, "Phụ lục", bold=True).grid([80, 120, 330, 500], [110, 140, 170, 200])
    table = {130: ("TT", "Nhiệm vụ", "Thời hạn"), 160: ("1", "Đào mương", "2026"), 190: ("2", "Xây kè", "2027")}
    for y, cells in table.items():
        for x, text in zip((85, 125, 335), cells, strict=True):
            second.text(x, y, text, 12)
    (folder / "giay.pdf").write_bytes(make([first, second]))
    (folder / "khac.txt").write_text(
        f"KẾ HOẠCH\n\nGiữ xóm\n\nI. VIỆC LÀM\n\n- {NEAR}\n\n- Trồng tre quanh hồ.", encoding="utf-8"
    )
    (folder / f"{SCANNED}.txt").write_text(f"BÁO CÁO\n\nGiữ kè\n\nI. VIỆC LÀM\n\n- {TASK}", encoding="utf-8")
    Image.new("L", (300, 400), 255).save(folder / "anh.png")
    (folder / "trang.html").write_text("<p>Trang của xã có nhiều dòng chữ.</p>", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Library:
    usual = default_reader()
    reader = Reader(recognised, usual.version, usual.suffixes)
    library = Library(tmp_path_factory.mktemp("data"), HashingEncoder, lambda: reader)
    library.sync([folder / name for name in ("giay.pdf", "khac.txt", f"{SCANNED}.txt", "trang.html")])
    return library


@pytest.fixture
def client(library: Library) -> TestClient:
    return TestClient(create_app(library), raise_server_exceptions=False)


def test_a_span_over_two_lines_is_two_rectangles_of_its_words(library: Library) -> None:
    document = library.document("giay")
    start = document.text.index("bờ kè")
    end = document.text.index("kênh") + len("kênh")
    first, second = places(document, start, end)
    assert (first.page, second.page) == (1, 1)
    lines = [box for box in document.boxes if box.page == 1 and box.end > start]
    assert first.x0 > lines[0].x0 and first.x1 == pytest.approx(lines[0].x1)
    assert second.x0 == lines[1].x0 and second.x1 < lines[1].x1
    assert first.y1 < second.y1


def test_part_of_a_word_marks_the_word_and_white_space_nothing(library: Library) -> None:
    document = library.document("giay")
    start = document.text.index("người")
    (part,) = places(document, start + 1, start + 3)
    (whole,) = places(document, start, start + len("người"))
    assert part == whole
    assert places(document, start - 1, start) == ()


def test_what_has_no_layout_has_no_places(library: Library) -> None:
    document = library.document("khac")
    assert places(document, 0, len(document.text)) == ()
    assert page_of(document, 0, 3) is None
    paged = library.document("giay")
    assert page_of(paged, paged.text.index("Xây kè"), len(paged.text)) == 2


def test_the_places_of_a_cell_are_within_the_rules_of_the_cell(library: Library) -> None:
    document = library.document("giay")
    start = document.text.index("Đào mương")
    (place,) = places(document, start, start + len("Đào mương"))
    assert place.page == 2
    assert 120 / 595 < place.x0 < place.x1 < 330 / 595
    assert 140 / 842 < place.y0 < place.y1 < 170 / 842


def test_a_quotation_of_a_cell_says_table_row_and_column(library: Library) -> None:
    document, sources = library.document("giay"), Sources(library)
    start = document.text.index("2027")
    cell = sources.cite("giay", start, start + 4).cell
    assert cell is not None
    assert (cell.table, cell.row, cell.column) == (1, "2", "Thời hạn")
    row = next(row for row in document.rows if row.start <= start < row.end)
    whole = sources.cite("giay", row.start, row.end)
    assert whole.cell is not None
    assert (whole.cell.row, whole.cell.column) == ("2", None)
    assert "bảng 1, hàng 2" in source_line(whole)
    prose = document.text.index("Mỗi xóm")
    assert sources.cite("giay", prose, prose + 7).cell is None


def test_words_recognised_from_a_picture_say_so_wherever_they_are_quoted(library: Library, client: TestClient) -> None:
    text = library.text(SCANNED)
    citation = Sources(library).cite(SCANNED, text.index("Mỗi"), len(text))
    assert citation.recognised
    assert RECOGNISED in source_line(citation)
    assert not Sources(library).cite("khac", 0, 3).recognised
    hits = client.get("/api/search", params={"q": TASK, "document": SCANNED}).json()["hits"]
    assert hits and all(hit["recognised"] for hit in hits)


def test_neighbours_are_passages_of_other_documents(library: Library) -> None:
    document = library.document("giay")
    start = document.text.index("Mỗi xóm")
    found = neighbours(library, "giay", start, start + len(TASK))
    assert {one.document for one in found} <= {"khac", SCANNED, "trang"}
    assert found[0].quote.removeprefix("- ") in (TASK, NEAR)
    assert [one.n for one in found] == list(range(1, len(found) + 1))
    assert max(sum(one.document == other.document for other in found) for one in found) <= A_DOCUMENT
    assert all(library.text(one.document)[one.start : one.end] == one.quote for one in found)


@pytest.mark.parametrize(("start", "end"), [(5, 5), (0, 10**6), (9, 3)])
def test_neighbours_of_no_span_are_refused(library: Library, start: int, end: int) -> None:
    with pytest.raises(BadRequest):
        neighbours(library, "giay", start, end)
    with pytest.raises(NotFound):
        neighbours(library, "khong-co", 0, 5)


def test_a_page_image_is_served_once_made_and_known_again(client: TestClient) -> None:
    first = client.get("/api/documents/giay/pages/2.png")
    assert first.status_code == 200 and first.headers["content-type"] == "image/png"
    with Image.open(io.BytesIO(first.content)) as image:
        assert image.width == 1240 and image.height == pytest.approx(1240 * 842 / 595, abs=2)
    again = client.get("/api/documents/giay/pages/2.png", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("giay/pages/3.png", 404, "trang 3"),
        ("giay/pages/0.png", 404, "trang 0"),
        ("khac/pages/1.png", 404, "không có trang cố định"),
        ("khong-co/pages/1.png", 404, "khong-co"),
        ("khong-co/original", 404, "khong-co"),
        ("giay/places?start=4&end=0", 422, ""),
    ],
)
def test_what_is_not_there_is_told_in_words(client: TestClient, path: str, status: int, told: str) -> None:
    response = client.get(f"/api/documents/{path}")
    assert response.status_code == status
    assert told in response.json()["error"]["message"]


def test_the_original_is_downloaded_byte_for_byte_and_never_shown(client: TestClient, folder: Path) -> None:
    response = client.get("/api/documents/trang/original")
    assert response.content == (folder / "trang.html").read_bytes()
    assert response.headers["content-disposition"].startswith("attachment")
    assert "html" not in response.headers["content-type"]
    assert response.headers["content-security-policy"].startswith("sandbox")


def test_images_stay_within_their_room_and_the_longest_unread_goes_first(library: Library) -> None:
    images = PageImages(library)
    first, second = images.page("giay", 1), images.page("giay", 2)
    os.utime(first, (1, 1))
    images.page("giay", 2)
    tight = PageImages(library, most=second.stat().st_size + 10)
    second.rename(second.with_suffix(".aside"))
    tight.page("giay", 2)
    assert not first.exists()
    assert second.exists()


def test_a_picture_shows_itself(folder: Path) -> None:
    from ingest import worker

    image = worker.picture_of_page(".png", (folder / "anh.png").read_bytes(), 1, 150, "anh.png")
    with Image.open(io.BytesIO(image)) as shown:
        assert shown.size == (150, 200)
    with pytest.raises(NotFound):
        worker.picture_of_page(".png", (folder / "anh.png").read_bytes(), 2, 150, "anh.png")


def bounded(page: pdfium.PdfPage, place: Place) -> str:
    """The text layer inside a rectangle, which pdfium wants in the page's own, unturned space."""
    (width, height), (left, bottom, right, top) = page.get_size(), page.get_cropbox()
    x0, x1, y0, y1 = place.x0 * width - 0.5, place.x1 * width + 0.5, place.y0 * height, place.y1 * height
    corners = {
        0: (left + x0, top - y1, left + x1, top - y0),
        90: (left + y0, bottom + x0, left + y1, bottom + x1),
        180: (right - x1, bottom + y0, right - x0, bottom + y1),
        270: (right - y1, top - x1, right - y0, top - x0),
    }
    return str(page.get_textpage().get_text_bounded(*corners[page.get_rotation()]))


def letters_of(text: str) -> str:
    plain = unicodedata.normalize("NFC", text.replace("\u00ad", "")).translate(
        str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
    )
    return re.sub(r"[\s\ufffe\x02-]+", "", plain)


@pytest.mark.shared
def test_the_rectangles_of_any_words_hold_those_words_and_no_others() -> None:
    files = sorted((SHARED / "files" / "digital").glob("*.pdf"))[:6] if SHARED.is_dir() else []
    if not files:
        pytest.skip("dữ liệu đánh giá ../shared không có ở đây")
    chance = random.Random(57)  # noqa: S311 a sample, the same every time
    right = tried = 0
    for file in files:
        document = default_reader().read(file)
        words = [match.span() for match in re.finditer(r"\S+", document.text)]
        with pdfium.PdfDocument(file) as pdf:
            for first in chance.sample(range(len(words) - 12), 35):
                start, end = words[first][0], words[first + chance.randrange(12)][1]
                found = "".join(bounded(pdf[place.page - 1], place) for place in places(document, start, end))
                right += letters_of(found) == letters_of(document.text[start:end])
                tried += 1
    assert tried >= 200
    assert right / tried >= 0.98
