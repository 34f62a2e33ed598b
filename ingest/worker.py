"""Reading in a process of its own: a crash, a hang or a hunger for memory costs one file, not the service.

Workers are ordinary child processes fed through pipes (no fork of a threaded parent, no pickles from a process
that a hostile file may have taken over: contents come back as JSON). One worker reads many files; it is replaced
after a failure, or when it has read so many that leaks would tell.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from pydantic import TypeAdapter, ValidationError

from ingest import errors
from ingest.errors import RejectedFile, TracuuError
from ingest.limits import Step, say
from ingest.readers.content import Content
from ingest.settings import number
from ingest.types import Document


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost.

    ``silence``: seconds without a page done. The slowest page measured, a scan, takes 3 s; LibreOffice needs 10 s
    to start on a slow disk. ``seconds``: in all; a scanned law of 300 pages takes 5 minutes. ``memory``: MB of
    data; the 178-page land law needs 130 in all, LibreOffice 400. ``files``: a worker's life.
    """

    silence: float = 45.0
    seconds: float = 900.0
    memory: int = 3072
    files: int = 100

    @classmethod
    def of_environment(cls) -> Limits:
        """The limits, as ``TRACUU_READ_SILENCE``, ``_SECONDS``, ``_MEMORY_MB`` and ``_FILES`` set them."""

        def setting(name: str, default: float) -> float:
            return max(0.1, number(f"TRACUU_READ_{name}", default))

        usual = cls()
        return cls(
            setting("SILENCE", usual.silence),
            setting("SECONDS", usual.seconds),
            int(setting("MEMORY_MB", usual.memory)),
            int(setting("FILES", usual.files)),
        )


# Somebody is waiting for the picture: a page takes 0.1 s, a map drawn of a million strokes its own good time.
SHOWING = Limits(silence=20.0, seconds=20.0, memory=1024, files=200)

_CONTENT = TypeAdapter(Content)
_STEP = TypeAdapter(Step)
_TICK, _RESULT, _REFUSED, _FAILED = b"T", b"R", b"E", b"F"
_FRAME = struct.Struct(">cQ")
# The contents of a 20 MB text are 40 MB of JSON; what claims to be more comes from a process gone wrong.
_MAX_RESULT = 400_000_000


def read(suffix: str, data: bytes, name: str) -> Content:
    """The contents of a file by the reader for ``suffix``; every failure is a :class:`RejectedFile`."""
    result = call("ingest.readers:read_here", data, {"suffix": suffix, "name": name}, name)
    try:
        return _CONTENT.validate_json(result)
    except ValidationError:
        raise _crashed(name) from None


def understand(suffix: str, data: bytes, name: str, limits: Limits | None = None) -> Document:
    """The document in a file, read, structured and understood; every failure is a :class:`RejectedFile`."""
    result = call("ingest.pipeline:understand_here", data, {"suffix": suffix, "name": name}, name, limits)
    try:
        return Document.model_validate_json(result)
    except ValidationError:
        raise _crashed(name) from None


def picture_of_page(suffix: str, data: bytes, page: int, width: int, name: str) -> bytes:
    """A page as a PNG image (see :func:`ingest.readers.pages.picture_of`); failures are of the error family."""
    arguments = {"suffix": suffix, "page": page, "width": width}
    return call("ingest.readers.pages:picture_of", data, arguments, name, SHOWING)


def call(function: str, data: bytes, arguments: dict[str, Any], name: str, limits: Limits | None = None) -> bytes:
    """What ``function`` ("module:name", ours) makes of ``data`` and ``arguments``, as it leaves the worker."""
    limits = limits or Limits.of_environment()
    worker = _pool.take(limits)
    try:
        result = worker.ask({"call": function, "arguments": arguments}, data, name)
    except TracuuError:
        _pool.give(worker)
        raise
    except BaseException:
        worker.kill()
        raise
    _pool.give(worker)
    return result


