"""Short rows of tables that came as text: their cells stand under the columns that they look like."""

from __future__ import annotations

import pytest

from ingest.alignment import align

HEADER = ("TT", "Nội dung công việc", "Chủ trì", "Phối hợp", "Sản phẩm", "Thời gian")


def test_a_whole_row_stays_as_it_is() -> None:
    cells = ("1", "Đào giếng", "Sở Y tế", "Các xã", "Giếng", "2026")
    assert align(cells, 6, HEADER) == (cells, ())


@pytest.mark.parametrize(
    ("cells", "aligned", "merged"),
    [
        (("2", "Trồng bàng", "Bãi cây", "2027"), ("2", "Trồng bàng", "", "", "Bãi cây", "2027"), (2, 3)),
        (("2", "Trồng bàng", "Sở Y tế"), ("2", "Trồng bàng", "Sở Y tế", "", "", ""), (3, 4, 5)),
        (("Trồng bàng", "Bãi cây", "2027"), ("", "Trồng bàng", "", "", "Bãi cây", "2027"), (2, 3)),
        (("Hội Làm vườn", "Bãi cây", "Quý I"), ("", "", "", "Hội Làm vườn", "Bãi cây", "Quý I"), (1, 2)),
    ],
)
def test_the_gap_stands_where_the_other_cells_fit(
    cells: tuple[str, ...], aligned: tuple[str, ...], merged: tuple[int, ...]
) -> None:
    assert align(cells, 6, HEADER) == (aligned, merged)


def test_without_a_header_a_number_keeps_its_row_at_the_left() -> None:
    assert align(("3", "Quét sân"), 4).cells == ("3", "Quét sân", "", "")
    assert align(("Quét sân", "Mùa hè"), 4).cells == ("", "Quét sân", "Mùa hè", "")


def test_bodies_are_told_from_words_that_begin_alike() -> None:
    cells = ("Bộ tiêu chí sân chơi", "Ban hành trong năm 2026")
    assert align(cells, 6, HEADER).cells == ("", "Bộ tiêu chí sân chơi", "", "", "", "Ban hành trong năm 2026")
