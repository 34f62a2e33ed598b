"""Rules made general on plans of other provinces: each finds its fault and leaves a sound plan alone."""

from __future__ import annotations

import pytest
from auditing import found, plan

from service.audit.registry import chosen

HEAD = "Số: 12/KH-UBND\n\nLâm Thượng, ngày 18 tháng 11 năm 2025"
AIMS = "I. MỤC TIÊU\n\n1. Đến năm 2030\n\n"


def tasks(*lines: str, part: str = "I") -> str:
    return f"{part}. NHIỆM VỤ\n\n" + "\n\n".join(lines)


def labelled(text: str, lead: str, when: str) -> str:
    who = f"Đơn vị chủ trì tham mưu thực hiện: {lead}.\n\nĐơn vị phối hợp: Công an xã."
    return f"- {text}\n\n{who}\n\nThời gian thực hiện: {when}."


LABELLED = [
    "1. Dạy chữ số\n\n"
    + labelled("Mở lớp dạy chữ số cho người lớn tuổi ở thôn xa", "Phòng Văn hóa - Xã hội", "Quý I/2027"),
    "2. Sổ hộ tịch\n\n" + labelled("Quét sổ hộ tịch cũ thành bản điện tử", "Phòng Kinh tế", "Quý III/2027"),
    "3. Chợ phiên\n\n" + labelled("Lắp mạng không dây ở chợ phiên đầu xã", "Phòng Kinh tế", "Tháng 6/2028"),
]


def with_line(row: int, old: str, new: str) -> str:
    lines = list(LABELLED)
    assert old in lines[row]
    lines[row] = lines[row].replace(old, new)
    return plan(tasks(*lines), head=HEAD)


def test_every_rule_has_a_title_a_source_and_a_switch() -> None:
    rules = chosen()
    assert len({rule.name for rule in rules}) == len(rules)
    for rule in rules:
        assert rule.title and rule.source and (rule.check.__doc__ or "").strip(), rule.name
        assert rule.name not in {one.name for one in chosen(off=[rule.name])}


def test_tasks_by_labelled_lines_are_judged_like_a_table() -> None:
    (finding,) = found("thieu_ket_qua", plan(tasks(*LABELLED), head=HEAD))
    assert "3 nhiệm vụ" in finding.text
    assert not found("han_khong_xac_dinh", plan(tasks(*LABELLED), head=HEAD))


def test_the_line_that_gives_no_day_is_quoted() -> None:
    (finding,) = found("han_khong_xac_dinh", with_line(1, "Quý III/2027", "Thường xuyên, theo yêu cầu"))
    assert any("Thời gian thực hiện: Thường xuyên" in citation.quote for citation in finding.citations)


def test_a_group_that_leads() -> None:
    (finding,) = found("chu_tri_chung", with_line(2, "thực hiện: Phòng Kinh tế", "thực hiện: Các đơn vị liên quan"))
    assert any("Các đơn vị liên quan" in citation.quote for citation in finding.citations)
    assert not found("chu_tri_chung", plan(tasks(*LABELLED), head=HEAD))


def test_due_within_weeks_of_issue() -> None:
    (finding,) = found("han_da_qua", with_line(0, "Quý I/2027", "Hoàn thành trong năm 2025"))
    assert "năm 2025" in finding.text


def test_due_outside_the_plans_own_period() -> None:
    title = "Nâng cao kỹ năng số cho cán bộ thôn giai đoạn 2026 - 2030"
    lines = [LABELLED[0].replace("Quý I/2027", "Tháng 12/2025"), *LABELLED[1:]]
    (finding,) = found("han_ngoai_giai_doan", plan(tasks(*lines), head=HEAD, title=title))
    assert "2026–2030" in finding.text
    assert not found("han_ngoai_giai_doan", plan(tasks(*LABELLED), head=HEAD, title=title))


def test_work_begun_before_the_plan() -> None:
    (finding,) = found(
        "bat_dau_truoc_ban_hanh", plan(tasks("- Thời gian: từ ngày 10/11/2025 đến ngày 30/11/2025."), head=HEAD)
    )
    assert finding.severity == "A"
    assert not found(
        "bat_dau_truoc_ban_hanh", plan(tasks("- Thời gian: từ ngày 20/11/2025 đến ngày 30/11/2025."), head=HEAD)
    )


