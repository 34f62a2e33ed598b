"""The parties of a duty: who a question says must do it and to whom, and whose duty a passage lays down.

A date that another body must keep is a wrong answer however like the question its passage is worded. Whose duty a
passage is stands in its own words, in the duties read out of it, or in the heading right above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from index.types import RankedPassage
from ingest.facts.duties import heading_actor
from ingest.types import Duty, Frozen
from ingest.vocabulary import Entry, entries
from service.bodies import named_bodies
from service.citations import Sources
from service.evidence import Evidence
from service.lexicon import expand, translate
from service.plan import Plan
from service.words import syllables

ACTS = "phai|can phai|co trach nhiem|gui|nop|bao cao|trinh|phan anh|hoan thanh|must|sends?|submits?|reports?"
FAR = 20  # words between a party and what it must do: "đơn vị tham gia đợt thi đua … gửi báo cáo"
# What stands right before a party that is told or that something belongs to, and not one that acts.
NO_ACTOR = "".join(
    rf"(?<!\b{word} )" for word in ("ve", "cho", "toi", "den", "cua", "o", "tai", "qua", "gui", "bao cao")
)
TOLD = r"(?:(?:bao cao|gui|nop|trinh|ve|cho|toi|den|len)\s)+(?:cac\s)?"
TOLD_IN_ENGLISH = r"to\s(?:the\s)?"
REPORTS = r"(?<!\w)(?:gui|bao cao|trinh|nop|phan anh|tham muu)(?!\w)(?:\s\w+){0,14}?\s"
NO_RECIPIENT = "".join(rf"(?<!\b{word} )" for word in ("cua", "theo", "do", "boi", "tu"))
AS_LIKE = 0.72  # of the score of the evidence that is worded most like the question
DUTIES_OF = re.compile(r"(?:[\d.]+\s)?(?:trach nhiem|nhiem vu) (?:cua|cac)(?!\w)")
NEAREST = 2  # headings: that of the clause and the one above it


class AskedParty(Entry):
    """A class of bodies that questions and plans speak of without a name ("các xã, phường").

    ``pattern`` is matched with folded syllables between single spaces; ``general`` where any body may belong to it.
    """

    name: str
    pattern: str
    general: bool = False


class Party(Frozen):
    """A body by its names, or a class of bodies by the ways of naming it; ``general`` where any body may belong."""

    name: str
    pattern: str
    general: bool = False

    def is_in(self, plain: str) -> bool:
        """Whether a text in :func:`plain` form names it."""
        return bool(_compiled(rf"(?<!\w)(?:{self.pattern})(?!\w)").search(plain))


class Parties(Frozen):
    """Who must do it and who receives it, as far as a question says."""

    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()


@cache
def asked_parties() -> tuple[AskedParty, ...]:
    """Classes of bodies without a name of their own."""
    return entries("cau-hoi", "chu_the", AskedParty)


@lru_cache(maxsize=2048)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Folded syllables with single spaces, abbreviations in full."""
    return " ".join(syllables(expand(text)))


def parties_of(plan: Plan, sources: Sources) -> Parties:
    """The parties that a question names; those that issued all the documents in question are none."""
    question = plan.analysis.question
    text, tells = plain(translate(question)), TOLD if question.language == "vi" else TOLD_IN_ENGLISH
    inside = plan.facts.documents or frozenset(sources.held)
    issuers = {plain(sources.held[id].issuer or "") for id in inside if id in sources.held}
    named = [one for one in _named_in(text) if not issuers or not all(map(one.is_in, issuers))]
    acting = [
        one
        for one in named
        if _compiled(rf"(?<!\w){NO_ACTOR}(?:{one.pattern})(?! nao)(?:\s\w+){{0,{FAR}}}?\s(?:{ACTS})(?!\w)").search(text)
    ]
    told = [one for one in named if _compiled(rf"(?<!\w){tells}(?:{one.pattern})(?! nao)(?!\w)").search(text)]
    own = [one for one in acting if one not in told and not one.general]
    return Parties(
        actors=tuple(own or [one for one in acting if one not in told]),
        recipients=tuple(one for one in told if not one.general),
    )


def _named_in(text: str) -> list[Party]:
    specific = [
        Party(name=body.names[0], pattern="|".join(" ".join(syllables(name)) for name in body.names))
        for body in named_bodies(text)
    ]
    classes = [Party(name=one.name, pattern=one.pattern, general=one.general) for one in asked_parties()]
    return [*specific, *(one for one in classes if one.is_in(text))]


