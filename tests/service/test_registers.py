"""The register of obligations: bodies, rhythms, windows of time, order, calendar and line of time."""

from __future__ import annotations

from datetime import date

import pytest

from index.library import Library
from ingest.errors import BadRequest
from ingest.types import Duty
from service.registers.bodies import bodies_of, canonical, key_of, preferred
from service.registers.calendar import month_of, timeline
from service.registers.desk import RegisterDesk
from service.registers.due import Due
from service.registers.obligations import Obligation, read_obligations
from service.registers.rhythms import rhythms_in
from service.registers.selection import ObligationFilter, day_shown, select
from service.registers.sentence import conditions, sentence
from service.registers.windows import Window, window_of


@pytest.fixture(scope="module")
def rows(mini: Library) -> list[Obligation]:
    return read_obligations(mini)


def texts(found: list[Obligation]) -> list[str]:
    return [row.text for row in found]


# -- bodies ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "commune", "name"),
    [
        ("UBND xã", None, "Ủy ban nhân dân xã"),
        ("Uỷ ban nhân dân xã Mường Lè", "xã Mường Lè", "Ủy ban nhân dân xã"),
        ("Phòng VHXH", None, "Phòng Văn hóa - Xã hội"),
        ("Phòng Văn hoá – Xã hội xã", None, "Phòng Văn hóa - Xã hội"),
        ("Tổ nuôi ong bản Hạ", None, "Tổ nuôi ong bản Hạ"),
    ],
)
def test_a_body_has_one_name_whatever_its_spelling(printed: str, commune: str | None, name: str) -> None:
    assert canonical(printed, commune) == name


def test_the_body_of_another_commune_keeps_its_place() -> None:
    assert canonical("Ủy ban nhân dân xã Mường Lè", "xã Suối Ngà") == "Ủy ban nhân dân xã Mường Lè"


def test_lists_of_bodies_are_taken_apart_and_each_stands_once() -> None:
    assert bodies_of(["UBND xã, Phòng Kinh tế", "Ủy ban nhân dân xã"]) == ("Ủy ban nhân dân xã", "Phòng Kinh tế")


def test_spellings_of_a_body_count_together_under_the_commonest() -> None:
    named = preferred(["Bộ Công An", "Bộ Công an", "Bộ Công an", "Sở Y tế"])
    assert list(named.values()) == ["Bộ Công an", "Sở Y tế"]
    assert key_of("Sở KH&CN") == key_of("Sở Khoa học và Công nghệ")


# -- rhythms --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "keys"),
    [
        ("hàng quý", {"quarter"}),
        ("định kỳ hằng quý", {"quarter"}),
        ("định kỳ", {"regular"}),
        ("định kỳ 6 tháng, cuối năm hoặc đột xuất", {"half-year", "year", "on-demand"}),
        ("ngày 15 tháng cuối quý", {"quarter"}),
        ("xong trước mùa mưa", set()),
    ],
)
def test_rhythms_are_one_whatever_the_words(told: str, keys: set[str]) -> None:
    assert rhythms_in(told) == keys


# -- windows --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("quý III/2025", date(2025, 7, 1), date(2025, 9, 30)),
        ("2025-Q3", date(2025, 7, 1), date(2025, 9, 30)),
        ("tháng 2/2028", date(2028, 2, 1), date(2028, 2, 29)),
        ("15/11/2025", date(2025, 11, 15), date(2025, 11, 15)),
        ("đến 31/12/2025", date.min, date(2025, 12, 31)),
        ("từ 1/7/2025 đến 30/9/2025", date(2025, 7, 1), date(2025, 9, 30)),
        ("2025-07-05..2025-07-09", date(2025, 7, 5), date(2025, 7, 9)),
        ("từ 2027", date(2027, 1, 1), date.max),
        ("sau 2027", date(2028, 1, 1), date.max),
    ],
)
def test_times_are_read_as_they_are_said(typed: str, first: date, last: date) -> None:
    assert window_of(typed) == Window(first, last)


