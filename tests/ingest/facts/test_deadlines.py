"""Deadlines: found as printed, kept in one normal form, comparable as dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.facts.deadlines import find_deadlines, normalise, parse


@pytest.mark.parametrize(
    ("printed", "norm", "stated"),
    [
        ("Đến hết năm 2027", "2027", "by"),
        ("đến năm 2030", "2030", "by"),
        ("Đến 2030", "2030", "by"),
        ("Tầm nhìn 2045", "2045", "by"),
        ("muộn nhất năm 2026", "2026", "by"),
        ("vào năm 2026", "2026", "in"),
        ("trong năm 2026", "2026", "in"),
        ("năm 2026", "2026", "in"),
        ("giai đoạn 2030", "2030", "in"),
        ("giai đoạn 2026 - 2028", "2026..2028", "from-to"),
        ("từ năm 2026 đến năm 2028", "2026..2028", "from-to"),
        ("trước năm 2030", "2030", "before"),
        ("trước ngày 15/9/2026", "2026-09-15", "before"),
        ("ngày 05 tháng 9 năm 2026", "2026-09-05", "in"),
        ("trong quý III/2026", "2026-Q3", "in"),
        ("Quý I, II/2026", "2026-Q1..2026-Q2", "from-to"),
        ("tháng 7/2026", "2026-07", "in"),
        ("Tháng 7-8/2026", "2026-07..2026-08", "from-to"),
        ("6 tháng cuối năm 2026", "2026-07..2026-12", "in"),
        ("den het nam 2027", "2027", "by"),
        ("by 2027", "2027", "by"),
        ("by the end of 2027", "2027", "by"),
        ("in 2027", "2027", "in"),
        ("before 30 June 2027", "2027-06-30", "before"),
        ("from 2026 to 2028", "2026..2028", "from-to"),
        ("by July 2026", "2026-07", "by"),
        ("sau năm 2030", "2030", "after"),
    ],
)
def test_a_deadline_has_a_normal_form_and_a_reading(printed: str, norm: str, stated: str) -> None:
    (deadline,) = find_deadlines(f"Việc này {printed} thì xong")
    assert (deadline.norm, deadline.stated) == (norm, stated)


@pytest.mark.parametrize(
    "printed", ["Hằng năm", "Thường xuyên", "định kỳ hằng tháng", "", "99/99/2026", "theo kế hoạch"]
)
def test_frequencies_and_nonsense_state_no_deadline(printed: str) -> None:
    assert normalise(printed) is None


@pytest.mark.parametrize(
    ("printed", "norm"),
    [("7/2026", "2026-07"), ("15/7/2026", "2026-07-15"), ("Quý IV năm 2026", "2026-Q4"), ("2026", "2026")],
)
def test_a_cell_may_hold_the_bare_time(printed: str, norm: str) -> None:
    assert normalise(printed) == norm


def test_the_date_of_a_cited_document_is_no_deadline() -> None:
    text = "Thực hiện Kế hoạch số 12-KH/TU ngày 03/4/2025, hoàn thành trước ngày 01/6/2026"
    assert [deadline.norm for deadline in find_deadlines(text)] == ["2026-06-01"]


def test_normal_forms_span_days() -> None:
    assert parse("2026") == (date(2026, 1, 1), date(2026, 12, 31))
    assert parse("2026..2028") == (date(2026, 1, 1), date(2028, 12, 31))
    assert parse("2026-Q3") == (date(2026, 7, 1), date(2026, 9, 30))
    assert parse("2028-02") == (date(2028, 2, 1), date(2028, 2, 29))
    assert parse("2026-09-15") == (date(2026, 9, 15), date(2026, 9, 15))


@pytest.mark.parametrize("wrong", ["", "năm sau", "2026-13", "2026-Q", "20"])
def test_what_is_no_normal_form_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse(wrong)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)))
def test_any_day_survives_printing_and_reading(day: date) -> None:
    printed = f"trước ngày {day.day:02d}/{day.month:02d}/{day.year}"
    norm = normalise(printed)
    assert norm == day.isoformat()
    assert parse(day.isoformat()) == (day, day)


@given(st.integers(2000, 2098), st.integers(1, 12))
def test_any_month_survives_printing_and_reading(year: int, month: int) -> None:
    norm = normalise(f"tháng {month}/{year}")
    assert norm == f"{year}-{month:02d}"
    assert parse(norm)[0] == date(year, month, 1)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_text_is_read_without_a_crash_and_spans_hold_their_words(text: str) -> None:
    for deadline in find_deadlines(text):
        assert text[deadline.start : deadline.end] == deadline.printed
        assert parse(deadline.norm)[0] <= parse(deadline.norm)[1]


@given(st.text(alphabet="0123456789/-.– năm tháng quý I ngày đến giai đoạn 20", max_size=60))
def test_noise_made_of_dates_is_read_without_a_crash(text: str) -> None:
    for deadline in find_deadlines(text):
        assert parse(deadline.norm)
