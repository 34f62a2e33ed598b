"""A folder as inbox: what is put into it is taken, once, whole, and whatever happens meanwhile."""

from __future__ import annotations

import errno
import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from made_up import open_made_up

from index.library import Library
from ingest.errors import BadRequest, NotFound
from service.watching import watcher as watching
from service.watching.watcher import Manner, Watcher

QUICK = Manner(settle=0.3)
SOON = 120.0  # seconds within which everything here has happened, on a machine that does much else too


def plan(place: str, goal: str = "60%") -> str:
    head = f"ỦY BAN NHÂN DÂN\nXÃ {place.upper()}\nSố: 12/KH-UBND\n{place}, ngày 09 tháng 9 năm 2025\n\nKẾ HOẠCH\n"
    return f"{head}Chuyển đổi số xã {place}\n\nI. MỤC TIÊU\n\n- Phủ sóng 5G đạt {goal} số bản của xã {place}.\n"


def until(true: Callable[[], object], what: str) -> None:
    end = time.monotonic() + SOON
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.05)


class Inbox:
    """A folder, the library it is taken into, and what the watcher said."""

    def __init__(self, base: Path) -> None:
        self.folder = base / "hòm thư"
        self.folder.mkdir()
        self.library = open_made_up(base / "data")
        self.said: list[str] = []

    def put(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def held(self) -> list[str]:
        return [one.id for one in self.library.documents()]

    def heard(self, *words: str) -> bool:
        return any(all(word in line for word in words) for line in self.said)

    @contextmanager
    def watched(self, manner: Manner = QUICK) -> Iterator[Watcher]:
        one = Watcher(self.library, self.folder, self.said.append, manner)
        thread = threading.Thread(target=one.run)
        thread.start()
        try:
            yield one
        finally:
            one.stop.set()
            thread.join(SOON)
            assert not thread.is_alive()


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path)


@pytest.mark.parametrize("manner", [QUICK, Manner(poll=0.5, settle=0.3)], ids=["told", "polled"])
def test_what_is_there_and_what_comes_is_taken(inbox: Inbox, manner: Manner) -> None:
    inbox.put("na-may.txt", plan("Nà Mây"))
    with inbox.watched(manner):
        until(lambda: inbox.held() == ["na-may"], "what was there before")
        inbox.put("năm 2026/tháng 1/ban-pin.txt", plan("Bản Pin"))
        until(lambda: inbox.heard("đã thêm", "năm 2026/tháng 1/ban-pin.txt", "ban-pin: Kế hoạch"), "in a sub-folder")
        assert inbox.heard("đã thêm", "Kế hoạch số 12/KH-UBND", "ngày 09/09/2025", "1 chỉ tiêu")
        inbox.put("na-may.txt", plan("Nà Mây", "75%"))
        until(lambda: inbox.heard("đã cập nhật", "na-may.txt"), "changed")
    assert inbox.held() == ["ban-pin", "na-may"]
    assert "75%" in inbox.library.text("na-may")


def test_only_whole_files_are_taken(inbox: Inbox) -> None:
    inbox.put("~$ghi-chú.txt", plan("Không"))
    inbox.put("đang-tải.txt", plan("Một Nửa"))
    partial = inbox.put("đang-tải.txt.part", "")
    mark = inbox.put("~$ng-soạn.txt", "lan")
    inbox.put("đang-soạn.txt", plan("Đang Soạn"))
    inbox.put("trống.txt", "")
    locked = inbox.put("khóa.txt", plan("Khóa"))
    with locked.open("rb") as holder, inbox.watched():
        fcntl.flock(holder, fcntl.LOCK_EX)
        inbox.put("na-may.txt", plan("Nà Mây"))
        until(lambda: inbox.held() == ["na-may"], "the whole one")
        until(lambda: inbox.heard("chờ", "khóa.txt"), "the others are waited for")
        assert inbox.heard("chờ", "đang-tải.txt", "đang tải về")
        assert inbox.heard("chờ", "đang-soạn.txt", "đang mở để soạn")
        partial.unlink()
        mark.unlink()
        until(lambda: {"đang-tải", "đang-soạn"} <= set(inbox.held()), "whole by now")
        assert "khóa" not in inbox.held()
    assert inbox.held() == ["na-may", "đang-soạn", "đang-tải"]


def test_a_file_that_grows_is_taken_when_it_has_stopped(inbox: Inbox) -> None:
    path = inbox.put("lớn.txt", plan("Lớn"))
    with inbox.watched(Manner(settle=1.0)):
        for number in range(12):
            time.sleep(0.2)
            assert inbox.held() == []
            with path.open("a", encoding="utf-8") as file:
                file.write(f"- Việc thứ {number} giao cho thôn.\n")
        until(inbox.held, "it stopped")
    assert "thứ 11" in inbox.library.text("lớn")
    assert sum("lớn.txt" in line for line in inbox.said) == 1


