"""The sentence to quote of a long passage: the one that tells what is demanded, not only the one worded most alike."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.evidence import Evidence, Gathered
from service.types import Citation
from service.words import sentences

CITED_DATE = re.compile(
    r"(?:số|Số)?\s*:?\s*\d+\s?[/-][\w/ .-]{2,24}?,?\s*(?:ngày\s+)?"
    r"(?:\d{1,2}/\d{1,2}/\d{4}|\d{1,2} tháng \d{1,2} năm \d{4})"
)


def cite_telling(gathered: Gathered, item: Evidence, patterns: Sequence[re.Pattern[str]]) -> Citation:
    """What is quoted of a passage, reaching to the sentence that looks as demanded where the quoted ones do not.

    The date of a document that is cited is no date of anything else.
    """
    citation = gathered.cite(item)
    if _tell(citation.quote, patterns) or item.document not in gathered.sources.held:
        return citation
    text, passage = gathered.sources.text(item.document), item.hit.passage
    telling = [span for span in sentences(text, passage.start, passage.end) if _tell(text[slice(*span)], patterns)]
    if passage.kind == "row" or not telling:
        return citation
    best = max(telling, key=lambda span: gathered.rarity.coverage(gathered.words, text[slice(*span)]))
    return gathered.sources.cite(item.document, *best, passage, score=item.score)


def _tell(quote: str, patterns: Sequence[re.Pattern[str]]) -> bool:
    own = CITED_DATE.sub(" ", quote)
    return all(pattern.search(own) for pattern in patterns)
