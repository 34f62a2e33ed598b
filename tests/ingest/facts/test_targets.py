"""Targets from prose: what is an aim, by when, of what; and what is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.facts.targets import extract_targets
from ingest.types import Passage, Period, Target

SHARED = Path(__file__).parents[3] / "../shared"
AIMS = (("II", "MỤC TIÊU"),)
TASKS = (("III", "NHIỆM VỤ, GIẢI PHÁP"),)
ANYTHING = st.characters(codec="utf-8", exclude_characters="\n")
Heading = tuple[str, str]


def passages_of(headings: tuple[Heading, ...], blocks: tuple[str, ...]) -> tuple[str, list[Passage]]:
    """A text of one block a line, a bullet in front of each but introductions, and its passages."""
    text = ""
    passages: list[Passage] = []
    for block in blocks:
        introduces = block.endswith(":")
        text += "" if introduces else "- "
        passages.append(
            Passage(
                start=len(text),
                end=len(text) + len(block),
                ordinal=len(passages),
                path=tuple(label for label, _ in headings),
                titles=tuple(title for _, title in headings),
                kind="paragraph" if introduces else "bullet",
            )
        )
        text += f"{block}\n"
    return text, passages


def read(
    *blocks: str,
    headings: tuple[Heading, ...] = AIMS,
    period: Period | None = None,
    issued: str | None = "2025-11",
    subject: str | None = None,
) -> list[Target]:
    text, passages = passages_of(headings, blocks)
    found = extract_targets(text, passages, [], [], subject=subject, period=period, issued=issued)
    assert all(text[target.start : target.end] == target.quote for target in found)
    return found


def brief(targets: list[Target]) -> list[tuple[str, float, str, str | None]]:
    return [(t.comparator, t.value, t.unit, t.deadline) for t in targets]


def test_a_target_carries_all_that_its_sentence_says() -> None:
    (target,) = read("Có ≥ 45% chợ phiên được phủ sóng 5G vào năm 2027.")
    assert (target.comparator, target.value, target.unit, target.deadline) == (">=", 45, "%", "2027")
    assert (target.deadline_from, target.cls, target.key) == ("text", "target", "phu_song_5g")
    assert target.quote == "Có ≥ 45% chợ phiên được phủ sóng 5G vào năm 2027."
    assert target.scope == "chợ phiên"
    assert target.section == ("II",)


def test_the_deadline_comes_from_the_innermost_heading_that_has_one() -> None:
    headings = (("II", "MỤC TIÊU ĐẾN NĂM 2040"), ("2", ""), ("* Giai đoạn 2026-2028", ""), ("2.1", "Chợ quê"))
    (target,) = read("Đạt 45% chợ có Internet.", headings=headings)
    assert (target.deadline, target.deadline_from) == ("2026..2028", "heading")


def test_an_introduction_dates_the_list_below_it_and_no_more() -> None:
    targets = read(
        "Đến năm 2030, phấn đấu:", "Trên 60% chợ có Internet.", "Đến năm 2035, phấn đấu:", "Trên 90% chợ có Internet."
    )
    assert [(t.value, t.deadline) for t in targets] == [(60, "2030"), (90, "2035")]


def test_the_title_dates_a_plan_of_one_year_everywhere_and_a_longer_one_only_its_aims() -> None:
    sentence = "Bảo đảm 100% chợ có biển hiệu số."
    single, longer = "Phát triển chợ số năm 2027", "Phát triển chợ số giai đoạn 2026 - 2030"
    (target,) = read(sentence, headings=TASKS, subject=single)
    assert (target.deadline, target.deadline_from) == ("2027", "title")
    assert read(sentence, headings=TASKS, subject=longer)[0].deadline is None
    assert read(sentence, subject=longer)[0].deadline == "2026..2030"
    assert read(sentence, subject="Phát triển chợ số đến năm 2030")[0].deadline == "2030"


def test_the_date_of_a_document_named_in_the_title_is_no_deadline() -> None:
    (target,) = read("Đạt 45% chợ có Internet.", subject="Thực hiện Nghị quyết số 12-NQ/TU ngày 03/4/2025")
    assert target.deadline is None


def test_a_plan_without_a_title_is_dated_by_its_year() -> None:
    (target,) = read("Đạt 45% chợ có Internet.", period=Period(start="2027", end="2027"))
    assert (target.deadline, target.deadline_from) == ("2027", "title")


def test_a_heading_that_cites_a_document_sets_no_deadline() -> None:
    headings = (("III", "Thực hiện Quyết định số 12/QĐ-UBND ngày 03/4/2025"),)
    (target,) = read("Bảo đảm 100% chợ có biển hiệu số.", headings=headings)
    assert target.deadline is None


def test_figures_and_deadlines_of_a_sentence_pair_off() -> None:
    assert brief(read("Năm 2026 đạt 40%, năm 2030 đạt 70% số chợ.")) == [("=", 40, "%", "2026"), ("=", 70, "%", "2030")]
    assert brief(read("Đạt 40% số chợ vào năm 2026 và 70% vào năm 2030.")) == [
        ("=", 40, "%", "2026"),
        ("=", 70, "%", "2030"),
    ]
    assert brief(read("Có 40% chợ và 30% bến đò đạt chuẩn vào năm 2030.")) == [
        ("=", 40, "%", "2030"),
        ("=", 30, "%", "2030"),
    ]


def test_an_opening_deadline_holds_for_the_clauses_behind_it() -> None:
    targets = read("Đến năm 2030: 40% chợ có Internet; 60% bến đò có camera. Có 05 bến mẫu.")
    assert brief(targets) == [("=", 40, "%", "2030"), ("=", 60, "%", "2030"), ("=", 5, "bến", "2030")]


def test_parts_of_a_target_are_sub_targets_with_the_same_quote() -> None:
    whole, part = read("Trên 60% hộ bán hàng qua mạng, trong đó 20% hộ có gian hàng riêng.")
    assert (whole.cls, part.cls) == ("target", "sub_target")
    assert whole.quote == part.quote


def test_a_sentence_that_begins_with_trong_do_is_a_part_of_the_one_before() -> None:
    whole, part = read("Trên 60% hộ bán hàng qua mạng. Trong đó 20% hộ có gian hàng riêng.")
    assert (whole.cls, part.cls) == ("target", "sub_target")
    assert part.quote == "Trong đó 20% hộ có gian hàng riêng."


def test_clauses_parted_by_semicolons_are_quoted_apart() -> None:
    targets = read("Đạt 40% chợ có Internet; đạt 60% bến đò có camera.")
    assert [target.quote for target in targets] == ["Đạt 40% chợ có Internet", "đạt 60% bến đò có camera."]


def test_coverage_of_the_whole_area_counts_as_all_of_it() -> None:
    five, six = read("Mạng 5G, 6G phủ sóng toàn xã.")
    assert {five.key, six.key} == {"phu_song_5g", "phu_song_6g"}
    assert (five.cls, five.value, five.unit) == ("universal", 100, "% (toàn xã)")


def test_whole_area_without_a_known_indicator_is_no_target() -> None:
    assert read("Phát động phong trào trồng hoa trong toàn xã.") == []


def test_a_direction_is_no_commitment_to_cover_everything() -> None:
    assert read("Đầu tư mạng 5G, hướng tới các thế hệ sau phủ sóng toàn xã.") == []


def test_the_year_in_a_title_is_no_deadline_for_a_phrase_without_a_figure() -> None:
    (covered,) = read("Mạng 5G phủ sóng toàn xã.", subject="Trồng rừng ngập mặn năm 2026")
    assert (covered.cls, covered.deadline, covered.deadline_from) == ("universal", None, "none")


def test_a_rank_is_at_most() -> None:
    (target,) = read("Phấn đấu thuộc nhóm 10 xã dẫn đầu tỉnh về chợ số.")
    assert (target.comparator, target.value, target.unit) == ("<=", 10, "thứ hạng")


@pytest.mark.parametrize(
    "sentence",
    [
        "Khuyến khích 100% hộ tiểu thương có khả năng bán hàng qua mạng.",
        "Phấn đấu cung cấp 100% dịch vụ bến bãi qua mạng.",
        "Đảm bảo 100% cơ quan dùng chung nền tảng của tỉnh.",
        "Cung cấp 100% dữ liệu mở theo danh mục đã ban hành.",
        "Cắt giảm tối thiểu 30% thời gian giải quyết thủ tục.",
    ],
)
def test_percentages_set_in_tasks_are_targets(sentence: str) -> None:
    assert len(read(sentence, headings=TASKS)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Đến nay đã có 95% chợ dùng thanh toán số.",
        "Tính đến tháng 6/2025, 95% chợ đã dùng thanh toán số.",
        "Hiện nay có 40% bến đò chưa có camera.",
        "Năm 2024 đạt 45% số chợ.",
        "Chi phí bảo trì khoảng 12% tổng mức đầu tư.",
        "Vốn của các chủ sạp và nguồn khác dự kiến 10%-15% (khoảng 12 tỷ đồng - 18 tỷ đồng).",
        "Hỗ trợ tối đa 50% kinh phí mua thiết bị.",
        "Lãi suất cho vay 6%/năm.",
        "Thu hút nhà đầu tư với tỷ lệ 1% - 3% doanh thu dành cho nghiên cứu.",
        "Nếu đạt 90% thì được cộng 05 điểm.",
        "Trường hợp chưa bảo đảm ít nhất 3% chi ngân sách thì bổ sung.",
        "Kéo cáp quang tốc độ cao (từ 1Gbps trở lên) tới các chợ.",
        "Bám sát 05 quan điểm và 07 nhiệm vụ, giải pháp.",
        "Báo cáo định kỳ 01 tháng/lần, trước ngày 05 hằng tháng.",
        "Nhân sự từ 18 tuổi trở lên được tham gia.",
        "Vận hành chính quyền địa phương 2 cấp.",
        "Thực hiện Kế hoạch số 12-KH/TU ngày 03/4/2025.",
        "Triển khai Đề án “Xây dựng ít nhất 20 triệu căn nhà mới”.",
        "Phạt 5 triệu đồng nếu chậm báo cáo.",
    ],
)
def test_results_costs_conditions_and_names_are_no_targets(sentence: str) -> None:
    assert read(sentence, headings=TASKS) == []


def test_a_section_of_results_holds_no_targets_unless_its_subsection_sets_aims() -> None:
    state = ("I", "ĐÁNH GIÁ TÌNH HÌNH")
    assert read("Có 95% chợ dùng thanh toán số.", headings=(state,)) == []
    assert len(read("Có 95% chợ dùng thanh toán số.", headings=(state, ("2", "Mục tiêu đến năm 2030")))) == 1


def test_counts_are_targets_among_aims_or_behind_a_floor() -> None:
    assert brief(read("Xây dựng 02 mô hình chợ số.")) == [("=", 2, "mô hình", None)]
    assert read("Xây dựng 02 mô hình chợ số.", headings=TASKS) == []
    assert brief(read("Phấn đấu xây dựng ít nhất 02 mô hình chợ số.", headings=TASKS)) == [(">=", 2, "mô hình", None)]


def test_a_property_of_the_counted_things_is_no_target_of_its_own() -> None:
    assert brief(read("100% khu chợ có tối thiểu 01 trạm sạc.")) == [("=", 100, "%", None)]
    assert brief(read("Trên 10% hộ dùng mạng với tốc độ trên 01 Gbps/s.")) == [(">", 10, "%", None)]


def test_a_report_states_results_unless_it_says_otherwise() -> None:
    report = "Báo cáo kết quả năm 2025"
    assert read("Có 95% chợ dùng thanh toán số.", headings=TASKS, subject=report) == []
    assert len(read("Phấn đấu 95% chợ dùng thanh toán số.", headings=TASKS, subject=report)) == 1


@pytest.mark.parametrize("part", ["HEADER", "TITLE", "PREAMBLE", "CLOSING", "RECIPIENTS", "SIGNATURE"])
def test_parts_around_the_body_hold_no_targets(part: str) -> None:
    assert read("Đạt 45% chợ có Internet.", headings=((part, ""),)) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet=ANYTHING, min_size=1, max_size=120), max_size=5))
def test_any_text_is_read_without_a_crash(blocks: list[str]) -> None:
    read(*blocks)


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="0159%.,;:()“” -–≥đạt từ trên năm 2030 trong đó xã phủ sóng 5G toàn", min_size=1, max_size=120))
def test_noise_in_the_manner_of_the_genre_is_read_without_a_crash(block: str) -> None:
    read(block)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the evaluation data (../shared) is not on this machine")
@pytest.mark.parametrize("name", ["xuan-thanh", "quan-chu"])
def test_real_plans_agree_with_the_truth_made_by_reading(name: str) -> None:
    from ingest.pipeline import read_document
    from ingest.text import normal_form

    document = read_document(SHARED / "corpus/seeds" / f"{name}.txt")
    lines = (SHARED / "gold/targets.jsonl").read_text(encoding="utf-8").splitlines()
    truth = [row for row in map(json.loads, lines) if row["doc"] == name and row["cls"] in ("target", "sub_target")]
    found = [target for target in document.targets if target.cls != "universal"]

    def agrees(target: Target, row: dict[str, object]) -> bool:
        quotes = normal_form(target.quote), normal_form(str(row["quote"]))
        figures = (target.comparator, target.value, target.value_max, target.unit, target.deadline)
        expected = tuple(row[field] for field in ("comparator", "value", "value_max", "unit", "deadline"))
        return figures == expected and (quotes[0] in quotes[1] or quotes[1] in quotes[0])

    hits = sum(any(agrees(target, row) for target in found) for row in truth)
    assert 2 * hits / (len(truth) + len(found)) >= 0.98


def test_a_count_for_every_year_says_so_in_its_unit() -> None:
    assert brief(read("Mỗi năm có ít nhất 15 sản phẩm chợ quê được bán qua mạng.")) == [
        (">=", 15, "sản phẩm/năm", None)
    ]
    assert brief(read("Hằng năm đào tạo 50 lượt người bán hàng.")) == [("=", 50, "lượt người/năm", None)]
    assert brief(read("Mỗi năm đạt 40% số chợ."))[0][2] == "%"


def test_a_floor_goes_on_for_the_next_count_of_a_list() -> None:
    found = read("Hình thành ít nhất 30 doanh nghiệp bán hàng số, 12 doanh nghiệp vận chuyển.")
    assert [(t.comparator, t.value) for t in found] == [(">=", 30), (">=", 12)]
    found = read("Có ít nhất 30 doanh nghiệp bán hàng số, trong đó có 12 doanh nghiệp mới.")
    assert [(t.comparator, t.value, t.cls) for t in found] == [(">=", 30, "target"), ("=", 12, "sub_target")]


def test_a_multiple_and_a_scenario_are_counted() -> None:
    assert brief(read("Doanh số chợ mạng gấp 3 lần GRDP xã."))[0][:3] == ("=", 3, "lần GRDP")
    assert brief(read("Có tối thiểu 04 kịch bản bán hàng qua mạng."))[0][:3] == (">=", 4, "kịch bản")


def test_what_stands_in_brackets_makes_no_cost_of_a_share() -> None:
    found = read("Tỷ lệ chợ dùng phần mềm (tối thiểu có thuế, hóa đơn) đạt tối thiểu 45%.")
    assert brief(found) == [(">=", 45, "%", None)]


def test_what_a_budget_must_set_aside_is_a_target_though_the_sum_stands_behind_it() -> None:
    found = read("Ngân sách xã bố trí tối thiểu 2% cho chợ số (khoảng 3 tỷ đồng).")
    assert [(target.comparator, target.value) for target in found] == [(">=", 2)]


def test_support_of_all_costs_is_no_target() -> None:
    assert read("Hỗ trợ 100% chi phí dựng sạp cho người bán hàng.", headings=TASKS) == []


def test_a_floor_in_an_article_of_law_is_a_condition_but_a_plan_in_an_article_sets_aims() -> None:
    sentence = "Chợ loại một có ít nhất 40% số sạp cố định."
    assert read(sentence, headings=(("Điều 4", "Phân loại chợ"),)) == []
    assert brief(read(sentence, headings=(("Điều 1", ""), ("III", "NHIỆM VỤ")))) == [(">=", 40, "%", None)]


def test_ranks_take_the_deadline_that_stands_next_to_them() -> None:
    said = (
        "Thuộc nhóm 4 xã dẫn đầu huyện và nhóm 20 xã dẫn đầu tỉnh vào năm 2028; "
        "đứng trong top 02 của huyện vào năm 2030."
    )
    assert [(t.value, t.unit, t.comparator, t.deadline) for t in read(said)] == [
        (4, "thứ hạng", "<=", "2028"),
        (20, "thứ hạng", "<=", "2028"),
        (2, "thứ hạng", "<=", "2030"),
    ]


def test_a_network_over_the_whole_place_is_quoted_without_what_stands_before_it() -> None:
    said = "Lắp trạm quan trắc qua vệ tinh, mạng di động 5G ở các chợ phủ sóng toàn xã."
    (target,) = [t for t in read(said) if t.cls == "universal"]
    assert target.quote == "mạng di động 5G ở các chợ phủ sóng toàn xã."
    (target,) = [t for t in read("Hạ tầng chợ hiện đại, phủ sóng 5G toàn xã.") if t.cls == "universal"]
    assert target.quote.startswith("Hạ tầng chợ")


def test_a_deadline_in_the_midst_of_a_sentence_dates_no_other_sentence() -> None:
    said = "Dành trong dự toán chợ năm 2026 ít nhất 5% cho bảng giá. Nâng lên tối thiểu 9% trong 05 năm tiếp theo."
    assert [(t.value, t.deadline) for t in read(said, headings=TASKS)] == [(5, "2026"), (9, None)]
    said = "Doanh số chợ quê vào năm 2028 đạt 40 tỷ đồng. Trong đó: giá trị bán qua mạng đạt 15 tỷ đồng."
    assert [(t.value, t.deadline) for t in read(said)] == [(40, "2028"), (15, "2028")]
