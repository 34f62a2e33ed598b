"""Questions that count documents or tasks, that add levels up, and that put a figure to the test."""

from __future__ import annotations

import pytest

from service.conditions import Figure
from service.counting import bare_count, counted_documents, said
from service.desk import Desk
from service.question import read


@pytest.mark.parametrize(
    ("question", "level"),
    [
        ("How many communes set a 5G target?", "xa"),
        ("Bao nhiêu xã đặt chỉ tiêu VNeID?", "xa"),
        ("bao nhieu xa co chi tieu VNeID", "xa"),
        ("How many provinces set a target for the digital economy?", "tinh"),
        ("Mấy văn bản nhắc tới hóa đơn điện tử?", ""),
        ("What is the number of plans that cite Resolution 57?", ""),
    ],
)
def test_documents_are_counted_where_they_are_what_is_asked_for(question: str, level: str) -> None:
    assert counted_documents(read(question)) == level


@pytest.mark.parametrize(
    "question",
    [
        "How many communes will be drug-free by 2030?",
        "How many communes have been merged?",
        "Bao nhiêu xã đạt chuẩn nông thôn mới?",
        "Phấn đấu bao nhiêu phần trăm xã, phường không ma túy?",
    ],
)
def test_communes_that_are_measured_are_no_documents_to_count(question: str) -> None:
    assert counted_documents(read(question)) is None


def test_communes_that_set_a_level_are_counted_and_named(two: Desk) -> None:
    for question in ("How many communes set a 5G coverage target for 2030?", "Bao nhiêu xã đặt chỉ tiêu 5G đến 2030?"):
        answer = two.ask(question)
        assert answer.answer.startswith(("2 documents: ", "Có 2 văn bản: ")), answer.answer
        assert {citation.document for citation in answer.citations} == {"ben-go", "da-nhay"}
    assert two.ask("How many communes set a target for VNeID by 2030?").answer.startswith("1 document: Bến Gỗ.")


def test_counts_of_several_communes_for_one_time_are_added_up(two: Desk) -> None:
    answer = two.ask("In total how many digital technology enterprises do the communes aim for in 2030?")
    assert answer.answer.startswith("In total: 12 doanh nghiệp (7 doanh nghiệp + 5 doanh nghiệp)."), answer.answer
    assert len(answer.citations) == 2


def test_tasks_of_a_body_are_counted(two: Desk) -> None:
    assert "2 tasks:" in two.ask("How many tasks are led by the Economic Division in Bến Gỗ?").answer
    assert "1 task:" in two.ask("How many tasks in Bến Gỗ are led by the Culture and Society Division?").answer


def test_all_tasks_are_not_those_of_a_body_that_leads_none(two: Desk) -> None:
    answer = two.ask("How many tasks in Bến Gỗ are led by the Youth Union?")
    assert not answer.answered, answer.answer


@pytest.mark.parametrize(
    ("question", "verdict", "quoted"),
    [
        ("Có đúng là Bến Gỗ phải mở 4 lớp dạy kỹ năng số cho người cao tuổi không?", "Đúng:", "04 lớp"),
        ("Có đúng là Bến Gỗ phải mở 6 lớp dạy kỹ năng số cho người cao tuổi không?", "Không đúng:", "04 lớp"),
        ("Is it true that Bến Gỗ aims for 7 digital technology enterprises by 2030?", "Yes:", "07 doanh nghiệp"),
        ("Is it true that Bến Gỗ aims for nine digital technology enterprises by 2030?", "No:", "07 doanh nghiệp"),
    ],
)
def test_yes_and_no_rest_on_a_span_that_prints_the_count(two: Desk, question: str, verdict: str, quoted: str) -> None:
    answer = two.ask(question)
    assert answer.answer.startswith(verdict), answer.answer or answer.reason
    assert any(quoted in citation.quote for citation in answer.citations)


def test_a_count_that_nothing_states_is_neither_true_nor_false(two: Desk) -> None:
    answer = two.ask("Có đúng là Bến Gỗ thay 20 loa truyền thanh cũ ở các ấp ven sông không?")
    assert not answer.answered
    assert any("loa truyền thanh" in near.citation.quote for near in answer.near_misses)


def test_what_hardly_speaks_of_a_thing_is_not_counted(two: Desk) -> None:
    assert two.ask("Bao nhiêu xã nhắc tới loa truyền thanh thông minh?").answer.startswith("Ít nhất 1 văn bản: Bến Gỗ.")
    assert not two.ask("Bao nhiêu xã nhắc tới máy bay không người lái?").answered


def test_a_bare_count_is_read_with_its_noun() -> None:
    question = read("Có đúng là phải có ba sản phẩm OCOP không?")
    figure = bare_count(question, question.text)
    assert figure is not None
    assert (figure.value, figure.unit) == (3, "sản phẩm")
    assert said("Phấn đấu có 03 (ba) sản phẩm được xếp hạng.", figure)
    assert said("Phấn đấu có 5 sản phẩm được xếp hạng.", figure) is False
    assert said("Lập 3 sàn giao dịch.", figure) is None


def test_the_noun_of_an_english_count_is_the_last_of_its_words() -> None:
    question = read("Is it true that women are screened for six common congenital diseases in the commune?")
    figure = bare_count(question, question.text)
    assert figure is not None
    assert (figure.value, figure.unit) == (6, "bệnh")
    assert said("tầm soát 4 loại bệnh tật bẩm sinh", figure) is False


def test_a_date_is_no_bare_count() -> None:
    question = read("Có đúng là xã phải báo cáo trước ngày 15 hằng tháng không?")
    assert bare_count(question, question.text) is None


def test_a_share_is_said_by_its_percentage_only() -> None:
    share = Figure(comparator="=", value=60, unit="%")
    assert said("đạt 60% số hộ", share)
    assert said("đạt 75% số hộ", share) is False
    assert said("có 60 hộ", share) is None
