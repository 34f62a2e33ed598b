"""The functions that a drafter asks for; how they are recognised is told in :mod:`ingest.structure.functions`."""

from __future__ import annotations

from ingest.structure.functions import vocabulary
from ingest.text import plain, squeeze
from ingest.types import Function

FORMAL = ("hinh_thuc",)


def asked_function(text: str) -> Function | None:
    """The function that a drafter's request names ("mẫu đoạn kết", "câu về kinh phí")."""
    own = f" {plain(squeeze(text))} "
    found = [
        (own.index(f" {plain(phrase)} "), -len(phrase), words.key)
        for words in vocabulary()
        for phrase in words.asked
        if f" {plain(phrase)} " in own
    ]
    return min(found)[2] if found else None
