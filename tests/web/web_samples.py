"""Made-up documents and the questions asked of the pages."""

from __future__ import annotations

from pathlib import Path

CORPUS = Path(__file__).parents[2] / "corpus" / "ke-hoach"
FLAGSHIP = "Xã nào đặt chỉ tiêu phủ sóng 5G ≥ 60% đến hết năm 2025?"
REFUSED = "Xã Long Hòa đặt chỉ tiêu phủ sóng 5G bao nhiêu?"

PLAN = """ỦY BAN NHÂN DÂN
XÃ BA SAO
Số: 12/KH-UBND
Ba Sao, ngày 05 tháng 9 năm 2025

KẾ HOẠCH
Lắp đèn đường và trồng cây xanh trên địa bàn xã Ba Sao

Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị, UBND xã Ba Sao ban hành kế hoạch.

I. MỤC TIÊU

1. Đến hết năm 2026

- Đèn đường chiếu sáng: ≥ 75% số xóm; nếu <b>thiếu vốn</b> thì xin bổ sung.
- Cây xanh ven đường: 1.250 cây.

2. Đến hết năm 2030

Mọi xóm đều có đèn đường; hàng cây được cắt tỉa mỗi năm một lần.

II. TỔ CHỨC THỰC HIỆN

1. Văn phòng xã lập danh sách các xóm chưa có đèn.

Phụ lục I
DANH MỤC VIỆC CẦN LÀM

| TT | Việc | Chủ trì | Thời hạn |
|---|---|---|---|
| I | Chiếu sáng | | |
| 1 | Khảo sát cột đèn | Phòng Kinh tế | Tháng 10/2025 |
| 2 | Thay bóng hỏng | Văn phòng xã | Tháng 12/2025 |
"""

PAGED = """BÁO CÁO
Về việc đọc sách ở thư viện xã

Trang đầu nói về giá sách mới.
\fTrang sau nói về bạn đọc nhỏ tuổi.
"""
