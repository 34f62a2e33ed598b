"""Who leads a work, a target, a recipient, a deadline: what only speaks of the subject does not answer for them."""

from __future__ import annotations

import pytest
from made_up import open_made_up

from service.desk import Desk
from service.types import Answer

NAM_THUA = """ỦY BAN NHÂN DÂN
XÃ NẬM THƯA
Số: 17/KH-UBND
Nậm Thưa, ngày 12 tháng 9 năm 2025

KẾ HOẠCH
Đưa công nghệ mới vào đời sống xã Nậm Thưa

I. MỤC TIÊU
- Trên 45% hộ kinh doanh trong xã dùng hóa đơn điện tử vào năm 2027.
- Bà con biết giữ mật khẩu của mình.

II. NHIỆM VỤ
1. Dữ liệu
- Số hóa sổ hộ tịch cũ lưu tại kho của xã, làm xong quyển nào đóng quyển ấy.
- Cấp chữ ký số cho trưởng bản để ký biên bản họp.
2. Con người
- Mời thợ trẻ về dạy sửa máy cày có cảm biến.

III. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội chủ trì theo dõi, đôn đốc các đơn vị thực hiện Kế hoạch; báo cáo Ủy ban nhân dân xã.
2. Phòng Kinh tế chủ trì dựng bảng chỉ dẫn mã QR ở chợ phiên.
3. Các bản gửi kết quả tuyên truyền về Phòng Văn hóa - Xã hội trước ngày 20 hằng tháng.

Nơi nhận:
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lường Văn Chiến

PHỤ LỤC: DANH MỤC NHIỆM VỤ
TT	Tên nhiệm vụ	Cơ quan chủ trì	Cơ quan phối hợp	Kết quả	Thời gian hoàn thành
1	Lắp loa truyền thanh thông minh ở các bản	Phòng Văn hóa - Xã hội	Các bản	Loa hoạt động	Tháng 3/2026
2	Vẽ bản đồ số ruộng bậc thang	Phòng Kinh tế	Các bản	Bản đồ\t
"""
BAN_COT = """ỦY BAN NHÂN DÂN
XÃ BẢN CÓT
Số: 9/KH-UBND
Bản Cót, ngày 03 tháng 10 năm 2025

KẾ HOẠCH
Đưa công nghệ mới vào đời sống xã Bản Cót

I. MỤC TIÊU
- Có 70% trưởng bản được cấp chữ ký số vào năm 2026.

II. NHIỆM VỤ
- Dựng trang tin của xã, mỗi tuần viết một bài.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Quàng Thị Hoa
"""


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("hai-xa")
    (folder / "nam-thua.txt").write_text(NAM_THUA, encoding="utf-8")
    (folder / "ban-cot.txt").write_text(BAN_COT, encoding="utf-8")
    library = open_made_up(tmp_path_factory.mktemp("data"))
    assert not library.sync([folder]).rejected
    return Desk(library)


def _quotes(answer: Answer) -> str:
    return "\n".join(one.quote for one in answer.citations)


def _near(answer: Answer) -> str:
    return "\n".join(one.citation.quote for one in answer.near_misses)


@pytest.mark.parametrize(
    "question",
    [
        "Đơn vị nào ở Nậm Thưa chủ trì việc lắp loa truyền thanh thông minh và hạn khi nào?",
        "don vi nao o nam thua chu tri viec lap loa truyen thanh thong minh, han khi nao",
    ],
)
def test_the_row_that_names_a_work_tells_who_leads_it(two: Desk, question: str) -> None:
    answer = two.ask(question)
    assert answer.answered, answer.reason
    assert "Phòng Văn hóa - Xã hội" in answer.answer
    assert "3/2026" in answer.answer
    assert "loa truyền thanh" in _quotes(answer)


