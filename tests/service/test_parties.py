"""Duties by the body that has them: the date that another body must keep is no answer, however alike it is worded."""

from __future__ import annotations

import pytest
from made_up import open_made_up

from service.desk import Desk

KHE_SAU = """ỦY BAN NHÂN DÂN
XÃ KHE SÂU
Số: 31/KH-UBND
Khe Sâu, ngày 06 tháng 5 năm 2026

KẾ HOẠCH
Đếm lại đàn ong trên địa bàn xã Khe Sâu

I. MỤC ĐÍCH
Biết rõ mỗi bản còn bao nhiêu tổ ong để đặt mua thùng gỗ cho đủ.

II. PHÂN CÔNG NHIỆM VỤ
1. Phòng Kinh tế
- Tổng hợp kết quả đếm đàn ong, gửi Phòng Văn hóa - Xã hội.
Thời gian hoàn thành: Trước ngày 28/8/2026.
- Chủ trì điều phối thùng gỗ mua từ quỹ khuyến nông của xã.
2. Trạm Y tế xã
- Gửi kết quả đếm đàn ong ở vườn thuốc về Phòng Kinh tế.
Thời gian hoàn thành: Trước ngày 12/7/2026.
- Soạn tờ dặn cách xử trí khi bị ong đốt.
Thời gian hoàn thành: Trước ngày 03/6/2026.
3. Công an xã
- Nhắc người nuôi ong treo biển báo bên đường.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Vi Văn Tỏn
"""


@pytest.fixture(scope="module")
def bees(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("khe-sau")
    (folder / "khe-sau.txt").write_text(KHE_SAU, encoding="utf-8")
    library = open_made_up(tmp_path_factory.mktemp("data"))
    assert not library.sync([folder]).rejected
    return Desk(library)


@pytest.mark.parametrize(
    ("question", "date", "others"),
    [
        ("Trạm Y tế ở Khe Sâu phải gửi kết quả đếm đàn ong về Phòng Kinh tế trước ngày nào?", "12/7/2026", "28/8/2026"),
        ("Phòng Kinh tế Khe Sâu phải gửi kết quả đếm đàn ong trước ngày nào?", "28/8/2026", "12/7/2026"),
        ("By what date must the Economic Office of Khe Sâu send kết quả đếm đàn ong?", "28/8/2026", "12/7/2026"),
    ],
)
def test_the_date_is_that_of_the_body_asked_about(bees: Desk, question: str, date: str, others: str) -> None:
    answer = bees.ask(question)
    assert answer.answered, answer.reason
    assert date in answer.answer
    assert others not in answer.answer


def test_a_work_is_quoted_with_the_line_below_that_dates_it(bees: Desk) -> None:
    answer = bees.ask("Trạm Y tế ở Khe Sâu phải soạn tờ dặn cách xử trí khi bị ong đốt xong trước ngày nào?")
    quotes = [one.quote for one in answer.citations]
    assert any("xử trí khi bị ong đốt" in quote for quote in quotes)
    assert any(quote.endswith("Trước ngày 03/6/2026.") for quote in quotes)


@pytest.mark.parametrize(
    "question",
    [
        "Công an xã Khe Sâu phải gửi kết quả đếm đàn ong về Phòng Kinh tế trước ngày nào?",
        "Trạm Y tế Khe Sâu phải gửi kết quả đếm đàn ong cho Công an xã trước ngày nào?",
    ],
)
def test_what_a_body_need_not_do_or_not_towards_that_one_is_refused(bees: Desk, question: str) -> None:
    answer = bees.ask(question)
    assert not answer.answered, answer.answer


def test_who_has_the_duty_is_told_beside_the_refusal(bees: Desk) -> None:
    answer = bees.ask("Công an xã Khe Sâu phải gửi kết quả đếm đàn ong về Phòng Kinh tế trước ngày nào?")
    assert any(
        "Trạm Y tế" in miss.why or "Trạm Y tế" in miss.citation.section_titles[-1] for miss in answer.near_misses
    )


def test_the_heading_tells_who_leads_the_very_act_asked_about(bees: Desk) -> None:
    answer = bees.ask("Phòng nào ở Khe Sâu chủ trì điều phối thùng gỗ mua từ quỹ khuyến nông?")
    assert answer.answered, answer.reason
    assert "Phòng Kinh tế" in answer.answer
