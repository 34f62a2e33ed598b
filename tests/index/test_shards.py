"""A folder taken by several workers at once is the folder taken by one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from doubles import HashingEncoder, open_library

from index.library import Library
from index.shards import Shard
from ingest.errors import BadRequest

ROOT = Path(__file__).parents[2]

WORKER = """
import sys
from pathlib import Path
from doubles import open_library
from index.shards import Shard
library = open_library(Path(sys.argv[2]))
for result in library.sync([Path(sys.argv[1])], shard=Shard.parse(sys.argv[3])).files:
    print(Path(result.path).name, result.outcome, sep="\\t")
"""


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Documents, twins of some under other names, one name with three contents, and files that are none."""
    folder = tmp_path / "nhiều"
    for number in range(24):
        place = folder / f"tỉnh {number % 3}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"kế hoạch {number}.txt").write_text(f"Phủ sóng đạt {number}%\nViệc {number}", encoding="utf-8")
    for number in (2, 5, 11):
        (folder / f"bản sao {number}.txt").write_text(f"Phủ sóng đạt {number}%\nViệc {number}", encoding="utf-8")
    for number in range(3):
        (folder / f"tỉnh {number}" / "quyết định.txt").write_text(f"Quyết định của tỉnh {number}", encoding="utf-8")
    (folder / "hỏng.txt").write_text("bad", encoding="utf-8")
    (folder / "lỗi.txt").write_text("crash", encoding="utf-8")
    return folder


def contents(library: Library) -> dict[str, object]:
    """All that can be asked of a library, whatever the order of taking."""
    documents = {one.id: (one.source, one.sha256, library.text(one.id)) for one in library.documents()}
    hits = library.search("phủ sóng đạt việc quyết định", k=1000)
    return {
        "documents": documents,
        "targets": sorted((one.document, one.quote) for one in library.targets()),
        "hits": {(hit.document, hit.text): round(hit.score, 5) for hit in hits},
        "paths": [(one.document, one.path) for one in library.kept()],
    }


def test_three_workers_at_once_do_what_one_does(tmp_path: Path, many: Path) -> None:
    path = os.pathsep.join(map(str, (ROOT, ROOT / "tests" / "encoders", Path(__file__).parent)))
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(many), str(tmp_path / "data"), f"{number}/3"],
            stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": path},
        )
        for number in (1, 2, 3)
    ]  # fmt: skip
    printed = [worker.communicate(timeout=120)[0] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0, 0]
    told = [line for out in printed for line in out.splitlines()]
    alone = open_library(tmp_path / "alone")
    report = alone.sync([many])
    assert sorted(told) == sorted(f"{Path(one.path).name}\t{one.outcome}" for one in report.files)
    assert all(len(out.splitlines()) > 3 for out in printed)
    together = open_library(tmp_path / "data")
    assert contents(together) == contents(alone)
    assert together.status()["problems"] == []


def test_a_second_run_finds_nothing_to_do(tmp_path: Path, many: Path) -> None:
    encoder = HashingEncoder()
    library = open_library(tmp_path / "data", encoder)
    first = [library.sync([many], shard=Shard(number, 2)) for number in (1, 2)]
    assert len({file.path for report in first for file in report.files}) == 32
    encoder.encoded.clear()
    again = [library.sync([many], shard=Shard(number, 2)) for number in (1, 2)]
    outcomes = {file.outcome for report in again for file in report.files}
    assert outcomes == {"unchanged", "duplicate", "rejected"}
    assert encoder.encoded == []
    assert again[-1].generation == first[-1].generation


def test_what_changes_while_it_is_prepared_is_read_again(
    tmp_path: Path, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_library(tmp_path / "data")
    prepared = library._sync

    def late(*arguments: object, **settings: object) -> object:
        (many / "tỉnh 0" / "kế hoạch 0.txt").write_text("Nội dung đến sau", encoding="utf-8")
        return prepared(*arguments, **settings)  # type: ignore[arg-type]

    monkeypatch.setattr(library, "_sync", late)
    library.sync([many], shard=Shard(1, 1))
    assert library.text("kế hoạch 0") == "Nội dung đến sau"


def test_parts_are_disjoint_whole_and_do_not_depend_on_the_order(many: Path) -> None:
    files = sorted(path for path in many.rglob("*") if path.is_file())
    parts = [Shard(number, 4).of(files) for number in range(1, 5)]
    assert sorted(file for part in parts for file in part) == files
    assert [set(part) for part in parts] == [set(Shard(n, 4).of(files[::-1])) for n in range(1, 5)]
    for twins in ("quyết định", "kế hoạch 5", "bản sao 5"):
        assert sum(any(file.stem == twins for file in part) for part in parts) == 1
    assert next(n for n, part in enumerate(parts) if any(file.stem == "kế hoạch 5" for file in part)) == next(
        n for n, part in enumerate(parts) if any(file.stem == "bản sao 5" for file in part)
    )


@pytest.mark.parametrize("text", ["0/3", "4/3", "3", "a/b", "-1/2", "1/0", ""])
def test_a_part_that_is_none_is_told(text: str) -> None:
    with pytest.raises(BadRequest):
        Shard.parse(text)


def test_a_path_that_is_not_there_is_told_once(tmp_path: Path, many: Path) -> None:
    library = open_library(tmp_path / "data")
    told = [library.sync([many, tmp_path / "không có"], shard=Shard(number, 2)).rejected for number in (1, 2)]
    assert ["không có" in {Path(one.path).name for one in rejected} for rejected in told] == [True, False]
