"""The digests of ``corpus/ke-hoach`` say nothing that their originals do not, and in words of their own.

Two rules: every figure, date and symbol of a digest occurs in its original; no run of twelve words of any
file of ``corpus/`` is copied from a file of the shared corpus, official names of documents and bodies aside.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
DIGESTS = sorted((CORPUS / "ke-hoach").glob("tom-luoc-*.md"))
SHARED = ROOT / "../shared/corpus"
RUN = 12

needs_originals = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the original documents (../shared/corpus) are not on this machine"
)
each_digest = pytest.mark.parametrize("path", DIGESTS, ids=lambda path: path.stem)

_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")
_COUNTED = re.compile(r"\b(\d+(?:[.,]\d+)?)\s*(Gbps|doanh nghiệp|tháng|ngày|năm|quan điểm|nhóm nhiệm vụ|vấn đề)\b")
_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})(?:/(\d{4}))?\b|\b(\d{1,2})/(\d{4})\b")
_YEAR = re.compile(r"\b(20\d\d)\b")
_BODY = r"(?=\w*[A-ZĐ]\w*[A-ZĐ])[A-ZĐ]\w*"
_SYMBOL = re.compile(rf"\b(\d+)\s?([/-])\s?((?:\d{{4}}\s?/\s?)?{_BODY}(?:\s?[/-]\s?{_BODY})*)")
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")


def split_digest(path: Path) -> tuple[dict[str, object], str]:
    _, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    return tomllib.loads(head), body


def original_of(path: Path) -> str:
    file = SHARED / "seeds" / f"{path.stem.removeprefix('tom-luoc-')}.txt"
    return unicodedata.normalize("NFC", file.read_text(encoding="utf-8"))


def number(text: str) -> str:
    """``05`` and ``5``, ``1,0`` and ``1`` are the same figure."""
    return f"{float(text.replace(',', '.')):g}"


def figures(text: str) -> set[str]:
    """Percentages, counted things, dates, years and symbols, each in one normal form."""
    found = {f"{number(m)} %" for m in _PERCENT.findall(text)}
    found |= {f"{number(value)} {unit}" for value, unit in _COUNTED.findall(text)}
    found |= {"/".join(number(part) for part in match if part) for match in _DATE.findall(text)}
    found |= set(_YEAR.findall(text))
    return found | {"".join("".join(match).split()) for match in _SYMBOL.findall(text)}


def numbers(text: str) -> set[str]:
    return {number(value) for value in re.findall(r"\d+(?:[.,]\d+)?", text)}


def words(text: str) -> list[str]:
    """What stands between white space, without the marks around it: a symbol or a date is one word."""
    parts = unicodedata.normalize("NFC", text).casefold().split()
    return [word for part in parts if (word := _EDGE.sub("", part))]


def runs(text: str) -> Iterator[tuple[str, ...]]:
    found = words(text)
    return (tuple(found[at : at + RUN]) for at in range(len(found) - RUN + 1))


@cache
def official_names() -> frozenset[tuple[str, ...]]:
    """The runs inside the subjects (trích yếu) of the digested documents and the names of bodies."""
    names = [str(split_digest(path)[0]["subject"]) for path in DIGESTS]
    bodies = tomllib.loads((CORPUS / "tu-vung" / "co-quan.toml").read_text(encoding="utf-8"))
    names += [body["name"] for body in bodies["co_quan"]]
    return frozenset(run for name in names for run in runs(name))


@cache
def runs_of_the_originals() -> dict[tuple[str, ...], str]:
    files = [file for file in sorted(SHARED.rglob("*")) if file.suffix in {".txt", ".md"}]
    assert files, "the shared corpus is there but empty"
    return {run: file.name for file in files for run in runs(file.read_text(encoding="utf-8"))}


def shipped_texts() -> Iterator[tuple[Path, str]]:
    """Every block of ``corpus/``: paragraph, heading, bullet, table cell. What stands in two is no sentence."""
    for path in sorted(path for path in CORPUS.rglob("*") if path.is_file()):
        for block in re.split(r"[\n\t|]", path.read_text(encoding="utf-8")):
            yield path, block


def test_there_is_a_digest_of_each_of_the_five_plans() -> None:
    names = {path.stem.removeprefix("tom-luoc-") for path in DIGESTS}
    assert names == {"binh-giang", "quan-chu", "tay-giang", "xuan-giang", "xuan-thanh"}


@each_digest
def test_a_digest_declares_what_it_stands_for(path: Path) -> None:
    front, body = split_digest(path)
    assert front["digest"] is True
    for field in ("type", "type_code", "family", "issuer", "commune", "province", "subject"):
        assert front[field], field
    assert isinstance(front["province_inferred"], bool)
    assert isinstance(signer := front["signer"], dict) and signer["name"] and signer["role"]
    assert body.strip().startswith("Bản tóm lược"), "a digest says first that it is not the original"
    assert "\nKẾ HOẠCH\n" in body and "\nNơi nhận:\n" in body
    assert str(front["subject"]) in body and str(signer["name"]) in body


@each_digest
def test_a_digest_says_of_each_bullet_where_it_stands_in_the_original(path: Path) -> None:
    body = split_digest(path)[1].partition("\nI. ")[2].partition("\nNơi nhận:")[0]
    bullets = [line for line in body.splitlines() if line.startswith("- ")]
    assert len(bullets) > 20
    assert [line for line in bullets if not re.search(r"\(mục [IVX]+[.;)]", line)] == []


@each_digest
def test_a_digest_is_in_canonical_unicode(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == unicodedata.normalize("NFC", text)


def test_figures_are_compared_in_one_form() -> None:
    assert figures("1,0% ngân sách, 05 doanh nghiệp") == {"1 %", "5 doanh nghiệp"}
    assert figures("ngày 01/4/2025") >= {"1/4/2025"}
    assert figures("204- QĐ/TW") == {"204-QĐ/TW"}


@pytest.mark.shared
@needs_originals
@each_digest
def test_every_figure_of_a_digest_occurs_in_its_original(path: Path) -> None:
    original = original_of(path)
    body = split_digest(path)[1].replace("(mục", "\n(mục")
    stated = figures(re.sub(r"\(mục [^;)]*", "(", body))
    missing = stated - figures(original)
    # "48 nhiệm vụ" counts the rows of the appendix; a unit may be worded anew, its number may not.
    assert {figure for figure in missing if not number_only_reworded(figure, original)} == set()


def number_only_reworded(figure: str, original: str) -> bool:
    value, _, unit = figure.partition(" ")
    return unit in {"doanh nghiệp", "quan điểm", "nhóm nhiệm vụ", "vấn đề"} and value in numbers(original)


@pytest.mark.shared
@needs_originals
@each_digest
def test_the_subject_and_the_signer_are_those_of_the_original(path: Path) -> None:
    front, original = split_digest(path)[0], " ".join(words(original_of(path)))
    assert " ".join(words(str(front["subject"]))) in original
    assert isinstance(signer := front["signer"], dict)
    assert " ".join(words(str(signer["name"]))) in original


@pytest.mark.shared
@needs_originals
@each_digest
def test_a_digest_restates_every_percentage_of_the_targets_of_its_original(path: Path) -> None:
    original = set(_PERCENT.findall(original_of(path)))
    stated = {number(value) for value in _PERCENT.findall(split_digest(path)[1])}
    assert {number(value) for value in original} <= stated


@pytest.mark.shared
@needs_originals
def test_no_run_of_twelve_words_is_copied() -> None:
    originals, allowed = runs_of_the_originals(), official_names()
    copied = {
        f"{path.relative_to(CORPUS)}: {' '.join(run)} ({originals[run]})"
        for path, text in shipped_texts()
        for run in runs(text)
        if run in originals and run not in allowed
    }
    assert copied == set()
