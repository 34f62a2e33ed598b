"""A question is checked and normalised before anything is asked."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import BadQuestion
from service.question import MAX_LENGTH, read
from service.words import fold, sentences, syllables


@pytest.mark.parametrize("text", ["", "   ", "?", "…!", "\n\t", "a", "\u200b"])
def test_a_question_without_a_word_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(BadQuestion) as refused:
        read(text)
    assert refused.value.message
    assert refused.value.hint


def test_a_question_of_ten_thousand_characters_is_refused_with_the_limit() -> None:
    with pytest.raises(BadQuestion, match=str(MAX_LENGTH)):
        read("báo cáo " * 1250)


def test_decomposed_letters_and_line_breaks_become_one_composed_line() -> None:
    question = read(unicodedata.normalize("NFD", "Xã nào\nphủ sóng  5G?"))
    assert question.text == "Xã nào phủ sóng 5G?"


@pytest.mark.parametrize(
    ("text", "language", "marked"),
    [
        ("Xã nào phủ sóng 5G?", "vi", True),
        ("xa nao phu song 5g den nam 2025", "vi", False),
        ("Which commune sets a 5G target by 2025?", "en", False),
        ("What must Suối Ngà report by 2025?", "en", True),
        ('Which plan cites "Nghị quyết 57-NQ/TW"?', "en", True),
    ],
)
def test_language_and_diacritics_are_told_apart(text: str, language: str, marked: bool) -> None:
    question = read(text)
    assert (question.language, question.marked) == (language, marked)


@given(st.text())
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        question = read(text)
    except BadQuestion as error:
        assert error.message
        return
    assert question.text == unicodedata.normalize("NFC", question.text)


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_folding_composed_text_keeps_every_offset(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert len(fold(composed)) == len(composed)


def test_two_spellings_of_one_syllable_meet() -> None:
    assert syllables("Tỉ lệ kĩ năng Đảng") == syllables("Tỷ lệ kỹ năng đảng") == ["ty", "le", "ky", "nang", "dang"]


def test_sentences_cover_a_text_without_crossing_lines() -> None:
    text = "Một là báo cáo. Hai là kiểm tra; ba là về TP. Huế.\nDòng sau\tô bên"
    assert [text[a:b] for a, b in sentences(text)] == [
        "Một là báo cáo.",
        "Hai là kiểm tra; ba là về TP. Huế.",
        "Dòng sau",
        "ô bên",
    ]
