"""Which role an address asks for, and whether a call of it is logged: data, in ``rules.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from starlette.routing import compile_path

from service.access.types import ROLES, Role

ANYONE = "ai cũng được"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
_FILE = Path(__file__).with_name("rules.toml")


class Rule(NamedTuple):
    """Who may call an address: ``role`` is ``None`` for anybody; and what is logged of a call, if anything."""

    role: Role | None
    action: str = ""
    object: str = ""


class _Pattern(NamedTuple):
    method: str
    address: re.Pattern[str]
    value: str


def rule_for(method: str, path: str) -> Rule | None:
    """The rule of a call; ``None`` where nobody may make it."""
    asked = "GET" if method in READING else method
    named, _ = _first(_patterns("roles"), asked, path)
    action, given = _first(_patterns("logged"), asked, path)
    object = " ".join(dict.fromkeys(given.values())) if action else ""
    if named == ANYONE:
        return Rule(None, action or "", object)
    role = next((role for role in ROLES if role == named), "đọc" if asked == "GET" and named is None else None)
    return Rule(role, action or "", object or path) if role is not None else None


def _first(patterns: Iterable[_Pattern], method: str, path: str) -> tuple[str | None, Mapping[str, str]]:
    for pattern in patterns:
        found = pattern.address.match(path) if pattern.method == method else None
        if found:
            return pattern.value, found.groupdict()
    return None, {}


@cache
def _patterns(table: str) -> tuple[_Pattern, ...]:
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8"))[table]
    if table == "roles":
        entries = {address: role for role, addresses in entries.items() for address in addresses}
    return tuple(_pattern(address, value) for address, value in entries.items())


def _pattern(address: str, value: str) -> _Pattern:
    method, _, path = address.partition(" ")
    return _Pattern(method, compile_path(path)[0], value)
