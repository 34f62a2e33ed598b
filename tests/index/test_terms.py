"""What counts as a word, and what as one symbol."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text import MAX_TERM, analyse, bigrams, fold, is_unaccented, normal, spelling, syllables, symbols

VIETNAMESE = st.text(alphabet="aàáảãạăằâấêếoôơờuưứiíyýđĐbcghklmnpqrstvxƯỚ 0123456789.,-/%≥\n\t", max_size=80)


@given(st.text(max_size=200))
def test_any_text_gives_terms_that_an_engine_can_hold(text: str) -> None:
    terms = analyse(text)
    for term in (*terms.syllables, *terms.bigrams, *terms.symbols, *terms.folded):
        assert term
        assert not any(char.isspace() for char in term)
    assert all(len(term) <= 2 * MAX_TERM for term in terms.syllables)


@given(VIETNAMESE)
def test_decomposed_text_gives_the_same_terms(text: str) -> None:
    assert analyse(unicodedata.normalize("NFD", text)) == analyse(text)


@given(VIETNAMESE)
def test_capitals_do_not_matter_to_syllables(text: str) -> None:
    assert syllables(text.upper()) == syllables(text.lower())


@given(VIETNAMESE)
def test_folding_keeps_the_number_of_syllables_and_is_final(text: str) -> None:
    folded = analyse(text).folded
    assert len(folded) == len(analyse(text).syllables)
    assert [fold(word) for word in folded] == folded


@given(VIETNAMESE)
def test_one_spelling_is_its_own_spelling(text: str) -> None:
    assert all(spelling(word) == word for word in syllables(text))


@given(st.lists(st.text(alphabet="abc", min_size=1), max_size=9))
def test_bigrams_are_the_neighbours(words: list[str]) -> None:
    assert bigrams(words) == [f"{words[i]}_{words[i + 1]}" for i in range(len(words) - 1)]


@pytest.mark.parametrize(
    ("printed", "term"),
    [
        ("57-NQ/TW", "57-nq/tw"),
        ("57 - NQ/TW", "57-nq/tw"),
        ("57–NQ/TW", "57-nq/tw"),
        ("71/NQ-\nCP", "71/nq-cp"),
        ("30/2020/NĐ-CP", "30/2020/nđ-cp"),
        ("57-nq/tw", "57-nq/tw"),
        ("≥", "≥"),
        (">=", "≥"),
        ("0,5%", "0,5%"),
        ("60 %", "60%"),
        ("5G", "5g"),
        ("24/11/2025", "24/11/2025"),
        ("2025-2027", "2025-2027"),
    ],
)
def test_a_symbol_is_one_term(printed: str, term: str) -> None:
    assert symbols(f"theo {printed}, đạt") == (term,)


def test_the_letter_d_with_stroke_is_not_the_letter_d() -> None:
    assert symbols("12/QĐ-UBND") != symbols("12/QD-UBND")
    assert symbols("12/QĐ-UBND") == symbols("12/qđ-ubnd")


def test_a_year_alone_is_a_syllable_and_no_symbol() -> None:
    assert symbols("năm 2025") == ()
    assert "2025" in syllables("năm 2025")


@pytest.mark.parametrize(
    ("one", "other"),
    [("uỷ ban", "ủy ban"), ("hoà bình", "hòa bình"), ("kĩ thuật", "kỹ thuật"), ("tỉ lệ", "tỷ lệ")],
)
def test_two_spellings_of_a_word_meet(one: str, other: str) -> None:
    assert syllables(one) == syllables(other)


@pytest.mark.parametrize("word", ["quý", "hoàn", "huỳnh", "thi", "khi", "vị"])
def test_other_words_keep_their_spelling(word: str) -> None:
    assert syllables(word) == (word,)


def test_diacritics_are_told_from_their_absence() -> None:
    assert is_unaccented("chuyen doi so 2025")
    assert not is_unaccented("chuyển đổi số")
    assert not is_unaccented("đ")
    assert not is_unaccented("60% 2025")


def test_folding_reaches_every_letter() -> None:
    assert fold(normal("ĐỔI MỚI SÁNG TẠO, ưỡn ẹo")) == "doi moi sang tao, uon eo"
