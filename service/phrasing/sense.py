"""Words that turn the sense of a sentence: denials, what is added, opposites."""

from __future__ import annotations

import re

from ingest.text import plain
from service.phrasing.statements import Statement
from service.phrasing.vocabulary import glue, negations, no_negations, opposites, senses
from service.words import fold

WORD = re.compile(r"[^\W\d_]+")
REACH = 2  # content syllables behind a denial that it is taken to deny


def bare(statement: Statement) -> str:
    """The text in small letters with blanks for figures and times: their words ("không quá") are read with them."""
    figures = [(one.start if one.explicit else one.number[0], one.end) for one in statement.figures]
    return without(statement.text, [*figures, *((one.start, one.end) for one in statement.moments)])


def without(text: str, spans: list[tuple[int, int]]) -> str:
    """``text`` made plain, blanks in place of ``spans``."""
    letters = list(plain(text))
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def denied(text: str) -> list[frozenset[str]]:
    """For each denial of a bare text, the folded content syllables that it denies."""
    text = no_negations().sub(lambda match: " " * len(match.group()), text)
    return [_scope(text, match.end()) for match in negations().finditer(text)]


def _scope(text: str, at: int) -> frozenset[str]:
    words = (fold(match.group()) for match in WORD.finditer(text, at, at + 60))
    content = [word for word in words if word not in glue()]
    return frozenset(content[:REACH])


def same_denials(claim: str, evidence: str, english: bool) -> bool:
    """Whether a claim denies what the evidence denies of the things it speaks of, and nothing else; both bare.

    Between languages the words denied cannot be compared: there both must deny, or neither.
    """
    said, held = denied(claim), denied(evidence)
    if english:
        return bool(said) == bool(held)
    if any(not any(scope & other for other in held) for scope in said):
        return False
    words = {fold(word) for word in WORD.findall(claim)}
    turned = [scope for scope in held if len(scope) == REACH and scope <= words]
    return all(any(scope & other for other in said) for scope in turned)


def adds_sense(claim: str, evidence: str) -> bool:
    """Whether a claim has words that add something ("đã đạt", "duy nhất") of which the evidence has none."""
    return any(one.pattern.search(claim) and not one.proof.search(evidence) for one in senses())


def turns_sense(claim: str, evidence: str, beside: str) -> bool:
    """Whether a claim says one of two opposites ("tăng") where the evidence says the other alone ("giảm").

    What stands ``beside`` the figure decides where it says either.
    """
    for pair in opposites():
        told = beside if pair.one.search(beside) or pair.other.search(beside) else evidence
        for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
            if one.search(claim) and not other.search(claim) and other.search(told) and not one.search(told):
                return True
    return False
