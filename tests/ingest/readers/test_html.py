"""Web pages give the official text: headings, lists and tables; the page around it is set aside."""

from __future__ import annotations

import pytest

from ingest.errors import RejectedFile
from ingest.lines import Line
from ingest.readers.content import Content
from ingest.readers.html import read_html, read_mhtml
from ingest.readers.office import read_office
from ingest.tables import Table


def page(body: str, head: str = '<meta charset="utf-8"><title>Cổng thông tin</title>') -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def texts(content: Content) -> list[str]:
    return [region.text for region in content.regions if isinstance(region, Line)]


def test_headings_paragraphs_and_line_breaks() -> None:
    content = read_html(
        page("<h2>I. MỤC TIÊU</h2><p>Đạt <b>75%</b>\n hộ dân<br>năm 2026</p><p><b>Chung</b></p>"), "a.html"
    )
    lines = [region for region in content.regions if isinstance(region, Line)]
    assert [(line.text, line.level, line.gap) for line in lines] == [
        ("I. MỤC TIÊU", 2, True), ("Đạt 75% hộ dân", 0, True), ("năm 2026", 0, False), ("Chung", 0, True),
    ]  # fmt: skip
    assert lines[3].all_bold
    assert "Cổng thông tin" in content.furniture


def test_lists_have_their_bullets_and_numbers_unless_printed_already() -> None:
    body = "<ul><li>một</li><li>- hai</li></ul><ol start='3'><li>ba</li></ol><ol type='a'><li>bốn</li></ol>"
    assert texts(read_html(page(body), "a.html")) == ["- một", "- hai", "3. ba", "a. bốn"]


def test_tables_keep_merged_cells_empty() -> None:
    body = (
        "<table border='1'><tr><th>TT</th><th>Nội dung</th><th>Thời gian</th></tr>"
        "<tr><td>1</td><td>Lắp đèn</td><td rowspan='2'>2026</td></tr><tr><td>2</td><td>Thay dây</td></tr>"
        "<tr><td colspan='2'>Tổng</td><td>2</td></tr></table>"
    )
    [table] = read_html(page(body), "a.html").regions
    assert isinstance(table, Table)
    assert [row.cells for row in table.rows] == [
        ("TT", "Nội dung", "Thời gian"), ("1", "Lắp đèn", "2026"), ("2", "Thay dây", ""), ("Tổng", "", "2"),
    ]  # fmt: skip
    assert [row.merged for row in table.rows] == [(), (), (2,), ()], "merged into the cell above, not beside"


def test_a_table_that_lays_out_the_page_becomes_lines() -> None:
    inner = "<table border='1'><tr><th>TT</th><th>Nội dung</th></tr><tr><td>1</td><td>Đèn</td></tr></table>"
    head = "<table><tr><td>UBND XÃ GIÓ MỚI</td><td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</td></tr></table>"
    body = f"{head}<table><tr><td>{inner}</td></tr></table>"
    content = read_html(page(body), "a.html")
    assert texts(content) == ["UBND XÃ GIÓ MỚI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    assert isinstance(content.regions[-1], Table)


def test_what_is_around_the_text_is_dropped_only_if_it_is_links() -> None:
    body = (
        "<nav>Trang chủ</nav><script>alert('x')</script><div class='menu'><a href='/a'>Giới thiệu</a> "
        "<a href='/b'>Liên hệ</a></div><header>ỦY BAN NHÂN DÂN XÃ</header>"
        "<p>Nội dung kế hoạch</p><p style='display:none'>ẩn</p>"
    )
    content = read_html(page(body), "a.html")
    assert texts(content) == ["ỦY BAN NHÂN DÂN XÃ", "Nội dung kế hoạch"]
    assert {"Trang chủ", "Giới thiệu Liên hệ"} <= set(content.furniture)


def test_old_fonts_are_converted_whatever_charset_the_page_claims() -> None:
    text = "QuyÕt ®Þnh cña Uû ban nh©n d©n vÒ viÖc ph©n c«ng nhiÖm vô"
    head = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">'
    body = f'<p><font face=".VnTime">{text}</font></p><p><font face=".VnTimeH">quyÕt ®Þnh cña uû ban</font></p>'
    data = page(body, head).decode().encode("latin-1")
    assert texts(read_html(data, "a.htm")) == [
        "Quyết định của Uỷ ban nhân dân về việc phân công nhiệm vụ", "QUYẾT ĐỊNH CỦA UỶ BAN",
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1258"])
def test_unicode_and_windows_pages_are_read_by_their_charset(encoding: str) -> None:
    head = f'<meta charset="{encoding}">'
    data = page("<p>Xã hội số an toàn</p>", head).decode()
    if encoding == "cp1258":  # the code page writes the tones apart
        data = data.replace("ã", "a\u0303").replace("ộ", "ô\u0323").replace("ố", "ô\u0301").replace("à", "a\u0300")
    assert texts(read_html(data.encode(encoding), "a.html")) == ["Xã hội số an toàn"]


def test_a_page_saved_in_one_file_is_read_without_its_other_parts() -> None:
    data = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; '
        b"charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>K=E1=BA=BF ho=E1=BA=A1ch</p>\r\n"
        b"--b\r\nContent-Type: image/png\r\n\r\nxx\r\n--b--\r\n"
    )
    assert texts(read_mhtml(data, "a.mht")) == ["Kế hoạch"]
    assert texts(read_office(data, "a.mht")) == ["Kế hoạch"]


def test_a_doc_that_is_a_web_page_is_read_as_one() -> None:
    assert texts(read_office(page("<p>Kế hoạch</p>"), "a.doc")) == ["Kế hoạch"]


def test_a_page_without_words_says_what_to_do() -> None:
    with pytest.raises(RejectedFile, match="không có chữ"):
        read_html(page("<p>---</p>"), "a.html")


def test_deep_nesting_does_not_crash() -> None:
    try:
        content = read_html(page("<div>" * 3000 + "đáy" + "</div>" * 3000), "a.html")
    except RejectedFile as error:
        assert error.hint
    else:
        assert texts(content) in (["đáy"], [])
