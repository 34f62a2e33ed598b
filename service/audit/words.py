"""The rules' vocabulary, ``corpus/tu-vung/kiem-tra.toml``, validated once."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache

from pydantic import Field

from ingest.types import Reference
from ingest.vocabulary import FOLDER, Entry, entries, read
from service.audit.types import Level, Severity

FILE = "kiem-tra"


class Implication(Entry):
    """Reaching ``strong`` is impossible while ``weak`` is lower."""

    strong: str = Field(alias="neu")
    weak: str = Field(alias="thi")
    severity: Severity = Field(alias="muc")
    why: str = Field(alias="vi")


class UsualBasis(Entry):
    """Who carries out ``when`` usually cites ``needed``, issued on ``since``."""

    when: str = Field(alias="khi")
    needed: str = Field(alias="can")
    name: str = Field(alias="ten")
    since: str = Field(alias="tu")
    severity: Severity = Field(default="B", alias="muc")
    title: str = Field(default="", alias="goi", description="what a law is called where it is cited without its number")


class Superseded(Entry):
    """``old`` was replaced by ``new`` on ``since``; ``source`` is the clause that says so, "" if nobody checked."""

    old: str = Field(alias="cu")
    issued: str = Field(default="", alias="ngay", description="of the old one, where numbers repeat every year")
    new: str = Field(alias="moi")
    since: str = Field(alias="tu")
    source: str = Field(default="", alias="nguon")

    @property
    def told(self) -> str:
        """The replacement in words, with where it is said."""
        proof = f"theo {self.source}" if self.source else "chưa kiểm chứng, cần tra lại"
        return f"được thay thế bởi {self.new} từ ngày {date.fromisoformat(self.since):%d/%m/%Y} ({proof})"


class NeedsActor(Entry):
    """Targets that only a certain party can reach; ``work`` finds the passages about them."""

    keys: tuple[str, ...]
    actors: tuple[str, ...] = Field(alias="ai")
    name: str = Field(alias="ten")
    work: str = Field(alias="viec")


class Phrase(Entry):
    """An expression to look for, and what is wrong with it."""

    expression: str = Field(alias="mau")
    why: str = Field(default="", alias="vi")
    level: Level | None = Field(default=None, alias="cap")
    under: str | None = Field(default=None, alias="duoi", description="what a heading above must say")
    family: str | None = Field(default=None, alias="khoi")
    severity: Severity = Field(default="B", alias="muc")
    since: str | None = Field(default=None, alias="tu")


class Slip(Entry):
    """A misread or mistyped word; ``often`` slips are told once with their count."""

    expression: str = Field(alias="mau")
    right: str = Field(alias="dung")
    severity: Severity = Field(default="C", alias="muc")
    often: bool = Field(default=False, alias="nhieu")


@cache
def implications() -> tuple[Implication, ...]:
    """``[[keo_theo]]``: which aim needs which other."""
    return entries(FILE, "keo_theo", Implication)


@cache
def usual_bases() -> tuple[UsualBasis, ...]:
    """``[[can_cu_thuong]]``: what who carries out a document also cites."""
    return entries(FILE, "can_cu_thuong", UsualBasis)


@cache
def superseded() -> dict[str, Superseded]:
    """``thay-the.toml``: documents known to have been replaced, by symbol."""
    return {entry.old: entry for entry in entries("thay-the", "thay_the", Superseded)}


def replaced(reference: Reference) -> Superseded | None:
    """What is known of the replacement of a cited document; a number that repeats every year needs its date."""
    entry = superseded().get(reference.symbol or "")
    return entry if entry and (not entry.issued or entry.issued == reference.issued) else None


@cache
def known_dates() -> dict[tuple[str, int], tuple[date, int]]:
    """``ngay-ban-hanh.tsv``: by symbol and year, the day of issue and how many documents were seen to cite it."""
    with (FOLDER / "ngay-ban-hanh.tsv").open(encoding="utf-8", newline="") as file:
        rows = [
            (row["symbol"], date.fromisoformat(row["issued"]), int(row["documents"]))
            for row in csv.DictReader(file, delimiter="\t")
        ]
    return {(symbol, issued.year): (issued, documents) for symbol, issued, documents in rows}


@cache
def needs_actor() -> tuple[NeedsActor, ...]:
    """``[[can_chu_the]]``: targets that only a certain party can reach."""
    return entries(FILE, "can_chu_the", NeedsActor)


@cache
def phrases(table: str) -> tuple[Phrase, ...]:
    """``cap_khac``, ``mot_nam``, ``lan_co_quan``, ``tham_quyen`` or ``khong_do_duoc``."""
    return entries(FILE, table, Phrase)


@cache
def slips(table: str = "loi_chu") -> tuple[Slip, ...]:
    """``[[loi_chu]]``: slips of key terms; ``ten_van_ban``, ``thuat_ngu``, ``viet_hoa``: names said otherwise."""
    return entries(FILE, table, Slip)


@cache
def common_abbreviations() -> frozenset[str]:
    """Abbreviations that need no explanation in an administrative text."""
    return frozenset(read(FILE)["viet_tat"]["quen"])


@cache
def may_repeat() -> frozenset[str]:
    """Syllables that Vietnamese doubles on purpose."""
    return frozenset(read(FILE)["lap"]["duoc"])
