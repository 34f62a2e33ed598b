"""Diacritics put back into a question typed without them, from what the corpus itself says.

``chi tieu chuyen doi so`` → ``chỉ tiêu chuyển đổi số``: for every syllable the
accented ones that occur in the index, and of all sequences the one whose
neighbours occur together most often (Viterbi over syllable bigrams).
"""

from __future__ import annotations

import re
from itertools import pairwise
from math import log

from index.engine import LexicalSide
from index.text import fold, spelling, syllables

_WORD = re.compile(r"[^\W\d_]+")
_CANDIDATES = 12  # per syllable, most frequent first: "a" and "i" alone stand for dozens
_BIGRAM_SHARE = 0.9  # against the syllable's own frequency; neighbours say nearly all
_IDIOM_SHARE = 0.5  # a pair out of QUESTIONS counts like one that follows every second time

QUESTIONS = (
    "bao nhiêu", "bao giờ", "bao lâu", "thế nào", "như thế nào", "khi nào", "nơi nào", "xã nào",
    "ở đâu", "đúng hay sai", "có phải", "phải không", "được không", "hay không", "có mấy", "là gì",
    "những gì", "làm gì", "vì sao", "tại sao", "do ai", "ai chịu", "ai là", "của ai", "cho ai",
    "chậm nhất", "muộn nhất", "ít nhất", "nhiều nhất", "cao nhất", "thấp nhất", "so sánh", "giữa các",
    "liệt kê", "tìm cho tôi", "cho biết", "cho hỏi", "đâu là", "còn thiếu", "bỏ sót",
)  # fmt: skip
"""How questions are put: words that documents, which never ask, hardly know."""

_IDIOM_PAIRS = {pair for phrase in QUESTIONS for pair in pairwise(syllables(phrase))}
_IDIOM_FORMS: dict[str, set[str]] = {}
for _word in {word for phrase in QUESTIONS for word in syllables(phrase)}:
    _IDIOM_FORMS.setdefault(fold(_word), set()).add(_word)


class Restorer:
    """Restores questions by the statistics of one lexical index."""

    def __init__(self, lexical: LexicalSide) -> None:
        self._lexical = lexical
        self._total = max(1, lexical.windows)

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
        found = dict(self._lexical.forms(folded)[:_CANDIDATES])
        for idiom in _IDIOM_FORMS.get(folded, ()):
            found.setdefault(idiom, 0)
        return list(found.items()) or [(folded, 0)]

    def _transition(self, previous: str, syllable: str, count: int) -> float:
        alone = (count + 0.5) / (self._total + 1)
        together = 0.0
        before = self._lexical.frequency("syllables", previous) if previous else 0
        if before:
            together = self._lexical.frequency("bigrams", f"{previous}_{syllable}") / before
        if (previous, syllable) in _IDIOM_PAIRS:
            together = max(together, _IDIOM_SHARE)
        return log(_BIGRAM_SHARE * together + (1 - _BIGRAM_SHARE) * alone)
