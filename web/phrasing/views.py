"""What the ask page is given of phrasing: the offer of it, and the sentences that stood."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from service.asking_routes import AskBody
from service.phrasing.phraser import Phraser
from service.phrasing.types import REASONS, Phrasing
from service.types import Answer
from web.asking.conditions import reading_from
from web.asking.lines import Line, line_of
from web.words import Words


@dataclass(frozen=True)
class PhrasingView:
    """The offer to phrase an answer, and what came of it where that was asked for.

    ``body`` is the request that a script sends; ``fields`` are those of the form that does without.
    """

    model: str
    host: str
    remote: bool
    body: str
    fields: tuple[tuple[str, str], ...]
    asked: bool = False
    lines: tuple[Line, ...] = ()
    dropped: tuple[str, ...] = ()
    told: str = ""


def offer(request: Request, question: str, answer: Answer, phraser: Phraser | None) -> PhrasingView | None:
    """The offer below an answer; ``None`` where no model is set or nothing is proven."""
    if phraser is None or not answer.answered or not answer.citations:
        return None
    told = phraser.settings
    fields = tuple((name, value) for name, value in request.query_params.multi_items() if name not in ("q", "lang"))
    body = AskBody(question=question, conditions=reading_from(request.query_params))
    return PhrasingView(
        model=told.model,
        host=told.host,
        remote=told.remote,
        body=body.model_dump_json(exclude_unset=True, exclude={"conditions"} if body.conditions is None else None),
        fields=(("q", question), *fields),
    )


def shown(view: PhrasingView, phrasing: Phrasing, answer: Answer, words: Words) -> PhrasingView:
    """The offer with what came of it."""
    known = {citation.n for citation in answer.citations}
    english = words.language == "en"
    return PhrasingView(
        model=view.model,
        host=view.host,
        remote=view.remote,
        body=view.body,
        fields=view.fields,
        asked=True,
        lines=tuple(line_of(sentence.text, known) for sentence in phrasing.sentences),
        dropped=tuple(
            words("phrase.dropped", count=one.count, why=REASONS[one.reason][english]) for one in phrasing.dropped
        ),
        told=phrasing.told,
    )
