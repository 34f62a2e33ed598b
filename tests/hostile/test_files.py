"""Files that point elsewhere, unpack without end or pretend to be something else are read without harm, or refused."""

from __future__ import annotations

import http.server
import io
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from old_files import damage_each
from serving import answering

from ingest.errors import RejectedFile
from ingest.pipeline import understand
from ingest.readers import office

needs_libreoffice = pytest.mark.skipif(
    office.libreoffice() is None, reason="LibreOffice chưa được cài: không thử được .doc, .odt, .rtf, .xls"
)
SECRET = "chữ riêng trong máy"  # noqa: S105
WORDS = "Trồng cây xanh"


def zipped(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return content.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def word() -> bytes:
    paper, content = docx.Document(), io.BytesIO()
    paper.add_paragraph(f"KẾ HOẠCH {WORDS}")
    paper.save(content)
    return content.getvalue()


def book() -> bytes:
    sheets, content = openpyxl.Workbook(), io.BytesIO()
    sheets.worksheets[0].append(["KẾ HOẠCH", WORDS])
    sheets.save(content)
    return content.getvalue()


RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def odt(body: str, declared: str = "") -> bytes:
    manifest = (
        f'<m:manifest xmlns:m="{ODF}:manifest:1.0" m:version="1.2">'
        f'<m:file-entry m:full-path="/" m:media-type="{ODT_TYPE}"/>'
        '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
    )
    content = (
        f'{declared}<o:document-content xmlns:o="{ODF}:office:1.0" xmlns:t="{ODF}:text:1.0" '
        f'xmlns:d="{ODF}:drawing:1.0" '
        f'xmlns:x="http://www.w3.org/1999/xlink" xmlns:s="{ODF}:svg-compatible:1.0" o:version="1.2"><o:body><o:text>'
        f"{body}<t:p>KẾ HOẠCH {WORDS}</t:p></o:text></o:body></o:document-content>"
    )
    return zipped(
        {"mimetype": ODT_TYPE.encode(), "META-INF/manifest.xml": manifest.encode(), "content.xml": content.encode()}
    )


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """A server that notes whoever asks it for something."""
    asked: list[str] = []

    class Noting(http.server.BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            asked.append(self.rfile.readline().decode("latin-1"))

    with answering(Noting) as address:
        yield address, asked


def frame(address: str) -> str:
    how = f'x:href="{address}" x:type="simple" x:show="embed" x:actuate="onLoad"'
    return f'<t:p><d:frame s:width="2cm" s:height="2cm"><d:image {how}/></d:frame></t:p>'


def included(address: str) -> str:
    return f'<t:section t:name="a"><t:section-source x:href="{address}" x:type="simple"/><t:p>x</t:p></t:section>'


@needs_libreoffice
@pytest.mark.slow
def test_what_a_file_points_at_is_never_opened(elsewhere: tuple[str, list[str]], tmp_path: Path) -> None:
    server, asked = elsewhere
    secret = tmp_path / "bi-mat.txt"
    secret.write_text(SECRET, encoding="utf-8")
    fields = "".join(
        rf'{{\field{{\*\fldinst INCLUDE{what} "{where}" }}{{\fldrslt x}}}}'
        for what, where in (
            ("INCLUDEPICTURE", f"{server}/a.png"),
            ("INCLUDETEXT", f"{server}/a"),
            ("INCLUDETEXT", secret),
        )
    )
    linking = {
        "a.odt": odt(frame(f"{server}/a.png") + included(f"{server}/a.odt") + included(secret.as_uri())),
        "a.rtf": rf"{{\rtf1\ansi{fields}{{\*\template {server}/a.dot}} Trong cay xanh\par}}".encode(),
    }
    for name, data in linking.items():
        text = understand(data, name).text
        assert "xanh" in text and SECRET not in text, name
    relations = b"word/_rels/document.xml.rels".decode()
    pointing = parts_of(word())
    pointing[relations] = pointing[relations].replace(
        b"</Relationships>",
        f'<Relationship Id="r99" Type="{RELATION}/attachedTemplate" '
        f'Target="{server}/a.dotm" TargetMode="External"/></Relationships>'.encode(),
    )
    assert WORDS in understand(zipped(pointing), "a.docx").text
    page = (
        f'<link rel=stylesheet href="{server}/a.css"><img src="{server}/a.png"><iframe src="{server}"></iframe>{WORDS}'
    )
    assert WORDS in understand(f"<html><meta charset=utf-8>{page}</html>".encode(), "a.html").text
    assert asked == []


LEFT = "tmp/tracuu-leo.txt"
LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
)


def laughing(document: dict[str, bytes], part: str, secret: str) -> bytes:
    told = f'{LAUGHS}<!ENTITY x SYSTEM "{secret}">]>'
    inside = document[part].decode().replace(WORDS, f"{WORDS} &m; &x;")
    head, _, rest = inside.partition("?>") if inside.startswith("<?xml") else ("", "", inside)
    return zipped({**document, part: f"{head}{'?>' if head else ''}{told}{rest}".encode()})


def hostile(secret: str) -> dict[str, bytes]:
    """Files by name."""
    deep = word()
    for _ in range(30):
        deep = zipped({"a.docx": deep, **parts_of(word())})
    strings = "xl/sharedStrings.xml"
    empty = b"<w:p/>" + b" " * 400_000_000
    return {
        "cười.docx": laughing(parts_of(word()), "word/document.xml", secret),
        "cười.xlsx": laughing({**parts_of(book()), strings: f"<sst>{WORDS}</sst>".encode()}, strings, secret),
        "cười.odt": odt("<t:p>&m; &x;</t:p>", f'{LAUGHS}<!ENTITY x SYSTEM "{secret}">]>'),
        "cười.html": f'{LAUGHS}<!ENTITY x SYSTEM "{secret}">]><html><p>{WORDS} &m; &x;</p></html>'.encode(),
        "bom.docx": zipped({**parts_of(word()), "word/document.xml": empty}),
        "bom.xlsx": zipped({**parts_of(book()), "xl/worksheets/sheet1.xml": empty}),
        "bom.odt": zipped({"mimetype": ODT_TYPE.encode(), "content.xml": empty}),
        "lồng.docx": deep,
        "leo.docx": zipped({**parts_of(word()), f"../../../../{LEFT}": b"x", f"/{LEFT}": b"x"}),
        "hình.svg.txt": f'<svg onload="alert(1)"><text>{WORDS}</text></svg>'.encode(),
        "trang.png": f"<html><script>alert(1)</script><p>{WORDS}</p></html>".encode(),
        "gif-js.txt": f"GIF89a/*{WORDS}*/=1;alert(1)".encode(),
        "pdf-html.pdf": f"<html><body>{WORDS}</body></html>%PDF-1.7".encode(),
        "zip.docx": zipped({"a.txt": b"x"}),
        "sâu.html": b"<div>" * 200_000 + WORDS.encode(),
        "thuộc tính.html": b"<p " + b"a=1 " * 500_000 + b">" + WORDS.encode(),
    }  # fmt: skip


@pytest.mark.slow
def test_what_unpacks_without_end_or_pretends_is_read_without_harm_or_refused(tmp_path: Path) -> None:
    secret = tmp_path / "bi-mat.txt"
    secret.write_text(SECRET, encoding="utf-8")
    for name, data in hostile(secret.as_uri()).items():
        started = time.monotonic()
        try:
            document = understand(data, name)
        except RejectedFile as refusal:
            assert refusal.hint, name
            continue
        finally:
            assert time.monotonic() - started < 60, name
        assert SECRET not in document.text and "hahahaha" not in document.text, name
    assert not Path("/", LEFT).exists()


@needs_libreoffice
@pytest.mark.slow
def test_old_files_that_are_damaged_are_read_or_refused() -> None:
    assert damage_each(1) == 5
