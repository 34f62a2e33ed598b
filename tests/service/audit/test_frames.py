"""Frames and the matrix: arithmetic against data that ships, and against a document held."""

from __future__ import annotations

from pathlib import Path

import pytest
from auditing import found, plan, shelf

from ingest.errors import NotFound
from ingest.types import Comparator, Target
from ingest.vocabulary import BrokenVocabulary
from service.audit.engine import audit
from service.audit.frames import Item, available, from_document, load
from service.audit.matrix import reach
from service.audit.types import MatrixCell

BUDGET = "- Bố trí {} tổng chi ngân sách cho KHCN, đổi mới sáng tạo và chuyển đổi số."


def goals(line: str, year: str = "2030") -> str:
    return plan(f"I. MỤC TIÊU\n\n1. Đến hết năm {year}\n\n{line}\n\nII. NHIỆM VỤ\n\n- Mở lớp học.\n")


def cells(text: str, frame: str = "nq57", **others: str) -> dict[str, MatrixCell]:
    return {cell.item: cell for cell in audit(shelf(plan=text, **others), ["plan"], frame).matrix}


def test_nq57_ships_with_seven_groups_and_both_horizons() -> None:
    frame = load("nq57")
    assert "nq57" in available()
    assert len(frame.of("group")) == 7
    assert {item.deadline for item in frame.of("target")} >= {"2030", "2045"}
    assert all(item.binds for item in frame.items)


def test_an_unknown_frame_says_which_there_are() -> None:
    with pytest.raises(NotFound, match="nq57"):
        load("nq99")


OWN = """
[khung]
id = "tinh-nha"
symbol = "57-NQ/TW"
name = "Kế hoạch của tỉnh nhà"

[[nhom]]
id = "a"
name = "Thanh toán"
patterns = [["tiền mặt"]]

[[muc_tieu]]
id = "m1"
key = "thanh_toan_khong_tien_mat"
group = "a"
text = "Giao dịch không dùng tiền mặt"
comparator = ">="
value = 90
unit = "%"
deadline = "2030"
"""


def test_an_offices_own_frame_is_a_file_in_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tinh-nha.toml").write_text(OWN, encoding="utf-8")
    monkeypatch.setenv("TRACUU_FRAMES", str(tmp_path))
    assert available() == ["nq57", "tinh-nha"]
    below = goals("- Giao dịch không dùng tiền mặt đạt 85%.")
    assert cells(below, frame="tinh-nha")["m1"].status == "lower"
    (finding,) = found("thap_hon_khung", below, frame="tinh-nha")
    assert "90" in finding.text
    assert cells(below)["mt09"].status == "exceeds"


def test_an_own_frame_steps_in_front_of_a_shipped_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "nq57.toml").write_text(OWN.replace("tinh-nha", "nq57"), encoding="utf-8")
    monkeypatch.setenv("TRACUU_FRAMES", str(tmp_path))
    assert load("nq57").name == "Kế hoạch của tỉnh nhà"


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('key = "thanh_toan_khong_tien_mat"', 'key = "tien_le"', "tien_le.*chi-tieu.toml"),
        ('group = "a"', 'group = "b"', "m1.*nhóm.*b"),
        ('text = "Giao', 'binds = ["huyen"]\ntext = "Giao', "m1.*cấp.*huyen"),
        ('id = "tinh-nha"', 'id = "tinh-ban"', "tinh-ban.*tên tệp"),
        ("[khung]", "[khung", "TOMLDecodeError"),
        ("value = 90", 'value = "chín mươi"', "ValidationError"),
        ('name = "Kế hoạch của tỉnh nhà"', "", "KeyError"),
    ],
)
def test_what_is_wrong_in_an_own_frame_is_told(
    right: str, wrong: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert right in OWN
    (tmp_path / "tinh-nha.toml").write_text(OWN.replace(right, wrong), encoding="utf-8")
    monkeypatch.setenv("TRACUU_FRAMES", str(tmp_path))
    with pytest.raises(BrokenVocabulary, match=f"tinh-nha.toml.*{told}"):
        load("tinh-nha")


def test_a_folder_of_frames_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACUU_FRAMES", str(tmp_path / "khong-co"))
    with pytest.raises(NotFound, match=r"khong-co.*TRACUU_FRAMES"):
        load("nq57")


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (BUDGET.format("5%"), "exceeds"),
        (BUDGET.format("3%"), "meets"),
        (BUDGET.format("2%"), "lower"),
        (
            "- Tăng dần chi ngân sách cho KHCN, đổi mới sáng tạo và chuyển đổi số.",
            "mentioned without a figure",
        ),
        ("- Mở lớp học.", "absent"),
    ],
)
def test_the_budget_against_three_per_cent(line: str, status: str) -> None:
    cell = cells(goals(line))["mt14"]
    assert cell.status == status
    assert bool(cell.evidence) == (status != "absent")


def test_reached_after_the_frames_year_is_later() -> None:
    cell = cells(goals("- Giao dịch không dùng tiền mặt đạt 85%.", "2035"))["mt09"]
    assert cell.status == "later"


def test_an_earlier_horizon_promises_nothing_for_the_frames_year() -> None:
    cell = cells(goals("- Giao dịch không dùng tiền mặt đạt 40%.", "2026"))["mt09"]
    assert cell.status == "absent"
    assert "2030" in cell.why
    assert cell.evidence


