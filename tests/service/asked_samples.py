"""Two made-up communes whose plans set levels to count, to doubt and to compare, and leave much unsaid."""

from __future__ import annotations

from pathlib import Path

BEN_GO = """ỦY BAN NHÂN DÂN
XÃ BẾN GỖ
Số: 21/KH-UBND
Bến Gỗ, ngày 14 tháng 8 năm 2025

KẾ HOẠCH
Chuyển đổi số xã Bến Gỗ

Ủy ban nhân dân xã Bến Gỗ ban hành Kế hoạch như sau:

I. MỤC TIÊU
1. Đến hết năm 2027
- Tỷ lệ phủ sóng 5G trên địa bàn xã đạt 45%.
- Có 03 doanh nghiệp công nghệ số.
2. Đến hết năm 2030
- Tỷ lệ phủ sóng 5G trên địa bàn xã đạt 85%.
- Có ≥ 75% người dân có tài khoản định danh điện tử (VNeID).
- Có 07 doanh nghiệp công nghệ số.

II. NHIỆM VỤ
1. Mở 04 lớp dạy kỹ năng số cho người cao tuổi ở các ấp trước mùa lũ.
2. Thay loa truyền thanh cũ bằng loa truyền thanh thông minh ở các ấp ven sông.
3. Phản ánh về dịch vụ số xin gọi đường dây nóng của xã, điện thoại 0299 3456 777.
4. Phòng Kinh tế mua sắm phần mềm quản lý văn bản theo quy định về đấu thầu.

III. KINH PHÍ
Kinh phí mở lớp dạy kỹ năng số lấy từ ngân sách xã và đóng góp của nhà hảo tâm.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Vi Thị Sen

PHỤ LỤC I: DANH MỤC NHIỆM VỤ
TT\tTên nhiệm vụ\tCơ quan chủ trì thực hiện\tCơ quan phối hợp\tKết quả\tThời gian hoàn thành
1\tĐo lại các điểm lõm sóng ven sông\tPhòng Kinh tế\tCác ấp\tBảng đo\tTháng 10/2025
2\tDựng cột thu phát ở cồn nổi\tPhòng Kinh tế\tNhà mạng\tCột hoạt động\tTháng 5/2026
3\tSoạn sổ tay kỹ năng số cho người cao tuổi\tPhòng Văn hóa - Xã hội\tCác ấp\tSổ tay\tTháng 5/2026
"""

DA_NHAY = """ỦY BAN NHÂN DÂN
XÃ ĐÁ NHẢY
Số: 17/KH-UBND
Đá Nhảy, ngày 02 tháng 9 năm 2025

KẾ HOẠCH
Chuyển đổi số xã Đá Nhảy

Ủy ban nhân dân xã Đá Nhảy ban hành Kế hoạch như sau:

I. MỤC TIÊU
1. Đến hết năm 2028
- Tỷ lệ phủ sóng 5G trên địa bàn xã đạt 50%.
2. Đến hết năm 2030
- Tỷ lệ phủ sóng 5G trên địa bàn xã đạt 70%.
- Có 05 doanh nghiệp công nghệ số.

II. NHIỆM VỤ
1. Dạy bán hàng trên mạng cho tổ hợp tác đan lưới.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lục Văn Tỵ
"""


def write(folder: Path) -> Path:
    """The plans as files of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ben-go.txt").write_text(BEN_GO, encoding="utf-8")
    (folder / "da-nhay.txt").write_text(DA_NHAY, encoding="utf-8")
    return folder
