"""What a part is for: from its heading, its place, its own words; stored with each section and passage."""

from __future__ import annotations

import pytest

from ingest.pipeline import document_of
from ingest.readers.content import content_of_text
from ingest.structure.functions import of_clause, of_heading, vocabulary
from ingest.text import clean
from ingest.types import Document

PLAN = """\
ỦY BAN NHÂN DÂN
XÃ GÒ MUỖM
Số: 8/KH-UBND
Gò Muỗm, ngày 05 tháng 6 năm 2031

KẾ HOẠCH
Trồng cây dọc bờ suối

Căn cứ Quyết định số 9/QĐ-UBND ngày 01/3/2031; Ủy ban nhân dân xã ban hành Kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Giữ bờ suối khỏi lở vào mùa mưa.
2. Mục tiêu đến năm 2032
- Trồng được 400 cây.

II. CHẶNG ĐƯỜNG TRƯỚC MẮT
1. Ươm giống
- Mỗi thôn ươm một luống cây bản địa.
2. Kinh phí thực hiện lấy từ quỹ của các thôn.

III. TỔ CHỨC THỰC HIỆN
1. Phòng Kinh tế đôn đốc các thôn.

Trong quá trình thực hiện, có gì khó thì các thôn báo về xã./.

Nơi nhận:
- Các thôn;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lý Thị Sáo
"""


def _document(text: str = PLAN) -> Document:
    return document_of(content_of_text(clean(text)), name="x.txt", sha256="0")


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


def test_each_section_knows_its_function() -> None:
    document = _document()
    assert [("/".join(s.path), s.function) for s in document.sections] == [
        ("HEADER", "hinh_thuc"),
        ("TITLE", "hinh_thuc"),
        ("PREAMBLE", "can_cu"),
        ("I", "muc_dich"),
        ("I/1", "muc_dich"),
        ("I/2", "muc_tieu"),
        ("II", "nhiem_vu"),  # named by nothing; between aims and organisation
        ("II/1", "nhiem_vu"),
        ("II/2", "kinh_phi"),  # by its own words, against its part
        ("III", "to_chuc"),
        ("III/1", "to_chuc"),
        ("CLOSING", "ket"),
        ("RECIPIENTS", "hinh_thuc"),
        ("SIGNATURE", "hinh_thuc"),
    ]


def test_a_passage_has_the_function_of_its_section_unless_its_words_tell_another() -> None:
    document = _document(PLAN.replace("một luống cây bản địa.", "một luống.\n- Kinh phí để mua giống do xã cấp."))
    functions = {document.text[p.start : p.end]: p.function for p in document.passages}
    assert functions["Mỗi thôn ươm một luống."] == "nhiem_vu"
    assert functions["Kinh phí để mua giống do xã cấp."] == "kinh_phi"
    assert next(s.function for s in document.sections if s.path == ("II", "1")) == "nhiem_vu"


def test_an_unnamed_part_without_organisation_or_closing_behind_it_is_left_unknown() -> None:
    head, tail = PLAN.split("III. TỔ CHỨC")
    assert tail
    assert next(s.function for s in _document(head).sections if s.path == ("II",)) == "khac"


def test_each_function_is_named_once() -> None:
    keys = [words.key for words in vocabulary()]
    assert len(keys) == len(set(keys)) > 1
    assert all(words.name for words in vocabulary())
