"""Targets: senseless, falling, vanishing, contradicting, far off, restated, too near."""

from __future__ import annotations

from auditing import found, plan

GOALS = "I. MỤC TIÊU\n\n1. Đến hết năm 2026\n\n{now}\n\n2. Đến hết năm 2030\n\n{then}\n"


def goals(now: str, then: str = "- Tỷ lệ phủ sóng 5G trên địa bàn đạt 100%.") -> str:
    return plan(GOALS.format(now=now, then=then))


def test_at_least_everything_is_senseless() -> None:
    (finding,) = found("chi_tieu_vo_nghia", goals("- Có ≥ 100% bà con người dân có tài khoản VNeID."))
    assert (finding.severity, finding.category) == ("A", "target")
    assert "≥ 100%" in finding.citations[0].quote


def test_everything_is_not_senseless() -> None:
    assert not found("chi_tieu_vo_nghia", goals("- Có 100% bà con người dân có tài khoản VNeID."))


def test_a_share_that_grows_beyond_the_whole_is_not_senseless() -> None:
    assert not found("chi_tieu_vo_nghia", goals("- Thu ngân sách tăng 120% so với năm trước."))


def test_a_later_horizon_asks_for_less() -> None:
    text = goals("- Tỷ lệ phủ sóng 5G trên địa bàn đạt 80%.", "- Tỷ lệ phủ sóng 5G trên địa bàn đạt 60%.")
    (finding,) = found("chi_tieu_giam", text)
    assert [c.section for c in finding.citations] == [("I", "1"), ("I", "2")]


def test_rising_figures_do_not_fall() -> None:
    text = goals("- Tỷ lệ phủ sóng 5G trên địa bàn đạt 60%.", "- Tỷ lệ phủ sóng 5G trên địa bàn đạt 80%.")
    assert not found("chi_tieu_giam", text)
    assert not found("chi_tieu_dung", text)


def test_the_same_figure_four_years_later_stands_still() -> None:
    line = "- Bố trí 2% tổng chi ngân sách cho KHCN, đổi mới sáng tạo và chuyển đổi số."
    (finding,) = found("chi_tieu_dung", goals(line, line))
    assert finding.severity == "B"
    assert len(finding.citations) == 2


HORIZONS = """I. MỤC TIÊU

1. Đến hết năm 2026

- Tỷ lệ phủ sóng 5G trên địa bàn đạt 50%.
- Có 40% bà con người dân có tài khoản VNeID.
- Có 50% hồ sơ của xã được xử lý trực tuyến.
- Giao dịch không dùng tiền mặt đạt 30%.

2. Đến hết năm 2028

- Tỷ lệ phủ sóng 5G trên địa bàn đạt 70%.
- Có 60% bà con người dân có tài khoản VNeID.
- Có 70% hồ sơ của xã được xử lý trực tuyến.

3. Đến hết năm 2030

- Tỷ lệ phủ sóng 5G trên địa bàn đạt 90%.
- Có 80% bà con người dân có tài khoản VNeID.
- Có 85% hồ sơ của xã được xử lý trực tuyến.
{last}
"""


def test_an_indicator_that_goes_and_comes_back() -> None:
    text = plan(HORIZONS.format(last="- Giao dịch không dùng tiền mặt đạt 80%."))
    (finding,) = found("chi_tieu_bien_mat", text)
    assert finding.severity == "B"
    assert "2028" in finding.text


def test_an_indicator_dropped_before_it_is_reached() -> None:
    (finding,) = found("chi_tieu_bien_mat", plan(HORIZONS.format(last="")))
    assert finding.severity == "C"
    assert "không dùng tiền mặt" in finding.citations[0].quote


def test_horizons_about_different_things_lose_nothing() -> None:
    text = goals("- Giao dịch không dùng tiền mặt đạt 30%.", "- Quy mô kinh tế số đạt 20% GRDP.")
    assert not found("chi_tieu_bien_mat", text)


def test_contactless_without_online() -> None:
    body = "- Có 100% giao dịch hành chính thuộc diện “phi tiếp xúc”.\n- Có 70% hồ sơ của xã được xử lý trực tuyến."
    (finding,) = found("chi_tieu_mau_thuan", goals("- Giao dịch không dùng tiền mặt đạt 30%.", body))
    assert finding.severity == "A"
    assert {c.quote.split("%")[0][-3:].strip() for c in finding.citations} == {"100", "70"}


def test_a_small_difference_is_no_contradiction() -> None:
    body = "- Có 90% giao dịch hành chính thuộc diện “phi tiếp xúc”.\n- Có 85% hồ sơ của xã được xử lý trực tuyến."
    assert not found("chi_tieu_mau_thuan", goals("- Giao dịch không dùng tiền mặt đạt 30%.", body))


def test_a_part_above_its_whole() -> None:
    line = (
        "- Trên 60% thủ tục hành chính được giải quyết phi địa giới hành chính, "
        "trong đó 100% thủ tục hành chính được giải quyết không phụ thuộc địa giới hành chính."
    )
    (finding,) = found("trong_do_lon_hon", goals(line))
    assert finding.severity == "A"