@pytest.mark.parametrize("typed", ["hôm nào đó", "từ 2027 đến 2025"])
def test_what_names_no_time_is_refused_in_words(typed: str) -> None:
    with pytest.raises(BadRequest) as refused:
        window_of(typed)
    assert typed in refused.value.message
    assert refused.value.hint


def test_what_returns_is_due_each_time_up_to_its_end() -> None:
    monthly = Due(date(2025, 9, 25), "month", until=date(2025, 12, 31))
    assert list(monthly.within(date(2025, 11, 1), date(2026, 2, 1))) == [date(2025, 11, 25), date(2025, 12, 25)]
    assert list(Due(date(2025, 1, 31), "month").within(date(2025, 2, 1), date(2025, 4, 30))) == [date(2025, 3, 31)]
    yearly = Due(date(2024, 11, 20), "year")
    assert list(yearly.within(date(2025, 1, 1), date(2026, 12, 31))) == [date(2025, 11, 20), date(2026, 11, 20)]


# -- selection ------------------------------------------------------------------------------------


def test_without_conditions_every_task_and_duty_is_there_soonest_first(mini: Library, rows: list[Obligation]) -> None:
    found = select(rows, ObligationFilter())
    assert len(found) == len(mini.tasks()) + len(mini.duties())
    days = [row.day for row in found]
    assert days == sorted(days)
    assert not found[-1].dues, "what has no day comes last"


def test_a_body_is_found_in_the_role_asked_for(rows: list[Obligation]) -> None:
    as_partner = select(rows, ObligationFilter(body="phòng VHXH", role="partner"))
    assert texts(as_partner) == ["Mở lớp dạy bán hàng trên mạng cho hội viên phụ nữ"]
    as_lead = select(rows, ObligationFilter(body="Phòng Văn hóa - Xã hội", role="lead"))
    assert {row.held.id for row in as_lead} == {"suoi-nga"}
    anyhow = select(rows, ObligationFilter(body="Phòng Văn hóa - Xã hội"))
    assert set(texts(anyhow)) == set(texts(as_partner)) | set(texts(as_lead))


def test_a_full_name_means_that_body_alone_a_part_all_that_have_it(rows: list[Obligation]) -> None:
    exact = select(rows, ObligationFilter(body="Phòng Kinh tế"))
    assert exact and all("Phòng Kinh tế" in (*row.leads, *row.partners, *row.recipients) for row in exact)
    part = select(rows, ObligationFilter(body="phụ nữ"))
    assert texts(part) == ["Mở lớp dạy bán hàng trên mạng cho hội viên phụ nữ"]


def test_a_window_of_time_keeps_what_is_due_within(rows: list[Obligation]) -> None:
    tasks = select(rows, ObligationFilter(due="quý III/2025", kind="task"))
    assert {row.day for row in tasks} == {date(2025, 9, 30)}
    assert not select(rows, ObligationFilter(due="tháng 4/2025"))


def test_a_monthly_report_is_listed_by_its_day_in_the_window(rows: list[Obligation]) -> None:
    asked = ObligationFilter(due="tháng 2/2026", rhythm="month")
    found = select(rows, asked)
    assert [day_shown(row, asked.window) for row in found] == [date(2026, 2, 25)]


def test_overdue_is_what_was_due_once_before_the_day(rows: list[Obligation]) -> None:
    found = select(rows, ObligationFilter(overdue=date(2025, 10, 1)))
    assert found and all(row.once and row.day < date(2025, 10, 1) for row in found)
    assert not select(rows, ObligationFilter(overdue=date(2025, 9, 30), kind="task"))


def test_words_are_found_without_diacritics(rows: list[Obligation]) -> None:
    assert texts(select(rows, ObligationFilter(text="lom song"))) == ["Khảo sát các điểm lõm sóng của xã"]


