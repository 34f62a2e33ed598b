"""Groups of table rows: A above I above I.1, or names without an ordinal, proved by sequence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.structure.labels import roman, upper_ordinal

GROUP = re.compile(r"^([IVXLC]+(?:\.\d{1,2}){0,3}|[A-ZĐ])\s*[.)]?$")
_UPPER, _ROMAN, _NUMBERED, _NAMED = 0, 1, 8, 9
# Where nothing tells a letter from a Roman numeral: nobody begins to count with C (100) or L (50).
_FIRST_ROMAN = frozenset("IVX")


@dataclass(frozen=True, slots=True)
class _Group:
    label: str
    level: int
    value: int


@dataclass(slots=True)
class Groups:
    """The open groups of a table, outermost first; a name without an ordinal stands in the last one that has one."""

    _open: list[_Group] = field(default_factory=list)

    @property
    def path(self) -> tuple[str, ...]:
        """The labels of the open groups."""
        return tuple(group.label for group in self._open)

    def open(self, label: str) -> None:
        """Opens a group, closing those that it does not stand in."""
        group = self._read(label)
        self._open = [outer for outer in self._open if outer.level < group.level]
        self._open.append(group)

    def _read(self, label: str) -> _Group:
        head, *deeper = label.split(".")
        if not GROUP.match(label):
            return _Group(label, _NUMBERED if label.isdigit() else _NAMED, 0)
        if deeper:
            return _Group(label, _ROMAN + len(deeper), int(deeper[-1]))
        letter, numeral = upper_ordinal(head), roman(head)
        if not numeral or (letter and self._is_letter(head, letter, numeral)):
            return _Group(label, _UPPER, letter)
        return _Group(label, _ROMAN, numeral)

    def _is_letter(self, label: str, letter: int, numeral: int) -> bool:
        """Whether a letter that is a Roman numeral too goes on with the letters before it."""
        last = {group.level: group.value for group in self._open}
        if last.get(_ROMAN) == numeral - 1:
            return False
        return last.get(_UPPER) == letter - 1 or (not self._open and label not in _FIRST_ROMAN)
