"""Body and appendix: the same aim with a figure in one and without it, or with another, in the other.

Source: an appendix carries the body out and may not change it (NĐ 30/2020/NĐ-CP, Phụ lục I, mục III).
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.facts import indicators
from ingest.text import plain
from ingest.types import Target, Task
from service.audit.case import Case, Found, is_appendix
from service.audit.registry import rule
from service.audit.spelling import figure, likeness


@rule(
    "than_va_phu_luc",
    title="Thân văn bản và phụ lục không khớp chỉ tiêu",
    source="NĐ 30/2020/NĐ-CP, Phụ lục I, mục III",
)
def disagree(case: Case) -> Iterator[Found]:
    """A task of the appendix that takes up a target of the body without its figure, or with another."""
    tasks = [t for t in case.document.tasks if is_appendix(t.section)]
    for target in case.targets:
        if is_appendix(target.section) or not target.key or target.cls == "universal":
            continue
        for task in tasks:
            if (
                likeness(*_without(target.scope, target.quote, task.text)) < 0.4
                or indicators.match(task.text) != target.key
            ):
                continue
            said = [t for t in case.targets if task.start <= t.start < task.end]
            if any(t.value == target.value for t in said) or (not said and target.value == 100):
                continue  # "100%" is the same as to do it
            yield Found("target", "B", _words(target, task, said), case.cite_facts([target, task]))


def _without(scope: str | None, *texts: str) -> tuple[str, ...]:
    """The texts without what the figure is a share of: everything in a plan may be about the same places."""
    return tuple(plain(text).replace(plain(scope), " ") if scope else text for text in texts)


def _words(target: Target, task: Task, said: list[Target]) -> str:
    other = f"phụ lục ghi {figure(said[0].value)} {said[0].unit}" if said else "phụ lục không ghi con số"
    lead = f" (nhiệm vụ {task.number})" if task.number else ""
    when = "" if target.deadline else "; con số trong thân văn bản cũng không có mốc thời gian"
    return f"Thân văn bản đặt {figure(target.value)} {target.unit}, {other}{lead}{when}."
