"""Who is given work but not sent the plan.

Source: NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.9: *Nơi nhận* names the bodies that must carry the document out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ingest.text import plain
from ingest.vocabulary import bodies
from service.audit.case import Case, Found, unique
from service.audit.registry import rule
from service.audit.spelling import syllables
from service.types import Citation

SOURCE = "NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.9 (nơi nhận)"


FEWEST = 3
BY_REFERENCE = re.compile(r"như (?:trên|điều|mục)|(?:tại )?mục [ivx\d]+|kính gửi")
"""Recipients named by pointing to the text ("Như Điều 3", "Mục V"): everybody tasked is among them."""

COLLECTIVE = (
    (r"ủy ban kiểm tra|ban xây dựng|văn phòng đảng|ban tuyên giáo",
     r"(?:các )?cơ quan (?:chuyên trách|tham mưu)|các ban"),
    (r"phòng|trung tâm|đơn vị|văn phòng|ban chỉ huy|công an",
     r"(?:các )?(?:phòng|cơ quan|đơn vị|ban,? ngành|phòng, ban)"),
    (r"sở|ban quản lý|thanh tra|ban", r"(?:các )?(?:sở|cơ quan|ban,? ngành|đơn vị)"),
    (r"công an|bộ chỉ huy|liên hiệp|liên minh|hội|đoàn|báo|đài|hiệp hội|thuế|kho bạc",
     r"(?:các )?(?:(?:sở|ban)[^;\n]{0,20}(?:ngành|đoàn thể)|cơ quan(?! thuộc)|ban,? ngành|đoàn thể|đơn vị)"),
    (r"ubnd|ủy ban nhân dân", r"ubnd|ủy ban nhân dân|các xã"),
    (r"bộ|ủy ban|ngân hàng", r"(?:các )?bộ|cơ quan ngang bộ"),
    (r"mặt trận|ủy ban mặt trận|mttq|hội|đoàn|tổ chức", r"mttq|ubmttq|mặt trận|đoàn thể|các tổ chức|các hội"),
    (r"các|thủ trưởng|người|thành viên|chi bộ|đảng|cấp ủy|doanh nghiệp|thôn|xóm|tổ|hợp tác xã|lãnh đạo|chủ tịch", r"."),
)  # fmt: skip
"""Collective recipients ("Các phòng chuyên môn") that include single bodies."""


@rule("khong_co_noi_nhan", title="Được giao việc nhưng không có trong nơi nhận", source=SOURCE)
def not_sent(case: Case) -> Iterator[Found]:
    """Bodies named one by one in the organisation of the work, absent from the list, not even as a group."""
    listed = case.part("RECIPIENTS")
    if not listed or not case.assigns:
        return
    names = plain(" ; ".join(case.text[p.start : p.end] for p in listed))
    if BY_REFERENCE.search(names) or names.count("\n") < FEWEST:
        return
    missing: dict[str, tuple[Citation, ...]] = {}
    for actor, quotes in _tasked(case):
        if not single(actor) or any(named(actor, plain(other)) for other in missing):
            continue
        if not named(actor, names) and not included(actor, names) and not _issuing(case, actor):
            missing[actor] = quotes
    if missing:
        text = f"Được giao việc nhưng không có trong nơi nhận: {'; '.join(missing)}."
        told = [quote for quotes in list(missing.values())[:5] for quote in quotes]
        yield Found("structure", "B", text, unique([*told, *(case.cite_passage(p) for p in listed[:1])]))


def _tasked(case: Case) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    """Everybody who is given work, in prose or as the one who leads a task, and where."""
    for duty in case.document.duties:
        if duty.actor:
            yield " ".join(duty.actor.split()), (case.cite_fact(duty),)
    for task in case.document.tasks:
        for lead in task.lead:
            yield " ".join(lead.split()).split(" và các ")[0], case.cite_said(task, lead)


@rule("noi_nhan_khong_viec", title="Có trong nơi nhận nhưng không được giao việc", source=SOURCE)
def idle(case: Case) -> Iterator[Found]:
    """Divisions of the commune, offices of the province, that get the plan and are named nowhere in it."""
    listed = case.part("RECIPIENTS")
    if case.level == "trung_uong" or not case.assigns or not listed:
        return
    division = _DIVISION if case.level == "xa" else _OFFICE
    own = " ".join(case.plain_of(p) for p in (*case.body, *case.appendix, *case.part("CLOSING")))
    own += " ".join(plain(s.title or "") for s in case.document.sections)
    found = []
    for passage in listed:
        for match in re.finditer(r"[^\n;,]+", case.text[passage.start : passage.end]):
            name = match.group().strip(" -+*.")
            if division.match(plain(name)) and not named(name, own):
                start = passage.start + match.start() + match.group().index(name)
                found.append((name, case.cite(start, start + len(name), passage)))
    if found:
        text = f"Có trong nơi nhận nhưng không được giao việc nào: {'; '.join(name for name, _ in found)}."
        yield Found("structure", "C", text, unique(quote for _, quote in found))


_DIVISION = re.compile(r"(?:phòng|công an|ban chỉ huy|ban chqs|trung tâm|trạm)(?!\w)")


_PRESS = re.compile(r"báo (?:và |, )?(?:đài )?(?:phát thanh|ptth)|đài (?:phát thanh|ptth)")
"""The paper and broadcaster of a province: a Party unit, written with and without the name of the place."""

_OFFICE = re.compile(
    r"(?:sở|công an|bộ chỉ huy|bộ đội|ban quản lý|báo|đài|liên đoàn|liên minh|hiệp hội|tổng công ty)(?!\w)"
)


@cache
def _aliases() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for body in bodies():
        names = tuple(map(plain, body.names))
        for name in names:
            table.setdefault(name, names)
    return table


def single(actor: str) -> bool:
    """One body by its own name: "Sở Tài chính", not "các đơn vị liên quan"."""
    words = plain(actor)
    return (words in _aliases() or bool(_PRESS.match(words))) and not re.match(
        r"(?:các|thủ trưởng|người|thành viên|cơ quan|đơn vị|ban chỉ đạo|ban thường vụ|thường trực|lãnh đạo)", words
    )


def named(actor: str, names: str) -> bool:
    """Whether a body stands in a comparable text, by any of its names."""
    squeezed = " ".join(syllables(names.replace("ptth", "phát thanh truyền hình")))
    said = plain(actor).replace("ptth", "phát thanh truyền hình")
    if _PRESS.match(said):
        return " ".join(syllables(said)[:4]) in squeezed
    wanted = {" ".join(syllables(name)) for name in _aliases().get(said, (said,))}
    return any(name and name in squeezed for name in wanted)


def included(actor: str, names: str) -> bool:
    """Whether a list of recipients has the body among a group ("Các sở, ban, ngành")."""
    return any(
        re.match(rf"(?:{kind})(?!\w)", plain(actor)) and re.search(rf"(?:^|[;:\-+.]\s*){group}", names)
        for kind, group in COLLECTIVE
    )


def _issuing(case: Case, actor: str) -> bool:
    short = plain(case.document.issuer or "").replace("ủy ban nhân dân", "ubnd")
    return plain(actor).replace("ủy ban nhân dân", "ubnd") in short
