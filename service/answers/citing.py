"""The number, date, issuer and name of a cited document, as the documents in question print them.

A citation fits by its type and issuer; where several do, by the words of the question that stand in its own
clause or in the headings above it. Every place is looked at: preamble, clause, footnote, note of an annex.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.facts.citations import Citation as Printed
from ingest.facts.citations import find_citations, plain_type
from ingest.facts.kinds import document_types, issuer_code
from ingest.facts.symbols import parse, same
from ingest.text import shortened
from ingest.types import Reference
from service.answers.draft import Draft, searched
from service.answers.metadata import answer_metadata
from service.answers.passage import place_of
from service.citations import Sources
from service.cited import Cited, is_issued_by
from service.evidence import gather
from service.focus import Word
from service.lexicon import expand, expand_title, phrases
from service.plan import Plan
from service.ports import Held
from service.words import contains, fold, sentences

READ_WHOLE = 60  # documents whose texts are read for every citation; of more the ones retrieved are
RETRIEVED = 20  # passages
ABOVE = 0.75  # share of its weight that a word counts which stands only in the headings or in the document's name
MISSED = 0.4  # share of the weight of what is asked about that neither a citation nor its document is about
CLOSER = 0.02  # what it counts besides that a citation carries in its clause what its document is about anyway
BESIDE = 0.05  # what a further citation may carry less than the best one
MOST = 12  # citations told
BEFORE = 120  # characters in front of a citation without "của" that may name its issuer
SUBJECT = 200  # characters behind a citation that tell what the cited document is about
NAME = 360  # characters of a clause repeated in the answer
BASES = ("PREAMBLE", "TITLE")
CUT = re.compile(r";")
JOINED = re.compile(r"(?<!\w)và\s+")
LEADING = re.compile(r"[\s,;)+•*-]*(?:\[\d+\]\s*)?")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A citation and its clause; ``told`` is the share of what is asked about that it carries."""

    reference: Reference
    clause: tuple[int, int]
    told: float = 0.0


def answer_cited(plan: Plan, sources: Sources, cited: Cited) -> Draft | None:
    """The citations that fit; the refusal if none does, ``None`` where passages may answer as well."""
    documents = _documents(plan, sources)
    own = _own(plan, sources, cited, documents)
    meant = _is_what_is_asked(plan, cited, own)
    if meant:
        return _of_itself(plan, sources, meant)
    of_type = [one for one in every_citation(sources, documents) if _is_of_type(one, cited)]
    fitting = _of_issuer(of_type, sources, cited)
    chosen = _about(plan, sources, fitting, cited)
    if chosen:
        draft = Draft(plan.analysis.question.language)
        for one in chosen[:MOST]:
            tell(draft, sources, one)
        return draft
    if own and not fitting:
        return _of_itself(plan, sources, own)
    definite = cited.type and (cited.numbered or cited.issuer or plan.analysis.scope.named)
    return _refused(plan, sources, cited, fitting or of_type) if definite else None


def tell(draft: Draft, sources: Sources, one: Candidate) -> None:
    """States a citation with its clause as printed and what is doubtful about it."""
    citation = sources.cite_fact(one.reference)
    words = shortened(sources.text(one.reference.document)[slice(*one.clause)], NAME)
    told = draft.say("dẫn", "cites")
    draft.state(f"{place_of(sources, citation)}: {told} “{words}”{doubt_of(draft, one.reference)}", citation)
    draft.facts.append(one.reference)


def doubt_of(draft: Draft, reference: Reference) -> str:
    """Why a citation is suspect and what it ought to be, in brackets; "" if nothing is."""
    if not reference.suspect:
        return ""
    why = reference.reason or draft.say("nghi sai", "suspect")
    right = reference.correction
    correct = draft.say(f", có lẽ là {right}", f", probably {right}") if right else ""
    return draft.say(f" (đáng ngờ: {why}{correct})", f" (suspect: {why}{correct})")


