"""Tasks of tables: any order and wording of columns, rows cut by a page, deadlines and bodies in one form."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from ingest.facts.bodies import normal_name, split_bodies
from ingest.facts.tasks import extract_tasks, frequency_of
from ingest.pipeline import read_document
from ingest.types import Passage, Row, Task

SHARED = Path(__file__).parents[4] / "shared"
HEADING = "TT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tSản phẩm\tThời gian hoàn thành"


def tasks(*lines: str, heading: str = HEADING) -> list[Task]:
    """Tasks of a table given as tab-separated lines; one without a number goes on with the row before."""
    text = "\n".join([heading, *lines])
    rows, start = [], 0
    for at, line in enumerate([heading, *lines]):
        cells, offset = [], start
        for cell in line.split("\t"):
            cells.append((offset, offset + len(cell)))
            offset += len(cell) + 1
        number = line.split("\t")[0] if at else ""
        path = ("Phụ lục", "I", number) if number.isdigit() else ("Phụ lục", "I")
        rows.append(
            Row(
                start=start,
                end=start + len(line),
                table=0,
                path=path,
                number=number if number.isdigit() else "",
                role="group" if number in ("I", "II") else "body",
                continues=at > 0 and not number,
                cells=tuple(cells),
            )
        )
        start += len(line) + 1
    found = extract_tasks(text, rows, [], [])
    for task in found:
        assert text[task.start : task.end] == task.quote
    return found


def lines_of(text: str, path: tuple[str, ...]) -> list[Passage]:
    """One paragraph a line, all in one section."""
    made, start = [], 0
    for at, line in enumerate(text.split("\n")):
        titles = ("",) * len(path)
        made.append(Passage(start=start, end=start + len(line), ordinal=at, path=path, titles=titles, kind="paragraph"))
        start += len(line) + 1
    return made


def test_a_row_becomes_a_task() -> None:
    (task,) = tasks("1\tXây dựng bản đồ số\tUBND xã\tPhòng Kinh tế; Công an xã\tBản đồ\tTháng 7/2025")
    assert (task.number, task.text, task.lead) == ("1", "Xây dựng bản đồ số", ("UBND xã",))
    assert task.partners == ("Phòng Kinh tế", "Công an xã")
    assert (task.output, task.deadline, task.deadline_text) == ("Bản đồ", "2025-07", "Tháng 7/2025")
    assert task.section == ("Phụ lục", "I", "1")


def test_columns_are_told_by_their_words_not_their_place() -> None:
    heading = "STT\tThời hạn\tĐơn vị phối hợp\tNội dung công việc\tĐơn vị chủ trì\tKết quả"
    (task,) = tasks("1\tNăm 2026\tPhòng Kinh tế\tLắp cảm biến mực nước\tUBND xã\tTrạm đo", heading=heading)
    assert (task.text, task.lead, task.deadline) == ("Lắp cảm biến mực nước", ("UBND xã",), "2026")
    assert (task.partners, task.output) == (("Phòng Kinh tế",), "Trạm đo")


def test_the_leading_body_goes_before_the_person_in_charge() -> None:
    heading = "STT\tTên nhiệm vụ\tNgười đứng đầu chịu trách nhiệm\tCơ quan chủ trì\tThời hạn"
    (task,) = tasks("1\tLập danh mục dữ liệu\tGiám đốc\tTrung tâm Số\t31/12/2025", heading=heading)
    assert (task.lead, task.deadline) == (("Trung tâm Số",), "2025-12-31")


def test_leaders_and_helpers_may_share_a_column() -> None:
    heading = "STT\tNhiệm vụ\tCơ quan chủ trì, phối hợp\tThời gian"
    (task,) = tasks("1\tMở lớp kỹ năng số\tChủ trì: UBND xã; phối hợp: Đoàn xã\t2026", heading=heading)
    assert (task.lead, task.partners) == (("UBND xã",), ("Đoàn xã",))


def test_a_row_cut_by_a_page_is_joined_cell_by_cell_and_quoted_from_its_first_half() -> None:
    (task,) = tasks(
        "1\tĐánh giá mức độ hoàn\tPhòng Kinh tế\tCác phòng, ban\tBáo cáo của\tTháng 8/2025",
        HEADING,
        "\tthành việc số hóa sổ sách\t\tcó liên quan\tphòng\t",
    )
    assert task.text == "Đánh giá mức độ hoàn thành việc số hóa sổ sách"
    assert task.quote == "Đánh giá mức độ hoàn"
    assert (task.output, task.partners) == ("Báo cáo của phòng", ("Các phòng, ban có liên quan",))


@pytest.mark.parametrize(
    ("printed", "deadline", "frequency"),
    [
        ("2025 - 2026", "2025..2026", None),
        ("Quý II/2026", "2026-Q2", None),
        ("Quí IV-2025", "2025-Q4", None),
        ("Thường xuyên", None, "thường xuyên"),
        ("Hàng năm", None, "hàng năm"),
        ("Nhiệm vụ thường xuyên", None, "thường xuyên"),
        ("Hằng năm.", None, "hằng năm"),
    ],
)
def test_deadlines_and_frequencies_are_told_apart(printed: str, deadline: str | None, frequency: str | None) -> None:
    (task,) = tasks(f"1\tCập nhật cơ sở dữ liệu\tUBND xã\t\t\t{printed}")
    assert (task.deadline, task.frequency) == (deadline, frequency)


def test_tables_of_indicators_assign_nothing() -> None:
    heading = "TT\tChỉ tiêu\tĐơn vị\tKết quả\tCơ quan chủ trì theo dõi, đánh giá"
    assert tasks("1\tTỷ lệ hộ có cáp quang\t%\t≥ 80\tPhòng Kinh tế", heading=heading) == []


def test_group_rows_and_empty_rows_are_no_tasks() -> None:
    assert len(tasks("I\tNhóm thứ nhất\t\t\t\t", "1\tSố hóa hộ tịch\tUBND xã\t\t\t2026", "2\t\t\t\t\t")) == 1


def test_lists_of_bodies_split_where_a_body_begins() -> None:
    assert split_bodies("Các sở, ban, ngành tỉnh; UBND các xã, phường") == (
        "Các sở, ban, ngành tỉnh",
        "UBND các xã, phường",
    )
    assert split_bodies("Phòng Kinh tế, phòng Văn hóa – Xã hội") == ("Phòng Kinh tế", "Phòng Văn hóa - Xã hội")
    assert split_bodies("Phòng Văn hoá – Xã hội Các phòng ban chuyên môn") == (
        "Phòng Văn hóa - Xã hội",
        "Các phòng ban chuyên môn",
    )
    assert split_bodies("") == ()


def test_names_of_bodies_take_one_spelling() -> None:
    assert normal_name("các đơn vị  liên quan;") == "Các đơn vị liên quan"
    assert normal_name("Phòng VHXH") == "Phòng Văn hóa - Xã hội"
    assert normal_name("Kho Quý hiếm") == "Kho Quý hiếm"


def test_a_frequency_is_read_out_of_more_words() -> None:
    assert frequency_of("báo cáo 6 tháng/lần") == "6 tháng/lần"
    assert frequency_of("Năm 2026") is None


@pytest.mark.shared
def test_gold_tasks_are_read_exactly() -> None:
    readers = pytest.importorskip("ingest.pipeline")
    if not SHARED.exists():
        pytest.skip("evaluation data is not beside the repository")
    gold = [json.loads(line) for line in (SHARED / "gold" / "tasks.jsonl").read_text(encoding="utf-8").splitlines()]
    read = readers.read_document(SHARED / "corpus" / "seeds" / "quan-chu.txt")
    found = {task.section: task for task in extract_tasks(read.text, read.rows, read.sections, read.passages)}
    for row in gold:
        task = found[tuple(row["path"])]
        assert (task.text, task.lead, task.output) == (row["text"], (row["lead"],), row["output"])
        assert (task.deadline or task.frequency) == row["deadline"]


def test_labelled_lines_assign_the_heading_above_them() -> None:
    text = "\n".join(
        [
            "2. Mở lớp tập huấn cho tổ công nghệ số",
            "Cơ quan chủ trì: Phòng Kinh tế.",
            "Cơ quan phối hợp: Công an xã; Đoàn xã.",
            "Thời gian thực hiện: Hoàn thành trong năm 2026.",
            "3. Việc không giao cho ai",
        ]
    )
    (task,) = extract_tasks(text, [], [], lines_of(text, ("II", "2")))
    assert task.text == "Mở lớp tập huấn cho tổ công nghệ số"
    assert (task.lead, task.partners) == (("Phòng Kinh tế",), ("Công an xã", "Đoàn xã"))
    assert (task.deadline, task.section, task.quote) == ("2026", ("II", "2"), task.text)


def test_every_bullet_under_a_bare_label_is_a_task() -> None:
    text = "Nhiệm vụ:\nSố hóa sổ hộ tịch các năm trước\nLàm sạch dữ liệu dân cư\nĐơn vị thực hiện: Công an xã"
    found = extract_tasks(text, [], [], lines_of(text, ("II", "a")))
    assert [task.text for task in found] == ["Số hóa sổ hộ tịch các năm trước", "Làm sạch dữ liệu dân cư"]
    assert {task.lead for task in found} == {("Công an xã",)}


def test_labels_may_share_a_line() -> None:
    text = "Lắp màn hình ở nhà văn hóa\nĐơn vị chủ trì: UBND xã; đơn vị phối hợp: các thôn; thời gian: Quý I/2026"
    (task,) = extract_tasks(text, [], [], lines_of(text, ("III",)))
    assert (task.lead, task.partners, task.deadline) == (("UBND xã",), ("Các thôn",), "2026-Q1")


WEB = """<html><body><p>KẾ HOẠCH</p><p>Trồng cây</p><p>I. NHIỆM VỤ</p><table border="1">
<tr><th rowspan="2">TT</th><th rowspan="2">Công việc</th><th colspan="2">Phân công thực hiện</th>
<th rowspan="2">Thời gian</th></tr><tr><th>Chủ trì</th><th>Phối hợp</th></tr>
<tr><td>1</td><td>Đào hố dọc bờ mương</td><td rowspan="2">Phòng Kinh tế</td><td>Các thôn</td>
<td rowspan="2">Tháng 5/2026</td></tr>
<tr><td>2</td><td>Ươm giống cây bàng</td><td>Hội Nông dân</td></tr>
<tr><td>3</td><td>Tưới cây mỗi sáng</td><td></td><td>Các thôn</td><td></td></tr></table></body></html>"""


def test_a_cell_merged_over_several_rows_speaks_for_each_of_them(tmp_path: Path) -> None:
    path = tmp_path / "trong-cay.html"
    path.write_text(WEB, encoding="utf-8")
    first, second, third = read_document(path).tasks
    assert (first.lead, first.partners, first.deadline) == (("Phòng Kinh tế",), ("Các thôn",), "2026-05")
    assert (second.lead, second.partners, second.deadline) == (("Phòng Kinh tế",), ("Hội Nông dân",), "2026-05")
    assert (third.lead, third.deadline) == ((), None), "an empty cell of its own says nothing"


def test_a_merged_cell_of_a_word_table_speaks_for_each_row(tmp_path: Path) -> None:
    document = docx.Document()
    for line in ("KẾ HOẠCH", "Trồng cây", "I. NHIỆM VỤ"):
        document.add_paragraph(line)
    table = document.add_table(rows=3, cols=4)
    for row, cells in enumerate(
        (
            ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"),
            ("1", "Đào hố dọc bờ mương", "Phòng Kinh tế", "Quý II/2026"),
            ("2", "Ươm giống cây bàng", "", "Quý III/2026"),
        )
    ):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(1, 2).merge(table.cell(2, 2))
    path = tmp_path / "trong-cay.docx"
    document.save(str(path))
    assert [(t.lead, t.deadline) for t in read_document(path).tasks] == [
        (("Phòng Kinh tế",), "2026-Q2"),
        (("Phòng Kinh tế",), "2026-Q3"),
    ]


def test_a_row_of_pipes_with_cells_missing_takes_them_from_the_row_above(tmp_path: Path) -> None:
    lines = ["KẾ HOẠCH", "", "Trồng cây", "", "I. NHIỆM VỤ", ""]
    rows = [
        ["TT", "Việc cần làm (nhiệm vụ)", "Cơ quan chủ trì", "Sản phẩm", "Thời gian"],
        ["1", "- Đào hố dọc bờ mương", "Phòng Kinh tế", "- Hố cây", "Năm 2026"],
        ["- Ươm giống cây bàng", "Vườn ươm nhỏ", "Năm 2027"],
    ]
    for row in rows:
        lines += ["|", *(line for cell in row for line in (cell, "|"))]
    path = tmp_path / "trong-cay.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    first, second = read_document(path).tasks
    assert (first.text, first.output, first.deadline) == ("Đào hố dọc bờ mương", "Hố cây", "2026")
    assert (second.text, second.lead, second.deadline) == ("Ươm giống cây bàng", ("Phòng Kinh tế",), "2027")


def test_the_column_of_the_work_is_not_that_of_its_group() -> None:
    heading = "TT\tThuộc nhóm nhiệm vụ\tNội dung nhiệm vụ\tCơ quan chủ trì\tChỉ tiêu đạt được\tThời hạn"
    (task,) = tasks("1\tCây xanh\tTrồng bàng\tPhòng Kinh tế\tMười cây\t2026", heading=heading)
    assert (task.text, task.output) == ("Trồng bàng", "Mười cây")


def test_a_time_that_another_document_sets_is_no_deadline() -> None:
    (task,) = tasks("1\tXây dựng bản đồ số\tUBND xã\t\tBản đồ\tTheo tiến độ của Luật Chợ quê 2031")
    assert task.deadline is None
