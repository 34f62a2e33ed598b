"""Groups of table rows stand within one another as their ordinals say; an appendix ends the table before it."""

from __future__ import annotations

import pytest

from ingest.canonical import canonicalise
from ingest.readers.content import content_of_text
from ingest.structure.groups import Groups
from ingest.structure.tree import Tree, build_tree
from ingest.text import clean


def tree_of(source: str) -> Tree:
    canonical = canonicalise(content_of_text(clean(source)))
    return build_tree(canonical.blocks, len(canonical.text))


def paths(*labels: str) -> list[str]:
    groups, found = Groups(), []
    for label in labels:
        groups.open(label)
        found.append("/".join(groups.path))
    return found


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("I", "II", "III"), ["I", "II", "III"]),
        (("A", "I", "II", "B", "I"), ["A", "A/I", "A/II", "B", "B/I"]),
        (("I", "I.1", "I.2", "II", "II.1"), ["I", "I/I.1", "I/I.2", "II", "II/II.1"]),
        (("III", "III.1", "III.1.1", "III.2"), ["III", "III/III.1", "III/III.1/III.1.1", "III/III.2"]),
        (("A", "B", "C", "D"), ["A", "B", "C", "D"]),
        (("G", "H", "I", "K"), ["G", "H", "I", "K"]),
        (("II", "Vườn ươm", "III"), ["II", "II/Vườn ươm", "III"]),
        (("Sân trước", "Sân sau"), ["Sân trước", "Sân sau"]),
    ],
)
def test_a_group_stands_in_the_one_that_its_ordinal_belongs_to(labels: tuple[str, ...], expected: list[str]) -> None:
    assert paths(*labels) == expected


def test_a_number_above_its_own_divisions_is_a_group() -> None:
    rows = tree_of(
        "| TT | Việc | Chủ trì | Thời gian |\n"
        "| 1 | Chăm cây | | |\n| 1.1 | Tưới | Đội một | 2031 |\n| 1.2 | Tỉa | Đội hai | 2031 |\n"
        "| 2 | Quét lá | Đội ba | 2031 |\n"
    ).rows
    assert [(row.role, row.path[-2:]) for row in rows[1:3]] == [("group", ("BODY", "1")), ("body", ("1", "1.1"))]
    assert rows[-1].role == "body"


STACKED = """\
KẾ HOẠCH

Chăm vườn

I. VIỆC LÀM

Làm theo phụ lục.

|
Nơi nhận:
- Lưu.
|
KT. TRƯỞNG BAN
Lê Lá
|
PHỤ LỤC I
BẢNG PHÂN VIỆC
|
TT
|
Việc
|
Chủ trì
|
Phối hợp
|
Thời gian
|
|
1
|
Tưới cây bàng
|
Đội một
|
|
Năm 2031
|
"""


def test_an_appendix_right_behind_a_table_ends_it() -> None:
    tree = tree_of(STACKED)
    kinds = [(section.path[0], section.kind) for section in tree.sections]
    assert ("SIGNATURE", "signature") in kinds
    assert ("Phụ lục I", "appendix") in kinds
    assert tree.rows[-1].path == ("Phụ lục I", "1")


def test_an_empty_cell_does_not_end_a_row_that_has_its_number() -> None:
    row = tree_of(STACKED).rows[-1]
    assert [end > start for start, end in row.cells] == [True, True, True, False, True]


def test_a_lone_cell_that_gives_a_total_is_no_group() -> None:
    rows = tree_of(
        "| TT | Việc | Chủ trì | Thời gian |\n"
        "| I | Vườn trước | | |\n| 1 | Tưới | Đội một | 2031 |\n| Tổng số việc phải làm: 1 việc | | | |\n"
    ).rows
    assert [row.role for row in rows] == ["header", "group", "body", "body"]


LISTED = """\
QUYẾT ĐỊNH

Về việc cho mượn dụng cụ làm vườn

Điều 1. Cho mượn các dụng cụ trong danh mục kèm theo.

Điều 2. Các đội thi hành Quyết định này./.

BỘ TRƯỞNG

Lê Văn Tư

DANH MỤC DỤNG CỤ

(Kèm theo Quyết định số 7/QĐ-BLV ngày 02/3/2031)

A. DỤNG CỤ CẦM TAY

| TT | Tên dụng cụ | Đơn vị giữ | Thời hạn |
| 1 | Cuốc | Đội một | 2031 |
| 2 | Kéo | Đội hai | 2031 |
"""


def test_a_list_under_a_title_behind_an_attached_table_is_no_part_of_the_table() -> None:
    def paths_of(source: str) -> list[tuple[str, ...]]:
        return [section.path for section in tree_of(source).sections][-3:]

    assert paths_of(LISTED + "\nDANH SÁCH CÁC ĐỘI\n\n1. Đội một\n\n2. Đội hai\n") == [("TITLE",), ("1",), ("2",)]
    assert paths_of(LISTED + "\nDỤNG CỤ KHÁC\n\nB. DỤNG CỤ CHẠY ĐIỆN\n\n1. Máy cắt\n")[1:] == [("B",), ("B", "1")]


def test_an_ordinal_and_a_name_with_empty_cells_between_are_one_group() -> None:
    empty = "|\n** **\n"
    source = (
        "KẾ HOẠCH\n\nChăm vườn\n\nI. VIỆC LÀM\n\n|\n**TT**\n|\n**Việc**\n|\n**Chủ trì**\n|\n**Thời gian**\n|\n"
        f"|\n**5.1**\n{empty}|\n**Cây bóng mát**\n{empty}{empty}|\n"
        "|\n5.1.1\n|\nTưới cây\n|\nĐội một\n|\n2031\n|\n"
        f"|\n**5.2**\n{empty}|\n**Hoa**\n{empty}{empty}|\n"
        "|\n5.2.1\n|\nTỉa hoa\n|\nĐội hai\n|\n2032\n|\n"
    )
    read = tree_of(source)
    assert [(row.role, row.path[1:]) for row in read.rows[1:]] == [
        ("group", ("5.1",)),
        ("body", ("5.1", "5.1.1")),
        ("group", ("5.2",)),
        ("body", ("5.2", "5.2.1")),
    ]
    assert [section.title for section in read.sections if section.kind == "appendix_group"] == ["Cây bóng mát", "Hoa"]