def every_citation(sources: Sources, documents: Sequence[str]) -> Iterator[Reference]:
    """Each place where the documents cite another, with what is known of it from their other citations."""
    for id in documents:
        stored = list(sources.archive.references(documents=frozenset({id})))
        text, own = sources.text(id), sources.held[id].symbol or ""
        starts = {one.start for one in stored}
        yield from (one for one in stored if not one.symbol or not same(one.symbol, own))
        for printed in find_citations(text):
            if printed.start not in starts and printed.symbol and not same(printed.symbol.printed, own):
                known = next((one for one in stored if one.symbol and same(one.symbol, printed.symbol.printed)), None)
                if known:
                    yield _repeated(known, printed, text, sources)


def _repeated(known: Reference, printed: Printed, text: str, sources: Sources) -> Reference:
    passage = sources.passage_at(known.document, printed.start, printed.end)
    return known.model_copy(
        update={
            "start": printed.start,
            "end": printed.end,
            "quote": text[printed.start : printed.end],
            "printed": printed.printed,
            "issued": printed.issued,
            "issuer": printed.issuer or known.issuer,
            "section": passage.path if passage else known.section,
        }
    )


def clause_of(text: str, reference: Reference) -> tuple[int, int]:
    """The span of the clause that a citation stands in, from where the citation before it ends."""
    start, end = next(
        (span for span in sentences(text, *_line(text, reference)) if span[0] <= reference.start < span[1]),
        (reference.start, reference.end),
    )
    cuts = [match.end() for match in CUT.finditer(text, start, end)]
    start = max([start, *(cut for cut in cuts if cut <= reference.start)])
    end = min([max(end, reference.end), *(cut - 1 for cut in cuts if cut > reference.end)])
    others = [start + one.end for one in find_citations(text[start : reference.start])]
    start = max([start, *others])
    joined = [start + match.end() for match in JOINED.finditer(text[start : reference.start])] if others else []
    start = max([start, *joined])
    leading = LEADING.match(text, start, reference.start)
    return leading.end() if leading else start, end


def _line(text: str, reference: Reference) -> tuple[int, int]:
    start = text.rfind("\n", 0, reference.start) + 1
    end = text.find("\n", reference.end)
    return start, len(text) if end < 0 else end


def _documents(plan: Plan, sources: Sources) -> list[str]:
    """The documents in question, in the order held; of very many those that retrieval finds."""
    inside = plan.facts.documents
    if inside is not None and len(inside) <= READ_WHOLE:
        return [id for id in sources.held if id in inside]
    found = [item.document for item in gather(plan, sources).items[:RETRIEVED]]
    return [id for id in dict.fromkeys(found) if id in sources.held]


def _own(plan: Plan, sources: Sources, cited: Cited, documents: Sequence[str]) -> list[Held]:
    """The documents in question that are themselves of the type and issuer asked for."""
    held = [sources.held[id] for id in documents] if plan.analysis.scope.named else []
    of_type = [one for one in held if fold(one.type or "") == cited.type]
    return [one for one in of_type if not cited.issuer or is_issued_by(cited.issuer, one.issuer or "")]


def _is_what_is_asked(plan: Plan, cited: Cited, own: Sequence[Held]) -> list[Held]:
    """The documents in question that something is done by themselves ("chống lũ theo kế hoạch số mấy")."""
    words = _words(plan)
    if cited.issuer or not words or contains(plan.analysis.question.text[: cited.start], cited.type):
        return []
    return [one for one in own if all(word.is_in(expand_title(one.subject or "")) for word in words)]


def _of_itself(plan: Plan, sources: Sources, own: Sequence[Held]) -> Draft | None:
    """The number or date that these documents bear themselves."""
    facts = plan.facts.model_copy(update={"documents": frozenset(one.id for one in own)})
    return answer_metadata(plan.model_copy(update={"facts": facts}), sources)


def _is_of_type(one: Reference, cited: Cited) -> bool:
    if not cited.type:
        return bool(one.symbol)
    if cited.numbered and not one.symbol and cited.type != "luat":
        return False  # a number left blank answers nothing
    return cited.type in (fold(plain_type(one.type or "")), fold(one.type or ""))


def _of_issuer(found: Sequence[Reference], sources: Sources, cited: Cited) -> list[Reference]:
    """Those of the issuer asked for; those that name none only where no other is left."""
    if not cited.issuer:
        return list(found)
    named = [one for one in found if one.issuer and is_issued_by(cited.issuer, one.issuer)]
    return named or [one for one in found if not one.issuer and _may_be_issued(one, sources, cited.issuer)]