def test_work_begun_in_a_month_before_the_plan() -> None:
    lines = "1. Nội dung\n\n- Mở lớp ở thôn.\n\n2. Thời gian thực hiện\n\nTừ tháng 9/2025 đến khi đủ 30 lớp.\n"
    assert found("bat_dau_truoc_ban_hanh", plan(tasks(lines), head=HEAD))
    assert not found("bat_dau_truoc_ban_hanh", plan(tasks(lines.replace("9/2025", "12/2025")), head=HEAD))


def test_prose_due_before_the_day_of_issue_is_quoted_with_its_work() -> None:
    due = "- Lập tổ dạy chữ ở từng thôn.\n\nThời gian hoàn thành: Trước ngày 05/11/2025."
    (finding,) = found("han_da_qua", plan(tasks(due), head=HEAD))
    assert finding.severity == "A"
    quoted = " | ".join(citation.quote for citation in finding.citations)
    assert "Lập tổ dạy chữ" in quoted and "05/11/2025" in quoted
    assert not found("han_da_qua", plan(tasks(due.replace("05/11/2025", "05/3/2027")), head=HEAD))


def test_the_right_day_is_taken_from_the_document_itself() -> None:
    cited = plan(tasks("- Mở lớp."), basis="Thực hiện Nghị quyết số 07/NQ-CP ngày 01/5/2025 của Chính phủ;")
    own = "CHÍNH PHỦ\n\nSố: 07/NQ-CP\n\nHà Nội, ngày 04 tháng 3 năm 2025\n\nNGHỊ QUYẾT\n\nVề dạy chữ số\n\n" + tasks(
        "- Mở lớp."
    )
    (finding,) = found("vien_dan_khac_ngay", cited, resolution=own)
    assert "04/03/2025" in finding.text
    assert {citation.document for citation in finding.citations} == {"plan", "resolution"}


def test_the_right_day_is_taken_from_what_others_cite() -> None:
    wrong = plan(tasks("- Mở lớp."), basis="Thực hiện Nghị quyết số 71/NQ-CP ngày 01/5/2025 của Chính phủ;")
    (finding,) = found("vien_dan_khac_ngay", wrong)
    assert "01/04/2025" in finding.text
    assert not found("vien_dan_khac_ngay", plan(tasks("- Mở lớp.")))


@pytest.mark.parametrize(("symbol", "severity"), [("47/2020/NĐ-CP ngày 09/4/2020", "A"), ("80/2015/QH13", "C")])
def test_a_replacement_nobody_checked_is_told_softly(symbol: str, severity: str) -> None:
    text = plan(tasks("- Mở lớp."), head=HEAD, basis=f"Căn cứ văn bản số {symbol} của cơ quan có thẩm quyền;")
    for finding in found("vien_dan_cu", text):
        assert finding.severity == severity
        assert ("chưa kiểm chứng" in finding.text) == (severity == "C")


def test_a_number_that_repeats_every_year_is_known_by_its_day() -> None:
    old = plan(
        tasks("- Mở lớp."),
        head=HEAD.replace("11 năm 2025", "12 năm 2025"),
        basis="Căn cứ Quyết định số 942/QĐ-TTg ngày 15/6/2021 của Thủ tướng Chính phủ;",
    )
    other = old.replace("15/6/2021", "20/8/2023")
    assert len(found("vien_dan_cu", old)) == 1
    assert not found("vien_dan_cu", other)


def test_a_symbol_cut_short() -> None:
    (finding,) = found("ky_hieu_thieu", plan(tasks("- Thực hiện Chỉ thị số 15/CTTg về dạy chữ số.")))
    assert "15/CTTg" in finding.text
    assert not found("ky_hieu_thieu", plan(tasks("- Thực hiện Chỉ thị số 15/CT-TTg về dạy chữ số.")))


def test_no_basis_at_all() -> None:
    assert (
        len(found("khong_can_cu", plan(tasks("- Mở lớp."), title="Dọn vệ sinh thôn bản", basis="Để thôn bản sạch sẽ;")))
        == 1
    )
    assert not found("khong_can_cu", plan(tasks("- Mở lớp.")))


