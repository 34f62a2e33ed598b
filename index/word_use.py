"""How often syllables, and pairs of neighbours, stand in the passages of one state of the index."""

from __future__ import annotations

from dataclasses import dataclass

from index.engine import LexicalSide


@dataclass(frozen=True, slots=True)
class WordUse:
    """Counts of windows of passages; words are case-folded and in the spelling of :func:`index.text.spelling`."""

    _lexical: LexicalSide

    @property
    def total(self) -> int:
        """How many windows there are."""
        return self._lexical.windows

    def alone(self, word: str) -> int:
        """In how many windows a syllable stands."""
        return self._lexical.frequency("syllables", word)

    def together(self, left: str, right: str) -> int:
        """In how many windows two syllables stand side by side in this order."""
        return self._lexical.frequency("bigrams", f"{left}_{right}")

    def forms(self, folded: str) -> list[str]:
        """The syllables that stand there and are ``folded`` without their diacritics."""
        return [word for word, _ in self._lexical.forms(folded)]
