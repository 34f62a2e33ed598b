"""Files cut short and bent bit by bit: each is read to a whole document or refused, nothing in between."""

from __future__ import annotations

import random

from ingest import readers
from ingest.errors import RejectedFile
from ingest.pipeline import document_of


def damaged(data: bytes, rng: random.Random) -> bytes:
    """The bytes cut at some place, or with some of their bits turned."""
    if rng.random() < 0.4:
        return data[: rng.randrange(len(data))]
    flipped = bytearray(data)
    for _ in range(rng.choice([1, 10, 200])):
        flipped[rng.randrange(len(flipped))] ^= 1 << rng.randrange(8)
    return bytes(flipped)


def read_or_refuse(data: bytes, name: str) -> bool:
    """Whether a damaged file was read; asserts that it was read to a whole document, or refused with a hint."""
    try:
        content = readers.read_bytes(data, name)
    except RejectedFile as refusal:
        assert refusal.hint
        return False
    document = document_of(content, name=name, sha256="0")
    assert document.text
    assert all(0 <= box.start < box.end <= len(document.text) for box in document.boxes)
    assert all(row.start <= a <= b <= row.end for row in document.rows for a, b in row.cells)
    assert all(0 <= section.start <= section.end <= len(document.text) for section in document.sections)
    return True
