"""What changed between two documents, each change with the words of both."""

from __future__ import annotations

from typing import Literal

from ingest.types import Frozen
from service.precedents.alignment import Change
from service.types import Citation

SectionKindOfChange = Literal["added", "dropped", "renamed", "moved"]
TextKindOfChange = Literal["added", "dropped", "reworded", "moved"]
FactKind = Literal["target", "task", "duty", "reference"]
FactKindOfChange = Literal[
    "added", "dropped", "raised", "lowered", "postponed", "advanced", "reassigned", "restated", "reordered"
]

CHANGE_NAMES: dict[str, str] = {
    "added": "thêm",
    "dropped": "bỏ",
    "renamed": "đổi tên",
    "moved": "chuyển chỗ",
    "reworded": "sửa câu chữ",
    "raised": "nâng",
    "lowered": "hạ",
    "postponed": "lùi hạn",
    "advanced": "sớm hạn",
    "reassigned": "giao lại",
    "restated": "nêu lại",
    "reordered": "chuyển chỗ",
}


class SectionChange(Frozen):
    """A section that only one version has, or that both have under another title or number."""

    change: SectionKindOfChange
    text: str
    old: Citation | None = None
    new: Citation | None = None


class TextChange(Frozen):
    """A paragraph, bullet or row added, dropped, reworded or moved; ``differences`` turn the old into the new."""

    change: TextKindOfChange
    old: Citation | None = None
    new: Citation | None = None
    differences: tuple[Change, ...] = ()


class FactChange(Frozen):
    """A target, task, duty or reference that changed. One fact may have two changes: raised and postponed."""

    kind: FactKind
    changes: tuple[FactKindOfChange, ...]
    text: str
    old: Citation | None = None
    new: Citation | None = None


class VersionReport(Frozen):
    """All that changed from ``old`` to ``new`` (document ids)."""

    old: str
    new: str
    sections: tuple[SectionChange, ...] = ()
    texts: tuple[TextChange, ...] = ()
    facts: tuple[FactChange, ...] = ()
    unchanged: int = 0
    took_ms: float = 0.0
