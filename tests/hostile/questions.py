"""Questions nobody would ask: pieces of sense among letters drawn from all of Unicode."""

from __future__ import annotations

import random
from collections import Counter

from pieces import PIECES

from index.library import Library
from ingest.errors import TracuuError
from service.desk import Desk

ASKED = (
    "Xã nào đặt mục tiêu phủ sóng 5G",
    "Phòng Văn hóa - Xã hội báo cáo gì",
    "trên 60%",
    "57-NQ/TW",
    "so với",
    "đến 2025",
)


def ask_strange(library: Library, count: int, seed: int) -> Counter[str]:
    """How many were ``answered``, ``refused`` with an error in words, or ``wrong``: a failure, a false quotation."""
    rng, desk, tally = random.Random(seed), Desk(library), Counter[str]()  # noqa: S311 - the same on every run
    for _ in range(count):
        question = "".join(_part(rng) for _ in range(rng.randrange(1, 9)))
        try:
            answer = desk.ask(question)
            cited = [*answer.citations, *(near.citation for near in answer.near_misses)]
            true = all(library.document(one.document).text[one.start : one.end] == one.quote for one in cited)
            tally["answered" if true else "wrong"] += 1
        except TracuuError:
            tally["refused"] += 1
        except Exception as error:
            print(ascii(question), repr(error))
            tally["wrong"] += 1
    return tally


def _part(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.4:
        return rng.choice(ASKED) + " "
    if kind < 0.7:
        return rng.choice(PIECES) * rng.choice([1, 2, 30])
    return "".join(chr(rng.randrange(0x110000)) for _ in range(rng.randrange(1, 6)))
