"""Documents that a question names by what they are about: "kế hoạch kiểm kê tài sản công của …".

The words behind the type are held against the titles of the documents that may be meant; the title that carries
most of their weight is the one. What it says only tells which document is asked, so no passage need say it again;
the words that it does not say stay in the question.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.types import Frozen
from service.describing import english_heads, heads_of, places_of, said_in_english, said_of
from service.lexicon import Wording, expand, phrases
from service.mentions import Mention
from service.phrases import name_of
from service.ports import Held
from service.question import Question
from service.scope import Named, by_place, gazetteer
from service.titles import Fit, Head, Said, fits_of, plain

SAID, SAID_ANYWHERE = 0.55, 0.75  # share of the weight that the title of the one meant carries: of a place, of all held
TOLD, TOLD_ANYWHERE = 2.0, 6.0  # weight that it carries
NEARLY, NEARLY_OF_SEVERAL = 0.8, 0.3  # share of the best that another title meant as well carries
MANY = 5_000  # documents held whose titles are read for a description without a place
FEW = 2  # documents that a description without a place may mean
FOREIGN = 0.35  # share of a description of which a title has nothing: it is another document's


class Description(Frozen):
    """A document named by its subject.

    ``spans`` are the words of the question that its title says, ``strange`` those of a description that no title
    fits; ``documents`` is empty where none does, or where it leaves no choice.
    """

    end: int
    spans: tuple[tuple[int, int], ...] = ()
    strange: tuple[str, ...] = ()
    documents: tuple[Named, ...] = ()


def find_descriptions(question: Question, held: Sequence[Held], mentions: Sequence[Mention]) -> list[Description]:
    """The documents that ``question`` names by their subjects, in reading order.

    ``mentions`` are those named by symbol or number, which nothing else need tell.
    """
    text, english = question.text, question.language == "en"
    heads = english_heads(text) if english else heads_of(question)
    heads = [one for one in heads if not any(known.start <= one.start < known.end for known in mentions)]
    if not heads:
        return []
    ids = {id for one in by_place(expand(text), held) for id in one.documents}
    known = [one for one in held if one.id in ids]
    if not known and (_asks_across(question) or gazetteer().find(expand(text))):
        return []  # the plan of a place that nothing is held of is not another's
    places, found = places_of(text, known), list[Description]()
    for head in heads:
        if english:
            said, beside, ended = said_in_english(text, head), None, False
        else:
            said, beside, ended = said_of(question, head.end, places)
        if not said or (found and head.start < found[-1].end):
            continue
        own = [one for one in known if beside is None or one.id in beside.documents]
        meant = _meant(head, said, own) if known else _anywhere(head, said, held)
        found.append(meant if ended else meant.model_copy(update={"strange": ()}))
    return found


def _asks_across(question: Question) -> bool:
    return Wording(question.text, marked=question.marked).has_any(phrases("hoi_noi_nao"))


def without_said(question: Question, descriptions: Sequence[Description]) -> Question:
    """The question with commas for the words that only tell which document is asked."""
    text = question.text
    for start, end in (span for one in descriptions for span in one.spans):
        text = text[:start] + "," * (end - start) + text[end:]
    return question.model_copy(update={"text": text})


def _anywhere(head: Head, said: Sequence[Said], held: Sequence[Held]) -> Description:
    """The one or two documents of all held that a description without a place means."""
    if len(held) > MANY:
        return Description(end=head.end)
    sure = [one for one in fits_of(head, said, held) if one.share >= SAID_ANYWHERE and one.weight >= TOLD_ANYWHERE]
    best = [one for one in sure if one.weight >= NEARLY * sure[0].weight]
    return _described(best, said, held) if best and len(best) <= FEW else Description(end=head.end)


def _meant(head: Head, said: Sequence[Said], known: Sequence[Held]) -> Description:
    """The documents of a place that a description means.

    One of them that says nothing of itself may be meant as well; "các kế hoạch …" means more than one.
    """
    fits = fits_of(head, said, known)
    enough = SAID if all(one.subject for one in known) else SAID_ANYWHERE
    if not fits or fits[0].weight < TOLD or (fits[0].share < enough and not head.several):
        return Description(end=head.end, strange=_strange(said, known))
    near = NEARLY_OF_SEVERAL if head.several else NEARLY
    best = [one for one in fits if one.weight >= near * fits[0].weight]
    described = _described(best, said, known)
    if head.several:
        return described if len(best) > 1 else described.model_copy(update={"documents": ()})
    # a word of which the title has nothing may be what the question is about; so may the event itself
    return described.model_copy(update={"spans": ()}) if best[0].foreign or head.event else described


def _described(best: Sequence[Fit], said: Sequence[Said], known: Sequence[Held]) -> Description:
    spans = {span for one in best for span in one.spans}
    documents = () if len(best) == len(known) else tuple(_named(one.document) for one in best)
    strange = _strange(said, known) if best[0].foreign > FOREIGN else ()
    return Description(end=said[-1].span[1], spans=tuple(sorted(spans)), strange=strange, documents=documents)


def _strange(said: Sequence[Said], known: Sequence[Held]) -> tuple[str, ...]:
    """The words of a description that does not fit, without those for who issued the documents."""
    issuers = plain(" ; ".join(one.issuer or "" for one in known))
    foreign = [one for one in said if one.weight and not any(form in issuers for form in one.forms)]
    return tuple(one.forms[0].strip() for one in foreign)


def _named(document: Held) -> Named:
    return Named(name=name_of(document), documents=(document.id,))
