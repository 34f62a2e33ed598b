"""What became of files and documents, in the audit log."""

from __future__ import annotations

from collections.abc import Iterable

from index.types import FileResult
from service.access.log import DONE, Log
from service.loading.jobs import Finished

LOADED, REMOVED, PURGED, MOVED = "nạp", "gỡ", "xóa sạch", "chuyển bộ sưu tập"
NOT_TAKEN = {"rejected": "không nhận", "duplicate": "trùng", "unchanged": "không đổi"}


def logs_uploads(log: Log) -> Finished:
    """A listener of jobs that writes down each file: the document it became, or its name if it became none."""
    return lambda job, result: log.add(
        job.by, "", LOADED, result.document or result.path, NOT_TAKEN.get(result.outcome, DONE)
    )


def log_results(log: Log, who: str, files: Iterable[FileResult]) -> None:
    """Write down each document that some files brought or changed, made go, or that was put elsewhere with them."""
    files = list(files)
    done = {
        LOADED: [one.document or one.path for one in files if one.outcome in ("added", "updated")],
        REMOVED: [one.given_up for one in files if one.given_up is not None],
        MOVED: [f"{one.document}: {one.placed}" for one in files if one.placed is not None],
    }
    for action, objects in done.items():
        if objects:
            log.add_all(who, "", action, [(one, DONE) for one in objects])
