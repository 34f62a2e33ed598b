"""Frames: what a superior document sets, as items that a plan can be held against.

A frame is a file of ``corpus/khung`` (format: its README) or any document held,
whose own targets then become the items.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from ingest.errors import NotFound
from ingest.facts import indicators
from ingest.text import plain
from ingest.types import Comparator, Document, Frozen
from ingest.vocabulary import BrokenVocabulary
from service.audit.types import Level

FOLDER = Path(__file__).parents[2] / "corpus" / "khung"
Pattern = tuple[str, ...]


class Item(Frozen):
    """One thing a frame asks for.

    ``kind``: a ``target`` (with a figure or, ``value`` being ``None``, without),
    a ``group`` of tasks, or one ``task``. ``binds`` are the levels that must have
    it; for the others it is context.
    """

    id: str
    kind: Literal["target", "group", "task"]
    text: str
    key: str | None = None
    group: str | None = None
    comparator: Comparator | None = None
    value: float | None = None
    value_max: float | None = None
    unit: str = ""
    deadline: str | None = None
    denominators: tuple[str, ...] = Field(default=(), description="keys of [[mau_so]]; empty: any")
    patterns: tuple[Pattern, ...] = ()
    section: tuple[str, ...] = ()
    binds: tuple[str, ...] = ("trung_uong", "tinh", "xa")
    every_year: bool = Field(default=False, description="the figure holds in each year, not only at the deadline")
    note: str = ""
    span: tuple[int, int] | None = Field(default=None, description="place in the frame's own document")

    def binding(self, level: Level) -> bool:
        """Whether a plan of this level must have it."""
        return level in self.binds


class Frame(Frozen):
    """A document to hold plans against; ``document`` is its id if its text is held."""

    id: str
    name: str
    symbol: str | None = None
    issuer: str | None = None
    document: str | None = None
    items: tuple[Item, ...] = ()

    def of(self, kind: str) -> tuple[Item, ...]:
        """The items of one kind, in order."""
        return tuple(item for item in self.items if item.kind == kind)


def shipped() -> list[str]:
    """Ids of the frames in ``corpus/khung``."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def load(name: str) -> Frame:
    """A frame of ``corpus/khung``.

    Raises :class:`NotFound` if there is none of that name and
    :class:`BrokenVocabulary` if its file cannot be understood.
    """
    path = FOLDER / f"{name}.toml"
    if name not in shipped():
        raise NotFound(f"Không có khung đối chiếu “{name}”.", f"Có sẵn: {', '.join(shipped())}; hoặc mã một tài liệu.")
    try:
        return _frame(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, ValidationError, KeyError) as error:
        raise BrokenVocabulary(
            f"Không đọc được khung corpus/khung/{name}.toml ({type(error).__name__}).",
            "Khôi phục tệp này từ bản cài đặt hoặc sửa theo corpus/khung/README.md.",
        ) from error


def _frame(data: dict[str, Any]) -> Frame:
    head = data["khung"]
    items = [
        *(_item(block, "target") for block in data.get("muc_tieu", ())),
        *(_item({**block, "id": f"nhom-{block['id']}", "group": block["id"], "text": block["name"]}, "group")
          for block in data.get("nhom", ())),
        *(_item(block, "task") for block in data.get("viec", ())),
    ]  # fmt: skip
    return Frame(
        id=head["id"], name=head["name"], symbol=head.get("symbol"), issuer=head.get("issuer"), items=tuple(items)
    )


def _item(block: dict[str, Any], kind: Literal["target", "group", "task"]) -> Item:
    known = {key: value for key, value in block.items() if key in Item.model_fields}
    return Item(kind=kind, **known)


def from_document(document: Document) -> Frame:
    """A document held as a frame: each of its targets an item that binds every level, each task one for those it names.

    A task binds communes where it is given to them, to lead or to help; everybody else only reads it as context.
    """
    targets = [
        Item(
            id=f"ct{number:02}",
            kind="target",
            text=" ".join(target.quote.split()),
            key=target.key or f"={plain(target.indicator)}",
            comparator=target.comparator,
            value=target.value,
            value_max=target.value_max,
            unit=target.unit,
            deadline=target.deadline,
            denominators=_denominators(target.scope, target.key),
            section=target.section,
            span=(target.start, target.end),
        )
        for number, target in enumerate(document.targets, 1)
        if target.cls != "sub_target"
    ]
    tasks = [
        Item(
            id=f"nv{number:02}",
            kind="task",
            text=" ".join(task.text.split()),
            deadline=task.deadline,
            section=task.section,
            binds=("xa",) if any(_COMMUNES.search(plain(body)) for body in (*task.lead, *task.partners)) else (),
            span=(task.start, task.end),
        )
        for number, task in enumerate(document.tasks, 1)
    ]
    name = " ".join(part for part in (document.type, document.symbol) if part) or document.source
    return Frame(
        id=document.id,
        name=name,
        symbol=document.symbol,
        issuer=document.issuer,
        document=document.id,
        items=(*targets, *tasks),
    )


_COMMUNES = re.compile(r"(?:ubnd|ủy ban nhân dân) (?:cấp |các )?(?:xã|phường)|cấp xã|các (?:xã|phường)|các địa phương")


def _denominators(scope: str | None, key: str | None) -> tuple[str, ...]:
    found = indicators.denominator(scope, key) if scope else None
    return (found.key,) if found else ()
