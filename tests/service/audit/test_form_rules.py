"""Form: blanks, numbering, appendices, leftovers, names, slips, structure, authority."""

from __future__ import annotations

from auditing import found, plan

BODY = (
    "I. MỤC ĐÍCH\n\n- Giúp bà con dùng dịch vụ số.\n\nII. NHIỆM VỤ\n\n- {}\n\nIII. "
    "TỔ CHỨC THỰC HIỆN\n\n- Phòng Kinh tế bố trí kinh phí.\n"
)


def task(text: str, **parts: str) -> str:
    return plan(BODY.format(text), **parts)


def test_a_blank_number_and_day() -> None:
    (finding,) = found("de_trong", task("Mở lớp.", head="Số: /KH-UBND\n\nSuối Bạc, ngày tháng 8 năm 2025"))
    assert (finding.category, finding.severity) == ("blank", "B")
    assert "số và ngày" in finding.text
    assert not found("de_trong", task("Mở lớp."))


def test_nothing_printed_at_all() -> None:
    body = BODY.format("Mở lớp.") + "\n1. Phòng Kinh tế gửi danh sách về UBND xã trước ngày 15/11/2025.\n"
    (finding,) = found("khong_in_dau", plan(body, head="ỦY BAN NHÂN DÂN XÃ SUỐI BẠC"))
    assert "01/04/2025" in finding.text
    assert not found("khong_in_dau", task("Mở lớp."))


def test_numbers_that_skip() -> None:
    body = (
        "I. NHIỆM VỤ\n\n1. Học tập\n\n- Mở lớp.\n\n2. Dữ liệu\n\n- Soát sổ.\n\n4. Hạ "
        "tầng\n\n- Dựng cột.\n\nII. TỔ CHỨC THỰC HIỆN\n\n- Các phòng thực hiện.\n"
    )
    (finding,) = found("danh_so", plan(body))
    assert finding.severity == "C"
    assert not found("danh_so", plan(body.replace("4. Hạ", "3. Hạ")))


def test_one_numeral_punctuated_otherwise() -> None:
    body = "".join(
        f"{n}{mark} PHẦN {n}\n\n- Nội dung phần này.\n\n"
        for n, mark in (("I", "."), ("II", "."), ("III", "."), ("IV", "-"))
    )
    (finding,) = found("kieu_danh_so", plan(body))
    assert finding.citations[0].quote.startswith("IV-")
    assert not found("kieu_danh_so", plan(body.replace("IV-", "IV.")))


def test_an_appendix_that_is_not_there() -> None:
    assert [f.severity for f in found("thieu_phu_luc", task("Chi tiết tại Phụ lục kèm theo."))] == ["A"]
    attached = task("Chi tiết tại Phụ lục kèm theo.", appendix="PHỤ LỤC: DANH MỤC LỚP HỌC\n\nTT\tLớp\n1\tTin học")
    assert not found("thieu_phu_luc", attached)


def test_the_appendix_of_another_document_is_not_missed() -> None:
    assert not found("thieu_phu_luc", task("Lập hồ sơ theo mẫu tại Phụ lục II Nghị định số 30/2020/NĐ-CP."))


def test_an_appendix_without_the_targets_it_should_hold() -> None:
    text = task(
        "Chi tiết các chỉ tiêu và nhiệm vụ tại Phụ lục kèm theo.",
        appendix="PHỤ LỤC: DANH MỤC NHIỆM VỤ\n\nTT\tTên nhiệm vụ\n1\tMở lớp tin học\n2\tDựng cột phát sóng",
    )
    assert len(found("phu_luc_khong_khop", text)) == 1
    assert not found("phu_luc_khong_khop", text.replace("các chỉ tiêu và nhiệm vụ", "các nhiệm vụ"))


def test_a_single_appendix_numbered_one() -> None:
    text = task("Mở lớp.", appendix="PHỤ LỤC I: DANH MỤC\n\nTT\tLớp\n1\tTin học")
    assert len(found("danh_so_phu_luc", text)) == 1
    assert not found("danh_so_phu_luc", text.replace("PHỤ LỤC I:", "PHỤ LỤC:"))


def test_the_whole_city_in_a_commune() -> None:
    (finding,) = found("chu_cua_cap_khac", task("Tạo khí thế mới trong toàn thành phố về học tập số."))
    assert "trong toàn thành phố" in finding.text
    assert not found("chu_cua_cap_khac", task("Hưởng ứng phong trào trong toàn tỉnh do tỉnh phát động."))
    assert not found("chu_cua_cap_khac", task("Tạo khí thế mới trong toàn xã."))


def test_the_end_of_a_term_in_a_plan_for_one_year() -> None:
    title = "Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị năm 2026"
    line = "6 tháng và cuối nhiệm kỳ tổ chức tổng kết."
    assert len(found("chu_ke_hoach_nhieu_nam", task(line, title=title))) == 1
    assert not found("chu_ke_hoach_nhieu_nam", task("6 tháng và cuối năm tổ chức tổng kết.", title=title))


def test_work_of_a_higher_level() -> None:
    assert [f.severity for f in found("qua_tham_quyen", task("Xây dựng và triển khai Chiến lược dữ liệu."))] == ["C"]
    line = "Rà soát, sáp nhập các tổ chức khoa học và công nghệ công lập kém hiệu quả."
    assert [f.severity for f in found("qua_tham_quyen", task(line))] == ["B"]
    assert not found("qua_tham_quyen", task("Xây dựng kế hoạch dữ liệu của xã."))


