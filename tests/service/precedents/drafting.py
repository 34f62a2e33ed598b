"""Made-up plans that word some things alike: five plans of a library, and a draft that is not in it."""

from __future__ import annotations

from pathlib import Path

PLAN = """ỦY BAN NHÂN DÂN
XÃ {upper}
Số: {number}/KH-UBND
{name}, ngày {day} tháng 10 năm 2025

KẾ HOẠCH
Chuyển đổi số trên địa bàn xã {name}

{bases}; Ủy ban nhân dân xã {name} ban hành Kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU
- {aim}

II. MỤC TIÊU
1. Đến hết năm 2026
- Tỷ lệ phủ sóng 5G trên địa bàn xã đạt {coverage}%.

III. NHIỆM VỤ, GIẢI PHÁP
1. Kỹ năng số
- {skill}
{funding}
{order}. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội đôn đốc, tổng hợp kết quả và báo cáo Ủy ban nhân dân xã trước ngày 20 hằng tháng.
2. Phòng Kinh tế hoàn thành bản đồ điểm lõm sóng trước ngày 15/3/2026.

{closing}

Nơi nhận:
- Thường trực Đảng ủy;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

{signer}
"""
RESOLUTION = "Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị"
ACTION = "Nghị quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ"
CLOSING = (
    "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các thôn báo về Phòng Văn hóa - Xã hội xã {name} "
    "để tổng hợp, trình Ủy ban nhân dân xã xem xét, quyết định./."
)
FUNDING = """
IV. KINH PHÍ THỰC HIỆN
Kinh phí thực hiện do ngân sách xã bảo đảm theo phân cấp, cùng các nguồn góp hợp pháp của doanh nghiệp."""
SKILL = "Mở lớp buổi tối dạy người lớn tuổi dùng điện thoại thông minh để gửi hồ sơ tại nhà văn hóa thôn."


def plan(name: str, number: int, **changes: object) -> str:
    """A commune's plan; every part can be put otherwise."""
    parts: dict[str, object] = {
        "name": name,
        "upper": name.upper(),
        "number": number,
        "day": f"{number:02d}",
        "bases": f"Căn cứ {RESOLUTION}; Căn cứ {ACTION}",
        "aim": "Giúp bà con dùng được dịch vụ số hằng ngày, không ai bị bỏ lại phía sau.",
        "coverage": 60,
        "skill": SKILL,
        "funding": FUNDING,
        "order": "V",
        "closing": CLOSING.format(name=name),
        "signer": "Lò Thị Mây",
        **changes,
    }
    return PLAN.format(**parts)


def write_plans(folder: Path) -> None:
    """Five communes: three that close alike, one that asks otherwise, one without funding."""
    skills = "Các chi đoàn cử đoàn viên đến từng nhà chỉ cách gửi hồ sơ qua mạng cho người già và người khuyết tật."
    texts = {
        "khe-san": plan("Khe Sẵn", 11),
        "nam-rua": plan("Nậm Rùa", 12, coverage=70),
        "pa-cheo": plan("Pa Chèo", 13, skill=skills),
        "doi-che": plan(
            "Đồi Chè",
            14,
            closing="Thôn nào gặp việc khó thì gọi ngay cho Văn phòng để Chủ tịch xã gỡ trong tuần, không chờ họp./.",
        ),
        "bai-soi": plan("Bãi Sỏi", 15, funding="", order="IV", skill=skills.replace("từng nhà", "tận nhà")),
    }
    for id, text in texts.items():
        (folder / f"{id}.txt").write_text(text, encoding="utf-8")


def draft() -> str:
    """A draft that lacks a basis and the funding, and has one citation with its signs in the wrong order."""
    return plan(
        "Suối Lạnh",
        16,
        bases=f"Căn cứ {RESOLUTION}; Căn cứ Nghị quyết số 12/NQ-TU ngày 03/5/2025 của Tỉnh ủy",
        funding="",
        order="IV",
        skill="Mở lớp cuối tuần dạy người lớn tuổi dùng điện thoại thông minh để gửi hồ sơ tại nhà văn hóa thôn.",
        closing=CLOSING.format(name="Suối Lạnh"),
    )
