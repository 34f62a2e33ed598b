"""Indicators: one key for one measure, however it is worded; near ones are never confused."""

from __future__ import annotations

import pytest

from ingest.facts import indicators


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Vùng phủ sóng 5G lan tới mọi chợ phiên", "phu_song_5g"),
        ("Vùng phủ sóng 6G lan tới mọi chợ phiên", "phu_song_6g"),
        ("phu song 5g den cac thon", "phu_song_5g"),
        ("Khách mua hàng trả tiền không dùng tiền mặt", "thanh_toan_khong_tien_mat"),
        ("Bà con đã có VNeID", "vneid"),
        ("Hồ sơ sức khoẻ điện tử của người dân", "ho_so_suc_khoe_dien_tu"),
        ("Hồ sơ sức khỏe điện tử của người dân", "ho_so_suc_khoe_dien_tu"),
    ],
)
def test_wordings_lead_to_their_key(text: str, key: str) -> None:
    assert indicators.match(text) == key


def test_unknown_measures_have_no_key() -> None:
    assert indicators.match("Số cây xanh trồng dọc đường làng") is None


def test_english_names_count_only_in_questions() -> None:
    assert indicators.match("5G coverage of the market", question=True) == "phu_song_5g"
    assert indicators.match("5G coverage of the market") is None


def test_a_heading_helps_a_sentence_too_short_to_tell() -> None:
    assert indicators.match("Đạt 60%.") is None
    assert indicators.match("Đạt 60%.", ["Phủ sóng 5G"]) == "phu_song_5g"


def test_all_indicators_of_a_sentence_are_found() -> None:
    keys = [match.key for match in indicators.match_all("mạng 5G, 6G phủ sóng khắp chợ")]
    assert {"phu_song_5g", "phu_song_6g"} <= set(keys)


def test_denominators_are_kept_apart() -> None:
    villages = indicators.denominator("phủ sóng 5G tại 30% các thôn", "phu_song_5g")
    area = indicators.denominator("phủ sóng 5G trên địa bàn", "phu_song_5g")
    assert villages and area and villages.key != area.key


def test_every_key_of_the_vocabulary_is_known() -> None:
    assert indicators.get("phu_song_5g") is not None
    assert indicators.get("khong_co_khoa_nay") is None


def test_who_is_not_artificial_intelligence() -> None:
    assert indicators.match("Ai ký bản này?", question=True) is None
    assert indicators.match("Bao nhiêu cán bộ được dùng AI?", question=True) == "dao_tao_ai"


def test_questions_may_lack_some_diacritics() -> None:
    assert indicators.match("chỉ tiêu thủ tuc phi địa gioi là bao nhiêu", question=True) == "tthc_phi_dia_gioi"
