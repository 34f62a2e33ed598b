from __future__ import annotations

import logging

import pytest

from ingest.settings import number

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
