"""Places and sources are told as a Vietnamese document would cite them."""

from __future__ import annotations

import pytest

from service.types import Citation
from web.places import copied, place, reader_url
from web.words import load

VI = load("vi")


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (("II", "1"), "mục II.1"),
        (("II", "2", "2.1"), "mục II.2.1"),
        (("II", "2", "* Giai đoạn 2025-2027", "2.1"), "mục II.2, Giai đoạn 2025-2027, mục 2.1"),
        (("I", "3", "a)"), "mục I.3, điểm a"),
        (("Chương II", "Điều 5.", "1", "đ)"), "điểm đ khoản 1 Điều 5"),
        (("Điều 7",), "Điều 7"),
        (("Phụ lục I", "III", "20"), "Phụ lục I, mục III.20"),
        (("Phụ lục",), "Phụ lục"),
        (("PREAMBLE",), "phần căn cứ"),
        ((), ""),
    ],
)
def test_a_path_is_told_in_the_words_of_the_genre(path: tuple[str, ...], told: str) -> None:
    assert place(path, VI) == told


def citation(quote: str, section: tuple[str, ...]) -> Citation:
    return Citation(
        n=1, document="a", source="a.md", title="Kế hoạch", section=section, quote=quote, start=0, end=len(quote)
    )


def test_a_copied_quotation_carries_its_source() -> None:
    told = copied(citation("Trồng 1.250 cây.", ("II", "1")), "Kế hoạch của UBND xã Ba Sao", VI)
    assert told == "“Trồng 1.250 cây.” (Mục II.1, Kế hoạch của UBND xã Ba Sao)"


def test_a_copied_table_row_separates_its_cells() -> None:
    told = copied(citation("1\tThay bóng\t\tVăn phòng xã", ("Phụ lục I", "1")), "Kế hoạch", VI)
    assert told == "“1 | Thay bóng | Văn phòng xã” (Phụ lục I, mục 1, Kế hoạch)"


def test_the_address_of_a_document_survives_spaces_and_slashes() -> None:
    assert reader_url("a b/c?", 3, 9) == "/van-ban/a%20b%2Fc%3F?tu=3&den=9#doan"
