"""What is said where passages speak of a thing and do not tell what is demanded of it."""

from __future__ import annotations

from collections.abc import Sequence

from service.answers.draft import Draft, searched
from service.demands import demand_of, is_about, names_any, tells, unnamed
from service.evidence import Evidence, Gathered, best_per_document, printed
from service.parties import actor_of
from service.phrases import listed
from service.plan import Plan
from service.types import Demand

NEAREST = 3
UNMET: dict[Demand, tuple[str, str]] = {
    "lead": ("không nêu ai chủ trì việc được hỏi", "Who leads that work is not said"),
    "target": ("không đặt chỉ tiêu nào về điều được hỏi", "No target on this is set"),
    "recipient": ("không nêu phải báo cáo cho ai về việc được hỏi", "To whom it is reported is not said"),
    "deadline": ("không ghi hạn của việc được hỏi", "No deadline for it is stated"),
}
ONLY_NEAR: dict[Demand, tuple[str, str]] = {
    "lead": ("nói tới việc ấy, không nêu ai chủ trì", "speaks of that work, does not say who leads it"),
    "target": ("nói tới điều ấy, không phải chỉ tiêu", "speaks of it, is no target"),
    "recipient": ("nói tới việc ấy, không nêu báo cáo cho ai", "speaks of it, does not say to whom it is reported"),
    "deadline": ("nói tới việc ấy, không ghi hạn", "speaks of it, states no deadline"),
}
CLOSE = ("nói tới điều gần giống", "speaks of something like it")  # tells a lead or a target, of half of the subject
A_TASK = ("nhiệm vụ, không phải chỉ tiêu", "a task, not a target")
ONLY_TASKS = ("; điều ấy chỉ có trong nhiệm vụ, xem chỗ gần nhất", "; it is only among the tasks, see the nearest")
OF_ANOTHER = ("việc của nơi khác", "the duty of another body")
UNTOLD: dict[Demand, tuple[str, str]] = {
    "lead": ("Chỗ trích không nêu ai chủ trì.", "The passages do not say who leads it."),
    "target": ("Chỗ trích không đặt chỉ tiêu.", "The passages set no target."),
    "recipient": ("Chỗ trích không nêu báo cáo cho ai.", "The passages do not say to whom it is reported."),
    "deadline": ("Chỗ trích không ghi hạn.", "The passages state no deadline."),
}


def unmet(plan: Plan, gathered: Gathered, items: Sequence[Evidence]) -> Draft:
    """The refusal where passages speak of the thing and none tells what is demanded of it; they are shown as near."""
    demand = demand_of(plan)
    about = [item for item in items if names_any(plan) and is_about(plan, gathered.sources, item.hit)][:NEAREST]
    if demand is None or not about:
        draft, (where_vi, where_en) = Draft(plan.analysis.question.language), searched(plan)
        for item in best_per_document(gathered.items, 2):
            draft.add_near(gathered.cite(item), draft.say("gần nhất tìm được", "nearest found"))
        return draft.refuse(
            f"{where_vi} không có đoạn nào nói điều được hỏi.", f"Nothing {where_en} says what is asked."
        )
    tasks = [item for item in about if demand == "target" and item.hit.passage.function == "nhiem_vu"]
    draft = refused(plan, demand, *(ONLY_TASKS if tasks == about else ()))
    for item in about:
        only = CLOSE if tells(demand, gathered, item) else A_TASK if item in tasks else ONLY_NEAR[demand]
        draft.add_near(gathered.cite(item), draft.say(*only))
    return draft


def of_others(plan: Plan, gathered: Gathered, items: Sequence[Evidence]) -> Draft:
    """The refusal where what is asked is laid down for others than the one asked about, who are named."""
    draft = Draft(plan.analysis.question.language)
    for item in items[:NEAREST]:
        actor = actor_of(gathered.sources, item.hit)
        other = draft.say(f"việc của {actor}", f"the duty of {actor}")
        draft.add_near(gathered.cite(item), other if actor else draft.say(*OF_ANOTHER))
    where_vi, where_en = searched(plan)
    return draft.refuse(
        f"{where_vi} không giao việc được hỏi cho cơ quan nêu trong câu hỏi, hoặc không gửi tới nơi ấy.",
        f"That is not a duty of the body asked about, or not towards that one, {where_en}.",
    )


def refused(plan: Plan, demand: Demand, more_vi: str = "", more_en: str = "") -> Draft:
    """A refusal that says what is not told of the thing asked about."""
    (vietnamese, english), (where_vi, where_en) = UNMET[demand], searched(plan)
    draft = Draft(plan.analysis.question.language)
    return draft.refuse(f"{where_vi} {vietnamese}{more_vi}.", f"{english} {where_en}{more_en}.")


def tell_untold(draft: Draft, plan: Plan, gathered: Gathered, items: Sequence[Evidence]) -> None:
    """What else was asked and the passages do not tell; and the words for the work that they leave out."""
    for demand in plan.analysis.demands[1:]:
        if not any(tells(demand, gathered, item) for item in items):
            draft.notes.append(draft.say(*UNTOLD[demand]))
    if demand_of(plan) == "lead":
        note_unnamed(draft, plan, [printed(item.hit) for item in items])


def note_unnamed(draft: Draft, plan: Plan, texts: Sequence[str]) -> None:
    """A note of the words for the work that nothing quoted has: "số hóa dữ liệu" is not quite "số hóa hồ sơ"."""
    words = unnamed(plan, texts) if draft.language == "vi" and plan.analysis.question.marked else []
    if words:
        draft.notes.append(f"Chỗ trích không nhắc {listed([f'“{word}”' for word in words])}.")
