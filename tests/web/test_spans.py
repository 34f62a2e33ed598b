"""Marks are exact: what is lit is the quotation, and nothing of the text is lost around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.reading.spans import Mark, checked_mark, lines, pieces

TEXTS = st.text(alphabet="ăâđơư ạ≥1.\t\n", min_size=1, max_size=60)


@given(text=TEXTS, data=st.data())
def test_pieces_keep_the_text_and_light_exactly_the_mark(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    mark = Mark(start, end)
    by_line = [pieces(text, a, b, mark) for a, b in lines(text)]
    assert "\n".join("".join(p.text for p in line) for line in by_line) == text
    lit = "".join(p.text for line in by_line for p in line if p.marked)
    assert lit == text[start:end].replace("\n", "")


@given(text=TEXTS, data=st.data())
def test_a_visible_mark_has_one_first_piece(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    mark = checked_mark(text, str(start), str(end))
    firsts = [p for a, b in lines(text) for p in pieces(text, a, b, mark) if p.first]
    assert len(firsts) == bool(text[start:end].strip())


def test_a_heading_run_in_is_strong_up_to_its_end() -> None:
    found = pieces("1. Đích: nội dung", 0, 17, None, strong_until=8)
    assert [(p.text, p.strong) for p in found] == [("1. Đích:", True), (" nội dung", False)]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("0", None),
        (None, "3"),
        ("a", "3"),
        ("-1", "3"),
        ("3", "3"),
        ("4", "2"),
        ("0", "99"),
        ("2", "3"),
        ("²", "3"),
        ("0", "1" * 4400),
    ],
)
def test_an_address_that_is_no_visible_span_marks_nothing(start: str | None, end: str | None) -> None:
    assert checked_mark("ab cd", start, end) is None
