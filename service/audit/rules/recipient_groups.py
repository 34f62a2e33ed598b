"""Groups and superiors that the list of recipients forgets.

Source: NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.9: *Nơi nhận* names who must carry the document out and who supervises it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.text import plain
from ingest.types import Section
from service.audit.case import Case, Found, unique
from service.audit.registry import rule
from service.audit.rules.division import organised
from service.audit.rules.recipients import BY_REFERENCE, FEWEST, named
from service.audit.rules.reporting import reports

SOURCE = "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.9 (nơi nhận)"
GROUPS = (
    (r"(?:các )?(?:doanh nghiệp|nhà mạng|chủ đầu tư|hợp tác xã|tổ chức tín dụng|ngân hàng)",
     r"doanh nghiệp|nhà mạng|chủ đầu tư|hợp tác xã|ngân hàng|hiệp hội|viettel|vnpt|mobifone|công ty|tổng công ty"
     r"|tập đoàn|tổ chức, cá nhân|đơn vị (?:có )?liên quan"),
    (r"(?:các )?(?:trường|cơ sở (?:giáo dục|đào tạo)|đại học|viện)",
     r"trường|cơ sở|đại học|viện|đơn vị sự nghiệp|đơn vị (?:có )?liên quan"),
    (r"(?:các )?(?:hội|hiệp hội|tổ chức chính trị)(?! đồng)",
     r"hội|tổ chức|đoàn thể|mặt trận|mttq|đơn vị (?:có )?liên quan"),
)  # fmt: skip
"""What a section of its own is headed with, and what stands for such a group among the recipients."""

_ANYBODY = re.compile(r"cá nhân|cộng đồng|người dân|nhân dân")
"""A section for everybody is sent to nobody."""

_BETWEEN = re.compile(
    r"(?:,|;)? (?:và )?(?=(?:Bộ|Ban|Ủy ban|UBND|Tỉnh ủy|Thành ủy|Thường trực|Sở) |Chính phủ|Thủ tướng)"
)
_AS_ABOVE = re.compile(r"như (?:trên|kính gửi)|kính gửi")
_ABOVE = re.compile(r"bộ [^\W\d_]|ban chỉ đạo(?!\w)")


@rule("nhom_khong_co_noi_nhan", title="Nhóm được giao việc nhưng không có trong nơi nhận", source=SOURCE)
def group_not_sent(case: Case) -> Iterator[Found]:
    """Enterprises, schools, associations with a section of work of their own, and none among the recipients."""
    names = _names(case)
    if names is None:
        return
    missing: list[Section] = []
    for section in organised(case):
        title = plain(section.title or "")
        group = next((listed for heading, listed in GROUPS if re.match(rf"{heading}(?!\w)", title)), None)
        if group and not _ANYBODY.search(title) and not re.search(rf"(?<!\w)(?:{group})(?!\w)", names):
            missing.append(section)
    if missing:
        said = "; ".join(" ".join((s.title or "").split()).rstrip(":.") for s in missing)
        text = f"Được giao việc nhưng không có trong nơi nhận: {said}."
        quotes = [*map(case.cite_heading, missing[:4]), case.cite_passage(case.part("RECIPIENTS")[0])]
        yield Found("structure", "B", text, unique(quotes))


@rule("nhan_bao_cao_khong_gui", title="Nhận báo cáo nhưng không có trong nơi nhận", source=SOURCE)
def supervisor_not_sent(case: Case) -> Iterator[Found]:
    """A ministry or steering committee that is to have reports on a plan that it is not sent."""
    listed = case.part("RECIPIENTS")
    names = plain(" ; ".join(case.text[p.start : p.end] for p in listed))
    if not case.assigns or names.count("\n") < FEWEST or _AS_ABOVE.search(names):
        return
    missing: dict[str, tuple[int, int]] = {}
    for duty in reports(case):
        for name in _BETWEEN.split(duty.recipient or ""):
            known = named(name, names) or re.search(_group_of(name), names)
            if _ABOVE.match(plain(name)) and not known:
                missing.setdefault(" ".join(name.split()), (duty.start, duty.end))
    if missing:
        text = f"Nhận báo cáo về kế hoạch nhưng không có trong nơi nhận: {'; '.join(missing)}."
        yield Found("structure", "C", text, unique(case.cite_words(*span) for span in missing.values()))


def _group_of(name: str) -> str:
    """How a list of recipients names a ministry or a steering committee, alone or among others."""
    said = plain(name)
    if said.startswith("bộ"):
        return r"(?:^|[;\n\-+] ?)(?:các )?(?:bộ|ban)(?:,| ngành)"
    above = next((level for level in ("trung ương", "tỉnh ủy", "thành ủy") if level in said), "ban chỉ đạo")
    return rf"ban chỉ đạo|bcđ|{above}"


def _names(case: Case) -> str | None:
    """The recipients in comparable spelling; ``None`` where there is no list, or it points to the text."""
    listed = case.part("RECIPIENTS")
    names = plain(" ; ".join(case.text[p.start : p.end] for p in listed))
    if not case.assigns or BY_REFERENCE.search(names) or names.count("\n") < FEWEST:
        return None
    return names
