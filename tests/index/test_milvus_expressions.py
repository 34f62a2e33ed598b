"""Filters for Milvus say what they mean: they are evaluated here as the Python that they also are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.milvus.expressions import NOTHING, among, both, carrying

HELD = st.sets(st.integers(1, 400), min_size=1).map(sorted)


@given(HELD, st.data())
def test_an_expression_lets_through_what_is_allowed(held: list[int], data: st.DataObject) -> None:
    wanted = data.draw(st.sets(st.sampled_from(held)))
    expression = among(wanted, held)
    if expression == "":
        assert wanted == set(held)
    else:
        rows = [{"number": number, "born": 1} for number in held]
        found = {row["number"] for row in rows if eval(expression, {}, row)}  # noqa: S307 our own expression
        assert found == wanted
    assert (expression == NOTHING) == (not wanted)


def test_much_is_said_shortly() -> None:
    held = list(range(1, 100_001))
    assert among(set(held) - {77}, held) == "not (number in [77])"
    assert len(among(range(500, 60_000), held)) < 60
    assert len(among([*range(1, 30_000), *range(40_000, 50_000), 99_999], held)) < 120
    assert among([*held, 100_001], held) == ""


def test_marks_and_conditions_are_joined() -> None:
    assert carrying({"target", "deadline"}) == ["deadline == true", "target == true"]
    assert both("born <= 3", "", "target == true") == "born <= 3 and target == true"
