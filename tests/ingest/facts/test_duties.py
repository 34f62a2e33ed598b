"""Duties: who does or reports what, to whom, how often, by which day; subjects left out are inferred."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.facts.duties import extract_duties
from ingest.facts.reporting import due, frequency, recipient
from ingest.text import normal_form
from ingest.types import Duty, Metadata, Passage, Section

SHARED = Path(__file__).parents[4] / "shared"
ORGANISATION = "TỔ CHỨC THỰC HIỆN"


def duties(*passages: str, titles: tuple[str, ...] = (ORGANISATION,), kind: str = "heading") -> list[Duty]:
    """Duties of passages that stand in one section under some headings."""
    text = "\n".join(passages)
    path = tuple(str(at) for at in range(1, len(titles) + 1))
    section = Section.model_validate(
        {"start": 0, "end": len(text), "path": path, "title": titles[-1], "depth": 1, "kind": kind, "body_start": 0}
    )
    made, start = [], 0
    for at, passage in enumerate(passages):
        made.append(
            Passage(start=start, end=start + len(passage), ordinal=at, path=path, titles=titles, kind="paragraph")
        )
        start += len(passage) + 1
    found = extract_duties(text, [section], made, Metadata())
    for duty in found:
        assert text[duty.start : duty.end] == duty.quote
    return found


def test_a_clause_with_its_subject_is_a_duty() -> None:
    (duty,) = duties("Phòng Kinh tế chủ trì rà soát các điểm bán hàng trên địa bàn.")
    assert (duty.actor, duty.actor_inferred) == ("Phòng Kinh tế", False)
    assert duty.action == "chủ trì rà soát các điểm bán hàng trên địa bàn."


def test_a_clause_without_subject_takes_the_one_before() -> None:
    first, second = duties("Phòng Kinh tế chủ trì rà soát các điểm bán; định kỳ báo cáo kết quả về UBND xã.")
    assert not first.actor_inferred
    assert (second.actor, second.actor_inferred) == ("Phòng Kinh tế", True)
    assert (second.recipient, second.frequency) == ("UBND xã", "định kỳ")
    assert second.quote == "định kỳ báo cáo kết quả về UBND xã."


def test_the_heading_names_the_subject() -> None:
    (duty,) = duties("Chủ trì lập danh sách hộ kinh doanh.", titles=(ORGANISATION, "Giao Phòng Kinh tế xã:"))
    assert (duty.actor, duty.actor_inferred) == ("Phòng Kinh tế xã", True)


def test_a_body_announced_on_its_own_line_is_the_subject_of_the_lines_below() -> None:
    found = duties("Văn phòng Đảng ủy:", "Chuẩn bị tài liệu cho các phiên họp.", "Theo dõi tiến độ từng việc.")
    assert [duty.actor for duty in found] == ["Văn phòng Đảng ủy", "Văn phòng Đảng ủy"]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Giao Công an xã chủ trì kiểm tra việc cài đặt.", "Công an xã"),
        ("Đề nghị Hội Nông dân và các tổ chức chính trị - xã hội tuyên truyền ở chợ.",
         "Hội Nông dân và các tổ chức chính trị - xã hội"),
        ("Từ kết quả trên, UBND xã yêu cầu các trường học khẩn trương lập danh sách.", "Các trường học"),
        ("Trong khi làm, nếu có vướng mắc, các cơ quan, đơn vị kịp thời phản ánh về Phòng Kinh tế.",
         "Các cơ quan, đơn vị"),
        ("Định kỳ hàng tháng các phòng, ban báo cáo kết quả về UBND xã.", "Các phòng, ban"),
        ("Người đứng đầu phải trực tiếp chỉ đạo.", "Người đứng đầu"),
    ],
)  # fmt: skip
def test_subjects_are_found_where_they_stand(text: str, actor: str) -> None:
    assert duties(text)[0].actor == actor


@pytest.mark.parametrize(
    "text",
    [
        "Tổ chức phổ biến rộng rãi mục tiêu đến người dân.",
        "Ban hành quy chế và triển khai đồng bộ.",
        "Đơn vị chủ trì: Phòng Kinh tế.",
        "Cơ quan thực hiện: Phòng Kinh tế.",
        "Hạ tầng số được đầu tư đồng bộ, hiện đại.",
    ],
)
def test_outside_the_part_on_organisation_only_bodies_are_given_duties(text: str) -> None:
    assert duties(text, titles=("NHIỆM VỤ",)) == []


def test_two_reports_in_one_sentence_are_two_duties_with_their_own_days() -> None:
    first, second = duties(
        "Các phòng báo cáo kết quả về UBND xã vào ngày 18 hàng tháng và báo cáo Sở Y tế vào ngày 20 hàng tháng."
    )
    assert (first.recipient, first.deadline) == ("UBND xã", "vào ngày 18 hàng tháng")
    assert (second.recipient, second.deadline) == ("Sở Y tế", "vào ngày 20 hàng tháng")


def test_what_is_passed_on_is_the_duty_of_who_received_it() -> None:
    first, second = duties("Các phòng báo cáo kết quả gửi Phòng Kinh tế để tổng hợp, báo cáo UBND xã.")
    assert first.recipient == "Phòng Kinh tế"
    assert (second.actor, second.actor_inferred, second.recipient) == ("Phòng Kinh tế", True, "UBND xã")


def test_a_day_given_once_is_an_iso_date() -> None:
    duty = duties("Các trường học lập danh sách, gửi về Văn phòng HĐND và UBND xã trước ngày 20/9/2026.")[0]
    assert (duty.recipient, duty.deadline) == ("Văn phòng HĐND và UBND xã", "2026-09-20")


def test_the_closing_asks_for_reports_too() -> None:
    found = duties(
        "Yêu cầu Thủ trưởng các cơ quan triển khai. Nếu có vướng mắc, báo cáo kịp thời về UBND xã.",
        titles=("CLOSING",),
        kind="closing",
    )
    assert [(duty.actor, duty.recipient) for duty in found] == [
        ("Thủ trưởng các cơ quan", None),
        ("Thủ trưởng các cơ quan", "UBND xã"),
    ]


def test_lists_of_cited_documents_are_no_duties() -> None:
    assert len(duties("Công an xã thực hiện Luật mới; Kế hoạch số 12/KH-UBND ngày 01/02/2025 của UBND tỉnh.")) == 1


def test_frequencies_recipients_and_days_are_read() -> None:
    assert frequency("định kỳ hàng năm hoặc đột xuất báo cáo") == "định kỳ hàng năm hoặc đột xuất"
    assert frequency("báo cáo theo quy định") == "theo quy định"
    assert frequency("xây dựng bản đồ") is None
    assert recipient("tham mưu UBND xã bố trí kinh phí") == "UBND xã"
    assert recipient("nâng cao nhận thức") is None
    assert due("trước ngày 05 hằng tháng và trước ngày 20/11 hằng năm") == (
        "trước ngày 05 hằng tháng; trước ngày 20/11 hằng năm"
    )
    assert due("hoàn thành trong năm 2025") is None


@pytest.mark.shared
def test_gold_duties_are_all_quoted() -> None:
    pipeline = pytest.importorskip("ingest.pipeline")
    if not SHARED.exists():
        pytest.skip("evaluation data is not beside the repository")
    gold = [json.loads(x) for x in (SHARED / "gold" / "obligations.jsonl").read_text(encoding="utf-8").splitlines()]
    for document in ("xuan-thanh", "quan-chu"):
        read = pipeline.read_document(SHARED / "corpus" / "seeds" / f"{document}.txt")
        found = [normal_form(d.quote) for d in extract_duties(read.text, read.sections, read.passages, read)]
        for row in gold:
            if row["doc"] == document:
                wanted = normal_form(row["quote"])
                assert any(wanted in quote or quote.rstrip(".") in wanted for quote in found), row["id"]


def test_items_of_a_list_are_no_duties_of_their_own() -> None:
    found = duties("Sở Y tế chủ trì rà soát các chính sách về thuốc; cơ chế đấu thầu tập trung; rà soát giá dịch vụ.")
    assert [duty.action for duty in found] == ["chủ trì rà soát các chính sách về thuốc", "rà soát giá dịch vụ."]


def test_a_topic_in_front_of_the_subject_is_passed_over() -> None:
    (duty,) = duties("Thông tin, báo cáo định kỳ: Các chi bộ định kỳ hàng quý báo cáo kết quả về Ban Chỉ đạo xã.")
    assert (duty.actor, duty.recipient) == ("Các chi bộ", "Ban Chỉ đạo xã")
    assert duty.frequency == "định kỳ hàng quý"


def test_a_known_body_may_have_a_verb_in_its_name() -> None:
    (duty,) = duties("Ban xây dựng Đảng: Tham mưu về công tác cán bộ của xã.")
    assert (duty.actor, duty.action) == ("Ban xây dựng Đảng", "Tham mưu về công tác cán bộ của xã.")


def test_a_recipient_may_stand_between_gui_and_bao_cao_and_times_in_front_of_the_actor() -> None:
    found = duties("Hằng năm, trước ngày 20 tháng 11, các thôn gửi Phòng Kinh tế báo cáo số cây đã trồng.")
    assert [(d.actor, d.recipient, d.frequency, d.deadline) for d in found] == [
        ("Các thôn", "Phòng Kinh tế", "hằng năm", "trước ngày 20 tháng 11")
    ]


def test_two_reports_of_a_sentence_share_the_recipient_behind_the_second() -> None:
    found = duties("Các thôn báo cáo số cây hằng quý và báo cáo đột xuất về Phòng Kinh tế.")
    assert {d.recipient for d in found} == {"Phòng Kinh tế"}


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Trên cơ sở đề xuất của các phòng, đơn vị được giao chủ trì việc trồng cây, Phòng Kinh tế tổng hợp nhu cầu.",
         "Phòng Kinh tế"),
        ("Trong khi làm, nếu thấy cần bổ sung các cơ quan, đơn vị chủ động đề xuất gửi Phòng Kinh tế.",
         "Các cơ quan, đơn vị"),
        ("Định kỳ, Thường trực Hội đồng vườn chủ trì kiểm tra cây.", "Thường trực Hội đồng vườn"),
        ("Các doanh nghiệp bưu chính ưu tiên bố trí xe chở cây giống.", "Các doanh nghiệp bưu chính"),
    ],
)  # fmt: skip
def test_subjects_are_told_from_the_bodies_that_stand_before_them(text: str, actor: str) -> None:
    assert duties(text)[0].actor == actor


def test_a_body_told_its_duties_below_is_the_subject_of_the_lines_below() -> None:
    found = duties("Các thôn, xóm có trách nhiệm:", "Chuẩn bị cây giống cho mùa mưa.", "Theo dõi số cây còn sống.")
    assert [(duty.actor, duty.action) for duty in found[1:]] == [
        ("Các thôn, xóm", "Chuẩn bị cây giống cho mùa mưa."),
        ("Các thôn, xóm", "Theo dõi số cây còn sống."),
    ]


def test_who_is_sent_a_report_passes_it_on() -> None:
    first, second = duties(
        "Các thôn định kỳ hằng năm gửi báo cáo Sở Văn hóa, Thể thao và Du lịch số cây đã trồng trước ngày 15 tháng 12 "
        "để tổng hợp, báo cáo UBND tỉnh."
    )
    assert (first.actor, first.recipient) == ("Các thôn", "Sở Văn hóa, Thể thao và Du lịch")
    assert (first.frequency, first.deadline) == ("định kỳ hằng năm", "trước ngày 15 tháng 12")
    assert (second.actor, second.recipient) == ("Sở Văn hóa, Thể thao và Du lịch", "UBND tỉnh")


def test_the_frequency_is_that_of_the_report() -> None:
    assert frequency("Thường xuyên nắm tình hình, định kỳ báo cáo Thường trực Hội đồng") == "định kỳ"
    assert frequency("báo cáo định kỳ, đột xuất số cây đã trồng") == "định kỳ, đột xuất"
    assert frequency("thường xuyên báo cáo số cây") == "thường xuyên"
