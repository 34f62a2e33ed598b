"""A question asked again with its conditions mended by the reader."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from index.library import Library
from ingest.errors import BadQuestion
from service.api import create_app
from service.conditions import Deadline, Figure
from service.desk import Desk
from service.types import Reading

QUESTION = "Xã nào đặt chỉ tiêu phủ sóng 5G ≥ 60% đến hết năm 2025?"
BY_2030 = Deadline(reading="by", start="2030", end="2030")


def documents(desk: Desk, reading: Reading | None, question: str = QUESTION) -> set[str]:
    return {citation.document for citation in desk.ask(question, reading).citations}


def test_an_answer_tells_how_the_question_was_read(desk: Desk) -> None:
    conditions = desk.ask(QUESTION).conditions
    assert conditions is not None
    assert conditions.kind == "target"
    assert conditions.indicator == "phu_song_5g"
    assert conditions.figure == Figure(comparator=">=", value=60, unit="%")
    assert [(one.reading, one.end) for one in conditions.deadlines] == [("by", "2025")]
    assert conditions.level is None  # none but communes are held here


def test_asked_with_its_own_reading_the_answer_is_the_same(desk: Desk) -> None:
    first = desk.ask(QUESTION)
    again = desk.ask(QUESTION, first.conditions)
    assert again.model_dump(exclude={"took_ms"}) == first.model_dump(exclude={"took_ms"})


def test_a_dropped_condition_lets_more_through(desk: Desk) -> None:
    assert documents(desk, None) < documents(desk, Reading(figure=None, deadlines=()))


def test_what_is_not_set_stays_as_it_was_read(desk: Desk) -> None:
    mended = desk.ask(QUESTION, Reading(deadlines=(BY_2030,))).conditions
    assert mended is not None
    assert mended.figure == Figure(comparator=">=", value=60, unit="%")
    assert mended.deadlines == (BY_2030,)


def test_another_place_is_asked_alone(desk: Desk) -> None:
    answer = desk.ask(QUESTION, Reading(places=("xã Đồi Mận",), figure=None, deadlines=()))
    assert {citation.document for citation in answer.citations} == {"doi-man"}
    assert answer.conditions and answer.conditions.places == ("Đồi Mận",)


def test_a_place_mended_without_its_marks_is_understood(desk: Desk) -> None:
    assert documents(desk, Reading(places=("doi man",), figure=None, deadlines=())) == {"doi-man"}


def test_a_refused_place_can_be_mended(desk: Desk) -> None:
    question = "Xã Long Hòa đặt chỉ tiêu phủ sóng 5G bao nhiêu?"
    refused = desk.ask(question)
    assert not refused.answered
    assert refused.conditions and refused.conditions.places == ("Long Hòa",)
    assert desk.ask(question, Reading(places=("Suối Ngà",))).answered


def test_another_indicator_is_another_subject(desk: Desk, mini: Library) -> None:
    other = next(t.key for t in mini.targets() if t.key and "5g" not in t.key)
    answer = desk.ask(QUESTION, Reading(indicator=other, figure=None, deadlines=(), level=None))
    assert answer.answered
    assert {getattr(fact, "key", None) for fact in answer.facts} == {other}


@pytest.mark.parametrize("reading", [Reading(places=("xã Không Có",)), Reading(indicator="khong_co")])
def test_what_is_not_held_is_said_in_words(desk: Desk, reading: Reading) -> None:
    with pytest.raises(BadQuestion) as error:
        desk.ask(QUESTION, reading)
    assert error.value.hint


def test_a_comparator_is_arithmetic(desk: Desk) -> None:
    most = Reading(figure=Figure(comparator="<=", value=50, unit="%"), deadlines=())
    assert documents(desk, most).isdisjoint(documents(desk, None))


def ask(library: Library, **body: Any) -> Any:
    return TestClient(create_app(library)).post("/api/ask", json={"question": QUESTION, **body})


def test_the_api_takes_the_conditions_that_an_answer_gave(mini: Library) -> None:
    first = ask(mini).json()
    again = ask(mini, conditions=first["conditions"]).json()
    assert again["answer"] == first["answer"]
    dropped = ask(mini, conditions={"figure": None, "deadlines": []}).json()
    assert len(dropped["citations"]) > len(first["citations"])


@pytest.mark.parametrize(
    "conditions",
    [
        {"deadlines": [{"reading": "by", "start": "bao giờ", "end": "2025"}]},
        {"figure": {"comparator": "!=", "value": 1}},
        {"kind": "thơ"},
        {"places": ["xã Không Có"]},
        {"thua": 1},
    ],
)
def test_wrong_conditions_are_refused_in_the_one_shape(mini: Library, conditions: dict[str, object]) -> None:
    response = ask(mini, conditions=conditions)
    assert response.status_code == 422
    assert response.json()["error"]["message"]
