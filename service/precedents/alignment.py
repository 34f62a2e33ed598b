"""Two texts laid side by side, word by word.

Likeness is counted in words that stand in the same order in both texts, never as a cosine: unrelated
paragraphs of this genre are alike for a model, and a clerk can see for himself which words differ.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz.distance import Indel

from ingest.text import plain
from ingest.types import Frozen
from service import lexicon

TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?:[-/][^\W_]+)*|[^\W_]+(?:[-/&][^\W_]+)*|[%≥≤<>=]", re.UNICODE)
PLACE = re.compile(
    r"\b(xã|phường|thị trấn|đặc khu|tỉnh|thành phố|huyện)((?: [A-ZĐÀ-ỸÂÊÔƠƯĂ][\w]*)+)", re.UNICODE
)  # "xã Bình Giang": who issues it does not make another wording
SHINGLE = 3  # words
READABLE = 0.4  # of the shorter text in common; below, marked differences are harder to read than the two texts
Operation = Literal["equal", "insert", "delete"]


class Change(Frozen):
    """A stretch that both texts share, or that only one has.

    ``old`` and ``new`` are spans of the two texts (``None`` where the stretch is not in that text); laid end to
    end, they cover each text completely. ``text`` is the stretch as printed, in the new text if it is there.
    """

    op: Operation
    text: str
    old: tuple[int, int] | None = None
    new: tuple[int, int] | None = None


class Word(NamedTuple):
    """A word of a text and the form in which it is compared."""

    start: int
    end: int
    form: str


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[Word, ...]:
    """The words, figures and signs of comparison of a text."""
    return tuple(Word(m.start(), m.end(), plain(m.group())) for m in TOKEN.finditer(text))


@lru_cache(maxsize=8192)
def comparable(text: str) -> tuple[str, ...]:
    """The words by which wordings are grouped: abbreviations in full, names of places left out."""
    full = PLACE.sub(r"\1", lexicon.expand(text))
    return tuple(word.form for word in words_of(full))


@lru_cache(maxsize=8192)
def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Runs of three words of the comparable text; of a shorter text the whole."""
    words = comparable(text)
    size = min(SHINGLE, len(words))
    return frozenset(words[at : at + size] for at in range(len(words) - size + 1)) if words else frozenset()


def overlap(one: str, other: str) -> float:
    """Share of the smaller text's shingles that the other has too: an upper guess of :func:`likeness`, cheap."""
    a, b = shingles(one), shingles(other)
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller else 0.0


def likeness(one: str, other: str) -> float:
    """Share of words in common order, twice the common ones over all; 1 for the same wording elsewhere."""
    a, b = comparable(one), comparable(other)
    if a == b:
        return 1.0
    if not a or not b or 2 * min(len(a), len(b)) < 0.5 * (len(a) + len(b)):
        return 0.0
    return Indel.normalized_similarity(a, b)


def differences(old: str, new: str) -> tuple[Change, ...]:
    """What to strike and what to write to make ``old`` into ``new``, word by word.

    Case and the placement of tone marks are no difference. A single word in common between two changes is
    counted to the changes: nobody can read a sentence cut at every "và".
    """
    a, b = words_of(old), words_of(new)
    matcher = SequenceMatcher(None, [word.form for word in a], [word.form for word in b], autojunk=False)
    blocks = _readable([(op, a0, a1, b0, b1) for op, a0, a1, b0, b1 in matcher.get_opcodes()])
    cuts_a = [*(word.start for word in a), len(old)] if a else [len(old)]
    cuts_b = [*(word.start for word in b), len(new)] if b else [len(new)]
    cuts_a[0] = cuts_b[0] = 0
    if not a or not b:
        return _whole(old, new)
    return tuple(
        change
        for same, a0, a1, b0, b1 in blocks
        for change in _changes(same, (cuts_a[a0], cuts_a[a1]), (cuts_b[b0], cuts_b[b1]), old, new)
    )


def readable(changes: Sequence[Change]) -> bool:
    """Whether marked differences help: enough of the shorter text is in the longer one."""
    lengths = {op: sum(len(one.text) for one in changes if one.op == op) for op in ("equal", "insert", "delete")}
    shorter = lengths["equal"] + min(lengths["insert"], lengths["delete"])
    return bool(shorter) and lengths["equal"] / shorter >= READABLE


def _whole(old: str, new: str) -> tuple[Change, ...]:
    return tuple(_changes(False, (0, len(old)), (0, len(new)), old, new))


def _readable(opcodes: Sequence[tuple[str, int, int, int, int]]) -> list[tuple[bool, int, int, int, int]]:
    """Opcodes as (same, old words, new words), lone common words between two larger changes merged into them."""
    blocks: list[tuple[bool, int, int, int, int]] = []
    for at, (op, a0, a1, b0, b1) in enumerate(opcodes):
        inner = 0 < at < len(opcodes) - 1
        lone = op == "equal" and inner and a1 - a0 == 1 and _size(opcodes[at - 1]) + _size(opcodes[at + 1]) > 3
        same = op == "equal" and not lone
        if blocks and blocks[-1][0] == same:
            last = blocks.pop()
            blocks.append((same, last[1], a1, last[3], b1))
        else:
            blocks.append((same, a0, a1, b0, b1))
    return blocks


def _size(opcode: tuple[str, int, int, int, int]) -> int:
    return max(opcode[2] - opcode[1], opcode[4] - opcode[3])


def _changes(same: bool, old: tuple[int, int], new: tuple[int, int], a: str, b: str) -> list[Change]:
    if same:
        return [Change(op="equal", text=b[slice(*new)], old=old, new=new)]
    changes: list[Change] = []
    if old[1] > old[0]:
        changes.append(Change(op="delete", text=a[slice(*old)], old=old))
    if new[1] > new[0]:
        changes.append(Change(op="insert", text=b[slice(*new)], new=new))
    return changes
