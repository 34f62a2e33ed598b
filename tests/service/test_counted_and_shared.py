"""Figures asked for in one form and printed in another, and figures that are demanded but not told."""

from __future__ import annotations

import pytest

from index.library import Library
from ingest.errors import ModelUnavailable
from ingest.types import Target
from service.amounts import asked_amount
from service.desk import Desk

PLAN = """ỦY BAN NHÂN DÂN
XÃ BÃI LAU
Số: 61/KH-UBND
Bãi Lau, ngày 20 tháng 8 năm 2025

KẾ HOẠCH
Chăm sóc rừng sú và bến thuyền của xã Bãi Lau

I. HIỆN TRẠNG
1. Hiện nay, các bến thuyền của xã có 64 phao tiêu, trong đó 17 phao tiêu gắn đèn năng lượng mặt trời.
2. Sau trận gió lốc tháng 7, toàn xã ghi nhận nhiều người bị thương; trên 430 chòi canh bị sập, gần 90 hộ phải
lánh nạn; tổng thiệt hại ước khoảng 27 tỷ đồng.

II. CHỈ TIÊU
1. Giai đoạn 2026-2027
- Đạt 75% chòi canh rừng sú có bộ đàm hoạt động thông suốt.
- Mỗi năm ít nhất 03 HTX nuôi hàu trên địa bàn được giới thiệu giống mới.
2. Giai đoạn 2030
- Đạt 95% chòi canh rừng sú có bộ đàm hoạt động thông suốt.

III. VIỆC PHẢI LÀM
1. Tổ bến thuyền vớt lưới ma quanh bến trong 36-60 giờ sau khi gió lốc tan.
2. Trưởng bến báo tình hình neo đậu 03 lần/ngày (trước 5h30 và 18h00) gửi Văn phòng xã.
3. Tổ rừng sú đo độ mặn bãi sú với tần suất 05 lần/năm, mỗi lần tại 04 vị trí.
4. Xã mở 12 lớp (04 lớp/năm) dạy vá lưới cho chủ thuyền.
5. Phòng Kinh tế nhắc các bến định kỳ báo cáo việc thay phao tiêu về Văn phòng xã.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lò Văn Sậy
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("ke-hoach")
    (folder / "bai-lau.txt").write_text(PLAN, encoding="utf-8")
    library = Library.open(tmp_path_factory.mktemp("du-lieu"))
    try:
        library.sync([folder])
    except ModelUnavailable as error:
        pytest.skip(f"mô hình chưa sẵn sàng: {error}")
    return Desk(library)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Ở Bãi Lau, bao nhiêu chòi canh rừng sú phải có bộ đàm trong giai đoạn 2026-2027?", ["75% chòi canh"]),
        (
            "Bãi Lau: bao nhiêu chòi canh rừng sú phải có bộ đàm giai đoạn 2026-2027, rồi đến 2030 là bao nhiêu?",
            ["75% chòi canh", "95% chòi canh"],
        ),
        ("Mỗi năm Bãi Lau giới thiệu giống mới cho mấy hợp tác xã nuôi hàu?", ["03 HTX nuôi hàu"]),
        ("Tổ bến thuyền Bãi Lau phải vớt lưới ma trong mấy giờ sau gió lốc?", ["36-60 giờ"]),
        ("Trưởng bến Bãi Lau báo tình hình neo đậu ngày mấy lần, mấy giờ?", ["03 lần/ngày (trước 5h30 và 18h00)"]),
        ("truong ben bai lau bao tinh hinh neo dau ngay may lan, may gio", ["03 lần/ngày (trước 5h30 và 18h00)"]),
        ("Tổ rừng sú Bãi Lau đo độ mặn bãi sú một năm bao nhiêu lần?", ["05 lần/năm"]),
        ("Bãi Lau mở bao nhiêu lớp dạy vá lưới?", ["12 lớp"]),
        ("Trận gió lốc làm Bãi Lau thiệt hại ước tính bao nhiêu tiền?", ["27 tỷ đồng"]),
        ("Sau gió lốc ở Bãi Lau có bao nhiêu hộ phải lánh nạn?", ["90 hộ"]),
        ("Bến thuyền Bãi Lau hiện có mấy phao tiêu gắn đèn năng lượng mặt trời?", ["17 phao tiêu"]),
    ],
)
def test_the_figure_is_told_in_the_form_it_is_printed_in(plan: Desk, question: str, told: list[str]) -> None:
    answer = plan.ask(question)
    assert answer.answered, answer.reason
    quotes = " ".join(" ".join(citation.quote.split()) for citation in answer.citations)
    assert all(one in quotes for one in told), answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Bãi Lau có tỷ lệ chòi canh rừng sú thực có bộ đàm là bao nhiêu?",
        "Bãi Lau dựng mới bao nhiêu chòi canh rừng sú?",
        "How many people does the plan of Bãi Lau report as injured in the whirlwind?",
        "On what day of each month must the boat landings of Bãi Lau report to the commune office?",
        "Bãi Lau chi bao nhiêu tiền để dạy vá lưới?",
        "Phòng Kinh tế Bãi Lau phải nhắc bao nhiêu bến báo cáo việc thay phao tiêu?",
    ],
)
def test_what_prints_no_such_figure_is_no_answer(plan: Desk, question: str) -> None:
    answer = plan.ask(question)
    assert not answer.answered, answer.answer


def test_a_share_stands_for_a_count_only_where_none_is_printed() -> None:
    amount = asked_amount("bao nhiêu hồ sơ phải số hóa")
    assert amount is not None
    share = Target(
        indicator="hồ sơ", comparator=">=", value=60, unit="%", start=0, end=5, quote="60% hồ sơ được số hóa"
    )
    count = share.model_copy(update={"unit": "hồ sơ", "quote": "400 hồ sơ được số hóa"})
    assert amount.measured_by([share]) == [share]
    assert amount.measured_by([share, count]) == [count]
    villages = asked_amount("bao nhiêu bản phủ lưới điện")
    assert villages is not None and villages.is_shared_in("100% các bản có lưới điện")
    assert amount.is_shared_in("Tỷ lệ hồ sơ được số hóa đạt 60%") and not amount.is_shared_in("60% người dân")


@pytest.mark.parametrize("question", ["thành lập bao nhiêu hợp tác xã", "tổ chức mấy lớp tập huấn"])
def test_what_is_made_is_counted(question: str) -> None:
    amount = asked_amount(question)
    assert amount is not None
    assert not amount.is_shared_in("80% hợp tác xã, 80% lớp tập huấn")


@pytest.mark.parametrize(
    ("question", "printed", "other"),
    [
        ("trong mấy giờ", "trong 24-48 giờ", "trước 16h00"),
        ("trong mấy giờ", "từ 24 đến 48 giờ", "24 ngày"),
        ("lúc mấy giờ", "trước 9h00 và 16h00", "9 hộ"),
        ("bao nhiêu trường đạt chuẩn", "629/731 trường công lập", "731 phòng"),
        ("mỗi năm mấy lần", "05 lần/năm", "05 đợt/năm"),
        ("bao nhiêu hộ phải dời", "gần 90 hộ phải dời", "gần 90 hồ chứa"),
        ("bao nhieu ho phai doi", "gần 90 hộ phải dời", "gần 90 đầm"),
        ("bao nhiêu nhà máy phải dừng", "12 nhà máy", "200 nhà bị ngập"),
    ],
)
def test_ranges_times_of_day_and_fractions_are_figures(question: str, printed: str, other: str) -> None:
    amount = asked_amount(question)
    assert amount is not None
    assert any(tells(printed) for tells in amount.tellings)
    assert not amount.fits(other)


@pytest.mark.parametrize("question", ["tháng mấy xong việc ấy", "ngay may phai gui", "hạn quý mấy năm 2026"])
def test_a_month_asked_for_counts_nothing(question: str) -> None:
    assert asked_amount(question) is None
