"""What makes a question unanswerable before any evidence is weighed: places, documents, appendices not held."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from service.answers.draft import Draft, searched
from service.answers.passage import has_shapes, place_of, shapes_asked_by, shown
from service.answers.reference import printed_as
from service.audit.faults import asked_faults
from service.citations import Sources
from service.evidence import best_per_document, gather
from service.lexicon import Wording, phrases, wording_of
from service.mentions import Mention
from service.phrases import listed, moment, name_of
from service.plan import Plan
from service.rounds import NAMES, all_rounds, asked_round
from service.selection import candidates, judge, nearest
from service.words import contains, fold, same_ordinal

ARTICLE = re.compile(r"(?<!\w)(dieu|article|chuong|chapter)\s+(\d{1,3}|[ivx]+)(?!\w)")
CONTENTS = re.compile(
    r"[^,;?]{0,60}?(?<!\w)(?:quy dinh|noi|neu|yeu cau|dat|giao|co)\s+(?:cu the\s+)?(?:nhung\s+)?"
    r"(?:gi|viec gi|viec nao|nhiem vu gi|nhiem vu nao|nhu the nao|muc nao|bao nhieu)(?!\w)"
)
OF_LAW = re.compile(
    r"(?<!\w)(?:dieu|khoan|chuong|article|clause|chapter)\s+\S+\s+(?:cua\s+|of\s+(?:the\s+)?)?"
    r"(bo luat|luat|nghi dinh|thong tu|phap lenh|hien phap|(?:[a-z]+ ){1,5}(?:law|decree|circular))(?!\w)"
)
LAWS = {"law": "luat", "decree": "nghi dinh", "circular": "thong tu"}
KINDS = {"dieu": "dieu", "article": "dieu", "chuong": "chuong", "chapter": "chuong"}
RESULTS = ("target", "list", "compare", "passage", "obligation")  # kinds that a result may be asked for by
UNDEMANDING = ("reference", "precedent", "metadata")  # kinds answered by citations and data of documents
LABELS = {"dieu": "Điều", "chuong": "Chương"}

MISSING_APPENDIX = "thieu_phu_luc"  # the audit's rule: that there is none is then the answer

Guard = Callable[[Plan, Sources], Draft | None]


def unheld_place(plan: Plan, sources: Sources) -> Draft | None:
    """A commune is named of which no document is held."""
    missing = [name for name in plan.analysis.scope.unheld if not _told_inside(name, plan, sources)]
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


def _told_inside(name: str, plan: Plan, sources: Sources) -> bool:
    """Whether the documents named speak of the place themselves: then it is a subject, not whose document is asked."""
    named = plan.analysis.scope.named
    own = {id for one in named for id in one.documents}
    return all(one.name != name for one in named) and any(contains(sources.text(id), name) for id in own)


def missing_appendix(plan: Plan, sources: Sources) -> Draft | None:
    """An appendix is asked for that the one document in question does not hold."""
    documents = plan.facts.documents
    if (
        plan.analysis.appendix is None
        or documents is None
        or not plan.analysis.scope.named
        or plan.analysis.kind in ("reference", "precedent")
        or any(MISSING_APPENDIX in fault.rules for fault in asked_faults(plan.analysis.question.text))
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
    """Whether an appendix bears the number; one without a number is the first."""
    last = fold(path).split()[-1].strip(" .:)")
    return (
        last == number.casefold()
        or same_ordinal(last, number)
        or (number in ("I", "1", "") and not re.fullmatch(r"[ivx]+|\d+|[a-z]", last))
    )


def missing_article(plan: Plan, sources: Sources) -> Draft | None:
    """An article (Điều) or chapter is asked for by a number that the one document in question does not have."""
    named = [(kind, number.upper()) for kind, number in ARTICLE.findall(fold(plan.analysis.question.text))]
    documents = plan.facts.documents or ()
    if not named or len(documents) != 1 or plan.analysis.kind in ("reference", "precedent", "compare"):
        return None
    document = sources.document(next(iter(documents)))
    labels = {" ".join(fold(part).split()).strip(" .:") for section in document.sections for part in section.path}
    for kind, number in named:
        word = KINDS[kind]
        own = [label for label in labels if label.startswith(f"{word} ")]
        if own and f"{word} {number.casefold()}" not in labels:
            draft = Draft(plan.analysis.question.language)
            name, label = name_of(sources.held[document.id]), LABELS[word]
            return draft.refuse(
                f"{name} không có {label} {number}; văn bản có {len(own)} {label.casefold()}.",
                f"{name} has no {word} {number}; it has {len(own)}.",
            )
    return None


def missing_round(plan: Plan, sources: Sources) -> Draft | None:
    """A round or step is asked for by a number that the documents named do not have, though they have others."""
    asked = asked_round(plan.analysis.question.text)
    if not asked or not plan.analysis.scope.named or plan.facts.documents is None:
        return None
    label, number = asked
    known = all_rounds((sources.text(id) for id in plan.facts.documents), label)
    if not known or number in known:
        return None
    draft, name = Draft(plan.analysis.question.language), NAMES[label]
    where_vi, where_en = searched(plan)
    told = listed([str(one) for one in known], draft.language)
    return draft.refuse(
        f"{where_vi} không có {name} {number}; chỉ có {name} {told}.",
        f"There is no {name} {number} {where_en}; only {name} {told}.",
    )


def unheld_law(plan: Plan, sources: Sources) -> Draft | None:
    """An article of a law is asked for by the law's name, and no document of that type is held."""
    match = OF_LAW.search(fold(plan.analysis.question.text))
    if not match or plan.facts.documents or plan.analysis.kind == "reference":
        return None
    kind = LAWS.get(match[1].split()[-1], match[1])
    if any(fold(held.type or "").startswith(kind) for held in sources.held.values()):
        return None
    draft = Draft(plan.analysis.question.language)
    gathered = gather(plan, sources)
    for item in best_per_document(gathered.items, 2):
        draft.add_near(gathered.cite(item), draft.say("chỉ nhắc tới văn bản ấy", "only mentions it"))
    return draft.refuse(
        "Kho tài liệu không có chính văn bản được hỏi, chỉ có chỗ nhắc tới.", "That document itself is not held."
    )


