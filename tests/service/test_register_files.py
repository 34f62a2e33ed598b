"""The registers taken away and asked by programs: the same filter everywhere, formulas harmless."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from icalendar import Calendar
from openpyxl import load_workbook

from index.library import Library
from ingest.types import Task
from service.api import create_app
from service.cli import main
from service.registers.desk import RegisterDesk
from service.registers.files import SILENT, obligations_file, targets_file
from service.registers.options import OPTIONS
from service.registers.selection import ObligationFilter
from service.registers.targets import TargetFilter

DUE = ObligationFilter(due="tháng 9/2025", kind="task")


@pytest.fixture(scope="module")
def desk(mini: Library) -> RegisterDesk:
    return RegisterDesk(mini)


@pytest.fixture(scope="module")
def client(mini: Library) -> TestClient:
    return TestClient(create_app(mini), raise_server_exceptions=False)


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheet_of(content: bytes, name: str) -> list[tuple[object, ...]]:
    return list(load_workbook(io.BytesIO(content))[name].iter_rows(values_only=True))


def test_all_three_files_hold_exactly_what_the_filter_finds(desk: RegisterDesk) -> None:
    wanted = [row.text for row in desk.obligations(DUE)]
    assert len(wanted) == 2
    assert [row["Việc"] for row in read_csv(obligations_file(desk, DUE, "csv").content)] == wanted
    heading, *rows = sheet_of(obligations_file(desk, DUE, "xlsx").content, "Nghĩa vụ")
    assert [row[heading.index("Việc")] for row in rows] == wanted
    assert {row[heading.index("Hạn")] for row in rows} == {datetime(2025, 9, 30)}
    events = Calendar.from_ical(obligations_file(desk, DUE, "ics").content).walk("VEVENT")
    assert [event["DTSTART"].dt for event in events] == [date(2025, 9, 30)] * 2


def test_a_workbook_tells_what_it_was_filtered_by(desk: RegisterDesk) -> None:
    about = dict(row[:2] for row in sheet_of(obligations_file(desk, DUE, "xlsx").content, "Về tệp này")[1:])
    assert about["Điều kiện lọc"] == "chỉ nhiệm vụ, hạn: tháng 9/2025"
    assert about["Số dòng"] == 2


def test_every_quotation_is_verbatim_and_placed(desk: RegisterDesk, mini: Library) -> None:
    for row in read_csv(obligations_file(desk, ObligationFilter(), "csv").content):
        quoted = mini.text(row["Mã tài liệu"])[int(row["Từ ký tự"]) : int(row["Đến ký tự"])]
        assert quoted.replace("\t", " | ") == row["Nguyên văn"].removeprefix("'")


@pytest.mark.parametrize("text", ["=1+1", "+84 912", "-5 độ", "@SUM(A1)"])
def test_formulas_are_text_in_both(mini: Library, text: str) -> None:
    class Hostile:
        def __getattr__(self, name: str) -> object:
            return getattr(mini, name)

        def tasks(self, **_: object) -> list[Task]:
            return [mini.tasks()[0].model_copy(update={"text": text, "output": text})]

    desk = RegisterDesk(Hostile())  # type: ignore[arg-type]
    asked = ObligationFilter(kind="task")
    (row,) = read_csv(obligations_file(desk, asked, "csv").content)
    assert (row["Việc"], row["Sản phẩm"]) == (f"'{text}", f"'{text}")
    sheet = load_workbook(io.BytesIO(obligations_file(desk, asked, "xlsx").content))["Nghĩa vụ"]
    cell = next(cell for cell in sheet[2] if cell.value == text)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_the_table_of_targets_is_taken_away_as_it_is_seen(desk: RegisterDesk) -> None:
    asked = TargetFilter(indicator="phu_song_5g")
    shown = desk.targets(asked)
    (row,) = read_csv(targets_file(desk, asked, "csv").content)
    assert set(list(row)[2:]) == {"Đồi Mận", "Rừng Thông", "Suối Ngà"}
    assert "≥ 60%" in row["Suối Ngà"] and "2025" in row["Suối Ngà"]
    assert "khác mẫu số" in row["Đồi Mận"]
    content = targets_file(desk, asked, "xlsx").content
    places = sum(len(one.targets) for one in shown.rows[0].statements)
    assert len(sheet_of(content, "Từng chỉ tiêu")) == places + 1
    every = read_csv(targets_file(desk, TargetFilter(), "csv").content)
    assert any(SILENT in line.values() for line in every), "what is not stated says so"
    events = Calendar.from_ical(targets_file(desk, asked, "ics").content).walk("VEVENT")
    assert len(events) == places


# -- programs -------------------------------------------------------------------------------------


def test_the_api_gives_a_part_and_says_how_many_there_are(client: TestClient) -> None:
    found = client.get("/api/obligations", params={"kind": "task", "limit": 1}).json()
    assert (found["total"], len(found["obligations"])) == (3, 1)
    assert found["obligations"][0]["fact"]["quote"]
    rest = client.get("/api/obligations", params={"kind": "task", "offset": 1}).json()
    assert len(rest["obligations"]) == 2
    assert found["told"] == "chỉ nhiệm vụ"


def test_the_api_gives_the_table_and_both_as_files(client: TestClient) -> None:
    shown = client.get("/api/targets-table", params={"document": ["suoi-nga", "doi-man"], "year": "2030"}).json()
    assert set(shown["columns"]) == {"suoi-nga", "doi-man"}
    cells = next(row for row in shown["rows"] if row["key"] == "phu_song_5g")["cells"]
    assert all(one["targets"][0]["deadline"] == "2030" for cell in cells.values() for one in cell)
    for address in ("/api/obligations.xlsx", "/api/obligations.ics", "/api/targets-table.csv"):
        response = client.get(address)
        assert response.status_code == 200
        assert "attachment" in response.headers["content-disposition"]


@pytest.mark.parametrize(
    "address",
    [
        "/api/obligations?due=h%C3%B4m%20qua",
        "/api/obligations?rhythm=fortnight",
        "/api/obligations?overdue=31/12",
        "/api/obligations?body=x&typo=1",
        "/api/obligations.pdf",
        "/api/targets-table?group=khong_co",
        "/api/targets-table?year=mai",
    ],
)
def test_what_cannot_be_read_is_refused_in_the_shape_of_errors(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code in (400, 422)
    assert set(response.json()["error"]) == {"code", "message", "hint"}


def test_the_command_line_asks_the_same(mini: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Library, "open", classmethod(lambda cls, data, **_: mini))

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["--data", str(tmp_path), "register", *arguments])
        return result.exit_code, result.output

    code, told = run("obligations", "--due", "tháng 9/2025", "--kind", "task", "--json")
    assert code == 0
    assert json.loads(told)["total"] == 2
    assert "Khảo sát các điểm lõm sóng" in run("obligations", "--text", "lom song")[1]
    assert "trên 30%" in run("targets", "--indicator", "phu_song_5g", "--document", "doi-man")[1]
    assert run("targets", "--due", "2025")[0] == 1, "a filter of the other register"
    out = tmp_path / "so" / "nghia-vu.xlsx"
    assert run("obligations", "--document", "rung-thong", "-o", str(out))[0] == 0
    assert len(sheet_of(out.read_bytes(), "Nghĩa vụ")) == 1 + len(mini.tasks()) + sum(
        duty.document == "rung-thong" for duty in mini.duties()
    )
    assert run("obligations", "-o", str(tmp_path / "so.pdf"))[0] == 1


def test_every_filter_is_an_option_of_the_command_line() -> None:
    named = {name for name, _, _ in OPTIONS} | {"document"}
    assert named == set(ObligationFilter.model_fields) | set(TargetFilter.model_fields)


@pytest.mark.slow
def test_libreoffice_opens_the_workbooks(desk: RegisterDesk, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "nghia-vu.xlsx").write_bytes(obligations_file(desk, ObligationFilter(), "xlsx").content)
    (tmp_path / "chi-tieu.xlsx").write_bytes(targets_file(desk, TargetFilter(), "xlsx").content)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
    for name in ("nghia-vu", "chi-tieu"):
        convert = [office, profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path)]
        subprocess.run([*convert, str(tmp_path / f"{name}.xlsx")], check=True, capture_output=True, timeout=120)
    written = "".join(file.read_text(encoding="utf-8") for file in tmp_path.glob("*.csv"))
    assert "Khảo sát các điểm lõm sóng" in written
    assert "≥ 60%" in written
