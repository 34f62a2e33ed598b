"""The arithmetic of levels and deadlines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.types import Comparator, Target
from service.conditions import Deadline, Figure, Quantity, Timing, bounds, implies, meets_deadline, meets_figure, timing

BY_2025 = Deadline(reading="by", start="2025", end="2025")
BY_2026 = Deadline(reading="by", start="2026", end="2026")
IN_2026 = Deadline(reading="in", start="2026", end="2026")


def target(comparator: Comparator, value: float, value_max: float | None = None, unit: str = "%") -> Target:
    return Target(
        start=0, end=1, quote="x", indicator="x", comparator=comparator, value=value, value_max=value_max, unit=unit
    )


@pytest.mark.parametrize(
    ("given_", "asked", "met"),
    [
        ((">=", 70, None), (">", 60, None), True),
        ((">=", 70, None), (">=", 60, None), True),
        ((">=", 60, None), (">=", 60, None), True),
        ((">=", 60, None), (">", 60, None), False),
        ((">", 60, None), (">=", 60, None), True),
        ((">", 30, None), (">=", 60, None), False),
        (("=", 100, None), (">=", 60, None), True),
        (("range", 60, 80), (">=", 60, None), True),
        (("range", 50, 80), (">=", 60, None), False),
        (("~", 60, None), (">=", 60, None), False),
        (("<=", 60, None), (">=", 60, None), False),
        (("<", 10, None), ("<=", 10, None), True),
        (("=", 60, None), ("range", 50, 70), True),
        ((">=", 60, None), ("=", 60, None), False),
    ],
)
def test_a_level_meets_what_it_guarantees(given_: Quantity, asked: Quantity, met: bool) -> None:
    assert implies(given_, asked) is met


quantities = st.builds(
    lambda comparator, value, width: (comparator, float(value), value + width if comparator == "range" else None),
    st.sampled_from([">=", ">", "=", "<=", "<", "range"]),
    st.integers(0, 100),
    st.integers(1, 20),
)


def holds(outcome: float, quantity: Quantity) -> bool:
    low, low_in, high, high_in = bounds(quantity)
    return (outcome > low or (low_in and outcome == low)) and (outcome < high or (high_in and outcome == high))


@given(quantities, quantities, st.floats(-10, 200))
def test_what_honours_a_commitment_honours_all_it_implies(one: Quantity, other: Quantity, outcome: float) -> None:
    if implies(one, other) and holds(outcome, one):
        assert holds(outcome, other)


@given(quantities, quantities, quantities)
def test_implication_is_reflexive_and_transitive(a: Quantity, b: Quantity, c: Quantity) -> None:
    assert implies(a, a)
    if implies(a, b) and implies(b, c):
        assert implies(a, c)


def test_shares_and_counts_are_kept_apart() -> None:
    assert not meets_figure(target(">=", 70, unit="thôn"), Figure(comparator=">=", value=60, unit="%"))
    assert not meets_figure(target(">=", 70, unit="% GRDP"), Figure(comparator=">=", value=60, unit="% tổng chi"))
    assert meets_figure(target(">=", 70, unit="% tổng chi ngân sách"), Figure(comparator=">=", value=60, unit="%"))


def test_a_quoted_level_must_be_printed_so() -> None:
    quoted = Figure(comparator=">", value=60, unit="%", literal=True)
    assert meets_figure(target(">", 60), quoted)
    assert not meets_figure(target(">=", 70), quoted)


@pytest.mark.parametrize(
    ("deadline", "asked", "how"),
    [
        ("2025", BY_2025, Timing.MET),
        ("2025-07", BY_2025, Timing.MET),
        ("2025..2027", BY_2025, Timing.LATER),
        ("2025", BY_2026, Timing.EARLIER),
        ("2025", IN_2026, Timing.BEFORE),
        ("2026-07", IN_2026, Timing.MET),
        ("2025..2027", IN_2026, Timing.COVERS),
        ("2030", IN_2026, Timing.LATER),
        (None, BY_2025, Timing.NONE),
        ("thường xuyên", BY_2025, Timing.NONE),
    ],
)
def test_a_deadline_stands_to_the_asked_time(deadline: str | None, asked: Deadline, how: Timing) -> None:
    assert timing(deadline, asked) is how


@given(st.integers(2020, 2050), st.integers(2020, 2050))
def test_by_accepts_earlier_years_and_in_only_the_year(year: int, asked: int) -> None:
    by = Deadline(reading="by", start=str(asked), end=str(asked))
    within = Deadline(reading="in", start=str(asked), end=str(asked))
    assert meets_deadline(str(year), by) is (year <= asked)
    assert meets_deadline(str(year), within) is (year == asked)
