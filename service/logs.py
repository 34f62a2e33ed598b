"""What the program writes about itself: one line an event, without the words of a document, a question or a secret.

On a terminal the lines are for people, elsewhere JSON for machines; ``TRACUU_LOG`` (``text`` or ``json``) decides.
A failure is told by its kind and its places in the program, never by its message, which may carry what was being
read; a library's own messages are left out for the same reason. ``TRACUU_DEBUG`` shows both.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import sys
import threading
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Literal, cast, get_args

from ingest.errors import BadRequest

log = logging.getLogger(__name__)

Form = Literal["text", "json"]
OWN = frozenset({"ingest", "index", "service", "web", "uvicorn", "tracuu"})
"""Whose messages are written: they name routes, ids and file names, and were looked through for anything else."""

request_id: ContextVar[str | None] = ContextVar("tracuu_request_id", default=None)
"""Of the request being answered; whatever is written meanwhile carries it."""


def form_wanted() -> Form:
    """How lines look: by ``TRACUU_LOG``, else by whether somebody looks at them. Raises :class:`BadRequest`."""
    wanted = os.environ.get("TRACUU_LOG", "")
    if not wanted:
        return "text" if sys.stderr.isatty() else "json"
    for form in get_args(Form):
        if form == wanted:
            return cast(Form, form)
    raise BadRequest(f"TRACUU_LOG không thể là “{wanted}”.", "Đặt text hoặc json, hoặc bỏ trống.")


def configuration(form: Form) -> dict[str, Any]:
    """The settings of :mod:`logging` for a server; they are sent to each of its processes."""
    formatter = {"text": "service.logs.Readable", "json": "service.logs.JsonLines"}[form]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {name: {"level": "INFO"} for name in sorted(OWN)},
    }


class JsonLines(logging.Formatter):
    """One JSON object a line; an event's own fields stand beside its message."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": message_of(record),
            "process": record.process,
            "request_id": request_id.get(),
            **fields_of(record),
            "failure": failure_of(record),
        }
        return json.dumps({name: value for name, value in told.items() if value is not None}, ensure_ascii=False)


class Readable(logging.Formatter):
    """A line for people; a failure's places stand below it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        when = datetime.fromtimestamp(record.created).astimezone()
        fields = " ".join(f"{name}={value}" for name, value in fields_of(record).items() if value is not None)
        parts = (f"{when:%d/%m %H:%M:%S}", f"{record.levelname:<7}", message_of(record), fields, request_id.get())
        line = " ".join(part for part in parts if part)
        failure = failure_of(record)
        return line if failure is None else "\n    ".join((line, *failure))


def tell_of_threads() -> None:
    """Lets a thread that fails be told like everything else, and not with the words of its error."""

    def told(failed: threading.ExceptHookArgs) -> None:
        if failed.exc_value is not None:
            log.error("a thread failed", exc_info=failed.exc_value)

    threading.excepthook = told


def message_of(record: logging.LogRecord) -> str:
    """What was said, of our own; where it was said, of a library."""
    if record.name.partition(".")[0] in OWN or _debugging():
        return record.getMessage()
    return f"message of a library, at {record.filename}:{record.lineno}"


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """What an event tells beside its message."""
    fields: dict[str, Any] = getattr(record, "fields", {})
    return fields


def failure_of(record: logging.LogRecord) -> list[str] | None:
    """The kinds of the errors of an event, each followed by its places in the program, the cause last."""
    error = record.exc_info[1] if record.exc_info else None
    told: list[str] = []
    while error is not None:
        told.append(kind_of(error))
        places = traceback.extract_tb(error.__traceback__)
        told += [f"  {place.filename}:{place.lineno} {place.name}" for place in reversed(places)]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return told or None


def kind_of(error: BaseException) -> str:
    """The type of an error and what else of it cannot carry a document's words."""
    if _debugging():
        return f"{type(error).__name__}: {error}"
    number = getattr(error, "errno", None)
    known = errno.errorcode.get(number) if isinstance(number, int) else getattr(error, "sqlite_errorname", None)
    if isinstance(error, ImportError):
        known = error.name
    return f"{type(error).__name__} {known}" if known else type(error).__name__


def _debugging() -> bool:
    return bool(os.environ.get("TRACUU_DEBUG"))
