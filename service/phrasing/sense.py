"""Words that turn the sense of a sentence: denials, what is added, opposites."""

from __future__ import annotations

import re

from ingest.text import plain
from service.phrasing.statements import Statement
from service.phrasing.vocabulary import Sense, glue, negations, no_negations, opposites, ranks, senses
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


def adds_sense(claim: str, evidence: str, english: bool) -> bool:
    """Whether a claim has words that add something ("đã đạt", "duy nhất") of which the evidence has none."""
    return any(not _borne_out(one, claim, evidence, english) for one in senses())


def _borne_out(one: Sense, claim: str, evidence: str, english: bool) -> bool:
    said = {match.group() for match in one.pattern.finditer(claim)}
    if one.literal and not english:  # "Danh sách đã cấp" does not bear out "đã hoàn tất"
        return said <= {match.group() for match in one.proof.finditer(evidence)}
    return not said or bool(one.proof.search(evidence))


def turns_sense(claim: str, *told: str) -> bool:
    """Whether a claim says one of two opposites ("tăng") where the evidence says the other alone ("giảm").

    Of the texts ``told``, the nearest first, the first that says either decides.
    """
    for pair in opposites():
        nearest = next((text for text in told if pair.one.search(text) or pair.other.search(text)), "")
        for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
            if one.search(claim) and not other.search(claim) and other.search(nearest) and not one.search(nearest):
                return True
    return False


def drops_rank(claim: str, evidence: str) -> bool:
    """Whether a claim gives a title ("Bí thư") without the word in front that the evidence always gives it ("Phó")."""
    ranked = {match[1] for match in ranks().finditer(evidence)}
    plain = ranks().sub(" ", evidence)
    kept = ranks().sub(" ", claim)
    return any(_has(kept, title) and not _has(plain, title) for title in ranked)


def _has(text: str, words: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text))
