"""A property that is demanded of a thing the documents speak of: stated, or refused with what is missing."""

from __future__ import annotations

import pytest

from service.desk import Desk


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Bến Gỗ mua loa truyền thanh thông minh của hãng nào?", "nhà cung cấp"),
        ("Which company supplies the smart loudspeakers in Bến Gỗ?", "supplier"),
        ("Loa truyền thanh thông minh ở Bến Gỗ giá bao nhiêu?", "giá tiền"),
        ("How much does a smart loudspeaker cost in Bến Gỗ?", "cost"),
        ("Người đứng lớp dạy kỹ năng số ở Bến Gỗ họ tên là gì?", "họ tên"),
        ("Lớp dạy kỹ năng số ở Đá Nhảy liên hệ số điện thoại nào?", "số điện thoại"),
        ("Kinh phí mở lớp dạy kỹ năng số ở Bến Gỗ chia cho từng ấp thế nào?", "phần tiền"),
        ("How is the budget split for the digital skills classes in Bến Gỗ?", "share of the money"),
        ("Ấp chậm thay loa truyền thanh ở Bến Gỗ bị phạt thế nào?", "xử phạt"),
        ("What penalty do villages of Bến Gỗ face that keep old loudspeakers?", "penalty"),
        ("Bến Gỗ nhận phản ánh về dịch vụ số qua địa chỉ email nào?", "thư điện tử"),
    ],
)
def test_what_is_not_stated_of_a_known_thing_is_refused_by_its_name(two: Desk, question: str, missing: str) -> None:
    answer = two.ask(question)
    assert not answer.answered, answer.answer
    assert missing in (answer.reason or ""), answer.reason


@pytest.mark.parametrize(
    "question",
    [
        "Vì lý do gì Bến Gỗ chỉ phủ sóng 5G 45%?",
        "How many classes have been completed in Bến Gỗ so far?",
        "Bến Gỗ đã dạy xong được mấy lớp kỹ năng số?",
        "How many digital skills classes in Bến Gỗ have been taught?",
    ],
)
def test_reasons_and_results_that_nobody_tells_are_refused(two: Desk, question: str) -> None:
    assert not two.ask(question).answered


def test_what_is_stated_is_told(two: Desk) -> None:
    answer = two.ask("Số điện thoại đường dây nóng nhận phản ánh về dịch vụ số của Bến Gỗ là số nào?")
    assert "0299 3456 777" in answer.answer, answer.reason


def test_assessing_and_taking_part_ask_for_no_price(two: Desk) -> None:
    for question in ("Bến Gỗ đánh giá bao nhiêu lớp dạy kỹ năng số?", "Có bao nhiêu người tham gia bao nhiêu lớp?"):
        assert "giá tiền" not in (two.ask(question).reason or "")
