"""What the command line does, in the audit log: whoever reaches the data folder needs no account."""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from pathlib import Path

from index.types import FileResult, SyncReport
from service.access.collections import checked
from service.access.log import DONE
from service.access.store import Access
from service.loading.logged import LOADED


def user() -> str:
    """Who types, as the log names him."""
    try:
        return f"(dòng lệnh: {getpass.getuser()})"
    except (KeyError, OSError):  # an account of the system without a name
        return "(dòng lệnh)"


def written(data: Path, action: str, object: str = "") -> None:
    """Log one thing done."""
    Access.beside(data).log.add(user(), "", action, object)


def log_sync(data: Path, report: SyncReport) -> None:
    """Log each document that a sync brought or changed."""
    log_files(data, report.files)


def log_files(data: Path, files: Iterable[FileResult]) -> None:
    """Log each document that some files brought or changed."""
    done = [(file.document or file.path, DONE) for file in files if file.outcome in ("added", "updated")]
    if done:
        Access.beside(data).log.add_all(user(), "", LOADED, done)


def written_collection(data: Path, name: str) -> str:
    """The collection named, made if it is not there: then nobody reads it until somebody is let."""
    name = checked(name)
    access = Access.beside(data)
    if access.collections.add(name):
        access.log.add(user(), "", "lập bộ sưu tập", name)
    return name
