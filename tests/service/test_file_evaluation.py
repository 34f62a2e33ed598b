"""Scores of files read: pure scores, then a small folder of our own."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import NotFound
from service import file_accuracy
from service.cli import main
from service.file_evaluation import catalogue_rows, evaluate_files


def plain_distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row, before = [i, *row[1:]], row
        for j, y in enumerate(b, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
    return row[-1]


def test_accuracy_counts_wrong_letters_and_forgives_white_space() -> None:
    assert file_accuracy.accuracy("kế  hoạch\nnăm", "kế hoạch năm") == 1.0
    assert file_accuracy.accuracy("kê hoạch năm", "kế hoạch năm") == pytest.approx(11 / 12)
    assert file_accuracy.accuracy("", "kế hoạch") == 0.0


@settings(deadline=None)
@given(st.text("abđ ", min_size=1, max_size=5), st.text("abđ ", max_size=9))
def test_the_distance_within_is_the_least_to_any_stretch(a: str, b: str) -> None:
    stretches = [b[i:j] for i in range(len(b) + 1) for j in range(i, len(b) + 1)]
    assert file_accuracy.distance_within(a, b) == min(plain_distance(a, one) for one in stretches)


def test_stretches_of_a_page_are_looked_for_wherever_they_stand() -> None:
    page = "đầu trang 7 Xã lập kế hoach trồng tre. Mỗi xóm cử hai người."
    assert file_accuracy.sampled_accuracy(page, ["Mỗi xóm cử", " lập kế hoạch "]) == pytest.approx(1 - 1 / 22)
    assert file_accuracy.sampled_accuracy("", ["Mỗi xóm"]) == 0.0


def test_heads_of_a_raw_page_are_counted_at_its_edges_only() -> None:
    assert file_accuracy.edge_furniture("CÔNG BÁO/Số 3/Ngày 1-1-2024\n9\nĐiều 1\n5\nhết") == 2
    assert file_accuracy.edge_furniture("Điều 1\n5\nhết") == 0
    assert file_accuracy.edge_furniture("") == 0


def test_letters_leave_figures_capitals_and_dotted_lines_out() -> None:
    assert file_accuracy.letters("TÔI LÀ: .......... sinh năm 1,50") == "tôi là sinh năm"


def test_overlap_forgives_another_order_but_not_lost_words() -> None:
    assert file_accuracy.overlap("b c\ta", "a b c") == 1.0
    assert file_accuracy.overlap("a b", "a b c d") == pytest.approx(2 * 2 / 6)


def test_furniture_left_in_a_text_is_counted() -> None:
    text = "Điều 1.\nCÔNG BÁO/Số 3 + 4/Ngày 05-01-2024\nCác cơ quan\n- 7 -\n12 CÔNG BÁO/Só 3/Ngày 05-01-2024"
    assert file_accuracy.furniture_in(text) == 3
    assert file_accuracy.furniture_in(text, numbers=False) == 2
    assert file_accuracy.without_furniture("CÔNG BÁO/Số 3/Ngày 1-1-2024\n9\nĐiều 1\n5\nhết") == "Điều 1\n5\nhết"


def test_a_table_scores_rows_and_cells() -> None:
    truth = [["1", "Mở lớp …kỹ năng số", "Văn phòng"], ["2", "Kiểm kê", "Phòng Kinh tế"]]
    found = [["2", "Kiểm kê", "Văn phòng"], ["1", "Mở lớp dạy kỹ năng số", "Văn phòng"]]
    assert file_accuracy.table_score(found, truth) == (1, 2, 5, 6)
    assert file_accuracy.table_score([], truth) == (0, 2, 0, 6)


def test_figures_in_cells_are_compared_by_value() -> None:
    assert file_accuracy.table_score([["1,0", "0,20"]], [["1", "0,2"]]) == (1, 1, 2, 2)


def test_a_catalogue_becomes_rows() -> None:
    text = (
        "# Danh mục\n\n## A.01\n\n- Số thứ tự: 1\n- Nhiệm vụ: Lập sổ\n- Chấm điểm: Không quy định\n\n"
        "### Diễn giải\n\nKhông có diễn giải riêng trong nguồn.\n\n# B\n\n## B.01\n\n- Số thứ tự: 1\n\n"
        "### Diễn giải\n\nGhi rõ ngày.\n"
    )
    rows = catalogue_rows(text)
    assert rows[0][:3] == ["1", "A.01", "Lập sổ"] and rows[0][6] == "-" and rows[0][-1] == ""
    assert rows[1][1] == "B.01" and rows[1][-1] == "Ghi rõ ngày."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cu").mkdir()
    (tmp_path / "ground-truth").mkdir()
    (tmp_path / "cu" / "mot.txt").write_text("Xã lập kế hoạch\n\nTT\tNội dung\n1\tMở lớp\n", encoding="utf-8")
    (tmp_path / "ground-truth" / "mot.txt").write_text("Xã lập kế hoạch TT Nội dung 1 Mở lớp", encoding="utf-8")
    (tmp_path / "cu" / "rong.txt").write_text("  ", encoding="utf-8")
    (tmp_path / "dap-an" / "tables").mkdir(parents=True)
    (tmp_path / "dap-an" / "tables" / "mot.tsv").write_text("TT\tNội dung\n1\tMở lớp\n", encoding="utf-8")
    return tmp_path


def test_a_folder_gives_a_score_a_file_and_the_reason_of_each_failure(folder: Path) -> None:
    table = evaluate_files(folder / "cu", folder / "dap-an")
    one, empty = table.files
    assert one.kind == "legacy" and one.accuracy == 1.0
    assert (one.rows, one.cells) == ((2, 2), (4, 4))
    assert "trống" in empty.reason
    assert table.memory > 0
    assert any("rong.txt" in line and "trống" in line for line in table.lines())


def test_an_outline_is_scored_by_its_paths(folder: Path) -> None:
    (folder / "cu" / "hai.txt").write_text(
        "KẾ HOẠCH\nTrồng tre\n\nI. VIỆC\n\n1. Đào hố\n\n2. Trồng\n", encoding="utf-8"
    )
    (folder / "dap-an" / "sections").mkdir()
    (folder / "dap-an" / "sections" / "hai.txt").write_text("I\nI/1\nII\n", encoding="utf-8")
    table = evaluate_files(folder / "cu", folder / "dap-an")
    (two,) = (one for one in table.files if one.name == "hai.txt")
    assert two.outline == (2, 3, 1)
    assert any("hai.txt: 2/3, thừa 1" in line for line in table.lines())


def test_a_class_can_be_asked_for_alone(folder: Path) -> None:
    assert not evaluate_files(folder / "cu", only=("digital",)).files


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        evaluate_files(tmp_path / "khong")


def test_the_command_prints_the_table(folder: Path) -> None:
    result = CliRunner().invoke(main, ["eval-files", str(folder / "cu"), "--truth", str(folder / "dap-an")])
    assert result.exit_code == 0, result.output
    assert "phông cũ" in result.output and "mot.txt: 2/2, 4/4" in result.output
