"""Reports without a cycle, a day or a recipient; cycles that conflict.

Source: NĐ 09/2019/NĐ-CP on reporting, Điều 5-12: a periodic report has a name, an addressee, a cycle, a closing day
and a day of delivery.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.text import plain
from ingest.types import Duty
from service.audit.case import Case, Found
from service.audit.registry import rule

SOURCE = "NĐ 09/2019/NĐ-CP về chế độ báo cáo"
VAGUE = ("định kỳ", "theo quy định", "thường xuyên", "theo định kỳ", "khi có yêu cầu", "đột xuất", "kịp thời")
_CYCLE = re.compile(
    r"tháng|quý|tuần|ngày|hằng năm|hàng năm|\bnăm\b|6 tháng|3 tháng|sáu tháng|một năm|cuối năm|giai đoạn"
)
_DUE = re.compile(r"trước ngày \d{1,2}(?:/| tháng )\d{1,2}[^.;]{0,40}báo cáo")
"""A dated report in the midst of other work, where no duty of its own is seen."""

_OCCASIONAL = re.compile(
    r"phê duyệt|xin ý kiến|xử lý các vấn đề|được báo cáo|(?:bổ sung|bố trí|phân bổ) kinh phí|nguồn vốn"
    r"|nội dung cần (?:điều chỉnh|sửa đổi), bổ sung"
)
_TROUBLE = re.compile(r"(?:khó khăn|vướng mắc|phát sinh|phản ánh)")
SUPERIOR = re.compile(r"ubnd (?:tỉnh|thành phố)|ủy ban nhân dân (?:tỉnh|thành phố)|tỉnh ủy|thành ủy|sở |bộ |chính phủ")
SPARSE = re.compile(r"^(?:định kỳ )?(?:hàng|hằng) năm(?: hoặc đột xuất)?$")


def reports(case: Case) -> list[Duty]:
    """Regular reports of the plan's body: not of troubles, which have no cycle."""
    return [
        duty
        for duty in case.document.duties
        if (case.in_body(duty.section) or duty.section[:1] == ("CLOSING",))
        and re.search(r"(?<!\w)báo cáo(?!\w)", plain(duty.action))
        and not _TROUBLE.search(plain(duty.quote).split("báo cáo")[0].rsplit(";", 1)[-1])
        and not _OCCASIONAL.search(plain(duty.action))
    ]


@rule("bao_cao_khong_ky_han", title="Báo cáo không có kỳ, ngày", source=SOURCE)
def without_cycle(case: Case) -> Iterator[Found]:
    """Reports "định kỳ" or "theo quy định" and nothing more."""
    if not case.assigns:
        return
    found = reports(case)
    vague = [d for d in found if _vague(d)]
    clear = any(d.deadline or _CYCLE.search(plain(d.frequency or "")) for d in found) or any(case.find(_DUE, case.body))
    if not clear:
        vague += [d for d in found if d not in vague and d.recipient and not d.frequency]
    if vague:
        all_ = "mọi nghĩa vụ báo cáo" if not clear else f"{len(vague)} nghĩa vụ báo cáo"
        words = ", ".join(dict.fromkeys(f"“{d.frequency}”" for d in vague if d.frequency))
        said = f" chỉ ghi {words}," if words else ""
        text = f"Chế độ báo cáo không kiểm được: {all_}{said} không có kỳ và ngày."
        yield Found("reporting", "C" if clear else "B", text, case.cite_facts(vague, 5))


def _vague(duty: Duty) -> bool:
    said = plain(duty.frequency or "")
    return bool(said) and any(word in said for word in VAGUE) and not _CYCLE.search(said) and not duty.deadline


@rule("bao_cao_khong_ngay", title="Báo cáo có kỳ mà không có ngày nộp", source=SOURCE)
def without_day(case: Case) -> Iterator[Found]:
    """ "Hằng quý báo cáo UBND xã": every quarter, by which day?"""
    if not case.assigns:
        return
    found = reports(case)
    cyclic = [
        d
        for d in found
        if _cycles(d) and not _dated(d) and not any(_dated(other) and _same_report(d, other) for other in found)
    ]
    if cyclic:
        said = ", ".join(dict.fromkeys(f"“{d.frequency}”" for d in cyclic))
        text = f"{len(cyclic)} nghĩa vụ báo cáo có kỳ ({said}) nhưng không ghi ngày nộp."
        yield Found("reporting", "C", text, case.cite_facts(cyclic, 5))


@rule("bao_cao_khong_noi_nhan", title="Báo cáo không nói gửi ai", source=SOURCE)
def without_recipient(case: Case) -> Iterator[Found]:
    """A report with a cycle or a day and no addressee, not even in the sentence around it."""
    if not case.assigns:
        return
    loose = [
        d for d in reports(case) if (d.frequency or d.deadline) and not d.recipient and not _TO.search(_around(case, d))
    ]
    if loose:
        actors = "; ".join(dict.fromkeys(str(d.actor) for d in loose if d.actor)) or "không rõ ai"
        text = f"{len(loose)} nghĩa vụ báo cáo không ghi nơi nhận ({actors})."
        yield Found("reporting", "C", text, case.cite_facts(loose, 5))


def _dated(duty: Duty) -> bool:
    return bool(duty.deadline) or bool(_DAY.search(plain(duty.quote)))


