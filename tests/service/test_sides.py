"""Comparisons: sides named, levels cited, differences computed; and what is refused."""

from __future__ import annotations

from service.desk import Desk


def documents(desk: Desk, question: str) -> set[str]:
    answer = desk.ask(question)
    assert answer.answered, answer.reason
    return {citation.document for citation in answer.citations}


def test_both_sides_are_cited_and_the_difference_is_computed(desk: Desk) -> None:
    answer = desk.ask("Năm 2030 Suối Ngà và Đồi Mận, xã nào đặt mức phủ sóng 5G cao hơn, hơn bao nhiêu?")
    assert answer.kind == "compare"
    assert "Bằng nhau" in answer.answer
    assert {citation.document for citation in answer.citations} == {"suoi-nga", "doi-man"}


def test_two_indicators_of_one_plan_are_set_against_each_other(desk: Desk) -> None:
    answer = desk.ask("Ở Suối Ngà năm 2030, chỉ tiêu phủ sóng 5G so với chỉ tiêu VNeID chênh nhau bao nhiêu?")
    assert "10 điểm phần trăm" in answer.answer
    assert len(answer.citations) == 2


def test_a_side_without_a_figure_is_told(desk: Desk) -> None:
    answer = desk.ask("So sánh chỉ tiêu VNeID của Suối Ngà và Rừng Thông")
    assert "Rừng Thông: không thấy con số" in answer.answer


def test_a_commune_not_held_beside_one_that_is_held_is_refused(desk: Desk) -> None:
    answer = desk.ask("So sánh chỉ tiêu 5G của Suối Ngà và xã Cồn Sỏi")
    assert not answer.answered
    assert "Cồn Sỏi" in (answer.reason or "")


def test_a_level_of_another_year_answers_for_no_year(desk: Desk) -> None:
    answer = desk.ask("Đến năm 2035 Suối Ngà đặt bao nhiêu % người dân có VNeID?")
    assert not answer.answered
    assert "2030" in answer.answer
    assert any("90%" in miss.citation.quote for miss in answer.near_misses)


def test_a_wrong_date_of_a_cited_document_is_a_false_premise(desk: Desk) -> None:
    answer = desk.ask("Nghị quyết số 71/NQ-CP ngày 02/4/2025 giao việc gì?")
    assert not answer.answered
    assert "01/04/2025" in answer.answer


def test_tasks_that_another_body_leads(desk: Desk) -> None:
    answer = desk.ask("Những nhiệm vụ nào ở Rừng Thông không do UBND xã chủ trì?")
    assert {citation.section[-1] for citation in answer.citations} == {"1", "3"}


def test_tasks_due_after_a_year(desk: Desk) -> None:
    answer = desk.ask("Rừng Thông có những nhiệm vụ nào hạn sau năm 2026?")
    assert [citation.section[-1] for citation in answer.citations] == ["2"]


def test_who_leads_is_answered_by_the_task_described_not_by_the_body_that_issued(desk: Desk) -> None:
    answer = desk.ask("Theo kế hoạch của Ủy ban nhân dân xã Rừng Thông, ai chủ trì khảo sát các điểm lõm sóng?")
    assert "Phòng Kinh tế" in answer.answer
    assert [citation.section[-1] for citation in answer.citations] == ["1"]


def test_quoted_words_are_found_in_every_document(desk: Desk) -> None:
    assert documents(desk, 'Văn bản nào nhắc tới "phủ sóng 5G"?') == {"suoi-nga", "doi-man", "rung-thong"}


def test_several_properties_are_told_at_once(desk: Desk) -> None:
    answer = desk.ask("Ai ký kế hoạch của xã Đồi Mận, kế hoạch ban hành ngày nào?")
    assert "Lò Văn Sính" in answer.answer and "20/10/2025" in answer.answer
