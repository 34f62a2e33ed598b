"""Names of WordprocessingML (ECMA-376, part 1, chapter 17), reduced to short ones."""

from __future__ import annotations

from functools import cache

from lxml import etree

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
}
Element = etree._Element


@cache
def _short(tag: str) -> str:
    namespace, _, local = tag.rpartition("}")
    prefix = _PREFIXES.get(namespace.removeprefix("{"), "")
    return f"{prefix}:{local}" if prefix else local


def tag(element: Element) -> str:
    """``w:p``, ``mc:Choice``, ``m:t``; the local name alone for other vocabularies, ``""`` for comments."""
    return _short(element.tag) if isinstance(element.tag, str) else ""


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along a path of short names."""
    for name in path:
        if element is None:
            return None
        element = next((e for e in element if tag(e) == name), None)
    return element


def children(element: Element | None, name: str) -> list[Element]:
    """The children with a short name."""
    return [] if element is None else [e for e in element if tag(e) == name]


def attr(element: Element | None, name: str = "val") -> str | None:
    """An attribute of ``element`` by its local name, whichever namespace it is in."""
    if element is None:
        return None
    return next((str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), None)


def number(element: Element | None, name: str = "val") -> int | None:
    """An attribute as a whole number, ``None`` where it is absent or none."""
    value = attr(element, name)
    try:
        return int(value) if value is not None else None
    except ValueError:
        return None


def toggle(properties: Element | None, name: str) -> bool | None:
    """An on/off property: ``None`` where it is not said."""
    element = child(properties, name)
    if element is None:
        return None
    return (attr(element) or "true") not in ("0", "false", "off")
