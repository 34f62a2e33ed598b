"""What a drafter asks for, as it stands in the address: the clause, where to look, what was collected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, get_args
from urllib.parse import urlencode

from starlette.datastructures import FormData, QueryParams

from ingest.structure.functions import vocabulary
from ingest.text import clean
from ingest.types import Function
from service.audit.types import Level
from service.precedents.desk import Place
from service.precedents.functions import FORMAL
from service.precedents.types import Filters
from web.site import number

DESK = "/soan-thao"
LEVELS: tuple[Level, ...] = get_args(Level)
COLLECTED = 40  # wordings collected at once: more would not fit an address
CLAUSE = 2000  # characters; a longer text is a draft


@dataclass(frozen=True)
class Asked:
    """Read from an address or a form; unknown values are as if not given."""

    text: str = ""
    function: Function | None = None
    level: Level | None = None
    province: str = ""
    type: str = ""
    clause: int = 1
    collected: tuple[Place, ...] = ()

    @classmethod
    def read(cls, given: QueryParams | FormData) -> Asked:
        """What an address or a form says; ``thoi`` names a wording taken out of the collection."""

        def text(key: str) -> str:
            value = given.get(key, "")
            return clean(value).strip() if isinstance(value, str) else ""

        out = {str(one) for one in given.getlist("thoi")}
        places = (Place.read(str(one)) for one in given.getlist("chon") if str(one) not in out)
        return cls(
            text=text("doan"),
            function=next((one for one in functions() if one == text("phan")), None),
            level=next((one for one in LEVELS if one == text("cap")), None),
            province=text("tinh")[:100],
            type=text("loai")[:100],
            clause=max(number(text("so")) or 1, 1),
            collected=tuple(dict.fromkeys(one for one in places if one))[:COLLECTED],
        )

    @property
    def filters(self) -> Filters:
        """Where wordings are taken from."""
        return Filters(level=self.level, province=self.province or None, type=self.type or None, function=self.function)

    def fields(self, *but: str) -> tuple[tuple[str, str], ...]:
        """As the fields of a form, without those named."""
        named = {
            "doan": self.text,
            "so": str(self.clause) if self.clause > 1 else "",
            "phan": self.function or "",
            "cap": self.level or "",
            "tinh": self.province,
            "loai": self.type,
        }
        told = [(key, value) for key, value in named.items() if value and key not in but]
        return (*told, *(("chon", str(place)) for place in self.collected if "chon" not in but))

    def href(self, path: str = DESK, /, **changes: Any) -> str:
        """The address of ``path`` with this request, changed as said."""
        query = urlencode(replace(self, **changes).fields())
        return f"{path}?{query}" if query else path

    def word(self) -> str:
        """The address of the collection as a Word file."""
        return f"{DESK}/cau-mau.docx?{urlencode([('chon', str(place)) for place in self.collected])}"


def functions() -> Iterable[Function]:
    """The functions a drafter may ask for, in the order of a plan."""
    return tuple(words.key for words in vocabulary() if words.key not in FORMAL)
