"""What a register shows, to take away: Excel, CSV and calendar, by the same filter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ingest.errors import BadRequest
from service.citations import Sources
from service.exports.cells import Value, value_of
from service.exports.deadlines import calendar_of
from service.exports.registers import Column, register, sourced
from service.exports.workbook import Heading, Sheet, comma_separated, workbook
from service.phrases import due, level, name_of
from service.registers.desk import RegisterDesk
from service.registers.obligations import NEVER, Obligation
from service.registers.rhythms import rhythm_name
from service.registers.selection import ObligationFilter, day_shown
from service.registers.sentence import conditions, sentence, target_conditions
from service.registers.statements import Statement
from service.registers.targets import Table, TargetFilter, group_name

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
}
RANKS = {"highest": "cao nhất", "lowest": "thấp nhất"}
KINDS = {"task": "nhiệm vụ", "duty": "trách nhiệm"}
SILENT = "không nêu"


class File(NamedTuple):
    """A file to be saved: its name, its bytes, how many rows or events it holds."""

    name: str
    media: str
    content: bytes
    size: int


def obligations_file(desk: RegisterDesk, asked: ObligationFilter, form: str) -> File:
    """The obligations of a filter; raises :class:`BadRequest` for an unknown format or an unreadable filter."""
    rows, sources = desk.obligations(asked), Sources(desk.archive)
    if form == "ics":
        count, content = calendar_of((row.fact for row in rows), sources)
        return _file("nghia-vu", form, content, count)
    sheet = sourced("Nghĩa vụ", _columns(asked), ((row, row.fact) for row in rows), sources)
    told = sentence(conditions(asked, desk.held), "mọi việc của mọi văn bản")
    return _tabular("nghia-vu", form, [sheet], told)


def targets_file(desk: RegisterDesk, asked: TargetFilter, form: str) -> File:
    """The table of a filter, all its rows; raises :class:`BadRequest` as above."""
    shown, sources = desk.targets(asked), Sources(desk.archive)
    facts = [target for row in shown.rows for one in row.statements for target in one.targets]
    if form == "ics":
        count, content = calendar_of(facts, sources)
        return _file("chi-tieu", form, content, count)
    told = sentence(target_conditions(asked, desk.held), "mọi chỉ tiêu")
    return _tabular("chi-tieu", form, [_matrix(shown), register("targets", facts, sources, "Từng chỉ tiêu")], told)


def _tabular(name: str, form: str, sheets: list[Sheet], told: str) -> File:
    if form == "csv":
        return _file(name, form, comma_separated(sheets[0]), len(sheets[0].rows))
    if form == "xlsx":
        return _file(name, form, workbook([*sheets, _about(told, len(sheets[0].rows))]), len(sheets[0].rows))
    raise BadRequest(f"Không xuất được dạng {form}.", f"Chọn một trong: {', '.join(MEDIA)}.")


def _file(name: str, form: str, content: bytes, count: int) -> File:
    return File(f"{name}.{form}", MEDIA[form], content, count)


def _about(told: str, count: int) -> Sheet:
    """What the file holds, so that it can be understood without the page it came from."""
    rows: list[list[Value]] = [["Điều kiện lọc", told], ["Số dòng", count], ["Ngày xuất", date.today()]]
    return Sheet("Về tệp này", [Heading("Mục", 18), Heading("Nội dung", 90)], rows)


def _columns(asked: ObligationFilter) -> tuple[Column, ...]:
    window = asked.window

    def day(row: Obligation) -> date | None:
        shown = day_shown(row, window)
        return None if shown == NEVER else shown

    def joined(names: Iterable[str]) -> str | None:
        return "; ".join(names) or None

    return (
        Column("Hạn", "due", 12, day),
        Column("Thời hạn ghi trong văn bản", "printed", 20),
        Column("Chu kỳ", "rhythms", 16, lambda row: joined(rhythm_name(key) for key in sorted(row.rhythms))),
        Column("Việc", "text", 60),
        Column("Chủ trì", "leads", 28, lambda row: joined(row.leads)),
        Column("Phối hợp", "partners", 28, lambda row: joined(row.partners)),
        Column("Nơi nhận", "recipients", 24, lambda row: joined(row.recipients)),
        Column("Sản phẩm", "output", 26),
        Column("Loại", "kind", 12, lambda row: KINDS[row.kind]),
    )


def _matrix(shown: Table) -> Sheet:
    """The table as it is seen: a column a document; what is not stated says so."""
    headings = [Heading("Nhóm", 20), Heading("Chỉ tiêu", 40), *(Heading(name_of(one), 26) for one in shown.columns)]
    rows: list[list[Value]] = [
        [group_name(row.group), value_of(row.name), *(_cell(row.cells.get(one.id, ())) for one in shown.columns)]
        for row in shown.rows
    ]
    return Sheet("Bảng chỉ tiêu", headings, rows)


def _cell(statements: Iterable[Statement]) -> Value:
    return value_of("\n".join(map(in_words, statements)) or SILENT)


def in_words(one: Statement) -> str:
    """ "≥ 60% địa bàn, đến hết năm 2025 (cao nhất)"."""
    part = "trong đó " if one.target.cls == "sub_target" else ""
    whole = f" {one.whole}" if one.whole and one.target.cls != "universal" and one.target.unit == "%" else ""
    remarks = [RANKS.get(one.rank, ""), "khác mẫu số" if one.differs else ""]
    told = ", ".join(remark for remark in remarks if remark)
    return f"{part}{level(one.target)}{whole}, {due(one.target.deadline)}" + (f" ({told})" if told else "")
