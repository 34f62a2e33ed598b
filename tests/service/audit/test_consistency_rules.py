"""Plans that disagree with themselves: sums, shares, days, horizons, who leads what, who is sent what."""

from __future__ import annotations

import pytest
from auditing import found, plan

HEAD = "Số: 12/KH-UBND\n\nLâm Thượng, ngày 18 tháng 11 năm 2025"
TABLE = "PHỤ LỤC: DANH MỤC NHIỆM VỤ\n\nTT\tTên nhiệm vụ\tCơ quan chủ trì\tThời gian hoàn thành\n"


def tasks(*lines: str) -> str:
    return "I. NHIỆM VỤ\n\n" + "\n\n".join(f"- {line}" for line in lines)


def organised(**bodies: str) -> str:
    """A part that gives each body its work; words of a name are joined by "_"."""
    parts = (f"{n}. {name.replace('_', ' ')}\n\n- {work}" for n, (name, work) in enumerate(bodies.items(), 1))
    return "I. MỤC ĐÍCH\n\n- Giúp bà con dùng dịch vụ số.\n\nII. TỔ CHỨC THỰC HIỆN\n\n" + "\n\n".join(parts)


def table(*rows: tuple[str, str, str]) -> str:
    return TABLE + "\n".join("\t".join((str(n), *row)) for n, row in enumerate(rows, 1))


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("Dựng 58 cột (trong đó: thôn Nà: 25 cột, thôn Khe: 43 cột).", True),
        ("Dựng 58 cột (trong đó: thôn Nà: 25 cột, thôn Khe: 13 cột).", False),
        ("Dựng 58 cột (gồm: thôn Nà: 25 cột, thôn Khe: 13 cột).", True),
        ("Dựng 58 cột, gồm 25 cột ở thôn Nà (trong đó 5 cột gỗ) và 33 cột ở thôn Khe.", False),
        ("Mở 1.200 lớp, gồm 700 lớp ban ngày và 500 lớp ban đêm.", False),
    ],
)
def test_parts_add_up_to_their_whole(said: str, wrong: bool) -> None:
    assert len(found("tong_khong_khop", plan(tasks(said)))) == wrong


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("Xã có 80 cột. Trong đó, có 20 cột bê tông (chiếm 25%).", False),
        ("Xã có 80 cột. Trong đó, có 20 cột bê tông (chiếm 35%).", True),
        ("Đã có 45/60 thôn có nhà văn hóa, đạt 75%.", False),
        ("Đã có 45/60 thôn có nhà văn hóa, đạt 95%.", True),
    ],
)
def test_a_share_is_that_of_its_two_numbers(said: str, wrong: bool) -> None:
    assert len(found("ty_le_khong_khop", plan(tasks(said)))) == wrong


@pytest.mark.parametrize(
    ("day", "wrong"),
    [("31/11", True), ("30 tháng 2", True), ("29/02/2027", True), ("30/11", False), ("29/02/2028", False)],
)
def test_days_that_no_calendar_has(day: str, wrong: bool) -> None:
    assert len(found("ngay_khong_co", plan(tasks(f"Xong lớp học trước ngày {day}.")))) == wrong


def test_a_vision_in_the_title_only() -> None:
    title = "Dạy chữ số cho bà con giai đoạn 2026 - 2030, tầm nhìn đến năm 2045"
    (finding,) = found("tam_nhin_trong", plan(tasks("Mở lớp ở thôn xa."), title=title))
    assert "2045" in finding.text
    assert not found("tam_nhin_trong", plan(tasks("Đến năm 2045 mọi thôn có lớp."), title=title))
    other = "Thực hiện Quyết định số 14/QĐ-TTg về Chiến lược dạy chữ số đến năm 2030, tầm nhìn đến năm 2045"
    assert not found("tam_nhin_trong", plan(tasks("Mở lớp ở thôn xa."), title=other))


def test_a_last_horizon_that_only_begins() -> None:
    aims = (
        "I. MỤC TIÊU\n\n1. Mục tiêu đến năm 2030\n\n- Thí điểm lớp học chữ số ở vài thôn.\n\n"
        "- Phấn đấu 100% thôn có lớp học chữ số."
    )
    assert len(found("khoi_dau_o_moc_cuoi", plan(aims))) == 1
    staged = aims.replace("1. Mục tiêu đến năm 2030\n\n- Thí", "1. Mục tiêu đến năm 2026\n\n- Thí")
    staged = staged.replace("- Phấn", "2. Mục tiêu đến năm 2030\n\n- Phấn")
    assert not found("khoi_dau_o_moc_cuoi", plan(staged))


