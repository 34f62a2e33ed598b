"""How far a text can be trusted: our own sentences, whole and damaged."""

from __future__ import annotations

import pytest

from ingest.quality import is_syllable, judge, quality_of, spelt
from ingest.types import Row

SOUND = (
    "Ủy ban nhân dân xã Hương Thủy giao phòng chuyên môn rà soát danh mục thủ tục, báo cáo trước ngày mười lăm hằng "
    "tháng và niêm yết kết quả giải quyết tại trụ sở để người dân theo dõi, góp ý."
)


@pytest.mark.parametrize(
    "word", "nghiêng giếng quốc khuỷu nguyễn yêu gì thuở uống oẳn đắc QUYẾT ghế kỷ kĩ boong".split()
)
def test_syllables_of_the_language_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", "ngiêng kốc cể ghà cát1 tàc bước̀ xyz tiêp nghà qốc ữưa phưoơng server".split())
def test_what_the_spelling_forbids_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


def test_the_order_of_marks_does_not_matter() -> None:
    assert is_syllable("e\u0302\u0301ch") and is_syllable("ếch")


def test_abbreviations_and_figures_do_not_count_as_misspelt() -> None:
    assert spelt("UBND xã, HĐND, 57-NQ/TW năm 2025") == (2, 2)


def test_sound_text_is_neither_poor_nor_doubtful() -> None:
    found = judge(SOUND)
    assert found.syllables > 0.97
    assert not found.poor and not found.doubtful


def test_a_scan_with_a_printed_head_only_is_to_be_read_from_its_picture() -> None:
    assert judge("CÔNG BÁO/Số 1 + 2/Ngày 03-01-2024 15", pictures=0.2).poor
    assert not judge("CÔNG BÁO/Số 1 + 2/Ngày 03-01-2024 15").poor
    assert not judge(SOUND * 3, pictures=0.9).poor


def test_replacement_characters_make_a_text_poor() -> None:
    assert judge(SOUND.replace("ả", "\ufffd").replace("ă", "\ue123").replace("ủ", "(cid:7)")).poor


def test_a_text_in_an_old_encoding_is_told_by_its_name_and_not_sent_to_recognition() -> None:
    old = (
        "Céng hoµ x· héi chñ nghÜa ViÖt Nam, §éc lËp Tù do H¹nh phóc; "
        "quyÕt ®Þnh vÒ viÖc ban hµnh quy chÕ lµm viÖc cña c¬ quan"
    )
    found = judge(old)
    assert found.encoding == "tcvn3"
    assert not found.poor


def test_letters_that_make_no_words_are_poor() -> None:
    assert judge("ñøqx vwkz prtkj " * 12).poor


def test_the_quality_of_a_document_counts_tables_and_doubtful_pages() -> None:
    text = f"{SOUND}\n" + "brrx ktzw qpvw xkcd " * 8
    rows = [
        Row(start=0, end=2, table=0, path=(), cells=((0, 2),), page=1),
        Row(start=4, end=6, table=0, path=(), cells=((4, 6),), page=2),
        Row(start=8, end=9, table=1, path=(), cells=((8, 9),), page=2),
    ]
    found = quality_of(text, (0, len(SOUND) + 1), 2, rows, (2,))
    assert (found.layer, found.ocr_pages, found.doubted) == ("mixed", (2,), (2,))
    assert (found.tables, found.joined) == (2, 1)
    assert "2 bảng" in found.line and "1 trang nên đối chiếu" in found.line


def test_a_document_recognised_throughout_says_so() -> None:
    assert quality_of(SOUND, (0,), 1, (), (1,)).layer == "ocr"
    assert quality_of(SOUND, (), None, (), ()).layer == "text"
