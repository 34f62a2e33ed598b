"""The "5 rõ" of assigned tasks: which of the five is not said, and where.

Source: "rõ người, rõ việc, rõ thời gian, rõ trách nhiệm, rõ sản phẩm" (demanded of every assignment since
NQ 71/NQ-CP and the directives on administrative discipline).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.text import plain
from ingest.types import Task
from service.audit.case import Case, Found, unique
from service.audit.registry import rule
from service.audit.scores import LEAST, assigned, says_who
from service.audit.types import Severity
from service.conditions import is_moment

SOURCE = "Yêu cầu “5 rõ” trong giao nhiệm vụ"
MOST = 0.8


def numbers(tasks: list[Task], limit: int = 12) -> str:
    """ "Nhiệm vụ 37, 44, 46"; a count where tasks have no number of their own."""
    named = [t.number for t in tasks if t.number]
    if len(set(named)) < len(tasks) or not all(number.strip(".")[:1].isdigit() for number in named):
        return f"{len(tasks)} nhiệm vụ"
    more = "…" if len(named) > limit else ""
    return f"Nhiệm vụ {', '.join(named[:limit])}{more}"


@rule("thieu_ket_qua", title="Nhiệm vụ không có kết quả, sản phẩm", source=SOURCE)
def without_product(case: Case) -> Iterator[Found]:
    """Blank where other tasks have one is grave; a list that has no product at all is a gap of form."""
    tasks = assigned(case)
    blank = [t for t in tasks if not t.output]
    if len(tasks) < LEAST or not blank:
        return
    if len(blank) == len(tasks):
        text = f"{len(tasks)} nhiệm vụ được giao đều không nêu kết quả, sản phẩm: không “rõ sản phẩm”."
        yield Found("task_gap", "B", text, case.cite_facts(tasks, 4))
    elif len(blank) <= 0.5 * len(tasks):
        text = f"{numbers(blank)} bỏ trống kết quả, sản phẩm."
        yield Found("task_gap", "A", text, case.cite_facts(blank, 8))


@rule("thieu_chu_tri", title="Nhiệm vụ không có cơ quan chủ trì", source=SOURCE)
def without_lead(case: Case) -> Iterator[Found]:
    """Nobody leads; or the very body that issues the plan leads nearly everything."""
    tasks = assigned(case)
    if len(tasks) < LEAST:
        return
    blank = [t for t in tasks if not t.lead]
    if blank and len(blank) <= 0.5 * len(tasks):
        yield Found("task_gap", "A", f"{numbers(blank)} không ghi cơ quan chủ trì.", case.cite_facts(blank, 8))
    own = [t for t in tasks if t.lead and not says_who(case, t)]
    if len(own) >= MOST * len(tasks) and len(own) >= 5:
        text = (
            f"{len(own)}/{len(tasks)} nhiệm vụ do chính cơ quan ban hành (“{own[0].lead[0]}”) chủ trì, "
            "không chỉ ra đơn vị chịu trách nhiệm: không “rõ người”."
        )
        yield Found("task_gap", "A", text, case.cite_facts(own, 3))


@rule("chu_tri_chung", title="Chủ trì chỉ ghi chung chung", source=SOURCE)
def collective_lead(case: Case) -> Iterator[Found]:
    """Only groups lead ("Các sở, ban, ngành", "Các đơn vị được giao"): nobody answers for the result."""
    tasks = assigned(case)
    loose = [t for t in tasks if t.lead and all(COLLECTIVE.match(plain(lead)) for lead in t.lead)]
    if len(tasks) >= LEAST and loose:
        loose.sort(key=lambda t: "quy định" not in plain(t.lead[0]) and "liên quan" not in plain(t.lead[0]))
        said = "; ".join(dict.fromkeys(f"“{', '.join(t.lead)}”" for t in loose))
        text = f"{len(loose)}/{len(tasks)} nhiệm vụ do tập thể cơ quan chủ trì ({said}): không “rõ người”."
        severity: Severity = "B" if 3 * len(loose) >= len(tasks) else "C"
        yield Found("task_gap", severity, text, unique(q for t in loose[:6] for q in case.cite_said(t, t.lead[0])))


COLLECTIVE = re.compile(
    r"(?:các|những|toàn thể) (?:sở|cơ quan|đơn vị|ban|phòng|bộ|địa phương|tổ chức|ngành|cấp)"
    r"|thủ trưởng các|(?:ubnd|ủy ban nhân dân) (?:cấp xã|các xã|các phường)"
    r"|(?:cơ quan|đơn vị)(?: có)? (?:liên quan|được giao)"
)
"""Leads that name a kind of body, not a body."""


@rule("han_khong_xac_dinh", title="Nhiệm vụ không có thời hạn xác định", source=SOURCE)
def without_deadline(case: Case) -> Iterator[Found]:
    """ "Thường xuyên", "hàng năm", a time that cannot be checked: listed once."""
    tasks = [t for t in assigned(case) if not is_moment(t.deadline) or open_ended(t)]
    blank = [t for t in tasks if not (t.deadline_text or "").strip() and not _DAY.search(t.text)]
    vague = [t for t in tasks if (t.deadline_text or "").strip()]
    if len(blank) >= LEAST and not any(t.deadline_text for t in assigned(case)):
        text = f"{len(blank)} nhiệm vụ được giao đều không ghi thời hạn: không “rõ thời gian”."
        yield Found("task_gap", "B", text, case.cite_facts(blank, 4))
    elif blank and len(blank) <= 0.5 * len(assigned(case)):
        yield Found("task_gap", "B", f"{numbers(blank)} không ghi thời hạn.", case.cite_facts(blank, 8))
    odd = [t for t in vague if plain(t.deadline_text or "") not in EVER]
    if vague:
        said = "; ".join(dict.fromkeys(f"“{' '.join((t.deadline_text or '').split())}”" for t in [*odd, *vague]))
        text = f"{len(vague)} nhiệm vụ có thời hạn không kiểm được ({said})."
        yield Found(
            "task_gap", "C", text, unique(q for t in [*odd, *vague][:6] for q in case.cite_said(t, t.deadline_text))
        )


_DAY = re.compile(r"\d{1,2}/\d{1,2}|tháng \d|năm 20\d\d")
EVER = ("thường xuyên", "nhiệm vụ thường xuyên", "hàng năm", "hằng năm")


def open_ended(task: Task) -> bool:
    """A deadline with no end: "và những năm tiếp theo", "của năm trước"."""
    said = plain(task.deadline_text or "")
    return any(words in said for words in ("tiếp theo", "năm trước", "trở đi", "khi có", "hằng năm", "hàng năm"))


@rule("san_pham_thuong_xuyen", title="Sản phẩm một lần mà hạn “thường xuyên”", source=SOURCE)
def never_due(case: Case) -> Iterator[Found]:
    """One document to be made, and no day by which."""
    once = ("kế hoạch", "quyết định", "đề án", "chương trình", "quy chế", "danh mục")
    tasks = [
        t
        for t in assigned(case)
        if plain(t.output or "").strip(" .") in once and "thường xuyên" in plain(t.deadline_text or "")
    ]
    if tasks:
        text = f"{numbers(tasks)} có sản phẩm làm một lần (“{tasks[0].output}”) nhưng hạn ghi “thường xuyên”."
        yield Found("task_gap", "C", text, case.cite_facts(tasks))
