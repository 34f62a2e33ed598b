"""Vocabularies: read once, validated, and a broken file says what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest import vocabulary
from ingest.vocabulary import BrokenVocabulary, Indicator, accent_optional, entries, read


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(vocabulary, "FOLDER", tmp_path)
    read.cache_clear()
    return tmp_path


@pytest.fixture(autouse=True)
def _fresh() -> None:
    read.cache_clear()


def test_a_missing_file_says_which_and_what_to_do(folder: Path) -> None:
    with pytest.raises(BrokenVocabulary, match="khong-co") as error:
        read("khong-co")
    assert error.value.hint


def test_a_file_that_is_no_toml_is_refused(folder: Path) -> None:
    (folder / "hong.toml").write_text("[[chi_tieu]\nkey = ", encoding="utf-8")
    with pytest.raises(BrokenVocabulary):
        read("hong")


def test_an_entry_without_its_fields_is_refused(folder: Path) -> None:
    (folder / "thieu.toml").write_text("[[chi_tieu]]\nkey = 'cho_so'\n", encoding="utf-8")
    with pytest.raises(BrokenVocabulary):
        entries("thieu", "chi_tieu", Indicator)


def test_entries_keep_their_order_and_their_exclusions(folder: Path) -> None:
    blocks = (
        "[[chi_tieu]]\nkey = 'cho_so'\nname = 'Chợ số'\nnot = ['chợ nổi']\n",
        "[[chi_tieu]]\nkey = 'ben_so'\nname = 'Bến số'\n",
    )
    (folder / "hai.toml").write_text("".join(blocks), encoding="utf-8")
    first, second = entries("hai", "chi_tieu", Indicator)
    assert (first.key, second.key) == ("cho_so", "ben_so")
    assert first.excluded == ("chợ nổi",)


def test_the_shipped_vocabularies_are_whole() -> None:
    keys = [entry.key for entry in vocabulary.indicators()]
    assert len(keys) == len(set(keys)) > 50
    assert {word.comparator for word in vocabulary.comparator_words()} >= {">=", ">", "=", "<=", "<", "~"}
    assert {word.reading for word in vocabulary.deadline_words()} >= {"den", "trong", "truoc"}


@pytest.mark.parametrize(
    ("typed", "fits"),
    [("đến năm", True), ("den nam", True), ("ĐẾN  NĂM", True), ("đển năm", False)],
)
def test_letters_match_with_their_diacritics_or_without_any(typed: str, fits: bool) -> None:
    assert bool(re.fullmatch(accent_optional("đến năm"), typed, re.IGNORECASE)) is fits
