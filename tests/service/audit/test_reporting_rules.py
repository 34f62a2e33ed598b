"""Reports: without a cycle, sparse, in conflict, with no time between."""

from __future__ import annotations

from auditing import found, plan


def organised(*lines: str) -> str:
    numbered = "\n\n".join(f"{n}. {line}" for n, line in enumerate(lines, 1))
    return plan(f"I. MỤC ĐÍCH\n\n- Giúp bà con dùng dịch vụ số.\n\nII. TỔ CHỨC THỰC HIỆN\n\n{numbered}\n")


MONTHLY = "Phòng Kinh tế báo cáo Ủy ban nhân dân xã trước ngày 25 hằng tháng."
VAGUE = "Phòng Văn hóa - Xã hội theo dõi, định kỳ báo cáo kết quả về UBND xã."


def test_nothing_but_regularly() -> None:
    (finding,) = found("bao_cao_khong_ky_han", organised(VAGUE))
    assert (finding.severity, finding.category) == ("B", "reporting")


def test_one_vague_report_beside_a_clear_one_is_editorial() -> None:
    assert [f.severity for f in found("bao_cao_khong_ky_han", organised(VAGUE, MONTHLY))] == ["C"]


def test_a_dated_report_among_other_work_is_clear_too() -> None:
    line = (
        "Phòng Kinh tế hướng dẫn các thôn; kịp thời gỡ khó khăn; trước ngày 15/12 hằng năm tổng hợp, báo cáo UBND xã."
    )
    assert [f.severity for f in found("bao_cao_khong_ky_han", organised(VAGUE, line))] == ["C"]


def test_a_day_given_in_another_place_is_a_day() -> None:
    yearly = "Phòng Kinh tế hằng năm báo cáo UBND tỉnh kết quả thực hiện."
    assert found("bao_cao_khong_ngay", organised(yearly))
    dated = "Phòng Kinh tế báo cáo UBND tỉnh kết quả thực hiện trước ngày 30/11 hằng năm."
    assert not found("bao_cao_khong_ngay", organised(yearly, dated))


def test_a_monthly_report_with_its_day_is_clear() -> None:
    assert not found("bao_cao_khong_ky_han", organised(MONTHLY))


def test_troubles_have_no_cycle() -> None:
    line = "Trong quá trình thực hiện nếu có khó khăn, vướng mắc, Phòng Kinh tế kịp thời báo cáo UBND xã."
    assert not found("bao_cao_khong_ky_han", organised(line))


def test_once_a_year_upwards() -> None:
    line = "Phòng Kinh tế định kỳ hằng năm tham mưu UBND xã báo cáo UBND tỉnh kết quả thực hiện."
    assert len(found("bao_cao_thua", organised(line))) == 1
    assert not found("bao_cao_thua", organised(line.replace("hằng năm", "hằng quý")))


def test_two_cycles_for_one_report() -> None:
    month = "Ủy ban nhân dân xã định kỳ hằng tháng báo cáo Ban Chỉ đạo xã kết quả thực hiện."
    year = "Ủy ban nhân dân xã định kỳ hằng năm báo cáo Ban Chỉ đạo xã kết quả thực hiện."
    (finding,) = found("bao_cao_mau_thuan", organised(month, year))
    assert len(finding.citations) == 2
    assert not found("bao_cao_mau_thuan", organised(month, month))


def test_collected_and_passed_on_within_two_days() -> None:
    line = (
        "Định kỳ hằng tháng các thôn báo cáo kết quả về UBND xã vào ngày {} hằng tháng "
        "và báo cáo Sở Khoa học và Công nghệ vào ngày 20 hằng tháng."
    )
    assert len(found("nop_truoc_khi_nhan", organised(line.format(19)))) == 1
    assert not found("nop_truoc_khi_nhan", organised(line.format(10)))


def test_a_cycle_promised_and_not_kept() -> None:
    text = plan(
        "I. YÊU CẦU\n\n- Thiết lập chế độ báo cáo theo định kỳ 01 tháng/lần.\n\n"
        "II. TỔ CHỨC THỰC HIỆN\n\n1. Phòng Kinh tế định kỳ 6 tháng báo cáo Ủy ban nhân dân xã kết quả thực hiện.\n"
    )
    assert len(found("so_ket_khong_khop", text)) == 1
    assert not found("so_ket_khong_khop", text.replace("định kỳ 6 tháng", "định kỳ hằng tháng"))
