"""The calls of the API, each with its arguments and what it gives; clients send them.

Names, addresses and shapes come from the generated modules, so that a call that the service no longer knows cannot be
written here unnoticed.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar
from urllib.parse import quote

from pydantic import TypeAdapter

from service.client import models as m
from service.client import operations as op
from service.client.base import Operation

R = TypeVar("R")
Mode = Literal["hybrid", "dense", "lexical"]
Level = Literal["xa", "tinh", "trung_uong"]
Names = Sequence[str]


@dataclass(frozen=True)
class Call(Generic[R]):
    """A call to be sent: an operation with its arguments, and the type of its result."""

    operation: Operation
    result: TypeAdapter[R]
    places: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    files: Sequence[tuple[str, tuple[str, bytes, str]]] | None = None

    def __post_init__(self) -> None:
        """Raises :class:`TypeError` for a name that the operation does not take: it would be left aside in silence."""
        unknown = self.query.keys() - self.operation.query
        if unknown:
            raise TypeError(f"{self.operation.name} takes no {', '.join(sorted(unknown))}")

    @property
    def path(self) -> str:
        """The address, its places filled."""
        return self.operation.path.format(**{name: quote(value, safe="") for name, value in self.places.items()})

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """What stands behind the address: nothing for ``None`` and "", a list as often as it has members."""
        return [(name, text) for name, value in self.query.items() for text in _texts(value)]


def ask(question: str, conditions: m.Reading | None = None) -> Call[m.Answer]:
    """An answer with its quotations, or a refusal with the nearest evidence."""
    body = m.AskBody(question=question, conditions=conditions)
    return Call(op.ASK, TypeAdapter(m.Answer), body=body.model_dump(mode="json", exclude_unset=True, by_alias=True))


def search(
    q: str,
    *,
    k: int = 10,
    offset: int = 0,
    mode: Mode = "hybrid",
    facets: bool = False,
    document: Names = (),
    province: Names = (),
    commune: Names = (),
    type: Names = (),
    issuer: Names = (),
    year: Names = (),
    level: Names = (),
    mark: Names = (),
) -> Call[m.Found]:
    """The nearest passages, best first, within the documents that the filters admit."""
    return Call(op.SEARCH, TypeAdapter(m.Found), query=locals())


def documents() -> Call[m.Listed]:
    """The documents held."""
    return Call(op.LIST_DOCUMENTS, TypeAdapter(m.Listed))


def show(document: str) -> Call[m.Document]:
    """A document whole: text, outline, facts."""
    return Call(op.GET_DOCUMENT, TypeAdapter(m.Document), places={"id": document})


def versions(document: str) -> Call[m.VersionList]:
    """Every version known of a document, the one held last."""
    return Call(op.LIST_VERSIONS, TypeAdapter(m.VersionList), places={"id": document})


def version(document: str, name: str) -> Call[m.VersionShown]:
    """A version of a document whole, by its number or by how its hash begins."""
    return Call(op.GET_VERSION, TypeAdapter(m.VersionShown), places={"id": document, "name": name})


def targets(document: Names = (), key: Names = ()) -> Call[list[m.FoundTarget]]:
    """Targets, of some documents and indicators or of all."""
    return Call(op.TARGETS, TypeAdapter(list[m.FoundTarget]), query=locals())


def obligations(
    *,
    body: str = "",
    role: Literal["lead", "partner", "recipient"] | None = None,
    kind: Literal["task", "duty"] | None = None,
    due: str = "",
    dated: Literal["yes", "no"] | None = None,
    overdue: date | None = None,
    rhythm: str = "",
    level: Level | None = None,
    place: str = "",
    document: str = "",
    text: str = "",
    sort: Literal["due", "-due", "lead", "document", "text"] | None = None,
    offset: int = 0,
    limit: int = 100,
) -> Call[m.ObligationsFound]:
    """Tasks and duties that meet every condition given, a part of the register."""
    return Call(op.OBLIGATIONS, TypeAdapter(m.ObligationsFound), query=locals())


def audit(document: Names = (), frame: str = "nq57", off: Names = ()) -> Call[m.AuditReport]:
    """Documents (all, if none is named) checked against a frame and against themselves."""
    return Call(op.RUN_AUDIT, TypeAdapter(m.AuditReport), query=locals())


def precedents(
    text: str,
    *,
    level: Level | None = None,
    province: str | None = None,
    type: str | None = None,
    limit: int = 8,
) -> Call[m.Precedents | m.DraftReport]:
    """How held documents word a clause, or each clause of a draft of several paragraphs."""
    body = m.PrecedentBody(text=text, level=level, province=province, type=type, limit=limit)
    return Call(op.PRECEDENTS, TypeAdapter(m.Precedents | m.DraftReport), body=body.model_dump(mode="json"))


def upload(
    files: Sequence[Path], *, policy: Literal["ask", "replace", "keep"] = "keep", collection: str | None = None
) -> Call[m.Job]:
    """Sends files; they are read behind the scenes, see :func:`job`. Raises :class:`OSError` if one is not there."""
    sent = [("files", (file.name, file.read_bytes(), _media(file))) for file in files]
    query = {"policy": policy, "collection": collection}
    return Call(op.UPLOAD_DOCUMENTS, TypeAdapter(m.Job), query=query, files=sent)


def job(id: str) -> Call[m.Job]:
    """How far an upload has come."""
    return Call(op.GET_JOB, TypeAdapter(m.Job), places={"id": id})


def remove(document: str) -> Call[None]:
    """Takes a document out, with all that was drawn from it."""
    return Call(op.REMOVE_DOCUMENT, TypeAdapter(None), places={"id": document})


def status() -> Call[m.Ready]:
    """Whether questions are answered; raises :class:`~service.client.errors.ServiceError` while they are not."""
    return Call(op.READY, TypeAdapter(m.Ready))


def _texts(value: Any) -> list[str]:
    """A value as an address tells it."""
    if value is None or value == "":
        return []
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, list | tuple):
        return [text for one in value for text in _texts(one)]
    return [str(value)]


def _media(file: Path) -> str:
    return mimetypes.guess_type(file.name)[0] or "application/octet-stream"
