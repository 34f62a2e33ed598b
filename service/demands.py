"""What a question demands of its evidence beyond its subject: who leads a work, a target, a recipient, a date.

A passage can be about the subject and tell none of it: the clause that names the body following up a whole plan
does not say who leads one work of it, and a task sets no target. Such a passage is shown as near, never as the answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

from index.types import RankedPassage
from ingest.facts.duties import heading_actor
from ingest.types import Fact, Passage, Task
from service.assigning import assigning_below
from service.citations import Sources
from service.everyday import with_official
from service.evidence import RARE, Evidence, Gathered
from service.focus import Word, missing
from service.lexicon import AskedDemand, asked_demands, expand, expand_title
from service.plan import Plan
from service.quoting import CITED_DATE, cite_telling
from service.types import Demand
from service.words import contains, fold

NAMED = 0.5  # share of the weight of the words for a thing that a text near it may leave out
LED, SET = 0.35, 0.25  # that one telling who leads it, or setting a target on it, may leave out: half is another thing
SAME_ACT = 0.65  # that one may leave out which leads the very act asked about
IN_TRANSLATION = 1.2  # times as much in an English question
MOST = 4.0  # weight of a single word: one that no document has does not outweigh a whole subject
LEAST = 1.0  # weight of words below which a question names nothing: "ai chủ trì thực hiện kế hoạch"
NEARLY = 0.12  # share that a text may leave out more than the one that leaves out least
LEADS = re.compile(r"(?<!\w)chu tri (?!phoi hop)(\w+ \w+)")
HEADINGS = 2  # nearest headings with words, which say what the lines below are about

AnyFact = TypeVar("AnyFact", bound=Fact)


class Told(NamedTuple):
    """The words that are weighed, and where they stand."""

    passage: Passage
    document: str
    start: int
    end: int
    text: str


def demand_of(plan: Plan) -> Demand | None:
    """What evidence must tell to answer at all."""
    return plan.analysis.demands[0] if plan.analysis.demands else None


def meets(gathered: Gathered, item: Evidence) -> bool:
    """Whether a passage tells what is demanded of the thing asked about."""
    plan, demand = gathered.plan, demand_of(gathered.plan)
    if demand is None:
        return True
    sources = gathered.sources
    limit = SAME_ACT if demand == "lead" and leads_that_act(plan, item.hit) else NAMING.get(demand, 1.0)
    if tells(demand, gathered, item) and (demand not in NAMING or is_about(plan, sources, item.hit, limit)):
        return True
    led = _led_beside(sources, item.hit) if demand == "lead" else []
    return any(names_subject(plan, words_of(sources, task), LED) for task in led)


def tells(demand: Demand, gathered: Gathered, item: Evidence) -> bool:
    """Whether a passage tells a lead, a target, a recipient or a date, whatever of."""
    told = _told(demand, gathered, item)
    return bool(asked(demand).regex.search(told.text)) or FACTS[demand](gathered.sources, told)


def leads_that_act(plan: Plan, hit: RankedPassage) -> bool:
    """Whether a passage says of the same act, if it is a rare one, that it is led: "chủ trì điều phối …"."""
    acts = set(LEADS.findall(fold(plan.analysis.question.text)))
    rare = [word.text for word in plan.analysis.focus if word.text in acts and word.weight >= RARE]
    return any(contains(hit.text, f"chu tri {act}") for act in rare)


def is_about(plan: Plan, sources: Sources, hit: RankedPassage, limit: float = NAMED) -> bool:
    """Whether a passage names the thing asked about in its own words or in the headings right above it.

    What the title of the document says need not be said again.
    """
    own = " ; ".join((*_titles(hit.passage)[-HEADINGS:], hit.text))
    return names_subject(plan, f"{_title(sources, hit.document)} ; {own}", limit)


def names_subject(plan: Plan, text: str, limit: float = NAMED) -> bool:
    """Whether ``text`` names the work or the thing that a question is about, if the question names one."""
    return not names_any(plan) or left_out(plan, text) <= _lenient(plan) * limit


def _lenient(plan: Plan) -> float:
    return IN_TRANSLATION if plan.analysis.question.language == "en" else 1.0


def left_out(plan: Plan, text: str) -> float:
    """Share of the weight of the words for the thing that ``text`` leaves out, in ``[0, 1]``."""
    return missing(subject_of(plan), with_official(expand(text), plan.analysis.everyday))[1]


def names_any(plan: Plan) -> bool:
    """Whether the question names a thing at all, or asks for all leads, targets, dates of a document."""
    return sum(word.weight for word in subject_of(plan)) >= LEAST


def naming_best(plan: Plan, sources: Sources, tasks: Sequence[Task], limit: float = LED) -> list[Task]:
    """The tasks with a lead that name the work asked about, and hardly less of it than the one that names most.

    Of several those in which the words stand together as in the question.
    """
    words = subject_of(plan) if names_any(plan) else ()
    shares = [(missing(words, expand(words_of(sources, task)))[1], task) for task in tasks if task.lead and words]
    least = min((share for share, _ in shares), default=1.0)
    named = [task for share, task in shares if share <= min(least + NEARLY, _lenient(plan) * limit)]
    pairs = [f"{one.text} {other.text}" for one, other in _neighbours(plan)]
    together = [sum(contains(expand(task.text), pair) for pair in pairs) for task in named]
    return [task for count, task in zip(together, named, strict=True) if count == max(together)]


def words_of(sources: Sources, task: Task) -> str:
    """What a task says of its work: what is done and what comes out, under the title of its document."""
    return f"{_title(sources, task.document)} ; {task.text} ; {task.output or ''}"


def _title(sources: Sources, document: str) -> str:
    held = sources.held.get(document)
    return expand_title(held.subject or "") if held else ""


def unnamed(plan: Plan, texts: Sequence[str]) -> list[str]:
    """The words of several syllables for the thing, as they were typed, that none of the texts has."""
    whole = expand(" ; ".join(texts))
    typed, plain = plan.analysis.question.text, fold(plan.analysis.question.text)
    own = {word.text for word in plan.analysis.focus}.intersection(word.text for word in subject_of(plan))
    lacking = [word for word in sorted(own, key=plain.find) if " " in word and not contains(whole, word)]
    places = [(plain.find(word), len(word)) for word in lacking]
    return [typed[at : at + size] for at, size in places if at >= 0]


def subject_of(plan: Plan) -> tuple[Word, ...]:
    """The words for the thing: no bodies, no words of asking for a lead or a date, nothing the title says."""
    bodies = " ; ".join(name for body in plan.analysis.bodies for name in body.names)
    asking = {fold(word) for one in plan.analysis.demands for word in asked(one).words}
    apart = asking.union(plan.analysis.given)
    # single syllables side by side are one word: "số" and "hóa" anywhere in a text are not "số hóa"
    single = [pair for pair in _neighbours(plan) if not any(" " in word.text or word.text in asking for word in pair)]
    paired = {word.text for pair in single for word in pair}
    joined = [Word(text=f"{one.text} {other.text}", weight=one.weight + other.weight) for one, other in single]
    alone = [one for one in plan.analysis.focus if one.text not in apart | paired and not contains(bodies, one.text)]
    return tuple(one.model_copy(update={"weight": min(one.weight, MOST)}) for one in (*alone, *joined))


def _neighbours(plan: Plan) -> list[tuple[Word, Word]]:
    """The content words that stand side by side in the question."""
    text = plan.analysis.search_text
    return [pair for pair in pairwise(plan.analysis.focus) if contains(text, f"{pair[0].text} {pair[1].text}")]


def asked(demand: Demand) -> AskedDemand:
    """The ways of asking for it and the words that tell it."""
    return asked_demands()[demand]


def _titles(passage: Passage) -> list[str]:
    return [title for title in passage.titles if title.strip()]


def _told(demand: Demand, gathered: Gathered, item: Evidence) -> Told:
    """The passage; where a date is wanted, those of its sentences that are quoted, the heading above them and the lines
    below that say by when.

    The date of a document that is cited is no deadline.
    """
    hit = item.hit
    if demand != "deadline":
        return Told(hit.passage, hit.document, hit.passage.start, hit.passage.end, hit.text)
    citation = cite_telling(gathered, item, [asked(demand).regex])
    sources = gathered.sources
    below = assigning_below(sources, hit.document, hit.passage)
    lines = (sources.text(hit.document)[one.start : one.end] for one in below)
    text = CITED_DATE.sub(" ", " ; ".join((*_titles(hit.passage)[-1:], citation.quote, *lines)))
    return Told(hit.passage, hit.document, citation.start, citation.end, text)


def _led_beside(sources: Sources, hit: RankedPassage) -> list[Task]:
    """The tasks with a lead whose section a passage belongs to."""
    path = hit.passage.path
    led = [task for task in sources.tasks(hit.document) if task.lead and task.section]
    return [task for task in led if path[: len(task.section)] == task.section]


def _names_actor(sources: Sources, told: Told) -> bool:
    led = any(task.lead for task in _inside(sources.tasks(told.document), told))
    acting = any(duty.actor for duty in _inside(sources.duties(told.document), told))
    return led or acting or heading_actor(told.passage) is not None


def _sets_target(sources: Sources, told: Told) -> bool:
    return told.passage.function == "muc_tieu" or bool(_inside(sources.targets(told.document), told))


def _names_recipient(sources: Sources, told: Told) -> bool:
    return any(duty.recipient for duty in _inside(sources.duties(told.document), told))


def _is_dated(sources: Sources, told: Told) -> bool:
    return any(duty.deadline for duty in _inside(sources.duties(told.document), told))


def _inside(facts: Sequence[AnyFact], told: Told) -> list[AnyFact]:
    """The facts that begin in the words weighed."""
    return [one for one in facts if told.start <= one.start < told.end]


NAMING: dict[Demand, float] = {"lead": LED, "target": SET, "deadline": NAMED}  # must be told of the very thing asked
FACTS: dict[Demand, Callable[[Sources, Told], bool]] = {
    "lead": _names_actor,
    "target": _sets_target,
    "recipient": _names_recipient,
    "deadline": _is_dated,
}
