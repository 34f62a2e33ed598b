"""What questions over plans of other provinces taught, on made-up plans."""

from __future__ import annotations

import pytest

from ingest.canonical import canonicalise
from ingest.readers.content import content_of_text
from ingest.text import clean
from service.desk import Desk
from service.lexicon import expand, expand_title
from service.scope import find_scope, gazetteer


def test_a_level_that_the_document_sets_is_right(desk: Desk) -> None:
    answer = desk.ask("Suối Ngà đặt mục tiêu phủ sóng 5G ít nhất 60% đến hết năm 2025, đúng không?")
    assert answer.answered
    assert answer.answer.startswith("Đúng: ")
    assert "≥ 60%" in answer.citations[0].quote


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Có phải Suối Ngà đặt mục tiêu phủ sóng 5G 80% đến hết năm 2025?", "Không đúng: "),
        ("Is it true that Suối Ngà wants 80% 5G coverage by the end of 2025?", "No: "),
    ],
)
def test_a_level_that_it_does_not_set_is_wrong_and_the_right_one_is_shown(
    desk: Desk, question: str, verdict: str
) -> None:
    answer = desk.ask(question)
    assert answer.answered
    assert answer.answer.startswith(verdict)
    assert ["≥ 60%" in citation.quote for citation in answer.citations] == [True]


@pytest.mark.parametrize(
    "question",
    [
        "Có người nói Suối Ngà hẹn phủ sóng 5G toàn xã ngay trong năm 2025, có đúng không?",
        "Có đúng là Suối Ngà phủ sóng 5G 60% ngay trong năm 2024 không?",
    ],
)
def test_a_level_or_a_time_said_of_a_commune_is_told_against_by_what_it_sets(desk: Desk, question: str) -> None:
    answer = desk.ask(question)
    assert answer.answered
    assert answer.answer.startswith("Không đúng: ")
    assert "≥ 60%" in answer.citations[0].quote


def test_a_province_beside_a_resolution_is_whose_plan_is_asked(desk: Desk) -> None:
    answer = desk.ask("What does Lâm Đồng's plan for Resolution 57 set for 5G coverage by 2030?")
    assert not answer.answered
    assert "Lâm Đồng" in answer.answer


def test_what_nobody_sets_is_neither_right_nor_wrong(desk: Desk) -> None:
    assert not desk.ask("Có phải Suối Ngà đặt mục tiêu phủ sóng 6G 80% đến hết năm 2025?").answered


def test_a_body_is_asked_about_by_the_subject_of_the_plan(desk: Desk) -> None:
    answer = desk.ask("Phòng Kinh tế Suối Ngà phải làm gì theo kế hoạch phát triển hạ tầng số?")
    assert [citation.quote for citation in answer.citations if "bố trí kinh phí" in citation.quote]
    assert all("Phòng Kinh tế" in citation.quote for citation in answer.citations[:1])


@pytest.mark.parametrize(
    "question", ["Lâm Đồng đặt mục tiêu phủ sóng 5G bao nhiêu phần trăm?", "Which company builds the 5G masts?"]
)
def test_a_province_not_held_and_a_company_not_named_are_refused(desk: Desk, question: str) -> None:
    assert not desk.ask(question).answered


def test_a_province_named_within_is_not_where_the_question_is_set(desk: Desk) -> None:
    held = list(desk.archive.documents())
    assert find_scope("Lâm Đồng đặt chỉ tiêu gì?", held, gazetteer()).unheld == ("Lâm Đồng",)
    assert find_scope("Văn bản nào nhắc Lâm Đồng?", held, gazetteer()).unheld == ()


def test_capitals_of_a_title_are_no_abbreviations() -> None:
    title = "PHÁT TRIỂN HẠ TẦNG 5G, IOT TRONG KHU CÔNG NGHIỆP"
    assert "phát triển hạ tầng" in expand_title(title)
    assert expand_title("Cắt giảm TTHC cấp xã") == expand("Cắt giảm TTHC cấp xã")


def test_a_close_list_of_recipients_does_not_hide_that_paragraphs_stand_apart() -> None:
    source = """\
I. VIỆC PHẢI LÀM

1. Trồng cây

- Cơ quan chủ trì: Hội Làm vườn, Hội
Nuôi ong, Tổ thủy lợi của xã.

- Thời gian làm: từ đầu mùa mưa năm nay cho tới khi các luống đã bén rễ
và xanh đều.

- Nơi làm: dọc con mương từ đầu làng tới chân đê, chỗ nào lở thì kè lại
trước khi trồng.

- Ai cùng làm: các hộ có ruộng dọc mương, mỗi hộ một người, mỗi tuần một
buổi sáng.

- Lấy gì làm: cuốc, xẻng, giống cây do trại ươm của huyện bên cho, phân
chuồng các hộ tự góp.

Nơi nhận:
- Các xóm;
- Hội Làm vườn;
- Hội Nuôi ong;
- Tổ thủy lợi;
- Lưu: VT.
"""
    lines = canonicalise(content_of_text(clean(source))).text.split("\n")
    assert "- Cơ quan chủ trì: Hội Làm vườn, Hội Nuôi ong, Tổ thủy lợi của xã." in lines
    assert "- Hội Nuôi ong;" in lines
