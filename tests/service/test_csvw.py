"""The table of targets as CSV on the Web: valid by another program's reading, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from csvw import CSVW
from fastapi.testclient import TestClient

from index.library import Library
from ingest.types import Target
from service.api import create_app
from service.cli import main
from service.exports.cells import is_formula_like
from service.standards.csvw import METADATA, write_targets
from service.standards.permalinks import parsed
from service.standards.resolving import resolve


class Hostile:
    """A library of which a document would run a formula."""

    def __init__(self, library: Library) -> None:
        self._library = library
        first = library.targets()[0]
        text = library.text(first.document)
        start = text.index("\n- ") + 1  # a bullet: a spreadsheet takes it for a sum
        self.target = Target(
            **first.model_dump(exclude={"indicator", "scope", "start", "end", "quote", "value"}),
            indicator='=HYPERLINK("http://x","y")',
            scope="+1",
            start=start,
            end=text.index("\n", start),
            quote=text[start : text.index("\n", start)],
            value=-5,
        )

    def __getattr__(self, name: str) -> object:
        return getattr(self._library, name)

    def targets(self, **_: object) -> tuple[Target, ...]:
        return (self.target,)


def read(path: Path) -> list[dict[str, Any]]:
    found = CSVW(f"{path}{METADATA}", validate=True)
    assert found.is_valid, [str(one.message) for one in found.warnings]
    assert not found.warnings
    return list(found.tables[0].iterdicts(strict=True))


@pytest.fixture(scope="module")
def table(mini: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("csvw") / "chi-tieu.csv"
    assert write_targets(mini, path) == len(mini.targets())
    return path


def test_another_program_reads_every_target_with_its_type(mini: Library, table: Path) -> None:
    rows = read(table)
    for row, target in zip(rows, mini.targets(), strict=True):
        assert (row["indicator"], row["comparator"]) == (target.indicator, target.comparator)
        assert float(str(row["value"])) == target.value
        assert (row["start"], row["end"], row["quote"]) == (target.start, target.end, target.quote)
        assert row["section"] == list(target.section)
        assert mini.text(str(row["document"]))[target.start : target.end] == row["quote"]


def test_every_row_leads_to_the_words_that_say_it(mini: Library, table: Path) -> None:
    rows = read(table)
    assert len({(row["permalink"], row["number"]) for row in rows}) == len(rows)
    for row in rows:
        assert resolve(mini, parsed(row["permalink"].unsplit()))[0].quote == row["quote"]


def test_columns_are_named_in_both_languages_and_described(table: Path) -> None:
    told = json.loads(Path(f"{table}{METADATA}").read_text(encoding="utf-8"))
    for column in told["tableSchema"]["columns"]:
        assert column["titles"]["vi"] and column["titles"]["en"] and column["dc:description"]
    assert told["tableSchema"]["aboutUrl"] == "{+permalink}.{number}"
    assert {"dc:rights", "dc:provenance", "dc:creator", "dc:created"} <= told.keys()


def test_a_table_that_is_not_as_described_is_found_out(table: Path, tmp_path: Path) -> None:
    copy = tmp_path / table.name
    copy.write_text(table.read_text(encoding="utf-8").replace(",false,", ",perhaps,", 1), encoding="utf-8")
    Path(f"{copy}{METADATA}").write_bytes(Path(f"{table}{METADATA}").read_bytes())
    with pytest.raises((ValueError, UserWarning), match="perhaps"):
        read(copy)


def test_no_cell_is_run_and_the_quotation_is_whole(mini: Library, tmp_path: Path) -> None:
    hostile = Hostile(mini)
    path = tmp_path / "chi-tieu.csv"
    write_targets(hostile, path)  # type: ignore[arg-type]
    cells = next(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    assert is_formula_like(hostile.target.quote)
    assert {name for name, value in cells.items() if is_formula_like(value)} <= {"value", "comparator"}
    assert cells["value"] == "-5"  # a figure; the comparator is one of seven signs
    assert cells["indicator"].startswith("'=") and cells["scope"] == "'+1"
    assert read(path)[0]["quote"] == hostile.target.quote


def test_the_command_and_the_api_give_the_same(mini: Library, table: Path, tmp_path: Path) -> None:
    out = tmp_path / "chi-tieu.csv"
    run = CliRunner().invoke(main, ["--data", str(mini.data), "export", "targets", "--format", "csvw", "-o", str(out)])
    assert run.exit_code == 0, run.output
    assert out.read_bytes() == table.read_bytes()
    client = TestClient(create_app(mini))
    served = client.get("/api/targets.csv")
    assert served.content == out.read_bytes()
    assert 'rel="describedby"' in served.headers["link"]
    described = client.get(f"/api/targets.csv{METADATA}").json()
    assert described["url"] == "targets.csv"
