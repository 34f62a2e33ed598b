"""Where an offset stands: the innermost section that holds it, whatever the sections are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.facts.locate import Locator
from ingest.types import Section

SPANS = st.tuples(st.integers(0, 60), st.integers(1, 40), st.integers(1, 4))


@given(st.lists(SPANS, max_size=12))
def test_the_innermost_of_those_that_hold_an_offset_is_found(spans: list[tuple[int, int, int]]) -> None:
    sections = [
        Section(start=start, end=start + length, path=(str(n),), title=None, depth=depth, kind="para", body_start=start)
        for n, (start, length, depth) in enumerate(sorted(spans))
    ]
    locator = Locator(sections, [])
    for offset in range(-1, 103):
        holding = [one for one in sections if one.start <= offset < one.end]
        assert locator.section(offset) == max(holding, key=lambda one: (one.depth, one.start), default=None)
