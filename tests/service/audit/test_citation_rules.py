"""Citations: malformed, bare, missing among the bases, replaced."""

from __future__ import annotations

from auditing import found, plan


def tasks(text: str) -> str:
    return f"I. NHIỆM VỤ\n\n1. Tuyên truyền\n\n- {text}\n"


def test_a_conclusion_symbol_on_a_resolution() -> None:
    (finding,) = found("vien_dan_sai", plan(tasks("Quán triệt Nghị quyết số 57-KL/TW đến từng thôn.")))
    assert finding.severity == "A"
    assert "57-NQ/TW" in finding.text
    assert any("57-KL/TW" in c.quote for c in finding.citations)


def test_a_right_symbol_is_left_alone() -> None:
    assert not found("vien_dan_sai", plan(tasks("Quán triệt Nghị quyết số 57-NQ/TW đến từng thôn.")))


def test_a_bare_plan_beside_another_basis_is_grave() -> None:
    basis = (
        "Căn cứ Kế hoạch số 88/KH-UBND ngày 20/6/2025 của UBND tỉnh Lào Cai; Nghị quyết "
        "số 71/NQ-CP ngày 01/4/2025 của Chính phủ;"
    )
    (finding,) = found("vien_dan_tro", plan(tasks("Thực hiện Kế hoạch số 25/KH-UBND theo lộ trình."), basis=basis))
    assert finding.severity == "A"
    assert "88/KH-UBND" in finding.text


def test_bare_letters_are_editorial() -> None:
    (finding,) = found("vien_dan_tro", plan(tasks("Nâng cấp mạng theo văn bản số 1552/BTTTT-THH.")))
    assert finding.severity == "C"


def test_a_resolution_to_carry_out_belongs_among_the_bases() -> None:
    line = "Triển khai thực hiện Nghị quyết số 45-NQ/TW ngày 24/11/2023 của Ban Chấp hành Trung ương Đảng."
    (finding,) = found("can_cu_thieu", plan(tasks(line)))
    assert "45-NQ/TW" in finding.text
    basis = f"Căn cứ {line[20:-1]}; Nghị quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ;"
    assert not found("can_cu_thieu", plan(tasks(line), basis=basis))


def test_the_government_programme_is_the_usual_basis() -> None:
    bare = plan(tasks("Tuyên truyền."), basis="Căn cứ Kế hoạch số 88/KH-UBND ngày 20/6/2025 của UBND tỉnh Lào Cai;")
    (finding,) = found("can_cu_thuong", bare)
    assert "71/NQ-CP" in finding.text
    assert not found("can_cu_thuong", plan(tasks("Tuyên truyền.")))


def test_a_plan_about_something_else_needs_no_such_basis() -> None:
    text = plan(tasks("Trồng cây."), title="Trồng cây đầu xuân", basis="Căn cứ Chỉ thị số 45/CT-TTg ngày 31/12/2020;")
    assert not found("can_cu_thuong", text)


def test_a_replaced_law() -> None:
    basis = (
        "Căn cứ Luật Tổ chức chính quyền địa phương số 65/2025/QH15 ngày 19/02/2025; Nghị "
        "quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ;"
    )
    (finding,) = found("vien_dan_cu", plan(tasks("Tuyên truyền."), basis=basis))
    assert (finding.severity, "72/2025/QH15" in finding.text) == ("A", True)


def test_a_law_still_in_force_then() -> None:
    basis = "Căn cứ Luật Tổ chức chính quyền địa phương số 77/2015/QH13 ngày 19/6/2015;"
    text = plan(tasks("Tuyên truyền."), basis=basis, head="Số: 3/KH-UBND\n\nSuối Bạc, ngày 05 tháng 8 năm 2024")
    assert not found("vien_dan_cu", text)


def test_one_document_called_by_two_types() -> None:
    basis = (
        "Căn cứ Nghị quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ; Kế hoạch hành động "
        "số 9-KH/TU ngày 02/6/2025 của Ban Thường vụ Tỉnh ủy;"
    )
    text = plan(tasks("Bám sát Kế hoạch số 9-KH/TU của Tỉnh ủy trong từng việc."), basis=basis)
    assert [f.severity for f in found("ten_vien_dan", text)] == ["C"]
    assert not found("ten_vien_dan", text.replace("Bám sát Kế hoạch số", "Bám sát Kế hoạch hành động số"))


def test_a_basis_with_work_already_overdue() -> None:
    basis = (
        "Căn cứ Nghị quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ; Thông báo giao việc "
        "có thời hạn hoàn thành trong tháng 6/2025;"
    )
    assert len(found("can_cu_qua_han", plan(tasks("Mở lớp."), basis=basis))) == 1
    assert not found("can_cu_qua_han", plan(tasks("Mở lớp."), basis=basis.replace("6/2025", "9/2025")))


def test_a_law_without_its_day_is_editorial() -> None:
    line = "Vận dụng Nghị quyết số 136/2024/QH15 trong thử nghiệm."
    assert [f.severity for f in found("vien_dan_tro", plan(tasks(line)))] == ["C"]
    assert not found("vien_dan_tro", plan(tasks(line.replace("QH15", "QH15 ngày 26/6/2024 của Quốc hội"))))
