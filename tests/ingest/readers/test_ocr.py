"""Pictures of pages: drawn here with our own sentences, then recognised."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.errors import RejectedFile
from ingest.pipeline import document_of
from ingest.readers.ocr import available, engine, read_picture, recognise
from ingest.readers.ocr.engine import Seen
from ingest.readers.ocr.labels import mended
from ingest.readers.ocr.picture import grey
from ingest.readers.pdf.assemble import content_of_pages
from ingest.tables import Table
from service.file_accuracy import accuracy

DPI = 200.0
SENTENCES = (
    "Xã phấn đấu đến năm 2027 có trên 85% hồ sơ được giải quyết trực tuyến,",
    "trong đó ít nhất 60% hồ sơ không phải nộp lại giấy tờ đã được số hóa.",
    "Phòng Văn hóa chủ trì, phối hợp với các thôn mở lớp kỹ năng số miễn phí,",
    "báo cáo kết quả với Ủy ban nhân dân xã trước ngày 15 tháng cuối quý.",
)
ROWS = (
    ("TT", "Nội dung", "Cơ quan chủ trì"),
    ("1", "Lắp đặt mạng tại nhà văn hóa", "Phòng Kinh tế"),
    ("2", "Tập huấn cho tổ công nghệ số", "Phòng Văn hóa"),
    ("3", "Kiểm kê thiết bị của trường học", "Văn phòng xã"),
)
_FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf",
    "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf",
    "/Library/Fonts/Arial Unicode.ttf",
)
needs_data = pytest.mark.skipif(not available(), reason="Tesseract's Vietnamese data (tesseract-ocr-vie) is not here")


@pytest.fixture(scope="module")
def font() -> ImageFont.FreeTypeFont:
    path = next((path for path in _FONTS if Path(path).is_file()), None)
    if path is None:
        pytest.skip("no font with Vietnamese letters is here (DejaVu, Liberation)")
    return ImageFont.truetype(path, 36)


def sheet() -> Image.Image:
    return Image.new("RGB", (1654, 1100), "white")


def written(font: ImageFont.FreeTypeFont) -> Image.Image:
    picture = sheet()
    for i, sentence in enumerate(SENTENCES):
        ImageDraw.Draw(picture).text((120, 150 + 62 * i), sentence, fill="black", font=font)
    return picture


def tabled(font: ImageFont.FreeTypeFont) -> Image.Image:
    picture = sheet()
    pencil = ImageDraw.Draw(picture)
    xs, top, high = (120, 240, 960, 1500), 200, 90
    for i, row in enumerate(ROWS):
        for x, cell in zip(xs, row, strict=False):
            pencil.text((x + 20, top + high * i + 20), cell, fill="black", font=font)
    for x in xs:
        pencil.line((x, top, x, top + high * len(ROWS)), fill="black", width=3)
    for i in range(len(ROWS) + 1):
        pencil.line((xs[0], top + high * i, xs[-1], top + high * i), fill="black", width=3)
    return picture


def text_of(picture: Image.Image) -> str:
    content = content_of_pages([recognise(picture, 1, DPI)])
    return document_of(content, name="anh.png", sha256="0" * 64).text


def png(picture: Image.Image, **settings: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "PNG", **settings)
    return stream.getvalue()


@needs_data
def test_a_drawn_page_is_recognised(font: ImageFont.FreeTypeFont) -> None:
    assert accuracy(text_of(written(font)), " ".join(SENTENCES)) >= 0.97


@needs_data
@pytest.mark.parametrize("degrees", [-1.2, 0.8])
def test_a_tilted_page_is_straightened(font: ImageFont.FreeTypeFont, degrees: float) -> None:
    tilted = written(font).rotate(degrees, Image.Resampling.BICUBIC, fillcolor="white")
    assert accuracy(text_of(tilted), " ".join(SENTENCES)) >= 0.95


@needs_data
@pytest.mark.parametrize(("turn", "expected"), [(90, 1), (180, 2), (270, 3)])
def test_a_page_that_lies_wrong_is_turned(font: ImageFont.FreeTypeFont, turn: int, expected: int) -> None:
    page = recognise(written(font).rotate(turn, expand=True), 1, DPI)
    assert page.turn == expected
    assert accuracy(" ".join(word.text for word in page.words), " ".join(SENTENCES)) >= 0.9


@needs_data
def test_a_red_stamp_over_the_text_does_not_hide_it(font: ImageFont.FreeTypeFont) -> None:
    picture = written(font)
    pencil = ImageDraw.Draw(picture)
    pencil.ellipse((500, 120, 900, 420), outline=(225, 40, 60), width=14)
    pencil.ellipse((560, 180, 840, 360), outline=(225, 40, 60), width=8)
    assert accuracy(text_of(picture), " ".join(SENTENCES)) >= 0.92


def test_red_ink_turns_faint_and_black_ink_stays() -> None:
    picture = Image.new("RGB", (3, 1), "white")
    picture.putpixel((0, 0), (220, 30, 40))
    picture.putpixel((1, 0), (20, 20, 25))
    red, black, paper = list(grey(picture).tobytes())
    assert red > 200 and black < 60 and paper == 255


@needs_data
def test_a_ruled_table_comes_as_rows_and_cells(font: ImageFont.FreeTypeFont) -> None:
    content = content_of_pages([recognise(tabled(font), 1, DPI)])
    tables = [region for region in content.regions if isinstance(region, Table)]
    assert len(tables) == 1
    cells = [row.cells for row in tables[0].rows]
    assert [row[0] for row in cells] == ["TT", "1", "2", "3"]
    assert accuracy(" ".join(" ".join(row) for row in cells), " ".join(" ".join(row) for row in ROWS)) >= 0.95


@needs_data
def test_words_stand_where_they_were_drawn(font: ImageFont.FreeTypeFont) -> None:
    page = recognise(written(font), 1, DPI)
    first = page.words[0]
    assert first.x0 == pytest.approx(120 / DPI * 72, abs=3)
    assert 150 / DPI * 72 - 3 <= first.middle <= 200 / DPI * 72 + 3


@needs_data
def test_a_picture_is_a_document_marked_as_recognised(font: ImageFont.FreeTypeFont) -> None:
    content = read_picture(png(written(font), dpi=(200, 200)), "van-ban.png")
    document = document_of(content, name="van-ban.png", sha256="0" * 64)
    assert document.recognised == (1,)
    assert document.quality.layer == "ocr"


@needs_data
def test_an_empty_sheet_has_no_words_and_is_rejected_as_a_document() -> None:
    assert recognise(sheet(), 1, DPI).words == []
    with pytest.raises(RejectedFile, match="không có chữ"):
        read_picture(png(sheet()), "trang.png")


@needs_data
@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"no picture at all"])
def test_a_broken_picture_is_rejected_in_words(data: bytes) -> None:
    with pytest.raises(RejectedFile, match="bị hỏng"):
        read_picture(data, "hong.png")


@needs_data
def test_a_picture_of_too_many_dots_is_rejected_before_it_is_unpacked() -> None:
    huge = png(Image.new("1", (9000, 9000), 1))
    with pytest.raises(RejectedFile, match="quá lớn"):
        read_picture(huge, "ban-do.png")


def test_without_the_data_a_picture_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "data_folder", lambda: None)
    with pytest.raises(RejectedFile, match="tesseract-ocr-vie"):
        read_picture(png(sheet()), "trang.png")
    assert not recognise(sheet(), 1, DPI).recognised


def seen(text: str) -> list[Seen]:
    return [Seen(word, 0, 0, 9, 9, 90.0, 0, 9.0, 7.0, 2.0) for word in text.split()]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Điễu 4, Các trường hợp", "Điều 4. Các trường hợp"),
        ("Điêu l. Phạm vi", "Điều 1. Phạm vi"),
        ("2, Đơn vị sự nghiệp", "2. Đơn vị sự nghiệp"),
        ("Điều 5, Điều 6 của Luật", "Điều 5, Điều 6 của Luật"),
        ("tháng l2 năm 2020", "tháng 12 năm 2020"),
        ("3, 5 và 7 của khoản", "3, 5 và 7 của khoản"),
    ],
)
def test_numbers_that_open_a_line_are_written_as_the_genre_writes_them(read: str, meant: str) -> None:
    assert " ".join(word.text for word in mended(seen(read))) == meant


@needs_data
@pytest.mark.shared
def test_the_first_page_of_a_scan_of_the_gazette_is_read() -> None:
    import pypdfium2

    path = Path(__file__).parents[4] / "shared/files/scanned/nghi-quyet-so-99-nq-cp-469343.pdf"
    if not path.is_file():
        pytest.skip("../shared/files is not here")
    with pypdfium2.PdfDocument(path) as file:
        picture = file[0].render(scale=DPI / 72).to_pil().convert("RGB")
    document = document_of(content_of_pages([recognise(picture, 1, DPI)]), name="a.pdf", sha256="0" * 64)
    assert document.quality.syllables >= 0.97
    assert "99/NQ-CP" in document.text
