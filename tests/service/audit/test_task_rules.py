"""Tasks: the five clear things, bodies, products, days, recipients."""

from __future__ import annotations

from auditing import found, plan, shelf

from service.audit.engine import audit

HEAD = "TT\tTên nhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tKết quả\tThời gian hoàn thành"
FULL = [
    (
        "1\tMở lớp tin học buổi tối cho người lớn tuổi ở các thôn\tPhòng Văn hóa - Xã "
        "hội\tCác thôn\tBáo cáo\tTháng 10/2025"
    ),
    "2\tLắp bảng điện tử ở chợ phiên và nhà văn hóa\tPhòng Kinh tế\tCác thôn\tBiên bản nghiệm thu\tTháng 12/2025",
    "3\tSoát lại sổ hộ tịch trước khi số hóa\tPhòng Văn hóa - Xã hội\tCông an xã\tDanh sách hộ\tTháng 3/2026",
    (
        "4\tGhi hình hướng dẫn nộp hồ sơ bằng tiếng dân tộc\tPhòng Văn hóa - Xã hội\tCác "
        "thôn\tVideo hướng dẫn\tTháng 6/2026"
    ),
]


def table(*rows: str) -> str:
    return "PHỤ LỤC: DANH MỤC NHIỆM VỤ\n\n" + "\n".join([HEAD, *rows])


def with_rows(*rows: str) -> str:
    return plan("I. TỔ CHỨC THỰC HIỆN\n\n- Các phòng thực hiện theo phụ lục.", appendix=table(*rows))


def changed(row: int, column: int, value: str) -> str:
    rows = [line.split("\t") for line in FULL]
    rows[row][column] = value
    return with_rows(*("\t".join(cells) for cells in rows))


def test_complete_tasks_leave_nothing_to_say() -> None:
    for rule in ("thieu_ket_qua", "thieu_chu_tri", "han_khong_xac_dinh", "ket_qua_khong_khop", "han_da_qua"):
        assert not found(rule, with_rows(*FULL)), rule


def test_a_blank_product() -> None:
    (finding,) = found("thieu_ket_qua", changed(1, 4, ""))
    assert (finding.severity, "2" in finding.text) == ("A", True)
    assert "bảng điện tử" in finding.citations[0].quote


def test_a_row_cut_off_by_the_file_is_not_judged() -> None:
    rows = [*FULL[:3], "4\tGhi hình hướng dẫn nộp hồ sơ\tPhòng Văn hóa - Xã hội\tCác thôn\t\t"]
    assert not found("thieu_ket_qua", with_rows(*rows))


def test_a_blank_lead() -> None:
    (finding,) = found("thieu_chu_tri", changed(2, 2, ""))
    assert finding.severity == "A"


def test_the_issuer_leads_everything() -> None:
    rows = [f"{n}\tMở lớp học số {n} ở thôn xa\tUBND xã\tCác thôn\tBáo cáo\tTháng 10/2025" for n in range(1, 8)]
    (finding,) = found("thieu_chu_tri", with_rows(*rows))
    assert "7/7" in finding.text


def test_no_day() -> None:
    (finding,) = found("han_khong_xac_dinh", changed(0, 5, "Thường xuyên"))
    assert finding.severity == "C"


def test_one_document_always_due() -> None:
    rows = [FULL[0], FULL[1], FULL[2], "4\tLập kế hoạch dạy chữ số\tPhòng Kinh tế\tCác thôn\tKế hoạch\tThường xuyên"]
    assert len(found("san_pham_thuong_xuyen", with_rows(*rows))) == 1


def test_a_body_where_the_product_should_stand() -> None:
    (finding,) = found("ket_qua_khong_khop", changed(0, 4, "Phòng Kinh tế tổng hợp, báo cáo"))
    assert "là việc của một cơ quan" in finding.text


def test_due_before_issue_and_in_the_month_of_issue() -> None:
    assert [f.severity for f in found("han_da_qua", changed(0, 5, "Tháng 6/2025"))] == ["A"]
    assert [f.severity for f in found("han_da_qua", changed(0, 5, "Tháng 8/2025"))] == ["B"]


def test_a_period_of_years_due_at_once() -> None:
    row = (
        "4\tThực hiện chương trình cắt giảm giấy tờ giai đoạn 2025-2030\tPhòng Kinh tế\tCác thôn\tBáo cáo\tTháng 9/2025"
    )
    assert len(found("han_ngan_hon_viec", with_rows(*FULL[:3], row))) == 1


def test_a_division_of_the_former_district() -> None:
    (finding,) = found("co_quan_khong_con", changed(0, 2, "Phòng Nội vụ"))
    assert (finding.severity, "Phòng Nội vụ" in finding.text) == ("A", True)


def test_the_same_division_before_the_reform() -> None:
    text = (
        changed(0, 2, "Phòng Nội vụ").replace("tháng 8 năm 2025", "tháng 8 năm 2024").replace("01/4/2025", "01/4/2024")
    )
    assert not found("co_quan_khong_con", text)


