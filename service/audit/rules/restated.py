"""One thing said in two places of a plan: an indicator differently, a paragraph in the same words.

Source: internal consistency; NĐ 30/2020/NĐ-CP, Điều 8.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from ingest.types import Passage, Target
from service.audit.case import Case, Found, unique, year_of
from service.audit.registry import rule
from service.audit.spelling import likeness, syllables

SOURCE = "Tính nhất quán nội tại của chỉ tiêu"
FEWEST = 3
ALIKE = 0.5
WORDS = 14
LENGTH = 0.6
"""Share of the longer item that the shorter must be as long as."""


@rule("nhac_lai_khac", title="Nhắc lại chỉ tiêu khác đi", source=SOURCE)
def restated(case: Case) -> Iterator[Found]:
    """The same indicator once with a deadline, once without; or with another whole."""
    by_key: dict[str, list[Target]] = defaultdict(list)
    for target in case.targets:
        if target.key and target.cls != "sub_target":
            by_key[target.key].append(target)
    for targets in by_key.values():
        dated = [t for t in targets if t.deadline]
        loose = [t for t in targets if not t.deadline and t.section[:1] != ("Phụ lục",)]
        pair = next(((a, b) for a in dated for b in loose if a.value == b.value and a.unit == b.unit), None)
        if pair:
            one, other = pair
            text = (
                f"Chỉ tiêu nhắc lại không kèm thời hạn: chỗ này ghi {one.deadline}, chỗ kia không ghi hạn"
                f"{_companions(case, other, targets)}."
            )
            yield Found("target", "C", text, case.cite_facts([other, one]))


def _companions(case: Case, other: Target, targets: list[Target]) -> str:
    """What the second place adds that the first does not have."""
    keys = {t.key for t in targets}
    added = [t for t in case.targets if t.section == other.section and t.start == other.start and t.key not in keys]
    return f", lại thêm {'; '.join(sorted({t.indicator for t in added}))}" if added else ""


@rule("doan_lap", title="Hai đoạn liền nhau lặp một nội dung", source="NĐ 30/2020/NĐ-CP, Điều 8 (không trùng lặp)")
def repeated(case: Case) -> Iterator[Found]:
    """An item that the next one holds word for word: one was to be replaced and was left."""
    groups: dict[tuple[str, ...], list[Passage]] = defaultdict(list)
    for passage in case.body:
        said = case.plain_of(passage)
        if passage.kind != "row" and len(syllables(said)) >= WORDS and not _LABELLED.match(said):
            groups[tuple(passage.path)].append(passage)
    for group in groups.values():
        for one, other in pairwise(group):
            short, long = sorted((case.plain_of(one), case.plain_of(other)), key=len)
            if likeness(short, long) == 1.0 and len(short) >= LENGTH * len(long):
                text = "Hai nội dung của cùng một mục lặp nhau: bỏ một hoặc viết lại cho khác."
                yield Found("structure", "C", text, unique(map(case.cite_passage, (one, other))))


_LABELLED = re.compile(
    r"[-+*•\s]*(?:\(|(?:đơn vị|cơ quan|thời (?:gian|hạn)|kinh phí|sản phẩm|kết quả|địa điểm|thành phần|đối tượng)"
    r"[^:]{0,40}:)"
)
"""A line of a form ("Đơn vị phối hợp thực hiện: …"), or one in brackets: made to be repeated."""


@rule("dieu_kien_khac_nhau", title="Một chỉ tiêu, chỗ có điều kiện, chỗ không", source=SOURCE)
def conditioned(case: Case) -> Iterator[Found]:
    """ "100% thủ tục đủ điều kiện" here, "100% thủ tục" there, both done online: of which whole?"""
    wholes: dict[str, list[Target]] = defaultdict(list)
    for target in case.targets:
        everything = target.value == 100 and target.unit.startswith("%") and target.cls != "sub_target"
        if everything and target.scope and _ONLINE.search(case.plain_of(target)):
            wholes[" ".join(syllables(target.scope)[:HEAD])].append(target)
    for targets in wholes.values():
        some = next((t for t in targets if _CONDITION.search(case.plain_of(t))), None)
        every = [t for t in targets if not _CONDITION.search(case.plain_of(t)) and some and t.section != some.section]
        if some and every:
            text = "Cùng chỉ tiêu 100%, chỗ chỉ tính phần đủ điều kiện, chỗ tính toàn bộ: hai mẫu số khác nhau."
            yield Found("target", "B", text, case.cite_facts([some, every[0]]))


HEAD = 3
"""Syllables by which the wholes of two shares are the same: "thủ tục hành chính"."""

_CONDITION = re.compile(r"(?:có |nếu )?đủ điều kiện")
_ONLINE = re.compile(r"trực tuyến|toàn trình|môi trường (?:điện tử|số|mạng)")


@rule("chi_tieu_ngoai_muc_tieu", title="Chỉ tiêu chỉ có ở phần giải pháp", source=SOURCE)
def outside_the_aims(case: Case) -> Iterator[Found]:
    """A dated figure to be reached among the measures, while the plan has a part for its aims that is silent on it."""
    body = [t for t in case.targets if t.cls == "target" and case.in_body(t.section)]
    aims = [t for t in body if _under_aims(case, t)]
    loose = [
        t
        for t in body
        if t not in aims
        and t.deadline_from == "text"
        and "phấn đấu" in case.plain_of(t)
        and not any(t.start <= r.start < t.end for r in case.document.references)  # another plan's figure
        and not any(year_of(t.deadline) == year_of(a.deadline) and _says(t, a) for a in aims)
    ]
    if case.is_plan and len(aims) >= FEWEST and loose:
        text = f"{len(loose)} chỉ tiêu chỉ nêu ở phần giải pháp, lộ trình, không có trong mục tiêu của kế hoạch."
        yield Found("target", "C", text, case.cite_facts(loose, 4))


def _says(one: Target, other: Target) -> bool:
    return one.value == other.value or likeness(one.quote, other.quote) >= ALIKE


def _under_aims(case: Case, target: Target) -> bool:
    titles = (s.title for n in range(len(target.section)) if (s := case.section(target.section[: n + 1])) and s.title)
    return any("mục tiêu" in title.casefold() or "chỉ tiêu" in title.casefold() for title in titles)
