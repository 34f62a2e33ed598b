"""``tracuu mcp`` as it is started: over HTTP on this machine alone, over another service, refused where it must be."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from assistant import asked, told
from click.testing import CliRunner
from made_up import HERE, open_made_up
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from serving import free_port

from index.library import Library
from service.access.store import Access
from service.access.types import role_of
from service.cli import main
from service.integrations import command
from service.integrations.desks import LocalDesks
from service.integrations.mcp_server import MAX_BODY, build
from service.integrations.remote import RemoteDesks

ROOT = HERE.parents[1]
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}
TYPES = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("command") / "data"
    open_made_up(folder).sync([HERE / "plans"])
    return folder


@contextmanager
def command_over_http(data: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The command as one types it; no model is loaded until something is searched."""
    port = free_port()
    with (data.parent / "mcp.log").open("wb") as log:
        run = subprocess.Popen(
            [sys.executable, "-m", "service", "--data", str(data), "mcp", "--http", str(port)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=log,
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and run.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        try:
            yield f"http://127.0.0.1:{port}/mcp", run
        finally:
            run.send_signal(signal.SIGTERM)
            run.wait(30)
            assert run.stdout
            run.stdout.close()


def test_over_http_this_machine_is_answered_and_no_browser_of_it(data: Path) -> None:
    async def story(client: Client) -> list[Any]:
        return [(await client.call_tool(name, {})).structured_content for name in ("documents", "targets")]

    with command_over_http(data) as (address, run):
        for mode in ("legacy", "auto"):
            documents, targets = asked(address, story, mode)
            assert documents["total"] == 3
            assert targets["total"] > 5
        with httpx.Client(headers=TYPES, timeout=20) as browser:
            post = browser.post
            assert post(address, json=HELLO).status_code == 200
            # a name of somebody else's that leads here, and a page of his in a browser of this machine
            assert post(address, json=HELLO, headers={"Host": "nguoi-la.example"}).status_code == 421
            assert post(address, json=HELLO, headers={"Host": "127.0.0.1.nguoi-la.example:80"}).status_code == 421
            assert post(address, json=HELLO, headers={"Origin": "http://nguoi-la.example"}).status_code == 403
            assert post(address, content=b"x" * (MAX_BODY + 1)).status_code == 413
            assert post(address, content=b"no json").status_code == 400
        # only the loopback address listens
        port = int(address.split(":")[2].split("/")[0])
        for other in {found[4][0] for found in socket.getaddrinfo(socket.gethostname(), None)} - {"127.0.0.1", "::1"}:
            with pytest.raises(OSError), socket.create_connection((other, port), 1):
                pass
        run.send_signal(signal.SIGTERM)
        assert run.stdout
        assert run.stdout.read() == b""
    log = (data.parent / "mcp.log").read_text()
    assert "Suối Ngà" not in log


def test_over_http_nothing_is_opened_that_only_some_may_read(data: Path, tmp_path: Path) -> None:
    access = Access.beside(tmp_path)
    access.accounts.add("lan", role_of("đọc"), "một câu đủ dài để thử")
    refused = CliRunner().invoke(main, ["--data", str(tmp_path), "mcp", "--http", "9199"])
    assert refused.exit_code == 1
    assert "có tài khoản" in refused.stderr
    token = {"TRACUU_TOKEN": "tracuu_x"}
    refused = CliRunner().invoke(main, ["mcp", "--http", "9199", "--service", "http://127.0.0.1:1"], env=token)
    assert refused.exit_code == 1
    assert "TRACUU_TOKEN" in refused.stderr


def test_without_the_library_it_says_what_to_install(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    refused = CliRunner().invoke(main, ["--data", str(data), "mcp"])
    assert refused.exit_code == 1
    assert "tracuu[mcp]" in refused.stderr


CALLS: list[tuple[str, dict[str, Any]]] = [
    ("ask", {"question": "Xã nào đặt mục tiêu phủ sóng 5G từ 60% trở lên đến hết năm 2025?"}),
    ("ask", {"question": "Xã nào đặt mục tiêu phủ sóng 5G từ 60% trở lên vào năm 2026?"}),
    ("search", {"query": "tài khoản định danh", "k": 4, "documents": ["suoi-nga", "doi-man"], "level": "xa"}),
    ("documents", {}),
    ("show", {"document": "doi-man"}),
    ("show", {"document": "doi-man", "start": 20, "end": 90}),
    ("targets", {"text": "5G", "year": "2025"}),
    ("obligations", {"limit": 5}),
    ("audit", {"documents": ["suoi-nga"]}),
    ("precedents", {"text": "mẫu câu về tổ chức thực hiện"}),
]


def test_a_running_service_gives_what_the_data_folder_gives(
    address: str, mini: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACUU_URL", "https://tracuu.example/")
    with closing(RemoteDesks(address)) as desks:
        here, there = build(LocalDesks(mini)), build(desks)
        for name, arguments in CALLS:
            assert told(there, name, **arguments) == told(here, name, **arguments), name
        assert told(there, "documents")["documents"][0]["link"].startswith("https://tracuu.example/van-ban/")


def test_the_command_asks_a_running_service_and_tells_its_refusals(address: str) -> None:
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "service", "mcp", "--service", address],
        env={"PYTHONPATH": str(ROOT)},
        cwd=ROOT,
    )

    async def story(client: Client) -> tuple[Any, Any]:
        question = {"question": "Xã Suối Ngà đặt mục tiêu phủ sóng 5G bao nhiêu?"}
        return await client.call_tool("ask", question), await client.call_tool("show", {"document": "khong-co"})

    answer, refused = asked(server, story)
    assert answer.structured_content["answered"]
    assert answer.structured_content["quotations"][0]["link"].startswith(f"{address}/tl/vn/doc/ke-hoach/")
    assert refused.is_error
    assert "khong-co" in refused.content[0].text
