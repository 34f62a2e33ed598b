"""Symbols of documents, however they were printed."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.facts.symbols import canonical, find_symbols, parse, same

STATE = st.sampled_from(["CP", "UBND", "TTg", "HĐND", "BKHCN", "BTTTT-VP"])
PARTY = st.sampled_from(["TW", "TU", "ĐU", "BCĐ", "VPTW"])
STATE_CODES = st.sampled_from(["NQ", "QĐ", "KH", "NĐ", "CT", "TTr"])
PARTY_CODES = st.sampled_from(["NQ", "QĐ", "KH", "CTr", "KL", "HD"])
NUMBERS = st.integers(min_value=1, max_value=99999).map(str)
DASHES = st.sampled_from(["-", "–", "- ", "-\n", "– "])
SLASHES = st.sampled_from(["/", "/ ", " /"])


@given(NUMBERS, STATE_CODES, STATE, SLASHES, DASHES)
def test_a_state_symbol_survives_any_print(number: str, code: str, body: str, slash: str, dash: str) -> None:
    (found,) = find_symbols(f"theo Quyết định số {number}{slash}{code}{dash}{body} của cơ quan")
    assert found.canonical == f"{number}/{code}-{body}"
    assert found.family == "state"
    assert found.well_formed


@given(NUMBERS, PARTY_CODES, PARTY, SLASHES, DASHES)
def test_a_party_symbol_survives_any_print(number: str, code: str, body: str, slash: str, dash: str) -> None:
    (found,) = find_symbols(f"Kết luận số {number}{dash}{code}{slash}{body}, ngày")
    assert found.canonical == f"{number}-{code}/{body}"
    assert found.family == "party"
    assert found.well_formed


@given(NUMBERS, st.integers(min_value=1990, max_value=2030), st.sampled_from(["NĐ-CP", "QH15", "TT-BTC"]))
def test_the_year_of_a_legal_act_is_kept(number: str, year: int, tail: str) -> None:
    found = parse(f"{number}/{year}/{tail}")
    assert found is not None
    assert (found.canonical, found.year) == (f"{number}/{year}/{tail}", str(year))


@given(NUMBERS, PARTY_CODES, PARTY, DASHES)
def test_canonical_is_a_fixed_point_and_the_same_document(number: str, code: str, body: str, dash: str) -> None:
    printed = f"{number}{dash}{code}/{body}"
    once = canonical(printed)
    assert once is not None
    assert canonical(once) == once
    assert same(printed, once)


@given(st.text(alphabet=string.ascii_lowercase + "àđêơ ,.;0123456789/-\n", max_size=80))
def test_small_letters_never_make_a_symbol_in_a_text(text: str) -> None:
    assert find_symbols(text) == []


@given(st.text(max_size=120))
def test_spans_are_of_the_text_as_given(text: str) -> None:
    for found in find_symbols(text):
        assert text[found.start : found.end] == found.printed


@pytest.mark.parametrize(
    "text",
    [
        "giai đoạn 2025-2030, tầm nhìn 2045",
        "ngày 24/7 và 01/07/2025",
        "đến năm 2030\n- HĐND - UBND xã chỉ đạo",
        "mạng 5G/IPv6, tỷ lệ 50/50",
        "năm 2030 - Tỷ lệ hồ sơ",
        "TCVN 9001-2015, ISO/IEC 27001",
    ],
)
def test_what_only_looks_like_a_symbol_is_left_alone(text: str) -> None:
    assert find_symbols(text) == []


def test_letters_have_no_type() -> None:
    found = parse("văn bản số 1234/BTTTT-THH")
    assert found is not None
    assert (found.code, found.body, found.canonical) == (None, "BTTTT-THH", "1234/BTTTT-THH")


@pytest.mark.parametrize(("printed", "right"), [("03-NQ/CP", "03/NQ-CP"), ("9/NQ-TW", "9-NQ/TW")])
def test_separators_of_the_other_family_are_malformed(printed: str, right: str) -> None:
    found = parse(printed)
    assert found is not None
    assert not found.well_formed
    assert found.canonical == right
    assert same(printed, right)


def test_d_with_stroke_is_not_d() -> None:
    assert same("204-QĐ/TW", "204-qđ/tw")
    assert not same("204-QĐ/TW", "204-QD/TW")


def test_the_year_counts_only_when_both_print_it() -> None:
    assert same("88/NĐ-CP", "88/2025/NĐ-CP")
    assert not same("88/2024/NĐ-CP", "88/2025/NĐ-CP")
    assert same("193/2025/NQ-QH15", "193/2025/QH15")


def test_a_symbol_typed_in_small_letters_is_read() -> None:
    assert canonical("57-nq/tw") == "57-NQ/TW"
    assert canonical("71/nq-cp") == "71/NQ-CP"
    assert canonical("khong co gi") is None


def test_capitals_of_a_title_do_not_change_the_prime_ministers_symbol() -> None:
    assert canonical("CHỈ THỊ SỐ 27/CT-TTG") == "27/CT-TTg"


def test_different_numbers_types_or_bodies_are_different_documents() -> None:
    assert not same("57-NQ/TW", "57-KL/TW")
    assert not same("57-NQ/TW", "58-NQ/TW")
    assert not same("25-KH/ĐU", "25-KH/TU")