def test_misread_words_of_weight() -> None:
    (finding,) = found("loi_chu", task("Phần đầu đạt một nửa số hộ; bỏ quạn niệm cũ."))
    assert "phấn đấu" in finding.text
    assert "quan niệm" in finding.text
    assert not found("loi_chu", task("Phấn đấu đạt một nửa số hộ; phần đầu của năm làm trước."))


def test_the_same_word_twice() -> None:
    assert len(found("lap_chu", task("Bố trí cán cán bộ trực."))) == 1
    for fine in ("Giao thông thông suốt.", "Thu hút đầu tư tư nhân.", "Luôn luôn sẵn sàng."):
        assert not found("lap_chu", task(fine)), fine


def test_a_symbol_broken_by_a_space() -> None:
    (finding,) = found("so_hieu_ngat", task("Bám sát Kế hoạch số 25- KH/ĐU của xã."))
    assert "25- KH/ĐU" in finding.citations[0].quote
    assert found("so_hieu_ngat", task("Bám sát Chương trình số 10- CTr/TU của tỉnh."))
    assert not found("so_hieu_ngat", task("Bám sát Kế hoạch số 25-KH/ĐU của xã."))


def test_two_bodies_with_nothing_between() -> None:
    rows = (
        "PHỤ LỤC: VIỆC\n\nTT\tTên nhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\n1\tMở "
        "lớp\tUBND xã\t{}\n2\tDựng cột\tUBND xã\tCác thôn"
    )
    glued = task("Mở lớp.", appendix=rows.format("Phòng Văn hóa – Xã hội Các phòng ban chuyên môn"))
    assert len(found("thieu_dau", glued)) == 1
    assert not found("thieu_dau", task("Mở lớp.", appendix=rows.format("Phòng Kinh tế; Các phòng ban chuyên môn")))


def test_three_ways_to_write_one_division() -> None:
    line = "Phòng Văn hóa - Xã hội mở lớp; Phòng VHXH soát sổ; Phòng Văn hóa Xã hội ghi hình."
    assert len(found("ten_thay_doi", task(line))) == 1
    assert not found("ten_thay_doi", task("Phòng Văn hóa - Xã hội mở lớp; Phòng VHXH soát sổ."))


def test_headings_that_differ_by_a_word() -> None:
    long = "Nâng cao nhận thức, đổi mới cách làm, tạo khí thế mới trong toàn xã hội về học tập số của bà con các thôn"
    body = f"I. NHIỆM VỤ\n\n1. {long.replace(' xã hội', '')}\n\n- Mở lớp.\n\n2. Hạ tầng\n\n- Dựng cột.\n"
    appendix = (
        f"PHỤ LỤC: VIỆC\n\nTT\tTên nhiệm vụ\tCơ quan chủ trì\nI\t{long}\t\n1\tMở "
        f"lớp\tPhòng Kinh tế\n2\tGhi hình\tPhòng Kinh tế"
    )
    (finding,) = found("ten_muc_phu_luc", plan(body, appendix=appendix))
    assert "xã hội" in finding.text
    same = body.replace("trong toàn về", "trong toàn xã hội về")
    assert not found("ten_muc_phu_luc", plan(same, appendix=appendix))


def test_aims_among_the_purposes() -> None:
    body = (
        "I. MỤC ĐÍCH, YÊU CẦU\n\n1. Mục đích\n\n- Giúp bà con.\n\n2. Mục tiêu đến năm "
        "2030\n\n- Mọi thôn có sóng.\n\nII. NHIỆM VỤ\n\n- Dựng cột.\n"
    )
    assert len(found("muc_tieu_sai_cho", plan(body))) == 1
    assert not found("muc_tieu_sai_cho", plan(body.replace("I. MỤC ĐÍCH, YÊU CẦU", "I. MỤC ĐÍCH, MỤC TIÊU", 1)))


def test_nobody_pays() -> None:
    with_money = task("Mở lớp.")
    assert not found("thieu_kinh_phi", with_money)
    assert len(found("thieu_kinh_phi", with_money.replace("bố trí kinh phí", "mở sổ theo dõi"))) == 1


def test_two_bodies_to_follow_up() -> None:
    both = (
        "I. MỤC ĐÍCH\n\n- Giúp bà con.\n\nII. TỔ CHỨC THỰC HIỆN\n\n1. Phòng Kinh tế theo "
        "dõi, tổng hợp kết quả thực hiện.\n\n2. {} theo dõi, đôn đốc, tổng hợp tình "
        "hình.\n"
    )
    (finding,) = found("hai_dau_moi", plan(both.format("Phòng Văn hóa - Xã hội")))
    assert len(finding.citations) == 2


def test_abbreviations_never_spelt_out() -> None:
    lines = "Đưa KHCN vào đồng ruộng. " * 9
    assert len(found("viet_tat", task(lines))) == 1
    assert not found("viet_tat", task(f"Khoa học, công nghệ (sau đây gọi tắt là KHCN). {lines}"))


def test_a_heading_with_nothing_under_it() -> None:
    body = "I. NHIỆM VỤ\n\n1. Học tập\n\n2. Hạ tầng\n\n- Dựng cột.\n\nII. TỔ CHỨC THỰC HIỆN\n\n- Các phòng thực hiện.\n"
    (finding,) = found("muc_rong", plan(body))
    assert "Học tập" in finding.text
    assert not found("muc_rong", plan(body.replace("1. Học tập\n", "1. Học tập\n\n- Mở lớp.\n")))


def test_a_plan_that_calls_itself_a_directive() -> None:
    assert len(found("tu_goi_sai_loai", task("Các thôn nghiêm túc thực hiện Chỉ thị này."))) == 1
    assert not found("tu_goi_sai_loai", task("Các thôn nghiêm túc thực hiện Kế hoạch này."))
