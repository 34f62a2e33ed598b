"""Diacritics put back into a question typed without them, from what the corpus itself says.

``chi tieu chuyen doi so`` → ``chỉ tiêu chuyển đổi số``: for every syllable the
accented ones that occur in the index, and of all sequences the one whose
neighbours occur together most often (Viterbi over syllable bigrams).
"""

from __future__ import annotations

import re
from math import log

from index.lexical import Lexical
from index.text import spelling

_WORD = re.compile(r"[^\W\d_]+")
_CANDIDATES = 12  # per syllable, most frequent first: "a" and "i" alone stand for dozens
_BIGRAM_SHARE = 0.9  # against the syllable's own frequency; neighbours say nearly all


class Restorer:
    """Restores questions by the statistics of one lexical index."""

    def __init__(self, lexical: Lexical) -> None:
        self._lexical = lexical
        self._total = max(1, lexical.passages)

    def __call__(self, text: str) -> str:
        """``text`` with its most probable diacritics; unknown words stay as they are."""
        words = list(_WORD.finditer(text))
        if not words:
            return text
        chosen = self._best([spelling(word[0].casefold()) for word in words])
        parts, last = [], 0
        for word, syllable in zip(words, chosen, strict=True):
            parts += [text[last : word.start()], word[0] if word[0].casefold() == syllable else syllable]
            last = word.end()
        return "".join(parts) + text[last:]

    def _best(self, folded: list[str]) -> list[str]:
        paths: dict[str, tuple[float, list[str]]] = {"": (0.0, [])}
        for one in folded:
            paths = {
                candidate: max(
                    (score + self._transition(previous, candidate, count), [*path, candidate])
                    for previous, (score, path) in paths.items()
                )
                for candidate, count in self._candidates(one)
            }
        return max(paths.values())[1]

    def _candidates(self, folded: str) -> list[tuple[str, int]]:
        return self._lexical.forms(folded)[:_CANDIDATES] or [(folded, 0)]

    def _transition(self, previous: str, syllable: str, count: int) -> float:
        alone = (count + 0.5) / (self._total + 1)
        together = 0.0
        before = self._lexical.frequency("syllables", previous) if previous else 0
        if before:
            together = self._lexical.frequency("bigrams", f"{previous}_{syllable}") / before
        return log(_BIGRAM_SHARE * together + (1 - _BIGRAM_SHARE) * alone)
