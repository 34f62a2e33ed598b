"""What became of files sent, in the audit log."""

from __future__ import annotations

from service.access.log import DONE, Log
from service.loading.jobs import Finished

LOADED = "nạp"
NOT_TAKEN = {"rejected": "không nhận", "duplicate": "trùng", "unchanged": "không đổi"}


def logs_uploads(log: Log) -> Finished:
    """A listener of jobs that writes down each file: the document it became, or its name if it became none."""
    return lambda job, result: log.add(
        job.by, "", LOADED, result.document or result.path, NOT_TAKEN.get(result.outcome, DONE)
    )
