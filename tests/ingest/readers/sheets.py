"""PDF files made by hand for the tests: letters with a map to Unicode, rules, pictures, pages turned."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842
# Every letter of the test font is as wide as half its size.
EM = 0.5


def pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A file of these objects, numbered from 1, the first of them its root."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"trailer<</Size %d/Root 1 0 R%s>>\n" % (len(objects) + 1, trailer))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A compressed stream object."""
    packed = zlib.compress(data)
    return b"<</Length %d/Filter/FlateDecode%s>>stream\n" % (len(packed), entries) + packed + b"\nendstream"


@dataclass
class Sheet:
    """One page; ``y`` counts downwards from its upper edge."""

    rotate: int = 0
    width: int = WIDTH
    height: int = HEIGHT
    drawn: list[tuple[str, tuple[object, ...]]] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, size: float = 14, bold: bool = False, grey: float = 0) -> Sheet:
        """Writes a line of text."""
        self.drawn.append(("text", (x, y, text, size, bold, grey)))
        return self

    def lines(self, y: float, *lines: str, x: float = 85, first: float = 36, step: float = 18) -> Sheet:
        """Writes a paragraph, its first line indented."""
        for i, line in enumerate(lines):
            self.text(x + (first if i == 0 else 0), y + i * step, line)
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        """Draws a line."""
        self.drawn.append(("rule", (x0, y0, x1, y1)))
        return self

    def grid(self, xs: list[float], ys: list[float]) -> Sheet:
        """Draws the rules of a table."""
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        return self

    def picture(self) -> Sheet:
        """Covers the page with a grey picture."""
        self.drawn.append(("picture", ()))
        return self


def make(sheets: list[Sheet]) -> bytes:
    """The file that holds these pages."""
    letters = sorted({c for s in sheets for kind, what in s.drawn if kind == "text" for c in str(what[2])})
    code = {c: i + 64 for i, c in enumerate(letters)}  # codes below are control characters and the space
    assert len(code) < 190
    kids = b" ".join(b"%d 0 R" % (7 + 2 * i) for i in range(len(sheets)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(sheets), kids),
        _font(b"AAAAAA+Chu"),
        _font(b"AAAAAB+Chu-Bold"),
        stream(_to_unicode(code)),
        stream(b"\x80", b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"),
    ]
    for sheet in sheets:
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Rotate %d/Contents %d 0 R/Resources"
            b"<</Font<</F 3 0 R/B 4 0 R>>/XObject<</I 6 0 R>>>>>>"
            % (sheet.width, sheet.height, sheet.rotate, len(objects) + 2)
        )
        objects.append(stream(_content(sheet, code)))
    return pdf(objects)


def _font(name: bytes) -> bytes:
    widths = b" ".join([b"%d" % (EM * 1000)] * 256)
    return b"<</Type/Font/Subtype/TrueType/BaseFont/%s/FirstChar 0/LastChar 255/Widths[%s]/ToUnicode 5 0 R>>" % (
        name,
        widths,
    )


def _to_unicode(code: dict[str, int]) -> bytes:
    pairs = "\n".join(f"<{number:02X}> <{letter.encode('utf-16-be').hex()}>" for letter, number in code.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{len(code)} beginbfchar\n{pairs}\nendbfchar\nendcmap end end"
    ).encode()


def _content(sheet: Sheet, code: dict[str, int]) -> bytes:
    out: list[str] = []
    for kind, what in sheet.drawn:
        if kind == "text":
            x, y, text, size, bold, grey = what
            codes = "".join(f"{code[c]:02X}" for c in str(text))
            at = sheet.height - float(str(y))
            out.append(f"BT {grey} g /{'B' if bold else 'F'} {size} Tf 1 0 0 1 {x} {at} Tm <{codes}> Tj ET")
        elif kind == "rule":
            x0, y0, x1, y1 = (float(str(v)) for v in what)
            out.append(f"0.5 w {x0} {sheet.height - y0} m {x1} {sheet.height - y1} l S")
        else:
            out.append(f"q {sheet.width} 0 0 {sheet.height} 0 0 cm /I Do Q")
    return "\n".join(out).encode()
