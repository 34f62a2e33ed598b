"""What a part of a document is for: bases, aims, tasks, funding, organisation, closing.

Recognised from the heading, from where the part stands (unnumbered parts of NĐ 30/2020/NĐ-CP, Phụ lục I;
an unnamed part between aims and organisation holds tasks) and, where no heading helps, from how the
paragraph begins and ends. The words are data: ``corpus/tu-vung/chuc-nang.toml``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from ingest.text import plain, squeeze
from ingest.types import Function, Passage, Section
from ingest.vocabulary import Entry, entries

UNKNOWN: Function = "khac"
NUMBERED = re.compile(r"[IVX]+|\d{1,2}|[A-HĐ]")
LEAD_IN = re.compile(r"^(?:[^\w(]*(?:về|các|một số|những|công tác|phần|thực hiện|danh mục)\s+)", re.UNICODE)


class FunctionWords(Entry):
    """How one function is announced; see the head of the file for the fields."""

    key: Function
    name: str
    parts: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    inside: tuple[Function, ...] = ()
    starts: tuple[str, ...] = ()
    over: tuple[Function, ...] = ()
    ends: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


class _Announced(NamedTuple):
    at: int
    length: int
    words: FunctionWords


@cache
def vocabulary() -> tuple[FunctionWords, ...]:
    """The functions of ``chuc-nang.toml``, in reading order of a plan."""
    return entries("chuc-nang", "chuc_nang", FunctionWords)


@cache
def name_of_function(function: Function) -> str:
    """ "Mục tiêu, chỉ tiêu"; "Phần khác" where the function is not known."""
    return next((words.name for words in vocabulary() if words.key == function), "Phần khác")


@lru_cache(maxsize=4096)
def of_heading(title: str, parent: Function = UNKNOWN) -> Function | None:
    """The function that a heading announces under a part with the function ``parent``; ``None`` if none.

    Headings are read from their start: "Nhiệm vụ, giải pháp", "Về kinh phí thực hiện"; not "Nâng cao hiệu quả
    thực hiện các nhiệm vụ".
    """
    text = plain(squeeze(title))
    lead = LEAD_IN.match(text)
    origins = {0} | ({lead.end()} if lead else set())
    found = [
        _Announced(at, len(phrase), words)
        for words in vocabulary()
        for phrase in map(plain, words.headings)
        for at in origins
        if text.startswith(phrase, at) and not text[at + len(phrase) : at + len(phrase) + 1].isalnum()
    ]
    allowed = [one for one in found if not one.words.inside or parent in one.words.inside or one.words.key == parent]
    best = min(allowed, key=lambda one: (one.at, -one.length), default=None)
    return best.words.key if best else None


def of_part(label: str) -> Function | None:
    """The function of an unnumbered part, by its label (``PREAMBLE``, ``CLOSING``…)."""
    return next((words.key for words in vocabulary() if label in words.parts), None)


def of_clause(text: str, parent: Function = UNKNOWN) -> Function | None:
    """The function of a paragraph by its own words, under a heading with the function ``parent``."""
    own = plain(squeeze(text)).lstrip("-+•*– ")
    for words in reversed(vocabulary()):  # the closing before the organisation it stands in
        ends = not words.ends or own.endswith(words.ends)
        if parent in words.over and ends and _begins(own, words.starts):
            return words.key
    if parent != UNKNOWN:
        return None
    return next(
        (words.key for words in reversed(vocabulary()) if any(plain(phrase) in own for phrase in words.contains)), None
    )


def with_functions(passages: Sequence[Passage], text: str) -> list[Passage]:
    """The same passages of a whole document, each knowing its function."""
    runs = [list(run) for _, run in groupby(passages, key=_top)]
    tops = _placed([_of_top(run[0]) for run in runs], [_top(run[0])[0] for run in runs])
    return [
        passage.model_copy(update={"function": _of_passage(passage, top, text)})
        for run, top in zip(runs, tops, strict=True)
        for passage in run
    ]


def sections_with_functions(sections: Iterable[Section], passages: Sequence[Passage]) -> list[Section]:
    """The same sections, each with the function of the passage that it opens with."""
    starts = [passage.start for passage in passages]

    def function(section: Section) -> Function:
        first = bisect_left(starts, section.start)
        inside = first < len(starts) and starts[first] < section.end
        return passages[first].function if inside else UNKNOWN

    return [section.model_copy(update={"function": function(section)}) for section in sections]


def _top(passage: Passage) -> tuple[str, str]:
    return (passage.path[0] if passage.path else "", passage.titles[0] if passage.titles else "")


def _of_top(passage: Passage) -> Function | None:
    label, title = _top(passage)
    return of_part(label) or (of_heading(title) if title else None)


def _placed(functions: Sequence[Function | None], labels: Sequence[str]) -> list[Function]:
    """Parts whose heading tells nothing, judged by what stands before and after them.

    Numbered parts in front of the organisation hold the tasks; so do those of a directive or a letter, which has
    nothing but bases before them and a closing behind. Chapters, articles and appendices are left unknown.
    """
    last = {function: at for at, function in enumerate(functions)}
    before: set[Function] = set()
    placed: list[Function] = []
    for at, function in enumerate(functions):
        if function is None:
            tasks = last.get("to_chuc", 0) > at or (before <= {"nhiem_vu"} and last.get("ket", 0) > at)
            function = "nhiem_vu" if tasks and NUMBERED.fullmatch(labels[at]) else UNKNOWN
        placed.append(function)
        before |= {function} - {"hinh_thuc", "can_cu", UNKNOWN}
    return placed


def _of_passage(passage: Passage, top: Function, text: str) -> Function:
    function = top
    for title in passage.titles[1:]:
        if title and len(title) < 160:
            function = of_heading(title, function) or function
    if passage.kind in ("heading", "title"):
        return function
    return of_clause(text[passage.start : passage.end], function) or function


def _begins(text: str, phrases: Iterable[str]) -> bool:
    return any(
        text.startswith(phrase) and not text[len(phrase) : len(phrase) + 1].isalnum() for phrase in map(plain, phrases)
    )
