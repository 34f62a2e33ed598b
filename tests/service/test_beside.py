"""Documents set side by side: each is asked by itself, and what is computed is computed over what is quoted."""

from __future__ import annotations

import pytest
from made_up import open_made_up

from service.desk import Desk
from service.types import Answer

LANG_CHUOI = """ỦY BAN NHÂN DÂN
XÃ LÀNG CHUỐI
Số: 12/KH-UBND
Làng Chuối, ngày 04 tháng 3 năm 2026

KẾ HOẠCH
Giữ nước mùa khô ở xã Làng Chuối

I. MỤC TIÊU
Hồ chứa của xã trong vắt, bờ kè vững chãi, trồng tre ba hàng quanh bờ, đèn sáng suốt đêm.

II. TỔ CHỨC THỰC HIỆN
1. Phòng Kinh tế kiểm tra rò rỉ ở cống ngầm, báo cáo trước ngày 10/4/2026.
2. Trưởng bản giữ chìa khóa trạm bơm, bàn giao có ký sổ.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lò Văn Sính
"""
DOI_BUOM = """ỦY BAN NHÂN DÂN
XÃ ĐỒI BƯỚM
Số: 8/KH-UBND
Đồi Bướm, ngày 19 tháng 2 năm 2026

KẾ HOẠCH
Giữ nước mùa khô ở xã Đồi Bướm

I. MỤC TIÊU
Hồ chứa của xã trong vắt, bờ kè vững chãi, trồng tre ngà ba hàng quanh bờ, có ghế đá cho người già.

II. TỔ CHỨC THỰC HIỆN
1. Phòng Kinh tế kiểm tra rò rỉ ở cống ngầm, báo cáo trước ngày 25/4/2026.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Giàng A Páo
"""


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("hai-ho")
    (folder / "lang-chuoi.txt").write_text(LANG_CHUOI, encoding="utf-8")
    (folder / "doi-buom.txt").write_text(DOI_BUOM, encoding="utf-8")
    library = open_made_up(tmp_path_factory.mktemp("data"))
    assert not library.sync([folder]).rejected
    return Desk(library)


def _documents(answer: Answer) -> set[str]:
    return {one.document for one in answer.citations}


@pytest.mark.parametrize(
    "question",
    [
        "Hạn kiểm tra rò rỉ ở cống ngầm của Làng Chuối và của Đồi Bướm khác nhau thế nào?",
        "So sánh hạn kiểm tra rò rỉ ở cống ngầm giữa Làng Chuối và Đồi Bướm",
    ],
)
def test_each_side_gives_its_date_and_the_difference_is_computed(both: Desk, question: str) -> None:
    answer = both.ask(question)
    assert answer.answered, answer.reason
    assert _documents(answer) == {"lang-chuoi", "doi-buom"}
    assert "10/4/2026" in answer.answer
    assert "25/4/2026" in answer.answer
    assert "cách nhau 15 ngày" in answer.answer


def test_a_side_that_says_nothing_is_told_so(both: Desk) -> None:
    answer = both.ask("Làng Chuối và Đồi Bướm giao ai giữ chìa khóa trạm bơm, có giống nhau không?")
    assert "Trưởng bản giữ chìa khóa" in answer.answer
    assert "Đồi Bướm: không thấy chỗ nêu điều được hỏi." in answer.answer


def test_what_neither_side_says_is_refused(both: Desk) -> None:
    answer = both.ask("Số thuyền cứu hộ của Làng Chuối và của Đồi Bướm khác nhau thế nào?")
    assert not answer.answered, answer.answer


def test_a_clause_about_each_document_is_asked_of_that_document(both: Desk) -> None:
    answer = both.ask("Làng Chuối giao ai giữ chìa khóa trạm bơm; còn Đồi Bướm thì ai kiểm tra rò rỉ ở cống ngầm?")
    assert "Trưởng bản giữ chìa khóa" in answer.answer
    assert "25/4/2026" in answer.answer
    assert "10/4/2026" not in answer.answer


def test_a_wording_taken_over_is_shown_with_the_word_that_was_lost(both: Desk) -> None:
    answer = both.ask("Mục tiêu hồ chứa của Làng Chuối lấy lại câu của Đồi Bướm nhưng rơi mất chữ gì?")
    assert _documents(answer) == {"lang-chuoi", "doi-buom"}
    assert "sau “trồng tre”: bên thứ nhất không có chữ nào, bên thứ hai “ngà”" in answer.answer
