"""Word documents (.docx, ECMA-376): numbers as printed, tables, footnotes, text boxes, changes accepted."""

from __future__ import annotations

import posixpath

from ingest.errors import RejectedFile
from ingest.lines import Line
from ingest.readers.archive import Archive, damaged
from ingest.readers.content import Content
from ingest.readers.legacy import legacy_note
from ingest.readers.word.body import Body
from ingest.readers.word.numbering import Numbering
from ingest.readers.word.ooxml import Element, attr, child, children, number, tag
from ingest.readers.word.render import Renderer, decoders_for
from ingest.readers.word.styles import Styles

_KIND = ".docx"


def read_docx(data: bytes, name: str) -> Content:
    """The contents of a Word document.

    Pages are those of the last time Word laid the document out; headers, footers and tables of contents are
    furniture; tracked changes count as accepted; hidden text, macros and links are left alone.
    """
    archive = Archive(data, name, _KIND)
    main = _main_part(archive)
    root = archive.xml(main)
    body = child(root, "w:body")
    if body is None:
        raise damaged(name, _KIND)
    related = _related(archive, main)
    walk = Body(
        Styles(_part(archive, related, "styles")),
        Numbering(_part(archive, related, "numbering")),
        _notes(_part(archive, related, "footnotes"), "w:footnote"),
        _notes(_part(archive, related, "endnotes"), "w:endnote"),
    )
    items = walk.items(body)
    decoders, texts = decoders_for(items)
    renderer = Renderer(decoders)
    regions = renderer.regions(items)
    if not any(region.text if isinstance(region, Line) else region.rows for region in regions):
        raise RejectedFile(
            f"Tệp «{name}» không có chữ nào (có thể chỉ gồm hình ảnh).",
            "Hãy lưu thành PDF rồi nạp lại để nhận dạng chữ.",
        )
    changed = ("Tệp có thay đổi đang theo dõi: đọc như đã chấp nhận mọi thay đổi.",) if walk.changed else ()
    furniture = (*renderer.furniture, *_running(archive, related), *walk.dropped)
    pages = walk.page if walk.paged else None
    return Content(tuple(regions), furniture, pages, notes=(*legacy_note(decoders, texts), *changed))


def _main_part(archive: Archive) -> str:
    """The part that holds the document, by the package's own relationships."""
    found = [target for kind, target in _relations(archive, "_rels/.rels", "") if kind == "officeDocument"]
    return found[0] if found else "word/document.xml"


def _relations(archive: Archive, part: str, folder: str) -> list[tuple[str, str]]:
    root = archive.xml(part)
    if root is None:
        return []
    return [
        ((attr(e, "Type") or "").rsplit("/", 1)[-1], _resolved(folder, attr(e, "Target") or ""))
        for e in root
        if attr(e, "TargetMode") != "External"
    ]


def _resolved(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _related(archive: Archive, main: str) -> list[tuple[str, str]]:
    folder, _, base = main.rpartition("/")
    return _relations(archive, f"{folder}/_rels/{base}.rels", folder)


def _part(archive: Archive, related: list[tuple[str, str]], kind: str) -> Element | None:
    target = next((target for found, target in related if found == kind), None)
    return archive.xml(target) if target else None


def _notes(root: Element | None, name: str) -> dict[int, Element]:
    """Notes by their number in the file; the separators between text and notes are not notes."""
    return {
        number(e, "id") or 0: e
        for e in children(root, name)
        if attr(e, "type") in (None, "normal") and number(e, "id") is not None
    }


def _running(archive: Archive, related: list[tuple[str, str]]) -> list[str]:
    """The words of headers and footers, once each."""
    found: dict[str, None] = {}
    for kind, target in related:
        root = archive.xml(target) if kind in ("header", "footer") else None
        if root is not None:
            text = " ".join("".join(t.text or "" for t in p.iter() if tag(t) == "w:t") for p in root.iter("{*}p"))
            found[" ".join(text.split())] = None
    return [text for text in found if text]
