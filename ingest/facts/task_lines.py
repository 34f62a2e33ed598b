"""Tasks assigned by labelled lines: "Cơ quan chủ trì: …", "Cơ quan phối hợp: …", "Thời gian thực hiện: …".

The lines follow what they assign: a heading, a paragraph, or the bullets under "Nhiệm vụ:".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ingest.facts.bodies import split_bodies
from ingest.facts.due import due_of
from ingest.facts.reporting import frequency
from ingest.text import squeeze
from ingest.types import Passage, Task

Label = Literal["lead", "partners", "deadline", "output", "work", "content"]

_LABELS: tuple[tuple[Label, str], ...] = (
    (
        "lead",
        r"(?:[Cc]ơ quan|[Đđ]ơn vị)(?:, (?:đơn vị|cá nhân))? (?:chủ trì|thực hiện|đầu mối)(?: (?:tham mưu )?thực hiện)?",
    ),
    ("partners", r"(?:[Cc]ơ quan|[Đđ]ơn vị)(?:, đơn vị)? phối hợp(?: thực hiện)?"),
    ("deadline", r"(?:[Tt]hời (?:gian|hạn)|[Tt]iến độ)(?: (?:thực hiện|hoàn thành|ban hành|triển khai|trình))*"),
    ("output", r"(?:[Ss]ản phẩm|[Kk]ết quả)(?: (?:đầu ra|dự kiến|thực hiện|cần đạt|đạt được))*"),
    ("work", r"[Nn]hiệm vụ(?: cụ thể)?"),
    ("content", r"[Nn]ội dung(?: (?:thực hiện|công việc))?"),
)
_LABEL = re.compile(
    r"(?:^|(?<=[.;,]\s))(?:[a-zđ]\)\s*|[-+]\s*)?(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _LABELS)
    + r")\s*:\s*"
)
_ORDINAL = re.compile(r"(?:[IVX]+\s?[.)-]|\d+(?:\.\d+)*[.)]?|[a-zđ]\))\s+")

_NUMBERED = re.compile(r"(?:Hoạt động|Nhiệm vụ|Nội dung|Công việc|Dự án) \d+[.:]?")
"""A heading that says nothing of the work; the line "Nội dung: …" under it does."""


@dataclass(slots=True)
class _Item:
    """What is assigned, and the lines that assign it."""

    works: list[tuple[int, int, Passage]] = field(default_factory=list)
    lines: dict[Label, str] = field(default_factory=dict)
    listing: bool = False  # under a bare "Nhiệm vụ:", every bullet is a task of its own


def _labelled(text: str, passage: Passage) -> list[tuple[Label, int, int]]:
    """The labels of a passage with the span of what each says; empty unless the passage begins with one."""
    said, base = text[passage.start : passage.end], passage.start
    matches = list(_LABEL.finditer(said))
    if not matches or matches[0].start():
        return []
    ends = [match.start() for match in matches[1:]] + [len(said)]
    return [(_name(match), base + match.end(), base + end) for match, end in zip(matches, ends, strict=True)]


def _name(match: re.Match[str]) -> Label:
    return next(name for name, _ in _LABELS if match[name])


def _work(text: str, start: int, end: int) -> tuple[int, int]:
    """A piece of work without its ordinal and closing colon."""
    ordinal = _ORDINAL.match(text, start, end)
    start = ordinal.end() if ordinal else start
    while end > start and text[end - 1] in " :;":
        end -= 1
    return start, end


def _tasks(text: str, item: _Item) -> Iterator[Task]:
    leading, _, helping = item.lines.get("lead", "").rstrip(".").partition(" chủ trì, phối hợp với ")
    lead = split_bodies(leading)
    due = item.lines.get("deadline", "").rstrip(" .;")
    if not lead:
        return
    for start, end, passage in item.works:
        if end - start < 8:
            continue
        yield Task(
            start=start,
            end=end,
            quote=text[start:end],
            section=passage.path,
            number=passage.path[-1] if passage.path else None,
            text=squeeze(text[start:end]),
            lead=lead,
            partners=split_bodies(item.lines.get("partners", helping).rstrip(".")),
            output=item.lines.get("output", "").rstrip(" .;") or None,
            deadline=due_of(due),
            deadline_text=due or None,
            frequency=frequency(due),
        )


def extract_line_tasks(text: str, passages: Sequence[Passage]) -> list[Task]:
    """The tasks of all runs of labelled lines, in reading order."""
    found: list[Task] = []
    item = _Item()
    for passage in passages:
        labelled = _labelled(text, passage) if passage.kind != "row" else []
        begins_work = any(name == "work" for name, _, _ in labelled)
        if (not labelled or begins_work) and item.lines:
            found.extend(_tasks(text, item))
            item = _Item()
        if not labelled and passage.kind != "row":
            start, end = _work(text, passage.start, passage.end)
            last = item.works[-1] if item.works else None
            if last and "\n" not in text[last[2].end : passage.start]:  # the rest of a paragraph cut for retrieval
                item.works[-1] = (last[0], end, passage)
                continue
            if not item.listing or passage.kind == "heading":
                item = _Item()
            item.works.append((start, end, passage))
        for name, start, end in labelled:
            words = squeeze(text[start:end])
            if name == "work":
                item = _Item(listing=not words)
                if words:
                    item.works.append((*_work(text, start, end), passage))
            elif name == "content":
                if words and item.works and _NUMBERED.fullmatch(text, *item.works[-1][:2]):
                    item.works[-1] = (*_work(text, start, end), passage)
            elif words:
                item.lines.setdefault(name, words)
    found.extend(_tasks(text, item))
    return found
