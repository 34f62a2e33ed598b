"""Tasks chosen for a question: by body, by time, by rhythm, by superlative, by description."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.types import Task
from service.conditions import Timing, is_moment, last_day, timing
from service.focus import Word, missing
from service.lexicon import Wording, expand, wording_of
from service.plan import Plan
from service.words import Rarity, contains, fold, same_ordinal, syllables

ALIKE = 0.5  # share of the question's words a described task must carry
LEADS = ("do", "chủ trì", "phụ trách", "đầu mối", "giao cho", "led by", "lead", "leads")
WHO_LEADS = (
    "ai chủ trì", "cơ quan nào chủ trì", "đơn vị nào chủ trì", "phòng nào chủ trì", "bộ nào chủ trì", "sở nào chủ trì",
    "ai phụ trách", "ai chịu trách nhiệm", "ai được giao", "do ai", "giao cho ai", "who leads", "who is responsible",
    "which ministry leads", "which department leads", "which agency leads", "which body leads", "who is in charge",
)  # fmt: skip
TASKS = (
    "nhiệm vụ", "đầu việc", "công việc", "việc nào", "việc gì", "những việc", "các việc", "bao nhiêu việc",
    "task", "tasks",
)  # fmt: skip
PARTNERS = ("phối hợp", "cùng với", "with", "cooperate", "partner")
LATEST = ("muộn nhất", "cuối cùng", "trễ nhất", "latest", "last deadline", "furthest")
EARLIEST = ("sớm nhất", "đầu tiên", "earliest", "first deadline", "soonest")
RHYTHMS = ("thường xuyên", "hằng năm", "hàng năm", "hằng tháng", "hàng tháng", "hằng quý", "hàng quý")
EXCLUDED = re.compile(
    r"(?:khong(?: phai)? do|(?<!bo )ngoai(?! giao)|not led by|led by (?:a body )?other than|khong thuoc)\s+(.+?)"
    r"\s*(?:chu tri|phu trach|dam nhiem|[,?.;]|$)"
)
COLUMN = (
    r"(ket qua|san pham|thoi gian|thoi han|han|co quan chu tri|don vi chu tri|phoi hop|co quan phoi hop|outputs?"
    r"|results?|deadlines?|due dates?|lead|partners?)(?!\w)"
)
BLANK = re.compile(
    r"(?:de trong|bo trong|khong (?:ghi|dien|co)|thieu|chua (?:ghi|dien)|blank|empty|without|missing)\s+"
    rf"(?:cot |o |phan |the |a |an )?{COLUMN}"
)
SAYS_BLANK = re.compile(r"(?<!\w)(?:(?:de|bo|con) trong|chua dien|blank|empty)(?!\w)")
LEFT_BLANK = re.compile(rf"(?:cot|column)s? {COLUMN} (?:\w+ ){{0,3}}(?:de trong|bo trong|con trong|blank|empty)(?!\w)")
GROUP = re.compile(r"(?<!\w)(?:nhom|phan|group|part)\s+(?:nhiem vu\s+|so\s+)?([ivx]+|\d{1,2})(?!\w)")
NUMEROUS = re.compile(r"^(?:các|những|một số)\s+", re.IGNORECASE)
OWN_PHRASES = frozenset(
    (
        "nhiem vu", "phu luc", "chu tri", "phoi hop", "dau moi", "den han", "hoan thanh", "cong viec", "han",
        "thoi han", "thoi gian", "tien do", "giao", "cuc", "tong", "tong so", "tong cong",
    )
)  # fmt: skip
LACKING, NEARLY = 0.35, 0.12  # share of the rare words that a task described so may leave out
ELSEWHERE = 0.75  # share of what a question says of a task that is left out by tasks about something else
TOLD = 8.0  # weight of words that are enough to know a task by
WHOLE_TASK = 5  # syllables of a task that nobody asks for by chance in just these words
TELLING = 4.0  # weight of the words that describe a task; less is how one asks
OWN_WORDS = frozenset("thoi gian nhiem vu phu luc chu tri phoi hop tong so i ii iii iv v".split())


def of_appendix(plan: Plan, tasks: Sequence[Task]) -> list[Task]:
    """The tasks of the appendix, and of the group in it, that the question names by number, if it names any."""
    named = plan.analysis.appendix
    inside = [t for t in tasks if named and t.section and same_ordinal("".join(syllables(t.section[0])[-1:]), named)]
    return _of_group(plan, inside or list(tasks))


def _of_group(plan: Plan, tasks: Sequence[Task]) -> list[Task]:
    """The tasks below the ordinal of a group ("nhóm IV trong Phụ lục I"); all, where no appendix has it."""
    asked = GROUP.search(fold(plan.analysis.question.text))
    ordinal = asked[1] if asked else ""
    return [t for t in tasks if ordinal in map(str.lower, t.section[1:-1])] or list(tasks)


def pick(plan: Plan, tasks: Sequence[Task]) -> list[Task]:
    """The tasks that meet every restriction of the question; none if it restricts nothing it can be read for."""
    wording = wording_of(plan.analysis.question)
    quoting = of_phrases(plan, tasks)
    if quoting:
        return quoting
    blank = left_blank(plan, tasks)
    if blank:
        return blank
    others = not_led_by(plan, tasks)
    if others is not None:
        return others
    asks_who = "lead" in plan.analysis.demands or wording.has_any(WHO_LEADS)
    by_body = [] if asks_who else of_bodies(plan, tasks, wording)
    pool = by_body or list(tasks)
    dated = [task for task in pool if is_moment(task.deadline)]
    for words, edge_of in ((LATEST, max), (EARLIEST, min)):
        if wording.has_any(words) and dated and not plan.facts.deadlines:
            edge = edge_of(last_day(task.deadline or "") for task in dated)
            return [task for task in dated if last_day(task.deadline or "") == edge]
    timed = _timed(plan, pool, wording)
    if timed is not None:
        alike = described(plan, timed) if _says_what(plan) else []
        return alike or timed
    return by_body or described(plan, pool) or of_bodies(plan, tasks, wording)


def _says_what(plan: Plan) -> bool:
    """Whether a question for tasks of a time or a body also says what they are about."""
    return sum(one.weight for one in _descriptive(plan)) >= TELLING


def word_for_word(plan: Plan, tasks: Sequence[Task]) -> list[Task]:
    """The tasks whose whole text stands in the question; the longest, where one text is part of another."""
    asked = plan.analysis.question.text
    texts = {id(task): len(syllables(task.text)) for task in tasks if contains(asked, task.text)}
    longest = max(texts.values(), default=0)
    return [task for task in tasks if texts.get(id(task)) == longest] if longest >= WHOLE_TASK else []


def of_phrases(plan: Plan, tasks: Sequence[Task]) -> list[Task]:
    """The tasks whose row carries a quoted phrase; all phrases must be found somewhere."""
    phrases = plan.analysis.phrases
    found = {phrase: [task for task in tasks if contains(_row_of(task), phrase)] for phrase in phrases}
    if not phrases or not all(found.values()):
        return []
    return [task for task in tasks if any(task in group for group in found.values())]


def asked_column(plan: Plan) -> str | None:
    """The column (folded) that a question about tasks says to be left blank ("để trống cột Kết quả")."""
    text = fold(expand(plan.analysis.question.text))
    asked = LEFT_BLANK.search(text) or BLANK.search(text)
    about = asked and (is_about_tasks(Wording(text, marked=False)) or re.search(r"(?<!\w)(?:cot|columns?)(?!\w)", text))
    return asked[1] if asked and about else None


def says_blank(plan: Plan) -> bool:
    """Whether the column is to be empty, not merely vague ("không ghi thời hạn cụ thể")."""
    return bool(SAYS_BLANK.search(fold(plan.analysis.question.text)))


def left_blank(plan: Plan, tasks: Sequence[Task]) -> list[Task]:
    """The tasks whose cell is empty in the column that a question says to be left blank."""
    column = asked_column(plan)
    if column is None:
        return []
    if column.startswith(("ket qua", "san pham", "output", "result")):
        return [task for task in tasks if not (task.output or "").strip(" -–.")]
    if column.startswith(("thoi", "han", "deadline", "due")):
        return [task for task in tasks if not (task.deadline_text or task.deadline or task.frequency)]
    bodies = [(task, task.partners if column.startswith(("phoi", "partner")) else task.lead) for task in tasks]
    return [task for task, names in bodies if not names]


def _row_of(task: Task) -> str:
    return " ; ".join((task.quote, task.text, *task.lead, *task.partners, task.output or "", task.deadline_text or ""))


def not_led_by(plan: Plan, tasks: Sequence[Task]) -> list[Task] | None:
    """ "không do UBND xã chủ trì": the tasks that another body leads; ``None`` if nobody is excluded."""
    match = EXCLUDED.search(fold(plan.analysis.question.text))
    if not match:
        return None
    body = expand(plan.analysis.question.text[match.start(1) : match.end(1)])
    led = [task for task in tasks if any(contains(expand(lead), body) for lead in task.lead)]
    return [task for task in tasks if task.lead and task not in led] if led else None


def _timed(plan: Plan, tasks: Sequence[Task], wording: Wording) -> list[Task] | None:
    """Tasks due at the asked time or of the asked rhythm; ``None`` if the question asks for neither."""
    if plan.facts.deadlines:
        met = (Timing.MET, Timing.EARLIER)
        return [t for t in tasks if any(timing(t.deadline, d) in met for d in plan.facts.deadlines)]
    rhythm = next((word for word in RHYTHMS if wording.has(word)), None)
    if rhythm is None:
        return None
    return [t for t in tasks if contains(f"{t.frequency or ''} {t.deadline_text or ''}", rhythm)] or None


def of_bodies(plan: Plan, tasks: Sequence[Task], wording: Wording) -> list[Task]:
    """Tasks led by, or done with, the body that the question names (the longest name wins)."""
    lead, partner = wording.has_any(LEADS), wording.has_any(PARTNERS)
    by_lead = _naming(plan, [(task, task.lead) for task in tasks]) if lead else []
    by_partner = _naming(plan, [(task, task.partners) for task in tasks]) if partner or lead else []
    return (by_partner if partner else []) or by_lead or by_partner


def _naming(plan: Plan, bodies_of: Sequence[tuple[Task, Sequence[str]]]) -> list[Task]:
    text = f"{plan.analysis.question.text} ; {plan.analysis.search_text}"
    named: list[tuple[int, Task]] = []
    for task, bodies in bodies_of:
        names = [NUMEROUS.sub("", body) for body in bodies]
        lengths = [len(body) for body in names if contains(text, body) or contains(expand(text), expand(body))]
        if lengths:
            named.append((max(lengths), task))
    longest = max((length for length, _ in named), default=0)
    return [task for length, task in named if length >= 0.8 * longest]


def described(plan: Plan, tasks: Sequence[Task]) -> list[Task]:
    """The tasks that carry the question's words best: most of all words, or nearly all of the rare ones."""
    apart = OWN_WORDS.union(_dated(plan), *(word.split() for word in plan.analysis.given))
    words = [word for word in plan.analysis.terms if word not in apart]
    if not words or not tasks:
        return []
    texts = {id(task): expand(task.text) for task in tasks}
    rarity = Rarity(texts.values())
    told = _telling(plan)
    lacking = {id(task): missing(told, texts[id(task)])[1] if told else 0.0 for task in tasks}
    least = min(lacking.values())
    if told and least <= LACKING:
        tasks = [task for task in tasks if lacking[id(task)] <= least + NEARLY]
    if _says_what(plan):
        about = _descriptive(plan)
        tasks = [task for task in tasks if missing(about, texts[id(task)])[1] < ELSEWHERE]
    scored = [(rarity.support(words, texts[id(task)]), task) for task in tasks]
    best = max((score for score, _ in scored), default=0.0)
    enough = 0.0 if told and least <= LACKING else ALIKE
    return [task for score, task in scored if score >= max(enough, 0.9 * best)]


def _telling(plan: Plan) -> list[Word]:
    """The words that say what a task is about, if there are enough of them: no bodies, no words of asking."""
    words = _descriptive(plan)
    return words if sum(one.weight for one in words) >= TOLD else []


def _descriptive(plan: Plan) -> list[Word]:
    bodies = " ; ".join(name for body in plan.analysis.bodies for name in body.names)
    appendix = fold(plan.analysis.appendix or "")  # "I" of "Phụ lục I" is rare, and describes no task
    general, dated = OWN_PHRASES.union(plan.analysis.given, {appendix}), _dated(plan)
    words = [one for one in plan.analysis.focus if one.text not in general and not contains(bodies, one.text)]
    return [one for one in words if not dated.issuperset(one.text.split())]


def _dated(plan: Plan) -> set[str]:
    """The syllables that only say when: "quý IV/2026"."""
    return {word for deadline in plan.facts.deadlines for word in syllables(deadline.printed)}


def is_about_tasks(wording: Wording) -> bool:
    """Whether the question names tasks as what it wants."""
    return wording.has_any(TASKS)
