"""The function of a part: from its heading, its place, its own words."""

from __future__ import annotations

import pytest
from drafting import draft

from service.precedents.drafts import read_text
from service.precedents.functions import asked_function, functions_of, of_clause, of_heading


@pytest.mark.parametrize(
    ("title", "parent", "function"),
    [
        ("MỤC ĐÍCH, YÊU CẦU", "khac", "muc_dich"),
        ("Mục tiêu đến năm 2030", "muc_dich", "muc_tieu"),
        ("QUAN ĐIỂM, MỤC TIÊU", "khac", "quan_diem"),
        ("KINH PHÍ VÀ TỔ CHỨC THỰC HIỆN", "khac", "kinh_phi"),
        ("Về kinh phí thực hiện", "nhiem_vu", "kinh_phi"),
        ("NHIỆM VỤ VÀ GIẢI PHÁP CHỦ YẾU", "khac", "nhiem_vu"),
        ("PHÂN CÔNG TỔ CHỨC THỰC HIỆN", "khac", "to_chuc"),
        ("PHÂN CÔNG NHIỆM VỤ", "khac", "to_chuc"),
        ("NGUỒN LỰC THỰC HIỆN", "khac", "kinh_phi"),
        ("Nâng cao hiệu quả thực hiện các nhiệm vụ được giao", "khac", None),
        ("Nhiệm vụ của Sở Tài chính", "to_chuc", None),
        ("Mục đích sử dụng đất", "nhiem_vu", None),
    ],
)
def test_a_heading_is_read_from_its_start_and_under_its_parent(title: str, parent: str, function: str | None) -> None:
    assert of_heading(title, parent) == function  # type: ignore[arg-type]


@pytest.mark.parametrize("title", ["Uỷ quyền", "Mục đíchs"])
def test_a_word_that_merely_begins_alike_is_no_heading(title: str) -> None:
    assert of_heading(title) is None


def test_a_clause_out_of_place_is_known_by_its_words() -> None:
    assert of_clause("Căn cứ Luật Dân số ngày 10 tháng 12 năm 2025;") == "can_cu"
    assert of_clause("Căn cứ Kế hoạch này, các thôn tự lập lịch học của thôn mình.") == "to_chuc"
    assert of_clause("- Kinh phí thực hiện lấy từ quỹ của thôn.") == "kinh_phi"
    assert of_clause("Trong quá trình thực hiện, có gì khó thì báo về xã./.") == "ket"
    assert of_clause("Trồng thêm hai hàng cây dọc bờ suối.") is None


def test_a_plan_is_divided_into_its_functions_in_order() -> None:
    document = read_text(draft())
    seen = dict.fromkeys(functions_of(document.passages, document.text))
    seen.pop("hinh_thuc")
    assert list(seen) == ["can_cu", "muc_dich", "muc_tieu", "nhiem_vu", "to_chuc", "ket"]


def test_an_unnamed_part_between_aims_and_organisation_holds_tasks() -> None:
    text = draft().replace("III. NHIỆM VỤ, GIẢI PHÁP", "III. CHẶNG ĐƯỜNG TRƯỚC MẮT")
    document = read_text(text)
    functions = functions_of(document.passages, document.text)
    skill = next(at for at, p in enumerate(document.passages) if "Mở lớp" in document.text[p.start : p.end])
    assert functions[skill] == "nhiem_vu"


def test_a_request_names_the_function_it_wants() -> None:
    assert asked_function("Cho tôi mẫu đoạn kết yêu cầu báo cáo") == "ket"
    assert asked_function("câu mẫu về kinh phí của xã") == "kinh_phi"
    assert asked_function("câu mẫu về lớp học buổi tối") is None
