"""Duties: who does or reports what, to whom, how often, by which day.

They stand in the part on organisation ("Tổ chức thực hiện"), in the closing, and wherever a sentence gives
a body something to do. Where a clause leaves its subject out, it is the one before, or the body that the
heading names; then ``actor_inferred`` says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from ingest.facts import reporting
from ingest.facts.bodies import is_known, normal_name
from ingest.facts.clauses import clauses
from ingest.facts.kinds import names_pattern
from ingest.facts.locate import Locator
from ingest.facts.reporting import VERB
from ingest.text import squeeze
from ingest.types import Duty, Metadata, Passage, Section

_ORGANISATION = re.compile(
    r"tổ chức thực hiện|phân công|trách nhiệm|chế độ (?:thông tin|báo cáo)|tổ chức triển khai", re.IGNORECASE
)
_PLURAL = (
    "phòng|cơ quan|đơn vị|sở|ban|ngành|thôn|xóm|ấp|tổ chức|tổ|chi bộ|cấp ủy|cấp uỷ|trường|doanh nghiệp|địa phương"
    "|thành viên|đồng chí|bộ|xã|phường|đảng|hội|đoàn thể|cán bộ|trạm|Phòng|Sở|Bộ|Ban|Cục|Vụ|Thành viên|Ủy ban|Đoàn"
)
# "Ban hành", "Báo cáo", "Tổ chức", "Bộ tiêu chí" begin like bodies and are none.
_BODY = (
    rf"(?:(?:[Cc]ác|[Tt]oàn thể|[Nn]hững)\s+(?:{_PLURAL})|[Cc]án bộ|[Nn]gười đứng đầu|[Tt]hủ trưởng|Giám đốc|Chủ tịch"
    r"|Bí thư|[Pp]hòng\s(?!chống|ngừa)|Sở\s(?!hữu)|Bộ\s(?!tiêu|chỉ số|phận|công cụ|quy tắc)|Ban\s(?!hành)|UBND|HĐND"
    r"|Ủy ban|Uỷ ban|Văn phòng|Công an|Trung tâm|Trạm\s|Đảng ủy|Đảng uỷ|Tỉnh ủy|Thành ủy|Thường trực"
    r"|Hội\s(?!nghị|thảo)|Đoàn\s|Mặt trận|Liên minh|Cục\s|Chi cục|Viện\s|Trường\s(?!hợp)|Tổ\s(?!chức\s)|Thanh tra"
    r"|Kho bạc|Ngân hàng|Bảo hiểm|Báo\s(?!cáo)|Đài\s|Hiệp hội|Liên hiệp|[Dd]oanh nghiệp|Tập đoàn"
    r"|Cơ quan(?=\s(?!chủ trì|phối|thực hiện))|[Đđ]ơn vị(?=\s(?!chủ trì|phối hợp|thực hiện))|Chánh|Trưởng|[Đđ]ồng chí"
    r"|Cấp ủy|Bộ trưởng|Chi bộ)"
)
_ACTOR = rf"(?P<actor>{_BODY}[^;:.\n]{{0,220}}?)(?<! và)(?<! của)(?<! với)(?<! cho)(?<! do)(?<! các)"
_ASSIGNS = re.compile(rf"(?<!\w)(?:[Yy]êu cầu|[Gg]iao(?: cho)?|[Đđ]ề nghị)\s*:?\s+{_ACTOR},?\s+(?P<verb>{VERB})(?!\w)")
_BEGINS = re.compile(
    r"(?:(?:[Đđ]ịnh kỳ|[Hh]àng|[Hh]ằng)\s+(?:(?:hàng|hằng)\s+)?(?:\d+\s+)?(?:ngày|tuần|tháng|quý|năm),?\s+"
    r"|[Đđ]ịnh kỳ,\s+)?"
    r"(?:(?:[Tt]rước|[Vv]ào|[Cc]hậm nhất|[Mm]uộn nhất)\s[^,;.:]{3,40},\s+)?"
    rf"{_ACTOR},?\s+(?P<verb>{VERB})(?!\w)"
)
_LEADS_IN = re.compile(r"(?:Căn cứ|Trong|Trên cơ sở|Vào|Khi|Để|Nếu|Theo|Sau|[Tt]rường hợp)\s")
_LEADS_ON = re.compile(r"[^;:]*?,\s+")  # up to the comma behind which a subject may stand
_ACTS = re.compile(rf"{_ACTOR},?\s+(?P<verb>{VERB})(?!\w)")
# The bodies of a list that goes on behind the comma: "… của các cơ quan, đơn vị …" has no subject there.
_LISTED = re.compile(
    rf"(?P<of>(?<!\w)(?:của|với|cho|từ|theo|giữa)\s+)?(?P<list>(?:[Cc]ác|[Tt]oàn thể|[Nn]hững)\s+(?:{_PLURAL})"
    rf"(?:,\s+(?:{_PLURAL}))*,\s+)$"
)
_COLON = re.compile(rf"{_ACTOR}\s*:\s*(?P<rest>\S|$)")
_HAS_VERB = re.compile(rf"\s{VERB}(?!\w)")
_TOPIC = re.compile(rf"[^:;.]{{3,70}}:\s+(?={_BODY})")  # "Thông tin, báo cáo định kỳ: Các cấp ủy …"
_REGULARLY = re.compile(r"(?:[Đđ]ịnh kỳ|[Hh]àng|[Hh]ằng)\s+\w+")
_LEAD_IN = re.compile(r"^(?:Giao|Đề nghị|Yêu cầu)\s*:?\s+")
_MODAL = re.compile(r"(?:\s+(?:phải|cần|sẽ|quyết liệt|có|đã|nghiêm túc|luôn|ưu tiên|tự))+$")
_ANNOUNCES = re.compile(r"có trách nhiệm\s*:$|.*(?:nhiệm vụ|nội dung|công việc)(?: sau| sau đây| như sau)?\s*:$")
_SKIPPED = {"title", "row", "footnote", "administrative"}
_OUTER = {"header", "title", "preamble", "recipients", "signature"}


def heading_actor(passage: Passage) -> str | None:
    """The body that a heading names: "2. Giao Phòng Văn hóa Xã hội", "Phòng Kinh tế xã:"."""
    for title in reversed(passage.titles):
        name = _LEAD_IN.sub("", squeeze(title)).rstrip(" :.")
        if re.match(_BODY, name) and len(name) < 160 and (is_known(name) or not _HAS_VERB.search(name)):
            return normal_name(name)
    return None


def _explicit(clause: str) -> tuple[str, str] | None:
    """Actor and action of a clause that has its subject."""
    if match := _ASSIGNS.search(clause) or _BEGINS.match(clause):
        return normal_name(_MODAL.sub("", match["actor"])), squeeze(clause[match.start("verb") :])
    if behind := _behind_comma(clause):
        return behind
    colon = _COLON.match(clause)
    if colon and len(colon["actor"]) < 160 and (is_known(colon["actor"]) or not _HAS_VERB.search(colon["actor"])):
        return normal_name(colon["actor"]), squeeze(clause[colon.end() - len(colon["rest"]) :])
    topic = _TOPIC.match(clause)
    return _explicit(clause[topic.end() :]) if topic else None


def _behind_comma(clause: str) -> tuple[str, str] | None:
    """Actor and action behind what opens a sentence: "Trên cơ sở đề xuất của các phòng, Văn phòng tổng hợp …"."""
    comma = _LEADS_IN.match(clause)
    while comma and (comma := _LEADS_ON.match(clause, comma.end())):
        listed = _LISTED.search(clause, 0, comma.end())
        match = _ACTS.match(clause, comma.end())
        if match and not (listed and listed["of"]):
            named = clause[listed.start("list") if listed else comma.end() : match.end("actor")]
            return normal_name(_MODAL.sub("", named)), squeeze(clause[match.start("verb") :])
    return None


class _Subjects:
    """Who is being spoken to, as one reads on."""

    def __init__(self) -> None:
        self._section: tuple[str, ...] = ()
        self._passage: str | None = None  # named in this passage
        self._announced: str | None = None  # "Văn phòng Đảng ủy:" on a line of its own, for the lines below
        self._last: str | None = None

    def enter(self, passage: Passage) -> None:
        """A new passage names its subject anew; a new section forgets what was announced."""
        if passage.path != self._section:
            self._announced = None
        if passage.path[:1] != self._section[:1] or (passage.titles and passage.titles[-1]):
            self._last = None
        self._section, self._passage = passage.path, None

    def name(self, actor: str, announced: bool) -> None:
        """A subject that was printed."""
        self._passage = self._last = actor
        if announced:
            self._announced = actor

    def understood(self, heading: str | None, reporting_clause: bool) -> str | None:
        """The subject left out: of the clause before, announced, of the heading, of the paragraph before."""
        return self._passage or self._announced or heading or (self._last if reporting_clause else None)


def _duties(
    quote: tuple[int, int], text: str, actor: str | None, inferred: bool, action: str, path: tuple[str, ...]
) -> Iterator[Duty]:
    """One duty for a clause, or one for each body that it reports to."""
    start, end = quote
    clause = text[start:end]
    acts = reporting.reports(clause)
    if len(acts) < 2:
        yield Duty(
            start=start,
            end=end,
            quote=clause,
            section=path,
            actor=actor,
            actor_inferred=inferred and actor is not None,
            action=action,
            recipient=(acts[0].recipient if acts else None) or reporting.recipient(clause),
            frequency=reporting.frequency(clause),
            deadline=reporting.due(clause),
        )
        return
    for at, act in enumerate(acts):
        part = clause[0 if at == 0 else act.start : act.end]
        previous = acts[at - 1].recipient if at and act.passed_on else None
        yield Duty(
            start=start,
            end=end,
            quote=clause,
            section=path,
            actor=previous or actor,
            actor_inferred=bool(previous) or (inferred and actor is not None),
            action=action if at == 0 else squeeze(part.split("(")[0]).strip(" ,;./"),
            recipient=act.recipient,
            frequency=reporting.frequency(part) or (None if previous else reporting.frequency(clause)),
            deadline=reporting.due(part),
        )


@cache
def _cites() -> re.Pattern[str]:
    """A clause that only goes on with a list of documents: "Kế hoạch số 12/KH-UBND ngày …"."""
    return re.compile(rf"(?:{names_pattern()})\s+(?:số\s*)?\d", re.IGNORECASE)


def _of_passage(passage: Passage, text: str, subjects: _Subjects, organising: bool) -> Iterator[Duty]:
    heading = heading_actor(passage) if organising else None
    subjects.enter(passage)
    named_in: int | None = None  # the sentence that named its subject
    previous = -1
    if passage.kind == "heading" and text[passage.end - 1] not in ".;:":
        return
    for at, (start, end, sentence) in enumerate(clauses(text, passage.start, passage.end)):
        clause = text[start:end]
        explicit = _explicit(clause)
        if explicit:
            actor, action = explicit
            subjects.name(actor, announced=not action or bool(_ANNOUNCES.match(action)))
            named_in = sentence
            previous = sentence
            if action:
                yield from _duties((start, end), text, actor, False, action, passage.path)
            continue
        listed = at > 0 and sentence == previous and not reporting.begins_with_verb(clause)
        previous = sentence
        if len(clause.split()) < 4 or listed or _cites().match(clause):
            continue
        is_report = bool(reporting.reports(clause))
        understood = subjects.understood(heading, is_report) if organising else None
        if sentence == named_in:
            understood = subjects.understood(heading, is_report)
        periodic = bool(at == 0 and _REGULARLY.match(clause))
        periodic = periodic or (is_report and reporting.frequency(clause) is not None)
        if understood or periodic or (organising and is_report):
            yield from _duties((start, end), text, understood, True, squeeze(clause), passage.path)


def extract_duties(
    text: str, sections: Sequence[Section], passages: Sequence[Passage], metadata: Metadata
) -> list[Duty]:
    """Every duty, clause by clause, in reading order; ``quote`` is the clause.

    ``deadline`` is an ISO date or month, or the day that recurs as printed ("ngày 18 hàng tháng").
    """
    locator = Locator(sections, passages)
    subjects = _Subjects()
    found: list[Duty] = []
    for passage in passages:
        section = locator.section(passage.start)
        if passage.kind in _SKIPPED or (section and section.kind in _OUTER):
            continue
        organising = any(_ORGANISATION.search(title) for title in passage.titles[:-1] or passage.titles)
        organising = organising or bool(passage.titles and _ORGANISATION.search(passage.titles[-1]))
        organising = organising or (section is not None and section.kind == "closing")
        found.extend(_of_passage(passage, text, subjects, organising))
    return found
