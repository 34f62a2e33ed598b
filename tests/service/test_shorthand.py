"""Questions typed as in a chat or a telegram are written out and answered; what is no short form stays."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from made_up import open_made_up

from ingest.readers.syllables import is_syllable
from ingest.vocabulary import entries
from service.desk import Desk
from service.known_words import listed_words
from service.question import read
from service.shorthand import Short, written_out

TRUTH = Path(__file__).parents[1] / "truth" / "questions.jsonl"
LISTED = entries("go-tat", "go_tat", Short)

CON_NOI = """ỦY BAN NHÂN DÂN
XÃ CỒN NỔI
Số: 31/KH-UBND
Cồn Nổi, ngày 06 tháng 8 năm 2025

KẾ HOẠCH
Dùng máy tính và mạng trong công việc của xã Cồn Nổi

I. MỤC TIÊU
- Đến năm 2027 có 65% cán bộ, công chức của xã thạo bảng tính.
- Mỗi năm có ít nhất 02 hợp tác xã được giới thiệu chính sách cho vay mua máy.

II. NHIỆM VỤ
1. Người cao tuổi, phụ nữ mang thai ở ấp xa được thuyền y tế đón trong vòng 3 giờ kể từ khi gọi.
2. Đơn vị không cân đối được kinh phí sửa máy thì làm văn bản gửi Phòng Kinh tế xem xét.
3. Không yêu cầu người dân chụp lại giấy tờ mà bộ phận tiếp nhận đã lưu trong máy.
4. Ban Xây dựng Đảng xã chọn người dạy bảng tính cho bí thư chi bộ các ấp.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Bạch Thị Lài