def of_parties(plan: Plan, sources: Sources, items: Sequence[Evidence]) -> list[Evidence]:
    """The evidence that lays down the duty of the party asked about, towards the one it is done to."""
    parties = parties_of(plan, sources)
    kept = [item for item in items if _is_duty_of(parties.actors, sources, item.hit)]
    if not kept and all(one.general for one in parties.actors):  # a division is one of "các phòng"
        kept = list(items)
    kept = _naming(parties.actors, kept) or kept
    if not parties.recipients:
        return kept
    towards = [item for item in kept if any(_receives(one, sources, item.hit) for one in parties.recipients)]
    return towards or [item for item in kept if not _is_sent_elsewhere(sources, item.hit)]


def _naming(actors: Sequence[Party], items: Sequence[Evidence]) -> list[Evidence]:
    """The evidence that names the party itself, not only all of its kind, if it is worded nearly as alike."""
    named = [item for item in items if _names(actors, item.hit)]
    best = max((item.score for item in items), default=0.0)
    return named if any(item.score >= AS_LIKE * best for item in named) else []


def actor_of(sources: Sources, hit: RankedPassage) -> str | None:
    """Whose duty a passage lays down, as printed."""
    named = (duty.actor for duty in _duties(sources, hit) if duty.actor)
    return next(named, None) or heading_actor(hit.passage)


def _is_duty_of(actors: Sequence[Party], sources: Sources, hit: RankedPassage) -> bool:
    """Whether a passage is the duty of one of the parties, or of anybody, or says not whose it is."""
    if not actors:
        return True
    if _names(actors, hit):
        return True
    found = [plain(duty.actor) for duty in _duties(sources, hit) if duty.actor]
    heading = heading_actor(hit.passage)
    found += [plain(heading)] if heading and named_bodies(expand(heading)) else []
    found += [title for title in _titles(hit)[-1:] if DUTIES_OF.match(title)]
    return not found or any(map(_is_general, found))


def _names(actors: Sequence[Party], hit: RankedPassage) -> bool:
    """Whether a passage or a heading right above it names one of the parties as the one that acts."""
    own = [one for one in actors if not one.general]
    return any(one.is_in(title) for one in own for title in _titles(hit)) or any(_acts_in(one, hit) for one in own)


def _titles(hit: RankedPassage) -> list[str]:
    return [plain(title) for title in hit.passage.titles if title.strip()][-NEAREST:]


def _acts_in(party: Party, hit: RankedPassage) -> bool:
    """Whether a passage names a party otherwise than as the one it is sent to or belongs to."""
    return bool(_compiled(rf"(?<!\w){NO_ACTOR}(?:{party.pattern})(?!\w)").search(plain(hit.text)))


def _is_general(actor: str) -> bool:
    """Whether an actor is any of many bodies: "các sở, ban, ngành", not "Sở Tài chính - cơ quan thường trực"."""
    if any(body.first for body in named_bodies(actor)):
        return False
    return any(one.general and _compiled(one.pattern).search(actor) for one in asked_parties())


def _receives(party: Party, sources: Sources, hit: RankedPassage) -> bool:
    """Whether a passage says that something is sent to a party, not merely that the party is one of those who act."""
    if any(party.is_in(plain(duty.recipient)) for duty in _duties(sources, hit) if duty.recipient):
        return True
    sent = rf"(?<!\w)(?:ve|toi|den|gui|bao cao) (?:cac )?|{REPORTS}{NO_RECIPIENT}"
    return bool(_compiled(rf"(?:{sent})(?:{party.pattern})(?!\w)").search(plain(hit.text)))


def _is_sent_elsewhere(sources: Sources, hit: RankedPassage) -> bool:
    """Whether a passage says to whom something is sent, and so to none but those it names."""
    told = any(duty.recipient for duty in _duties(sources, hit))
    return told or any(not one.general and _receives(one, sources, hit) for one in _named_in(plain(hit.text)))


def _duties(sources: Sources, hit: RankedPassage) -> Iterable[Duty]:
    if hit.document not in sources.held:
        return ()
    return (one for one in sources.duties(hit.document) if hit.passage.start <= one.start < hit.passage.end)
