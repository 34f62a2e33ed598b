"""References: who cites a document and who does not, what a document cites, which citations are suspect."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.types import RankedPassage
from ingest.facts.symbols import same
from ingest.types import Reference
from service.answers.draft import Draft, answers
from service.answers.passage import place_of, searched
from service.citations import Sources
from service.lexicon import Wording
from service.phrases import listed, name_of
from service.plan import Plan
from service.types import Citation
from service.words import contains, fold

NAMED = re.compile(
    r"(nghi quyet|quyet dinh|ke hoach|chuong trinh hanh dong|chuong trinh|chi thi|luat|nghi dinh|thong tu|ket luan"
    r"|cong van|resolution|decision|directive|decree|circular|conclusion)"
    r"\s+(?:hanh dong\s+)?(?:so\s+|no\.?\s+)?(\d{1,5})\b"
)
TYPES = {"resolution": "nghi quyet", "decision": "quyet dinh", "directive": "chi thi", "decree": "nghi dinh",
         "circular": "thong tu", "conclusion": "ket luan"}  # fmt: skip
WRONG = ("sai", "nhầm", "nghi ngờ", "không đúng", "wrong", "suspect", "incorrect", "mistaken", "lỗi")
MAX_LISTED = 20


@answers("reference")
def answer_reference(plan: Plan, sources: Sources) -> Draft | None:
    """By symbol or by type and number; without either, what the documents in question cite."""
    references = sources.archive.references(documents=plan.facts.documents)
    wanted = cited(plan, references)
    if wanted is None:
        return _of_documents(plan, sources, references)
    draft = Draft(plan.analysis.question.language)
    names = plan.analysis.symbols or tuple(match.group() for match in NAMED.finditer(fold(plan.analysis.question.text)))
    if not wanted:
        return _printed(plan, sources, draft, names) or _uncited(plan, sources, draft, names)
    for document in dict.fromkeys(reference.document for reference in wanted):
        first = next(reference for reference in wanted if reference.document == document)
        citation = sources.cite_fact(first)
        told = draft.say(
            f"{place_of(sources, citation)}: có dẫn “{first.printed}”",
            f"{place_of(sources, citation)}: cites “{first.printed}”",
        )
        draft.state(told + _doubt(draft, first), citation)
        draft.facts.append(first)
    _silent(draft, plan, sources, {reference.document for reference in wanted})
    return draft


def cited(plan: Plan, references: Sequence[Reference]) -> list[Reference] | None:
    """The references to the document that the question names; ``None`` if it names none."""
    if plan.analysis.symbols:
        return [r for r in references if any(_is(r, symbol) for symbol in plan.analysis.symbols)]
    named = [(TYPES.get(m[1], m[1]), m[2]) for m in NAMED.finditer(fold(plan.analysis.question.text))]
    if not named:
        return None
    return [r for r in references if any(_numbered(r, kind, number) for kind, number in named)]


def _is(reference: Reference, symbol: str) -> bool:
    return bool(reference.symbol) and same(reference.symbol or "", symbol)


def _numbered(reference: Reference, kind: str, number: str) -> bool:
    printed = re.match(r"0*(\d+)", reference.symbol or "")
    return bool(printed) and printed[1] == number.lstrip("0") and fold(reference.type or kind).startswith(kind)  # type: ignore[index]


def _doubt(draft: Draft, reference: Reference) -> str:
    if not reference.suspect:
        return ""
    why = reference.reason or draft.say("nghi sai", "suspect")
    correct = (
        draft.say(f", có lẽ là {reference.correction}", f", probably {reference.correction}")
        if reference.correction
        else ""
    )
    return draft.say(f" (đáng ngờ: {why}{correct})", f" (suspect: {why}{correct})")


def _silent(draft: Draft, plan: Plan, sources: Sources, citing: set[str]) -> None:
    inside = plan.facts.documents
    silent = [h for h in sources.held.values() if h.id not in citing and (inside is None or h.id in inside)]
    if not silent:
        return
    names = [name_of(held) for held in silent[:12]]
    more = f" (+{len(silent) - 12})" if len(silent) > 12 else ""
    told = draft.say(f"Không dẫn: {listed(names)}{more}.", f"Not citing it: {listed(names, 'en')}{more}.")
    asked = Wording(plan.analysis.question.text, marked=False).has_any(
        ("nào không", "không dẫn", "chưa dẫn", "and which", "do not", "does not")
    )
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
    suspect = wording.has_any(WRONG)
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
        draft.state(f"{place_of(sources, citation)}: {reference.printed}{_doubt(draft, reference)}", citation)
        draft.facts.append(reference)
    return draft


def _bases(plan: Plan, references: Sequence[Reference]) -> list[Reference]:
    """What the documents in question are based on (căn cứ), which stands in the preamble."""
    if not plan.analysis.scope.named:
        return []
    based = [r for r in references if r.section[:1] == ("PREAMBLE",)]
    return based or list(references)
