"""Everyday words of questions, words that only fill them, and how far from the wording a drafter may be."""

from __future__ import annotations

from collections import Counter

import pytest

from ingest.vocabulary import entries
from service.asked_figures import quoted
from service.desk import Desk
from service.everyday import Everyday, official
from service.lexicon import content

LISTED = entries("dong-nghia", "loi_thuong", Everyday)
HALF = "ruộng bậc thang, áp dụng chính sách, tổ chức quản lý, bảo đảm chất lượng và hiệu quả"


def test_everyday_words_become_those_of_documents() -> None:
    assert official("cha mẹ học qua mạng", marked=True) == "phụ huynh học trực tuyến"
    assert official("buon ban tren mang", marked=False) == "thương mại điện tử"
    assert official("qua mạng", marked=True, keep=True) == "qua mạng trực tuyến"
    assert official("hốt rác, làm thử ở xã", marked=True) == "thu gom, thí điểm ở xã"


def test_a_single_word_without_marks_is_left_alone() -> None:
    assert official("lang nghe", marked=False) == "lang nghe"


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("sức lan tỏa của phong trào", True),
        ("phát triển làng nghề", True),
        ("lam thu tuc o xa", False),
        ("khach du lich den choi nhac", False),
    ],
)
def test_a_word_is_not_cut_by_an_everyday_phrase_inside_it(text: str, marked: bool) -> None:
    assert official(text, marked=marked) == text


def test_every_everyday_phrase_has_one_meaning_and_needs_one_step() -> None:
    said = Counter(phrase for one in LISTED for phrase in one.noi)
    assert [phrase for phrase, count in said.items() if count > 1] == []
    wrong = [
        (phrase, one.chu)
        for one in LISTED
        for phrase in one.noi
        if official(phrase, marked=True) != one.chu or official(one.chu, marked=True) != one.chu
    ]
    assert wrong == []


def test_words_that_only_fill_are_left_out_where_marks_tell_them() -> None:
    assert content("hễ thấy chuyện ấy chậm trễ") == ["cham", "tre"]
    assert content("chuyen doi so", marked=False) == ["chuyen", "doi", "so"]


def test_a_quotation_with_gaps_is_quoted_by_its_pieces(desk: Desk) -> None:
    assert quoted("câu “theo đề nghị của … tại tờ trình ...” viết sao") == ("theo đề nghị của", "tại tờ trình")
    answer = desk.ask('Câu "Mở chuyên mục … của các thôn" viết sao?')
    assert answer.answered
    assert answer.citations[0].document.startswith("suoi-nga")


def test_a_drafter_is_shown_the_nearest_wording_and_told_that_it_is_not_all(desk: Desk) -> None:
    answer = desk.ask(f"Câu mẫu về {HALF}")
    assert answer.answered
    assert "ruộng bậc thang" in answer.citations[0].quote
    assert any("gần nhất" in note for note in answer.notes)


def test_what_is_said_in_full_is_not_called_near(desk: Desk) -> None:
    answer = desk.ask("Câu mẫu về dựng thêm cột thu phát sóng ở khu ruộng bậc thang")
    assert answer.answered
    assert not any("gần nhất" in note for note in answer.notes)


@pytest.mark.parametrize(
    "question",
    [
        f"Theo kế hoạch thì {HALF} được nêu ra sao?",
        "Câu mẫu về nạo vét kênh mương nội đồng, quản lý chất lượng, tổ chức đánh giá hiệu quả chương trình",
    ],
)
def test_half_is_not_enough_for_other_questions_and_less_is_not_for_drafters(desk: Desk, question: str) -> None:
    assert not desk.ask(question).answered