def _may_be_issued(one: Reference, sources: Sources, issuer: str) -> bool:
    before = sources.text(one.document)[max(0, one.start - BEFORE) : one.start]
    symbol = parse(one.symbol or "")
    code = issuer_code(symbol.body) if symbol else None
    return contains(expand(before), expand(issuer)) or bool(one.issued and code and is_issued_by(issuer, code.issuer))


def _about(plan: Plan, sources: Sources, found: Sequence[Reference], cited: Cited) -> list[Candidate]:
    """The citations that carry what is asked about, one print of each in a document; best first."""
    words = _words(plan)
    if not cited.type and not any(word.text not in plan.analysis.given for word in words):
        return []  # "căn cứ văn bản nào": all of them are asked for
    weighed = [candidate for one in found if (candidate := _weighed(one, sources, words))]
    if not any(word.text not in plan.analysis.given for word in words):  # then what the document rests on is meant
        weighed = [one for one in weighed if one.reference.section[:1] and one.reference.section[0] in BASES] or weighed
    best = max((one.told for one in weighed), default=0.0)
    kept: dict[tuple[str, str], Candidate] = {}
    for one in sorted(weighed, key=_rank):
        if one.told >= best - BESIDE:
            kept.setdefault((one.reference.document, one.reference.symbol or one.reference.printed), one)
    return list(kept.values())


def _rank(one: Candidate) -> tuple[float, bool, bool, int]:
    """Best first: what carries most, dated, in running words rather than in capitals, first printed."""
    return (-one.told, not one.reference.issued, one.reference.section[:1] == ("TITLE",), one.reference.start)


def _words(plan: Plan) -> list[Word]:
    """What the question is about, but for types of documents and words that only tie it to the citation."""
    ties = {fold(phrase) for name in ("dan_theo", "dan_thuc_hien", "dan_buoc") for phrase in phrases(name)}
    ties.update(fold(name) for kind in document_types() for name in (kind.name, *kind.variants))
    return [word for word in plan.analysis.focus if word.text not in ties]


def _weighed(one: Reference, sources: Sources, words: Sequence[Word]) -> Candidate | None:
    """A citation with what it carries; ``None`` if that is little.

    What the document itself is about is carried by all its citations alike.
    """
    text, held = sources.text(one.document), sources.held[one.document]
    clause = clause_of(text, one)
    passage = sources.passage_at(one.document, one.start, one.end)
    own = expand(text[clause[0] : min(clause[1], one.end + SUBJECT)])
    above = expand(" ; ".join(passage.titles if passage else ()))
    about = f"{held.type or ''} ; {expand_title(held.subject or '')} ; {expand(held.issuer or '')}"
    shares = {word: _share(word, own, above, about) for word in words}
    whole, missed = sum(word.weight for word in words), sum(word.weight for word in words if not shares[word])
    if missed > MISSED * whole:
        return None
    carried = sum(word.weight * share for word, share in shares.items())
    return Candidate(one, clause, carried / whole if whole else 1.0)


def _share(word: Word, own: str, above: str, about: str) -> float:
    """How much of a word a citation carries: whole in its clause, less in what stands above it or is given anyway."""
    if word.is_in(about):
        return ABOVE + CLOSER * word.is_in(own)
    return 1.0 if word.is_in(own) else ABOVE * word.is_in(above)


def _refused(plan: Plan, sources: Sources, cited: Cited, near: Sequence[Reference]) -> Draft:
    draft = Draft(plan.analysis.question.language)
    for one in near[:3]:
        draft.add_near(sources.cite_fact(one), draft.say("văn bản cùng loại được dẫn", "cited, of the same type"))
    where_vi, where_en = searched(plan)
    whose = f" của {cited.issuer}" if cited.issuer else ""
    about = " về điều được hỏi" if near and _words(plan) else ""
    return draft.refuse(
        f"{where_vi} không dẫn {cited.called} nào{whose}{about}.",
        f"No such {cited.called}{' (' + cited.issuer + ')' if cited.issuer else ''} is cited {where_en}.",
    )
