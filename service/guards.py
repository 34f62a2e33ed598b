"""What makes a question unanswerable before any evidence is weighed: places, documents, appendices not held."""

from __future__ import annotations

import re
from collections.abc import Callable

from ingest.facts.symbols import same
from service.answers.draft import Draft
from service.citations import Sources
from service.evidence import Gathered, best_per_document
from service.phrases import listed, name_of
from service.plan import Plan
from service.selection import candidates, judge, nearest
from service.words import fold

Guard = Callable[[Plan, Sources], Draft | None]


def unheld_place(plan: Plan, sources: Sources) -> Draft | None:
    """A commune is named of which no document is held."""
    missing = plan.analysis.scope.unheld
    if not missing:
        return None
    draft = Draft(plan.analysis.question.language)
    if plan.facts.keys:
        others = judge(candidates(plan, sources, None), None, plan.facts.deadlines)
        for one in (nearest(others, plan.facts.deadlines) or others)[:3]:
            name = name_of(sources.held[one.target.document])
            why = draft.say(f"của {name}, không phải {missing[0]}", f"set by {name}, not {missing[0]}")
            draft.add_near(sources.cite_fact(one.target), why)
    return draft.refuse(
        f"Kho tài liệu không có văn bản nào của {listed(list(missing))}.",
        f"No document of {listed(list(missing), 'en')} is held.",
    )


def missing_appendix(plan: Plan, sources: Sources) -> Draft | None:
    """An appendix is asked for that the one document in question does not hold."""
    documents = plan.facts.documents
    if (
        plan.analysis.appendix is None
        or documents is None
        or not plan.analysis.scope.named
        or plan.analysis.kind in ("reference", "precedent")
    ):
        return None
    appendices = [s.path[0] for id in documents for s in sources.document(id).sections if s.kind == "appendix"]
    named = plan.analysis.appendix
    if appendices and (not named or any(_numbered(path, named) for path in appendices)):
        return None
    draft = Draft(plan.analysis.question.language)
    for id in documents:
        text = sources.text(id)
        for passage in sources.passages(id):
            if "phu luc" in fold(text[passage.start : passage.end]):
                why = draft.say("chỉ nhắc tới phụ lục, không kèm phụ lục", "refers to an appendix, does not contain it")
                draft.add_near(sources.cite_passage(id, passage), why)
    names = listed([name_of(sources.held[id]) for id in sorted(documents)], draft.language)
    label = f" {named}" if named else ""
    return draft.refuse(f"Tệp của {names} không có phụ lục{label}.", f"The file of {names} has no appendix{label}.")


def _numbered(path: str, number: str) -> bool:
    """Whether an appendix bears the number; one without a number may be any."""
    last = fold(path).split()[-1].strip(" .:)")
    return last == number.casefold() or not re.fullmatch(r"[ivx]+|\d+|[a-z]", last)


def unknown_symbol(plan: Plan, sources: Sources) -> Draft | None:
    """A document is named by a symbol that occurs nowhere in what is held."""
    symbols = plan.analysis.symbols
    if not symbols or plan.analysis.kind == "reference" or plan.analysis.scope.named:
        return None

    known = sources.archive.references()
    if any(same(r.symbol, symbol) for r in known if r.symbol for symbol in symbols):
        return None
    gathered = Gathered(plan, sources)
    if any(symbol.casefold() in item.hit.text.casefold() for item in gathered.items for symbol in symbols):
        return None
    draft = Draft(plan.analysis.question.language)
    for item in best_per_document(gathered.items, 2):
        draft.add_near(gathered.cite(item), draft.say("gần nhất tìm được", "nearest found"))
    names = listed(list(symbols), draft.language)
    return draft.refuse(
        f"Không có văn bản {names} và không tài liệu nào nhắc tới.", f"{names} is neither held nor cited."
    )


GUARDS: tuple[Guard, ...] = (unheld_place, missing_appendix, unknown_symbol)
"""In order; the first that objects refuses the question."""
