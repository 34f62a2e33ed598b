"""Made-up plans of three communes for the drafter's and the auditor's desks, and a library that holds them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import FastAPI

from index.encoder import Encoder
from index.library import Library
from web.app import create_web

HEAD = """ỦY BAN NHÂN DÂN
XÃ {upper}
Số: {number}
{name}, ngày 05 tháng 9 năm 2025

KẾ HOẠCH
Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị trên địa bàn xã {name}

Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về khoa học và chuyển đổi số;
Căn cứ Luật Giao dịch điện tử số 20/2023/QH15 ngày 22/6/2023 của Quốc hội;
Ủy ban nhân dân xã {name} ban hành Kế hoạch như sau:

"""
PLANS = {
    "nui-cau": (
        "Núi Cau",
        "17/KH-UBND",
        """I. MỤC ĐÍCH, YÊU CẦU
- Giúp người dân trong xã quen dùng dịch vụ số hằng ngày.

II. MỤC TIÊU
1. Đến hết năm 2026
- Có ≥ 100% người dân có tài khoản định danh điện tử.
- Trên 60% hồ sơ thủ tục hành chính được xử lý trực tuyến.
2. Đến năm 2030
- Trên 90% người dân, doanh nghiệp sử dụng dịch vụ công trực tuyến.

III. NHIỆM VỤ, GIẢI PHÁP
- Mở lớp kỹ năng số cho người lớn tuổi ở nhà văn hóa các thôn.

IV. KINH PHÍ
Kinh phí thực hiện Kế hoạch này được bố trí từ ngân sách xã hằng năm và các nguồn hợp pháp khác.

V. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội đôn đốc, tổng hợp kết quả và báo cáo Ủy ban nhân dân xã trước ngày 20 hằng tháng.
2. Phòng Tư pháp rà soát các văn bản của xã.
""",
    ),
    "ben-da": (
        "Bến Đá",
        "42/KH-UBND",
        """I. MỤC ĐÍCH, YÊU CẦU
- Việc gì làm trước phải xong trước, không để dồn vào cuối năm.

II. MỤC TIÊU
1. Đến năm 2030
- Trên 70% người dân, doanh nghiệp sử dụng dịch vụ công trực tuyến.
- Phủ sóng 5G toàn xã.

III. NHIỆM VỤ, GIẢI PHÁP
- Vận động nhà mạng dựng thêm cột thu phát sóng ở bãi bồi ven sông.

IV. KINH PHÍ
Kinh phí thực hiện Kế hoạch này được bố trí từ ngân sách xã hằng năm và các nguồn hợp pháp khác.

V. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội đôn đốc, tổng hợp kết quả và báo cáo Ủy ban nhân dân xã trước ngày 25 hằng tháng.
""",
    ),
    "go-mit": (
        "Gò Mít",
        "8/KH-UBND",
        """I. MỤC ĐÍCH, YÊU CẦU
- Mỗi cán bộ xã biết dùng thành thạo phần mềm của đơn vị mình.

II. MỤC TIÊU
1. Đến năm 2030
- Mọi thôn đều có tổ công nghệ số cộng đồng.

III. NHIỆM VỤ, GIẢI PHÁP
- Dạy nghề sửa chữa thiết bị số cho thanh niên các thôn vùng cao.

IV. TỔ CHỨC THỰC HIỆN
Các thôn báo cáo kết quả về Văn phòng HĐND và UBND xã vào ngày 15 tháng cuối quý.
""",
    ),
}
TAIL = """
Nơi nhận:
- Thường trực Đảng ủy;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Hoàng Thị Mơ
"""

FUNDING = "Kinh phí thực hiện Kế hoạch này lấy từ ngân sách xã hằng năm và các nguồn đóng góp hợp pháp khác."
"""A clause that two of the plans word almost so."""

DRAFT = (
    HEAD.format(upper="GÒ SIM", name="Gò Sim", number="  /KH-UBND").replace(
        "57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về", "57/NQ-TW ngày 22/12/2024 của Bộ Chính trị về"
    )
    + f"""I. MỤC ĐÍCH, YÊU CẦU
- Người dân trong xã quen dùng dịch vụ số hằng ngày.

II. NHIỆM VỤ, GIẢI PHÁP
- Mở lớp kỹ năng số cho người lớn tuổi ở các thôn trong ba tháng mùa khô.

III. KINH PHÍ
{FUNDING}

IV. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội đôn đốc và báo cáo Ủy ban nhân dân xã trước ngày 20 hằng tháng.
"""
    + TAIL
)


@pytest.fixture(scope="module")
def desk_library(tmp_path_factory: pytest.TempPathFactory, encoder: Callable[[], Encoder]) -> Library:
    """A library of the three plans."""
    folder = tmp_path_factory.mktemp("ke-hoach")
    for id, (name, number, body) in PLANS.items():
        text = HEAD.format(upper=name.upper(), name=name, number=number) + body + TAIL
        (folder / f"{id}.txt").write_text(text, encoding="utf-8")
    library = Library(tmp_path_factory.mktemp("data"), encoder)
    assert not library.sync([folder]).rejected
    return library


@pytest.fixture(scope="module")
def app(desk_library: Library) -> FastAPI:
    """The pages over it."""
    return create_web(desk_library)