def test_villages_are_not_territory() -> None:
    cell = cells(goals("- 100% các thôn, khu dân cư được phủ sóng 5G."))["mt20"]
    assert cell.status == "different denominator"


def test_national_figures_do_not_bind_a_commune() -> None:
    assert cells(goals("- Mở lớp học."))["mt12"].status == "not binding at this level"


@pytest.mark.parametrize(
    ("comparator", "value", "asked", "figure", "expected"),
    [
        (">", 80, ">", 80, 0),
        ("=", 80, ">", 80, -1),
        (">", 85, ">", 80, 1),
        (">=", 80, "=", 80, 0),
        (">", 80, "=", 80, 1),
        ("=", 79.9, ">=", 80, -1),
        ("<=", 30, "<=", 30, 0),
        ("<=", 10, "<=", 30, 1),
        ("<=", 40, "<=", 30, -1),
    ],
)
def test_what_a_figure_guarantees(
    comparator: Comparator, value: float, asked: Comparator, figure: float, expected: int
) -> None:
    target = Target(start=0, end=1, quote="x", indicator="x", comparator=comparator, value=value, unit="%")
    assert reach(target, Item(id="i", kind="target", text="x", comparator=asked, value=figure, unit="%")) == expected


def test_a_document_held_serves_as_a_frame() -> None:
    province = goals("- Giao dịch không dùng tiền mặt đạt 80%.").replace("57-NQ/TW", "10-CTr/TU")
    frame = from_document(shelf(tinh=province).document("tinh"))
    assert [item.value for item in frame.items] == [80]
    below = goals("- Giao dịch không dùng tiền mặt đạt 60%.")
    cell = cells(below, frame="tinh", tinh=province)["ct01"]
    assert cell.status == "lower"
    assert [c.document for c in cell.frame_evidence] == ["tinh"]
    (finding,) = found("thap_hon_khung", below, frame="tinh", tinh=province)
    assert finding.category == "frame"
    assert {c.document for c in finding.citations} == {"plan", "tinh"}


def test_below_the_frame_is_grave_and_shows_the_course() -> None:
    text = goals(BUDGET.format("1%")).replace(
        "II. NHIỆM VỤ", f"2. Đến hết năm 2035\n\n{BUDGET.format('3%')}\n\nII. NHIỆM VỤ"
    )
    (finding,) = found("thap_hon_khung", text)
    assert (finding.severity, finding.category) == ("A", "nq57")
    assert "1% (2030) → 3% (2035)" in finding.text


def test_a_plan_for_something_else_is_not_held_against_the_frame() -> None:
    text = goals(BUDGET.format("1%")).replace(
        "Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị", "việc trồng rừng"
    )
    assert not found("thap_hon_khung", text)
    assert not found("khung_thieu", text)


def test_no_target_at_all() -> None:
    assert [f.severity for f in found("khong_co_chi_tieu", goals("- Mở lớp học."))] == ["A"]
    assert not found("khong_co_chi_tieu", goals(BUDGET.format("3%")))


def test_an_aim_spoken_of_without_its_figure() -> None:
    line = "- Nâng tỷ lệ giao dịch không dùng tiền mặt qua từng năm."
    (finding,) = found("khung_khong_co_so", goals(line))
    assert finding.severity == "B"
    assert not found("khung_khong_co_so", goals("- Giao dịch không dùng tiền mặt đạt 80%."))


def test_silence_is_told_once() -> None:
    (finding,) = found("khung_thieu", goals(BUDGET.format("3%")))
    assert "5G" in finding.text
    assert "tổng chi" not in finding.text


def test_another_whole_is_told_as_editorial() -> None:
    (finding,) = found("khac_mau_so", goals("- 100% các thôn, khu dân cư được phủ sóng 5G."))
    assert (finding.severity, "thôn" in finding.text) == ("C", True)
    assert not found("khac_mau_so", goals("- Tỷ lệ phủ sóng 5G trên địa bàn đạt 100%."))


def test_the_tasks_of_a_document_held_are_items_too() -> None:
    """Given to communes, taken up by this one; given to a department, it binds nobody here."""
    head = "TT\tTên nhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian hoàn thành"
    rows = [
        "1\tLập tủ sách điện tử dùng chung cho các thôn vùng cao\tSở Khe\tUBND các xã, phường\tTháng 6/2026",
        "2\tMua máy quét dùng cho kho lưu trữ của tỉnh\tSở Nà\tSở Khe\tTháng 9/2026",
        "3\tDạy người già gọi điện có hình cho con cháu đi làm xa\tSở Nà\tUBND các xã, phường\tTháng 9/2026",
    ]
    province = plan(
        "I. NHIỆM VỤ\n\n- Theo phụ lục.", appendix="PHỤ LỤC: DANH MỤC NHIỆM VỤ\n\n" + "\n".join([head, *rows])
    )
    own = plan("I. NHIỆM VỤ\n\n- Lập tủ sách điện tử dùng chung cho các thôn vùng cao, thôn Khe trước.")
    report = audit(shelf(plan=own, province=province), ["plan"], "province")
    cells = {cell.item: cell for cell in report.matrix if cell.kind == "task"}
    assert [cells[f"nv0{n}"].status for n in (1, 2, 3)] == ["substantive", "not binding at this level", "absent"]
    assert "tủ sách" in cells["nv01"].evidence[0].quote and "tủ sách" in cells["nv01"].frame_evidence[0].quote
    assert "gọi điện" in cells["nv03"].frame_evidence[0].quote