class _Worker:
    """One child process."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.asked = 0
        self.usable = True
        root = str(Path(__file__).resolve().parents[1])
        path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "ingest.worker", str(limits.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path, "OMP_THREAD_LIMIT": "1"},
            start_new_session=True,  # so that what a reader starts (LibreOffice) is killed with it
        )

    def ask(self, job: dict[str, Any], data: bytes, name: str) -> bytes:
        """The answer to one job; marks itself unusable when the process is lost."""
        self.asked += 1
        now = time.monotonic()
        self._end, self._heard = now + self.limits.seconds, now
        feeder = threading.Thread(target=self._feed, args=(job, data), daemon=True)
        feeder.start()
        while True:
            kind, payload = self._message(name)
            if kind == _TICK:
                _pass_on(payload)
                continue
            if kind == _RESULT:
                return payload
            if kind == _REFUSED:
                raise _refusal(payload)
            self.kill()
            raise _memory(name, self.limits) if payload == b"MemoryError" else _crashed(name)

    def _feed(self, job: dict[str, Any], data: bytes) -> None:
        stdin = self._pipe(self.process.stdin)
        with contextlib.suppress(OSError, ValueError):
            _write(stdin, json.dumps(job).encode())
            _write(stdin, data)

    def _message(self, name: str) -> tuple[bytes, bytes]:
        kind, length = _FRAME.unpack(self._exactly(_FRAME.size, name))
        if length > _MAX_RESULT:
            self.kill()
            raise _crashed(name)
        payload = self._exactly(length, name)
        self._heard = time.monotonic()
        return kind, payload

    def _exactly(self, count: int, name: str) -> bytes:
        """``count`` bytes from the worker, in time."""
        pipe = self._pipe(self.process.stdout).fileno()
        out = bytearray()
        while len(out) < count:
            left = min(self._end, self._heard + self.limits.silence) - time.monotonic()
            if left <= 0 or not select.select([pipe], [], [], left)[0]:
                self.kill()
                raise _too_slow(name)
            piece = os.read(pipe, min(1 << 20, count - len(out)))
            if not piece:
                self.kill()
                raise _crashed(name)
            out += piece
        return bytes(out)

    @staticmethod
    def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
        if pipe is None:  # pragma: no cover - both are asked for above
            raise OSError("no pipe")
        return pipe

    def kill(self) -> None:
        """Ends the process and whatever it started."""
        self.usable = False
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


class _Pool:
    """Idle workers. As many are made as there are threads that read at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._owner = os.getpid()

    def take(self, limits: Limits) -> _Worker:
        """An idle worker with these limits, or a new one."""
        with self._lock:
            if self._owner != os.getpid():  # forked: the workers are the parent's
                self._idle, self._owner = [], os.getpid()
            found = next((worker for worker in self._idle if worker.limits == limits), None)
            if found is not None:
                self._idle.remove(found)
        if found is not None and found.process.poll() is None:
            return found
        return _Worker(limits)

    def give(self, worker: _Worker) -> None:
        """Takes a worker back, or ends it when it is lost or old."""
        if not worker.usable:
            return
        if worker.asked >= worker.limits.files:
            worker.kill()
            return
        with self._lock:
            self._idle.append(worker)

    def close(self) -> None:
        """Ends all idle workers."""
        with self._lock:
            idle, self._idle = self._idle, []
            if self._owner == os.getpid():
                for worker in idle:
                    worker.kill()


_pool = _Pool()
close = _pool.close
atexit.register(close)


def _pass_on(payload: bytes) -> None:
    """A step of the worker is told here as if it were taken here; what is no step is a sign of life all the same."""
    with contextlib.suppress(ValidationError):
        say(_STEP.validate_json(payload) if payload else None)


def _refusal(payload: bytes) -> TracuuError:
    try:
        said = json.loads(payload)
        kind = {"NotFound": errors.NotFound}.get(said["kind"], RejectedFile)
        return kind(str(said["message"]), str(said["hint"]))
    except (ValueError, KeyError, TypeError):
        return RejectedFile("Không đọc được tệp.", "Hãy kiểm tra lại tệp gốc rồi nạp lại.")


def _crashed(name: str) -> RejectedFile:
    return RejectedFile(
        f"Không đọc được tệp «{name}»: nội dung hỏng hoặc bất thường.", "Hãy xuất lại tệp từ bản gốc rồi nạp lại."
    )


def _too_slow(name: str) -> RejectedFile:
    return RejectedFile(
        f"Đọc tệp «{name}» quá lâu nên đã dừng.", "Hãy tách nhỏ hoặc xuất lại tệp từ bản gốc rồi nạp lại."
    )


def _memory(name: str, limits: Limits) -> RejectedFile:
    return RejectedFile(
        f"Đọc tệp «{name}» cần quá nhiều bộ nhớ (giới hạn {limits.memory} MB).",
        "Hãy tách nhỏ hoặc xuất lại tệp từ bản gốc rồi nạp lại.",
    )


def _write(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(struct.pack(">Q", len(data)))
    pipe.write(data)
    pipe.flush()


if __name__ == "__main__":
    from ingest.worker_main import main

    main(int(sys.argv[1]))
