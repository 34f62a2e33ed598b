"""An answer in the making: statements, their numbered citations, what comes near."""

from __future__ import annotations

from collections.abc import Callable

from ingest.types import Duty, Reference, Target, Task
from service.citations import Sources
from service.phrases import listed
from service.plan import Plan
from service.question import Language
from service.types import Answer, AnswerKind, Citation, NearMiss

AnyFact = Target | Task | Duty | Reference
Answerer = Callable[[Plan, Sources], "Draft | None"]

MAX_CITATIONS = 24  # more than a page of quotations is an export, not an answer
MAX_NEAR = 5
LEVELS = {"": ("", ""), "xa": ("cấp xã ", "commune "), "tinh": ("cấp tỉnh ", "provincial ")}

_answerers: dict[AnswerKind, Answerer] = {}


def answers(*kinds: AnswerKind) -> Callable[[Answerer], Answerer]:
    """Registers a function as the one that answers questions of these kinds.

    It returns ``None`` where its kind of evidence is not there; the passages are
    then asked.
    """

    def register(function: Answerer) -> Answerer:
        _answerers.update(dict.fromkeys(kinds, function))
        return function

    return register


def searched(plan: Plan) -> tuple[str, str]:
    """Where was looked, in words, Vietnamese and English."""
    names = [named.name for named in plan.analysis.scope.named]
    if names:
        return f"Trong tài liệu của {listed(names)}", f"in the documents of {listed(names, 'en')}"
    vietnamese, english = LEVELS[plan.analysis.scope.level]
    return f"Trong các tài liệu {vietnamese}đang giữ", f"in the {english}documents held"


def answerer(kind: AnswerKind) -> Answerer:
    """The registered function for a kind."""
    return _answerers[kind]


class Draft:
    """Collects statements and citations; :meth:`finish` makes the answer, or the refusal."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.statements: list[str] = []
        self.citations: list[Citation] = []
        self.facts: list[AnyFact] = []
        self.near: list[NearMiss] = []
        self.notes: list[str] = []
        self.reason: str | None = None

    def say(self, vietnamese: str, english: str | None = None) -> str:
        """The wording in the language of the question."""
        return english if self.language == "en" and english is not None else vietnamese

    def cite(self, citation: Citation) -> str:
        """The marker ``[n]`` of a citation; one span is cited once."""
        for known in self.citations:
            if (known.document, known.start, known.end) == (citation.document, citation.start, citation.end):
                return f"[{known.n}]"
        if len(self.citations) >= MAX_CITATIONS:
            return ""
        self.citations.append(citation.model_copy(update={"n": len(self.citations) + 1}))
        return f"[{len(self.citations)}]"

    def state(self, statement: str, *citations: Citation) -> None:
        """A statement and what it was computed from."""
        markers = "".join(dict.fromkeys(map(self.cite, citations)))
        self.statements.append(f"{statement} {markers}".strip())

    def add_near(self, citation: Citation, why: str) -> None:
        """Evidence that comes close, with the reason why it is not the answer."""
        if len(self.near) < MAX_NEAR and all(
            (n.citation.document, n.citation.start) != (citation.document, citation.start) for n in self.near
        ):
            self.near.append(NearMiss(why=why, citation=citation))

    def refuse(self, vietnamese: str, english: str | None = None) -> Draft:
        """Makes the draft a refusal."""
        self.reason = self.say(vietnamese, english)
        return self

    def finish(self, question: str, kind: AnswerKind, understood: str) -> Answer:
        """The answer; near misses are numbered after the citations."""
        refused = self.reason is not None
        citations = () if refused else tuple(self.citations)
        shown = {(c.document, c.start, c.end) for c in citations}
        near = [m for m in self.near if (m.citation.document, m.citation.start, m.citation.end) not in shown]
        numbered = tuple(
            NearMiss(why=miss.why, citation=miss.citation.model_copy(update={"n": len(citations) + i}))
            for i, miss in enumerate(near, 1)
        )
        return Answer(
            question=question,
            answered=not refused,
            kind=kind,
            answer=self.reason if self.reason is not None else "\n".join(self.statements),
            reason=self.reason,
            understood=understood,
            notes=tuple(self.notes),
            citations=citations,
            facts=() if refused else tuple(self.facts),
            near_misses=numbered,
        )
