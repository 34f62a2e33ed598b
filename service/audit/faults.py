"""What auditors ask for: kinds of fault, the wordings that ask for them and the rules that look for them.

The data are ``corpus/tu-vung/hoi-kiem-tra.toml``, which an office extends.
"""

from __future__ import annotations

from functools import cache

from pydantic import Field

from ingest.vocabulary import Entry, entries, read
from service.lexicon import Wording, expand
from service.words import syllables

FILE = "hoi-kiem-tra"


class Fault(Entry):
    """A kind of fault; a question asks for it that has all phrases of one group of ``any``."""

    name: str = Field(alias="ten")
    name_en: str = Field(alias="ten_en")
    rules: tuple[str, ...] = Field(alias="quy_tac", description="empty: every rule")
    any: tuple[tuple[str, ...], ...]
    excluded: tuple[str, ...] = Field(default=(), alias="not")
    words: tuple[str, ...] = Field(alias="tu", description="words of a question that only name the fault")
    thorough: bool = Field(default=False, alias="tron", description="where the rules find nothing, there is none")
    apart: bool = Field(default=False, alias="tung_cho", description="each place of a finding is a fault by itself")
    unmeasured: bool = Field(default=False, alias="khong_chi_tieu", description="not where an indicator is named")

    def is_asked(self, wording: Wording) -> bool:
        """Whether a question asks for it."""
        return any(all(map(wording.has, group)) for group in self.any) and not wording.has_any(self.excluded)

    def names(self, word: str) -> bool:
        """Whether a content word of a question only names the fault or asks for its places."""
        return _syllables(self).issuperset(word.split())


@cache
def faults() -> tuple[Fault, ...]:
    """The kinds in the order in which they are tried."""
    return entries(FILE, "hoi_loi", Fault)


def asked_faults(text: str) -> list[Fault]:
    """The kinds of fault that a question asks for; none where it asks why, who, how many or what became of them."""
    wording = Wording(f"{text} ; {expand(text)}", marked=False)
    if wording.has_any(read(FILE)["khong_hoi"]):
        return []
    return [one for one in faults() if one.is_asked(wording)]


@cache
def _syllables(fault: Fault) -> frozenset[str]:
    """Of the phrases that ask for a fault or name it."""
    phrases = [*read(FILE)["tu_hoi"], *fault.words, *(phrase for group in fault.any for phrase in group)]
    return frozenset(part for phrase in phrases for part in syllables(phrase))