def test_the_clause_that_names_a_work_tells_who_leads_it(two: Desk) -> None:
    answer = two.ask("Đơn vị nào ở Nậm Thưa chủ trì bảng chỉ dẫn mã QR ở chợ phiên, hạn khi nào?")
    assert answer.answered, answer.reason
    assert "Phòng Kinh tế chủ trì dựng bảng" in _quotes(answer)
    assert "Chỗ trích không ghi hạn." in answer.notes


def test_who_follows_up_the_whole_plan_is_told_where_that_is_asked(two: Desk) -> None:
    answer = two.ask("Đơn vị nào ở Nậm Thưa chủ trì theo dõi, đôn đốc thực hiện kế hoạch?")
    assert answer.answered, answer.reason
    assert "chủ trì theo dõi, đôn đốc" in _quotes(answer)


@pytest.mark.parametrize(
    "question",
    [
        "Đơn vị nào ở Nậm Thưa chủ trì việc số hóa sổ hộ tịch và hạn khi nào?",
        "Ai ở Nậm Thưa phụ trách số hóa sổ hộ tịch?",
        "don vi nao o nam thua chu tri so hoa so ho tich",
    ],
)
def test_a_work_without_a_lead_is_not_given_that_of_the_plan(two: Desk, question: str) -> None:
    answer = two.ask(question)
    assert not answer.answered, answer.answer
    assert "không nêu ai chủ trì" in (answer.reason or "")
    assert "Số hóa sổ hộ tịch" in _near(answer)
    assert "đôn đốc" not in _near(answer)


def test_in_english_a_work_without_a_lead_is_not_given_that_of_the_plan(two: Desk) -> None:
    answer = two.ask("Which unit in Nậm Thưa is in charge of digital signatures?")
    assert not answer.answered, answer.answer
    assert "Who leads that work is not said" in (answer.reason or "")
    assert "chữ ký số" in _near(answer)


def test_half_of_a_subject_is_another_work_shown_as_near(two: Desk) -> None:
    answer = two.ask("Đơn vị nào ở Nậm Thưa chủ trì lắp camera thông minh?")
    assert not answer.answered, answer.answer
    assert "loa truyền thanh thông minh" in _near(answer)


def test_communes_that_only_have_a_task_set_no_target(two: Desk) -> None:
    answer = two.ask("Những xã nào đặt chỉ tiêu về chữ ký số?")
    assert answer.answered, answer.reason
    assert {one.document for one in answer.citations} == {"ban-cot"}


@pytest.mark.parametrize(
    "question", ["Nậm Thưa có chỉ tiêu về chữ ký số không?", "nam thua co chi tieu ve chu ky so khong"]
)
def test_a_task_is_no_target_and_is_shown_as_near(two: Desk, question: str) -> None:
    answer = two.ask(question)
    assert not answer.answered, answer.answer
    assert "không đặt chỉ tiêu nào" in (answer.reason or "")
    (near,) = [one for one in answer.near_misses if one.citation.document == "nam-thua"]
    assert near.why == "nhiệm vụ, không phải chỉ tiêu"
    assert "Cấp chữ ký số cho trưởng bản" in near.citation.quote


def test_in_english_a_task_is_no_target(two: Desk) -> None:
    answer = two.ask("Does Nậm Thưa set a target for digital signatures?")
    assert not answer.answered, answer.answer
    assert "No target on this is set" in (answer.reason or "")


def test_an_aim_in_words_is_a_target(two: Desk) -> None:
    answer = two.ask("Nậm Thưa đặt mục tiêu gì về giữ mật khẩu?")
    assert answer.answered, answer.reason
    assert "biết giữ mật khẩu" in _quotes(answer)


def test_a_row_without_a_deadline_says_so(two: Desk) -> None:
    answer = two.ask("Vẽ bản đồ số ruộng bậc thang ở Nậm Thưa ai chủ trì, hạn khi nào?")
    assert answer.answered, answer.reason
    assert "Phòng Kinh tế" in answer.answer
    assert "không ghi hạn" in answer.answer


