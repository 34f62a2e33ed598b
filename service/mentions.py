"""Documents that a question names: by symbol, by type and number ("NQ57", "Công văn 6225"), with their dates.

A document can be what is asked about ("Theo Nghị quyết 57, …") or merely what others
carry out or cite ("kế hoạch thực hiện Nghị quyết 57"); the words in front tell which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Literal

from ingest.facts.deadlines import normalise
from ingest.facts.symbols import find_symbols
from ingest.types import Frozen
from service.lexicon import DocumentWord, document_words, expand, phrases, well_known
from service.ports import Held
from service.words import fold, syllables

Role = Literal["subject", "object"]
PLANS, RESOLUTION = ("ke hoach", "chuong trinh"), "NQ"
OWN = re.compile(
    r"\s+(?:cua\s+(?!(?:cac |nhung |moi )?(?:xa|phuong)(?!\w))|(?:ubnd|tinh|thanh pho|tp)(?!\w))"
)  # whose plan
BACK = 44  # characters in front of a name that may tell its role
DATED = re.compile(
    r"^[\s,(]*(?:(?:ban hanh|issued)\s+)?(?:ngay|dated|of|on|nam|from)?\s*"
    r"(\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\d{1,2} thang \d{1,2} nam \d{4}|\d{1,2} [a-z]+ (?:19|20)\d\d"
    r"|(?:19|20)\d\d(?![/\d]))"
)

JOINING = frozenset("so ve cua tinh thanh pho tp xa phuong nam ngay".split())  # between a type and its number
COORDINATED = re.compile(r"\s*(?:,|va|voi|hay|hoac|and|or|with)\s+(\d{2,5})(?![\w%]|[.,/-]\d|\s*%)")


class Mention(Frozen):
    """A document named in a question; ``documents`` are those held that bear the name.

    ``kind`` is the folded type ("nghi quyet"), "" if only a symbol was given; ``dated`` the date
    or year printed with the name, as in ``Target.deadline``.
    """

    kind: str = ""
    code: str = ""
    number: str
    symbol: str | None = None
    printed: str
    start: int
    end: int
    dated: str | None = None
    role: Role = "subject"
    documents: tuple[str, ...] = ()


def find_mentions(text: str, held: Sequence[Held]) -> tuple[Mention, ...]:
    """Every document named in ``text`` in reading order."""
    found = list(_by_symbol(text))
    for named in (_by_number(text), _by_subject(text, held)):
        found += [one for one in named if not any(one.start < known.end and known.start < one.end for known in found)]
    resolved = [_resolved(one, text, held) for one in sorted(found, key=lambda one: one.start)]
    resolved = [_carrying_out_the_known(one, text, held) for one in resolved]
    # "Kế hoạch 552 và 30 xã": a bare number is a document only where one bears it
    return tuple(one for one in resolved if one.documents or one.symbol or not _is_no_name(one, text))


def _is_no_name(one: Mention, text: str) -> bool:
    """A bare number, or a year: "kế hoạch 2026 của xã" names no document that nobody holds."""
    return text[one.start : one.start + 1].isdigit() or bool(re.fullmatch(r"20[2-4]\d", one.number))


def blanked(text: str, mentions: Sequence[Mention]) -> str:
    """``text`` with commas in place of the names, so that their numbers and years are no conditions."""
    for one in mentions:
        text = text[: one.start] + "," * (one.end - one.start) + text[one.end :]
    return text


def _by_symbol(text: str) -> Iterator[Mention]:
    folded = fold(text)
    for symbol in find_symbols(text):
        named = _type_before().search(folded, max(0, symbol.start - 24), symbol.start)
        yield Mention(
            kind=fold(_word(named[1]).type) if named else "",
            code=symbol.code or "",
            number=symbol.number.lstrip("0"),
            symbol=symbol.canonical,
            printed=symbol.printed,
            start=named.start() if named else symbol.start,
            end=symbol.end,
        )


def _by_number(text: str) -> Iterator[Mention]:
    for match in _type_and_number().finditer(fold(text)):
        word = _word(match[1])
        yield Mention(
            kind=fold(word.type),
            code=word.code,
            number=match[2].lstrip("0"),
            printed=text[match.start() : match.end()],
            start=match.start(),
            end=match.end(),
        )
        for other in _coordinated(fold(text), match.end()):
            yield Mention(
                kind=fold(word.type),
                code=word.code,
                number=other[1].lstrip("0"),
                printed=f"{word.type} {other[1]}",
                start=other.start(1),
                end=other.end(1),
            )


def _by_subject(text: str, held: Sequence[Held]) -> Iterator[Mention]:
    """ "Kế hoạch dân số 165", "kế hoạch chuyển đổi số giao thông số 597": type, words of the subject, number.

    Only where a document held bears the number and its subject, issuer or place every word in between.
    """
    for match in _type_and_subject().finditer(fold(text)):
        word = _word(match[1])
        between = text[match.start(2) : match.end(2)]
        one = Mention(
            kind=fold(word.type),
            code=word.code,
            number=match[3].lstrip("0"),
            printed=text[match.start() : match.end()],
            start=match.start(),
            end=match.end(),
        )
        if any(bears(document, one) and _speaks_of(document, between) for document in held):
            yield one


def _speaks_of(document: Held, words: str) -> bool:
    about = " ".join(filter(None, (document.subject, document.issuer, document.commune, document.province)))
    known = {*syllables(expand(about)), *JOINING}
    return all(word in known for word in syllables(expand(words)))


def _coordinated(folded: str, at: int) -> Iterator[re.Match[str]]:
    """The further numbers of "Kế hoạch 552 và 617"."""
    while match := COORDINATED.match(folded, at):
        yield match
        at = match.end()


@cache
def _words() -> dict[str, DocumentWord]:
    return {fold(name): word for word in document_words() for name in word.any}


def _word(name: str) -> DocumentWord:
    return _words()[" ".join(name.split())]


@cache
def _names() -> str:
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(_words(), key=len, reverse=True))


@cache
def _type_and_number() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w/-])({_names()})[\s-]*(?:so\s+|no\.?\s*|number\s+)?(\d{{1,5}})(?![\w%]|[.,]\d|\.\w|\s*%|[/-]\d)"
    )


@cache
def _type_and_subject() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w/-])({_names()})\s+((?:[^\W\d][\w-]*\s+){{1,8}}?)(?:so\s+)?(\d{{2,5}})(?![\w%]|[.,]\d|\s*%|[/-]\d)"
    )


@cache
def _type_before() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/-])({_names()})\s+(?:so\s+|no\.?\s*|number\s+)?$")


def _resolved(one: Mention, text: str, held: Sequence[Held]) -> Mention:
    end, dated = one.end, None
    after = DATED.match(fold(text[one.end :]))
    if after:
        dated = normalise(text[one.end + after.start(1) : one.end + after.end(1)])
        end = one.end + after.end() if dated else end
    documents = [document.id for document in held if bears(document, one)]
    if dated and len(documents) > 1:
        by_id = {document.id: document for document in held}
        documents = [id for id in documents if (by_id[id].issued or "").startswith(dated[:4])] or documents
    issuers = [one.issuer for one in held if one.id in documents and one.issuer]
    end = max([end, *(_behind_issuer(text, end, issuer) for issuer in issuers)])
    carried = _is_carried_out(text, one) or (not documents and any(_carries_out(document, one) for document in held))
    role: Role = "object" if carried else "subject"
    return one.model_copy(update={"end": end, "dated": dated, "documents": tuple(documents), "role": role})


def _carries_out(document: Held, one: Mention) -> bool:
    """Whether a document that has not the number is called by what it carries out: "kế hoạch 57" of a commune."""
    if one.symbol or not one.kind or one.number not in (document.subject or ""):
        return False
    cited = find_symbols(document.subject or "")
    return fold(document.type or "").startswith(one.kind) and any(one.number == x.number.lstrip("0") for x in cited)


def _carrying_out_the_known(one: Mention, text: str, held: Sequence[Held]) -> Mention:
    """ "kế hoạch 57": where no plan bears the number, the plans for the resolution that everybody calls by it."""
    bare = one.kind in PLANS and not (one.symbol or one.documents or one.dated or OWN.match(fold(text), one.end))
    symbol = well_known(RESOLUTION, one.number) if bare else None
    if symbol is None:
        return one
    known = one.model_copy(update={"kind": "nghi quyet", "code": RESOLUTION, "symbol": symbol, "role": "object"})
    return known.model_copy(update={"documents": tuple(document.id for document in held if bears(document, known))})


def _behind_issuer(text: str, end: int, issuer: str) -> int:
    """The end of "… của Ủy ban nhân dân tỉnh Đồng Nai" behind the name of a document of that issuer."""
    name = r"[\W_]+".join(map(re.escape, fold(issuer).split()))
    match = re.compile(rf"[\s,]*(?:cua|of|do|by)\s+(?:the\s+)?{name}(?!\w)").match(fold(text), end)
    return match.end() if match else end


def bears(document: Held, one: Mention) -> bool:
    """Whether a document held bears the symbol, or the type and number, of a mention.

    A letter without a symbol of its own in the text is known by its file name, a page on a document by its title.
    """
    if one.number not in (document.symbol or f"{document.source} {document.subject}"):  # almost every document
        return False
    if not document.symbol:
        named = re.search(rf"(?<!\d)0*{one.number}-[A-ZĐa-zđ]", document.source)
        alike = not one.kind or fold(document.type or "").startswith(one.kind)
        return bool(named and alike) or _is_titled(document, one)
    if one.symbol:
        return symbol_key(document.symbol) == symbol_key(one.symbol)
    printed = re.match(r"0*(\d+)", document.symbol)
    if not printed or printed[1] != one.number:
        return False
    code = re.search(r"\d[/-](?:\d{4}/)?(\w+)", document.symbol)
    return fold(document.type or "").startswith(one.kind) or bool(code and one.code and code[1] == one.code)


def _is_titled(document: Held, one: Mention) -> bool:
    """Whether a page that nobody is printed to have issued bears the number in its title: "… (Kế hoạch 12/KH-UBND)"."""
    if document.issuer:
        return False
    own = [found for found in find_symbols(document.subject or "") if found.number.lstrip("0") == one.number]
    if one.symbol:
        return any(symbol_key(found.canonical) == symbol_key(one.symbol) for found in own)
    return any(not one.code or not found.code or found.code == one.code for found in own)


@lru_cache(maxsize=1 << 16)  # every document's symbol is compared question after question
def symbol_key(symbol: str) -> str:
    """A symbol without the ways of printing it; ``D`` is not ``Đ``."""
    plain = re.sub(r"[^\w/]", "", symbol.replace("–", "-").casefold()).replace("/", "")
    return plain.lstrip("0")


def _is_carried_out(text: str, one: Mention) -> bool:
    """Whether the document is named as what others carry out, not as the one asked about."""
    before = fold(text[max(0, one.start - BACK) : one.start])
    return bool(_carrying_out().search(before))


@cache
def _carrying_out() -> re.Pattern[str]:
    words = "|".join(re.escape(fold(phrase)) for phrase in phrases("thuc_hien"))
    return re.compile(rf"(?<!\w)(?:{words})\w*\s+(?:[^\W\d]+\s+){{0,3}}$")
