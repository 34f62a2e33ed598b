"""What a question asks, read from its words."""

from __future__ import annotations

import pytest

from index.types import DocumentSummary
from service.analysis import Analysis, analyse
from service.lexicon import expand
from service.plan import compile_plan
from service.question import read


def held(id: str, commune: str, province: str) -> DocumentSummary:
    return DocumentSummary(id=id, source=f"{id}.txt", sha256="0", type="Kế hoạch", commune=commune, province=province)


HELD = [held("mot", "xã Suối Ngà", "tỉnh Lào Cai"), held("hai", "xã Tây Giang", "thành phố Đà Nẵng")]


def analysed(text: str) -> Analysis:
    return analyse(read(text), HELD)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Xã nào đặt mục tiêu phủ sóng 5G từ 60% trở lên?", "target"),
        ("xa nao dat muc tieu phu song 5g tren 60%", "target"),
        ("What share of residents must have VNeID accounts by 2030?", "target"),
        ("Liệt kê các nhiệm vụ có hạn tháng 7/2026", "list"),
        ("Nhiệm vụ số 3 do cơ quan nào chủ trì?", "task"),
        ("Phòng nào phải báo cáo hằng tháng, trước ngày nào?", "obligation"),
        ("Câu mẫu về tuyên truyền trên loa truyền thanh", "precedent"),
        ("Chỉ tiêu 5G của hai mục có mâu thuẫn không?", "compare"),
        ("Kế hoạch nào dẫn chiếu Nghị quyết 71/NQ-CP?", "reference"),
        ("Ai ký kế hoạch, chức vụ gì?", "metadata"),
        ("Suối Ngà nói gì về ruộng bậc thang?", "passage"),
    ],
)
def test_the_kind_of_a_question_is_told_by_its_words(question: str, kind: str) -> None:
    assert analysed(question).kind == kind


@pytest.mark.parametrize(
    ("question", "reading", "start", "end"),
    [
        ("5G đến hết năm 2025", "by", "2025", "2025"),
        ("5G muộn nhất 2026", "by", "2026", "2026"),
        ("5G coverage by 2025", "by", "2025", "2025"),
        ("5G vào năm 2026", "in", "2026", "2026"),
        ("5g nam 2026", "in", "2026", "2026"),
        ("5G giai đoạn 2025-2027", "range", "2025", "2027"),
        ("nhiệm vụ có hạn 07/2025", "in", "2025-07", "2025-07"),
    ],
)
def test_the_reading_of_a_time_follows_its_words(question: str, reading: str, start: str, end: str) -> None:
    (deadline,) = analysed(question).deadlines
    assert (deadline.reading, deadline.start, deadline.end) == (reading, start, end)


@pytest.mark.parametrize(
    "question", ["Chỉ tiêu trong kế hoạch năm 2026 của Suối Ngà", "Nghị quyết 193/2025/QH15 ngày 19/02/2025 nói gì"]
)
def test_the_year_of_a_document_is_no_condition(question: str) -> None:
    assert analysed(question).deadlines == ()


def test_a_level_before_a_year_is_not_a_range() -> None:
    figure = analysed("xa nao phu song 5g tren 60% den 2025").figure
    assert figure is not None
    assert (figure.comparator, figure.value, figure.value_max, figure.unit) == (">", 60, None, "%")


def test_a_place_is_found_without_diacritics_and_limits_the_search() -> None:
    plan = compile_plan(analysed("suoi nga phu song 5g bao nhieu"))
    assert plan.passages.filters is not None
    assert plan.passages.filters.documents == frozenset({"mot"})


@pytest.mark.parametrize("question", ["Xã Cồn Sỏi đặt 5G bao nhiêu?", "What does Cồn Sỏi commune plan for 5G?"])
def test_a_commune_not_held_is_noticed(question: str) -> None:
    assert analysed(question).scope.unheld == ("Cồn Sỏi",)


def test_a_commune_of_that_name_in_another_province_is_not_the_one_held() -> None:
    assert "Tây Giang" in analysed("Xã Tây Giang tỉnh Cà Mau đặt 5G bao nhiêu?").scope.unheld


def test_abbreviations_expand_and_words_do_not() -> None:
    assert expand("TTHC và DVC của TU") == "thủ tục hành chính và dịch vụ công của Tỉnh ủy"
    assert expand("tu nam nay giai quyet tthc") == "tu nam nay giai quyet thủ tục hành chính"


def test_telling_names_quoted_words_and_numbers_are_kept() -> None:
    analysis = analysed('Nhiệm vụ số 12 trong Phụ lục II nhắc "học tập số" và 6G thế nào?')
    assert analysis.task_number == "12"
    assert analysis.appendix == "II"
    assert analysis.phrases == ("học tập số",)
    assert analysis.telling == ("6G",)


def test_a_quoted_level_is_literal() -> None:
    figure = analysed('Chỉ tiêu "trên 60%" VNeID là của xã nào?').figure
    assert figure is not None
    assert figure.literal


def test_marked_words_are_not_taken_for_their_unmarked_twins() -> None:
    assert analysed("Chỉ tiêu 5G có tự mâu thuẫn không?").kind == "compare"  # not "mẫu", a sample
