"""Every sign that is printed comes whole from a font that ships with the pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from web_samples import CORPUS

STATIC = Path(__file__).parents[2] / "web" / "static"
FACE = re.compile(
    r'@font-face \{ font-family: "([^"]+)"; font-weight: (\d+);.*?url\("([^"]+)"\).*?unicode-range: ([^;]+);'
)
LEVELS = "≥≤≠≈–—…•“”×→←"


def faces() -> dict[tuple[str, str], set[int]]:
    covered: dict[tuple[str, str], set[int]] = {}
    for family, weight, _, ranges in FACE.findall((STATIC / "page.css").read_text(encoding="utf-8")):
        points = covered.setdefault((family, weight), set())
        for one in ranges.split(", "):
            first, _, last = one.removeprefix("U+").partition("-")
            points |= set(range(int(first, 16), int(last or first, 16) + 1))
    return covered


@pytest.mark.parametrize("family", ["Be Vietnam Pro", "Source Serif 4"])
@pytest.mark.parametrize("weight", ["400", "700"])
def test_every_sign_of_levels_and_of_our_digests_is_in_a_cut(family: str, weight: str) -> None:
    printed = set(LEVELS) | {char for file in CORPUS.glob("*.md") for char in file.read_text(encoding="utf-8")}
    missing = {char for char in printed if ord(char) not in faces()[family, weight] and not char.isspace()}
    assert missing == set()
