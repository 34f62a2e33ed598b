"""Questions mistyped by chance, always alike: another mark in one to three words, keys of Telex left as they were."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterable

WORD = re.compile(r"(?<![\w/.&@-])[^\W\d_]{2,}(?![\w/&@-]|\.\w)")
QUOTED = re.compile(r"[\"“”„][^\"“”„]*[\"“”„]|‘[^’]*’|«[^»]*»")
TONES = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
TONE_KEYS = dict(zip(TONES, ("", "s", "f", "r", "x", "j"), strict=True))
LETTERS = {"ă": "aâ", "â": "aă", "ê": "e", "ô": "oơ", "ơ": "oô", "ư": "u", "đ": "d"}
LETTER_KEYS = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}


def mistyped(question: str, seed: int, names: Iterable[str] = ()) -> str:
    """``question`` with slips in one to three of its words in small letters that bear marks; none in ``names``."""
    chance = random.Random(seed)  # noqa: S311 always the same slips are wanted
    fixed = [match.span() for match in QUOTED.finditer(question)]
    for name in names:
        fixed += [match.span() for match in re.finditer(re.escape(name.casefold()), question.casefold())]
    words = [
        match
        for match in WORD.finditer(question)
        if match[0].islower()
        and not match[0].isascii()
        and not any(start < match.end() and match.start() < end for start, end in fixed)
    ]
    picked = sorted(chance.sample(words, min(len(words), chance.randint(1, 3))), key=lambda match: -match.start())
    for match in picked:
        slip: Callable[[str, random.Random], str] = chance.choice((_other_tone, _other_tone, _other_letter, _telex))
        question = question[: match.start()] + slip(match[0], chance) + question[match.end() :]
    return question


def _parts(word: str) -> tuple[str, str]:
    """A word without its tone, and the tone."""
    marks = unicodedata.normalize("NFD", word)
    tone = next((char for char in marks if char in TONES), "")
    return unicodedata.normalize("NFC", marks.replace(tone, "") if tone else marks), tone


def _other_tone(word: str, chance: random.Random) -> str:
    """Another tone on the letter that bears one, or none; a letter with a mark gets a tone where there is none."""
    at = next((at for at, char in enumerate(word) if _parts(char)[1]), None)
    if at is None:
        at = next((at for at, char in enumerate(word) if char in LETTERS and char != "đ"), None)
    if at is None:
        return _other_letter(word, chance)
    letter, tone = _parts(word[at])
    other = chance.choice([one for one in TONES if one != tone])
    return word[:at] + unicodedata.normalize("NFC", letter + other) + word[at + 1 :]


def _other_letter(word: str, chance: random.Random) -> str:
    """One letter that bears a mark typed as a plain one or with another mark; its tone stays."""
    places = [at for at, char in enumerate(word) if _parts(char)[0] in LETTERS]
    if not places:
        return _other_tone(word, chance)
    at = chance.choice(places)
    letter, tone = _parts(word[at])
    other = chance.choice(LETTERS[letter])
    return unicodedata.normalize("NFC", word[:at] + other + tone + word[at + 1 :])


def _telex(word: str, _: random.Random) -> str:
    """The keys of Telex in place of the marks: "phuwowng", "dduwowcj"."""
    letters, tone = _parts(word)
    return "".join(LETTER_KEYS.get(char, char) for char in letters) + TONE_KEYS[tone]