def test_the_day_comes_only_the_second_time() -> None:
    basis = (
        "Thực hiện Quyết định số 142/QĐ-TTg của Thủ tướng Chính phủ; Quyết định 19/QĐ-UBND ngày 02/3/2025 của "
        "UBND tỉnh thực hiện Quyết định số 142/QĐ-TTg ngày 02/02/2024 của Thủ tướng Chính phủ;"
    )
    (finding,) = found("lan_dau_khong_ngay", plan(tasks("- Mở lớp."), basis=basis))
    assert "142/QĐ-TTg" in finding.text
    own = "PHỤ LỤC\n(Ban hành kèm theo Kế hoạch số 12/KH-UBND ngày 05/8/2025 của UBND xã)\n"
    assert not found("lan_dau_khong_ngay", plan(tasks("- Mở lớp."), appendix=own))


def test_a_nickname_that_stands_for_nothing() -> None:
    (finding,) = found("goi_tat", plan(tasks("- Gắn với triển khai Đề án 06 ở các thôn.")))
    assert "Đề án 06" in finding.text
    named = plan(tasks("- Thực hiện Quyết định số 06/QĐ-TTg ngày 06/01/2022 (Đề án 06) ở các thôn."))
    assert not found("goi_tat", named)


def test_a_basis_without_a_number() -> None:
    basis = (
        "Thực hiện Nghị quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ và Kế hoạch hành động của Ban Thường vụ Tỉnh ủy;"
    )
    assert len(found("vien_dan_khong_so", plan(tasks("- Mở lớp."), basis=basis))) == 1
    assert not found("vien_dan_khong_so", plan(tasks("- Mở lớp.")))


def test_a_count_that_its_list_does_not_reach() -> None:
    (finding,) = found(
        "so_luong_khong_khop", plan(tasks("- Xây dựng 03 phòng đọc: (1) phòng đọc thôn Nà; (2) phòng đọc thôn Khe."))
    )
    assert "liệt kê 2" in finding.text
    assert not found("so_luong_khong_khop", plan(tasks("- Xây dựng 02 phòng đọc: (1) ở thôn Nà; (2) ở thôn Khe.")))


def test_a_vision_nearer_than_the_period() -> None:
    assert len(found("tam_nhin_som", plan(tasks("- Theo quy hoạch thời kỳ 2021-2030, tầm nhìn đến 2025.")))) == 1
    assert not found("tam_nhin_som", plan(tasks("- Theo quy hoạch thời kỳ 2021-2030, tầm nhìn đến 2050.")))


def test_times_of_nothing() -> None:
    assert len(found("lan_khong_so_sanh", plan(tasks("- Giảm giờ làm việc nhà của phụ nữ còn 1,5 lần.")))) == 1
    assert not found(
        "lan_khong_so_sanh", plan(tasks("- Giảm giờ làm việc nhà của phụ nữ còn 1,5 lần so với nam giới."))
    )


def test_targets_promised_and_not_given() -> None:
    assert len(found("hua_chi_tieu", plan(tasks("- Hoàn thành các chỉ tiêu được giao.")))) == 1
    given = plan(
        AIMS
        + "- Trên 70% người dân biết nộp hồ sơ trực tuyến.\n\n"
        + tasks("- Hoàn thành các chỉ tiêu được giao.", part="II")
    )
    assert not found("hua_chi_tieu", given)


def test_a_letter_of_another_alphabet() -> None:
    (finding,) = found("ky_tu_la", plan(tasks("- Báo cáo định kǶ về lớp học ở các thôn.")))
    assert "kǶ" in finding.text
    assert not found("ky_tu_la", plan(tasks("- Báo cáo định kỳ về lớp học ở các thôn, dùng wifi.")))


def test_a_common_word_with_a_wrong_mark() -> None:
    (finding,) = found("sai_dau", plan(tasks("- Bố trí kính phí cho lớp học ở các thôn.")))
    assert "kinh phí" in finding.text
    assert not found("sai_dau", plan(tasks("- Bố trí kinh phí cho lớp học ở các thôn theo nguyên tắc dùng chung.")))


def test_one_far_horizon_and_no_stage() -> None:
    far = "I. MỤC TIÊU\n\n1. Mục tiêu đến năm 2035\n\n" + "\n\n".join(
        f"- Trên {share}% {who} được học chữ số."
        for share, who in ((70, "người dân"), (80, "cán bộ thôn"), (60, "hộ nghèo"))
    )
    (finding,) = found("thieu_moc_giua", plan(far))
    assert "2035" in finding.text
    assert not found("thieu_moc_giua", plan(far.replace("2035", "2028")))


