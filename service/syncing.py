"""Taking files in from the command line: progress on a terminal, results in words."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.shards import Shard
from index.types import FileResult, Progress, Stage, SyncReport
from ingest.errors import BadRequest, NotFound

if TYPE_CHECKING:
    from index.library import Library

LOOK_AGAIN = "Hãy kiểm tra lại đường dẫn tệp hoặc thư mục."
OUTCOMES = {
    "added": "đã thêm",
    "updated": "đã cập nhật",
    "unchanged": "không đổi",
    "duplicate": "trùng",
    "rejected": "không nhận",
}


def run_sync(
    library: Library,
    paths: Sequence[Path],
    *,
    passages: bool = False,
    shard: str | None = None,
    collection: str | None = None,
) -> SyncReport:
    """Ingests files and folders, or passage collections; a bar is drawn on a terminal only.

    A path that is not there is reported as rejected and stops none of the others. ``shard`` is ``i/n``, the part
    of the files that this worker takes. Raises :class:`NotFound` if none of the paths is there, and
    :class:`BadRequest` for a shard that is none.
    """
    part = Shard.parse(shard) if shard is not None else None
    if part is not None and passages:
        raise BadRequest(
            "Một bộ sưu tập đoạn văn không chia phần được.", "Bỏ --shard, hoặc chia tệp JSONL thành nhiều tệp."
        )
    missing = [path for path in paths if not path.exists()]
    if len(missing) == len(paths):
        raise NotFound(f"Không thấy {', '.join(map(str, paths))}.", LOOK_AGAIN)
    report = _take(library, [path for path in paths if path not in missing], passages, part, collection)
    rejected = tuple(
        FileResult(path=str(path), outcome="rejected", message="Không thấy tệp hoặc thư mục này.", hint=LOOK_AGAIN)
        for path in missing
    )
    return report.model_copy(update={"files": (*report.files, *rejected)})


def _take(
    library: Library, paths: Sequence[Path], passages: bool, shard: Shard | None, collection: str | None
) -> SyncReport:
    with progress_bar() as progress:
        if not passages:
            return library.sync(list(paths), progress=progress, shard=shard, collection=collection)
        reports = [library.sync_passages(path, progress=progress, collection=collection) for path in paths]
    last = reports[-1]
    return last.model_copy(
        update={
            "files": tuple(file for report in reports for file in report.files),
            "seconds": sum(report.seconds for report in reports),
        }
    )


STAGES: dict[Stage, tuple[str, str]] = {
    "read": ("Đọc tệp", "tệp"),
    "encode": ("Tính véc-tơ", "đoạn"),
    "index": ("Dựng chỉ mục", "lần"),
}
STEPS: dict[Stage, str] = {
    "pages": "đọc trang {done}/{total}",
    "recognise": "nhận dạng chữ, trang {done}/{total}",
    "convert": "chuyển đổi định dạng",
    "structure": "tách mục",
    "facts": "tìm chỉ tiêu, nhiệm vụ",
}
"""What is done to the one file being read, in words."""


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A callback that draws a bar for the stage under way, or ``None`` off a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    bar: Any = tqdm(total=0, leave=False)

    def advance(stage: Stage, done: int, total: int, name: str) -> None:
        if stage in STEPS:
            bar.set_postfix_str(f"{Path(name).name[:40]}: {STEPS[stage].format(done=done, total=total)}")
            return
        bar.desc, bar.unit = STAGES[stage]
        bar.total, bar.n = total, done
        bar.set_postfix_str(Path(name).name[:40], refresh=False)
        bar.refresh()

    try:
        yield advance
    finally:
        bar.close()


def report_in_words(report: SyncReport) -> Iterator[str]:
    """One line a file, then the sum."""
    for file in report.files:
        yield from file_lines(file)
    counts = {name: sum(f.outcome == key for f in report.files) for key, name in OUTCOMES.items()}
    summed = ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "không có tệp nào đọc được"
    yield (
        f"{summed}. Đang giữ {report.documents} tài liệu, {report.passages} đoạn "
        f"(lần {report.generation}, {report.seconds:.1f} giây)."
    )


def file_lines(file: FileResult) -> Iterator[str]:
    """What became of a file, why, and what to do."""
    label = OUTCOMES[file.outcome]
    yield f"{label:<12} {file.path}" + (f": {file.message}" if file.message else "")
    if file.hint:
        yield f"             → {file.hint}"
    for warning in file.warnings:
        yield f"             ! {warning}"
