"""Who does what, told twice: in the table of tasks and in the part that gives each body its work.

Source: "rõ người, rõ trách nhiệm" (5 rõ); an appendix carries the body out (NĐ 30/2020/NĐ-CP, Phụ lục I, mục III).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.text import plain
from ingest.types import Duty, Section, Task
from service.audit.case import Case, Found, is_appendix, unique
from service.audit.registry import rule
from service.audit.rules.five_clear import COLLECTIVE, numbers
from service.audit.rules.names import proper_name
from service.audit.rules.recipients import named, single
from service.audit.scores import LEAST, assigned, tabled
from service.audit.spelling import likeness, syllables

SOURCE = "Yêu cầu “5 rõ”: rõ người, rõ trách nhiệm; NĐ 30/2020/NĐ-CP, Phụ lục I, mục III"
FEWEST = 3
"""Bodies with a section of their own from which it means something that another has none."""

SAME = 0.8
WORDS = 10
_PARTNER = re.compile(r"(?:phối hợp|tham gia)(?!\w)(?! chặt chẽ giữa)")
_OF_SUPERIORS = re.compile(r"phối hợp[^.;]{0,80}(?<!\w)(?:bộ|trung ương|chính phủ|tòa án|viện kiểm sát)(?!\w)")
"""Work of the centre, in which whoever leads here can only help."""


def organised(case: Case) -> list[Section]:
    """The sections of single bodies in the part that organises the work: "V.3. Sở Công Thương"."""
    parts = {s.path for s in case.document.sections if len(s.path) == 1 and _organises(plain(s.title or ""))}
    return [s for s in case.document.sections if len(s.path) == 2 and s.path[:1] in parts and s.title]


def _organises(title: str) -> bool:
    return "tổ chức thực hiện" in title or "phân công" in title


@rule("chu_tri_ngoai_to_chuc", title="Chủ trì ở phụ lục, không được giao việc ở thân văn bản", source=SOURCE)
def leads_unannounced(case: Case) -> Iterator[Found]:
    """A body leads in the table; the part that gives every other body its work says nothing of it."""
    sections = organised(case)
    tasks = [t for t in tabled(case) if is_appendix(t.section)]
    if not case.is_plan or len(tasks) < LEAST or sum(single(_name(s)) for s in sections) < FEWEST:
        return
    body = " ; ".join([*(plain(s.title or "") for s in sections), *(case.plain_of(p) for p in case.body)])
    missing: dict[str, Task] = {}
    for task in tasks:
        for lead in task.lead:
            own = proper_name(lead) or lead
            if single(own) and not named(own, body):
                missing.setdefault(" ".join(lead.split()), task)
    if missing:
        text = f"Chủ trì nhiệm vụ ở phụ lục nhưng phần tổ chức thực hiện không giao việc: {'; '.join(missing)}."
        quotes = [q for lead, task in list(missing.items())[:6] for q in case.cite_said(task, lead)]
        yield Found("task_gap", "B", text, unique(quotes))


def _name(section: Section) -> str:
    return " ".join((section.title or "").split()).rstrip(":.")


@rule("mot_viec_hai_chu_tri", title="Một việc giao hai nơi chủ trì", source=SOURCE)
def two_owners(case: Case) -> Iterator[Found]:
    """The same sentence is one body's work in the text and another's in the table."""
    tasks = [t for t in tabled(case) if is_appendix(t.section) and t.lead and len(syllables(t.text)) >= WORDS]
    duties = [d for d in case.document.duties if d.actor and single(d.actor) and case.in_body(d.section)]
    for task in tasks:
        alike = [d for d in duties if likeness(d.action, task.text) >= SAME and len(syllables(d.action)) >= WORDS]
        owners = [d for d in alike if any(named(str(d.actor), plain(lead)) for lead in task.lead)]
        others = [d for d in alike if single(task.lead[0]) and d not in owners and not _PARTNER.match(plain(d.action))]
        if others and not owners:
            text = f"Cùng một việc, thân văn bản giao {others[0].actor}, phụ lục giao {', '.join(task.lead)} chủ trì."
            yield Found("task_gap", "B", text, case.cite_facts([others[0], task]))


@rule("chu_tri_ma_phoi_hop", title="Chủ trì một việc chỉ ghi “phối hợp”", source=SOURCE)
def leads_by_helping(case: Case) -> Iterator[Found]:
    """The task of a body in charge begins with "Phối hợp…": whose is it then?"""
    texts = [(t, plain(t.text)) for t in assigned(case) if t.lead]
    odd = [t for t, said in texts if _PARTNER.match(said) and not _OF_SUPERIORS.match(said)]
    if odd and case.is_plan:
        text = f"{numbers(odd)} ghi “phối hợp” trong khi cơ quan được giao là chủ trì: không rõ ai chịu trách nhiệm."
        yield Found("task_gap", "C", text, case.cite_facts(odd, 6))


@rule("tap_the_chu_tri", title="Giao tập thể cơ quan chủ trì", source=SOURCE)
def group_in_charge(case: Case) -> Iterator[Found]:
    """ "Các sở, ban, ngành: … chủ trì …" in prose: nobody answers for it."""
    if not case.is_plan:
        return
    found: list[Duty] = [
        d
        for d in case.document.duties
        if d.actor
        and COLLECTIVE.match(plain(d.actor))
        and re.match(r"(?:là )?chủ trì(?!\w)(?! (?:có|chịu|được|nhiệm vụ))", plain(d.action))
    ]
    if found:
        actors = "; ".join(dict.fromkeys(f"“{' '.join(str(d.actor).split())}”" for d in found))
        text = f"Giao tập thể cơ quan chủ trì ({actors}): không “rõ người”."
        headings = [case.cite_heading(s) for d in found[:3] if (s := case.section(d.section))]
        yield Found("task_gap", "B", text, unique([*headings, *case.cite_facts(found, 4)]))
