"""Small office files, made by the libraries that write them or part by part."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from word_files import Build, W, docx_bytes, with_parts


@pytest.fixture
def from_body() -> Build:
    """A .docx whose body is the given XML, with numbering and footnotes parts if wanted."""

    def build(body: str, *, numbering: str = "", footnotes: str = "", styles: str = "") -> bytes:
        data = docx_bytes(docx.Document())
        namespaces = (
            W + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
            ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        )
        parts = {"word/document.xml": f"<w:document {namespaces}><w:body>{body}</w:body></w:document>".encode()}
        if numbering:
            parts["word/numbering.xml"] = f"<w:numbering {W}>{numbering}</w:numbering>".encode()
        if styles:
            parts["word/styles.xml"] = f"<w:styles {W}>{styles}</w:styles>".encode()
        if footnotes:
            parts["word/footnotes.xml"] = f"<w:footnotes {W}>{footnotes}</w:footnotes>".encode()
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                relations = archive.read("word/_rels/document.xml.rels")
            kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
            added = f'<Relationship Id="rIdNotes" Type="{kind}" Target="footnotes.xml"/></Relationships>'
            parts["word/_rels/document.xml.rels"] = relations.replace(b"</Relationships>", added.encode())
        return with_parts(data, parts)

    return build