def test_a_work_without_a_deadline_is_given_none(two: Desk) -> None:
    answer = two.ask("Việc cấp chữ ký số cho trưởng bản ở Nậm Thưa phải xong khi nào?")
    assert not answer.answered, answer.answer
    assert "không ghi hạn" in (answer.reason or "")
    assert "Cấp chữ ký số" in _near(answer)


def test_the_recipient_comes_from_a_duty_to_report(two: Desk) -> None:
    answer = two.ask("Các bản ở Nậm Thưa báo cáo kết quả tuyên truyền cho ai?")
    assert answer.answered, answer.reason
    assert "gửi kết quả tuyên truyền về Phòng Văn hóa - Xã hội" in _quotes(answer)
    silent = two.ask("Việc dạy sửa máy cày có cảm biến ở Nậm Thưa báo cáo cho ai?")
    assert not silent.answered, silent.answer


@pytest.mark.shared
@pytest.mark.parametrize(
    ("question", "near", "not_told"),
    [
        ("Đơn vị nào ở Quân Chu chủ trì việc số hóa hồ sơ và hạn khi nào?", "số hoá dữ liệu", "chủ trì"),
        ("Đơn vị nào ở Tây Giang chủ trì hỗ trợ chữ ký số cho người dân?", "chữ ký số", "chủ trì"),
        ("o tay giang phong nao chu tri ho tro chu ky so", "chữ ký số", "chủ trì"),
        ("Which office in Tây Giang is in charge of STEM education?", "STEM", "leads"),
        ("Đơn vị nào ở Bình Giang chủ trì ứng dụng trí tuệ nhân tạo, hạn khi nào?", "trí tuệ nhân tạo", "chủ trì"),
        ("Những xã nào đặt chỉ tiêu về chữ ký số cá nhân?", "chữ ký số", "chỉ tiêu"),
        ("Which communes set a target for digital signatures?", "chữ ký số", "target"),
        ("nhung xa nao dat chi tieu ve tri tue nhan tao", "trí tuệ nhân tạo", "chỉ tiêu"),
        ("Quân Chu có chỉ tiêu về trí tuệ nhân tạo không?", "trí tuệ nhân tạo", "chỉ tiêu"),
        ("Việc giáo dục STEM ở Tây Giang phải báo cáo cho ai?", "STEM", "báo cáo cho ai"),
        ("When must Bình Giang finish its artificial intelligence plan?", "trí tuệ nhân tạo", "deadline"),
    ],
)
def test_plans_that_only_speak_of_a_thing_are_near(plans: Desk, question: str, near: str, not_told: str) -> None:
    answer = plans.ask(question)
    assert not answer.answered, answer.answer
    assert not_told in (answer.reason or "")
    assert near in _near(answer)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Cơ quan nào ở Quân Chu chủ trì ứng dụng trí tuệ nhân tạo cảnh báo thiên tai, xong khi nào?", "tháng 1/2027"),
        ("don vi nao o quan chu chu tri xay dung ke hoach phat trien ha tang so, han khi nao", "tháng 1/2026"),
        ("Which unit in Quân Chu leads the plan for digital infrastructure?", "lead: UBND xã"),
        ("Phòng nào ở Xuân Thành chủ trì tuyên truyền, quán triệt Nghị quyết 57?", "Phòng Văn hóa – Xã hội chủ trì"),
        ("Đơn vị nào ở Bình Giang chủ trì bố trí kinh phí?", "Phòng Kinh tế xã"),
        ("Những xã nào đặt chỉ tiêu về doanh nghiệp ứng dụng công nghệ số?", "Tây Giang"),
    ],
)
def test_plans_that_tell_what_is_demanded_answer(plans: Desk, question: str, told: str) -> None:
    answer = plans.ask(question)
    assert answer.answered, answer.reason
    assert told in answer.answer
