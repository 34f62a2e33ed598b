"""What a page holds once its letters are words: the shapes that reading and recognising both give."""

from __future__ import annotations

from dataclasses import dataclass, field

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Word:
    """Letters without a space between, in points from the page's upper left corner as it is read.

    ``base`` is the baseline, ``size`` that of the type, ``font`` its name; ``spaced`` says that a space was printed
    behind.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    bold: bool = False
    spaced: bool = False
    font: str = ""

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, upright or level: ``at`` is where it stands, ``start`` to ``end`` how far it goes."""

    upright: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """One page, turned so that its text reads from left to right.

    ``turn`` counts the quarter turns, clockwise, from how it is shown to how it is read; ``pictures`` is the
    share of it that pictures cover; ``aside`` the text that runs in another direction or is not seen; ``cut``
    says that it had too many letters to take them all.
    """

    number: int
    width: float
    height: float
    words: list[Word]
    rules: list[Rule] = field(default_factory=list)
    turn: int = 0
    pictures: float = 0.0
    aside: tuple[str, ...] = ()
    recognised: bool = False
    cut: bool = False

    @property
    def text(self) -> str:
        """Its words, as they come."""
        return " ".join(word.text for word in self.words)

    def shown(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A rectangle of the page as it is read, in fractions of the page as it is shown."""
        left, top, right, bottom = x0 / self.width, y0 / self.height, x1 / self.width, y1 / self.height
        for _ in range(-self.turn % 4):
            left, top, right, bottom = 1 - bottom, left, 1 - top, right
        return tuple(round(min(1.0, max(0.0, v)), 4) for v in (left, top, right, bottom))  # type: ignore[return-value]
