"""What a question is about: rare words, bodies, everyday words; what a passage leaves out of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.bodies import named_bodies
from service.focus import focus_of, missing
from service.lexicon import expand


def words(text: str, *, marked: bool = True) -> list[str]:
    return [word.text for word in focus_of(text, marked=marked)]


def test_words_are_cut_whole_and_asking_is_left_out() -> None:
    assert words("Văn bản nào nói về nghỉ phép của công chức?") == ["nghi phep", "cong chuc"]


def test_without_marks_the_same_words_are_found() -> None:
    assert "nghi phep" in words("van ban nao noi ve nghi phep", marked=False)


def test_a_word_typed_half_without_marks_is_one_word() -> None:
    assert "trach nhiem" in words("chịu trach nhiệm")


def test_rare_words_weigh_more_than_common_ones() -> None:
    weights = {word.text: word.weight for word in focus_of("kỷ luật, tổ chức")}
    assert weights["ky luat"] > weights["to chuc"]


def test_what_a_text_lacks_is_weighed() -> None:
    focus = focus_of("tiêm chủng cho trẻ em")
    heaviest, share = missing(focus, "chăm sóc trẻ em trên địa bàn")
    assert heaviest == max(word.weight for word in focus)
    assert 0.5 < share < 1
    assert missing(focus, "tiêm chủng cho trẻ em") == (0.0, 0.0)


@given(st.text(max_size=80))
def test_any_text_has_a_focus_of_positive_weights(text: str) -> None:
    focus = focus_of(text)
    assert all(word.weight > 0 and word.text for word in focus)
    assert missing(focus, text)[1] <= 1.0


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Công văn giao Bộ Công an chủ trì việc nào?", ["Bộ Công an"]),
        ("Phòng VH-XH gửi báo cáo cho ai?", ["Phòng Văn hóa - Xã hội"]),
        ("Ủy ban nhân dân xã làm gì?", []),
    ],
)
def test_specific_bodies_are_named(question: str, names: list[str]) -> None:
    assert [body.names[0] for body in named_bodies(expand(question))] == names


def test_who_assigns_is_not_who_is_told() -> None:
    (acting,) = named_bodies("Bộ Y tế giao đơn vị nào chủ trì?")
    (told,) = named_bodies("Kế hoạch giao Bộ Y tế chủ trì việc gì?")
    assert acting.acting
    assert not told.acting
