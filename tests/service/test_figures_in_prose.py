"""Sums, periods and limits that stand in the prose of a regulation and are no target."""

from __future__ import annotations

import pytest

from index.library import Library
from ingest.errors import ModelUnavailable
from service.amounts import asked_amount
from service.desk import Desk

RULES = """ỦY BAN NHÂN DÂN
XÃ SÔNG NGỌC
Số: 33/QĐ-UBND
Sông Ngọc, ngày 12 tháng 9 năm 2025

QUYẾT ĐỊNH
Ban hành Quy chế quản lý kho lưu chiểu và tủ sách cộng đồng xã Sông Ngọc

Điều 1. Mượn sách
1. Người mượn giữ sách trong thời hạn 21 (hai mươi mốt) ngày kể từ khi nhận sách.
2. Thẻ mượn không phát sinh lượt mượn nào sau 08 tháng thì bị tạm khóa.
3. Thủ thư kiểm kê tủ sách định kỳ 04 tháng một lần và lập biên bản.

Điều 2. Thù lao thủ thư
1. Mức một, không quá 1.700.000 đồng/tháng áp dụng đối với thủ thư thuộc một trong các trường hợp sau:
a) Thủ thư có chứng chỉ nghiệp vụ lưu trữ và trông kho ban đêm;
b) Thủ thư phụ trách phòng đọc thiếu nhi vùng bãi.
2. Mức hai, không quá 900.000 đồng/tháng áp dụng đối với thủ thư thuộc một trong các trường hợp sau:
a) Thủ thư chỉ đẩy xe sách lưu động đến các xóm đò.

Điều 3. Mở kho
1. Ban quản lý gửi lịch mở kho cho các xóm ít nhất 05 ngày làm việc trước hôm mở kho.
2. Trưởng xóm niêm yết lịch mở kho không quá 02 ngày làm việc kể từ lúc nhận lịch.
3. Quy chế này có hiệu lực từ ngày 20 tháng 10 năm 2025.

Điều 4. Cân gạo cứu trợ vùng lũ
1. Nơi cân gạo cứu trợ vùng lũ là bến đò và các điếm canh đê ven sông lũ của xã.
2. Số nơi đặt cân: 06 trạm; mỗi trạm có hai người trông.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Đào Thị Bưởi
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("quy-che")
    (folder / "song-ngoc.txt").write_text(RULES, encoding="utf-8")
    library = Library.open(tmp_path_factory.mktemp("du-lieu"))
    try:
        library.sync([folder])
    except ModelUnavailable as error:
        pytest.skip(f"mô hình chưa sẵn sàng: {error}")
    return Desk(library)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Sách mượn ở Sông Ngọc được giữ nhiều nhất bao nhiêu ngày?", "21 (hai mươi mốt) ngày"),
        ("Thẻ mượn của Sông Ngọc bỏ không mượn bao lâu thì bị tạm khóa?", "sau 08 tháng"),
        ("Mấy tháng thủ thư Sông Ngọc phải kiểm kê tủ sách một lần?", "04 tháng một lần"),
        ("Thủ thư Sông Ngọc trông kho ban đêm được trả tối đa bao nhiêu một tháng?", "1.700.000 đồng/tháng"),
        ("Thủ thư đẩy xe sách lưu động ở Sông Ngọc mỗi tháng được trả nhiều nhất bao nhiêu?", "900.000 đồng/tháng"),
    ],
)
def test_figures_in_prose_are_quoted(rules: Desk, question: str, told: str) -> None:
    answer = rules.ask(question)
    assert answer.answered, answer.reason
    assert any(told in citation.quote for citation in answer.citations), answer.answer


def test_both_halves_of_a_question_for_two_periods_are_told(rules: Desk) -> None:
    answer = rules.ask(
        "Sông Ngọc phải gửi lịch mở kho trước ít nhất mấy ngày, còn trưởng xóm niêm yết lịch trong mấy ngày?"
    )
    quotes = " ".join(citation.quote for citation in answer.citations)
    assert "05 ngày làm việc" in quotes and "02 ngày làm việc" in quotes, answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Thủ thư Sông Ngọc trông kho mấy giờ một đêm?",
        "Sông Ngọc thu bao nhiêu tiền một năm khi làm thẻ mượn sách?",
        "Sách quý của Sông Ngọc phải cất trong tủ bao nhiêu năm?",
        "Người làm mất sách ở Sông Ngọc phải đền tối đa bao nhiêu tiền?",
    ],
)
def test_a_figure_of_another_measure_is_no_answer(rules: Desk, question: str) -> None:
    answer = rules.ask(question)
    assert not answer.answered, answer.answer


@pytest.mark.parametrize(
    ("question", "counted", "noun"),
    [
        ("trả tối đa bao nhiêu một tháng", "money", ""),
        ("mỗi năm hỗ trợ bao nhiêu", "money", ""),
        ("bao nhiêu ngày không đăng nhập", "count", "ngay"),
        ("mấy tháng phải gửi báo cáo một lần", "count", "thang"),
        ("bao nhiêu năm thì thay", "count", "nam"),
        ("có bao nhiêu hồ sơ", "count", "ho so"),
        ("ít nhất mấy cơ sở", "count", "co so"),
    ],
)
def test_the_measure_is_read_from_unit_and_rate(question: str, counted: str, noun: str) -> None:
    amount = asked_amount(question)
    assert amount is not None
    assert (amount.counted, amount.noun) == (counted, noun)


def test_an_interest_rate_is_no_sum() -> None:
    assert asked_amount("vay vốn hỗ trợ chịu lãi suất bao nhiêu một năm") is None


def test_a_date_is_no_span_of_months_or_years() -> None:
    months, years = asked_amount("trong mấy tháng"), asked_amount("bao nhiêu năm thì thay")
    assert months is not None and years is not None
    assert months.fits("trong 06 (sáu) tháng") and not months.fits("ngày 12 tháng 9 năm 2025")
    assert years.fits("sau 05 năm") and not years.fits("từ tháng 11 năm 2025")


def test_a_figure_under_headings_that_name_its_subject_answers(rules: Desk) -> None:
    answer = rules.ask("Sông Ngọc cân gạo cứu trợ vùng lũ ở mấy trạm?")
    assert any("06 trạm" in citation.quote for citation in answer.citations), answer.reason or answer.answer
