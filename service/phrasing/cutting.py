"""Sentences out of a stream of pieces: each with the markers that follow it, as soon as it is whole."""

from __future__ import annotations

import re

from ingest.text import clean, squeeze
from service.words import NO_STOP

END = re.compile(r"(\w*)([.!?…]+[\"”’)]*(?:\s*\[[\d,\s]+\])*)\s+(?=([^\s\[]))")
THINKING = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL | re.IGNORECASE)
OPEN_THINKING = re.compile(r"<think>(?!.*</think>)", re.DOTALL | re.IGNORECASE)
LIST_MARK = re.compile(r"^\s*(?:[-*•+–]|#+|\d{1,2}[.)](?=\s))\s*")
EMPHASIS = re.compile(r"\*\*|__|(?<!\w)\*(?=\w)|(?<=\w)\*(?!\w)")
BRACKETS = str.maketrans("【】［］", "[][]")


class Cutter:
    """Takes pieces of text, gives whole sentences, in plain words without marks of lists and emphasis."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, piece: str) -> list[str]:
        """The sentences that are whole now. What a model thinks aloud (``<think>``) is left out."""
        self._held += piece
        if OPEN_THINKING.search(self._held):
            return []
        self._held = THINKING.sub("", self._held)
        whole: list[str] = []
        while (cut := _cut(self._held)) is not None:
            whole.append(self._held[:cut])
            self._held = self._held[cut:]
        return [told for one in whole if (told := tidy(one))]

    def rest(self) -> str:
        """What is left when no more comes."""
        return tidy(THINKING.sub("", self._held))


def _cut(text: str) -> int | None:
    """Where the first sentence ends, ``None`` while that cannot be told."""
    line = text.find("\n")
    for match in END.finditer(text):
        if 0 <= line < match.start(2):
            break
        if _ends(match) and text[: match.start(2)].strip(" \t0123456789"):  # "2. …" is the mark of a list
            return match.end()
    return line + 1 if line >= 0 else None


def _ends(match: re.Match[str]) -> bool:
    before, after = match[1], match[3]
    if before.casefold() in NO_STOP or (before.isdigit() and "[" not in match[2] and not after.isupper()):
        return False
    return not after.isalpha() or after.isupper()


def tidy(sentence: str) -> str:
    """A sentence as plain text: NFC, no control characters, one line, no marks of a list or of emphasis."""
    plain = squeeze(clean(sentence.translate(BRACKETS)))
    return EMPHASIS.sub("", LIST_MARK.sub("", plain)).strip()
