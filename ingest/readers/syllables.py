"""Whether a word can be a Vietnamese syllable: initial, rime and tone fit together.

Spelling leaves about 18,000 possible syllables, of which some 7,000 are in use; a wrongly decoded or wrongly
recognised word is hardly ever among them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split()
_RIMES = frozenset(
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et "
    "ê êch êm ên êng ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu o oa oac oach oai oam "
    "oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet oi om on ong oc op ot ooc oong ô ôc ôi ôm "
    "ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uêt uôc uôi uôm uôn "
    "uông uôt uơ uy uya uych uyên uyêt uyn uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt "
    "ươu y yêm yên yêng yêt yêu".split()
)
_TONES = {"\u0301": "sắc", "\u0300": "huyền", "\u0309": "hỏi", "\u0303": "ngã", "\u0323": "nặng"}
_STOPS = ("c", "ch", "p", "t")
_WORD = re.compile(r"[^\s\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f“”‘’…–—]+")


@cache
def is_syllable(word: str) -> bool:
    """Whether ``word`` (NFC, any case) is spelt like a Vietnamese syllable."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [c for c in decomposed if c in _TONES]
    base = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
    if len(tones) > 1 or not 1 <= len(base) <= 7:
        return False
    rimes = {base} | {base.removeprefix(onset) for onset in _ONSETS} | ({base[1:]} if base[0] in "gq" else set())
    return any(rime in _RIMES and _tone_fits(rime, tones) for rime in rimes)


def _tone_fits(rime: str, tones: list[str]) -> bool:
    """A rime closed by a stop bears only sắc or nặng."""
    return not rime.endswith(_STOPS) or bool(tones and _TONES[tones[0]] in ("sắc", "nặng"))


def marked_words(text: str) -> list[str]:
    """The words of ``text`` that have a letter or sign outside ASCII, as they stand between white space."""
    return [word for word in _WORD.findall(text) if not word.isascii()]


def share_of_syllables(text: str) -> float:
    """The share, 0–1, of Vietnamese syllables among the words with a letter or sign outside ASCII; 0 without any."""
    marked = marked_words(text)
    return sum(map(is_syllable, marked)) / len(marked) if marked else 0.0