BODIES = {
    "Phòng_Kinh_tế": "Dựng cột sóng ở thôn xa.",
    "Phòng_Văn_hóa_-_Xã_hội": "Mở lớp dạy chữ số ở các thôn.",
    "Công_an_xã": "Giữ trật tự ở các phiên chợ.",
}
ROWS = (
    ("Dựng cột sóng ở ba thôn xa nhất của xã", "Phòng Kinh tế", "Tháng 6/2026"),
    ("Mở lớp dạy chữ số ở nhà văn hóa các thôn", "Phòng Văn hóa - Xã hội", "Tháng 7/2026"),
    ("Tổ chức ngày hội đọc sách ở sân vận động", "Công an xã", "Tháng 8/2026"),
)


def test_a_body_that_leads_in_the_table_only() -> None:
    rows = (*ROWS, ("Khám sức khỏe cho người già ở các thôn", "Trạm Y tế xã", "Tháng 9/2026"))
    (finding,) = found("chu_tri_ngoai_to_chuc", plan(organised(**BODIES), appendix=table(*rows)))
    assert "Trạm Y tế" in finding.text
    assert not found("chu_tri_ngoai_to_chuc", plan(organised(**BODIES), appendix=table(*ROWS)))


def test_one_piece_of_work_with_two_owners() -> None:
    work = "Rà soát, thay mới toàn bộ bảng chỉ đường ở các ngã ba liên thôn trước mùa mưa"
    bodies = {**BODIES, "Phòng_Kinh_tế": f"{work}."}
    (finding,) = found(
        "mot_viec_hai_chu_tri", plan(organised(**bodies), appendix=table(*ROWS, (work, "Công an xã", "Tháng 5/2026")))
    )
    assert "Phòng Kinh tế" in finding.text and "Công an xã" in finding.text
    sound = plan(organised(**bodies), appendix=table(*ROWS, (work, "Phòng Kinh tế", "Tháng 5/2026")))
    assert not found("mot_viec_hai_chu_tri", sound)


def test_in_charge_of_helping() -> None:
    rows = (*ROWS, ("Phối hợp mở chợ phiên đầu xã", "Phòng Kinh tế", "Tháng 9/2026"))
    assert len(found("chu_tri_ma_phoi_hop", plan(organised(**BODIES), appendix=table(*rows)))) == 1
    assert not found("chu_tri_ma_phoi_hop", plan(organised(**BODIES), appendix=table(*ROWS)))


def test_a_group_in_charge() -> None:
    bodies = {**BODIES, "Các_phòng_chuyên_môn": "Chủ trì dựng cột điện ở các thôn."}
    assert len(found("tap_the_chu_tri", plan(organised(**bodies)))) == 1
    told = {**BODIES, "Các_phòng_chuyên_môn": "Được giao chủ trì thì báo cáo kết quả với UBND xã."}
    assert not found("tap_the_chu_tri", plan(organised(**told)))


def test_deadlines_as_long_as_the_plan() -> None:
    rows = tuple((text, lead, "2026 - 2030") for text, lead, _ in ROWS)
    assert len(found("han_ca_thoi_ky", plan(organised(**BODIES), appendix=table(*rows)))) == 1
    assert not found("han_ca_thoi_ky", plan(organised(**BODIES), appendix=table(*ROWS)))


def test_enterprises_that_are_not_sent_the_plan() -> None:
    recipients = "- UBND tỉnh;\n- Các phòng chuyên môn;\n- Công an xã;\n- Lưu: VT."
    bodies = {**BODIES, "Các_doanh_nghiệp_viễn_thông": "Dựng cột sóng ở thôn xa."}
    (finding,) = found("nhom_khong_co_noi_nhan", plan(organised(**bodies), recipients=recipients))
    assert "doanh nghiệp viễn thông" in finding.text
    sent = recipients.replace("- Lưu", "- Các doanh nghiệp viễn thông;\n- Lưu")
    assert not found("nhom_khong_co_noi_nhan", plan(organised(**bodies), recipients=sent))


def test_a_report_due_at_once() -> None:
    bodies = {**BODIES, "Trạm_Y_tế_xã": "Trước ngày {} hằng năm báo cáo kết quả về UBND xã."}
    assert len(found("bao_cao_sat_ban_hanh", plan(organised(**bodies).format("25/11"), head=HEAD))) == 1
    assert not found("bao_cao_sat_ban_hanh", plan(organised(**bodies).format("15/6"), head=HEAD))


def test_one_report_sent_to_two_places() -> None:
    line = "Phòng Kinh tế định kỳ hằng quý báo cáo kết quả thực hiện về {}."
    bodies = {"Phòng_Kinh_tế": line.format("UBND xã"), "Chế_độ_báo_cáo": line.format("Sở Khoa học và Công nghệ")}
    assert len(found("bao_cao_hai_noi", plan(organised(**bodies)))) == 1
    same = {**bodies, "Chế_độ_báo_cáo": line.format("UBND xã")}
    assert not found("bao_cao_hai_noi", plan(organised(**same)))


