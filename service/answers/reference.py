"""References: who cites a document and who does not, what a document cites, which citations are suspect."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.types import RankedPassage
from ingest.facts.deadlines import normalise
from ingest.facts.symbols import find_symbols, same
from ingest.types import Reference
from service.answers.citing import Candidate, answer_cited, clause_of, doubt_of, tell
from service.answers.draft import Draft, answers, searched
from service.answers.passage import place_of
from service.answers.soundness import asks_whether_complete, tell_bases, tell_complete, with_asked_fault
from service.citations import Sources
from service.lexicon import Wording, phrases, wording_of
from service.mentions import DATED, Mention
from service.phrases import listed, moment, name_of
from service.plan import Plan
from service.types import Citation
from service.words import contains, fold, squeeze

TITLED = re.compile(r"((?:Bộ luật|Luật|Pháp lệnh|Hiến pháp)(?:\s+(?!nào|không|chưa|năm|số|gì|nhưng|hay)\w+){1,8})")
DATES = re.compile(r"(?<!\w)(?:ngay|dates?|dated)(?!\w)")
OUTSIDE = re.compile(
    r"(?:khong (?:neu|co|ghi|dan|nam) (?:o |trong |tai )?|ngoai )(?:phan |cac )?can cu|outside the preamble"
)
MAX_LISTED = 20
SCANNED = 60  # documents whose text is read for misprinted citations

NOT_CITING = re.compile(r"(?<!\w)(?:nao (?:khong|chua)(?! ghi)|khong dan|chua dan|and which|do not|does not)(?!\w)")


@answers("reference")
def answer_reference(plan: Plan, sources: Sources) -> Draft | None:
    """By symbol or by type and number; without either, what the documents in question cite."""
    if plan.analysis.cited:
        drafted = answer_cited(plan, sources, plan.analysis.cited)
        if drafted is not None:
            return drafted
    named = [one for one in plan.analysis.mentions if one.role == "object"]
    if not named:
        laws = by_title(plan, sources)
        if laws is not None:
            return laws
        return _of_documents(plan, sources, sources.archive.references(documents=plan.facts.documents))
    found = [one for mention in named for one in printed_as(mention, sources, plan.facts.documents)]
    wanted = list({(one.document, one.start): one for one in found}.values())
    draft = Draft(plan.analysis.question.language)
    names = [one.symbol or one.printed for one in named]
    if not wanted:
        return _printed(plan, sources, draft, names) or _uncited(plan, sources, draft, names)
    wording = wording_of(plan.analysis.question)
    each = bool(plan.analysis.scope.named) or DATES.search(fold(plan.analysis.question.text)) is not None
    told = with_asked_fault(wording, wanted) or _distinct(wanted, each=each)
    doubted = asks_whether_complete(wording)
    for reference in told:
        _tell_named(draft, sources, reference, whole=doubted or wording.has_any(phrases("hoi_ten_dan")))
    _contradictions(draft, wanted)
    if doubted:
        everywhere = [found for one in named for found in printed_as(one, sources, None)]
        tell_complete(draft, sources, told, everywhere)
    if wording.has_any(phrases("trong_can_cu")) and plan.analysis.scope.named:
        tell_bases(draft, sources, wanted)
    _silent(draft, plan, sources, {reference.document for reference in wanted})
    return draft


def _tell_named(draft: Draft, sources: Sources, reference: Reference, *, whole: bool) -> None:
    """States where a document that is named is cited; with its name as printed there, if that is asked."""
    if whole:
        tell(draft, sources, Candidate(reference, clause_of(sources.text(reference.document), reference)))
        return
    citation = sources.cite_fact(reference)
    told = draft.say(
        f"{place_of(sources, citation)}: có dẫn “{reference.printed}”",
        f"{place_of(sources, citation)}: cites “{reference.printed}”",
    )
    draft.state(told + doubt_of(draft, reference), citation)
    draft.facts.append(reference)


def by_title(plan: Plan, sources: Sources) -> Draft | None:
    """Who cites a law or scheme that the question names by its title; ``None`` if it names none."""
    match = TITLED.search(plan.analysis.question.text)
    if not match:
        return None
    title = match[1]
    references = sources.archive.references(documents=plan.facts.documents)
    wanted = [one for one in references if contains(f"{one.printed} {one.quote}", title)]
    draft = Draft(plan.analysis.question.language)
    if not wanted:
        return _printed(plan, sources, draft, [title]) or _uncited(plan, sources, draft, [title])
    for reference in _distinct(wanted, each=False):
        citation = sources.cite_fact(reference)
        told = draft.say("có dẫn", "cites")
        draft.state(f"{place_of(sources, citation)}: {told} “{reference.printed}”", citation)
        draft.facts.append(reference)
    _silent(draft, plan, sources, {reference.document for reference in wanted})
    return draft


def printed_as(mention: Mention, sources: Sources, documents: frozenset[str] | None) -> list[Reference]:
    """Where documents cite what a question names, misprints of its symbol included."""
    number = int(mention.number) if mention.number.isdecimal() else None
    references = sources.archive.references(documents=documents, number=number)
    own = {id: held.symbol or "" for id, held in sources.held.items()}
    # an annex that names what it belongs to is no citation by another document
    found = [one for one in references if _is(one, mention) and not same(one.symbol or "", own.get(one.document, ""))]
    found += _misprinted(mention, sources, documents, found)
    return sorted(found, key=lambda one: (one.document, one.start))


def _is(reference: Reference, mention: Mention) -> bool:
    if mention.symbol:
        return bool(reference.symbol) and same(reference.symbol or "", mention.symbol)
    printed = re.match(r"0*(\d+)", reference.symbol or "")
    if not printed or printed[1] != mention.number:
        return False
    return fold(reference.type or mention.kind).startswith(mention.kind)


def _misprinted(
    mention: Mention, sources: Sources, documents: frozenset[str] | None, found: Sequence[Reference]
) -> list[Reference]:
    """Citations of the type and number that no symbol could be read from ("Chỉ thị số 27/CTTg")."""
    inside = sources.held if documents is None else documents
    if not mention.kind or len(inside) > SCANNED:
        return []
    pattern = re.compile(rf"(?<!\w){mention.kind}\s+(?:so\s+)?0*{mention.number}\s?[/-]\s?[a-z][\w/-]*")
    year = mention.symbol and re.match(r"\d+/(\d{4})/", mention.symbol)
    more: list[Reference] = []
    for id in inside:
        text = sources.text(id)
        folded = fold(text)
        for match in pattern.finditer(folded):
            if find_symbols(text[match.start() : match.end()]) or any(
                one.document == id and one.start < match.end() and match.start() < one.end for one in found
            ):
                continue
            if year and year[1] not in match.group():
                continue
            dated = DATED.match(folded[match.end() :])
            end = match.end() + (dated.end() if dated else 0)
            printed = text[match.start() : end]
            more.append(
                Reference(
                    document=id,
                    quote=printed,
                    start=match.start(),
                    end=end,
                    printed=printed,
                    issued=normalise(dated[1]) if dated else None,
                    suspect=True,
                    reason="ký hiệu in sai dạng",
                )
            )
    return more


def _distinct(wanted: Sequence[Reference], *, each: bool) -> list[Reference]:
    """The first citation of each document; each different print, if certain documents are asked about."""
    kept: dict[tuple[str, str | None, str], Reference] = {}
    for one in wanted:
        key = (one.document, one.issued, squeeze(one.symbol or one.printed)) if each else (one.document, "", "")
        kept.setdefault(key, one)
    dated = {one.document for one in kept.values() if one.issued}
    # a bare repetition says nothing that the dated citation does not say
    plain = [one for one in kept.values() if one.issued or one.suspect or one.document not in dated]
    return plain or list(kept.values())


def _contradictions(draft: Draft, wanted: Sequence[Reference]) -> None:
    """Different dates given to the document that is cited, counted by documents."""
    dated = [one for one in wanted if one.issued and len(one.issued) > len("2024-12")]
    of_date = {date: {one.document for one in dated if one.issued == date} for date in {one.issued for one in dated}}
    if len(of_date) < 2:
        return
    ordered = sorted(of_date.items(), key=lambda pair: (-len(pair[1]), pair[0] or ""))
    vietnamese = [f"{moment(date or '')} ({len(documents)} tài liệu)" for date, documents in ordered]
    english = [f"{moment(date or '', 'en')} (in {len(documents)})" for date, documents in ordered]
    draft.statements.insert(
        0,
        draft.say(
            f"Các tài liệu ghi {len(ordered)} ngày khác nhau cho văn bản này: {listed(vietnamese)}.",
            f"{len(ordered)} different dates are printed: {listed(english, 'en')}.",
        ),
    )


def _silent(draft: Draft, plan: Plan, sources: Sources, citing: set[str]) -> None:
    inside = plan.facts.documents
    silent = [h for h in sources.held.values() if h.id not in citing and (inside is None or h.id in inside)]
    if not silent:
        return
    names = [name_of(held) for held in silent[:12]]
    more = f" (+{len(silent) - 12})" if len(silent) > 12 else ""
    told = draft.say(f"Không dẫn: {listed(names)}{more}.", f"Not citing it: {listed(names, 'en')}{more}.")
    asked = NOT_CITING.search(fold(plan.analysis.question.text))
    (draft.statements if asked else draft.notes).append(told)


def _printed(plan: Plan, sources: Sources, draft: Draft, names: Sequence[str]) -> Draft | None:
    """Passages that print the symbol, where it was not recognised as a reference."""
    found: dict[str, RankedPassage] = {}
    for name in names:
        for hit in sources.archive.search(name, k=40, filters=plan.passages.filters):
            if contains(hit.text, name):
                found.setdefault(hit.document, hit)
    for hit in found.values():
        citation = cite_hit(sources, hit)
        draft.state(
            draft.say(f"{place_of(sources, citation)}: có nhắc", f"{place_of(sources, citation)}: mentions it"),
            citation,
        )
    if found:
        _silent(draft, plan, sources, set(found))
    return draft if found else None


def cite_hit(sources: Sources, hit: RankedPassage) -> Citation:
    """A found passage as a citation, of a document or of a plain collection."""
    if hit.document not in sources.held:
        return sources.cite_collected(hit, score=hit.score)
    return sources.cite_passage(hit.document, hit.passage, score=hit.score)


def _uncited(plan: Plan, sources: Sources, draft: Draft, names: Sequence[str]) -> Draft | None:
    symbol = listed(list(names))
    for hit in sources.archive.search(symbol, k=3, filters=plan.passages.filters):
        citation = cite_hit(sources, hit)
        draft.add_near(citation, draft.say("gần ký hiệu được hỏi nhất", "nearest to the symbol asked for"))
    where_vi, where_en = searched(plan)
    return draft.refuse(f"{where_vi} không có chỗ nào dẫn {symbol}.", f"Nothing {where_en} cites {symbol}.")


def _of_documents(plan: Plan, sources: Sources, references: Sequence[Reference]) -> Draft | None:
    wording = Wording(plan.analysis.question.text, marked=plan.analysis.question.marked)
    suspect = wording.has_any(phrases("dan_sai"))
    chosen = [r for r in references if r.suspect] if suspect else _bases(plan, references)
    if not chosen:
        return None
    draft = Draft(plan.analysis.question.language)
    seen: set[tuple[str, str]] = set()
    for reference in chosen:
        key = (reference.document, reference.symbol or reference.printed)
        if key in seen or len(draft.statements) >= MAX_LISTED:
            continue
        seen.add(key)
        citation = sources.cite_fact(reference)
        draft.state(f"{place_of(sources, citation)}: {reference.printed}{doubt_of(draft, reference)}", citation)
        draft.facts.append(reference)
    return draft


def _bases(plan: Plan, references: Sequence[Reference]) -> list[Reference]:
    """What the documents in question are based on (căn cứ), which stands in the preamble."""
    if not plan.analysis.scope.named:
        return []
    based = [r for r in references if r.section[:1] == ("PREAMBLE",)]
    if OUTSIDE.search(fold(plan.analysis.question.text)):
        return [r for r in references if r not in based]
    return based or list(references)
