"""The tree of numbered headings, proved by sequence.

An ordinal at the head of a block becomes a node only where it follows: II after I,
2.1 within 2, a) first. "Điều 5 của Luật…" at the start of a line follows nothing.
Numbering that skips or repeats is kept as printed, and reported.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.blocks import Block
from ingest.structure.labels import Label, read_labels, step

# How deep a family usually stands (NĐ 30/2020: Phần > Chương > Mục > Điều > khoản > điểm; I. > 1. > 1.1. > a).
_RANK = {
    "part": 0.0, "chapter": 1.0, "section": 2.0, "article": 3.0, "upper": 4.0, "roman": 5.0,
    "number": 6.0, "dotted": 7.0, "bracket": 8.0, "letter": 9.0,
}  # fmt: skip
_LARGEST_GAP = 5


@dataclass(frozen=True, slots=True)
class Node:
    """An open level of the outline."""

    family: str
    value: tuple[int, ...]
    printed: str
    rank: float


@dataclass
class Outline:
    """Reads blocks in order and tells where each ordinal belongs.

    ``root`` is the path that everything stands under (an appendix), ``warnings``
    the irregularities of the numbering, in words.
    """

    root: tuple[str, ...] = ()
    warnings: list[str] = field(default_factory=list)
    _stack: list[Node] = field(default_factory=list)
    _latest: dict[tuple[str, tuple[int, ...]], int] = field(default_factory=dict)

    @property
    def path(self) -> tuple[str, ...]:
        """The path of the innermost open section."""
        return self.root + tuple(node.printed for node in self._stack)

    @property
    def started(self) -> bool:
        """Whether any ordinal has been placed."""
        return bool(self._stack)

    @property
    def families(self) -> frozenset[str]:
        """The families of the open levels."""
        return frozenset(node.family for node in self._stack)

    def place(self, block: Block, introduces_list: bool = False) -> Label | None:
        """Takes the block's ordinal into the outline, or returns ``None`` where it proves nothing.

        ``introduces_list`` says that the text before it ended in a colon.
        """
        best: tuple[int, int, Label] | None = None
        for label in read_labels(block.text):
            if not _has_words(block.text[label.length :]):
                continue
            score, depth = self._fit(label, block, introduces_list)
            if score > 0 and (best is None or score > best[0]):
                best = (score, depth, label)
        if best is None:
            return None
        _, depth, label = best
        self._report(label, depth)
        self._open(label, depth)
        return label

    def star(self, printed: str) -> None:
        """Opens an unnumbered, starred heading, beside the one before it if there is one."""
        at = next((i for i, node in enumerate(self._stack) if node.family == "star"), len(self._stack))
        del self._stack[at:]
        below = self._stack[-1].rank if self._stack else -1.0
        self._stack.append(Node("star", (0,), printed, below + 0.5))

    def _fit(self, label: Label, block: Block, introduces_list: bool) -> tuple[int, int]:
        """How well a label follows (0 = not at all), and the depth at which it opens."""
        if label.family == "dotted":
            return self._fit_dotted(label, block)
        emphasised = bool(block.level) or block.bold > 0
        for depth in range(len(self._stack) - 1, -1, -1):
            node = self._stack[depth]
            if node.family != label.family:
                continue
            places = step(label, node.value[-1])
            if places == 1:
                return 5, depth
            nested = introduces_list or depth < len(self._stack) - 1
            if label.last == 1 and nested and self._may_nest(label):
                return 3, len(self._stack)
            if 1 < places <= _LARGEST_GAP and not self._follows_further_out(label, depth):
                return (3 if emphasised or places <= 2 else 1), depth
            if (places == 0 or label.last == 1) and not self._follows_further_out(label, depth):
                return (2 if emphasised or label.last == 1 else 1), depth
        if any(node.family == label.family for node in self._stack):
            return (1 if emphasised and block.level else 0), self._depth_of(label.family)
        return self._fit_first(label, emphasised)

    def _may_nest(self, label: Label) -> bool:
        """A list within a list of the same kind is found; a third level of it is a form, not an outline."""
        return label.family != "roman" and sum(node.family == label.family for node in self._stack) < 2

    def _follows_further_out(self, label: Label, depth: int) -> bool:
        return any(n.family == label.family and step(label, n.value[-1]) == 1 for n in self._stack[:depth])

    def _fit_first(self, label: Label, emphasised: bool) -> tuple[int, int]:
        rank = _RANK[label.family]
        depth = next((i for i, node in enumerate(self._stack) if node.rank > rank), len(self._stack))
        if label.family == "bracket" and self._stack and self._stack[-1].family == "letter":
            depth = len(self._stack)  # (1), (2) divide the point a) that they stand in
        if label.last == 1:
            return 4, depth
        named = label.family in ("part", "chapter", "section", "article")
        return (2 if emphasised or named else 0), depth

    def _fit_dotted(self, label: Label, block: Block) -> tuple[int, int]:
        """``2.1`` belongs under ``2``, or after its sibling; a stray one needs emphasis."""
        head = label.value[:-1]
        for depth in range(len(self._stack) - 1, -1, -1):
            node = self._stack[depth]
            if node.family == "dotted" and node.value[:-1] == head:
                places = step(label, node.value[-1])
                return (5, depth) if places == 1 else ((3, depth) if 0 <= places <= _LARGEST_GAP else (0, depth))
            if node.value == head and node.family in ("number", "dotted", "roman"):
                return (5 if label.last == 1 else 3), self._under(depth)
        siblings = [
            i for i, node in enumerate(self._stack) if node.family == "dotted" and len(node.value) == len(label.value)
        ]
        if siblings:
            return 2, siblings[-1]
        if label.last == 1 or block.level or block.bold:
            return 2, self._fit_first(label, True)[1]
        return 0, 0

    def _under(self, depth: int) -> int:
        """One level below ``depth``, kept inside the starred headings that stand there."""
        below = depth + 1
        while below < len(self._stack) and self._stack[below].family == "star":
            below += 1
        return below

    def _depth_of(self, family: str) -> int:
        return max(i for i, node in enumerate(self._stack) if node.family == family)

    def _open(self, label: Label, depth: int) -> None:
        del self._stack[depth:]
        rank = max(_RANK[label.family], self._stack[-1].rank + 0.5 if self._stack else 0.0)
        self._stack.append(Node(label.family, label.value, label.printed, rank))

    def _report(self, label: Label, depth: int) -> None:
        """Notes numbering that skips or repeats; articles and starred groups may count on across their parents."""
        before = self._stack[depth] if depth < len(self._stack) else None
        same_list = before is not None and before.family == label.family and before.value[:-1] == label.value[:-1]
        sibling = before.value[-1] if before is not None and same_list else 0
        latest = self._latest.get((label.family, label.value[:-1]), 0)
        self._latest[label.family, label.value[:-1]] = label.last
        if label.last == 1 or 1 in (step(label, sibling), step(label, latest)):
            return
        where = " › ".join((*self.root, *(node.printed for node in self._stack[:depth]), label.printed))
        what = "lặp lại" if label.last <= sibling else "nhảy số"
        self.warnings.append(f"Đánh số {what} ở mục {where}.")


def _has_words(rest: str) -> bool:
    """Whether there is text behind an ordinal; the dotted lines of a form are none."""
    return not rest.strip() or any(c.isalpha() for c in rest)
