"""Word documents are read as they are printed: numbers, tables, notes, changes; nothing hidden, nothing followed."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import docx
import pytest
from word_files import Build, docx_bytes

from ingest.canonical import canonicalise
from ingest.errors import RejectedFile
from ingest.lines import Line
from ingest.pipeline import read_document
from ingest.readers.content import Content
from ingest.readers.office import read_office
from ingest.readers.word import read_docx
from ingest.readers.word.numbering import numeral
from ingest.tables import Table
from ingest.text import squeeze


def p(text: str, properties: str = "", run: str = "") -> str:
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def item(text: str, list_id: int = 1, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def lvl(place: int, style: str, text: str, extra: str = "") -> str:
    fmt = f'<w:numFmt w:val="{style}"/>'
    return f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/>{fmt}<w:lvlText w:val="{text}"/>{extra}</w:lvl>'


def texts(content: Content) -> list[str]:
    return [region.text for region in content.regions if isinstance(region, Line)]


OUTLINE = (
    '<w:abstractNum w:abstractNumId="5">'
    + lvl(0, "upperRoman", "%1.")
    + lvl(1, "decimal", "%2.")
    + lvl(2, "lowerLetter", "%3)")
    + lvl(3, "bullet", "\uf0b7")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    "</w:lvlOverride></w:num>"
)


def test_automatic_numbers_are_printed_and_begin_again_below_a_new_heading(from_body: Build) -> None:
    places = {"Mục tiêu": 0, "Chung": 1, "Riêng": 1, "điểm": 2, "ý": 3, "Giải pháp": 0, "Hạ tầng": 1}
    body = "".join(item(text, level=level) for text, level in places.items())
    assert texts(read_docx(from_body(body, numbering=OUTLINE), "a.docx")) == [
        "I. Mục tiêu", "1. Chung", "2. Riêng", "a) điểm", "- ý", "II. Giải pháp", "1. Hạ tầng",
    ]  # fmt: skip


def test_a_list_that_starts_over_counts_from_one(from_body: Build) -> None:
    body = (
        item("Một")
        + item("Hai")
        + item("Lại một", list_id=2)
        + p("Không số", '<w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    found = texts(read_docx(from_body(body, numbering=OUTLINE), "a.docx"))
    assert found == ["I. Một", "II. Hai", "I. Lại một", "Không số"]


def test_compound_numbers_and_article_labels(from_body: Build) -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        + lvl(0, "decimal", "Điều %1.")
        + lvl(1, "decimal", "%1.%2.")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    body = item("Phạm vi") + item("Xã", level=1) + item("Thôn", level=1) + item("Hiệu lực") + item("Ngày", level=1)
    found = texts(read_docx(from_body(body, numbering=numbering), "a.docx"))
    assert found == ["Điều 1. Phạm vi", "1.1. Xã", "1.2. Thôn", "Điều 2. Hiệu lực", "2.1. Ngày"]


def test_numbers_come_through_styles(from_body: Build) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="heading 2"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="MucCon"><w:name w:val="con"/><w:basedOn w:val="Muc"/></w:style>'
    )
    body = p("Nhiệm vụ", '<w:pStyle w:val="MucCon"/>')
    [line] = read_docx(from_body(body, numbering=OUTLINE, styles=styles), "a.docx").regions
    assert isinstance(line, Line)
    assert (line.text, line.level, line.all_bold) == ("I. Nhiệm vụ", 2, True)


@pytest.mark.parametrize(
    ("value", "style", "printed"),
    [(4, "upperRoman", "IV"), (49, "lowerRoman", "xlix"), (5, "lowerLetter", "e"), (28, "upperLetter", "BB"),
     (7, "decimalZero", "07"), (3, "none", ""), (12, "hindiNumbers", "12")],
)  # fmt: skip
def test_numerals(value: int, style: str, printed: str) -> None:
    assert numeral(value, style) == printed


def test_a_level_that_lists_its_labels_uses_the_vietnamese_alphabet() -> None:
    labels = ("a", "b", "c", "d", "đ", "e")
    assert [numeral(i, "custom", labels) for i in (4, 5, 6)] == ["d", "đ", "e"]


def test_merged_cells_are_not_repeated() -> None:
    document = docx.Document()
    table = document.add_table(rows=4, cols=3, style="Table Grid")
    for row, words in enumerate(
        [("TT", "Nội dung", "Thời gian"), ("1", "Lắp đèn", "2026"), ("", "Thay dây", ""), ("", "", "")]
    ):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    table.cell(1, 2).merge(table.cell(2, 2))
    table.cell(3, 0).merge(table.cell(3, 2)).text = "Tổng"
    [found] = read_docx(docx_bytes(document), "a.docx").regions
    assert isinstance(found, Table)
    assert [row.cells for row in found.rows] == [
        ("TT", "Nội dung", "Thời gian"), ("1", "Lắp đèn", "2026"), ("", "Thay dây", ""), ("Tổng", "", ""),
    ]  # fmt: skip


def test_a_table_inside_a_cell_is_flattened_into_it() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2, style="Table Grid")
    for cell, word in zip(table.rows[0].cells, ("STT", "Nhiệm vụ"), strict=True):
        cell.text = word
    table.cell(1, 0).text = "1"
    inner = table.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "trồng", "cây"
    [found] = read_docx(docx_bytes(document), "a.docx").regions
    assert isinstance(found, Table)
    assert found.rows[1].cells == ("1", "trồng cây")


def test_the_two_columns_of_the_head_become_lines() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nXÃ GIÓ MỚI"
    table.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    document.add_paragraph("ĐẢNG BỘ TỈNH\tĐẢNG CỘNG SẢN VIỆT NAM")
    assert texts(read_docx(docx_bytes(document), "a.docx")) == [
        "ỦY BAN NHÂN DÂN", "XÃ GIÓ MỚI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ĐẢNG BỘ TỈNH",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
    ]  # fmt: skip


def test_footnotes_follow_their_paragraph_with_the_mark_in_the_text(from_body: Build) -> None:
    body = '<w:p><w:r><w:t>Đạt 75%</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>.</w:t></w:r></w:p>'
    notes = f'<w:footnote w:id="0" w:type="separator">{p("x")}</w:footnote>'
    notes += f'<w:footnote w:id="2">{p("Theo kế hoạch.")}</w:footnote>'
    content = read_docx(from_body(body + p("Hết."), footnotes=notes), "a.docx")
    assert texts(content) == ["Đạt 75%¹.", "¹ Theo kế hoạch.", "Hết."]


def test_tracked_changes_are_accepted_and_told(from_body: Build) -> None:
    body = (
        "<w:p><w:r><w:t>Đạt </w:t></w:r><w:del><w:r><w:delText>60</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>70</w:t></w:r></w:ins><w:r><w:t>%</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Nửa đầu</w:t></w:r></w:p>" + p(" và nửa sau")
    )
    content = read_docx(from_body(body), "a.docx")
    assert texts(content) == ["Đạt 70%", "Nửa đầu và nửa sau"]
    assert any("thay đổi" in note for note in content.notes)


def test_hidden_text_and_field_codes_are_not_text(from_body: Build) -> None:
    body = p("Mật", run="<w:vanish/>") + (
        '<w:p><w:r><w:t>Trang </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE'
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    assert texts(read_docx(from_body(body), "a.docx")) == ["Trang 3"]


def test_a_text_box_is_read_once_although_it_is_stored_twice(from_body: Build) -> None:
    box = f"<w:txbxContent>{p('Trong khung')}</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>"
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:t>Ngoài khung</w:t></w:r></w:p>"
    )
    assert texts(read_docx(from_body(body), "a.docx")) == ["Ngoài khung", "Trong khung"]


def test_pages_are_those_that_word_laid_out(from_body: Build) -> None:
    body = p("Một") + "<w:p><w:r><w:lastRenderedPageBreak/><w:t>Hai</w:t></w:r></w:p>" + p("Vẫn hai")
    content = read_docx(from_body(body), "a.docx")
    assert content.pages == 2
    assert [region.page for region in content.regions if isinstance(region, Line)] == [1, 2, 2]
    assert read_docx(from_body(p("Một")), "a.docx").pages is None


def test_headers_footers_and_contents_are_furniture() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Bản dự thảo lần hai"
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("Mục tiêu 3", style="toc 1")
    document.add_paragraph("Nội dung")
    content = read_docx(docx_bytes(document), "a.docx")
    assert texts(content) == ["Nội dung"]
    assert {"Bản dự thảo lần hai", "Mục tiêu 3"} <= set(content.furniture)


def test_bold_at_the_head_of_a_line_is_counted(from_body: Build) -> None:
    body = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Mục đích:</w:t></w:r><w:r><w:t> nêu rõ</w:t></w:r></w:p>"
    [line] = read_docx(from_body(body), "a.docx").regions
    assert isinstance(line, Line)
    assert (line.bold, line.all_bold) == (len("Mục đích:"), False)


def test_capitals_by_format_are_printed_as_capitals(from_body: Build) -> None:
    assert texts(read_docx(from_body(p("Kế hoạch", run="<w:caps/>")), "a.docx")) == ["KẾ HOẠCH"]


def test_a_truncated_file_is_refused_in_words(from_body: Build) -> None:
    data = from_body(p("Một"))
    for size in (len(data) // 2, len(data) - 30, 100):
        with pytest.raises(RejectedFile, match="hỏng") as error:
            read_office(data[:size], "a.docx")
        assert error.value.hint.startswith("Hãy ")


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * 90_000_000)
    with pytest.raises(RejectedFile, match="bất thường"):
        read_office(stream.getvalue(), "a.docx")


def test_entities_are_never_expanded(from_body: Build, tmp_path: Path) -> None:
    secret = tmp_path / "bí mật.txt"
    secret.write_text("không được đọc", encoding="utf-8")
    data = from_body(p("Một"))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        xml = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><w:document>&e;</w:document>'
        archive.writestr("word/document.xml", xml)
    assert texts(read_docx(data, "a.docx")) == ["Một"]
    with pytest.raises(RejectedFile):
        read_docx(stream.getvalue(), "a.docx")


def test_deep_nesting_is_refused_or_read_but_never_crashes(from_body: Build) -> None:
    body = "<w:tbl><w:tr><w:tc>" * 60 + p("đáy") + "</w:tc></w:tr></w:tbl>" * 60
    try:
        read_docx(from_body(body + p("Sau")), "a.docx")
    except RejectedFile as error:
        assert error.hint


def test_a_picture_only_document_says_what_to_do(from_body: Build) -> None:
    with pytest.raises(RejectedFile, match="không có chữ"):
        read_docx(from_body("<w:p/>"), "a.docx")


@pytest.mark.shared
@pytest.mark.parametrize("name", ["quan-chu", "xuan-thanh"])
def test_a_made_document_gives_the_words_and_rows_it_was_made_of(shared: Path, name: str) -> None:
    folder = shared / "files" / "made"
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))[f"{name}-libreoffice"]
    content = read_docx((folder / f"{name}-libreoffice.docx").read_bytes(), "a.docx")
    text = _unmarked(canonicalise(content).text)
    assert truth["body"]
    assert [line for line in truth["body"] if _unmarked(line) not in text] == []
    rows = [
        "\t".join(row.cells).strip() for region in content.regions if isinstance(region, Table) for row in region.rows
    ]
    assert [row for row in truth["table"] or () if "\t".join(row) not in rows] == []


def _unmarked(text: str) -> str:
    """Without the marks of footnotes, which the files set into words."""
    return "\n".join(squeeze(line) for line in re.sub("[⁰-⁹¹²³]", "", text).split("\n"))


@pytest.mark.shared
def test_a_decree_keeps_its_articles(shared: Path) -> None:
    document = read_document(shared / "files" / "docx_nd30" / "30_2020_ND_CP.docx")
    articles = {path[-1] for section in document.sections if (path := section.path)[-1].startswith("Điều ")}
    assert articles == {f"Điều {i}" for i in range(1, 39)}
    assert (document.symbol, document.issued, document.pages) == ("30/2020/NĐ-CP", "2020-03-05", 20)
