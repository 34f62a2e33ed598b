"""Questions of which some words are mistyped are read as they were meant, and the answer says how."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mistyping import mistyped

from index.library import Library
from service.desk import Desk
from service.keystrokes import marks_of, meant_by, toneless
from service.question import read
from service.respelling import respelled
from service.types import Answer
from service.usage import Usage

TRUTH = Path(__file__).parents[1] / "truth" / "questions.jsonl"

WELL_TYPED = (
    "Suối Ngà đặt tỷ lệ người dân có VNeID bao nhiêu phần trăm vào năm 2030?",
    "Xã nào đặt mục tiêu phủ sóng 5G từ 60% trở lên muộn nhất 2026?",
    "Ở Suối Ngà phòng nào phải báo cáo kết quả, trước ngày nào?",
    "Nghị quyết 71/NQ-CP được những xã nào dẫn chiếu?",
    "Nhiệm vụ nào ở Rừng Thông do phòng Kinh tế chủ trì, thời hạn khi nào?",
    "Câu mẫu về trách nhiệm của người đứng đầu với kết quả thực hiện nghị quyết",
    "So sánh chỉ tiêu phủ sóng của Suối Ngà và Rừng Thông",
    "Theo kế hoạch của xã Rừng Thông, cơ quan nào phối hợp khảo sát hạ tầng số?",
)


def meant(text: str) -> str:
    """What a question is read as by the lists alone."""
    return respelled(read(text), (), None).text


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("xã phát động thi đua chuyển đôi số, ai phôi hợp", "xã phát động thi đua chuyển đổi số, ai phối hợp"),
        ("phòng chuyên mon phải ban hành quyết đinh", "phòng chuyên môn phải ban hành quyết định"),
        ("Mưc chi ngân sach cho khoa hoc, công nghệ", "Mức chi ngân sách cho khoa học, công nghệ"),
        ("phuwowng án được duyệt khi nào", "phương án được duyệt khi nào"),
        ("ai chịu trách nhieemj thực hieenj", "ai chịu trách nhiệm thực hiện"),
        ("doanh nghịep có hoạt động sáng tạo", "doanh nghiệp có hoạt động sáng tạo"),
        ("nghi quyt của tỉnh về khoa học", "nghị quyết của tỉnh về khoa học"),
    ],
)
def test_what_was_meant_is_read(typed: str, wanted: str) -> None:
    assert meant(typed) == wanted


@pytest.mark.parametrize(
    "typed",
    [
        "Kế hoạch “chuyển đôi số” nói gì?",  # quoted words are wanted as they stand
        "Ông Trần Phôi Hợp giữ chức vụ gì?",
        "Kế hoạch 12/KH-UBNĐ ngày 3/4/2025 nói gì về 5G, 60%?",
        "Địa chỉ quyet-dinh.vn/chuyen.doi có ở đâu?",
        "ke hoach chuyen doi so cua xa",  # without any marks: read so all along
        "Which commune must report to the Phòng Kinh tế?",
        "Xã nào có sở trồng vải thiều, nuôi chim yến, lấy nước lợ?",
    ],
)
def test_what_must_stay_stays(typed: str) -> None:
    assert meant(typed) == read(typed).text


def test_a_place_is_not_read_as_a_word_nor_a_word_as_a_place(desk: Desk) -> None:
    held, use = desk.archive.documents(), desk.archive.word_use()
    for typed in ("Suôi Ngà đặt bao nhiêu?", "ở suối ngà đặt bao nhiêu?", "ở suôi ngà đặt bao nhiêu?"):
        assert respelled(read(typed), held, use).text == typed


def test_the_places_of_other_words_stay_and_the_first_capital_too() -> None:
    question = respelled(read("Mưc chi, mức thu và phôi, phôi hợp?"), (), None)
    assert question.text == "Mức chi, mức thu và phôi, phối hợp?"
    assert question.typed == "Mưc chi, mức thu và phôi, phôi hợp?"
    assert [(one.typed, one.meant) for one in question.respelled] == [("Mưc", "Mức"), ("phôi", "phối")]


@given(st.text(max_size=60))
def test_any_text_can_be_read_twice_and_stays(text: str) -> None:
    try:
        question = read("Xã nào đặt " + text)
    except ValueError:
        return
    once = respelled(question, (), None)
    assert once.respelled == () or once.typed == question.text
    assert len(once.text.split()) == len(question.text.split())


def test_keys_of_telex_are_the_marks_they_stand_for() -> None:
    usage = Usage(None)
    for typed, word in (("dduwowcj", "được"), ("phuwowng", "phương"), ("tieengs", "tiếng"), ("nawm", "năm")):
        assert min(meant_by(typed, usage, known=False), key=lambda one: one.slips).word == word
    assert marks_of("được") == {"đ", "\u031b", "\u0323"}
    assert toneless("phối hợp") == "phôi hơp"


def test_well_typed_questions_are_read_as_they_stand() -> None:
    """All questions of the truth in which no slip was planted; the index would speak for them as well."""
    changed = [
        question["question"]
        for question in map(json.loads, TRUTH.read_text(encoding="utf-8").splitlines())
        if "typo" not in question["style"] and meant(question["question"]) != read(question["question"]).text
    ]
    assert len(changed) <= 2, changed


def test_most_slips_are_mended_and_hardly_any_word_becomes_another() -> None:
    mended = wrong = slips = 0
    questions = [json.loads(line) for line in TRUTH.read_text(encoding="utf-8").splitlines()]
    clean = [one["question"] for one in questions if one["lang"] == "vi" and not one["style"]]
    for seed, question in enumerate(clean[:120]):
        typed = mistyped(question, seed)
        for word, slip, now in zip(question.split(), typed.split(), meant(typed).split(), strict=True):
            slips += word != slip
            mended += word != slip and now == word
            wrong += now not in (word, slip)
    assert slips > 150
    assert mended >= 0.6 * slips, (mended, slips)
    assert wrong <= 0.05 * slips, (wrong, slips)


def evidence(answer: Answer) -> tuple[bool, frozenset[tuple[str, int, int]]]:
    """Whether a question is answered, and by which passages."""
    return answer.answered, frozenset((one.document, one.start, one.end) for one in answer.citations)


def test_mistyped_questions_get_the_answers_of_the_well_typed_ones(desk: Desk) -> None:
    names = [one.commune.removeprefix("xã ") for one in desk.archive.documents() if one.commune]
    asked = [(question, mistyped(question, seed, names)) for question, seed in product(WELL_TYPED, range(5))]
    known = {question: evidence(desk.ask(question)) for question in WELL_TYPED}
    alike = sum(evidence(desk.ask(typed)) == known[question] for question, typed in asked)
    assert sum(answered for answered, _ in known.values()) >= 6
    assert alike >= 0.8 * len(asked), f"{alike} of {len(asked)}"


def test_the_answer_says_how_a_mistyped_word_was_read(desk: Desk) -> None:
    typed = "Ở Suối Ngà phòng nào phải báo cao kêt quả, trươc ngày nào?"
    answer = desk.ask(typed)
    assert answer.question == typed
    assert "“kêt” là “kết”" in answer.understood
    assert "“trươc” là “trước”" in answer.understood
    assert "gõ" not in desk.ask("Ở Suối Ngà phòng nào phải báo cáo kết quả?").understood


def test_the_index_counts_words_and_pairs_as_they_stand(mini: Library) -> None:
    use = mini.word_use()
    assert use.together("phủ", "sóng") > 0 == use.together("sóng", "phủ")
    assert use.alone("sóng") >= use.together("phủ", "sóng")
    assert "sóng" in use.forms("song")
    assert use.total > 0


def test_words_of_documents_that_may_not_all_be_seen_tell_nothing(mini: Library) -> None:
    assert mini.visible_to(frozenset({"chung"})).word_use() is not None
    assert mini.visible_to(frozenset({"riêng"})).word_use() is None
