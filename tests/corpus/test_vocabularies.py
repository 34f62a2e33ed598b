"""The vocabularies and frames of ``corpus/`` load, and agree with each other."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
WORDS = ROOT / "corpus" / "tu-vung"
FRAMES = sorted((ROOT / "corpus" / "khung").glob("*.toml"))
FILES = [*sorted(WORDS.glob("*.toml")), *FRAMES]
GOLD = ROOT / "../shared/gold/targets.jsonl"
LEVELS = {"trung_uong", "tinh", "xa"}


@cache
def load(name: str) -> dict[str, Any]:
    return tomllib.loads((WORDS / f"{name}.toml").read_text(encoding="utf-8"))


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from (str(key), *strings(item))
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def repeated(values: Iterator[str] | list[str]) -> set[str]:
    return {value for value, times in Counter(values).items() if times > 1}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_explains_itself_loads_and_is_nfc(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# "), "the first lines say what the file is for"
    assert all(value == unicodedata.normalize("NFC", value) for value in strings(tomllib.loads(text)))
    assert "thêm" in text.split("\n[", 1)[0], "and how to add to it"


def test_indicator_keys_are_unique_and_plain() -> None:
    keys = [entry["key"] for entry in load("chi-tieu")["chi_tieu"]]
    assert len(keys) >= 80
    assert repeated(keys) == set()
    assert [key for key in keys if not re.fullmatch(r"[a-z0-9]+(?:_[a-z0-9]+)*", key)] == []


def test_indicator_phrases_are_lower_case_and_not_repeated() -> None:
    for entry in load("chi-tieu")["chi_tieu"]:
        phrases = [phrase for pattern in entry["patterns"] for phrase in pattern]
        assert phrases and all(phrases), entry["key"]
        assert [phrase for phrase in phrases if phrase != phrase.casefold()] == [], entry["key"]
        assert repeated([" + ".join(sorted(pattern)) for pattern in entry["patterns"]]) == set(), entry["key"]


def test_indicators_refer_to_indicators_and_denominators_that_exist() -> None:
    keys = {entry["key"] for entry in load("chi-tieu")["chi_tieu"]}
    denominators = [entry["key"] for entry in load("chi-tieu")["mau_so"]]
    assert repeated(denominators) == set()
    for entry in load("chi-tieu")["chi_tieu"]:
        assert set(entry.get("related", ())) <= keys - {entry["key"]}, entry["key"]
        assert set(entry.get("denominators", ())) <= set(denominators), entry["key"]


def test_no_indicator_excludes_all_of_its_own_patterns() -> None:
    for entry in load("chi-tieu")["chi_tieu"]:
        said = [" ".join(pattern) for pattern in entry["patterns"]]
        assert [text for text in said if not any(word in text for word in entry.get("not", ()))], entry["key"]


def test_abbreviations_and_bodies_are_unambiguous() -> None:
    short = [form.casefold() for entry in load("viet-tat")["viet_tat"] for form in entry["short"]]
    assert repeated(short) == set()
    named: dict[str, set[str]] = {}
    for body in load("co-quan")["co_quan"]:
        for name in (body["name"], *body["aliases"]):
            named.setdefault(name.casefold(), set()).add(body["name"])
    assert {name: bodies for name, bodies in named.items() if len(bodies) > 1} == {}
    assert repeated([entry["suffix"] for entry in load("co-quan")["ky_hieu"]]) == set()


def test_bodies_that_communes_no_longer_have_say_since_when() -> None:
    gone = [body for body in load("co-quan")["co_quan"] if body["level"] == "huyen"]
    assert {"Phòng Nội vụ", "Phòng Tư pháp", "Phòng Văn hóa và Thông tin"} <= {body["name"] for body in gone}
    assert all(body["until"] and not body["commune"] for body in gone)


def test_document_types_have_a_code_and_a_family() -> None:
    types = load("loai-van-ban")["loai"]
    assert repeated([entry["name"] for entry in types]) == set()
    assert all(entry["code"] and set(entry["families"]) <= {"state", "party"} for entry in types)


def test_a_comparator_word_means_one_thing() -> None:
    entries = load("so-sanh")["so_sanh"]
    for field in ("before", "after", "english", "english_after"):
        assert repeated([word for entry in entries for word in entry.get(field, ())]) == set(), field
    assert {entry["comparator"] for entry in entries} == {">=", ">", "=", "<=", "<", "~", "range"}


def test_the_english_glossary_is_large_and_has_no_empty_entry() -> None:
    phrases = load("tieng-anh")["cum_tu"]
    assert len(phrases) >= 200
    assert all(english.strip() and vietnamese.strip() for english, vietnamese in phrases.items())


@pytest.mark.parametrize("path", FRAMES, ids=lambda path: path.stem)
def test_every_item_of_a_frame_names_an_indicator_and_a_group(path: Path) -> None:
    frame = tomllib.loads(path.read_text(encoding="utf-8"))
    keys = {entry["key"] for entry in load("chi-tieu")["chi_tieu"]}
    groups = {group["id"] for group in frame["nhom"]}
    items = [*frame["muc_tieu"], *frame["viec"]]
    assert repeated([item["id"] for item in items]) == set()
    for item in items:
        assert item.get("key", "phu_song_5g") in keys, item["id"]
        assert item.get("group", "1") in groups, item["id"]
        assert set(item["binds"]) | set(item["context"]) <= LEVELS and item["binds"], item["id"]
        assert not set(item["binds"]) & set(item["context"]), item["id"]
        assert ("value" in item) == ("comparator" in item), item["id"]
        assert ("value_max" in item) == (item.get("comparator") == "range"), item["id"]


def test_the_frame_of_nq57_holds_its_figures() -> None:
    frame = tomllib.loads((ROOT / "corpus/khung/nq57.toml").read_text(encoding="utf-8"))
    assert len(frame["nhom"]) == 7
    by_key = {(item["key"], item.get("deadline")): item for item in frame["muc_tieu"]}
    budget = by_key["ngan_sach_khcn_cds", "2030"]
    assert (budget["comparator"], budget["value"], "xa" in budget["binds"]) == (">=", 3, True)
    economy = by_key["kinh_te_so_grdp", "2045"]
    assert (economy["value"], "xa" in economy["context"]) == (50, True)


def test_places_are_complete() -> None:
    folder = WORDS / "dia-danh"
    provinces = (folder / "provinces_34.tsv").read_text(encoding="utf-8").splitlines()[1:]
    communes = (folder / "communes_2025.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert (len(provinces), len(communes)) == (34, 3321)
    names = {line.split("\t")[1] for line in provinces}
    assert {line.split("\t")[2] for line in communes} == names


@pytest.mark.shared
@pytest.mark.skipif(not GOLD.is_file(), reason="the hand-made truth (../shared/gold) is not on this machine")
def test_every_key_of_the_hand_made_truth_exists() -> None:
    keys = {entry["key"] for entry in load("chi-tieu")["chi_tieu"]}
    used = {json.loads(line)["key"] for line in GOLD.read_text(encoding="utf-8").splitlines()}
    assert used <= keys
