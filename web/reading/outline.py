"""The outline of a document as a tree of links."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.types import Document, Section
from web.places import sentence_case
from web.words import Words

UNTITLED_KINDS = frozenset({"para"})


@dataclass(frozen=True)
class Entry:
    """One line of the outline; ``named`` parts have a name of ours for a label.

    ``inside`` says that the cited passage stands in it or below it.
    """

    label: str
    named: bool
    title: str
    anchor: str
    href: str
    current: bool
    inside: bool
    below: tuple[Entry, ...]


def listed(document: Document) -> list[tuple[int, Section]]:
    """The sections that the outline shows, with their index: all but numbered paragraphs without a title."""
    return [(i, s) for i, s in enumerate(document.sections) if s.title or s.kind not in UNTITLED_KINDS]


def anchor_of(index: int) -> str:
    """The anchor of the section with this index; paths are not unique where numbering repeats."""
    return f"m-{index}"


def outline(document: Document, words: Words, at: int | None, href: Callable[[str, int], str]) -> tuple[Entry, ...]:
    """The outline with the place of offset ``at`` marked; ``href(anchor, start)`` is a section's address."""
    sections = listed(document)
    around = {i for i, s in sections if at is not None and s.start <= at < s.end}
    innermost = max(around, key=lambda i: document.sections[i].depth, default=None)

    def entry(index: int, section: Section, below: tuple[Entry, ...]) -> Entry:
        anchor = anchor_of(index)
        name = _name(section, words)
        return Entry(
            label=name or section.path[-1].strip(" *"),
            named=bool(name),
            title="" if name else section.title or "",
            anchor=anchor,
            href=href(anchor, section.start),
            current=index == innermost,
            inside=index in around,
            below=below,
        )

    return _branch(sections, entry)


def _branch(
    nodes: Sequence[tuple[int, Section]], entry: Callable[[int, Section, tuple[Entry, ...]], Entry]
) -> tuple[Entry, ...]:
    """Sections in order, each with those that follow it at greater depth below it."""
    found: list[Entry] = []
    position = 0
    while position < len(nodes):
        index, section = nodes[position]
        after = position + 1
        while after < len(nodes) and nodes[after][1].depth > section.depth:
            after += 1
        found.append(entry(index, section, _branch(nodes[position + 1 : after], entry)))
        position = after
    return tuple(found)


def _name(section: Section, words: Words) -> str:
    """Our name of a part that has no printed label ("Nơi nhận"), "" of any other."""
    key = f"place.{section.path[-1]}"
    return sentence_case(words(key)) if words.has(key) else ""
