"""Auditors' questions: where a plan skips a number, leaves a cell empty, keeps words of another level…"""

from __future__ import annotations

from pathlib import Path

import pytest
from made_up import open_made_up

from service.audit import rules  # noqa: F401 importing them registers them
from service.audit.faults import asked_faults, faults
from service.audit.registry import RULES
from service.desk import Desk

DOC_SUONG = """ỦY BAN NHÂN DÂN
XÃ DỐC SƯƠNG
Số:     /KH-UBND
Dốc Sương, ngày 20 tháng 10 năm 2025

KẾ HOẠCH
Trồng rừng và giữ nguồn nước xã Dốc Sương giai đoạn 2025-2030

Căn cứ Nghị quyết số 21-NQ/ĐU ngày 02/9/2025 của Đảng ủy xã; Ủy ban nhân dân xã Dốc Sương ban hành Kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Giữ nước đầu nguồn cho kế hoạch 05 năm 2020-2025 và những năm sau.
2. Yêu cầu
- Giao việc theo tinh thần 5 rõ: rõ người, rõ việc, rõ thời gian, rõ kết quả.
- Tạo khí thế thi đua trồng cây trong toàn tỉnh.

II. NHIỆM VỤ
1. Ươm cây
1.1. Ươm cây sa mộc ở vườn của xã.
1.3. Ươm cây lát hoa ở vườn của của trường học.
2. Trồng cây
2.1. Trồng cây dọc suối theo tinh thần 5 rõ: rõ người, rõ việc, rõ tiến độ, rõ kết quả.
Thời gian hoàn thành: Trước ngày 01/10/2025.

III. TỔ CHỨC THỰC HIỆN
1. Phòng Kinh tế: chủ trì, theo dõi, đôn đốc các bản thực hiện Kế hoạch.
2. Phòng Văn hóa - Xã hội: định kỳ báo cáo kết quả về Ủy ban nhân dân xã.

CHỦ TỊCH

Giàng Thị Lụa

Nơi nhận:
- Phòng Kinh tế;
- Lưu: VT.

PHỤ LỤC I: DANH MỤC NHIỆM VỤ
TT\tTên nhiệm vụ\tCơ quan chủ trì thực hiện\tCơ quan phối hợp\tKết quả\tThời gian hoàn thành
I\tVườn ươm
1\tMua hạt giống sa mộc\tPhòng Kinh tế\tHội Nông dân\tHạt giống\tTháng 3/2026
2\tLàm giàn che nắng\tPhòng Kinh tế\tPhòng Tư pháp\t\tTháng 4/2026
3\tĐào mương dẫn nước\tPhòng Văn hóa - Xã hội\tĐoàn xã\tMương\tTháng 5/2026
"""

BEN_TRE_GAI = """ỦY BAN NHÂN DÂN
XÃ BẾN TRE GAI
Số: 18/KH-UBND
Bến Tre Gai, ngày 14 tháng 10 năm 2025

KẾ HOẠCH
Làm đường bản xã Bến Tre Gai năm 2026

Ủy ban nhân dân xã Bến Tre Gai ban hành Kế hoạch như sau:

I. NHIỆM VỤ
1. Đổ bê tông đường vào bản Thượng.
2. Khơi rãnh hai bên đường bản Hạ.

II. TỔ CHỨC THỰC HIỆN
1. Phòng Kinh tế chủ trì, báo cáo Ủy ban nhân dân xã trước ngày 25 hằng tháng.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Vàng A Tủa

Nơi nhận:
- Phòng Kinh tế;
- Lưu: VT.
"""


