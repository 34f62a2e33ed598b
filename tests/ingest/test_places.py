"""Places: names of today and of before, with and without diacritics, one commune or several."""

from __future__ import annotations

import pytest

from ingest.places import Places, fold, sound_key, without_level


@pytest.fixture(scope="module")
def places() -> Places:
    return Places.load()


def names(places: Places, text: str) -> list[str]:
    return [place.name for place in places.find(text)]


def test_there_are_34_provinces(places: Places) -> None:
    assert len(places.provinces) == 34


def test_a_commune_with_its_level_word_is_found_where_it_stands(places: Places) -> None:
    text = "Theo báo cáo, xã Quân Chu đã hoàn thành."
    (found,) = places.find(text)
    assert (found.name, found.province) == ("xã Quân Chu", "tỉnh Thái Nguyên")
    assert text[found.start : found.end] == "Quân Chu"


def test_a_name_in_its_own_capitals_is_found_without_a_level_word(places: Places) -> None:
    assert names(places, "So sánh Quân Chu với Tây Giang") == ["xã Quân Chu", "xã Tây Giang"]


@pytest.mark.parametrize("text", ["xa quan chu co gi", "Quan Chu co gi", "xã quân chu có gì", "XÃ QUÂN CHU"])
def test_missing_diacritics_and_any_case_are_understood(places: Places, text: str) -> None:
    assert names(places, text) == ["xã Quân Chu"]


def test_ordinary_words_are_no_places(places: Places) -> None:
    assert places.find("phát triển xã hội, tổ dân phố đoàn kết, tỉnh giảm biên chế, thành phố thông minh") == []


def test_several_communes_of_one_name_are_all_candidates(places: Places) -> None:
    assert len({place.province for place in places.commune("xã Bình Giang")}) == 3


def test_the_province_settles_which_commune(places: Places) -> None:
    assert [place.province for place in places.commune("Bình Giang", "An Giang")] == ["tỉnh An Giang"]
    assert names(places, "xã Bình Giang, tỉnh An Giang") == ["xã Bình Giang", "tỉnh An Giang"]


def test_an_old_province_leads_to_the_present_one(places: Places) -> None:
    found = places.province("tỉnh Hải Dương")
    assert found is not None
    assert (found.name, found.old) == ("thành phố Hải Phòng", "tỉnh Hải Dương")
    assert [place.province for place in places.commune("Bình Giang", "Hải Dương")] == ["thành phố Hải Phòng"]


def test_an_old_commune_leads_to_the_present_one(places: Places) -> None:
    found = places.commune("xã Cát Nê")
    assert [(place.name, place.old) for place in found] == [("xã Quân Chu", "xã Cát Nê")]


def test_a_provincial_party_committee_names_its_province(places: Places) -> None:
    (found,) = places.find("Ban Thường vụ Tỉnh ủy Thái Nguyên")
    assert found.level == "province"
    assert found.labelled


def test_unknown_names_lead_nowhere(places: Places) -> None:
    assert places.province("Atlantis") is None
    assert places.commune("xã Không Có Thật") == []


def test_tone_marks_may_sit_on_either_vowel() -> None:
    assert sound_key("Hoà Bình") == sound_key("HÒA BÌNH")
    assert sound_key("Hoa Bình") != sound_key("Hòa Bình")


def test_level_words_are_taken_off() -> None:
    assert without_level("Thành phố Huế") == "Huế"
    assert without_level("Phường 1 Bảo Lộc") == "1 Bảo Lộc"
    assert fold("Đặc khu Phú Quý") == "dac khu phu quy"
