"""A line of words with markers ``[n]``, cut so that the markers can be links."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from web.quotations import Quotation

MARKER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class Bit:
    """A run of the answer's words, or the marker of a citation."""

    text: str
    marker: int | None = None


@dataclass(frozen=True)
class Line:
    """A line of the answer; ``item`` if it is one of a list.

    Words that a citation quotes are left out of ``bits`` and stand under the line as ``quotations``.
    """

    bits: tuple[Bit, ...]
    item: bool
    quotations: tuple[Quotation, ...] = ()


def bits_of(text: str, known: Container[int]) -> tuple[Bit, ...]:
    """``text`` cut at its markers; one that is not ``known`` stays text."""
    bits: list[Bit] = []
    last = 0
    for found in MARKER.finditer(text):
        if int(found[1]) in known:
            bits += [Bit(text[last : found.start()]), Bit(found[0], int(found[1]))]
            last = found.end()
    bits.append(Bit(text[last:]))
    return tuple(bit for bit in bits if bit.text)


def line_of(text: str, known: Container[int]) -> Line:
    """A line of its own."""
    return Line(bits_of(text, known), item=False)