def test_the_same_item_twice() -> None:
    item = "Mở rộng nguồn vốn cho lớp học: quỹ khuyến học, vốn vay, đóng góp của bà con"
    assert len(found("doan_lap", plan(tasks(f"{item}.", f"{item}, bảo đảm bền vững.")))) == 1
    form = "Cơ quan phối hợp thực hiện: các thôn, các trường, trạm y tế, công an, dân quân và hội phụ nữ xã"
    assert not found("doan_lap", plan(tasks(f"{form}.", f"{form}.")))
    assert not found("doan_lap", plan(tasks(f"{item}.", "Dựng cột sóng ở ba thôn xa nhất của xã trước mùa mưa tới.")))


def test_a_part_that_is_not_there() -> None:
    assert len(found("dan_muc_khong_co", plan(organised(Phòng_Kinh_tế="Làm các việc nêu ở mục V Kế hoạch này.")))) == 1
    assert not found("dan_muc_khong_co", plan(organised(Phòng_Kinh_tế="Làm các việc nêu ở mục I Kế hoạch này.")))


def test_a_law_by_a_name_that_is_not_its_own() -> None:
    (finding,) = found("ten_van_ban_sai", plan(tasks("Phổ biến Luật Hỗ trợ doanh nghiệp vừa và nhỏ.")))
    assert "nhỏ và vừa" in finding.text
    assert not found("ten_van_ban_sai", plan(tasks("Phổ biến Luật Hỗ trợ doanh nghiệp nhỏ và vừa, Bộ luật Lao động.")))


def test_one_document_by_two_issuers() -> None:
    basis = (
        "Thực hiện Kế hoạch số 28-KH/TU ngày 24/4/2025 của Ban Chấp hành Đảng bộ tỉnh; "
        "Kế hoạch số 48/KH-UBND ngày 14/5/2025 thực hiện Kế hoạch số 28-KH/TU ngày 24/4/2025 của Tỉnh ủy;"
    )
    assert len(found("hai_co_quan_ban_hanh", plan(tasks("Mở lớp."), basis=basis))) == 1
    one = basis.replace("Ban Chấp hành Đảng bộ tỉnh", "Tỉnh ủy Nà Khe")
    assert not found("hai_co_quan_ban_hanh", plan(tasks("Mở lớp."), basis=one))


def test_abbreviations_before_their_meaning() -> None:
    text = (
        "Dùng GIS, BIM vẽ đường thôn.", "Dùng GIS, BIM vẽ kênh mương.",
        "Lớp học về hệ thống thông tin địa lý (GIS) và mô hình thông tin công trình (BIM) cho cán bộ thôn.",
    )  # fmt: skip
    (finding,) = found("viet_tat", plan(tasks(*text)))
    assert "trước khi giải thích: GIS, BIM" in finding.text
    assert not found("viet_tat", plan(tasks(text[2], *text[:2])))


def test_a_department_without_its_comma() -> None:
    rows = (*ROWS, ("Tổ chức hội thi hát ở sân vận động xã", "Sở Văn hóa Thể thao Du lịch", "Tháng 9/2026"))
    (finding,) = found("ten_so_sai", plan(organised(**BODIES), appendix=table(*rows)))
    assert "Sở Văn hóa, Thể thao và Du lịch" in finding.text
    assert not found("ten_so_sai", plan(organised(**BODIES), appendix=table(*ROWS)))


@pytest.mark.parametrize("said", ["Giao Ủy ban UBND xã mở lớp.", "Mở không gian khởi nghiệp khởi nghiệp ở chợ."])
def test_words_said_twice(said: str) -> None:
    assert len(found("lap_chu", plan(tasks(said)))) == 1


def test_terms_that_a_law_names_otherwise() -> None:
    (finding,) = found("thuat_ngu_sai", plan(tasks("Hỗ trợ doanh nghiệp vừa và nhỏ ở chợ phiên.")))
    assert "nhỏ và vừa" in finding.text
    assert not found("thuat_ngu_sai", plan(tasks("Hỗ trợ doanh nghiệp nhỏ và vừa ở chợ phiên.")))


def test_names_without_their_capitals() -> None:
    basis = "Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ chính trị;"
    (finding,) = found("viet_hoa_sai", plan(tasks("Mở lớp."), basis=basis))
    assert "Bộ chính trị" in finding.text
    assert not found("viet_hoa_sai", plan(tasks("Mở lớp."), basis=basis.replace("Bộ chính", "Bộ Chính")))


def test_a_full_stop_inside_a_sentence() -> None:
    assert len(found("cham_giua_cau", plan(tasks("Giúp các thôn quản lý. vận hành lớp học.")))) == 1
    assert not found("cham_giua_cau", plan(tasks("Quản lý, vận hành lớp học. Các thôn cử người học.")))


