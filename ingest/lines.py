"""Raw text to physical lines, with the marks of Markdown turned into hints.

Markdown levels, stars, pipes and blank lines of a source are hints, never
authority: they are taken out of the text here and kept beside it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_HEADING = re.compile(r"^\s{0,8}(#{1,6})\s+(?=\S)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_RULE = re.compile(r"^[\s\-–—_=~.:*|·•/`]*$")
_ESCAPED_STAR = "\ue000"  # private use: stands for a printed star while Markdown's own are removed
_STAR_BULLET = re.compile(r"^\*\s+(?=\S)")
_LONE_BULLET = re.compile(r"^\s*[-–—•]\s*$")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a stretch ``[start, end)`` of a line's text stands on paper: one printed line of one page.

    ``box`` is (left, top, right, bottom) in fractions of the page as it is shown, from its upper left corner.
    ``stops`` are where each of its words (what spaces part) begins and ends, two figures a word, in thousandths of
    the way from left to right; empty where that is not known.
    """

    start: int
    end: int
    page: int
    box: tuple[float, float, float, float]
    stops: tuple[int, ...] = ()

    def shifted(self, by: int) -> Spot:
        """The same place, for a text that begins ``by`` characters earlier."""
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line: its text without marks, and what the marks hinted at.

    ``level`` is the Markdown heading level (0 = none); ``bold`` the number of
    leading characters that were emphasised; ``open`` whether an emphasis goes on
    into the next line; ``gap`` whether a blank line stood before; ``forced``
    whether the line ends in a break of its own. ``whole`` says that the source
    proves this to be one entire block (a paragraph of a Word file, a paragraph
    told by its layout), so that nothing is joined to it. ``spots`` tell where
    it stands on its pages.
    """

    text: str
    page: int
    level: int = 0
    bold: int = 0
    open: bool = False
    gap: bool = False
    forced: bool = False
    whole: bool = False
    spots: tuple[Spot, ...] = ()

    @property
    def all_bold(self) -> bool:
        """Whether the whole line was emphasised."""
        return bool(self.text) and self.bold >= len(self.text.rstrip(" .:;,"))


def split_lines(text: str) -> tuple[list[Line], list[str]]:
    """Clean text to its lines, and the lines set aside as furniture (rules, page numbers).

    A form feed begins a page.
    """
    lines: list[Line] = []
    furniture: list[str] = []
    gap, emphasis = True, False
    for page, content in enumerate(text.split("\f"), start=1):
        for raw in _with_bullets(content.split("\n")):
            if not raw.strip():
                gap, emphasis = True, False
                continue
            if _RULE.match(raw) and raw.strip() != "|":
                furniture.append(raw.strip())
                gap = True
                continue
            line, emphasis = _parse(raw, page, gap, emphasis)
            gap = not line.text
            if line.text:
                lines.append(line)
    return _without_page_numbers(lines, furniture)


def _with_bullets(raws: list[str]) -> Iterator[str]:
    """The lines of a page, a bullet that a hard wrap left alone set before the text that follows it."""
    bullet = ""
    for raw, following in itertools.zip_longest(raws, raws[1:], fillvalue=""):
        if _LONE_BULLET.match(raw) and _is_text(following):
            bullet = f"{raw.strip()} "
            continue
        yield bullet + raw
        bullet = ""


def _is_text(raw: str) -> bool:
    """Whether a line says something, and not as a heading in capitals, above which a dash is a rule."""
    return any(c.islower() for c in raw) and not _HEADING.match(raw)


def _parse(raw: str, page: int, gap: bool, emphasis: bool) -> tuple[Line, bool]:
    heading = _HEADING.match(raw)
    body = raw[heading.end() :] if heading else raw
    forced = body.endswith("  ") and not body.strip().endswith("|")
    body = _ESCAPE.sub(lambda m: _ESCAPED_STAR if m.group(1) == "*" else m.group(1), body.strip(" "))
    text, bold, still = _strip_emphasis(body, emphasis)
    text = text.replace(_ESCAPED_STAR, "*")
    line = Line(text, page, len(heading.group(1)) if heading else 0, bold, still, gap, forced)
    return line, still


def _strip_emphasis(body: str, inside: bool) -> tuple[str, int, bool]:
    """Text without its emphasis stars, the length of its leading emphasised run, and whether one stays open."""
    if not inside and _STAR_BULLET.match(body) and body.count("*") % 2 == 1:
        rest, _, still = _strip_emphasis(_STAR_BULLET.sub("", body), False)
        return f"* {rest}", 0, still
    out: list[str] = []
    bold, leading = 0, True
    for piece in re.split(r"(\*{1,3})", body):
        if piece and set(piece) == {"*"}:
            inside = not inside
            continue
        if not piece:
            continue
        out.append(piece)
        if leading and (inside or not piece.strip()):
            bold += len(piece)
        else:
            leading = False
    text = "".join(out)
    stripped = text.strip(" ")
    bold = max(0, bold - (len(text) - len(text.lstrip(" "))))
    return re.sub(r" {2,}", " ", stripped), min(bold, len(stripped)), inside


def _without_page_numbers(lines: list[Line], furniture: list[str]) -> tuple[list[Line], list[str]]:
    """Drops lone numbers that count pages: rising by one, far apart, outside tables."""
    lone = [i for i, line in enumerate(lines) if re.fullmatch(r"[-–—\s]*\d{1,3}[-–—\s]*", line.text)]
    drop: set[int] = set()
    for here, following in itertools.pairwise(lone):
        if following - here < 12 or "|" in (lines[here - 1].text, lines[following - 1].text):
            continue
        if _number(lines[following]) == _number(lines[here]) + 1:
            drop |= {here, following}
    kept: list[Line] = []
    gap = False
    for i, line in enumerate(lines):
        if i in drop:
            furniture.append(line.text)
            gap = True
        else:
            kept.append(replace(line, gap=line.gap or gap))
            gap = False
    return kept, furniture


def _number(line: Line) -> int:
    return int(re.sub(r"\D", "", line.text))