def test_a_broken_file_is_told_once_and_tried_when_it_changes(inbox: Inbox) -> None:
    broken = inbox.folder / "hỏng.docx"
    broken.write_bytes(b"PK\x03\x04 not a document")
    with inbox.watched():
        inbox.put("na-may.txt", plan("Nà Mây"))
        until(lambda: inbox.held() == ["na-may"], "the good one")
        until(lambda: inbox.heard("không nhận", "hỏng.docx"), "the broken one is told")
    with inbox.watched():
        inbox.put("ban-pin.txt", plan("Bản Pin"))
        until(lambda: "ban-pin" in inbox.held(), "another start")
        assert inbox.heard("đã biết 2 tệp, trong đó 1 tệp không nhận")
        assert sum("không nhận  " in line for line in inbox.said) == 1
        broken.write_text(plan("Sửa Rồi"), encoding="utf-8")
        broken.rename(broken.with_suffix(".txt"))
        until(lambda: "hỏng" in inbox.held(), "mended")


def test_a_renamed_file_stays_its_document(inbox: Inbox) -> None:
    path = inbox.put("na-may.txt", plan("Nà Mây"))
    with inbox.watched():
        until(inbox.held, "taken")
        path = path.rename(inbox.folder / "kế hoạch Nà Mây.txt")
        until(lambda: inbox.heard("kế hoạch Nà Mây.txt", "vẫn là văn bản “na-may”"), "renamed")
        path.write_text(plan("Nà Mây", "80%"), encoding="utf-8")
        until(lambda: inbox.heard("đã cập nhật", "kế hoạch Nà Mây.txt"), "changed under its new name")
    assert inbox.held() == ["na-may"]
    assert len(inbox.library.versions("na-may")) == 2
    assert not inbox.heard("mất tệp")


@pytest.mark.parametrize("remove", [False, True])
def test_what_goes_from_the_folder_is_told_and_goes_only_if_that_is_wished(inbox: Inbox, remove: bool) -> None:
    paths = [inbox.put(f"{name}.txt", plan(name)) for name in ("một", "hai")]
    with inbox.watched(Manner(settle=0.3, remove=remove)):
        until(lambda: len(inbox.held()) == 2, "taken")
        paths[0].unlink()
        until(lambda: inbox.heard("một.txt", "đã gỡ" if remove else "mất tệp"), "told")
        assert inbox.held() == (["hai"] if remove else ["hai", "một"])
        paths[1].unlink()  # now the folder is empty, as when a share comes off
        until(lambda: inbox.heard("bỗng trống"), "everything gone at once")
    assert "hai" in inbox.held()


def test_one_of_two_equal_files_may_go(inbox: Inbox) -> None:
    first = inbox.put("a.txt", plan("Nà Mây"))
    inbox.put("b.txt", plan("Nà Mây"))
    with inbox.watched(Manner(settle=0.3, remove=True)):
        until(lambda: inbox.heard("trùng", "b.txt"), "taken")
        first.unlink()
        until(lambda: inbox.heard("b.txt", "vẫn là văn bản “a”"), "the other stands for it")
    assert inbox.held() == ["a"]


def test_a_removed_document_does_not_come_back_by_itself(inbox: Inbox) -> None:
    inbox.put("na-may.txt", plan("Nà Mây"))
    with inbox.watched():
        until(inbox.held, "taken")
    inbox.library.remove("na-may")
    with inbox.watched():
        inbox.put("ban-pin.txt", plan("Bản Pin"))
        until(lambda: inbox.held() == ["ban-pin"], "the new one alone")
        inbox.put("na-may.txt", plan("Nà Mây", "90%"))
        until(lambda: "na-may" in inbox.held(), "it changed")


def test_a_full_disk_is_told_and_the_files_wait(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "PAUSE", 0.5)
    taken = Library.sync
    full = threading.Event()
    full.set()

    def sync(library: Library, *arguments: object, **named: object) -> object:
        if full.is_set():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return taken(library, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Library, "sync", sync)
    with inbox.watched():
        inbox.put("na-may.txt", plan("Nà Mây"))
        until(lambda: inbox.heard("hết chỗ", "vẫn chờ"), "told")
        full.clear()
        until(lambda: inbox.held() == ["na-may"], "taken when there is room")
    assert sum("hết chỗ" in line for line in inbox.said) == 1


def test_one_watcher_a_folder(inbox: Inbox) -> None:
    with inbox.watched():
        until(lambda: inbox.heard("Theo dõi"), "begun")
        with pytest.raises(BadRequest, match="tiến trình khác"):
            Watcher(open_made_up(inbox.library.data), inbox.folder, inbox.said.append).run()
    with pytest.raises(NotFound):
        Watcher(inbox.library, inbox.folder / "không có", inbox.said.append).run()
    with pytest.raises(BadRequest, match="dữ liệu"):
        Watcher(inbox.library, inbox.folder.parent, inbox.said.append).run()


def test_a_private_collection_stays_private(inbox: Inbox) -> None:
    with inbox.watched(Manner(settle=0.3, collection="mật")):
        inbox.put("na-may.txt", plan("Nà Mây"))
        until(inbox.held, "taken")
    assert inbox.library.placements() == {"na-may": "mật"}