def unheld_subject(plan: Plan, sources: Sources) -> Draft | None:
    """Who signed or when is asked of a document told by its subject, and no title of the place's documents says that.

    The plan of a commune is one about everything.
    """
    documents = sorted(plan.facts.documents or ())
    named = plan.analysis.kind == "metadata" and plan.analysis.untitled
    if not named or not documents or any(sources.held[id].commune for id in documents):
        return None
    draft = Draft(plan.analysis.question.language)
    for id in documents:
        for passage in [one for one in sources.passages(id) if one.path[:1] == ("TITLE",)][:1]:
            draft.add_near(sources.cite_passage(id, passage), draft.say("văn bản khác", "another document"))
    where_vi, where_en = searched(plan)
    return draft.refuse(
        f"{where_vi} không thấy văn bản nào có tên như trong câu hỏi.",
        f"No document with the title in the question is found {where_en}.",
    )


def unexplained(plan: Plan, sources: Sources) -> Draft | None:
    """A reason is asked for ("vì sao") that no passage gives; the premise may be wrong as well."""
    question = plan.analysis.question
    if not Wording(question.text, marked=False).has_any(phrases("hoi_ly_do")):
        return None
    gathered = gather(plan, sources)
    given = [item for item in gathered.items if gathered.supports(item) and has_shapes(plan, item.hit.text)]
    if given:
        return None
    draft = Draft(question.language)
    for item in best_per_document(gathered.items, 2):
        draft.add_near(gathered.cite(item), draft.say("gần nhất tìm được, không nêu lý do", "nearest, no reason"))
    where_vi, where_en = searched(plan)
    return draft.refuse(
        f"{where_vi} không nêu lý do của điều được hỏi; điều ấy có thể cũng không đúng với văn bản.",
        f"No reason for it is given {where_en}; what the question takes for granted may not be so either.",
    )


def unstated(plan: Plan, sources: Sources) -> Draft | None:
    """A property is demanded (a price, a supplier, a name) that no passage on the subject states."""
    analysis = plan.analysis
    if analysis.kind in UNDEMANDING or analysis.phrases:
        return None
    demands = [shape for shape in shapes_asked_by(plan) if shape.name]
    if not demands:
        return None
    gathered = gather(plan, sources)
    own = [item for item in gathered.items if gathered.supports(item)]
    missing = [one for one in demands if not any(one.regex.search(item.hit.text) for item in own)]
    if not missing:
        return None
    draft = Draft(analysis.question.language)
    for item in best_per_document(own or gathered.items, 2):
        why = draft.say(f"gần nhất tìm được, không nêu {missing[0].name}", f"nearest, no {missing[0].name_en}")
        draft.add_near(gathered.cite(item), why)
    where_vi, where_en = searched(plan)
    return draft.refuse(
        f"{where_vi} không nêu {listed([one.name for one in missing])} của điều được hỏi.",
        f"No {listed([one.name_en for one in missing], 'en')} for what is asked is stated {where_en}.",
    )


def unknown_document(plan: Plan, sources: Sources) -> Draft | None:
    """A document is named by symbol or by type and number that is neither held nor cited."""
    if plan.analysis.kind == "reference":
        return None
    for mention in plan.analysis.mentions:
        if mention.documents or (mention.role == "object" and not mention.symbol):
            continue
        if mention.symbol and plan.analysis.scope.named and mention.role == "object":
            continue
        inside = plan.facts.documents if mention.role == "subject" and not mention.symbol else None
        if _only_cited(mention, plan):
            return _refused_as_cited(mention, plan, sources)
        if printed_as(mention, sources, inside):
            continue
        gathered = gather(plan, sources)
        if any(mention.printed.casefold() in item.hit.text.casefold() for item in gathered.items):
            continue
        draft = Draft(plan.analysis.question.language)
        for item in best_per_document(gathered.items, 2):
            draft.add_near(gathered.cite(item), draft.say("gần nhất tìm được", "nearest found"))
        return draft.refuse(
            f"Không có văn bản {mention.printed} và không tài liệu nào nhắc tới.",
            f"{mention.printed} is neither held nor cited.",
        )
    return None


