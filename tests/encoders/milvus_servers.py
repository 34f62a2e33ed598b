"""Two Milvus servers as child processes, and a wire to them that can be cut."""

from __future__ import annotations

import os
import signal
import socket
import socketserver
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

STARTING = 60.0
"""Seconds a server is waited for."""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


class Server(Protocol):
    """A server of its own data folder."""

    port: int
    token: str

    @property
    def pid(self) -> int: ...

    def start(self) -> None: ...

    def kill(self) -> None: ...

    def stop(self) -> None: ...


class Child:
    """A server process, ended by its own id only."""

    token = ""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def _run(self, command: list[str], environment: dict[str, str]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=self.folder, env={**os.environ, **environment}, stdout=log, stderr=log
            )

    def _wait(self, ready: Any) -> None:
        end = time.monotonic() + STARTING
        while not ready():
            if self._process is None or self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError((self.folder / "server.log").read_text(errors="replace")[-2000:])
            time.sleep(0.1)

    def kill(self) -> None:
        """SIGKILL, as if the machine had lost power."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it; its data is not needed any more."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


class Lite(Child):
    """milvus-lite as a server of its own."""

    def start(self) -> None:
        self.port = free_port()
        place = ["--data-dir", str(self.folder / "data"), "--host", "127.0.0.1", "--port", str(self.port)]
        self._run([sys.executable, "-W", "ignore", "-m", "milvus_lite", "server", *place], {})
        self._wait(lambda: _listens(self.port))


QUICK = {
    "common.session.ttl": 3,  # seconds until a killed server is taken for dead
    "proxy.timeTickInterval": 50,  # ms; how long a strong reading waits
    "queryCoord.checkInterval": 100,
    "queryCoord.distPullInterval": 100,
}
"""Settings for less waiting in tests; benchmarks keep those of the package."""


class Standalone(Child):
    """The true server, asking for a token."""

    token = "root:Milvus"  # noqa: S105 the one it comes with

    def __init__(self, folder: Path, *, quick: bool = True) -> None:
        super().__init__(folder)
        self.quick = quick

    def start(self) -> None:
        binaries, health = unpacked(), free_port()
        self.port = self._configure(free_port())
        self._run(
            [str(binaries / "milvus"), "run", "standalone"],
            {
                "DEPLOY_MODE": "STANDALONE",
                "METRICS_PORT": str(health),
                "MILVUS_RUN_DIR": str(self.folder / "run"),
                "LD_LIBRARY_PATH": str(binaries),
            },
        )
        self._wait(lambda: _healthy(health))

    def _configure(self, port: int) -> int:
        """Every port is a free one, so that several servers may run on one machine; those of etcd are set by itself."""
        from milvus import MilvusServerConfig

        settings = MilvusServerConfig(data_dir=str(self.folder))
        ports = {name: free_port() for name in settings.configurable_items if name.endswith("_port")}
        settings.update(**{**ports, "proxy_port": port})
        settings.set("authorization_enabled", True)
        for name, value in (QUICK if self.quick else {}).items():
            settings.set(name, value)
        settings.resolve()
        client, peer = (f"http://127.0.0.1:{one}" for one in (ports["etcd_port"], free_port()))
        etcd = self.folder / "configs" / "etcd.yaml"
        etcd.write_text(
            f"listen-client-urls: {client}\nadvertise-client-urls: {client}\nlisten-peer-urls: {peer}\n"
            f"initial-advertise-peer-urls: {peer}\ninitial-cluster: default={peer}\n"
        )
        file = self.folder / "configs" / "milvus.yaml"
        file.write_text(file.read_text().replace("  use:\n", f"  config:\n    path: {etcd}\n  use:\n", 1))
        return port


def unpacked() -> Path:
    """The programs of the package, unpacked once for all runs (240 MB)."""
    import milvus

    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "tracuu" / f"milvus-{milvus.__version__}"
    milvus._initialize_data_files(str(cache))
    return cache / "bin"


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _healthy(port: int) -> bool:
    with suppress(urllib.error.URLError, OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
        return b"OK" in answer.read()
    return False


class _Wire(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    wire: Wire


class _Joint(socketserver.BaseRequestHandler):
    server: _Wire

    def handle(self) -> None:
        wire = self.server.wire
        try:
            far = socket.create_connection(("127.0.0.1", wire.server.port), timeout=5)
        except OSError:
            return
        far.settimeout(None)
        with far:
            wire.open |= {self.request, far}
            back = threading.Thread(target=_pump, args=(far, self.request), daemon=True)
            back.start()
            _pump(self.request, far)
            back.join()
            wire.open -= {self.request, far}


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(1 << 16):
            sink.sendall(data)
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


class Wire:
    """A port that stays while the server behind it comes and goes; it can be cut and mended."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.port = free_port()
        self.open: set[socket.socket] = set()
        self._listening: _Wire | None = None
        self.mend()

    @property
    def uri(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def mend(self) -> None:
        if self._listening is None:
            self._listening = _Wire(("127.0.0.1", self.port), _Joint)
            self._listening.wire = self
            threading.Thread(target=self._listening.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def cut(self) -> None:
        if self._listening is not None:
            self._listening.shutdown()
            self._listening.server_close()
            self._listening = None
        for end in list(self.open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
