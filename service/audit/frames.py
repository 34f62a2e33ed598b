"""Frames: what a superior document sets, as items that a plan can be held against.

A frame is a file of ``corpus/khung`` or of the office's own folder ``TRACUU_FRAMES``
(format: docs/frames.md), or any document held, whose own targets then become the items.
"""

from __future__ import annotations

import os
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import Field

from ingest.errors import NotFound
from ingest.facts import indicators
from ingest.text import plain
from ingest.types import Comparator, Document, Frozen
from ingest.vocabulary import BrokenVocabulary
from ingest.vocabulary import indicators as vocabulary
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


def available() -> list[str]:
    """Ids of the frames that can be named: the office's own and those of ``corpus/khung``.

    Raises :class:`NotFound` where ``TRACUU_FRAMES`` names no folder.
    """
    return sorted({path.stem for folder in _folders() for path in folder.glob("*.toml")})


def _folders() -> list[Path]:
    """Where frames stand; a frame of the office's own steps in front of a shipped one of the same name."""
    own = os.environ.get("TRACUU_FRAMES")
    if not own:
        return [FOLDER]
    if not Path(own).is_dir():
        raise NotFound(
            f"Không có thư mục khung “{own}”.",
            "Sửa hoặc bỏ thiết lập TRACUU_FRAMES (thư mục chứa tệp khung .toml).",
        )
    return [Path(own), FOLDER]


def load(name: str) -> Frame:
    """A frame by its id, which is the name of its file without ``.toml``.

    Raises :class:`NotFound` if there is none of that name and
    :class:`BrokenVocabulary` if its file cannot be understood.
    """
    if name not in available():
        raise NotFound(
            f"Không có khung đối chiếu “{name}”.", f"Có sẵn: {', '.join(available())}; hoặc mã một tài liệu."
        )
    return _read(next(path for folder in _folders() if (path := folder / f"{name}.toml").is_file()))


@cache
def _read(path: Path) -> Frame:
    try:
        return _checked(_frame(tomllib.loads(path.read_text(encoding="utf-8"))), path.stem)
    except (OSError, KeyError, ValueError) as error:  # not TOML, not of the shape: kinds of ValueError
        why = str(error) if type(error) is ValueError else type(error).__name__
        raise BrokenVocabulary(
            f"Không đọc được khung {path} ({why}).",
            "Sửa theo corpus/khung/README.md; khung đi kèm thì khôi phục từ bản cài đặt.",
        ) from error


def _checked(frame: Frame, name: str) -> Frame:
    """The frame, if all that it names is there; raises :class:`ValueError` with what is not."""
    keys, groups = {one.key for one in vocabulary()}, {one.group for one in frame.of("group")}
    if frame.id != name:
        raise ValueError(f"id “{frame.id}” khác tên tệp")
    for item in frame.items:
        if item.key is not None and item.key not in keys:
            raise ValueError(f"{item.id}: khóa “{item.key}” không có trong tu-vung/chi-tieu.toml")
        if item.group is not None and item.group not in groups:
            raise ValueError(f"{item.id}: không có nhóm “{item.group}”")
        if unknown := set(item.binds) - set(get_args(Level)):
            raise ValueError(f"{item.id}: không có cấp “{min(unknown)}”")
    return frame


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
