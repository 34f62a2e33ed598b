"""Whether a document that a question names is the one to search in, or one that others cite."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.kinds import CITING
from service.mentions import Mention
from service.types import AnswerKind
from service.words import fold

INSIDE = re.compile(r"(?<!\w)(?:cua|trong|theo|in|of|under)\s+$")
CITED_IN = re.compile(
    r"(?<!\w)(?:(?:trong|tai|theo|in|under)|(?:cited|mentioned|named|referred to) (?:by|in)(?:\s+[^\W\d]+){0,6})\s+$"
)
PASSIVE = re.compile(r"(?<!\w)(?:duoc|bi|is|are|was)(?!\w)")


def in_role(one: Mention, kind: AnswerKind, text: str, mentions: Sequence[Mention]) -> Mention:
    """In a question about citations the cited document is no place to search in.

    "Kế hoạch 552 dẫn văn bản nào" asks about the plan, "Nghị quyết 71 được xã nào dẫn" about the others.
    """
    if kind == "precedent" and len(mentions) == 1 and not INSIDE.search(fold(text[max(0, one.start - 20) : one.start])):
        return one.model_copy(update={"role": "object"})
    if kind != "reference":
        # nobody else carries out a plan or a letter: "kinh phí thực hiện Kế hoạch 552" asks about that plan
        own = one.kind in ("ke hoach", "cong van", "chuong trinh") and bool(one.documents) and kind != "precedent"
        return one.model_copy(update={"role": "subject"}) if own else one
    folded = fold(text)
    if one.documents and CITED_IN.search(folded[max(0, one.start - 60) : one.start]):
        return one.model_copy(update={"role": "subject"})
    if not one.documents:  # what is not held can only be cited
        return one.model_copy(update={"role": "object"})
    verb = CITING.search(folded, one.end)
    passive = verb and PASSIVE.search(folded, one.end, verb.start())
    return one.model_copy(update={"role": "subject" if verb and not passive else "object"})
