"""A data folder in one file and back: whole, checked, never over what is there."""

from __future__ import annotations

import io
import random
import shutil
import sqlite3
import threading
import zipfile
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from made_up import open_made_up

from index.library import Library
from index.restoring import CHECKED, finish_restore
from ingest.errors import BadRequest, NotFound, StorageBusy
from service.access.store import Access
from service.access.written import user
from service.audit.decisions import Decisions
from service.backup import Manifest, backup, restore, verify
from service.backup.manifest import NAME, STORE, BadBackup, Member
from service.backup.restoring import LARGEST_LIST
from service.loading import Jobs


def plan(goal: str) -> str:
    return f"KẾ HOẠCH\nChuyển đổi số xã Nà Mây\n\nI. MỤC TIÊU\n- Phủ sóng 5G đạt {goal} số bản vào năm 2026.\n"


@pytest.fixture
def held(tmp_path: Path) -> Library:
    """A plan that was once replaced, a decision, a file that was sent and not yet taken."""
    library, folder = open_made_up(tmp_path / "data"), tmp_path / "van-ban"
    folder.mkdir()
    for goal in ("60%", "75%"):
        (folder / "na-may.txt").write_text(plan(goal), encoding="utf-8")
        library.sync([folder])
    Decisions.beside(library).take("phat-hien-1", "dismissed", "đã đính chính")
    jobs = Jobs(library)
    jobs._submit = lambda id: None  # type: ignore[method-assign]
    jobs.start([("ban-sau.txt", io.BytesIO(plan("90%").replace("Nà Mây", "Pá Lau").encode()))])
    return library


def closed(library: Library) -> None:
    library._store.close()


def rewritten(file: Path, name: str, content: bytes) -> None:
    """The archive with another content of one member, itself a whole archive."""
    with zipfile.ZipFile(file) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for one, before in {**members, name: content}.items():
            archive.writestr(one, before)
    assert zipfile.ZipFile(file).testzip() is None


def test_accounts_come_back_with_their_rights_and_the_log_whole(held: Library, tmp_path: Path) -> None:
    access = Access.beside(held.data)
    an = access.accounts.add("an", "quản trị", "một câu dài để thử")
    token = access.tokens.add(an, "báo cáo", "đọc")
    access.collections.add("kín")
    access.collections.grant("kín", an)
    held.place("na-may", "kín")
    access.log.add("an", "127.0.0.1", "lập bộ sưu tập", "kín")
    file = tmp_path / "luu.zip"
    assert "access.db" in {member.name for member in backup(held.data, file).files}
    restore(file, tmp_path / "moi")
    new = Access.beside(tmp_path / "moi")
    assert [(one.name, one.role) for one in new.accounts.all()] == [("an", "quản trị")]
    assert new.tokens.account(token) == access.tokens.account(token)
    assert new.collections.readers("kín") == ["an"]
    assert open_made_up(tmp_path / "moi").placements()["na-may"] == "kín"
    assert [event.action for event in new.log.recent(5)] == ["phục hồi", "lập bộ sưu tập"]
    assert (new.log.recent(1)[0].who, new.log.recent(1)[0].object) == (user(), "luu.zip")
    assert new.log.check() is None
    for secret in (file, tmp_path / "moi" / "access.db"):
        assert secret.stat().st_mode & 0o077 == 0, f"{secret.name} is others' to read"


def test_what_is_restored_is_what_was_saved(held: Library, tmp_path: Path) -> None:
    manifest = backup(held.data, tmp_path / "luu.zip")
    assert verify(tmp_path / "luu.zip") == manifest
    assert not manifest.missing
    names = {member.name.split("/")[0] for member in manifest.files}
    assert names == {"library.db", "originals", "uploads", "decisions.jsonl"}
    restore(tmp_path / "luu.zip", tmp_path / "moi")
    new = open_made_up(tmp_path / "moi")
    assert new.search("phủ sóng 5G")[0].text == held.search("phủ sóng 5G")[0].text
    assert [one.content for one in new.versions("na-may")] == [one.content for one in held.versions("na-may")]
    assert "60%" in new.version("na-may", "1")[1].text
    original = new.original("na-may")
    assert original is not None
    assert original.read_text(encoding="utf-8") == plan("75%")
    decision = Decisions.beside(new).of("phat-hien-1")
    assert decision is not None
    assert decision.note == "đã đính chính"
    assert [event.action for event in Access.beside(new.data).log.recent(5)] == ["phục hồi"]
    assert new.recover()[0].kind in ("restore", "repair")


