"""The list of documents: filtered, sorted, told in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from ingest.text import fold
from ingest.types import Document
from service.ports import Held
from web.filtering import Choice
from web.places import reader_url, sentence_case, title_of
from web.words import Words

PAGE = 100  # documents a page of the list
ANYWHERE = "-"  # chosen for documents that name no province


@dataclass(frozen=True)
class Filter:
    """What the reader asked to see; "" asks nothing."""

    word: str = ""
    province: str = ""
    kind: str = ""
    year: str = ""
    remarked: bool = False
    sort: str = "moi"

    @classmethod
    def of(cls, address: Mapping[str, str]) -> Filter:
        """As an address has it; an order that does not exist is the usual one."""
        sort = address.get("sap", "")
        return cls(
            word=" ".join(address.get("tim", "")[:200].split()),
            province=address.get("tinh", ""),
            kind=address.get("loai", ""),
            year=address.get("nam", ""),
            remarked=address.get("luu-y") == "1",
            sort=sort if sort in ORDERS else cls.sort,
        )

    def takes(self, held: Held) -> bool:
        """Whether a document is wanted."""
        return (
            (not self.word or fold(self.word) in fold(" ".join(_said(held))))
            and (not self.province or (held.province or ANYWHERE) == self.province)
            and (not self.kind or held.type == self.kind)
            and (not self.year or (held.issued or "").startswith(self.year))
            and (not self.remarked or remarked(held))
        )

    def address(self, page: int = 1) -> str:
        """The address of a page of the list so filtered."""
        asked = {
            "tim": self.word, "tinh": self.province, "loai": self.kind, "nam": self.year,
            "luu-y": "1" if self.remarked else "", "sap": "" if self.sort == "moi" else self.sort,
            "trang": str(page) if page > 1 else "",
        }  # fmt: skip
        given = {key: value for key, value in asked.items() if value}
        return f"/van-ban?{urlencode(given)}" if given else "/van-ban"


ORDERS: dict[str, tuple[Callable[[Held], Any], bool]] = {
    "moi": (lambda held: (held.issued or "", held.id), True),
    "cu": (lambda held: (held.issued or "9999", held.id), False),
    "ten": (lambda held: (fold(title_key(held)), held.id), False),
    "dia-phuong": (lambda held: (fold(f"{held.province or '￿'} {held.commune or ''}"), held.id), False),
    "chi-tieu": (lambda held: (held.targets, held.id), True),
    "nhiem-vu": (lambda held: (held.tasks, held.id), True),
    "luu-y": (lambda held: (len(held.quality.doubted), len(held.warnings), held.id), True),
}
"""How the list may be sorted: by what, and whether the greatest comes first."""


@dataclass(frozen=True)
class DocumentRow:
    """A document in the list."""

    held: Held
    name: str
    href: str
    place: str
    issued: str
    recognised: bool


@dataclass(frozen=True)
class DocumentsView:
    """One page of the list of documents."""

    rows: tuple[DocumentRow, ...]
    page: int
    pages: int
    total: int
    found: int
    sentence: str
    asked: Filter
    provinces: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    years: tuple[Choice, ...]
    orders: tuple[Choice, ...]
    before: str
    after: str


def remarked(held: Held) -> bool:
    """Whether a reader should know something before trusting the text."""
    return bool(held.warnings or held.quality.doubted) or held.quality.layer != "text"


def title_key(held: Held) -> str:
    """By what a document is found in an order of names."""
    return " ".join(part for part in (held.type, held.symbol) if part) or held.source


def _said(held: Held) -> tuple[str, ...]:
    said = (held.type, held.symbol, held.issuer, held.commune, held.province, held.subject, held.source)
    return tuple(part for part in said if part)


def date_of(issued: str | None) -> str:
    """ "2025-11-24" as "24/11/2025", "2025-11" as "11/2025"."""
    return "/".join(reversed(issued.split("-"))) if issued else ""


def place_of(held: Held | Document, words: Words) -> str:
    """Commune and province, saying so where the province was inferred."""
    place_name = ", ".join(part for part in (held.commune, held.province) if part)
    return f"{place_name} ({words('documents.inferred')})" if held.province_inferred else place_name


def documents_view(held: Sequence[Held], page: int, words: Words, asked: Filter | None = None) -> DocumentsView:
    """Page ``page`` (from 1, clipped to those there are) of the documents asked for."""
    asked = asked or Filter()
    key, greatest_first = ORDERS[asked.sort]
    found = sorted(filter(asked.takes, held), key=key, reverse=greatest_first)
    pages = max(-(-len(found) // PAGE), 1)
    page = min(max(page, 1), pages)
    return DocumentsView(
        rows=tuple(_row(h, words) for h in found[(page - 1) * PAGE : page * PAGE]),
        page=page,
        pages=pages,
        total=len(held),
        found=len(found),
        sentence=_sentence(asked, len(found), len(held), words),
        asked=asked,
        provinces=_choices(held, asked, "province", lambda h: h.province or ANYWHERE, words),
        kinds=_choices(held, asked, "kind", lambda h: h.type or "", words),
        years=_choices(held, asked, "year", lambda h: (h.issued or "")[:4], words)[::-1],
        orders=tuple(Choice(one, words(f"documents.sort.{one}"), one == asked.sort) for one in ORDERS),
        before=asked.address(page - 1) if page > 1 else "",
        after=asked.address(page + 1) if page < pages else "",
    )


def _row(held: Held, words: Words) -> DocumentRow:
    name = sentence_case(title_of(held, words))
    recognised = held.quality.layer != "text"
    return DocumentRow(held, name, reader_url(held.id), place_of(held, words), date_of(held.issued), recognised)


def _choices(
    held: Sequence[Held], asked: Filter, field: str, value: Callable[[Held], str], words: Words
) -> tuple[Choice, ...]:
    """The values of a field, each with how many documents would be left, the other filters standing."""
    blank: dict[str, Any] = {field: ""}
    free = replace(asked, **blank)
    counts: dict[str, int] = {}
    for one in filter(free.takes, held):
        if value(one):
            counts[value(one)] = counts.get(value(one), 0) + 1
    chosen = getattr(asked, field)
    if chosen:
        counts.setdefault(chosen, 0)
    names = {ANYWHERE: words("documents.no_province")}
    return tuple(
        Choice(one, sentence_case(names.get(one, one)), one == chosen, counts[one])
        for one in sorted(counts, key=lambda one: (one == ANYWHERE, fold(one)))
    )


def _sentence(asked: Filter, found: int, total: int, words: Words) -> str:
    """The filters in words: every one of them, so that nothing is hidden without being told."""
    no_province = asked.province == ANYWHERE
    parts = (
        words("documents.says.word", value=asked.word) if asked.word else "",
        asked.kind.lower() if asked.kind else "",
        words("documents.no_province") if no_province else asked.province,
        words("documents.says.year", value=asked.year) if asked.year else "",
        words("documents.says.remarked") if asked.remarked else "",
    )
    told = "; ".join(part for part in parts if part)
    return words("documents.says", found=found, total=total, told=told) if told else words("documents.all", total=total)
