"""Styles of a Word document, each with what it inherits."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.readers.legacy import encoding_of_font
from ingest.readers.word.ooxml import Element, attr, child, children, number, tag, toggle

_HEADING = re.compile(r"(?:heading|tiêu đề)\s*(\d)$", re.IGNORECASE)
_CONTENTS = re.compile(r"toc\s*\d$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """What matters of a run's looks; ``None`` and ``""`` mean not said here."""

    bold: bool | None = None
    caps: bool | None = None
    hidden: bool | None = None
    font: str = ""

    def over(self, base: Look) -> Look:
        """This look laid over another."""
        return Look(
            base.bold if self.bold is None else self.bold,
            base.caps if self.caps is None else self.caps,
            base.hidden if self.hidden is None else self.hidden,
            self.font or base.font,
        )


@dataclass(frozen=True, slots=True)
class Style:
    """A style with all it inherits: its look, heading level (0 = none) and list."""

    look: Look = Look()
    level: int = 0
    list_id: int | None = None
    list_level: int | None = None
    contents: bool = False


def look_of(properties: Element | None) -> Look:
    """The look that an ``rPr`` element asks for."""
    if properties is None:
        return Look()
    return Look(
        toggle(properties, "w:b"),
        toggle(properties, "w:caps"),
        toggle(properties, "w:vanish"),
        _font(child(properties, "w:rFonts")),
    )


def _font(fonts: Element | None) -> str:
    """The font of letters outside ASCII; a font of an old encoding wherever it is named."""
    names = [attr(fonts, kind) or "" for kind in ("hAnsi", "ascii", "cs")]
    return next((name for name in names if encoding_of_font(name)), names[0] or names[1])


def heading_level(properties: Element | None) -> int | None:
    """The outline level of a ``pPr`` element, 1 the highest; 0 says body text, ``None`` nothing."""
    level = number(child(properties, "w:outlineLvl"))
    if level is None:
        return None
    return level + 1 if 0 <= level < 9 else 0


class Styles:
    """The styles of one document by id."""

    def __init__(self, root: Element | None) -> None:
        self._elements = {attr(e, "styleId") or "": e for e in children(root, "w:style")}
        self._resolved: dict[str, Style] = {}
        self._base = look_of(child(root, "w:docDefaults", "w:rPrDefault", "w:rPr"))
        defaults = (k for k, e in self._elements.items() if attr(e, "default") in ("1", "true"))
        self._default = next((k for k in defaults if attr(self._elements[k], "type") == "paragraph"), "")

    def paragraph(self, style_id: str | None) -> Style:
        """The style of a paragraph, the default one where none is named or the name is unknown."""
        known = style_id if style_id in self._elements else self._default
        style = self._resolve(known or "", frozenset())
        return replace(style, look=style.look.over(self._base))

    def character(self, style_id: str | None) -> Look:
        """The look of a character style."""
        return self._resolve(style_id or "", frozenset()).look

    def _resolve(self, style_id: str, seen: frozenset[str]) -> Style:
        element = self._elements.get(style_id)
        if element is None or style_id in seen:  # a style based on itself
            return Style()
        if style_id not in self._resolved:
            base = self._resolve(attr(child(element, "w:basedOn")) or "", seen | {style_id})
            self._resolved[style_id] = _own(element, base)
        return self._resolved[style_id]


def _own(element: Element, base: Style) -> Style:
    name = attr(child(element, "w:name")) or ""
    paragraph = child(element, "w:pPr")
    named = _HEADING.search(name)
    level = heading_level(paragraph)
    if level is None:
        level = int(named.group(1)) if named else base.level
    listed = child(paragraph, "w:numPr")
    list_id, list_level = number(child(listed, "w:numId")), number(child(listed, "w:ilvl"))
    return Style(
        look_of(child(element, "w:rPr")).over(base.look),
        level,
        base.list_id if list_id is None else list_id,
        base.list_level if list_level is None else list_level,
        bool(_CONTENTS.match(name)) or base.contents,
    )


def is_change_removed(properties: Element | None) -> bool:
    """Whether a tracked change deletes what ``properties`` belongs to: a paragraph mark or a table row."""
    return properties is not None and any(tag(e) in ("w:del", "w:moveFrom") for e in properties)
