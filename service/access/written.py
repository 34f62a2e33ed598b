"""What the command line does, in the audit log: whoever reaches the data folder needs no account."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterable
from pathlib import Path

from index.types import FileResult
from service.access.collections import checked
from service.access.store import Access
from service.loading.logged import log_results


def user() -> str:
    """Who types, as the log names him: the user that the system runs the command as, and who signed in to it.

    Both are the system's word, not that of variables such as ``USER``, which anybody may set.
    """
    number = os.getuid()
    try:
        name = pwd.getpwuid(number).pw_name
    except KeyError:  # an account of the system without a name
        name = str(number)
    try:
        person = os.getlogin()  # stays what it was under sudo
    except OSError:
        person = name
    return f"(dòng lệnh: {name})" if person == name else f"(dòng lệnh: {person} dùng {name})"


def written(data: Path, action: str, object: str = "") -> None:
    """Log one thing done; on disk when it returns, so that nothing is acknowledged before."""
    Access.beside(data).log.add(user(), "", action, object)


def log_files(data: Path, files: Iterable[FileResult]) -> None:
    """Log what some files brought, changed or made go."""
    log_results(Access.beside(data).log, user(), files)


def written_collection(data: Path, name: str) -> str:
    """The collection named, made if it is not there: then nobody reads it until somebody is let."""
    name = checked(name)
    access = Access.beside(data)
    if access.collections.add(name):
        access.log.add(user(), "", "lập bộ sưu tập", name)
    return name