def test_two_bodies_in_one_name() -> None:
    text = plan("I. TỔ CHỨC THỰC HIỆN\n\n1. Phòng Kinh tế báo cáo Ban Thường vụ Đảng ủy UBND xã hằng quý.")
    assert [f.category for f in found("lan_co_quan", text)] == ["template_leftover"]


def test_tasked_but_not_sent() -> None:
    body = (
        "I. TỔ CHỨC THỰC HIỆN\n\n1. Công an xã chủ trì tuần tra các điểm phát sóng, định kỳ hằng quý báo cáo UBND xã.\n"
    )
    few = "- UBND tỉnh;\n- Thường trực Đảng ủy xã;\n- Lãnh đạo UBND xã;\n- Lưu: VT."
    (finding,) = found("khong_co_noi_nhan", plan(body, recipients=few))
    assert "Công an xã" in finding.text
    assert not found("khong_co_noi_nhan", plan(body, recipients=few.replace("- Lưu", "- Công an xã;\n- Lưu")))
    assert not found(
        "khong_co_noi_nhan", plan(body, recipients=few.replace("- Lưu", "- Các phòng, đơn vị thuộc xã;\n- Lưu"))
    )


def test_sent_but_not_tasked() -> None:
    body = "I. TỔ CHỨC THỰC HIỆN\n\n1. Phòng Kinh tế bố trí kinh phí.\n"
    few = "- UBND tỉnh;\n- Phòng Kinh tế;\n- Ban CHQS xã;\n- Lưu: VT."
    (finding,) = found("noi_nhan_khong_viec", plan(body, recipients=few))
    assert [c.quote for c in finding.citations] == ["Ban CHQS xã"]


def test_coverage_with_nobody_to_build_it() -> None:
    goal = "I. MỤC TIÊU\n\n1. Đến năm 2030\n\n- Tỷ lệ phủ sóng 5G trên địa bàn đạt 100%.\n\nII. NHIỆM VỤ\n\n- {}\n"
    (finding,) = found("thieu_nguoi_lam", plan(goal.format("Phối hợp tuyên truyền mở rộng phủ sóng 5G.")))
    assert len(finding.citations) == 2
    assert not found("thieu_nguoi_lam", plan(goal.format("Giao doanh nghiệp viễn thông dựng cột phủ sóng 5G.")))


def test_the_score_counts_each_of_the_five() -> None:
    (score,) = audit(shelf(plan=changed(1, 4, ""))).scores
    assert (score.tasks, score.who, score.when, score.product) == (4, 4, 4, 3)
    assert score.score == 95.0


def test_body_and_appendix_disagree() -> None:
    body = (
        "I. NHIỆM VỤ\n\n1. Cán bộ\n\n- Bố trí cán bộ có chuyên môn khoa học kỹ thuật vào đội ngũ lãnh đạo xã "
        "tối thiểu đạt 25%.\n"
    )
    row = (
        "4\tBố trí cán bộ có chuyên môn khoa học kỹ thuật vào đội ngũ lãnh đạo xã theo tỷ lệ phù hợp\t"
        "Phòng Văn hóa - Xã hội\tCác thôn\tQuyết định\tTháng 6/2026"
    )
    (finding,) = found("than_va_phu_luc", plan(body, appendix=table(*FULL[:3], row)))
    assert len(finding.citations) == 2
    kept = row.replace("theo tỷ lệ phù hợp", "tối thiểu đạt 25%")
    assert not found("than_va_phu_luc", plan(body, appendix=table(*FULL[:3], kept)))


def test_many_tasks_for_nobody_by_no_day() -> None:
    lines = "\n".join(f"- Mở rộng điểm phát sóng ở bản thứ {n}." for n in ("một", "hai", "ba", "tư", "năm", "sáu"))
    more = "\n".join(f"- Soạn tài liệu tiếng dân tộc cho lớp {n}." for n in ("một", "hai", "ba", "tư", "năm", "sáu"))
    text = plan(f"I. YÊU CẦU\n\n- Phân công theo tinh thần 5 rõ.\n\nII. NHIỆM VỤ\n\n{lines}\n{more}\n")
    (finding,) = found("nhiem_vu_khong_giao", text)
    assert "5 rõ" in finding.text
    assert not found("nhiem_vu_khong_giao", text.replace(".\n- ", " trước tháng 12 năm 2025.\n- "))


def test_the_five_things_listed_in_two_ways() -> None:
    text = plan(
        "I. YÊU CẦU\n\n- Bảo đảm rõ người, rõ việc, rõ trách nhiệm, rõ thời gian, rõ sản phẩm.\n\n"
        "II. TỔ CHỨC THỰC HIỆN\n\n- Các thôn làm theo tinh thần rõ người, rõ việc, rõ tiến độ, rõ kết quả.\n"
    )
    assert [f.severity for f in found("nam_ro_khac_nhau", text)] == ["C"]
    third = text + "\n- Các tổ làm theo tinh thần rõ việc, rõ người, rõ tiến độ, rõ kết quả.\n"
    assert [len(f.citations) for f in found("nam_ro_khac_nhau", third)] == [3]  # every order is quoted
    same = text.replace("rõ tiến độ, rõ kết quả", "rõ trách nhiệm, rõ thời gian, rõ sản phẩm")
    assert not found("nam_ro_khac_nhau", same)