@pytest.fixture(scope="module")
def auditing(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder: Path = tmp_path_factory.mktemp("audited")
    (folder / "doc-suong.txt").write_text(DOC_SUONG, encoding="utf-8")
    (folder / "ben-tre-gai.txt").write_text(BEN_TRE_GAI, encoding="utf-8")
    library = open_made_up(tmp_path_factory.mktemp("audited-data"))
    assert not library.sync([folder]).rejected
    return Desk(library)


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        ("Kế hoạch Dốc Sương đánh số tiểu mục bị nhảy ở chỗ nào?", ["1.3. Ươm cây lát hoa"]),
        ("doc suong danh so muc co nhay coc khong", ["1.3. Ươm cây lát hoa"]),
        ("Does the numbering skip anywhere in Dốc Sương's plan?", ["1.3. Ươm cây lát hoa"]),
        ("Số kế hoạch của Dốc Sương có bị bỏ trống không?", ["/KH-UBND"]),
        ("Phụ lục I của Dốc Sương còn sót tên phòng nào không có ở xã?", ["Phòng Tư pháp"]),
        ("Dốc Sương còn sót chữ nào của cấp trên?", ["trong toàn tỉnh"]),
        ("Kế hoạch Dốc Sương có chữ nào bị lặp?", ["của của trường học"]),
        ("Which words are repeated words in Dốc Sương's plan?", ["của của trường học"]),
        ("“5 rõ” ở Dốc Sương viết có thống nhất không?", ["rõ thời gian", "rõ tiến độ"]),
        ("Phần ký của kế hoạch Dốc Sương có đúng thể thức không?", ["Giàng Thị Lụa"]),
        ("Dốc Sương có việc nào hạn sớm hơn ngày ban hành không?", ["Trước ngày 01/10/2025", "dọc suối"]),
        ("Nhiệm vụ nào trong phụ lục Dốc Sương có cột Kết quả bị bỏ trống?", ["Làm giàn che nắng"]),
        ("Dốc Sương có chỗ nào ghi 2020-2025 thay vì 2025-2030?", ["kế hoạch 05 năm 2020-2025"]),
    ],
)
def test_the_places_of_the_fault_are_quoted(auditing: Desk, question: str, quotes: list[str]) -> None:
    answer = auditing.ask(question)
    said = " | ".join(citation.quote for citation in answer.citations)
    assert answer.answered
    assert [quote for quote in quotes if quote not in said] == []
    assert {citation.document for citation in answer.citations} == {"doc-suong"}


def test_which_plan_has_the_fault_is_told_over_all_of_them(auditing: Desk) -> None:
    answer = auditing.ask("Xã nào đánh số mục bị nhảy?")
    assert answer.answered
    assert {citation.document for citation in answer.citations} == {"doc-suong"}


def test_the_rule_and_its_source_stand_beside_the_answer(auditing: Desk) -> None:
    answer = auditing.ask("Kế hoạch Dốc Sương đánh số tiểu mục bị nhảy ở chỗ nào?")
    assert "Đánh số nhảy hoặc lặp" in answer.notes[0]
    assert RULES["danh_so"].source in answer.notes[0]


def test_that_there_is_none_is_said_where_the_rules_go_through_all_of_it(auditing: Desk) -> None:
    answer = auditing.ask("Kế hoạch Bến Tre Gai đánh số có chỗ nào nhảy không?")
    assert (answer.answered, answer.citations) == (True, ())
    assert "không thấy" in answer.answer


def test_rules_that_know_only_some_faults_are_no_proof_that_there_is_none(auditing: Desk) -> None:
    answer = auditing.ask("Kế hoạch Bến Tre Gai có lỗi chính tả nào không?")
    assert not answer.answered
    assert "không thay được người đọc" in answer.answer


def test_a_column_without_gaps_is_told(auditing: Desk) -> None:
    answer = auditing.ask("Phụ lục Dốc Sương có nhiệm vụ nào để trống cơ quan chủ trì không?")
    assert answer.answered
    assert "không nhiệm vụ nào trong 3 nhiệm vụ" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Vì sao Dốc Sương bỏ trống số kế hoạch?",
        "Ai chịu trách nhiệm về lỗi chính tả trong kế hoạch Dốc Sương?",
        "Cán bộ Dốc Sương viết sai chữ thì bị xử lý thế nào?",
        "Dốc Sương còn sót bao nhiêu héc-ta rừng chưa trồng?",
        "Xã Lũng Vài đánh số mục bị nhảy ở đâu?",
        "Dốc Sương có mục nào đánh số nhảy về máy bay không người lái?",
        "Trong 4417 có mục nào đánh số nhảy không?",
    ],
)
def test_what_no_audit_tells_is_refused(auditing: Desk, question: str) -> None:
    assert not auditing.ask(question).answered


@pytest.mark.parametrize(
    "question",
    [
        "Trường hợp vượt thẩm quyền thì các bản báo cáo phòng nào?",
        "Kế hoạch nói gì về tránh chồng chéo dữ liệu?",
        "Hồ sơ trước khi ký hợp đồng phải thẩm tra ở đâu?",
        "Cơ sở dữ liệu dùng tên miền thống nhất nào?",
        "Tỷ lệ hộ nghèo giảm bao nhiêu?",
    ],
)
def test_plain_questions_with_such_words_are_none_of_them(question: str) -> None:
    assert asked_faults(question) == []


def test_every_kind_names_rules_of_the_audit() -> None:
    assert {rule for fault in faults() for rule in fault.rules} - set(RULES) == set()


def test_a_phrase_of_one_group_alone_does_not_ask() -> None:
    assert asked_faults("Các điểm được đánh số thế nào?") == []
    assert [fault.rules[0] for fault in asked_faults("Các điểm đánh số có nhảy không?")] == ["danh_so"]