def test_a_horizon_two_months_after_issue() -> None:
    text = plan(
        GOALS.format(now="- Tỷ lệ phủ sóng 5G trên địa bàn đạt 60%.", then="- Giao dịch không dùng tiền mặt đạt 80%."),
        head="Số: 12/KH-UBND\n\nSuối Bạc, ngày 20 tháng 11 năm 2026",
    )
    (finding,) = found("moc_qua_gan", text)
    assert (finding.severity, "2026" in finding.text) == ("B", True)
    assert not found("moc_qua_gan", goals("- Tỷ lệ phủ sóng 5G trên địa bàn đạt 60%."))


def test_a_horizon_already_past() -> None:
    text = plan(
        GOALS.format(now="- Tỷ lệ phủ sóng 5G trên địa bàn đạt 60%.", then="- Giao dịch không dùng tiền mặt đạt 80%."),
        head="Số: 12/KH-UBND\n\nSuối Bạc, ngày 20 tháng 02 năm 2027",
    )
    assert [f.severity for f in found("moc_qua_gan", text)] == ["A"]


def test_said_again_without_a_deadline() -> None:
    text = goals("- Giao dịch không dùng tiền mặt đạt 30%.") + ""
    again = text.replace(
        "Nơi nhận:", "II. NHIỆM VỤ\n\n- Vận động nhà mạng để tỷ lệ phủ sóng 5G trên địa bàn đạt 100%.\n\nNơi nhận:"
    )
    assert len(found("nhac_lai_khac", again)) == 1
    assert not found("nhac_lai_khac", text)


def test_bare_figures_among_signed_ones() -> None:
    signed = [
        "- Tỷ lệ phủ sóng 5G trên địa bàn ≥ 60%.",
        "- Có ≥ 50% bà con người dân có tài khoản VNeID.",
        "- Có ≥ 55% hồ sơ của xã được xử lý trực tuyến.",
        "- Giao dịch không dùng tiền mặt ≥ 40%.",
        "- Có ≥ 45% giao dịch hành chính thuộc diện “phi tiếp xúc”.",
    ]
    odd = "- Có 65% hồ sơ cũ trong kho được số hóa."
    (finding,) = found("dau_so_sanh", goals("\n".join([*signed, odd])))
    assert "65%" in finding.citations[0].quote
    assert not found("dau_so_sanh", goals("\n".join(signed)))


def test_an_aim_that_nobody_can_measure() -> None:
    line = "- Chi ngân sách cho chuyển đổi số không thấp hơn mức dự toán được giao."
    assert len(found("khong_do_duoc", goals(line))) == 1
    assert not found("khong_do_duoc", goals("- Chi ngân sách cho chuyển đổi số không thấp hơn 2% tổng chi ngân sách."))


def test_a_vision_that_repeats_the_aim() -> None:
    text = plan(
        "I. MỤC TIÊU\n\n1. Mục tiêu đến năm 2030\n\n- Phấn đấu đưa xã thuộc nhóm dẫn đầu các xã vùng cao.\n\n"
        "2. Tầm nhìn đến năm 2045\n\n- Tiếp tục giữ xã thuộc nhóm dẫn đầu toàn tỉnh về dữ liệu.\n"
    )
    assert [f.severity for f in found("tam_nhin_khong_doi", text)] == ["B"]


def test_a_budget_share_five_times_the_frame() -> None:
    line = "- Bố trí {} tổng chi ngân sách cho KHCN, đổi mới sáng tạo và chuyển đổi số."
    (finding,) = found("xa_ke_hoach_ban", goals("- Thu hút nhân tài.", line.format("15%")))
    assert finding.severity == "A"
    assert not found("xa_ke_hoach_ban", goals("- Thu hút nhân tài.", line.format("4%")))


def test_two_figures_for_one_aim_and_year() -> None:
    text = goals("- Mở lớp học.", "- Giao dịch không dùng tiền mặt đạt 80%.").replace(
        "Nơi nhận:", "II. NHIỆM VỤ\n\n1. Chợ\n\n- Đến năm 2030, giao dịch không dùng tiền mặt đạt 60%.\n\nNơi nhận:"
    )
    assert [f.severity for f in found("chi_tieu_hai_muc", text)] == ["A"]
    assert not found("chi_tieu_hai_muc", text.replace("đạt 60%", "đạt 80%"))


def test_reached_long_ago_and_set_again() -> None:
    full = (
        "- Có 100% hồ sơ của xã được xử lý trực tuyến.\n- Tỷ lệ phủ sóng 5G trên "
        "địa bàn đạt 100%.\n- Có 100% bà con người dân có tài khoản VNeID."
    )
    (finding,) = found("chi_tieu_lap_lai", goals(full, full))
    assert finding.severity == "C"
    assert not found("chi_tieu_lap_lai", goals(full.replace("100%", "70%"), full))