def test_places_levels_and_documents_restrict(rows: list[Obligation]) -> None:
    assert {row.held.id for row in select(rows, ObligationFilter(place="Rừng Thông"))} == {"rung-thong"}
    assert {row.held.id for row in select(rows, ObligationFilter(document="doi-man"))} == {"doi-man"}
    assert not select(rows, ObligationFilter(level="trung_uong"))


def test_an_unknown_rhythm_is_refused(rows: list[Obligation]) -> None:
    with pytest.raises(BadRequest, match="fortnight"):
        select(rows, ObligationFilter(rhythm="fortnight"))


def test_the_latest_can_come_first(rows: list[Obligation]) -> None:
    found = select(rows, ObligationFilter(sort="-due"))
    dated = [row.day for row in found if row.dues]
    assert dated == sorted(dated, reverse=True)
    assert not found[-1].dues


def test_a_filter_is_told_in_one_sentence(mini: Library) -> None:
    held = RegisterDesk(mini).held
    asked = ObligationFilter(body="Phòng Kinh tế", role="lead", due="quý III/2025", level="xa")
    told = "việc của Phòng Kinh tế (chủ trì), hạn: quý III/2025, văn bản cấp xã"
    assert sentence(conditions(asked, held), "mọi việc") == told
    assert sentence(conditions(ObligationFilter(), held), "mọi việc") == "mọi việc"


# -- calendar and line of time --------------------------------------------------------------------


def test_a_month_has_whole_weeks_and_what_returns_stands_in_each(rows: list[Obligation]) -> None:
    for year, month in ((2025, 9), (2026, 2)):
        weeks = month_of(rows, year, month)
        assert all(len(week) == 7 and week[0].date.weekday() == 0 for week in weeks)
        on_25th = next(day for week in weeks for day in week if day.inside and day.date.day == 25)
        assert [row.held.id for row in on_25th.rows if not row.once] == ["suoi-nga"]


def test_the_line_of_time_counts_every_deadline_once(rows: list[Obligation]) -> None:
    line = timeline(rows)
    assert sum(line.counts.values()) == sum(len(row.dues) for row in rows)
    assert sum(line.total(stretch) for stretch in line.stretches) == sum(line.counts.values())
    assert [stretch.first for stretch in line.stretches] == sorted({stretch.first for stretch in line.stretches})


def test_a_lone_far_deadline_does_not_coarsen_the_line(rows: list[Obligation]) -> None:
    near = next(row for row in rows if row.once)
    far = Obligation(**{**vars(near), "dues": (Due(date(2045, 12, 31)),)})
    line = timeline([near] * 9 + [far])
    assert line.stretches[-1].open
    assert line.stretches[0].unit == "month"
    assert line.counts[near.held.id, line.stretches[-1]] == 1
    window = window_of(line.stretches[-1].name)
    assert window.holds(date(2045, 12, 31)) and not window.holds(near.day)


def test_every_stretch_can_be_asked_for_by_its_name(rows: list[Obligation]) -> None:
    for stretch in timeline(rows).stretches:
        assert window_of(stretch.name).first == stretch.first


def test_nothing_dated_makes_an_empty_line() -> None:
    assert timeline([]).stretches == ()


# -- reading once ---------------------------------------------------------------------------------


def test_a_register_is_read_again_only_when_the_documents_change(mini: Library) -> None:
    class Counting:
        def __init__(self) -> None:
            self.held, self.asked = mini.documents(), 0

        def __getattr__(self, name: str) -> object:
            return getattr(mini, name)

        def documents(self) -> list[object]:
            return list(self.held)

        def duties(self) -> list[Duty]:
            self.asked += 1
            return mini.duties()

    archive = Counting()
    desk = RegisterDesk(archive)  # type: ignore[arg-type]
    desk.read(), desk.read()
    assert archive.asked == 1
    archive.held = archive.held[1:]
    assert all(row.held.id != mini.documents()[0].id for row in desk.read().obligations)
    assert archive.asked == 2
