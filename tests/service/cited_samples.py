"""Made-up documents that cite others: rightly, wrongly, in full, by half, in bases, clauses and notes."""

from __future__ import annotations

from pathlib import Path

KHE_TRE = """ỦY BAN NHÂN DÂN
XÃ KHE TRE
Số:      /KH-UBND
Khe Tre, ngày     tháng 9 năm 2025

KẾ HOẠCH
Chuyển đổi số xã Khe Tre

Căn cứ Nghị quyết số 73-NQ/TW ngày 14/02/2025 của Bộ Chính trị về phát triển dữ liệu số quốc gia;

Thực hiện Kế hoạch số 412/KH-UBND ngày 03/6/2025 của Ủy ban nhân dân tỉnh Lào Cai về chuyển đổi số năm 2025;

Thực hiện Kế hoạch số 37-KH/TU ngày 20/5/2025 của Ban Thường vụ Tỉnh ủy Lào Cai về dữ liệu số;

Theo đề nghị của Phòng Kinh tế tại Tờ trình số 58/TTr-KT ngày 28/8/2025, Ủy ban nhân dân xã ban hành Kế hoạch như sau:

I. NHIỆM VỤ
1. Quán triệt Chỉ thị số 64-CT/TW về học tập suốt đời và Kế hoạch số 19/KH-UBND theo hướng thiết thực, dễ nhớ.
2. Dựng trạm phát sóng theo Quyết định số 877/QĐ-TTg ngày 11/4/2025 của Thủ tướng Chính phủ về vùng lõm sóng.
3. Chống lũ theo Quyết định số 1290/QĐ-UBND ngày 02/8/2025 của Ủy ban nhân dân tỉnh công bố khẩn cấp về sạt lở.

II. KINH PHÍ
Kinh phí thực hiện theo quy định tại Mục IV Quyết định số 877/QĐ-TTg ngày 11/4/2025 của Thủ tướng Chính phủ.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Giàng Thị Mỷ
"""

BAN_KHOANG = """ỦY BAN NHÂN DÂN
XÃ BẢN KHOANG
Số: 26/KH-UBND
Bản Khoang, ngày 12 tháng 9 năm 2025

KẾ HOẠCH
Học tập suốt đời trên nền tảng số xã Bản Khoang

Căn cứ Nghị quyết số 73-NQ/TW ngày 14/02/2025 của Bộ Chính trị về phát triển dữ liệu số quốc gia;

Căn cứ Chỉ thị số 64-CT/TW ngày 09/01/2025 của Ban Bí thư về đẩy mạnh học tập suốt đời trong toàn dân;

I. NHIỆM VỤ
1. Mở lớp học số ở nhà văn hóa các thôn.
2. Rà soát theo Nghị quyết số 12-NQ/CP về thủ tục hành chính.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lò Văn Inh
"""

TA_PHOI = """ỦY BAN NHÂN DÂN
XÃ TẢ PHỜI
Số: 31/KH-UBND
Tả Phời, ngày 15 tháng 9 năm 2025

KẾ HOẠCH
Dữ liệu số xã Tả Phời

Căn cứ Nghị quyết số 73-NQ/TW ngày 14/3/2025 của Bộ Chính trị về phát triển dữ liệu số quốc gia;

Căn cứ Nghị quyết số 12/NQ-CP ngày 06/01/2025 của Chính phủ về thủ tục hành chính;

I. NHIỆM VỤ
1. Làm sạch dữ liệu hộ tịch.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Tẩn A Phù
"""


def write(folder: Path) -> Path:
    """The three plans as files of a folder."""
    for name, text in (("khe-tre", KHE_TRE), ("ban-khoang", BAN_KHOANG), ("ta-phoi", TA_PHOI)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder
