"""Answers of every kind on the made-up plans: evidence first, refusal where there is none."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.library import Library
from ingest.errors import BadQuestion, IndexUnavailable
from service.citations import Sources, served
from service.desk import Desk
from service.types import Answer


def documents(answer: Answer) -> set[str]:
    return {citation.document for citation in answer.citations}


def quotes(answer: Answer) -> str:
    return "\n".join(citation.quote for citation in answer.citations)


def test_a_level_is_looked_up_for_the_asked_year_only(desk: Desk) -> None:
    answer = desk.ask("Suối Ngà đặt tỷ lệ VNeID bao nhiêu vào năm 2030?")
    assert "trên 90%" in answer.answer
    assert "40%" not in answer.answer


def test_a_year_inside_a_period_is_answered_by_the_period_and_says_so(desk: Desk) -> None:
    answer = desk.ask("Năm 2026 Đồi Mận phủ sóng 5G bao nhiêu phần trăm?")
    assert "trên 30%" in answer.answer
    assert "cả giai đoạn" in answer.answer


def test_a_level_nobody_states_is_refused(desk: Desk) -> None:
    answer = desk.ask("Rừng Thông đặt bao nhiêu phần trăm người dân có VNeID?")
    assert not answer.answered
    assert answer.reason
    assert "40%" not in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Xã Cồn Sỏi đặt chỉ tiêu 5G bao nhiêu phần trăm?",
        "Đồi Mận phủ sóng 6G bao nhiêu đến năm 2035?",
        "Câu mẫu về bảo tồn rùa biển và san hô",
        "Cho tôi bảng chi tiết trong Phụ lục của Suối Ngà",
        "Kế hoạch nào dẫn chiếu Nghị định 999/2024/NĐ-CP?",
    ],
)
def test_what_is_not_there_is_refused_with_a_reason(desk: Desk, question: str) -> None:
    answer = desk.ask(question)
    assert not answer.answered
    assert answer.reason
    assert answer.answer == answer.reason
    assert not answer.citations
    assert all(miss.why for miss in answer.near_misses)


def test_a_refusal_in_english_is_told_in_english(desk: Desk) -> None:
    answer = desk.ask("What 6G coverage must Đồi Mận reach by 2035?")
    assert not answer.answered
    assert answer.reason
    assert re.search(r"\b(No|Nothing|The)\b", answer.reason)


def test_precedents_give_the_wording_with_its_source(desk: Desk) -> None:
    answer = desk.ask("Câu mẫu về trách nhiệm người đứng đầu với kết quả thực hiện nghị quyết")
    assert documents(answer) == {"doi-man"}
    assert "chịu trách nhiệm về kết quả" in quotes(answer)


def test_quoted_words_are_found_in_another_order(desk: Desk) -> None:
    answer = desk.ask('Các văn bản diễn đạt tiêu chí "đúng, đủ, sống, sạch" thế nào?')
    assert documents(answer) == {"doi-man"}


def test_an_obligation_is_answered_with_its_date(desk: Desk) -> None:
    answer = desk.ask("Suối Ngà: phòng nào báo cáo UBND xã, trước ngày nào?")
    assert "trước ngày 25 hằng tháng" in quotes(answer)


def test_the_signer_is_told_with_the_place_of_the_signature(desk: Desk) -> None:
    answer = desk.ask("Ai ký kế hoạch của xã Đồi Mận?")
    assert "Lò Văn Sính" in answer.answer
    assert documents(answer) == {"doi-man"}


def test_who_cites_a_resolution_and_who_does_not(desk: Desk) -> None:
    answer = desk.ask("Nghị quyết 71/NQ-CP được những xã nào dẫn chiếu, xã nào không?")
    assert documents(answer) == {"doi-man"}
    assert "Không dẫn: Rừng Thông và Suối Ngà" in answer.answer


def test_every_marker_of_an_answer_has_its_citation(desk: Desk) -> None:
    for question in ("Xã nào đặt chỉ tiêu 5G?", "Suối Ngà đặt VNeID bao nhiêu?", "Câu mẫu về dữ liệu đất đai"):
        answer = desk.ask(question)
        markers = {int(number) for number in re.findall(r"\[(\d+)\]", answer.answer)}
        assert markers == {citation.n for citation in answer.citations}


def test_a_citation_that_no_longer_stands_in_its_source_is_dropped(desk: Desk, mini: Library) -> None:
    answer = desk.ask("Suối Ngà đặt VNeID bao nhiêu vào năm 2030?")
    broken = answer.citations[0].model_copy(update={"quote": "câu đã đổi"})
    assert served(answer.model_copy(update={"citations": (broken,)}), Sources(mini)).citations == ()


def test_a_question_put_before_anything_was_taken_says_what_to_do(tmp_path_factory: pytest.TempPathFactory) -> None:
    from made_up import open_made_up

    with pytest.raises(IndexUnavailable) as error:
        Desk(open_made_up(tmp_path_factory.mktemp("empty"))).ask("Xã nào phủ sóng 5G?")
    assert "sync" in error.value.hint


def test_a_bad_question_does_not_stop_a_batch(desk: Desk) -> None:
    with pytest.raises(BadQuestion):
        desk.ask("?")
    refused = desk.ask_leniently("?")
    assert refused["answered"] is False
    assert refused["reason"]


def test_search_gives_verbatim_passages(desk: Desk, mini: Library) -> None:
    hits = desk.search("làm sạch dữ liệu đất đai", k=3)
    assert hits[0].document == "doi-man"
    assert all(mini.text(hit.document)[hit.start : hit.end] == hit.quote for hit in hits)


def test_a_plain_passage_collection_can_be_asked(tmp_path_factory: pytest.TempPathFactory) -> None:
    from made_up import open_made_up

    folder = tmp_path_factory.mktemp("collection")
    texts = ("Hộ bán hàng đóng phí vệ sinh trước ngày 10 hằng tháng.", "Xe tải vào chợ theo giờ.")
    rows = [{"id": f"dieu-{i}", "title": f"Quy chế chợ, Điều {i}", "text": text} for i, text in enumerate(texts, 3)]
    (folder / "cho.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    library = open_made_up(folder / "data")
    library.sync_passages(folder / "cho.jsonl")
    answer = Desk(library).ask("Hộ bán hàng đóng phí vệ sinh trước ngày nào?")
    assert answer.answered
    assert [(citation.title, citation.section) for citation in answer.citations] == [("Quy chế chợ, Điều 3", ())]
    assert answer.citations[0].quote == rows[0]["text"]


FRAGMENTS = (
    "Xã nào", "suoi nga", "Đồi Mận", "Xã Cồn Sỏi", "5G", "6G", "60%", "≥ 60%", "trên 10%", "đến hết năm 2025",
    "vào năm 2026", "giai đoạn 2025-2027", "nhiệm vụ số 4", "Phụ lục I", "phụ lục", "báo cáo", "trước ngày nào",
    "ai ký", "57-NQ/TW",
    "Nghị quyết 71/NQ-CP", "căn cứ", "mẫu câu", "so sánh", "không có", "mâu thuẫn", "cao nhất", "liệt kê", "chỉ tiêu",
    "VNeID", '"học tập số"', "bao nhiêu", "by 2030", "which commune", "task", "<script>", "'; DROP TABLE x", "%",
    "tháng 13/2025", "31/02/2025", "năm 9999", "muộn nhất", "chủ trì", "nơi nhận", "số ký hiệu", "1.000.000", "-5%",
)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=7))
def test_any_mixture_of_words_is_answered_or_refused_verbatim(desk: Desk, mini: Library, words: list[str]) -> None:
    try:
        answer = desk.ask(" ".join(words))
    except BadQuestion:
        return
    assert answer.answered is (answer.reason is None)
    assert answer.answer
    for citation in (*answer.citations, *(miss.citation for miss in answer.near_misses)):
        assert mini.text(citation.document)[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Nhiệm vụ số 2 trong Phụ lục I của Rừng Thông do ai chủ trì, hạn khi nào?", ["2\tLắp trạm"]),
        ("Liệt kê các nhiệm vụ của Rừng Thông có hạn tháng 9/2025", ["1\tKhảo sát", "3\tMở lớp"]),
        ("Phụ lục I Rừng Thông có những nhiệm vụ nào đến hạn đúng tháng 9/2025?", ["1\tKhảo sát", "3\tMở lớp"]),
        ("Which task in Rừng Thông has the latest deadline?", ["2\tLắp trạm"]),
        ("Nhiệm vụ nào của Rừng Thông do Hội Liên hiệp Phụ nữ xã chủ trì?", ["3\tMở lớp"]),
        ("Rừng Thông: khảo sát điểm lõm sóng xong khi nào?", ["1\tKhảo sát"]),
    ],
)
def test_tasks_are_found_by_number_time_edge_body_and_words(desk: Desk, question: str, wanted: list[str]) -> None:
    answer = desk.ask(question)
    assert documents(answer) == {"rung-thong"}
    assert len(answer.citations) == len(wanted)
    assert all(any(citation.quote.startswith(start) for citation in answer.citations) for start in wanted)


def test_a_task_beyond_the_list_is_refused_with_the_last_one(desk: Desk) -> None:
    answer = desk.ask("Nhiệm vụ số 9 trong Phụ lục I của Rừng Thông có hạn khi nào?")
    assert not answer.answered
    assert "3" in (answer.reason or "")
    assert answer.near_misses[0].citation.quote.startswith("3\t")


def test_the_highest_level_is_told_alone_and_the_others_come_near(desk: Desk) -> None:
    answer = desk.ask("Xã nào đặt mục tiêu VNeID cao nhất năm 2030?")
    assert documents(answer) == {"suoi-nga"}
    assert "trên 90%" in answer.answer
