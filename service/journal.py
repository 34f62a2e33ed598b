"""Where unexpected failures are written: a file in the data folder, never the clerk's screen."""

from __future__ import annotations

import logging
import logging.handlers
import os
from pathlib import Path

from service.logs import Readable

NAME = "tracuu.log"
SIZE = 1 << 20  # bytes before the journal is rolled over
KEPT = 3


def keep_journal(data: Path) -> Path | None:
    """Sends warnings and tracebacks to ``tracuu.log`` in the data folder; returns its path.

    ``None`` if the folder cannot be written: the messages are then dropped, for a screen
    full of program lines helps nobody. With ``TRACUU_DEBUG`` set they also go to stderr.
    """
    root = logging.getLogger()
    for handler in [one for one in root.handlers if getattr(one, "tracuu_journal", False)]:
        root.removeHandler(handler)
        handler.close()
    written = _file_handler(data)
    handlers: list[logging.Handler] = [written or logging.NullHandler()]
    if os.environ.get("TRACUU_DEBUG"):
        handlers.append(logging.StreamHandler())
    for handler in handlers:
        handler.setFormatter(Readable())
        handler.setLevel(logging.WARNING)
        handler.tracuu_journal = True  # type: ignore[attr-defined]
        root.addHandler(handler)
    logging.captureWarnings(True)
    return data / NAME if written else None


def _file_handler(data: Path) -> logging.Handler | None:
    try:
        data.mkdir(parents=True, exist_ok=True)
        return logging.handlers.RotatingFileHandler(
            data / NAME, maxBytes=SIZE, backupCount=KEPT, encoding="utf-8", delay=True
        )
    except OSError:
        return None
