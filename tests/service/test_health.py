"""Alive and ready in every phase of a service's life. The end of it is in ``test_serving.py``."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from made_up import HERE, HashingEncoder, open_made_up

from index.library import Library
from ingest.errors import ModelUnavailable
from service import opening
from service.api import create_app

QUESTION = {"question": "Xã nào phủ sóng 5G từ 60%?"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    open_made_up(tmp_path / "data").sync([HERE / "plans" / "suoi-nga.txt"])
    return tmp_path / "data"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "PAUSE", 0.0)


def state(client: TestClient) -> str:
    assert client.get("/healthz").json() == {"status": "ok"}
    answer = client.get("/readyz")
    told = answer.json()
    assert answer.status_code == (200 if told.get("status") == "ready" else 503)
    return str(told["status"] if answer.status_code == 200 else told["error"]["code"])


def becomes(client: TestClient, wanted: str) -> bool:
    until = time.monotonic() + 20
    while state(client) != wanted:
        assert time.monotonic() < until, state(client)
        time.sleep(0.02)
    return True


def test_ready_is_who_has_opened_model_and_index(data: Path) -> None:
    go = threading.Event()

    def slow() -> HashingEncoder:
        go.wait(20)
        return HashingEncoder()

    with TestClient(create_app(Library(data, slow))) as client:
        assert state(client) == "dang_mo"
        go.set()
        assert becomes(client, "ready")
        assert client.post("/api/ask", json=QUESTION).json()["answered"]


def test_without_documents_nobody_is_ready_until_there_are_some(tmp_path: Path) -> None:
    with TestClient(create_app(open_made_up(tmp_path))) as client:
        assert becomes(client, "chua_co_chi_muc")
        open_made_up(tmp_path).sync([HERE / "plans" / "suoi-nga.txt"])  # by another process
        assert becomes(client, "ready")


def test_a_broken_index_is_told_and_mended(data: Path) -> None:
    for file in (data / "generations").rglob("manifest.json"):
        file.write_bytes(b"{}")
    client = TestClient(create_app(open_made_up(data)))  # no server: nothing is opened before it is asked for
    assert state(client) == "chi_muc_hong"
    assert becomes(client, "ready")
    assert client.post("/api/ask", json=QUESTION).json()["answered"]


def test_a_model_that_is_missing_is_told_and_found_when_it_is_there(data: Path) -> None:
    there = threading.Event()

    def missing() -> HashingEncoder:
        if not there.is_set():
            raise ModelUnavailable("Chưa có mô hình.", "Chạy make install.")
        return HashingEncoder()

    with TestClient(create_app(Library(data, missing))) as client:
        assert becomes(client, ModelUnavailable.code)
        there.set()
        assert becomes(client, "ready")


@pytest.fixture
def full(data: Path, tmp_path: Path) -> Iterator[Path]:
    """The data folder on a disk with no room left."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={32 << 20}", "tmpfs", disk]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a file system can be mounted by root only")
    try:
        shutil.copytree(data, disk / "data")
        with (disk / "ballast").open("wb", buffering=0) as file:
            while shutil.disk_usage(disk).free:
                file.write(b"\x01" * (1 << 16))
        yield disk / "data"
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


def test_on_a_full_disk_questions_are_answered_and_uploads_are_refused_in_words(full: Path) -> None:
    with TestClient(create_app(open_made_up(full))) as client:
        assert becomes(client, "ready")
        assert client.post("/api/ask", json=QUESTION).json()["answered"]
        plan = (HERE / "plans" / "doi-man.txt").read_bytes()
        sent = client.post("/api/documents", files={"files": ("đồi mận.txt", plan)})
        assert (sent.status_code, sent.json()["error"]["code"]) == (507, "het_cho")
        assert "tracuu_disk_free_bytes 0.0" in client.get("/metrics").text
        (full.parent / "ballast").unlink()
        sent = client.post("/api/documents", files={"files": ("đồi mận.txt", plan)})
        assert sent.status_code == 202