PHỤ LỤC I: DANH MỤC NHIỆM VỤ
TT\tTên nhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tKết quả\tThời gian hoàn thành
1\tĐánh số lại bến đò trên bản đồ mạng\tPhòng Kinh tế\tCác ấp\tBản đồ\tTháng 10/2025
2\tThay ắc quy cho loa ấp\tPhòng Kinh tế\tCác ấp\tLoa chạy\tTháng 4/2026
3\tSoạn lịch trực máy của xã\tVăn phòng HĐND và UBND xã\tCác phòng\tLịch\tTháng 12 của năm trước
"""


@pytest.fixture(scope="module")
def con_noi(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("con-noi")
    (folder / "con-noi.txt").write_text(CON_NOI, encoding="utf-8")
    library = open_made_up(tmp_path_factory.mktemp("data-of-con-noi"))
    assert not library.sync([folder]).rejected
    return Desk(library)


def read_as(text: str) -> str:
    return written_out(read(text)).text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Phòng VH-XH đc giao bn việc", "Phòng VH-XH được giao bao nhiêu việc"),
        ("Ban XD Đảng ktra csách gì", "Ban xây dựng Đảng kiểm tra chính sách gì"),
        ("phong nao dc giao ktra csach", "phong nao duoc giao kiem tra chinh sach"),
        ("dat bn% ho so", "dat bao nhieu% ho so"),
        ("nvu ở PL1 hạn T10/2025", "nhiệm vụ ở Phụ lục 1 hạn tháng 10/2025"),
        ("nv nào trong PL II xong T4", "nhiệm vụ nào trong Phụ lục II xong tháng 4"),
        ("báo cáo Q3/2026 và QIV.2026 nộp đâu", "báo cáo quý 3/2026 và quý IV/2026 nộp đâu"),
        ("chỉ tiêu gđ 25-27 và gđ 2028", "chỉ tiêu giai đoạn 2025-2027 và giai đoạn 2028"),
        ("nữ gđ nhà máy ký lúc nào", "nữ giám đốc nhà máy ký lúc nào"),
        ("xã k có vc gì thì b/c UB", "xã không có việc gì thì báo cáo UBND"),
        ("lắp loa hết T mấy, tốn 20 trđ à", "lắp loa hết tháng mấy, tốn 20 triệu đồng à"),
    ],
)
def test_short_forms_are_written_out(typed: str, meant: str) -> None:
    question = written_out(read(typed))
    assert question.text == meant
    assert question.typed == typed
    assert question.respelled


@pytest.mark.parametrize(
    "typed",
    [
        "Kế hoạch số 12/KH-UBND và Tờ trình số 9/TTr-VHXH nói gì?",
        "Câu “đc giao bn việc” có ở đâu?",  # quoted words are wanted as they stand
        "Điểm k khoản 2 nói gì về cỡ giấy A4, loại T10-X?",
        "Giai đoạn 2025-2027 đặt mức nào?",
        "Ông BN và bà NG giữ chức vụ gì?",  # capitals are names
        "Which plan sets targets for Q3/2026, and who is in charge?",
    ],
)
def test_what_is_no_short_form_stays(typed: str) -> None:
    question = read(typed)
    assert written_out(question) is question


@pytest.mark.parametrize(("typed", "marked"), [("xa nao đc giao việc", True), ("xa nao đc ĐMST, CĐS", False)])
def test_marks_of_short_forms_and_abbreviations_do_not_tell_how_words_are_typed(typed: str, *, marked: bool) -> None:
    assert written_out(read(typed)).marked is marked


def test_the_list_is_broad_and_no_form_is_a_word_or_stands_twice() -> None:
    shorts = [short for one in LISTED for short in one.short]
    assert len(shorts) >= 150
    assert [short for short, count in Counter(shorts).items() if count > 1] == []
    words = listed_words()[1]
    vowelless = {"ko"}  # two letters that look like a syllable and that nobody writes for one
    assert {short for short in shorts if is_syllable(short) and short in words and short.islower()} <= vowelless


def test_questions_in_full_are_left_as_they_are() -> None:
    questions = map(json.loads, TRUTH.read_text(encoding="utf-8").splitlines())
    clean = [one["question"] for one in questions if one["lang"] == "vi" and not one["style"]]
    changed = [text for text in clean if read_as(text) != read(text).text]
    assert len(clean) > 100
    assert len(changed) <= 2, changed


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("cồn nổi đến 2027 bn % CBCC thạo bảng tính", "65%"),
        ("liet ke nvu PL1 con noi han T10/2025", "Đánh số lại bến đò"),
        ("Ban XD Đảng xã cồn nổi đc giao vc gì", "chọn người dạy bảng tính"),
        ("cồn nổi mỗi năm mấy HTX đc giới thiệu csách vay mua máy", "02 hợp tác xã"),
        ("ở cồn nổi bà bầu ấp xa gọi thì thuyền y tế đón trong bao lâu", "3 giờ"),
        ("cồn nổi đơn vị không tự lo được kinh phí sửa máy thì làm gì", "gửi Phòng Kinh tế"),
        ("con noi phai soan lich truc may cua xa vao thang may", "Tháng 12 của năm trước"),
    ],
)
def test_what_is_asked_in_short_is_answered(con_noi: Desk, asked: str, told: str) -> None:
    answer = con_noi.ask(asked)
    assert answer.answered, answer.reason
    assert any(told in one.quote for one in answer.citations), answer.answer


@pytest.mark.parametrize(
    "asked",
    [
        "cồn nổi gđ 28-30 bn % CBCC thạo bảng tính",
        "liệt kê nvu PL2 cồn nổi",
        "Ban CHQS xã cồn nổi đc giao vc gì",
        "cồn nổi cấp bn trđ cho HTX mua ghe",
    ],
)
def test_what_is_not_there_is_refused_however_it_is_typed(con_noi: Desk, asked: str) -> None:
    assert not con_noi.ask(asked).answered


def test_a_remembered_sentence_is_found_in_other_words_and_told_as_such(con_noi: Desk) -> None:
    answer = con_noi.ask("Văn bản nào có câu “không bắt người dân chụp lại giấy tờ đã lưu trong máy”?")
    assert answer.answered
    assert "không có nguyên văn" in answer.answer
    assert answer.citations[0].quote in CON_NOI
    assert "chụp lại giấy tờ" in answer.citations[0].quote
    refused = con_noi.ask("Văn bản nào có câu “cấm người dân đi chợ nổi vào ngày mưa”?")
    assert not refused.answered
    assert not con_noi.ask("Văn bản nào có cụm “thuyền y tá”?").answered  # a term is there or not


def test_a_bare_number_that_everybody_knows_is_the_resolution_that_a_plan_carries_out(con_noi: Desk) -> None:
    known = con_noi.analyse("Những xã nào lo kinh phí cho kế hoạch 57?").mentions
    assert [(one.symbol, one.role) for one in known] == [("57-NQ/TW", "object")]
    whose = con_noi.analyse("Kế hoạch 57 của tỉnh giao ai?").mentions
    assert [one.symbol for one in whose] == [None]
    assert not con_noi.ask("Kế hoạch 58 giao xã nào lo kinh phí?").answered
