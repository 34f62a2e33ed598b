"""Bodies that a question names: what is said of another body does not answer it."""

from __future__ import annotations

import re
from functools import cache

from ingest.types import Frozen
from ingest.vocabulary import bodies
from service.lexicon import expand
from service.words import contains, fold, syllables

# Bodies that plans also speak of by their role ("Ủy ban", "cấp ủy", "Ban Chỉ đạo") prove nothing by being left out.
SPECIFIC = re.compile(
    r"(?:ban (?:xay dung dang|tuyen giao|to chuc|noi chinh|chi huy)|dang uy (?:uy ban|cac co quan)|phong|so|bo|cong an"
    r"|tram|trung tam|cuc|hoi|doan|mat tran|kho bac|bao hiem|vien|thanh tra)(?:\s|$)"
)
CASES = "neu|khi|luc|truong hop|gia su"
VERBS = "giao|yeu cau|chi dao|phan cong|ban hanh|quy dinh|dat|neu"
LEAST = 3  # syllables: "Bộ Y tế"; shorter names are words of other things too


class Body(Frozen):
    """A body by all the names it goes by.

    ``acting`` if it asks or assigns and is not the one that is told; ``first`` if the question, or the case that it
    puts ("nếu trạm y tế …"), begins with it: a passage about its work stands under its heading and need not name it
    again.
    """

    names: tuple[str, ...]
    acting: bool = False
    first: bool = False

    def is_named_in(self, text: str) -> bool:
        """Whether ``text``, its abbreviations in full, names the body."""
        return any(contains(text, name) for name in self.names)


@cache
def _bodies() -> tuple[Body, ...]:
    """The specific bodies of the vocabulary, the longest names first."""
    found: list[Body] = []
    for one in bodies():
        names = dict.fromkeys(map(expand, one.names))
        long = tuple(name for name in names if len(syllables(name)) >= LEAST)
        if long and SPECIFIC.match(fold(one.name)):
            found.append(Body(names=long))
    return tuple(sorted(found, key=lambda body: -max(map(len, body.names))))


def named_bodies(text: str) -> tuple[Body, ...]:
    """The bodies that a text (abbreviations in full) names, none inside the name of another."""
    named: list[Body] = []
    for body in _bodies():
        inside = any(contains(longer, name) for other in named for longer in other.names for name in body.names)
        if not inside and body.is_named_in(text):
            named.append(body.model_copy(update={"acting": _acts(text, body), "first": _is_first(text, body)}))
    return tuple(named)


def _is_first(text: str, body: Body) -> bool:
    plain = " ".join(syllables(text))
    names = "|".join(" ".join(syllables(name)) for name in body.names)
    return bool(re.search(rf"(?:^|(?<!\w)(?:{CASES})\s)(?:{names})(?!\w)", plain))


def _acts(text: str, body: Body) -> bool:
    """ "ở Bộ …", "Bộ … giao đơn vị nào": the question is set in the documents of that body."""
    names = "|".join(r"[\W_]+".join(syllables(name)) for name in body.names)
    plain = " ".join(syllables(text))
    return bool(
        re.search(rf"(?<!\w)(?:o|tai|cua|thuoc|theo)\s(?:{names})(?!\w)|(?<!\w)(?:{names})\s(?:{VERBS})(?!\w)", plain)
    )
