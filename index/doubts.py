"""What the collection knows better than a document: a citation dated, or attributed, unlike everywhere else.

Only symbols that mean the same document everywhere are compared: those of central bodies, and a province's
Party committee within the province. The document itself, if held, decides; else what most documents print.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from ingest.facts.issuers import agree
from ingest.facts.kinds import issuer_code
from ingest.facts.symbols import Symbol, parse
from ingest.types import Reference

# Two documents that say the same may have copied one mistake; a majority is twice as many, and at least so many.
_FEWEST = 2
_MAJORITY = 2
_PROVINCIAL = "TU"


class Doubt(NamedTuple):
    """Why a citation is doubted, and how it ought to read."""

    reason: str | None
    correction: str | None


Doubts = dict[tuple[str, int], Doubt]
"""By document and the offset at which a citation begins."""


class _Cited(NamedTuple):
    number: int
    ordinal: int
    symbol: Symbol
    issued: str | None
    issuer: str | None
    type: str | None
    itself: bool  # the document that bears the symbol says this of itself


_Key = tuple[str, ...]


class _Group:
    """All citations of one document, and which documents say what of it.

    Every plan cites the same few resolutions: each must not be compared with each.
    """

    def __init__(self) -> None:
        self.all: list[_Cited] = []
        self._dates: defaultdict[str, set[int]] = defaultdict(set)
        self._borne: defaultdict[str, set[int]] = defaultdict(set)
        self._issuers: defaultdict[str, defaultdict[str, set[int]]] = defaultdict(lambda: defaultdict(set))

    def add(self, cited: _Cited) -> None:
        self.all.append(cited)
        if cited.issued is None:
            return
        self._dates[cited.issued].add(cited.number)
        if cited.itself:
            self._borne[cited.issued].add(cited.number)
        elif cited.issuer:
            self._issuers[cited.issued][cited.issuer].add(cited.number)

    def dates(self, but: int) -> Counter[str]:
        """How many documents but that numbered ``but`` print each date."""
        return _counted(self._dates, but)

    def borne(self, but: int) -> Counter[str]:
        """The same of the documents that bear the symbol themselves."""
        return _counted(self._borne, but)

    def issuers(self, issued: str, but: int) -> Counter[str]:
        """How many documents but one name each issuer beside a date, but for those that bear the symbol."""
        return _counted(self._issuers[issued], but)


def _counted(numbers: Mapping[str, set[int]], but: int) -> Counter[str]:
    return +Counter({value: len(among) - (but in among) for value, among in numbers.items()})


def renew(connection: sqlite3.Connection) -> None:
    """Judges all citations of the store anew; belongs in the transaction that changed its documents."""
    connection.execute("DELETE FROM doubts")
    rows = ((cited.number, cited.ordinal, *doubt) for cited, doubt in _judged(_citations(connection)))
    connection.executemany("INSERT INTO doubts VALUES (?, ?, ?, ?)", rows)


def among(connection: sqlite3.Connection, documents: Collection[str]) -> Doubts:
    """What some documents know better than each other, as if there were no others."""
    names: dict[int, str] = dict(connection.execute("SELECT number, id FROM documents"))
    cited = ((key, one) for key, one in _citations(connection) if names.get(one.number) in documents)
    start = "SELECT json_extract(json, '$.start') FROM citations WHERE number = ? AND ordinal = ?"
    return {
        (names[one.number], connection.execute(start, (one.number, one.ordinal)).fetchone()[0]): doubt
        for one, doubt in _judged(cited)
    }


def known(connection: sqlite3.Connection) -> Doubts:
    """What the collection doubts, by document and by where the citation starts."""
    rows = connection.execute(
        "SELECT documents.id, json_extract(citations.json, '$.start'), doubts.reason, doubts.correction"
        " FROM doubts JOIN citations USING (number, ordinal) JOIN documents USING (number)"
    )
    return {(document, start): Doubt(reason, correction) for document, start, reason, correction in rows}


def apply(doubts: Doubts, references: Sequence[Reference]) -> list[Reference]:
    """``references`` with the doubts about those that have any."""
    return [_doubted(one, doubts.get((one.document, one.start))) for one in references]


def _doubted(reference: Reference, doubt: Doubt | None) -> Reference:
    if doubt is None:
        return reference
    reasons = [reason for reason in (reference.reason, doubt.reason) if reason]
    return reference.model_copy(
        update={
            "suspect": bool(reasons),
            "reason": "; ".join(reasons) or None,
            "correction": reference.correction or doubt.correction,
        }
    )


# -- who cites what ------------------------------------------------------------------------------------------


def _citations(connection: sqlite3.Connection) -> Iterator[tuple[_Key, _Cited]]:
    rows = connection.execute(
        """WITH places AS MATERIALIZED (
               SELECT number, json_extract(metadata, '$.province') AS province FROM documents WHERE NOT superseded
           )
           SELECT number, ordinal, symbol, issued, json_extract(json, '$.issuer'), json_extract(json, '$.type'),
                  province, 0
           FROM places CROSS JOIN citations USING (number) WHERE symbol IS NOT NULL
           UNION ALL
           SELECT number, -1, json_extract(metadata, '$.symbol'), json_extract(metadata, '$.issued'),
                  json_extract(metadata, '$.issuer'), json_extract(metadata, '$.type'),
                  json_extract(metadata, '$.province'), 1
           FROM documents WHERE NOT superseded AND NOT collection AND json_extract(metadata, '$.symbol') IS NOT NULL"""
    )
    for number, ordinal, printed, issued, issuer, kind, province, itself in rows:
        symbol = _parsed(printed)
        key = _key(symbol, province) if symbol else None
        if symbol and key:
            whole = issued if issued and len(issued) == len("2025-04-01") else None
            yield key, _Cited(number, ordinal, symbol, whole, issuer, kind, bool(itself))


@lru_cache(maxsize=65_536)
def _parsed(printed: str) -> Symbol | None:
    return parse(printed)


@lru_cache(maxsize=65_536)
def _key(symbol: Symbol, province: str | None) -> _Key | None:
    """Under which all citations of one document meet; ``None`` where the symbol alone does not tell which."""
    body = issuer_code(symbol.body)
    if symbol.body == _PROVINCIAL and province:
        return (*symbol.key, symbol.year or "", province)
    central = symbol.body == "TW" or (body is not None and not body.local and symbol.body != _PROVINCIAL)
    return (*symbol.key, symbol.year or "") if central else None


# -- judging -------------------------------------------------------------------------------------------------


def _judged(citations: Iterable[tuple[_Key, _Cited]]) -> Iterator[tuple[_Cited, Doubt]]:
    groups: dict[_Key, _Group] = defaultdict(_Group)
    for key, cited in citations:
        groups[key].add(cited)
    for group in groups.values():
        for cited in group.all:
            doubt = None if cited.itself else _judge(cited, group)
            if doubt:
                yield cited, doubt


def _judge(cited: _Cited, group: _Group) -> Doubt | None:
    dates = group.dates(cited.number)
    if cited.issued is None:
        return _undated(cited, dates)
    same = Counter({date: votes for date, votes in dates.items() if _may_be_one(cited, date)})
    borne = {date for date in group.borne(cited.number) if _may_be_one(cited, date)}
    right, against = _borne(borne, cited.issued) if borne else _majority(cited.issued, same, _equal)
    if right:
        printed = "/".join(reversed(right.split("-")))
        return Doubt(f"sai ngày ban hành: khác với {against} ({printed})", _rightly(cited, right))
    if not cited.issuer:
        return None
    right, against = _majority(cited.issuer, group.issuers(cited.issued, cited.number), _agree)
    return Doubt(f"sai cơ quan ban hành: khác với {against} ({right})", None) if right else None


def _undated(cited: _Cited, dates: Iterable[str]) -> Doubt | None:
    """A citation without its date is completed where all others that have one agree."""
    found = list(dates)
    return Doubt(None, _rightly(cited, found[0])) if len(found) == 1 else None


def _may_be_one(cited: _Cited, date: str) -> bool:
    """Whether two dated citations can mean one document: most numbers are given anew each year."""
    a = cited.issued or ""
    return bool(cited.symbol.year) or a[:4] == date[:4] or a[5:] == date[5:]


_agree = lru_cache(maxsize=65_536)(agree)  # the same few names, again and again


def _equal(one: str, other: str) -> bool:
    return one == other


def _borne(dates: set[str], mine: str) -> tuple[str | None, str]:
    """The date that the document itself bears, where it is held once and bears another than ``mine``."""
    only = next(iter(dates)) if len(dates) == 1 else None
    return (only if only != mine else None), "chính văn bản ấy trong kho"


def _majority(mine: str, votes: Counter[str], alike: Callable[[str, str], bool]) -> tuple[str | None, str]:
    """What clearly more documents say than say as much as ``mine``, and how many they are, in words."""
    support = 1 + sum(count for value, count in votes.items() if alike(value, mine))
    against = [(count, value) for value, count in votes.items() if not alike(value, mine)]
    count, value = max(against, default=(0, ""))
    enough = count >= max(_FEWEST, _MAJORITY * support)
    return (value if enough else None), f"{count} tài liệu khác trong kho"


def _rightly(cited: _Cited, issued: str) -> str:
    printed = "/".join(reversed(issued.split("-")))
    return f"{cited.type or 'văn bản'} số {cited.symbol.canonical} ngày {printed}"
