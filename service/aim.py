"""What kind of answer a question wants, and from which documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from service import lexicon
from service.bodies import named_bodies
from service.cited import Cited, asked_citation, asks_of_citation, in_role
from service.clauses import are_apart, clauses_of
from service.counting import Counted, counted_documents
from service.described import Description
from service.kinds import Surface, final_kind, first_kind, is_terse, sides_of, worded_sides_of
from service.mentions import Mention, blanked
from service.ports import Held
from service.question import Question
from service.scope import Named, Scope, find_scope, gazetteer
from service.types import AnswerKind


class Aim(NamedTuple):
    """The kind of answer, the documents it comes from, and what told both."""

    kind: AnswerKind
    scope: Scope
    surface: Surface
    mentions: tuple[Mention, ...]
    cited: Cited | None
    counted: Counted | None
    terse: bool


class _Seeker(NamedTuple):
    """What is known before it is known where to look."""

    question: Question
    wording: lexicon.Wording
    mentions: Sequence[Mention]
    described: Sequence[Description]
    held: Sequence[Held]
    counted: Counted | None

    def scope(self, text: str, *, comparing: bool) -> Scope:
        """The documents in question; "xã nào" asks the communes' documents only."""
        subjects = [one for one in self.mentions if one.role == "subject"]
        titled = [named for one in self.described for named in one.documents]
        scope = find_scope(text, self.held, gazetteer(), subjects, described=titled, comparing=comparing)
        if (scope.documents is not None and not (comparing and subjects)) or scope.unheld:
            return scope
        communes = tuple(one.id for one in self.held if one.commune)
        provinces = tuple(one.id for one in self.held if one.province and not one.commune)
        for asked, ids in (("hoi_cap_xa", communes), ("hoi_cap_tinh", provinces)):
            level = asked.removeprefix("hoi_cap_")
            told = self.wording.has_any(lexicon.phrases(asked)) or self.counted == level
            if ids and len(ids) < len(self.held) and told:
                if set(ids) & set(scope.documents or ()):
                    break  # "xã nào" of two communes that are named
                return scope.model_copy(update={"documents": (*ids, *(scope.documents or ())), "level": level})
        return scope


def aim_of(
    question: Question,
    surface: Surface,
    indicators: Sequence[str],
    mentions: Sequence[Mention],
    described: Sequence[Description],
    held: Sequence[Held],
) -> Aim:
    """The kind and the documents of a question of which the surface and the indicators are known."""
    kind = first_kind(question, surface)
    cited = asked_citation(question, mentions, kind, held)
    if cited or asks_of_citation(question, mentions, kind, held):
        kind = "reference"
    text = blanked(question.text, mentions)
    mentions = tuple(in_role(one, kind, question.text, mentions, cited) for one in mentions)
    counted = counted_documents(question)
    seeker = _Seeker(question, lexicon.wording_of(question), mentions, described, held, counted)
    scope, surface = _where(seeker, surface, cited)
    surface = _with_sides(surface, question.text, text, scope)
    terse = kind == "passage" and is_terse(question.text, indicators, scope, bool(surface.times))
    kind = final_kind(kind, question, surface, scope, terse=terse)
    counted = None if scope.named else counted
    if counted is not None and kind in ("target", "passage", "obligation"):
        kind = "list"
    return Aim(kind, scope, surface, mentions, cited, counted, terse)


def _where(seeker: _Seeker, surface: Surface, cited: Cited | None) -> tuple[Scope, Surface]:
    question = seeker.question
    scope = seeker.scope(question.text, comparing=surface.comparing)
    if cited and cited.issuer:  # its place is where the cited document comes from, if another is named
        other = seeker.scope(cited.without(question).text, comparing=surface.comparing)
        scope = other if other.named else scope
    elif not surface.comparing and not cited and len(clauses_of(question.text)) > 1:
        both = seeker.scope(question.text, comparing=True)
        if are_apart(question.text, seeker.mentions, both.named):  # "Xã A nói …; Nghị quyết B thì giao ai?"
            scope, surface = both, surface.model_copy(update={"comparing": True})
    return _of_issuers(scope, lexicon.expand(lexicon.translate(question)), seeker.held), surface


def _of_issuers(scope: Scope, text: str, held: Sequence[Held]) -> Scope:
    """The documents of a body that is named as the one that assigns ("Bộ … giao cục nào"), if nothing else is named."""
    if scope.documents is not None or scope.unheld:
        return scope
    for body in named_bodies(text):
        ids = tuple(one.id for one in held if one.issuer and body.is_named_in(one.issuer))
        if body.acting and ids:
            return scope.model_copy(update={"documents": ids, "named": (Named(name=body.names[0], documents=ids),)})
    return scope


def _with_sides(surface: Surface, text: str, blank: str, scope: Scope) -> Surface:
    """The sides of a comparison: two indicators, else the words of two targets of one document."""
    if not surface.comparing:
        return surface
    sides = sides_of(text)
    worded = worded_sides_of(blank) if not sides and len(scope.documents or ()) == 1 else ()
    return surface.model_copy(update={"sides": sides, "worded_sides": worded})
