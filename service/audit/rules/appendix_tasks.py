"""Body and appendix: work that the body announces and the table assigns to nobody, and the reverse.

Source: an appendix carries the body out (NĐ 30/2020/NĐ-CP, Phụ lục I, mục III); "5 rõ".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.text import plain
from ingest.types import Passage, Task
from service.audit.case import Case, Found, is_appendix, unique
from service.audit.registry import rule
from service.audit.scores import LEAST, tabled
from service.audit.spelling import likeness, syllables

SOURCE = "NĐ 30/2020/NĐ-CP, Phụ lục I, mục III; yêu cầu “5 rõ”"
ALIKE = 0.5
MIRRORS = 0.25
"""Share of the body's tasks that the table must take up before its silence on the others means anything."""

WORDS = 8
FEWEST = 3
_MAKES = re.compile(
    r"(?:xây dựng|ban hành|lập|triển khai (?:đề án|chương trình|dự án|khu)|cụ thể hóa|thành lập|cập nhật)(?!\w)"
)


@rule("viec_ngoai_phu_luc", title="Việc ở thân văn bản không có trong bảng giao việc", source=SOURCE)
def unassigned(case: Case) -> Iterator[Found]:
    """Things to be made ("xây dựng cơ chế…") that no row of the table takes up and no sentence gives to anybody."""
    tasks = [t for t in tabled(case) if is_appendix(t.section)]
    told = _told(case)
    if not case.is_plan or len(tasks) < LEAST or len(told) < FEWEST:
        return
    loose = [p for p in told if not any(_same(case, p, task) for task in tasks)]
    if len(told) - len(loose) < MIRRORS * len(told):
        return
    owned = {d.start for d in case.document.duties if d.actor}
    made = [p for p in loose if _MAKES.match(_head(case, p)) and not any(p.start <= at < p.end for at in owned)]
    if len(made) >= FEWEST:
        text = f"{len(made)} việc nêu ở thân văn bản không có trong bảng giao việc: không ai chủ trì, không thời hạn."
        yield Found("task_gap", "B", text, unique(case.cite_passage(p) for p in made[:8]))


@rule("phu_luc_ngoai_than", title="Việc ở phụ lục không có trong thân văn bản", source=SOURCE)
def unannounced(case: Case) -> Iterator[Found]:
    """Rows of a table that otherwise repeats the body, about something that the body does not mention."""
    tasks = [t for t in tabled(case) if is_appendix(t.section)]
    told = _told(case)
    if not case.is_plan or len(tasks) < LEAST or len(told) < FEWEST:
        return
    alone = [t for t in tasks if not any(_same(case, p, t) for p in case.body)]
    if alone and len(alone) <= 0.3 * len(tasks):
        text = f"{len(alone)} nhiệm vụ của phụ lục không có trong thân văn bản."
        yield Found("task_gap", "C", text, case.cite_facts(alone, 6))


def _told(case: Case) -> list[Passage]:
    """The paragraphs of the body's parts on tasks and solutions."""
    parts = {s.path for s in case.document.sections if len(s.path) == 1 and _of_tasks(s.title or "")}
    long = (p for p in case.body if p.path[:1] in parts and p.kind != "row")
    return [p for p in long if len(syllables(case.plain_of(p))) >= WORDS]


def _of_tasks(title: str) -> bool:
    words = plain(title)
    return ("nhiệm vụ" in words or "giải pháp" in words) and "phân công" not in words


def _head(case: Case, passage: Passage) -> str:
    return re.sub(r"^(?:[\d.]+|[a-zđ]\)|[-+*•])\s*", "", case.plain_of(passage).strip())


def _same(case: Case, passage: Passage, task: Task) -> bool:
    return likeness(_head(case, passage), task.text) >= ALIKE
