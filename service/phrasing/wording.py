"""Whether a sentence keeps to what its evidence speaks of: the last net under the exact checks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.lexicon import english_terms
from service.phrasing import sense
from service.phrasing.evidence import Evidence, Proof
from service.phrasing.statements import Statement, words_of
from service.phrasing.vocabulary import glue
from service.words import syllables

KNOWN = 0.6  # share of the content words that the evidence, or the question, must have
KNOWN_ALONE = 0.7  # the same where there is no figure and no time, and nothing else to be checked by


def keeps_to(claim: Statement, group: Sequence[Evidence], proof: Proof) -> bool:
    """Whether most of the content words of a claim are in the evidence or in the question."""
    text = sense.without(claim.text, list(claim.spans))
    english = claim.english
    known = frozenset().union(*(one.words for one in group)) | words_of(proof.question, english)
    least = KNOWN if claim.figures or claim.moments else KNOWN_ALONE
    if english:
        return _translated(text, known) >= KNOWN
    words = words_of(text)
    return not words or len(words & known) / len(words) >= least


def shares_of_same(claim: Statement, group: Sequence[Evidence]) -> bool:
    """Whether what a figure counts or is a share of ("75% số xóm") is in the evidence, its first two syllables."""
    if claim.english:
        return True
    known = frozenset().union(*(one.words for one in group))
    plain = sense.without(claim.text, list(claim.spans))
    return all(_counted(plain[figure.end :]) <= known for figure in claim.figures)


def _counted(text: str) -> frozenset[str]:
    run = re.match(r"[\w ]*", text)
    words = syllables(run.group() if run and text[:1] == " " else "")
    while words and words[0] in ("so", "tong", "cac"):
        words.pop(0)
    joint = next((at for at, word in enumerate(words) if word in glue()), len(words))
    return frozenset(words[: min(joint, 2)])


def _translated(text: str, known: frozenset[str]) -> float:
    """The share of the English words and terms of a text whose Vietnamese words are known; 1 if there are none."""
    held: list[bool] = []
    for start, end, meaning in reversed(english_terms(text)):
        words = words_of(meaning)
        if set(syllables(text[start:end])) - glue() and words:
            held.append(2 * len(words & known) >= len(words) or set(syllables(text[start:end])) <= known)
        text = f"{text[:start]} {text[end:]}"
    held += [word in known for word in syllables(text) if word not in glue() and not word.isdigit()]
    return sum(held) / len(held) if held else 1.0
