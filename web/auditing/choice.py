"""What an inspector looks at, as it stands in the address: the frame, the documents, which findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from service.audit.desk import State, Wanted
from service.audit.types import Category, Severity
from web.site import number

DESK = "/kiem-tra"
FINDINGS = f"{DESK}/phat-hien"
FRAME = "nq57"
MOST = 30  # documents looked at together; a table of more is nobody's reading
KINDS = {"muc-tieu": "target", "nhom": "group", "nhiem-vu": "task"}
STATES = {"chua": "open", "ghi-nhan": "accepted", "bo-qua": "dismissed"}


@dataclass(frozen=True)
class Choice:
    """Read from an address and written into the addresses of a page; unknown values are as if not given."""

    frame: str = FRAME
    documents: tuple[str, ...] = ()  # none: those the frame is for
    only: str = ""  # one of them
    item: str = ""  # one of the frame
    severity: str = ""
    category: str = ""
    state: str = ""
    kind: str = "muc-tieu"
    search: str = ""  # in the names of documents offered
    page: int = 1
    columns: int = 1

    @classmethod
    def read(cls, query: QueryParams) -> Choice:
        """The choice that an address says."""

        def among(key: str, known: Iterable[Any], usual: str = "") -> str:
            return next((str(one) for one in known if one == query.get(key)), usual)

        return cls(
            frame=query.get("khung") or FRAME,
            documents=tuple(dict.fromkeys(id for id in query.getlist("vb") if id)),
            only=query.get("chi", ""),
            item=query.get("muc-khung", ""),
            severity=among("muc", get_args(Severity)),
            category=among("loai", get_args(Category)),
            state=among("xu-ly", STATES),
            kind=among("bang", KINDS, "muc-tieu"),
            search=query.get("tim", "").strip()[:100],
            page=max(number(query.get("trang", "")) or 1, 1),
            columns=max(number(query.get("cot", "")) or 1, 1),
        )

    def among(self, documents: Sequence[str]) -> tuple[str, ...]:
        """The one document looked at if it is of ``documents``, else all of them."""
        return (self.only,) if self.only in documents else tuple(documents)

    @property
    def wanted(self) -> Wanted:
        """Which findings are looked at."""
        states: tuple[State, ...] = tuple(one for one in get_args(State) if one == STATES.get(self.state))
        severities: tuple[Severity, ...] = tuple(one for one in get_args(Severity) if one == self.severity)
        categories: tuple[Category, ...] = tuple(one for one in get_args(Category) if one == self.category)
        return Wanted(severities=frozenset(severities), categories=frozenset(categories), states=frozenset(states))

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """As the fields of a form; what is usual is left out."""
        usual = Choice()
        named = {
            "khung": (self.frame, usual.frame),
            "chi": (self.only, ""),
            "muc-khung": (self.item, ""),
            "muc": (self.severity, ""),
            "loai": (self.category, ""),
            "xu-ly": (self.state, ""),
            "bang": (self.kind, usual.kind),
            "tim": (self.search, ""),
            "trang": (str(self.page), "1"),
            "cot": (str(self.columns), "1"),
        }
        told = [(key, value) for key, (value, normal) in named.items() if value != normal]
        return (*told, *(("vb", id) for id in self.documents))

    def kept(self, *but: str) -> tuple[tuple[str, str], ...]:
        """The fields without those named, for a form that has inputs of its own for them."""
        return tuple((key, value) for key, value in self.fields if key not in but)

    def alone(self, document: str) -> Choice:
        """One document against the same frame, nothing else chosen: short enough to stand in every row."""
        return Choice(frame=self.frame, documents=(document,))

    def href(self, path: str = DESK, /, **changes: Any) -> str:
        """The address of ``path`` with this choice, changed as said."""
        query = urlencode(replace(self, **changes).fields)
        return f"{path}?{query}" if query else path