def test_growth_from_nowhere() -> None:
    assert len(found("tang_khong_moc_goc", plan(AIMS + "- Tăng thêm ít nhất 20% số lớp học chữ số."))) == 1
    assert not found("tang_khong_moc_goc", plan(AIMS + "- Tăng thêm ít nhất 20% số lớp học chữ số so với năm 2025."))


def test_an_aim_without_a_year() -> None:
    assert (
        len(
            found("chi_tieu_khong_moc", plan("I. MỤC TIÊU\n\n- Phấn đấu trên 70% người dân biết nộp hồ sơ trực tuyến."))
        )
        == 1
    )
    assert not found("chi_tieu_khong_moc", plan(AIMS + "- Phấn đấu trên 70% người dân biết nộp hồ sơ trực tuyến."))


def test_signed_in_nobodys_name() -> None:
    assert not found("the_thuc_ky", plan(tasks("- Mở lớp.")))
    assert (
        len(
            found(
                "the_thuc_ky",
                plan(tasks("- Mở lớp.")).replace("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"),
            )
        )
        == 1
    )


def test_reports_without_a_day_or_an_addressee() -> None:
    body = "I. TỔ CHỨC THỰC HIỆN\n\n1. Phòng Kinh tế\n\n- {}"
    assert len(found("bao_cao_khong_ngay", plan(body.format("Hằng quý báo cáo UBND xã kết quả thực hiện.")))) == 1
    assert not found(
        "bao_cao_khong_ngay", plan(body.format("Trước ngày 20 tháng cuối quý báo cáo UBND xã kết quả thực hiện."))
    )
    assert len(found("bao_cao_khong_noi_nhan", plan(body.format("Hằng quý báo cáo kết quả thực hiện.")))) == 1
    assert not found("bao_cao_khong_noi_nhan", plan(body.format("Hằng quý báo cáo UBND xã kết quả thực hiện.")))


def test_work_given_in_prose_with_no_day() -> None:
    bodies = ("Phòng Kinh tế", "Phòng Văn hóa - Xã hội", "Công an xã", "Trạm Y tế")
    work = "\n\n".join(
        f"{n}. {body}\n\n- Mở lớp dạy chữ số ở thôn xa.\n\n- Vận động các hộ đi học.\n\n- Kiểm tra từng thôn."
        for n, body in enumerate(bodies, 1)
    )
    (finding,) = found("phan_cong_khong_han", plan("I. TỔ CHỨC THỰC HIỆN\n\n" + work))
    assert finding.citations
    dated = work.replace("ở thôn xa", "ở thôn xa, xong trước ngày 20/12/2026")
    assert not found("phan_cong_khong_han", plan("I. TỔ CHỨC THỰC HIỆN\n\n" + dated))


def test_body_and_table_of_tasks() -> None:
    head = "TT\tTên nhiệm vụ\tCơ quan chủ trì\tThời gian hoàn thành"
    made = [
        "Xây dựng tủ sách điện tử dùng chung cho các thôn vùng cao của xã",
        "Ban hành quy chế dùng chung phòng máy của trường tiểu học với thôn",
        "Xây dựng bản đồ số đường vào nương của các hộ trong xã",
        "Thành lập đội thanh niên sửa điện thoại giúp người già trong xã",
        "Cập nhật danh sách hộ chưa có điện thoại thông minh ở từng thôn",
    ]
    rows = [
        f"{n}\t{text}\tPhòng Kinh tế\tTháng 6/2026"
        for n, text in enumerate([*made[:2], "Mua máy chiếu phim lưu động phục vụ phiên chợ vùng cao"], 1)
    ]
    body = "I. NHIỆM VỤ, GIẢI PHÁP\n\n" + "\n\n".join(f"- {text}." for text in made)
    text = plan(body, appendix="PHỤ LỤC: DANH MỤC NHIỆM VỤ\n\n" + "\n".join([head, *rows]))
    (missing,) = found("viec_ngoai_phu_luc", text)
    assert "3 việc" in missing.text
    same = [f"{n}\t{line}\tPhòng Kinh tế\tTháng 6/2026" for n, line in enumerate(made, 1)]
    sound = plan(body, appendix="PHỤ LỤC: DANH MỤC NHIỆM VỤ\n\n" + "\n".join([head, *same]))
    assert not found("viec_ngoai_phu_luc", sound)
    assert not found("phu_luc_ngoai_than", sound)
