"""Cited documents whose day of issue is not the one that they bear themselves, or that others give.

Source: NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.5a: a cited document is given with its date. The days of documents
that plans often cite are data, ``ngay-ban-hanh.tsv``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.types import Reference
from service.audit.case import Case, Found, unique
from service.audit.registry import rule
from service.audit.words import known_dates
from service.types import Citation

SOURCE = "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.5a (thời gian ban hành của văn bản viện dẫn)"
DAY = len("2025-01-31")


@rule("vien_dan_khac_ngay", title="Ngày của văn bản viện dẫn không đúng", source=SOURCE)
def misdated(case: Case) -> Iterator[Found]:
    """A day of the right year that neither the document itself nor the others that cite it give."""
    for reference in case.document.references:
        right = _right_day(case, reference)
        if right is None:
            continue
        day, proof, quotes = right
        words, said = " ".join(reference.quote.split()), "/".join(reversed(day.split("-")))
        text = f"Viện dẫn “{words}” sai ngày ban hành: {proof} {said}."
        yield Found("citation", "A", text, unique([case.cite_fact(reference), *quotes]))


def _right_day(case: Case, reference: Reference) -> tuple[str, str, list[Citation]] | None:
    """The day that the citation should have, who says so and in which words; ``None`` if nothing is wrong."""
    symbol, issued = reference.symbol, reference.issued or ""
    if reference.suspect or not symbol or len(issued) != DAY:
        return None
    year = issued[:4]
    own = [h for h in case.sources.held.values() if h.symbol == symbol and not h.digest and _day_of(h.issued, year)]
    if own:
        day = str(own[0].issued)
        return None if day == issued else (day, "chính văn bản ấy ghi", _head(case, own[0].id))
    known = known_dates().get((symbol, int(year)))
    if known is None or known[0].isoformat() == issued:
        return None
    day = known[0].isoformat()
    return day, f"{known[1]} văn bản khác dẫn ngày", _others(case, symbol, day)


def _day_of(issued: str | None, year: str) -> bool:
    return bool(issued) and len(str(issued)) == DAY and str(issued).startswith(year)


def _head(case: Case, document: str) -> list[Citation]:
    """The line of the document itself that gives its day."""
    sources = case.sources
    heads = [p for p in sources.passages(document) if p.path[:1] == ("HEADER",)]
    dated = [p for p in heads if "ngày" in sources.text(document)[p.start : p.end]]
    return [sources.cite_passage(document, p) for p in (dated or heads)[:1]]


def _others(case: Case, symbol: str, day: str) -> list[Citation]:
    """Where another document held cites it with the right day, if one does."""
    same = (r for r in case.sources.archive.references() if r.symbol == symbol and r.issued == day)
    return [case.sources.cite_fact(r) for r in same if r.document != case.document.id][:1]
