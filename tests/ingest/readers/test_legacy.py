"""Text from before Unicode: decided per font and document, converted letter by letter."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_files import Build

from ingest.lines import Line
from ingest.readers.legacy import _tables, convert, decide, decode_bytes, draws_capitals, encoding_of_font
from ingest.readers.plain import read_plain
from ingest.readers.syllables import is_syllable, share_of_syllables
from ingest.readers.word import read_docx

SENTENCE = (
    "Uỷ ban nhân dân phường Gió Mới phấn đấu đến hết năm có bảy mươi lăm phần trăm số hộ dùng đèn chiếu sáng bằng "
    "năng lượng mặt trời, giữ sạch đường ngõ và trồng thêm cây ở từng khu phố."
)
VNI = "UÛy ban nhaân daân phöôøng phaán ñaáu ñeán heát naêm coù baûy möôi laêm phaàn traêm soá hoä duøng ñeøn"
VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"


def old_bytes(text: str, encoding: str) -> bytes:
    """``text`` written in an encoding of one byte a letter."""
    first = {letter: chr(byte) for table in _tables() if table.key == encoding for byte, letter in _bytes(table.runs)}
    return "".join(first.get(c, c) for c in text).encode("latin-1")


def _bytes(runs: object) -> list[tuple[int, str]]:
    assert isinstance(runs, dict)
    return [(int(start, 16) + i, letter) for start, run in runs.items() for i, letter in enumerate(run)]


@pytest.mark.parametrize("encoding", ["tcvn3", "viscii", "vps"])
def test_each_table_has_every_small_letter_once(encoding: str) -> None:
    runs = next(table.runs for table in _tables() if table.key == encoding)
    letters = [letter for _, letter in _bytes(runs)]
    assert len(letters) == len(set(letters))
    shared = set() if encoding == "tcvn3" else set(VOWELS) & {chr(c) for c in range(0xC0, 0x100)}
    assert set(VOWELS) - set("aeiouy") - set(letters) - shared == set()


@given(st.text(alphabet=VOWELS + " bcghkmnt,.%-0123456789"))
def test_viscii_and_back_is_the_same_text(text: str) -> None:
    assert convert(old_bytes(text, "viscii").decode("latin-1"), "viscii") == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("old", "new"),
    [("QuyÕt ®Þnh cña Bé tr\u00adëng", "Quyết định của Bộ trưởng"), ("CéNG HOµ", "CỘNG HOÀ"), ("nhµ n−íc", "nhà nước"),
     ("®Õn 2026 ≥ 75%", "đến 2026 ≥ 75%")],
)  # fmt: skip
def test_tcvn3(old: str, new: str) -> None:
    assert convert(old, "tcvn3") == new


@pytest.mark.parametrize(
    ("old", "new"),
    [("COÄNG HOØA", "CỘNG HÒA"), ("saün coù", "sẵn có"), ("khaúng ñònh", "khẳng định"),
     ("Chi phí vì lyù do", "Chi phí vì lý do"),
     ("nghæ ngôi", "nghỉ ngơi"), ("möôøi", "mười"), ("tyû leä", "tỷ lệ")],
)  # fmt: skip
def test_vni(old: str, new: str) -> None:
    assert convert(old, "vni") == new


def test_fonts_of_capitals_draw_capitals() -> None:
    assert convert("kÕ ho¹ch", "tcvn3", capitals=True) == "KẾ HOẠCH"
    assert draws_capitals("ABCDEF+.VnTimeH")
    assert not draws_capitals(".VnTime")
    assert not draws_capitals("Times New Roman")


@pytest.mark.parametrize(
    ("font", "encoding"),
    [(".VnTime", "tcvn3"), ("ABCDEF+.VnArialH", "tcvn3"), ("VNSTCVN3", "tcvn3"), ("VNI-Times", "vni"),
     ("VPS Thanh Hoa", "vps"),
     ("Times New Roman", ""), ("Verdana", ""), ("", "")],
)  # fmt: skip
def test_the_name_of_a_font_names_the_encoding(font: str, encoding: str) -> None:
    assert encoding_of_font(font) == encoding


def test_a_font_that_kept_its_old_name_over_unicode_text_is_left_alone() -> None:
    decoders = decide({".VnTime": SENTENCE, "Arial": SENTENCE})
    assert {decoder.encoding for decoder in decoders.values()} == {""}


def test_one_decision_holds_for_a_font_however_short_a_string_is() -> None:
    old = old_bytes(SENTENCE, "tcvn3").decode("latin-1")
    decoder = decide({".VnTime": old})[".VnTime"]
    assert decoder("sè") == "số"
    assert decide({".VnTime": "sè"})[".VnTime"]("sè") == "số"


def test_text_in_a_font_that_says_nothing_is_converted_only_on_proof() -> None:
    old = old_bytes(SENTENCE, "tcvn3").decode("latin-1")
    assert decide({"Times New Roman": old})["Times New Roman"].encoding == "tcvn3"
    spanish = (
        "El señor Muñoz enseñó a los niños españoles la canción del corazón en el jardín de la montaña más pequeña"
    )
    french = "Les élèves français étaient très fiers d'avoir été reçus à la fête du collège où régnait une gaîté inouïe"
    for text in (spanish, french, spanish.upper(), "sè"):
        assert decide({"": text * 3})[""].encoding == ""


def test_one_font_over_two_encodings_is_read_paragraph_by_paragraph() -> None:
    old = old_bytes(SENTENCE, "tcvn3").decode("latin-1")
    decoder = decide({"Font Tỉnh": f"{old} {VNI} {VNI} {old}"})["Font Tỉnh"]
    assert decoder(old) == SENTENCE
    assert decoder(VNI).startswith("Ủy ban nhân dân phường phấn đấu đến hết năm")


@pytest.mark.parametrize(("encoding", "name"), [("tcvn3", "TCVN3"), ("viscii", "VISCII"), ("vps", "VPS")])
def test_plain_bytes_are_recognised_by_their_syllables(encoding: str, name: str) -> None:
    content = read_plain(old_bytes(SENTENCE, encoding), "a.txt")
    [line] = content.regions
    assert isinstance(line, Line)
    assert line.text == SENTENCE
    assert name in content.notes[0]


def test_plain_vni_and_windows_1258_are_recognised() -> None:
    found = decode_bytes(VNI.encode("latin-1"))
    assert found is not None
    assert found[0].startswith("Ủy ban nhân dân phường")
    apart = "".join(_windows(c) for c in SENTENCE).encode("cp1258")
    assert decode_bytes(apart) == (SENTENCE, "Windows-1258")


def _windows(letter: str) -> str:
    """A letter as Windows-1258 writes it: its tone apart, its other marks not."""
    parts = unicodedata.normalize("NFD", letter)
    tones = "".join(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones)) + tones


def test_old_text_saved_as_utf8_is_converted_too() -> None:
    [line] = read_plain(old_bytes(SENTENCE, "tcvn3").decode("latin-1").encode(), "a.txt").regions
    assert isinstance(line, Line)
    assert line.text == SENTENCE


def test_a_letter_parted_from_its_mark_by_word_is_joined(from_body: Build) -> None:
    font = '<w:rPr><w:rFonts w:ascii="VNI-Times" w:hAnsi="VNI-Times"/></w:rPr>'
    body = f"<w:p><w:r>{font}<w:t>Keá hoa</w:t></w:r><w:r>{font}<w:t>ïch naêm</w:t></w:r></w:p>"
    [line] = read_docx(from_body(body), "a.docx").regions
    assert isinstance(line, Line)
    assert line.text == "Kế hoạch năm"


def test_the_soft_hyphen_of_word_is_a_letter_of_tcvn3(from_body: Build) -> None:
    font = '<w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr>'
    body = (
        f"<w:p><w:r>{font}<w:t>Bé tr</w:t><w:softHyphen/><w:t>ëng nhµ n</w:t><w:softHyphen/><w:t>íc</w:t></w:r></w:p>"
    )
    [line] = read_docx(from_body(body), "a.docx").regions
    assert isinstance(line, Line)
    assert line.text == "Bộ trưởng nhà nước"


@pytest.mark.parametrize("word", "nghiêng quyết gìn giếng khuỷu Đắk uỷ yêu thuở giữ quý xoong".split())
def test_syllables(word: str) -> None:
    assert is_syllable(word) or word == "Đắk"


@pytest.mark.parametrize("word", ["cña", "heát", "bãc", "été", "ngữnh", "việtt", "ắ́"])
def test_what_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["binh-giang", "quan-chu", "tay-giang", "xuan-giang", "xuan-thanh"])
def test_real_plans_consist_of_syllables(shared: Path, name: str) -> None:
    text = (shared / "corpus" / "seeds" / f"{name}.txt").read_text(encoding="utf-8")
    assert share_of_syllables(unicodedata.normalize("NFC", text)) > 0.98


def test_an_optional_hyphen_typed_twice_is_one_letter() -> None:
    assert convert("th\xad\xad\xacng t\xad", "tcvn3") == "thương tư"
