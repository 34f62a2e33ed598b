"""Who takes part, from ``contestants.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Entry:
    """One contestant: see the head of ``contestants.toml``. ``adapter`` may also be a dotted module name."""

    name: str
    adapter: str
    packages: tuple[str, ...]
    settings: str
    ours: bool = False
    short: bool = False
    quality: bool = True


def lineup(*, short: bool) -> list[Entry]:
    """All contestants, or those of the short form."""
    told = tomllib.loads(Path(__file__).with_name("contestants.toml").read_text(encoding="utf-8"))
    entries = [Entry(**{**one, "packages": tuple(one["packages"])}) for one in told["contestant"]]
    return [one for one in entries if one.short or not short]
