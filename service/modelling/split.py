"""Which pairs are learnt from and which are held out: a document is on one side only, and so is a text."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from ingest.errors import BadRequest
from ingest.text import plain, squeeze
from ingest.types import Frozen
from service.modelling.pairs import Pair, body
from service.ports import Archive

FEWEST_DOCUMENTS = 3
FEWEST_QUESTIONS = 10  # fewer questions measure nothing
MOST_QUESTIONS = 400
MOST_PASSAGES = 1500  # encoded before and after: half a minute each time on two cores


class Question(Frozen):
    """A held-out question: ``kinds`` of the pairs it comes from, and the passages that answer it."""

    text: str
    kinds: frozenset[str]
    passages: frozenset[str]


class Split(Frozen):
    """What is learnt and what is asked afterwards."""

    learnt: tuple[Pair, ...]
    questions: tuple[Question, ...]
    passages: tuple[str, ...]
    learnt_documents: tuple[str, ...]
    held_out: tuple[str, ...]


def split(archive: Archive, found: Sequence[Pair], share: float, seed: int) -> Split:
    """Holds out about ``share`` of the documents, the same ones for the same ``seed``.

    A pair with one foot on either side is dropped, and so is one to learn from whose words, question or passage,
    occur among what is held out: plans of a province are copied from one another.
    Raises :class:`~ingest.errors.BadRequest` if too little is held to learn from or to measure with.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing secret: the same documents for the same seed
    documents = sorted({document for one in found for document in one.documents})
    chance.shuffle(documents)
    held_out = frozenset(documents[: max(1, round(share * len(documents)))])
    learnt_from = frozenset(documents) - held_out
    asked = [one for one in found if one.documents <= held_out]
    passages = _texts(archive, held_out)
    barred = {plain(text) for text in passages} | {plain(one.query) for one in asked}
    learnt = tuple(
        one for one in found if one.documents <= learnt_from and not {plain(one.query), plain(one.passage)} & barred
    )
    questions = _questions(asked)
    if len(questions) > MOST_QUESTIONS:
        questions = chance.sample(questions, MOST_QUESTIONS)
    if len(documents) < FEWEST_DOCUMENTS or len(questions) < FEWEST_QUESTIONS or not learnt:
        raise BadRequest(
            f"Chưa đủ văn bản để huấn luyện: {len(documents)} văn bản cho {len(learnt)} cặp để học "
            f"và {len(questions)} câu hỏi để chấm.",
            f"Nạp thêm văn bản (ít nhất {FEWEST_DOCUMENTS}, nên từ vài chục) bằng tracuu sync rồi chạy lại.",
        )
    return Split(
        learnt=learnt,
        questions=tuple(questions),
        passages=tuple(_some(passages, questions, chance)),
        learnt_documents=tuple(sorted(learnt_from)),
        held_out=tuple(sorted(held_out)),
    )


def _texts(archive: Archive, documents: Iterable[str]) -> list[str]:
    """The passages of documents, each text once."""
    found: dict[str, None] = {}
    for document in sorted(documents):
        text = archive.text(document)
        found.update({squeeze(text[one.start : one.end]): None for one in body(archive, document)})
    return list(found)


def _questions(asked: Iterable[Pair]) -> list[Question]:
    """One question a wording: headings are repeated, and then any passage below one of them answers."""
    by_text: dict[str, list[Pair]] = {}
    for one in asked:
        by_text.setdefault(plain(one.query), []).append(one)
    return [
        Question(
            text=same[0].query,
            kinds=frozenset(one.kind for one in same),
            passages=frozenset(one.passage for one in same),
        )
        for same in by_text.values()
    ]


def _some(passages: Sequence[str], questions: Sequence[Question], chance: random.Random) -> list[str]:
    """What is searched: all that answers, and others up to :data:`MOST_PASSAGES`."""
    wanted = dict.fromkeys(text for question in questions for text in sorted(question.passages))
    others = [text for text in passages if text not in wanted]
    room = max(0, MOST_PASSAGES - len(wanted))
    return [*wanted, *(others if len(others) <= room else chance.sample(others, room))]
