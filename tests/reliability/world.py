"""Made-up documents that change by a known sequence of steps, and what may be found after each of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.library import Library
from ingest.errors import NotFound

NAMES = tuple(f"van-ban-{n}" for n in range(6))
LINES = 25
State = dict[str, int]
"""Document → version; what is not held is not in it."""


@dataclass(frozen=True)
class Step:
    """One change: files are rewritten (or gone) and synced, or a document is removed."""

    kind: Literal["sync", "remove"]
    after: State


def text_of(name: str, version: int) -> str:
    """The whole text of a document in a version; each line names both."""
    lines = (f"{name} bản {version} dòng {n}: tỷ lệ hồ sơ trực tuyến đạt {n + version % 40}%" for n in range(LINES))
    return "\n".join(lines)


def steps(seed: int) -> Iterator[Step]:
    """An endless, reproducible sequence of changes, the first of which makes every document."""
    choose, state = random.Random(seed), dict.fromkeys(NAMES, 1)  # noqa: S311
    yield Step("sync", dict(state))
    while True:
        held = sorted(state)
        if len(held) > 3 and choose.random() < 0.25:
            del state[choose.choice(held)]
            yield Step("remove", dict(state))
            continue
        for name in choose.sample(NAMES, choose.randint(1, 3)):
            state[name] = state.get(name, choose.randint(100, 10_000)) + 1
        yield Step("sync", dict(state))


def take(library: Library, folder: Path, step: Step) -> None:
    """Make the change; it is acknowledged when this returns."""
    for name in NAMES:
        path = folder / f"{name}.txt"
        if name not in step.after:
            path.unlink(missing_ok=True)
        elif not path.exists() or path.read_text(encoding="utf-8") != text_of(name, step.after[name]):
            path.write_text(text_of(name, step.after[name]), encoding="utf-8")
    if step.kind == "sync":
        assert not library.sync([folder]).rejected
    for name in {summary.id for summary in library.documents()} - step.after.keys():
        try:
            library.remove(name)
        except NotFound:
            continue


def seen(library: Library) -> State:
    """What one search finds of everything, its quotations checked against the text stored."""
    with library.steady():
        hits = library.search("tỷ lệ hồ sơ trực tuyến", k=10_000)
        texts = {hit.document: library.text(hit.document) for hit in hits}
        held = {summary.id for summary in library.documents()}
    state: State = {}
    counted: dict[str, int] = {}
    for hit in hits:
        name, version = hit.text.split()[0], int(hit.text.split()[2])
        assert name == hit.document
        assert texts[name][hit.passage.start : hit.passage.end] == hit.text, "a quotation is not in its source"
        assert state.setdefault(name, version) == version, f"two versions of {name} in one answer"
        counted[name] = counted.get(name, 0) + 1
    assert held == state.keys(), f"listed {sorted(held)}, found {sorted(state)}"
    for name, version in state.items():
        assert counted[name] == LINES, f"{counted[name]} of {LINES} lines of {name} found"
        assert texts[name] == text_of(name, version), f"{name} is not what was taken"
    return state
