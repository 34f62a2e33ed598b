"""An OpenAI-compatible server on a free port of this machine, whose model does what a test tells it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from serving import answering

Script = Callable[["Handler"], None]


@dataclass
class Model:
    """The server: its address, what it was asked, and what it does."""

    script: Script
    url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)

    @property
    def sent(self) -> dict[str, Any]:
        """The data of the last request."""
        data: dict[str, Any] = json.loads(self.requests[-1]["messages"][1]["content"])
        return data


class Handler(BaseHTTPRequestHandler):
    """One request; scripts write through it."""

    model: Model

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.model.paths.append(self.path)
        self.model.requests.append(json.loads(body))
        self.model.headers.append({name.lower(): value for name, value in self.headers.items()})
        try:
            self.model.script(self)
        except OSError:
            self.model.gone.set()
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None: ...

    def begin(self, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def raw(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def event(self, text: str = "", reason: str | None = None) -> None:
        choice = {"index": 0, "delta": {"content": text} if text else {}, "finish_reason": reason}
        chunk = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
        self.raw(f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode())


def says(text: str, *, size: int = 7, pause: float = 0.0, reason: str | None = "stop") -> Script:
    """A model that writes ``text`` in pieces and ends."""

    def script(handler: Handler) -> None:
        handler.begin()
        for at in range(0, len(text), size):
            handler.event(text[at : at + size])
            if pause:
                time.sleep(pause)
        if reason is not None:
            handler.event(reason=reason)
            handler.raw(b"data: [DONE]\n\n")

    return script


@contextmanager
def scripted(script: Script) -> Iterator[Model]:
    """The server, as long as a test needs it."""
    model = Model(script)
    with answering(type("Asked", (Handler,), {"model": model})) as address:
        model.url = f"{address}/v1"
        yield model
