"""What documents say of themselves: who signed, who issued, when, under which symbol, to whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ingest.types import Document, Passage
from service.answers.draft import Draft, answers
from service.answers.passage import shown
from service.citations import Sources
from service.lexicon import Wording, asked_properties, expand, wording_of
from service.phrases import moment, name_of
from service.plan import Plan
from service.types import Citation
from service.words import contains

PARTY = ("đảng ủy", "ban thường vụ", "cấp ủy", "party committee", "party", "của đảng")
STATE = ("ủy ban nhân dân", "ubnd", "people's committee")
ISSUER_ASKED = ("ai ban hành", "cơ quan nào", "cấp nào", "do ai", "who issued", "which body", "issued by", "by whom")
DAY_ASKED = ("ngày mấy", "ngày bao nhiêu", "ngày nào", "hôm nào", "which day", "what day", "exact date")
WHOLE_DATE = len("2025-11-22")
MAX_DOCUMENTS = 8


@answers("metadata")
def answer_metadata(plan: Plan, sources: Sources) -> Draft | None:
    """One statement a document for the property asked; ``None`` if the property was not recognised."""
    wording = wording_of(plan.analysis.question)
    asked = _asked(wording)
    if not asked or (plan.facts.documents is None and _names_unheld(plan)):
        return None
    documents = [sources.document(id) for id in _documents(plan, sources, wording, asked[0])]
    if asked == ["recipients"] and not plan.analysis.scope.named and plan.analysis.bodies:
        documents = [document for document in documents if _is_sent_to_all(plan, sources, document)]
    draft = Draft(plan.analysis.question.language)
    if asked == ["issued"] and wording.has_any(DAY_ASKED) and _all_without_day(documents):
        return _refused_day(draft, sources, documents)
    if asked == ["symbol"] and documents and all(not document.symbol for document in documents):
        return _refused_symbol(draft, sources, documents)
    missing: list[str] = []
    for document in documents:
        name = name_of(sources.held[document.id])
        read = [PROPERTIES[one](draft, sources, document) for one in asked]
        told = [found for found in read if found and found[1]]  # what no passage shows is not stated
        for statement, citations in told:
            draft.state(f"{name}: {statement}", *citations)
        if not told:
            missing.append(name)
    if not draft.statements:
        whose = ", ".join(missing)
        return draft.refuse(f"Tài liệu không ghi điều này: {whose}.", f"Not stated in: {whose}.") if missing else None
    if missing:
        draft.notes.append(draft.say(f"Không ghi: {', '.join(missing)}.", f"Not stated: {', '.join(missing)}."))
    return draft


def _names_unheld(plan: Plan) -> bool:
    """Whether a document is named that nobody holds: other documents say nothing of themselves that answers."""
    return any(one.symbol and not one.documents for one in plan.analysis.mentions)


def _all_without_day(documents: Sequence[Document]) -> bool:
    return bool(documents) and all(len(one.issued or "") < WHOLE_DATE for one in documents)


def _refused_day(draft: Draft, sources: Sources, documents: Sequence[Document]) -> Draft:
    """The day was left blank, as in drafts to be signed: the line that is printed is shown as near."""
    for document in documents:
        told = _issued(draft, sources, document)
        for citation in told[1] if told else ():
            draft.add_near(citation, draft.say("dòng ngày tháng để trống ngày", "the day is left blank"))
    names = ", ".join(name_of(sources.held[one.id]) for one in documents)
    return draft.refuse(f"Ngày ban hành để trống trong: {names}.", f"The day of issue is left blank in: {names}.")


def _refused_symbol(draft: Draft, sources: Sources, documents: Sequence[Document]) -> Draft:
    """The number was left blank: the line that is printed is shown as near."""
    for document in documents:
        for citation in _passages(sources, document, ("HEADER",), "số")[:1]:
            draft.add_near(citation, draft.say("dòng số, ký hiệu để trống số", "the number is left blank"))
    names = ", ".join(name_of(sources.held[one.id]) for one in documents)
    return draft.refuse(f"Số, ký hiệu để trống trong: {names}.", f"The number is left blank in: {names}.")


def _asked(wording: Wording) -> list[str]:
    """The properties asked for; "ban hành" alone asks for the issuer only where nothing else is asked."""
    asked = [
        one.property for one in asked_properties() if wording.has_any(one.any) and not wording.has_any(one.excluded)
    ]
    if len(asked) > 1 and "issuer" in asked and not wording.has_any(ISSUER_ASKED):
        asked.remove("issuer")
    return list(dict.fromkeys(asked))


def _documents(plan: Plan, sources: Sources, wording: Wording, asked: str) -> list[str]:
    if plan.facts.documents is not None:
        return [held for held in sources.held if held in plan.facts.documents]
    if asked == "issuer":
        party, state = wording.has_any(PARTY), wording.has_any(STATE)
        if party and not (state and not wording.has_any(("rather than", "thay vì", "không phải"))):
            return [held.id for held in sources.held.values() if held.family == "party"][:MAX_DOCUMENTS]
        if state:
            return [held.id for held in sources.held.values() if held.family == "state"][:MAX_DOCUMENTS]
    return list(sources.held)[:MAX_DOCUMENTS]


Told = tuple[str, list[Citation]] | None


def _signer(draft: Draft, sources: Sources, document: Document) -> Told:
    if document.signer is None:
        return None
    role = f", {document.signer.role}" if document.signer.role else ""
    body = f" ({document.issuer})" if document.issuer else ""
    return f"{document.signer.name}{role}{body}", _passages(sources, document, ("SIGNATURE",), document.signer.name)


def _issuer(draft: Draft, sources: Sources, document: Document) -> Told:
    if not document.issuer:
        return None
    words = document.issuer.replace(document.commune or "\0", "").strip()
    parts = ("PREAMBLE", "CLOSING", "SIGNATURE", "HEADER", "TITLE")
    found = [citation for part in parts for citation in _issuing(_passages(sources, document, (part,), words))[:1]]
    found += _passages(sources, document, ("SIGNATURE",), "")[:1]
    return draft.say(f"do {document.issuer} ban hành", f"issued by {document.issuer}"), found[:4]


def _issuing(citations: list[Citation]) -> list[Citation]:
    """The sentence by which a body issues the document before others that name the body."""
    return sorted(citations, key=lambda citation: not contains(citation.quote, "ban hành"))


def _issued(draft: Draft, sources: Sources, document: Document) -> Told:
    if not document.issued:
        return None
    year = document.issued[:4]
    printed = [c for part in ("HEADER", "SIGNATURE", "TITLE") for c in _passages(sources, document, (part,), year)]
    printed = printed or _passages(sources, document, (), f"năm {year}")
    return draft.say(f"ban hành {moment(document.issued)}", f"issued {moment(document.issued, 'en')}"), printed[:1]


def _symbol(draft: Draft, sources: Sources, document: Document) -> Told:
    printed = _passages(sources, document, ("HEADER",), "số")
    if document.symbol:
        return draft.say(f"số {document.symbol}", f"number {document.symbol}"), printed[:1]
    return (draft.say("số để trống", "number left blank"), printed[:1]) if printed else None


def _province(draft: Draft, sources: Sources, document: Document) -> Told:
    if not document.province:
        return None
    inferred = (
        draft.say(" (suy ra, văn bản không ghi)", " (inferred, not printed)") if document.province_inferred else ""
    )
    printed = [] if document.province_inferred else _passages(sources, document, (), document.province)[:1]
    return f"{document.province}{inferred}", printed


def _subject(draft: Draft, sources: Sources, document: Document) -> Told:
    if not document.subject:
        return None
    return document.subject, _passages(sources, document, ("TITLE",), "")[:2]


def _recipients(draft: Draft, sources: Sources, document: Document) -> Told:
    found = _passages(sources, document, ("RECIPIENTS",), "")
    lines = "; ".join(shown(citation) for citation in found)
    return (draft.say(f"nơi nhận {lines}", f"sent to {lines}"), found) if found else None


def _is_sent_to_all(plan: Plan, sources: Sources, document: Document) -> bool:
    """Whether a document is sent to all bodies that the question names ("kế hoạch nào gửi Sở Y tế?")."""
    text = expand("\n".join(citation.quote for citation in _passages(sources, document, ("RECIPIENTS",), "")))
    return all(body.is_named_in(text) for body in plan.analysis.bodies)


def _bases(draft: Draft, sources: Sources, document: Document) -> Told:
    """What the document carries out, as its preamble says."""
    cited = [one for one in document.references if one.section[:1] in (("PREAMBLE",), ("TITLE",))]
    if not cited:
        return None
    names = "; ".join(dict.fromkeys(" ".join(one.printed.split()) for one in cited))
    return draft.say(f"thực hiện {names}", f"carries out {names}"), [sources.cite_fact(one) for one in cited]


Property = Callable[[Draft, Sources, Document], Told]
PROPERTIES: dict[str, Property] = {
    "signer": _signer,
    "issuer": _issuer,
    "issued": _issued,
    "symbol": _symbol,
    "province": _province,
    "subject": _subject,
    "recipients": _recipients,
    "bases": _bases,
}


def _passages(sources: Sources, document: Document, parts: Sequence[str], words: str) -> list[Citation]:
    """Passages of the named parts (of all, if none is named) that carry the words."""

    def fits(passage: Passage) -> bool:
        return (not parts or passage.path[:1] == (parts[0],)) and (
            not words or contains(document.text[passage.start : passage.end], words)
        )

    return [sources.cite_passage(document.id, passage) for passage in sources.passages(document.id) if fits(passage)]
