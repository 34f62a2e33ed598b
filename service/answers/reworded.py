"""Quoted words that no document has: the nearest wording, told as what it is.

A drafter who remembers a sentence puts it in quotation marks in words of his own; what he wants is the sentence.
"""

from __future__ import annotations

from service import lexicon
from service.analysis import Analysis
from service.answers.draft import Draft, searched
from service.answers.passage import quote
from service.citations import Sources
from service.everyday import everyday_words, official
from service.evidence import best_per_document, gather
from service.focus import focus_of
from service.phrases import listed
from service.plan import compile_plan
from service.words import syllables

SENTENCE = 6  # syllables; shorter quotations are terms, and a term is there or not
LEFT_OUT = 0.34  # share of what the quotation is about that the nearest wording may leave out
SHOWN = 2


def reworded(analysis: Analysis, sources: Sources) -> Draft | None:
    """The passages that say what is quoted in other words; ``None`` where none does, or a term is quoted."""
    quoted = " ; ".join(analysis.phrases)
    if analysis.question.language != "vi" or len(syllables(quoted)) < SENTENCE:
        return None
    gathered = gather(compile_plan(_unquoted(analysis, quoted)), sources)
    near = [item for item in gathered.items[:SHOWN] if item.lacking <= LEFT_OUT and gathered.carries(item)]
    if not near:
        return None
    draft = Draft("vi")
    where, _ = searched(gathered.plan)
    draft.statements.append(
        f"{where} không có nguyên văn {listed([f'“{one}”' for one in analysis.phrases])}; gần nhất:"
    )
    for item in best_per_document(near, SHOWN):
        quote(draft, sources, item, gathered.cite(item))
    return draft


def _unquoted(analysis: Analysis, quoted: str) -> Analysis:
    """The question for a passage that says what is quoted, in whatever words."""
    marked = analysis.question.marked
    words = lexicon.expand(official(quoted, marked=marked))
    return analysis.model_copy(
        update={
            "kind": "passage",
            "phrases": (),
            "search_text": lexicon.expand(official(quoted, marked=marked, keep=True), keep=True),
            "terms": tuple(lexicon.content(words, marked=None if marked else False)),
            "focus": focus_of(words, marked=marked),
            "everyday": everyday_words(quoted, marked=marked),
            "telling": (),
            "demands": (),
        }
    )
