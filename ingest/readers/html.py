"""Saved web pages (.html, .mht): the official text without the page around it; no link is followed."""

from __future__ import annotations

import codecs
import contextlib
import email
import email.policy
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from lxml import etree
from lxml import html as lxml_html

from ingest.errors import RejectedFile
from ingest.lines import Line
from ingest.marks import BULLET
from ingest.readers.archive import damaged
from ingest.readers.content import Content
from ingest.readers.grid import Cell, regions_of
from ingest.readers.legacy import UNICODE, Decoder, decide, legacy_note
from ingest.readers.plain import decode
from ingest.readers.word.numbering import numeral
from ingest.structure.labels import read_labels
from ingest.tables import Region
from ingest.text import clean, squeeze

Element: TypeAlias = etree._Element

_NEVER_TEXT = frozenset(
    "script style noscript template iframe object embed svg canvas button select option input textarea head audio "
    "video map nav".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hr html li main ol p pre section table tbody td tfoot th thead tr ul".split()
)
# Names that sites give to what stands around a text; it is dropped only if it consists of links.
_AROUND = re.compile(
    r"\b(?:nav|navbar|menu|breadcrumb|sidebar|footer|header|banner|share|social|related|comment|cookie|adv?ert\w*|"
    r"pager|pagination|toolbar|widget|lien-quan|tin-khac)", re.IGNORECASE
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_FONT = re.compile(r"font-family\s*:\s*[\"']?([^;,\"']+)", re.IGNORECASE)
_BORDER = re.compile(r"border[^;]*\b(?:solid|double)\b", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_WORDS = re.compile(r"[^\W_]")
_NUMBERS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_LINKS_ONLY = 0.6  # share of a block's letters that stand in links
_MOST = 0.5  # share of a page's letters that its main part must hold to be taken for the whole
_WIDEST = 60


@dataclass(frozen=True, slots=True)
class _Look:
    bold: bool = False
    font: str = ""
    level: int = 0


@dataclass(slots=True)
class _Text:
    """A physical line as it is gathered: pieces of text and how they look."""

    pieces: list[tuple[str, _Look]] = field(default_factory=list)
    gap: bool = True

    @property
    def empty(self) -> bool:
        return not any(text.strip() for text, _ in self.pieces)


@dataclass(slots=True)
class _Table:
    """Rows of cells; ``above`` names the places, as row and column, of cells merged into the one above."""

    rows: list[list[list[_Text]]]
    above: set[tuple[int, int]]
    bordered: bool


_Item: TypeAlias = "_Text | _Table"


def read_html(data: bytes, name: str) -> Content:
    """The contents of a web page: headings with their level, lists with bullets, tables as tables."""
    return _content(_parse(_decoded(data, name), name), name)


def read_mhtml(data: bytes, name: str) -> Content:
    """The contents of a web page saved in one file (RFC 2557): its first HTML part."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                charset = part.get_content_charset()
                known = charset and _codec(charset.encode())
                text = payload.decode(known, errors="replace") if known else _decoded(payload, name)
                return _content(_parse(text, name), name)
    raise damaged(name, ".mht")


def _decoded(data: bytes, name: str) -> str:
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data, name)[0]
    declared = _CHARSET.search(data[:4096])
    for charset in filter(None, (_codec(declared.group(1)) if declared else None, "utf-8")):
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(charset)
    return data.decode("latin-1")  # old bytes keep their value; the fonts and the text decide below


def _codec(charset: bytes) -> str | None:
    """The Python codec of a declared charset; Latin ones are declared for every old font, so they say nothing."""
    try:
        found = codecs.lookup(charset.decode("ascii", "ignore")).name
    except LookupError:
        return None
    return None if found in ("iso8859-1", "cp1252", "ascii") else found


def _parse(text: str, name: str) -> Element:
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        return lxml_html.document_fromstring(_DECLARATION.sub("", text).replace("\x00", ""), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise damaged(name, ".html") from error


def _content(root: Element, name: str) -> Content:
    walk = _Walk()
    walk.block(_main(root), _Look())
    walk.end_line()
    texts = _texts_by_font(walk.items)
    decoders = decide(texts)
    regions = list(_regions(walk.items, decoders))
    if not regions:
        raise RejectedFile(f"Tệp «{name}» không có chữ nào.", "Hãy lưu lại trang web đầy đủ rồi nạp lại.")
    furniture = (squeeze(root.findtext("head/title") or ""), *walk.dropped)
    return Content(tuple(regions), tuple(filter(None, furniture)), notes=legacy_note(decoders, texts))


def _main(root: Element) -> Element:
    """The part that the page itself marks as its main one, if that holds most of the text."""
    body = root.find("body")
    body = root if body is None else body
    marked = (e for e in body.iter() if _name(e) in ("main", "article") or e.get("role") == "main")
    whole = len(_letters_of(body))
    return next((e for e in marked if whole and len(_letters_of(e)) >= _MOST * whole), body)


def _letters_of(element: Element) -> str:
    if _name(element) in _NEVER_TEXT:
        return ""
    return (element.text or "").strip() + "".join(_letters_of(c) + (c.tail or "").strip() for c in element)


def _name(element: Element) -> str:
    return element.tag if isinstance(element.tag, str) else "script"


class _Walk:
    """Gathers the lines and tables of a page in reading order."""

    def __init__(self) -> None:
        self.items: list[_Item] = []
        self.dropped: list[str] = []
        self._line = _Text()
        self._prefix = ""

    def end_line(self, *, gap: bool = True) -> None:
        """Ends the line that is being gathered; ``gap`` says that what follows is a paragraph of its own."""
        if self._line.empty:
            self._line = _Text(gap=True)
            return
        self.items.append(self._line)
        self._line = _Text(gap=gap)

    def block(self, element: Element, look: _Look) -> None:
        """Everything inside ``element``, whose own lines begin and end with it if it is a block."""
        name = _name(element)
        if self._left_out(element, name):
            return
        if name == "br":
            self.end_line(gap=self._line.empty)
        elif name == "table":
            self._table(element, look)
        elif name in ("ul", "ol"):
            self._list(element, look, name)
        else:
            self._inside(element, name, _look(element, name, look))

    def _inside(self, element: Element, name: str, look: _Look) -> None:
        if name in _BLOCKS:
            self.end_line()
        self._say(element.text, look, kept=name == "pre")
        for part in element:
            self.block(part, look)
            self._say(part.tail, look, kept=name == "pre")
        if name in _BLOCKS:
            self.end_line()

    def _say(self, text: str | None, look: _Look, *, kept: bool = False) -> None:
        if not text:
            return
        for i, line in enumerate(text.split("\n") if kept else [text]):
            if i:
                self.end_line(gap=False)
            if self._prefix and line.strip():
                prefix, self._prefix = self._prefix, ""
                if not (BULLET.match(line.strip()) or read_labels(line.strip())):
                    self._line.pieces.append((prefix, look))
            self._line.pieces.append((line, look))

    def _list(self, element: Element, look: _Look, name: str) -> None:
        self.end_line()
        style = _NUMBERS.get(element.get("type") or "1", "decimal")
        count = _whole(element.get("start"), 1) - 1
        for part in element:
            if _name(part) == "li":
                count = _whole(part.get("value"), count + 1)
                self._prefix = "- " if name == "ul" else f"{numeral(count, style)}. "
            self.block(part, look)
            self._prefix = ""
        self.end_line()

    def _left_out(self, element: Element, name: str) -> bool:
        hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "")
        if name in _NEVER_TEXT or hidden:
            if name == "nav":
                self.dropped.append(squeeze(" ".join(map(str, element.itertext()))))
            return True
        named = " ".join(element.get(key) or "" for key in ("class", "id", "role"))
        if name in ("header", "footer", "aside") or (name in ("div", "ul", "section", "td") and _AROUND.search(named)):
            whole = len(_letters_of(element))
            linked = sum(len(_letters_of(a)) for a in element.iter("a"))
            if whole and linked >= _LINKS_ONLY * whole:
                self.dropped.append(squeeze(" ".join(map(str, element.itertext()))))
                return True
        return False

    def _table(self, element: Element, look: _Look) -> None:
        self.end_line()
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
        if len(rows) == 0 or next(element.iterdescendants("table"), None) is not None:
            self._inside(element, "table", look)  # a table around tables lays out the page
            return
        pending: dict[int, int] = {}
        grid: list[list[list[_Text]]] = []
        above: set[tuple[int, int]] = set()
        for number, row in enumerate(rows):
            above |= {(number, column) for column, height in pending.items() if height > 0}
            grid.append(self._row(row, look, pending))
        self.items.append(_Table(grid, above, _bordered(element, grid)))

    def _row(self, row: Element, look: _Look, pending: dict[int, int]) -> list[list[_Text]]:
        """The cells of a row; a cell that is merged into one beside or above it is empty."""
        cells: list[list[_Text]] = []
        for cell in (c for c in row if _name(c) in ("td", "th")):
            _fill_merged(cells, pending)
            width = min(_whole(cell.get("colspan"), 1), _WIDEST)
            height = _whole(cell.get("rowspan"), 1)
            for column in range(len(cells), len(cells) + width):
                if height > 1:
                    pending[column] = height - 1
            cells.append(self._cell(cell, replace(look, bold=look.bold or _name(cell) == "th")))
            cells += [[] for _ in range(width - 1)]
        _fill_merged(cells, pending)
        return cells

    def _cell(self, cell: Element, look: _Look) -> list[_Text]:
        inner = _Walk()
        inner._inside(cell, "td", _look(cell, "td", look))
        self.dropped += inner.dropped
        return [item for item in inner.items if isinstance(item, _Text)]


def _fill_merged(cells: list[list[_Text]], pending: dict[int, int]) -> None:
    while pending.get(len(cells), 0) > 0:
        pending[len(cells)] -= 1
        cells.append([])


def _whole(value: str | None, default: int) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 6 and int(value) else default


def _look(element: Element, name: str, look: _Look) -> _Look:
    style = element.get("style") or ""
    font = _FONT.search(style)
    return _Look(
        look.bold or name in ("b", "strong") or bool(_BOLD.search(style)),
        element.get("face") or (font.group(1).strip() if font else look.font),
        int(name[1]) if re.fullmatch(r"h[1-6]", name) else look.level,
    )


def _bordered(table: Element, grid: list[list[list[_Text]]]) -> bool:
    if (table.get("border") or "0") != "0" or _BORDER.search(table.get("style") or ""):
        return True
    cells = table.iter("td", "th")
    if any(_name(c) == "th" or _BORDER.search(c.get("style") or "") for c in cells):
        return True
    return max((len(row) for row in grid), default=0) >= 3


def _lines_of(items: list[_Item]) -> Iterator[_Text]:
    for item in items:
        if isinstance(item, _Text):
            yield item
        else:
            yield from (text for row in item.rows for cell in row for text in cell)


def _texts_by_font(items: list[_Item]) -> dict[str, str]:
    pools: dict[str, list[str]] = defaultdict(list)
    for line in _lines_of(items):
        for text, look in line.pieces:
            pools[look.font].append(text)
    return {font: " ".join(texts) for font, texts in pools.items()}


def _regions(items: list[_Item], decoders: Mapping[str, Decoder]) -> Iterator[Region]:
    for item in items:
        if isinstance(item, _Text):
            line = _line(item, decoders)
            if line is not None:
                yield line
        else:
            yield from regions_of(_grid(item, decoders), bordered=item.bordered)


def _grid(table: _Table, decoders: Mapping[str, Decoder]) -> list[list[Cell]]:
    return [
        [
            Cell(tuple(filter(None, (_line(text, decoders) for text in cell))), above=(number, column) in table.above)
            for column, cell in enumerate(row)
        ]
        for number, row in enumerate(table.rows)
    ]


def _line(item: _Text, decoders: Mapping[str, Decoder]) -> Line | None:
    pieces = [(decoders.get(look.font, UNICODE)(text), look) for text, look in item.pieces]
    text = squeeze(clean("".join(piece for piece, _ in pieces)))
    if not _WORDS.search(text):
        return None
    leading = []
    for piece, look in pieces:
        if piece.strip() and not look.bold:
            break
        leading.append(piece)
    bold = min(len(squeeze(clean("".join(leading)))), len(text))
    level = next((look.level for piece, look in pieces if piece.strip() and look.level), 0)
    return Line(text, 1, level, bold, gap=item.gap)
