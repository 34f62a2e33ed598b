"""Words of a text described so that they are found again where they moved to.

After the TextQuoteSelector of the W3C (Web Annotation): how the words begin, what they are, what stands before and
after them; the last three as hashes, so that an address stays short. White space does not count, nor which dash or
quotation mark is printed: that is what changes when a file is read by newer code. Every other sign does.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

OPENING = 24  # signs of the quotation that stand in the address as they are
AROUND = 32  # signs before and after it that its place is known by
ALONE = 20  # signs; a shorter quotation ("60%") proves nothing without what stands around it
_SIGNS = {
    **{code: None for code in range(0x3001) if chr(code).isspace()},
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
    **dict.fromkeys(map(ord, "“”„‟«»"), '"'),
    **dict.fromkeys(map(ord, "‘’"), "'"),
}


class Selector(NamedTuple):
    """Words, by their place in one text and by themselves.

    ``length`` counts signs without white space; ``quote``, ``before`` and ``after`` are the beginnings of hashes.
    """

    start: int
    end: int
    opening: str
    length: int
    quote: str
    before: str
    after: str


def select(text: str, start: int, end: int) -> Selector:
    """The selector of ``text[start:end]``."""
    quote = _signs(text[start:end])
    return Selector(
        start=start,
        end=end,
        opening=_opening(text[start:end]),
        length=len(quote),
        quote=_hash(quote, 8),
        before=_hash(_signs(text[max(0, start - 4 * AROUND) : start])[-AROUND:]),
        after=_hash(_signs(text[end : end + 4 * AROUND])[:AROUND]),
    )


def stands(text: str, selector: Selector) -> bool:
    """Whether the words stand in ``text`` exactly where they are said to."""
    return _hash(_signs(text[selector.start : selector.end]), 8) == selector.quote


def find(text: str, selector: Selector) -> tuple[int, int] | None:
    """Where the words stand in ``text``; ``None`` if they do not, or if it cannot be told which of many they are."""
    signs = _signs(text)
    found = [at for at in _beginnings(signs, selector) if _hash(signs[at : at + selector.length], 8) == selector.quote]
    if not found:
        return None
    offsets = [at for at, char in enumerate(text) if not char.isspace()]
    best = max(found, key=lambda at: (_around(signs, at, selector), -abs(offsets[at] - selector.start)))
    if not _around(signs, best, selector) and (len(found) > 1 or selector.length < ALONE):
        return None
    return offsets[best], offsets[best + selector.length - 1] + 1


def _beginnings(signs: str, selector: Selector) -> Iterator[int]:
    opening = _signs(selector.opening)
    at = signs.find(opening) if opening and selector.length > 0 else -1
    while at >= 0:
        yield at
        at = signs.find(opening, at + 1)


def _around(signs: str, at: int, selector: Selector) -> int:
    """On how many sides, 0 to 2, the same stands around the words as where they were."""
    end = at + selector.length
    before, after = signs[max(0, at - AROUND) : at], signs[end : end + AROUND]
    return (_hash(before) == selector.before) + (_hash(after) == selector.after)


def _signs(text: str) -> str:
    return text.translate(_SIGNS)


def _opening(quote: str) -> str:
    """The first words of a quotation, cut between words where that leaves some."""
    shown = " ".join(quote.split())
    cut = shown[:OPENING]
    return cut if len(shown) <= OPENING else cut.rpartition(" ")[0] or cut


def _hash(text: str, length: int = 4) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:length]