def test_all_of_it_here_and_the_part_that_can_there() -> None:
    aim = "- Phấn đấu 100% thủ tục hành chính đủ điều kiện được cung cấp dịch vụ công trực tuyến toàn trình."
    work = aim.replace("đủ điều kiện ", "")
    body = f"I. MỤC TIÊU\n\n1. Đến năm 2030\n\n{aim}\n\nII. NHIỆM VỤ\n\n1. Dịch vụ công\n\n{work}"
    assert len(found("dieu_kien_khac_nhau", plan(body))) == 1
    assert not found("dieu_kien_khac_nhau", plan(body.replace("chính được", "chính đủ điều kiện được")))


def test_a_figure_that_the_aims_do_not_have() -> None:
    aims = "I. MỤC TIÊU\n\n1. Đến năm 2030\n\n" + "\n\n".join(
        f"- {share}% {who} được học chữ số."
        for share, who in ((70, "người dân"), (80, "cán bộ thôn"), (60, "hộ nghèo"))
    )
    work = "\n\nII. NHIỆM VỤ\n\n1. Cửa hàng\n\n- Phấn đấu đến năm 2030 đạt {} bán hàng trên mạng."
    assert len(found("chi_tieu_ngoai_muc_tieu", plan(aims + work.format("35% cửa hàng ở chợ")))) == 1
    assert not found("chi_tieu_ngoai_muc_tieu", plan(aims + work.format("nhiều cửa hàng ở chợ")))


def test_a_name_in_the_closing_that_is_not_the_titles() -> None:
    title = "Dạy chữ số cho bà con các thôn vùng cao"
    end = "Trên đây là Kế hoạch dạy chữ số {}cho bà con các thôn vùng cao, yêu cầu các phòng thực hiện."
    text = organised(**BODIES) + "\n\n" + end
    assert len(found("ten_o_phan_ket", plan(text.format("và sửa máy tính, điện thoại "), title=title))) == 1
    assert not found("ten_o_phan_ket", plan(text.format(""), title=title))


def test_results_here_and_troubles_there() -> None:
    bodies = {**BODIES, "Phòng_Kinh_tế": "Hằng quý tổng hợp, báo cáo UBND xã kết quả thực hiện."}
    end = "\n\nTrong quá trình thực hiện nếu có vướng mắc, các thôn báo cáo UBND xã (qua {}) để giải quyết."
    text = organised(**bodies) + end
    (finding,) = found("hai_noi_phan_anh", plan(text.format("Phòng Văn hóa - Xã hội")))
    assert "Phòng Kinh tế" in finding.text
    assert not found("hai_noi_phan_anh", plan(text.format("Phòng Kinh tế")))


def test_whoever_has_the_reports_is_sent_the_plan() -> None:
    bodies = {**BODIES, "Trạm_Y_tế_xã": "Hằng quý báo cáo kết quả về Bộ Khoa học và Công nghệ."}
    assert len(found("nhan_bao_cao_khong_gui", plan(organised(**bodies)))) == 1
    sent = "- Bộ Khoa học và Công nghệ;\n- UBND tỉnh;\n- Các phòng chuyên môn;\n- Lưu: VT."
    assert not found("nhan_bao_cao_khong_gui", plan(organised(**bodies), recipients=sent))


def test_everything_need_not_be_said_twice() -> None:
    """A task without the figure changes an aim of 60 %, not one of 100 %."""
    aim = "I. MỤC TIÊU\n\n1. Đến năm 2030\n\n- {}% hộ dân thôn xa được phủ sóng 5G."
    rows = (("Phủ sóng 5G cho hộ dân thôn xa", "Phòng Kinh tế", "Tháng 9/2026"), *ROWS)
    assert found("than_va_phu_luc", plan(aim.format(60), appendix=table(*rows)))
    assert not found("than_va_phu_luc", plan(aim.format(100), appendix=table(*rows)))


def test_the_end_of_one_word_and_the_beginning_of_the_next() -> None:
    assert not found("sai_dau", plan(tasks("Mở lớp là bước đi cụ thể hóa chủ trương của xã.")))


def test_who_may_divide_the_budget() -> None:
    province = plan(
        organised(Sở_Tài_chính="Phân bổ ngân sách cho các lớp học.", Công_an_tỉnh="Giữ trật tự ở các phiên chợ."),
        head="Số: 12/KH-UBND\n\nNà Khe, ngày 18 tháng 11 năm 2025",
    ).replace("Ủy ban nhân dân xã Suối Bạc", "Ủy ban nhân dân tỉnh")
    assert len(found("qua_tham_quyen", province)) == 1
    assert not found("qua_tham_quyen", province.replace("1. Sở Tài chính", "1. Sở Xây dựng"))
