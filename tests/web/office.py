"""A library of the shipped digests and a made-up plan with tasks, a monthly report and targets of its own."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from syllable_encoder import SyllableEncoder
from web_samples import CORPUS

from index.library import Library
from web.app import create_web

PLAN = """ỦY BAN NHÂN DÂN
XÃ CẦU GỖ
Số: 19/KH-UBND
Cầu Gỗ, ngày 05 tháng 9 năm 2025

KẾ HOẠCH
Chuyển đổi số trên địa bàn xã Cầu Gỗ

Ủy ban nhân dân xã Cầu Gỗ ban hành Kế hoạch với nội dung sau:

I. MỤC TIÊU
1. Đến hết năm 2025
- Tỷ lệ phủ sóng 5G trên địa bàn xã ≥ 45%.
- Trồng 1.250 cây xanh ven đường.
2. Đến hết năm 2030
- Tỷ lệ phủ sóng 5G trên địa bàn xã đạt 100%.

II. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội đôn đốc, tổng hợp kết quả và báo cáo Ủy ban nhân dân xã trước ngày 25 hằng tháng.
2. Phòng Kinh tế bố trí kinh phí theo khả năng cân đối của ngân sách xã.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Vàng Thị Sen

PHỤ LỤC I: DANH MỤC NHIỆM VỤ
TT\tTên nhiệm vụ\tCơ quan chủ trì thực hiện\tCơ quan phối hợp\tKết quả\tThời gian hoàn thành
1\tKhảo sát cột đèn\tPhòng Kinh tế\tCác thôn\tBáo cáo khảo sát\tTháng 10/2025
2\tThay bóng hỏng\tVăn phòng HĐND và UBND xã\tPhòng Kinh tế\tĐèn sáng\tTháng 12/2025
3\tCắt tỉa hàng cây\tCác thôn\tĐoàn Thanh niên xã\tCây gọn\tThường xuyên
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    made_up = tmp_path_factory.mktemp("van-ban")
    (made_up / "cau-go.txt").write_text(PLAN, encoding="utf-8")
    library = Library(tmp_path_factory.mktemp("data"), SyllableEncoder)
    report = library.sync([CORPUS, made_up])
    assert not report.rejected, report.rejected
    return library


@pytest.fixture(scope="module")
def app(library: Library) -> FastAPI:
    return create_web(library)