def test_a_damaged_log_costs_no_documents(held: Library, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    manifest, broken = backup(held.data, tmp_path / "luu.zip"), b"nothing that SQLite knows" * 100
    added = Member(name="access.db", size=len(broken), sha256=sha256(broken).hexdigest())
    rewritten(tmp_path / "luu.zip", "access.db", broken)
    changed = manifest.model_copy(update={"files": (*manifest.files, added)})
    rewritten(tmp_path / "luu.zip", NAME, changed.model_dump_json().encode())
    restore(tmp_path / "luu.zip", tmp_path / "moi")
    assert "na-may" in _ids(open_made_up(tmp_path / "moi"))
    assert (tmp_path / "moi" / "access.db").read_bytes() == broken
    assert "audit log in the backup is damaged" in caplog.text


def test_a_file_sent_and_not_yet_taken_is_taken_after_the_restore(held: Library, tmp_path: Path) -> None:
    backup(held.data, tmp_path / "luu.zip")
    shutil.rmtree(held.data)
    restore(tmp_path / "luu.zip", tmp_path / "moi")
    new = open_made_up(tmp_path / "moi")
    jobs = Jobs(new)
    jobs.resume()
    assert jobs._worker is not None
    jobs._worker.shutdown()
    assert "ban-sau" in {one.id for one in new.documents()}


def test_a_backup_while_others_sync_is_one_state(held: Library, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        library, round = open_made_up(held.data), 0
        while not stop.is_set():
            round += 1
            for name in ("a", "b"):
                (tmp_path / "van-ban" / f"{name}.txt").write_text(plan(f"{round}%") + name, encoding="utf-8")
            library.sync([tmp_path / "van-ban"])
            if round % 3 == 0:
                library.remove("a")
                library.remove("b")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(4):
            manifest = backup(held.data, tmp_path / f"luu-{number}.zip")
            assert not manifest.missing
            restore(tmp_path / f"luu-{number}.zip", tmp_path / f"moi-{number}")
            library = open_made_up(tmp_path / f"moi-{number}")
            rounds = {library.text(id).split("đạt ")[1].split("%")[0] for id in ("a", "b") if id in _ids(library)}
            assert len(rounds) <= 1, "two files of one sync from two of its rounds"
            assert library.search("phủ sóng 5G")
    finally:
        stop.set()
        writer.join()


def _ids(library: Library) -> set[str]:
    return {one.id for one in library.documents()}


@pytest.mark.parametrize("cut", [0.0, 0.3, 0.999])
def test_a_backup_cut_short_is_refused(held: Library, tmp_path: Path, cut: float) -> None:
    backup(held.data, tmp_path / "luu.zip")
    content = (tmp_path / "luu.zip").read_bytes()
    (tmp_path / "luu.zip").write_bytes(content[: int(len(content) * cut)])
    for refused in (lambda: verify(tmp_path / "luu.zip"), lambda: restore(tmp_path / "luu.zip", tmp_path / "moi")):
        with pytest.raises(BadBackup, match="hỏng") as error:
            refused()
        assert error.value.hint
    assert not list((tmp_path / "moi").glob("[!w]*"))


def test_other_bytes_under_a_whole_archive_are_refused(held: Library, tmp_path: Path) -> None:
    manifest = backup(held.data, tmp_path / "luu.zip")
    original = next(member for member in manifest.files if member.name.startswith("originals/"))
    rewritten(tmp_path / "luu.zip", original.name, b"x" * original.size)
    with pytest.raises(BadBackup, match="mã băm"):
        verify(tmp_path / "luu.zip")
    rewritten(tmp_path / "luu.zip", "../ngoai.txt", b"x")
    with pytest.raises(BadBackup, match="bản kê"):
        restore(tmp_path / "luu.zip", tmp_path / "moi")


NAMES = ["../x", "/x", ".restored-1/x", "x/.y", "library.db/x", "x" * 256, "/".join(["x" * 200] * 40), "x\\..\\y", "."]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_that_no_backup_gives_is_refused(held: Library, tmp_path: Path, name: str) -> None:
    manifest = backup(held.data, tmp_path / "luu.zip")
    added = Member(name=name, size=1, sha256=sha256(b"x").hexdigest())
    rewritten(tmp_path / "luu.zip", name, b"x")
    changed = manifest.model_copy(update={"files": (*manifest.files, added)})
    rewritten(tmp_path / "luu.zip", NAME, changed.model_dump_json().encode())
    with pytest.raises(BadBackup):
        restore(tmp_path / "luu.zip", tmp_path / "moi" / "data")
    assert [one.name for one in (tmp_path / "moi").rglob("*") if one.suffix != ".lock"] == ["data"]


def test_an_archive_bent_anywhere_is_refused_or_holds_what_was_saved(held: Library, tmp_path: Path) -> None:
    manifest = backup(held.data, tmp_path / "luu.zip")
    whole, choose, refused = (tmp_path / "luu.zip").read_bytes(), random.Random(7), 0  # noqa: S311
    for _ in range(150):
        bent = bytearray(whole)
        for _ in range(choose.choice((1, 3))):
            bent[-1 - choose.randrange(600) if choose.random() < 0.8 else choose.randrange(60)] = choose.randrange(256)
        (tmp_path / "luu.zip").write_bytes(bent)
        try:
            assert verify(tmp_path / "luu.zip") == manifest
        except BadBackup:
            refused += 1
    assert refused > 50


@pytest.mark.parametrize("flag", [(6, 1), (8, 99)], ids=["encrypted", "packed in another way"])
def test_an_archive_that_others_made_is_refused(held: Library, tmp_path: Path, flag: tuple[int, int]) -> None:
    backup(held.data, tmp_path / "luu.zip")
    bent = bytearray((tmp_path / "luu.zip").read_bytes())
    for entry in range(len(bent)):
        if bent[entry : entry + 4] == b"PK\x01\x02":
            bent[entry + 2 + flag[0]] = flag[1]
    (tmp_path / "luu.zip").write_bytes(bent)
    with pytest.raises(BadBackup, match="hỏng"):
        verify(tmp_path / "luu.zip")


def test_a_list_of_files_that_would_fill_the_memory_is_not_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "luu.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NAME, b" " * (LARGEST_LIST + 1))
    with pytest.raises(BadBackup, match="quá lớn"):
        verify(tmp_path / "luu.zip")


def test_a_store_without_what_every_store_says_is_refused(held: Library, tmp_path: Path) -> None:
    manifest = backup(held.data, tmp_path / "luu.zip")
    with zipfile.ZipFile(tmp_path / "luu.zip") as archive:
        archive.extract(STORE, tmp_path / "x")
    with closing(sqlite3.connect(tmp_path / "x" / STORE)) as connection:
        connection.execute("DELETE FROM meta")
        connection.commit()
    emptied = (tmp_path / "x" / STORE).read_bytes()
    others = tuple(one for one in manifest.files if one.name != STORE)
    told = Member(name=STORE, size=len(emptied), sha256=sha256(emptied).hexdigest())
    rewritten(tmp_path / "luu.zip", STORE, emptied)
    changed = manifest.model_copy(update={"files": (*others, told)})
    rewritten(tmp_path / "luu.zip", NAME, changed.model_dump_json().encode())
    with pytest.raises(BadBackup, match="không mở được"):
        verify(tmp_path / "luu.zip")


@pytest.mark.parametrize(
    ("change", "words"),
    [({"format": 99}, "mới hơn"), ({"schema_version": 99}, "mới hơn"), ({"counts": {"documents": 7}}, "Số văn bản")],
)
def test_a_backup_of_a_newer_program_or_of_other_counts_is_refused(
    held: Library, tmp_path: Path, change: dict[str, object], words: str
) -> None:
    manifest = backup(held.data, tmp_path / "luu.zip")
    changed = Manifest.model_validate({**manifest.model_dump(), **change})
    rewritten(tmp_path / "luu.zip", NAME, changed.model_dump_json().encode())
    with pytest.raises(BadBackup, match=words):
        restore(tmp_path / "luu.zip", tmp_path / "moi")


def test_nothing_is_overwritten_unless_asked(held: Library, tmp_path: Path) -> None:
    backup(held.data, tmp_path / "luu.zip")
    with pytest.raises(BadRequest, match="Đã có tệp"):
        backup(held.data, tmp_path / "luu.zip")
    with pytest.raises(BadRequest, match="không trống"):
        restore(tmp_path / "luu.zip", held.data)
    with pytest.raises(StorageBusy, match="tiến trình khác"):  # held has it open
        restore(tmp_path / "luu.zip", held.data, replace=True)
    held.remove("na-may")
    closed(held)
    restore(tmp_path / "luu.zip", held.data, replace=True)
    assert "na-may" in _ids(open_made_up(held.data))
    (aside,) = held.data.glob(".before-restore-*")
    assert _ids(open_made_up(aside)) == set()


def test_a_restore_cut_short_is_finished_by_who_opens_the_folder(held: Library, tmp_path: Path) -> None:
    backup(held.data, tmp_path / "luu.zip")
    restore(tmp_path / "luu.zip", tmp_path / "moi")
    checked = tmp_path / "dich" / f"{CHECKED}20261122000000"
    checked.mkdir(parents=True)
    (tmp_path / "dich" / "library.db").write_bytes(b"what stood there before")
    for one in (tmp_path / "moi").glob("[!.]*"):
        if one.suffix != ".lock":
            one.rename(checked / one.name)
    assert "na-may" in _ids(open_made_up(tmp_path / "dich"))
    aside = tmp_path / "dich" / ".before-restore-20261122000000" / "library.db"
    assert aside.read_bytes() == b"what stood there before"
    finish_restore(tmp_path / "dich")


def test_there_must_be_something_to_save_and_to_restore(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="Không có kho"):
        backup(tmp_path, tmp_path / "luu.zip")
    with pytest.raises(NotFound, match="tệp sao lưu"):
        restore(tmp_path / "luu.zip", tmp_path / "moi")
    assert not (tmp_path / "moi").exists()
