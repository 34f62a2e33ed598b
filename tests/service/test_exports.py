"""What is taken away, opened again by its libraries and by LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from index.library import Library
from ingest.errors import BadRequest
from ingest.types import Duty, Target
from service.exports.cells import value_of
from service.exports.deadlines import write_deadlines
from service.exports.registers import COLUMNS, write_register
from service.exports.wordings import source_of, write_wordings
from service.precedents.engine import PrecedentDesk

NOW = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


class Altered:
    """A library that tells other facts than its documents do."""

    def __init__(self, library: Library, *, targets: tuple[Target, ...] = (), duties: tuple[Duty, ...] = ()) -> None:
        self._library, self._targets, self._duties = library, targets, duties

    def __getattr__(self, name: str) -> object:
        return getattr(self._library, name)

    def targets(self, **_: object) -> tuple[Target, ...]:
        return self._targets

    def duties(self, **_: object) -> tuple[Duty, ...]:
        return self._duties


def column(path: Path, heading: str) -> list[object]:
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    at = rows[0].index(heading)
    return [row[at] for row in rows[1:]]


# -- registers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("what", list(COLUMNS))
def test_a_register_has_a_row_for_each_fact_a_frozen_heading_and_filters(
    mini: Library, tmp_path: Path, what: str
) -> None:
    path = tmp_path / f"{what}.xlsx"
    count = write_register(mini, what, path)
    sheet = load_workbook(path).active
    assert count == len(getattr(mini, what)()) == sheet.max_row - 1
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert {"Nguyên văn", "Vị trí", "Tệp nguồn", "Mã tài liệu"} <= {cell.value for cell in sheet[1]}


def test_figures_are_numbers_and_deadlines_dates(mini: Library, tmp_path: Path) -> None:
    path = tmp_path / "chi-tieu.xlsx"
    write_register(mini, "targets", path)
    assert all(isinstance(value, int | float) for value in column(path, "Giá trị"))
    last = [value for value in column(path, "Ngày cuối") if value is not None]
    assert last
    assert all(isinstance(value, datetime) for value in last)


def test_every_quotation_of_a_register_is_verbatim(mini: Library, tmp_path: Path) -> None:
    path = tmp_path / "nhiem-vu.xlsx"
    write_register(mini, "tasks", path)
    names = ("Mã tài liệu", "Từ ký tự", "Đến ký tự", "Nguyên văn")
    for document, start, end, quote in zip(*(column(path, name) for name in names), strict=True):
        assert mini.text(str(document))[int(str(start)) : int(str(end))].replace("\t", " | ") == quote


@pytest.mark.parametrize("text", ["=1+1", "+84 912", "-5 độ", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_what_looks_like_a_formula_stays_text_as_printed(mini: Library, tmp_path: Path, text: str) -> None:
    target = mini.targets()[0].model_copy(update={"indicator": text})
    path = tmp_path / "x.xlsx"
    write_register(Altered(mini, targets=(target,)), "targets", path)  # type: ignore[arg-type]
    cell = load_workbook(path).active["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_values_of_cells() -> None:
    assert value_of("2025-11-24") == date(2025, 11, 24)
    assert value_of("2025-02-30") == "2025-02-30"
    assert value_of(60.0) == 60
    assert value_of(1.5) == 1.5
    assert value_of(("Phòng Kinh tế", "Các thôn")) == "Phòng Kinh tế; Các thôn"
    assert value_of(()) is None
    assert value_of("a\x07b\tc") == "ab | c"
    assert len(str(value_of("x" * 40_000))) == 32_767


def test_an_unknown_register_is_refused(mini: Library, tmp_path: Path) -> None:
    with pytest.raises(BadRequest):
        write_register(mini, "dreams", tmp_path / "x.xlsx")


# -- deadlines -----------------------------------------------------------------------------------


def events(path: Path) -> list[dict[str, object]]:
    calendar = Calendar.from_ical(path.read_bytes())
    return [dict(event) for event in calendar.walk("VEVENT")]


def test_a_dated_task_is_an_all_day_event_on_its_last_day(mini: Library, tmp_path: Path) -> None:
    path = tmp_path / "han.ics"
    count = write_deadlines(mini, path, kinds=("tasks",), now=NOW)
    found = events(path)
    assert count == len(found) == sum(task.deadline is not None for task in mini.tasks())
    survey = next(event for event in found if "lõm sóng" in str(event["SUMMARY"]))
    assert survey["DTSTART"].dt == date(2025, 9, 30)  # type: ignore[attr-defined]
    assert survey["DTEND"].dt == date(2025, 10, 1)  # type: ignore[attr-defined]
    assert "rung-thong.txt" in str(survey["DESCRIPTION"])


def test_a_monthly_report_returns(mini: Library, tmp_path: Path) -> None:
    path = tmp_path / "han.ics"
    write_deadlines(mini, path, kinds=("duties",), now=NOW)
    monthly = next(event for event in events(path) if "RRULE" in event and event["RRULE"]["FREQ"] == ["MONTHLY"])  # type: ignore[index]
    assert monthly["RRULE"]["BYMONTHDAY"] == [25]  # type: ignore[index]
    assert monthly["DTSTART"].dt == date(2025, 9, 25)  # type: ignore[attr-defined]


def test_reports_at_the_end_of_quarters_return_four_times_a_year(mini: Library, tmp_path: Path) -> None:
    duty = next(duty for duty in mini.duties() if duty.document == "doi-man")
    quarterly = duty.model_copy(update={"deadline": "vào ngày 15 tháng cuối quý", "frequency": "hằng quý"})
    path = tmp_path / "han.ics"
    write_deadlines(Altered(mini, duties=(quarterly,)), path, kinds=("duties",), now=NOW)  # type: ignore[arg-type]
    days = sorted(event["DTSTART"].dt for event in events(path))  # type: ignore[attr-defined]
    assert days == [date(2025, 12, 15), date(2026, 3, 15), date(2026, 6, 15), date(2026, 9, 15)]


def test_lines_are_folded_and_identities_stable_and_distinct(mini: Library, tmp_path: Path) -> None:
    first, second = tmp_path / "a.ics", tmp_path / "b.ics"
    for path, now in ((first, NOW), (second, datetime(2026, 2, 1, tzinfo=UTC))):
        write_deadlines(mini, path, kinds=("tasks", "duties", "targets"), now=now)
    assert max(map(len, first.read_bytes().split(b"\r\n"))) <= 75
    uids = [str(event["UID"]) for event in events(first)]
    assert len(set(uids)) == len(uids)
    assert uids == [str(event["UID"]) for event in events(second)]


def test_a_moved_deadline_keeps_its_identity(mini: Library, tmp_path: Path) -> None:
    duty = next(duty for duty in mini.duties() if duty.document == "doi-man")
    seen = set()
    for deadline in ("2026-03", "2026-06-30"):
        path = tmp_path / f"{deadline}.ics"
        moved = duty.model_copy(update={"deadline": deadline})
        write_deadlines(Altered(mini, duties=(moved,)), path, kinds=("duties",), now=NOW)  # type: ignore[arg-type]
        seen |= {str(event["UID"]) for event in events(path)}
    assert len(seen) == 1


# -- wordings ------------------------------------------------------------------------------------

ASKED = "Câu mẫu về trách nhiệm người đứng đầu với kết quả thực hiện nghị quyết"
CLAUSE = "Người đứng đầu từng thôn chịu trách nhiệm về kết quả thực hiện Nghị quyết số 71/NQ-CP ở thôn mình, xã mình."


def test_chosen_wordings_stand_in_word_with_their_source(mini: Library, tmp_path: Path) -> None:
    answer = PrecedentDesk(mini).of_text(ASKED)
    path = tmp_path / "cau-mau.docx"
    assert write_wordings([answer], path, chosen=[1]) == 1
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    citation = answer.variants[0].citation
    assert citation.quote in text
    assert source_of(citation) in text
    assert source_of(citation).startswith("(Mục III.2, Kế hoạch số 31/KH-UBND")


def test_differences_are_struck_and_underlined(mini: Library, tmp_path: Path) -> None:
    answer = PrecedentDesk(mini).of_text(CLAUSE, reading="clause")
    path = tmp_path / "cau-mau.docx"
    write_wordings([answer], path)
    runs = [run for paragraph in docx.Document(str(path)).paragraphs for run in paragraph.runs]
    assert any(run.font.strike and "thôn" in run.text for run in runs)
    assert any(run.underline and "đơn vị" in run.text for run in runs)


def test_nothing_chosen_is_refused_in_words(mini: Library, tmp_path: Path) -> None:
    with pytest.raises(BadRequest):
        write_wordings([PrecedentDesk(mini).of_text(ASKED)], tmp_path / "x.docx", chosen=[99])


@pytest.mark.slow
def test_libreoffice_opens_them(mini: Library, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    write_register(mini, "tasks", tmp_path / "so.xlsx")
    write_wordings([PrecedentDesk(mini).of_text(ASKED)], tmp_path / "mau.docx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    utf8 = "csv:Text - txt - csv (StarCalc):44,34,76"
    for source, form in (("so.xlsx", utf8), ("mau.docx", "txt:Text")):
        convert = [office, profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path)]
        subprocess.run([*convert, str(tmp_path / source)], check=True, capture_output=True, timeout=120)
    assert "Khảo sát các điểm lõm sóng" in (tmp_path / "so.csv").read_text(encoding="utf-8")
    assert "chịu trách nhiệm về kết quả" in (tmp_path / "mau.txt").read_text(encoding="utf-8")