def _only_cited(mention: Mention, plan: Plan) -> bool:
    """Whether the level, task or contents of a document are asked for that is cited here but not held itself."""
    if mention.role != "subject" or not mention.symbol:
        return False
    text = fold(plan.analysis.question.text)
    if ARTICLE.search(text, 0, mention.start) or CONTENTS.match(text, mention.end):
        return True
    return not plan.analysis.scope.documents and plan.analysis.kind in ("target", "task", "metadata")


def _refused_as_cited(mention: Mention, plan: Plan, sources: Sources) -> Draft:
    draft = Draft(plan.analysis.question.language)
    for one in printed_as(mention, sources, None)[:3]:
        draft.add_near(sources.cite_fact(one), draft.say("chỉ dẫn tên văn bản ấy", "only cites that document"))
    return draft.refuse(
        f"Kho tài liệu không có chính văn bản {mention.printed}.", f"{mention.printed} itself is not held."
    )


def other_date(plan: Plan, sources: Sources) -> Draft | None:
    """A document is named with a date that it does not bear, neither in itself nor where it is cited."""
    for mention in plan.analysis.mentions:
        if mention.dated is None:
            continue
        cited = [one for one in printed_as(mention, sources, None) if one.issued]
        own = [sources.held[id] for id in mention.documents if sources.held[id].issued]
        dates = [*(one.issued for one in cited), *(one.issued for one in own)]
        if not dates or any(_agree(mention.dated, date) for date in dates if date):
            continue
        draft = Draft(plan.analysis.question.language)
        for one in cited[:3]:
            draft.add_near(sources.cite_fact(one), draft.say("ngày in trong tài liệu", "the date as printed"))
        told = listed(sorted({moment(date, draft.language) for date in dates if date}), draft.language)
        return draft.refuse(
            f"Không có {mention.printed} {moment(mention.dated)}: tài liệu ghi {told}.",
            f"There is no {mention.printed} of {moment(mention.dated, 'en')}: the documents print {told}.",
        )
    return None


def not_yet_achieved(plan: Plan, sources: Sources) -> Draft | None:
    """Results are asked for ("đã đạt bao nhiêu"): a target is no result, only a passage that tells one answers."""
    question = plan.analysis.question
    asked = wording_of(question).has_any(phrases("hoi_ket_qua")) or _tells(question.text, phrases("hoi_ket_qua_mau"))
    if plan.analysis.kind not in RESULTS or plan.analysis.counted or not asked:
        return None
    gathered = gather(plan, sources)
    patterns = phrases("da_lam_so" if plan.analysis.wants_figure or plan.analysis.amount else "da_lam")
    told = [item for item in gathered.carrying_names() if gathered.supports(item) and _tells(item.hit.text, patterns)]
    if plan.analysis.amount is not None:
        told = gathered.counting(told, plan.analysis.amount)
    draft = Draft(question.language)
    for item in best_per_document(told, 3):
        citation = gathered.cite(item, whole=True)
        draft.state(f"{place_of(sources, citation)}: {shown(citation)}", citation)
    if draft.statements:
        return draft
    set_for = judge(candidates(plan, sources, plan.facts.documents), None, ()) if plan.facts.keys else []
    for one in set_for[:3]:
        draft.add_near(sources.cite_fact(one.target), draft.say("chỉ tiêu đặt ra, không phải kết quả", "a target only"))
    for item in best_per_document(gathered.items, 2):
        draft.add_near(gathered.cite(item), draft.say("gần nhất tìm được, không nêu kết quả", "nearest, no result"))
    where_vi, where_en = searched(plan)
    return draft.refuse(
        f"{where_vi} không nêu kết quả đã đạt của điều được hỏi; kế hoạch đặt mục tiêu, không báo cáo kết quả.",
        f"Nothing {where_en} tells what has been achieved; plans set targets, they do not report results.",
    )


def _tells(text: str, patterns: Sequence[str]) -> bool:
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns)


def _agree(asked: str, printed: str) -> bool:
    short = min(len(asked), len(printed))
    return asked[:short] == printed[:short]


GUARDS: tuple[Guard, ...] = (
    unheld_place,
    missing_appendix,
    missing_article,
    missing_round,
    unheld_law,
    other_date,
    unknown_document,
    unheld_subject,
    unexplained,
    unstated,
    not_yet_achieved,
)
"""In order; the first that objects refuses the question."""
