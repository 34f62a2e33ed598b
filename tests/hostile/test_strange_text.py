"""Letters that are not what they seem: whatever is typed or printed is answered, refused in words, or left out."""

from __future__ import annotations

import io
import unicodedata

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pieces import PIECES

from index.library import Library
from ingest.errors import TracuuError
from ingest.text import clean, plain, small
from service.desk import Desk
from service.exports.workbook import Heading, Sheet, comma_separated, workbook
from service.question import MAX_LENGTH

ASKED = ["Xã nào đặt mục tiêu phủ sóng 5G", "Phòng Văn hóa - Xã hội phải báo cáo gì", "trên 60%", "57-NQ/TW", "so với"]
ODD = st.text(st.characters(), max_size=12)
QUESTIONS = st.lists(st.one_of(ODD, st.sampled_from(ASKED), st.sampled_from(PIECES)), min_size=1, max_size=8)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(QUESTIONS)
@example(["İ"])
@example(["ﬁ", "ß 5G"])
@example(["\ud800 5G"])
def test_whatever_is_asked_is_answered_verbatim_or_refused_in_words(mini: Library, parts: list[str]) -> None:
    try:
        answer = Desk(mini).ask("".join(parts))
    except TracuuError as refusal:
        assert refusal.message and refusal.hint
        return
    answer.model_dump_json().encode()
    cited = [*answer.citations, *(near.citation for near in answer.near_misses)]
    for citation in cited:
        assert mini.document(citation.document).text[citation.start : citation.end] == citation.quote


@settings(max_examples=300, derandomize=True)
@given(st.text())
@example("İstanbul, ﬁ, ß, ŉ")
def test_small_letters_stand_where_the_large_ones_stood(text: str) -> None:
    assert len(small(text)) == len(text)
    assert len(plain(text)) == len(text)
    assert small("ĐẢNG ỦY") == "đảng ủy"


@settings(max_examples=300, derandomize=True)
@given(st.text())
@example("\u202eđảo\u2066 chữ\u200f \U000e0041ẩn\ufff9")
def test_no_letter_of_a_document_turns_or_hides_what_stands_beside_it(text: str) -> None:
    kept = clean(text)
    assert all(unicodedata.category(char) != "Cf" or char in "\u0600\u06dd\u0890" for char in kept if char < "\u0600")
    assert not set(kept) & set(map(chr, [*range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0x200B, 0x2010)]))
    assert clean(kept) == kept


@pytest.mark.parametrize("question", ["", " ", "\x00", "\u200b\u202e", "\ud800", "?" * 50, "a", "\u0301" * 10_000])
def test_what_is_no_question_is_refused_with_what_to_do(mini: Library, question: str) -> None:
    with pytest.raises(TracuuError) as refusal:
        Desk(mini).ask(question)
    assert refusal.value.status == 422 and refusal.value.hint


def test_a_question_that_is_too_long_says_how_long_it_may_be(mini: Library) -> None:
    with pytest.raises(TracuuError, match=str(MAX_LENGTH)):
        Desk(mini).ask("a" * (MAX_LENGTH + 1))


FORMULAS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("//nơi.khác")']


@pytest.mark.parametrize("typed", [*FORMULAS, "\x00\x0b\ufffe5G\x1f", "a\ud800b", "x" * 40_000])
def test_whatever_stands_in_a_cell_is_text_and_fits(typed: str) -> None:
    sheet = Sheet("Bảng", [Heading("Lời", 20)], [[typed]])
    cell = openpyxl.load_workbook(io.BytesIO(workbook([sheet]))).worksheets[0]["A2"]
    assert cell.data_type == "s"
    assert str(cell.value).strip("x") == "" or str(cell.value) in (typed, "5G", "ab", typed.replace("\r", "\n"))
    line = comma_separated(sheet).decode("utf-8-sig").split("\r\n", 1)[1]
    assert line.lstrip('"')[0] not in "=+-@\t\r"