_DAY = re.compile(r"ngày (?:\d|làm việc|cuối|đầu)|(?:trước|tháng|vào) \d{1,2}/\d|tháng \d")
_TO = re.compile(
    r"báo cáo[^.;]{0,80}?(?:về|gửi|đến|cho|với|lên|qua|ubnd|ủy ban|hđnd|hội đồng|đảng ủy|tỉnh ủy|thành ủy|sở |bộ "
    r"|chính phủ|thủ tướng|ban |phòng |văn phòng|chủ tịch|thường trực|cấp trên|cấp có thẩm quyền|cơ quan|tổ )|gửi "
)


def _around(case: Case, duty: Duty) -> str:
    """The paragraph that the duty stands in."""
    passage = case.sources.passage_at(case.document.id, duty.start, duty.end)
    return case.plain_of(passage) if passage else plain(duty.quote)


@rule("bao_cao_thua", title="Báo cáo cấp trên thưa", source=SOURCE)
def sparse(case: Case) -> Iterator[Found]:
    """Once a year upwards, where sister plans report by month or quarter."""
    if case.level != "xa" or not case.assigns:
        return
    upward = [d for d in reports(case) if SUPERIOR.search(plain(d.recipient or ""))]
    if not upward or not all(SPARSE.match(plain(d.frequency or "")) for d in upward):
        return
    more = [s for s in case.sisters if any(re.search(r"tháng|quý", plain(d.frequency or "")) for d in s.duties)]
    beside = f"; {len(more)}/{len(case.sisters)} kế hoạch cùng loại báo cáo theo tháng, quý" if more else ""
    text = f"Báo cáo lên cấp trên chỉ “{upward[0].frequency}”{beside}."
    yield Found("reporting", "B", text, case.cite_facts(upward))


@rule("bao_cao_mau_thuan", title="Kỳ báo cáo mâu thuẫn", source=SOURCE)
def conflicting(case: Case) -> Iterator[Found]:
    """Different cycles of the same report to the same body, said in different places."""
    cyclic = [d for d in reports(case) if _cycles(d) and d.recipient and d.actor]
    for place, first in enumerate(cyclic):
        for other in cyclic[place + 1 :]:
            if first.section == other.section or _finest(first) == _finest(other) or not _same_report(first, other):
                continue
            text = (
                f"Kỳ báo cáo mâu thuẫn: {first.actor} “{first.frequency}”, chỗ khác {other.actor} "
                f"“{other.frequency}”, cùng báo cáo {core(str(first.recipient))}."
            )
            yield Found("reporting", "B", text, case.cite_facts([first, other]))
            return


@rule("so_ket_khong_khop", title="Kỳ đánh giá nêu ở yêu cầu không có trong tổ chức thực hiện", source=SOURCE)
def promised_cycle(case: Case) -> Iterator[Found]:
    """The requirements promise a monthly review; the organisation gives reports of three and six months."""
    promised = next(iter(case.find(r"(?:định kỳ|chế độ)[^.;]{0,40}0?1 tháng/lần", case.body)), None)
    if promised is None:
        return
    others = [
        d
        for d in reports(case)
        if _cycles(d) and "thang" not in _cycles(d) and d.section[:1] != promised.passage.path[:1]
    ]
    if others:
        text = f"Yêu cầu đặt kỳ “{promised.match.group(0)}”, phần tổ chức thực hiện lại ghi “{others[0].frequency}”."
        yield Found("reporting", "B", text, (case.cite_place(promised), *case.cite_facts(others, 3)))


@rule("nop_truoc_khi_nhan", title="Ngày nộp lên trùng hoặc sớm hơn ngày nhận báo cáo", source=SOURCE)
def no_time(case: Case) -> Iterator[Found]:
    """A monthly report to be collected and passed on within two days, or before it comes in."""
    days = [
        (d, int(m.group(1)))
        for d in reports(case)
        if (m := re.search(r"ngày (\d{1,2})(?! ?/)", d.deadline or "")) and "tháng" in (d.frequency or "")
    ]
    own = [(d, n) for d, n in days if not SUPERIOR.search(plain(d.recipient or ""))]
    up = [(d, n) for d, n in days if SUPERIOR.search(plain(d.recipient or ""))]
    for inner, collected in own:
        for outer, sent in up:
            if sent <= collected + 2 and inner.section == outer.section:
                text = (
                    f"Thu báo cáo ngày {collected}, gửi cấp trên ngày {sent} hằng tháng: không đủ thời gian tổng hợp."
                )
                yield Found("reporting", "C", text, case.cite_facts([inner, outer]))


def _cycles(duty: Duty) -> frozenset[str]:
    said = plain(duty.frequency or "")
    known = {
        "thang": r"(?:hàng|hằng) tháng|01 tháng",
        "quy": r"quý|(?<!\d)3 tháng|03 tháng",
        "6": r"6 tháng|sáu tháng",
        "nam": r"(?:hàng|hằng) năm|1 năm|cuối năm",
    }
    return frozenset(name for name, expression in known.items() if re.search(expression, said))


def _finest(duty: Duty) -> str:
    """The shortest cycle of a report."""
    return next(name for name in ("thang", "quy", "6", "nam") if name in _cycles(duty))


def _same_report(one: Duty, other: Duty) -> bool:
    """Whether one of the two covers the other's reporter and goes to the same body."""
    actors = core(str(one.actor)), core(str(other.actor))
    recipients = core(str(one.recipient)), core(str(other.recipient))
    return any(actors[i] in actors[1 - i] for i in (0, 1)) and recipients[0] == recipients[1]


def core(name: str) -> str:
    """A body's name without its level; the first where two are named."""
    short = plain(name).replace("ủy ban nhân dân", "ubnd").split("(")[0].split(" và ")[0]
    return re.sub(r"(?: cấp)? xã$", "", short.strip())
