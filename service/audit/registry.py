"""The rules by name: each small, documented with its source, and with its own switch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from service.audit.case import Case, Found

Check = Callable[[Case], Iterator[Found]]


class Rule(NamedTuple):
    """A named check; ``source`` says where the requirement comes from."""

    name: str
    title: str
    source: str
    check: Check


RULES: dict[str, Rule] = {}


def rule(name: str, *, title: str, source: str) -> Callable[[Check], Check]:
    """Registers a check under a stable name (used to switch it off and to recognise its findings)."""

    def register(check: Check) -> Check:
        assert name not in RULES, f"two rules named {name}"  # noqa: S101 programmer error
        RULES[name] = Rule(name, title, source, check)
        return check

    return register


def chosen(off: Iterable[str] = ()) -> list[Rule]:
    """The rules that are on."""
    from service.audit import rules  # noqa: F401 importing them registers them

    silenced = frozenset(off)
    return [one for one in RULES.values() if one.name not in silenced]
