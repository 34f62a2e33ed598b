"""Wordings that misled the reading of questions: words taken for places, blank columns, documents only cited."""

from __future__ import annotations

from service.desk import Desk
from service.scope import find_scope, gazetteer


def test_words_in_small_letters_are_no_place(desk: Desk) -> None:
    held = list(desk.archive.documents())
    assert find_scope("doan mau lam sach du lieu", held, gazetteer()).unheld == ()


def test_a_place_in_small_letters_behind_its_level_is_one(desk: Desk) -> None:
    held = list(desk.archive.documents())
    assert find_scope("phuong xuan hoa dat bao nhieu", held, gazetteer()).unheld


def test_a_level_of_a_document_that_is_only_cited_is_refused(desk: Desk) -> None:
    answer = desk.ask("Kế hoạch 469-KH/TU của Tỉnh ủy đặt chỉ tiêu 5G bao nhiêu phần trăm?")
    assert not answer.answered
    assert "469-KH/TU" in (answer.reason or "")


def test_a_day_left_blank_is_refused_and_its_line_shown(plans: Desk) -> None:
    answer = plans.ask("Kế hoạch của Tây Giang được ban hành vào ngày mấy của tháng 11/2025?")
    assert not answer.answered
    assert any("tháng 11 năm 2025" in near.citation.quote for near in answer.near_misses)


def test_two_words_of_a_brief_subject_are_another_subject(plans: Desk) -> None:
    for question in ("Kế hoạch nào nói về điện hạt nhân?", "Kế hoạch nào có chỉ tiêu về điện hạt nhân?"):
        assert not plans.ask(question).answered, question


def test_a_report_of_every_month_is_not_one_of_every_quarter(desk: Desk) -> None:
    assert desk.ask("Suối Ngà: phòng nào báo cáo UBND xã trước ngày nào hằng tháng?").answered
    assert not desk.ask("Đồi Mận: các thôn báo cáo Văn phòng ngày nào hằng tháng?").answered
