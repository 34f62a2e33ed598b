"""The worker's side of :mod:`ingest.worker`: limits itself, then answers jobs until its input ends."""

from __future__ import annotations

import contextlib
import json
import os
import struct
import sys
from importlib import import_module
from typing import IO

from pydantic import TypeAdapter

from ingest import limits
from ingest.errors import TracuuError
from ingest.readers.content import Content

# No reader writes larger files; LibreOffice's copy of a 60 MB document stays below.
_MAX_WRITTEN = 1 << 30
_FRAME = struct.Struct(">cQ")
_CONTENT = TypeAdapter(Content)
_STEP = TypeAdapter(limits.Step)


def main(megabytes: int) -> None:
    """Reads jobs from standard input, writes messages to what was standard output."""
    incoming = sys.stdin.buffer
    outgoing = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with the messages
    _limit(megabytes)

    def heard(step: limits.Step | None) -> None:
        _send(outgoing, b"T", _STEP.dump_json(step) if step else b"")

    with limits.listening(heard), contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        while (job := _read(incoming)) is not None and (data := _read(incoming)) is not None:
            kind, payload = _answer(job, data)
            _send(outgoing, kind, payload)


def _limit(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has none; time is limited all the same
        return
    data = megabytes << 20
    for what, most in (
        (resource.RLIMIT_DATA, data),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, _MAX_WRITTEN),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def _answer(job: bytes, data: bytes) -> tuple[bytes, bytes]:
    try:
        said = json.loads(job)
        module, _, function = said["call"].partition(":")
        arguments = said["arguments"]
        result = getattr(import_module(module), function)
        made = (
            result(arguments.pop("suffix"), data, **arguments) if "suffix" in arguments else result(data, **arguments)
        )
        return b"R", _CONTENT.dump_json(made) if isinstance(made, Content) else bytes(made)
    except TracuuError as error:
        said = {"kind": type(error).__name__, "message": error.message, "hint": error.hint}
        return b"E", json.dumps(said).encode()
    except MemoryError:
        return b"F", b"MemoryError"
    except Exception as error:  # whatever a reader did not foresee rejects its file
        return b"F", type(error).__name__.encode()


def _read(pipe: IO[bytes]) -> bytes | None:
    head = pipe.read(8)
    if len(head) < 8:
        return None
    (length,) = struct.unpack(">Q", head)
    data = pipe.read(length)
    return data if len(data) == length else None


def _send(pipe: IO[bytes], kind: bytes, payload: bytes) -> None:
    pipe.write(_FRAME.pack(kind, len(payload)))
    pipe.write(payload)
    pipe.flush()
