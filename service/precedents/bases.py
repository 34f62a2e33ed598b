"""The *căn cứ* of a draft: what sister plans cite and it lacks, what is printed wrongly, what was replaced.

Source: NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.5a: a basis is printed with type, number and symbol, date, issuer
and name. Which bases are usual is counted among the plans held, and quoted from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ingest.text import plain
from ingest.types import Document, Reference
from service.audit.words import replaced, usual_bases
from service.citations import Sources
from service.lexicon import content, expand
from service.ports import Held
from service.precedents.drafts import draft_citation
from service.precedents.outline import sisters_of
from service.precedents.types import Basis
from service.types import Citation

USUAL = 0.5  # share of the sister plans that makes a basis usual
FEWEST = 2
ALIKE = 0.35  # share of the words of the shorter title that makes plans sisters, where they share no basis
EXAMPLES = 3
WHERE = ("PREAMBLE", "TITLE")


class _Cited(NamedTuple):
    held: Held
    reference: Reference


def check(draft: Document, sources: Sources, own: Iterable[str] = ()) -> tuple[Basis, ...]:
    """What is wrong with the draft's bases and what is missing among them, each with its quotations."""
    cited = _by_document(draft, sources, own)
    sisters = {id: refs for id, refs in cited.items() if _is_sister(draft, refs)}
    wrong = [*_suspect(draft), *_replaced(draft)]
    missing = [*_missing(draft, sisters), *_prescribed(draft)]
    told: dict[str | None, Basis] = {}
    for basis in missing:
        told.setdefault(basis.symbol, _quoted(basis, sisters, sources))
    return (*wrong, *told.values())


def _key(reference: Reference) -> str | None:
    """By what a basis is known: its symbol, or the name of a law cited without one."""
    if reference.symbol:
        return reference.symbol
    return plain(reference.printed) if plain(reference.printed).startswith(("luật", "bộ luật")) else None


def _in_bases(reference: Reference) -> bool:
    return bool(reference.section) and reference.section[0] in WHERE


def _by_document(draft: Document, sources: Sources, own: Iterable[str]) -> dict[str, list[_Cited]]:
    """The bases of each held document of the draft's type."""
    held = {one.id: one for one in sisters_of(draft, sources, own)}
    cited: dict[str, list[_Cited]] = {id: [] for id in held}
    for reference in sources.archive.references(documents=frozenset(held)) if held else ():
        if _in_bases(reference) and _key(reference):
            cited[reference.document].append(_Cited(held[reference.document], reference))
    return {id: refs for id, refs in cited.items() if refs}


def _is_sister(draft: Document, cited: Sequence[_Cited]) -> bool:
    """Whether a plan rests on a document that the draft rests on, or has a title much like it."""
    mine = {_key(reference) for reference in draft.references if _in_bases(reference)} - {None}
    if mine & {_key(one.reference) for one in cited}:
        return True
    titles = [set(content(expand(subject or ""))) for subject in (draft.subject, cited[0].held.subject)]
    shorter = min(len(title) for title in titles)
    return bool(shorter) and len(titles[0] & titles[1]) / shorter >= ALIKE


def _missing(draft: Document, sisters: dict[str, list[_Cited]]) -> Iterator[Basis]:
    """Bases that at least half of the sister plans cite."""
    anywhere = {_key(reference): reference for reference in draft.references}
    in_bases = {_key(reference) for reference in draft.references if _in_bases(reference)}
    citing: dict[str, set[str]] = {}
    for id, refs in sisters.items():
        for one in refs:
            citing.setdefault(_key(one.reference) or "", set()).add(id)
    for key, ids in sorted(citing.items(), key=lambda item: (-len(item[1]), item[0])):
        if key in in_bases or len(ids) < max(FEWEST, USUAL * len(sisters)) or key == draft.symbol:
            continue
        place = " (có nhắc trong thân bài, chưa đưa vào căn cứ)" if key in anywhere else ""
        text = f"{len(ids)}/{len(sisters)} văn bản cùng loại có dẫn làm căn cứ, dự thảo không dẫn{place}."
        yield Basis(kind="missing", symbol=key, text=text, documents=len(ids), of=len(sisters))


def _prescribed(draft: Document) -> Iterator[Basis]:
    """Bases that the vocabulary says belong to the subject."""
    cited = {reference.symbol for reference in draft.references}
    for entry in usual_bases():
        if plain(entry.when) in plain(draft.subject or "") and entry.needed not in cited:
            text = f"Kế hoạch thực hiện {entry.when} thường căn cứ {entry.name}."
            yield Basis(kind="missing", symbol=entry.needed, text=text)


def _quoted(basis: Basis, sisters: dict[str, list[_Cited]], sources: Sources) -> Basis:
    proofs = [one for refs in sisters.values() for one in refs if _key(one.reference) == basis.symbol]
    citations = [sources.cite_fact(one.reference) for one in proofs[:EXAMPLES]]
    return basis.model_copy(update={"citations": _numbered(citations)})


def _suspect(draft: Document) -> Iterator[Basis]:
    """Citations that are malformed, contradictory, bare or blank, wherever they stand in the draft."""
    for reference in draft.references:
        if reference.suspect:
            yield Basis(
                kind="suspect",
                symbol=reference.symbol,
                text=_sentence(reference.reason or "cần kiểm tra lại"),
                correction=reference.correction,
                citations=(draft_citation(draft, reference.start, reference.end),),
            )


def _sentence(reason: str) -> str:
    return f"{reason[:1].upper()}{reason[1:]}."


def _replaced(draft: Document) -> Iterator[Basis]:
    """Documents that were replaced before the draft's date (before now, where it has none)."""
    for reference in draft.references:
        entry = replaced(reference)
        if entry and (not draft.issued or draft.issued >= entry.since[: len(draft.issued)]):
            yield Basis(
                kind="superseded",
                symbol=reference.symbol,
                text=f"Đã {entry.told}.",
                correction=entry.new,
                citations=(draft_citation(draft, reference.start, reference.end),),
            )


def _numbered(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    return tuple(citation.model_copy(update={"n": n}) for n, citation in enumerate(citations, 1))
