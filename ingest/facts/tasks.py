"""Tasks assigned in tables and by labelled lines: what, who leads, who helps, what comes out, by when.

Columns are told by the words of their heading (``corpus/tu-vung/co-quan.toml`` knows the bodies), in any
order; a row that a page break cut in two is one task.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ingest.facts.bodies import split_bodies
from ingest.facts.due import due_of
from ingest.facts.task_lines import extract_line_tasks
from ingest.text import squeeze
from ingest.types import Passage, Row, Section, Task

Column = Literal["number", "text", "lead", "partners", "output", "deadline", "indicator"]

_WORK = r"nhiệm vụ|nội dung|công việc|giải pháp|hoạt động|tên (?:đề án|dự án|văn bản)|đề án|dự án"
# Tried from the top: each takes the first heading that no earlier one has taken.
_HEADINGS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    ("number", re.compile(r"^(?:s?tt|số tt|số thứ tự|no\.?|#)\.?$")),
    ("lead", re.compile(r"chủ trì")),
    ("partners", re.compile(r"phối hợp|tham gia|cùng thực hiện")),
    ("deadline", re.compile(r"thời gian|thời hạn|hạn hoàn thành|^năm$")),
    ("deadline", re.compile(r"tiến độ|hoàn thành|lộ trình|mốc")),
    ("output", re.compile(r"sản phẩm|kết quả|đầu ra|dự kiến đạt|chỉ tiêu (?:cần )?đạt")),
    ("indicator", re.compile(r"^(?:tên )?chỉ tiêu|tiêu chí|mục tiêu|chỉ số")),
    ("text", re.compile(rf"^(?!thuộc|nhóm|lĩnh vực|mã).*(?:{_WORK})")),
    ("lead", re.compile(r"chịu trách nhiệm|thực hiện chính|đầu mối|được giao|phân công|phụ trách")),
    ("lead", re.compile(r"^(?:cơ quan|đơn vị)(?: triển khai)?$|(?:cơ quan|đơn vị|người) thực hiện")),
)
_HELPERS = re.compile(r"[,;.]?\s*(?:cơ quan |đơn vị )?phối hợp(?: thực hiện)?\s*:\s*", re.IGNORECASE)
_LEADERS = re.compile(r"^(?:cơ quan |đơn vị )?chủ trì(?: thực hiện)?\s*:\s*", re.IGNORECASE)
_BULLET = re.compile(r"^[-–+•]\s+")
_FREQUENCY = re.compile(
    r"(?:thường xuyên|(?:định kỳ )?h[àằ]ng (?:năm|quý|tháng|tuần|ngày)|định kỳ(?: \d+ tháng)?|liên tục"
    r"|khi (?:có )?(?:yêu cầu|phát sinh|cần thiết)|theo (?:quy định|yêu cầu|kế hoạch|lộ trình|chỉ đạo)"
    r"|\d+ (?:tháng|năm|lần)/(?:lần|năm|tháng|quý))",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Joined:
    """A logical row: the printed rows that make it, the first of them first."""

    first: Row
    cells: list[list[str]] = field(default_factory=list)

    def take_merged(self, above: _Joined | None) -> None:
        """Takes what cells merged into the row above say: one "Chủ trì" for several tasks."""
        for column in self.first.merged if above is not None and above.first.table == self.first.table else ():
            if above is not None and column < min(len(self.cells), len(above.cells)) and not self.cells[column]:
                self.cells[column] = list(above.cells[column])

    def add(self, text: str, row: Row) -> None:
        """Appends another printed row cell by cell."""
        for at, (start, end) in enumerate(row.cells):
            while len(self.cells) <= at:
                self.cells.append([])
            part = squeeze(text[start:end])
            if part:
                self.cells[at].append(part)

    def cell(self, at: int | None) -> str:
        """A cell with its parts joined by a space, "" if the row has no such column."""
        return " ".join(self.cells[at]) if at is not None and at < len(self.cells) else ""

    def words(self, at: int | None) -> str:
        """A cell without the bullet that it begins with."""
        return _BULLET.sub("", self.cell(at))


def _columns(headings: Sequence[str]) -> dict[Column, int]:
    """Which column holds what; empty unless there is a task text and somebody or some time to tie it to."""
    found: dict[Column, int] = {}
    words = [squeeze(heading).casefold() for heading in headings]
    for kind, pattern in _HEADINGS:
        free = (at for at, heading in enumerate(words) if at not in found.values() and pattern.search(heading))
        at = next(free, None)
        if at is not None:
            found.setdefault(kind, at)
    if "text" not in found and "indicator" in found and {"lead", "deadline"} <= found.keys():
        found["text"] = found.pop("indicator")
    if "text" not in found or not {"lead", "deadline"} & found.keys():
        return {}
    return found


def _is_heading_row(text: str, row: Row) -> bool:
    """A row of column headings, marked as such or not: several known headings and no sentence."""
    if row.role == "header":
        return True
    if row.role == "group" or row.number:
        return False
    cells = [squeeze(text[start:end]) for start, end in row.cells]
    return all(len(cell) < 60 for cell in cells) and len(_columns(cells)) >= 3


def _under(above: Sequence[str], headings: Sequence[str]) -> list[str]:
    """Headings in two rows as one: "Chủ trì" and "Phối hợp" below a cell that spans both."""
    if len(above) != len(headings):
        return list(headings)
    return [f"{upper} {lower}".strip() for upper, lower in zip(above, headings, strict=True)]


def _tables(text: str, rows: Sequence[Row]) -> Iterator[tuple[dict[Column, int], list[_Joined]]]:
    """Tables of tasks with their logical rows; a heading repeated on a new page changes nothing."""
    columns: dict[Column, int] = {}
    joined: list[_Joined] = []
    above: _Joined | None = None
    headings: list[str] = []
    for row in rows:
        if _is_heading_row(text, row):
            headings = _under(headings, [text[start:end] for start, end in row.cells])
            new = _columns(headings)
            if new != columns or not new:
                yield columns, joined
                columns, joined = new, []
            continue
        headings = []
        if row.role == "body":
            if not (row.continues and joined):
                joined.append(_Joined(row))
                joined[-1].add(text, row)
                joined[-1].take_merged(above)
            else:
                joined[-1].add(text, row)
            above = joined[-1]
        else:
            above = None  # no cell is merged across the name of a group
    yield columns, joined


def frequency_of(printed: str) -> str | None:
    """How often, in small letters ("thường xuyên", "hằng năm"), ``None`` if the words do not say."""
    match = _FREQUENCY.search(printed)
    return match.group().casefold().replace("khi có phát sinh", "khi phát sinh") if match else None


def _task(text: str, joined: _Joined, columns: dict[Column, int]) -> Task | None:
    start, end = joined.first.cells[columns["text"]] if columns["text"] < len(joined.first.cells) else (0, 0)
    work = joined.words(columns["text"])
    leaders, _, helpers = _HELPERS.sub("\t", joined.cell(columns.get("lead"))).partition("\t")
    lead = split_bodies(_LEADERS.sub("", leaders))
    due = joined.cell(columns.get("deadline"))
    if end <= start or len(work) < 4 or not (lead or due or joined.first.number):
        return None
    return Task(
        start=start,
        end=end,
        quote=text[start:end],
        section=joined.first.path,
        number=joined.first.number or None,
        text=work,
        lead=lead,
        partners=split_bodies(joined.cell(columns.get("partners")) or helpers),
        output=joined.words(columns.get("output")) or None,
        deadline=due_of(due),
        deadline_text=due or None,
        frequency=frequency_of(due),
    )


def extract_tasks(
    text: str, rows: Sequence[Row], sections: Sequence[Section], passages: Sequence[Passage]
) -> list[Task]:
    """The tasks of every table that assigns some, then those of labelled lines.

    ``quote`` is the task's cell in its first printed row, or the heading or bullet that the lines assign.

    ``deadline`` is in the normal form of :mod:`ingest.facts.deadlines`; a task that never ends has none, and
    ``frequency`` says so.
    """
    found: list[Task] = []
    for columns, joined in _tables(text, rows):
        if columns:
            found.extend(task for row in joined if (task := _task(text, row, columns)))
    return [*found, *extract_line_tasks(text, passages)]
