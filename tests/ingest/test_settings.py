from __future__ import annotations

import logging

import pytest

from ingest.errors import BadRequest, ModelUnavailable
from ingest.settings import number, number_within

NAME = "TRACUU_TEST_NUMBER"


def test_a_number_that_is_set_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, " 2.5 ")
    assert number(NAME, 7) == 2.5
    monkeypatch.setenv(NAME, "0")
    assert number(NAME, 7) == 0


@pytest.mark.parametrize("told", ["sáu mươi", "-1", "nan", "inf"])
def test_what_is_no_number_is_told_and_the_usual_one_used(
    told: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(NAME, told)
    with caplog.at_level(logging.WARNING):
        assert number(NAME, 60) == 60
    assert f"{NAME} is no number" in caplog.text


def test_what_is_not_set_is_the_usual_one_in_silence(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(NAME, "")
    assert number(NAME, 60) == 60
    assert not caplog.records


def test_a_number_of_what_is_asked_for_by_name_counts() -> None:
    assert number_within(NAME, 7, most=10, environment={}) == 7
    assert number_within(NAME, 7, most=10, environment={NAME: " 0.5 "}) == 0.5
    assert number_within(NAME, 7, most=10, whole=True, environment={NAME: "10"}) == 10


@pytest.mark.parametrize(
    ("told", "whole"),
    [("mười", False), ("0", False), ("-1", False), ("nan", False), ("inf", False), ("10.5", False), ("2.5", True)],
)
def test_a_number_amiss_of_what_is_asked_for_by_name_is_refused(told: str, whole: bool) -> None:
    with pytest.raises(ModelUnavailable, match=NAME) as caught:
        number_within(NAME, 7, most=10, whole=whole, error=ModelUnavailable, environment={NAME: told})
    assert told in str(caught.value) and "7" in caught.value.hint
    with pytest.raises(BadRequest):
        number_within(NAME, 7, most=10, whole=whole, environment={NAME: told})
