"""Uploads: taken, refused, asked about, and gone on with whatever cuts them short."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_up import HERE, HashingEncoder, open_made_up

from index.library import Library
from index.readings import Reader
from ingest.errors import BadRequest, ModelUnavailable, NotFound, TracuuError
from ingest.limits import Step, tick
from ingest.pipeline import read_document
from ingest.types import Document
from service.loading import Job, Jobs
from service.loading import jobs as jobs_module
from service.loading.removal import loss
from service.loading.staging import clean_name
from service.loading.work import Work
from service.versions.compare import compare_with_former

PLAN = (HERE / "plans" / "doi-man.txt").read_text(encoding="utf-8")
NEWER = PLAN.replace("55%", "65%")
OTHER = (HERE / "plans" / "suoi-nga.txt").read_text(encoding="utf-8")


def files(**texts: str) -> list[tuple[str, io.BytesIO]]:
    return [(f"{name.replace('_', '-')}.txt", io.BytesIO(text.encode())) for name, text in texts.items()]


def finished(jobs: Jobs, job: Job) -> Job:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        job = jobs.get(job.id)
        if job.finished:
            return job
        time.sleep(0.01)
    raise AssertionError(f"not finished: {job}")


def ids(library: Library) -> list[str]:
    return [one.id for one in library.documents()]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return open_made_up(tmp_path / "data")


@pytest.fixture
def jobs(library: Library) -> Iterator[Jobs]:
    jobs = Jobs(library)
    yield jobs
    jobs.close()


def staged(library: Library) -> list[str]:
    uploads = library.data / "uploads"
    return sorted(file.name for file in uploads.rglob("*") if file.is_file() and file.suffix != ".lock")


def test_what_was_understood_of_a_file_is_told_and_the_file_let_go(library: Library, jobs: Jobs) -> None:
    job = finished(jobs, jobs.start(files(doi_man=PLAN), policy="ask"))
    assert (job.state, job.done, job.total) == ("done", 1, 1)
    (upload,) = job.uploads
    assert upload.result is not None
    assert (upload.result.outcome, upload.result.document, upload.result.path) == ("added", "doi-man", "doi-man.txt")
    assert upload.understood is not None
    held = library.documents()[0]
    assert upload.understood.model_dump(exclude={"id", "source"}) == held.model_dump(exclude={"id", "source"})
    assert upload.understood.targets > 0
    jobs.close()
    assert staged(library) == ["job.json"]


def test_one_refusal_stops_none_of_the_others(library: Library, jobs: Jobs) -> None:
    sent = [("hong.pdf", io.BytesIO(b"%PDF-1.4 cut")), *files(doi_man=PLAN), ("trong.txt", io.BytesIO(b""))]
    job = finished(jobs, jobs.start(sent))
    assert [file.outcome for file in job.files] == ["rejected", "added", "rejected"]
    assert all(file.message and file.hint for file in job.files if file.outcome == "rejected")
    assert ids(library) == ["doi-man"]


def test_the_same_bytes_are_named_as_the_document_they_are(library: Library, jobs: Jobs) -> None:
    finished(jobs, jobs.start(files(doi_man=PLAN)))
    job = finished(jobs, jobs.start(files(ten_khac=PLAN), policy="ask"))
    assert [(file.outcome, file.document) for file in job.files] == [("duplicate", "doi-man")]
    assert "doi-man" in job.files[0].message
    assert ids(library) == ["doi-man"]


def asked(library: Library, jobs: Jobs) -> Job:
    finished(jobs, jobs.start(files(doi_man=PLAN)))
    job = finished(jobs, jobs.start(files(doi_man=NEWER, suoi_nga=OTHER), policy="ask"))
    assert job.state == "asking"
    assert [upload.state for upload in job.uploads] == ["asking", "done"]
    assert job.uploads[0].version_of is not None
    assert job.uploads[0].version_of.document == "doi-man"
    assert library.text("doi-man").count("55%") and not library.text("doi-man").count("65%")
    return job


def test_another_version_is_asked_about_and_what_it_would_change_is_told(library: Library, jobs: Jobs) -> None:
    job = asked(library, jobs)
    report = jobs.changes(job.id, 0)
    assert any("raised" in fact.changes for fact in report.facts)
    with pytest.raises(NotFound):
        jobs.changes(job.id, 1)


def test_replacing_keeps_the_former_version_to_compare_with(library: Library, jobs: Jobs) -> None:
    job = asked(library, jobs)
    job = finished(jobs, jobs.decide(job.id, 0, "replace"))
    assert [(file.outcome, file.document) for file in job.files] == [("updated", "doi-man"), ("added", "suoi-nga")]
    assert ids(library) == ["doi-man", "suoi-nga"]
    assert "65%" in library.text("doi-man")
    report = compare_with_former(library, "doi-man")
    assert any("raised" in fact.changes for fact in report.facts)
    for change in report.facts:
        assert change.new is None or library.text("doi-man")[change.new.start : change.new.end] == change.new.quote
    with pytest.raises(NotFound):
        compare_with_former(library, "suoi-nga")


def test_keeping_both_makes_two_documents(library: Library, jobs: Jobs) -> None:
    job = asked(library, jobs)
    finished(jobs, jobs.decide(job.id, 0, "keep"))
    assert len(ids(library)) == 3
    assert "55%" in library.text("doi-man")


def test_a_file_not_wanted_leaves_nothing_behind(library: Library, jobs: Jobs) -> None:
    job = asked(library, jobs)
    job = jobs.decide(job.id, 0, "drop")
    assert job.state == "done"
    assert job.uploads[0].result is None
    assert ids(library) == ["doi-man", "suoi-nga"]
    assert not (library.data / "uploads" / job.id / "0").exists()
    with pytest.raises(BadRequest):
        jobs.decide(job.id, 0, "replace")


def test_two_versions_sent_together_meet_each_other(library: Library, jobs: Jobs) -> None:
    job = finished(jobs, jobs.start(files(doi_man=PLAN, doi_man_2=NEWER), policy="ask"))
    assert [upload.state for upload in job.uploads] == ["done", "asking"]
    assert ids(library) == ["doi-man"]


def test_a_program_may_replace_without_being_asked(library: Library, jobs: Jobs) -> None:
    finished(jobs, jobs.start(files(doi_man=PLAN)))
    job = finished(jobs, jobs.start(files(ten_khac=NEWER), policy="replace"))
    assert [(file.outcome, file.document) for file in job.files] == [("updated", "doi-man")]


def test_more_files_may_be_added_to_a_job(library: Library, jobs: Jobs) -> None:
    job = jobs.start(files(doi_man=PLAN))
    job = finished(jobs, jobs.add(job.id, files(suoi_nga=OTHER)))
    assert [file.outcome for file in job.files] == ["added", "added"]
    assert jobs.recent(5) == [jobs.get(job.id)]


@pytest.mark.parametrize("sent", [[], [("", b"x")], [("..", b"x")], [("/.../", b"x")]])
def test_what_names_no_file_is_refused(jobs: Jobs, sent: list[tuple[str, bytes]]) -> None:
    with pytest.raises(BadRequest):
        jobs.start([(name, io.BytesIO(content)) for name, content in sent])


def test_too_many_files_are_refused(jobs: Jobs, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "MAX_FILES", 2)
    monkeypatch.setattr(jobs_module, "MAX_JOB", 2)
    with pytest.raises(BadRequest):
        jobs.start(files(a="x", b="y", c="z"))
    job = jobs.start(files(a="x"))
    with pytest.raises(BadRequest):
        jobs.add(job.id, files(b="y", c="z"))


@pytest.mark.parametrize("id", ["", "..", "../../etc", "20250101000000-abcdefabcdef", "x" * 300])
def test_only_jobs_are_found_under_their_ids(jobs: Jobs, id: str) -> None:
    with pytest.raises(NotFound):
        jobs.get(id)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("kế hoạch.pdf", ("", "kế hoạch.pdf")),
        ("Thư mục/năm 2025/kế hoạch.pdf", ("Thư mục/năm 2025", "kế hoạch.pdf")),
        ("C:\\tai lieu\\a.docx", ("C:/tai lieu", "a.docx")),
        ("../../etc/passwd", ("etc", "passwd")),
        ("a\x00b\n.pdf", ("", "ab.pdf")),
        ("ke\u0302\u0301.txt", ("", "kế.txt")),
        ("", ("", "")),
    ],
)
def test_names_are_kept_without_leading_anywhere(sent: str, kept: tuple[str, str]) -> None:
    assert clean_name(sent) == kept


def test_a_name_too_long_for_a_file_system_keeps_its_suffix() -> None:
    _, name = clean_name("ế" * 300 + ".pdf")
    assert name.endswith("ế.pdf")
    assert len(name.encode()) <= 190


# -- cut short ---------------------------------------------------------------------------------------


def slow_library(data: Path, gate: threading.Event, started: threading.Event) -> Library:
    def slow(path: Path) -> Document:
        for page in range(1, 1000):
            tick("recognise", page, 26)
            started.set()
            if gate.wait(0.01):
                break
        return read_document(path)

    return Library(data, HashingEncoder, lambda: Reader(slow, "slow", frozenset({".txt"})))


def test_the_step_of_the_file_being_read_is_told(tmp_path: Path) -> None:
    gate, started = threading.Event(), threading.Event()
    jobs = Jobs(slow_library(tmp_path / "data", gate, started))
    job = jobs.start(files(doi_man=PLAN, suoi_nga=OTHER))
    assert started.wait(10)
    job = jobs.get(job.id)
    assert [upload.state for upload in job.uploads] == ["reading", "waiting"]
    step = job.uploads[0].step
    assert isinstance(step, Step) and step.stage == "recognise" and step.total == 26
    gate.set()
    assert [file.outcome for file in finished(jobs, job).files] == ["added", "added"]
    jobs.close()


def test_another_process_tells_the_step_too_and_may_add_files(tmp_path: Path) -> None:
    gate, started = threading.Event(), threading.Event()
    library = slow_library(tmp_path / "data", gate, started)
    jobs, elsewhere = Jobs(library), Jobs(library)
    job = jobs.start(files(doi_man=PLAN))
    assert started.wait(10)
    step = elsewhere.get(job.id).uploads[0].step
    assert isinstance(step, Step) and step.stage == "recognise"
    elsewhere.add(job.id, files(suoi_nga=OTHER))
    elsewhere.close()  # it could not work at what the other does, and leaves it to him
    gate.set()
    assert [file.outcome for file in finished(jobs, job).files] == ["added", "added"]
    jobs.close()
    assert not list((tmp_path / "data" / "uploads").rglob("live.*"))


def test_the_end_of_the_process_stops_reading_and_the_next_start_goes_on(tmp_path: Path) -> None:
    gate, started = threading.Event(), threading.Event()
    first = Jobs(slow_library(tmp_path / "data", gate, started))
    job = first.start(files(doi_man=PLAN))
    assert started.wait(10)
    begun = time.monotonic()
    first.close()
    assert time.monotonic() - begun < 5
    library = open_made_up(tmp_path / "data")
    assert ids(library) == []
    second = Jobs(library)
    second.resume()
    assert [file.outcome for file in finished(second, job).files] == ["added"]
    second.close()


KILLED = """
import io, sys, time
from pathlib import Path
sys.path[:0] = [sys.argv[2], str(Path(sys.argv[2]).parent / "encoders")]
from made_up import HashingEncoder
from index.library import Library
from index.readings import Reader
from ingest.pipeline import read_document
from service.loading import Jobs

def read(path):
    if path.stem == "cham":
        print("reading", flush=True)
        time.sleep(60)
    return read_document(path)

jobs = Jobs(Library(Path(sys.argv[1]), HashingEncoder, lambda: Reader(read, "1", frozenset({".txt"}))))
texts = [Path(path).read_bytes() for path in sys.argv[3:]]
jobs.start([(f"{name}.txt", io.BytesIO(text)) for name, text in zip(("nhanh", "cham"), texts)])
time.sleep(60)
"""


def test_a_kill_loses_no_file_that_was_acknowledged(tmp_path: Path) -> None:
    plans = [str(HERE / "plans" / name) for name in ("doi-man.txt", "suoi-nga.txt")]
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path / "data"), str(HERE), *plans], stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"reading\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    library = open_made_up(tmp_path / "data")
    assert ids(library) == []  # nothing half-taken
    jobs = Jobs(library)
    jobs.resume()
    (job,) = jobs.recent(5)
    assert [file.outcome for file in finished(jobs, job).files] == ["added", "added"]
    assert ids(library) == ["cham", "nhanh"]
    jobs.close()


def test_work_goes_on_after_a_close(library: Library, jobs: Jobs) -> None:
    finished(jobs, jobs.start(files(doi_man=PLAN)))
    jobs.close()
    assert finished(jobs, jobs.start(files(suoi_nga=OTHER))).state == "done"


def test_a_file_stored_just_before_a_crash_is_no_duplicate_of_itself(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(self: Work, *_: object) -> None:
        raise KeyboardInterrupt

    jobs = Jobs(library)
    with monkeypatch.context() as patched:
        patched.setattr(Work, "_finish", crash)
        job = jobs.start(files(doi_man=PLAN))
        worker = jobs._worker
        assert worker is not None
        worker.shutdown()
    assert ids(library) == ["doi-man"]
    assert not jobs.get(job.id).finished
    again = Jobs(library)
    again.resume()
    assert [(file.outcome, file.document) for file in finished(again, job).files] == [("added", "doi-man")]
    again.close()


def test_what_a_request_cut_short_has_left_is_swept_away(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    left = library.data / "uploads" / "20250101000000-abcdefabcdef"
    (left / "0").mkdir(parents=True)
    (left / "0" / "nua.pdf").write_bytes(b"%PDF")
    jobs = Jobs(library)
    jobs.resume()
    assert left.exists()  # it may still be coming in
    os.utime(left, (0, 0))
    jobs.resume()
    assert not left.exists()
    jobs.close()


def test_a_failure_that_is_no_files_fault_can_be_tried_again(
    library: Library, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*_: object, **__: object) -> None:
        raise ModelUnavailable("Chưa có mô hình.", "Chạy make install.")

    with monkeypatch.context() as patched:
        patched.setattr(library, "take", unavailable)
        job = finished(jobs, jobs.start(files(doi_man=PLAN)))
    assert (job.state, job.message, job.hint) == ("failed", "Chưa có mô hình.", "Chạy make install.")
    read = []
    monkeypatch.setattr(library, "read", read.append)
    assert [file.outcome for file in finished(jobs, jobs.retry(job.id)).files] == ["added"]
    assert read == []  # what was read once is not read again


def test_an_unforeseen_failure_is_told_without_its_insides(
    library: Library, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "take", lambda *_, **__: 1 / 0)
    job = finished(jobs, jobs.start(files(doi_man=PLAN)))
    assert job.state == "failed"
    assert "division" not in job.message
    assert job.hint


def test_old_jobs_are_forgotten_unless_they_wait(library: Library, jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "KEPT", 1)
    waiting = asked(library, jobs)
    for name in ("a", "b", "c"):
        last = finished(jobs, jobs.start(files(**{name: f"Dòng {name} của một văn bản."})))
    known = {job.id for job in jobs.recent(10)}
    assert {waiting.id, last.id} <= known
    assert len(known) <= 3
    assert waiting.id in {job.id for job in jobs.recent(0)}


# -- removing ----------------------------------------------------------------------------------------


def test_what_is_lost_with_a_document_is_said_before(tmp_path: Path, library: Library) -> None:
    folder = tmp_path / "van-ban"
    folder.mkdir()
    head = "ỦY BAN NHÂN DÂN\nXÃ BA SAO\n\nSố: {}/KH-UBND\n\nKẾ HOẠCH\nThắp sáng đường thôn\n\n"
    (folder / "tren.txt").write_text(head.format(41) + "I. MỤC TIÊU\n1. Thắp sáng.", encoding="utf-8")
    cite = "Căn cứ Kế hoạch số 41/KH-UBND của Ủy ban nhân dân xã Ba Sao.\n\nI. MỤC TIÊU\n1. Làm theo."
    (folder / "duoi.txt").write_text(head.format(42) + cite, encoding="utf-8")
    library.sync([folder])
    told = loss(library, "tren")
    assert [one.id for one in told.cited_by] == ["duoi"]
    assert told.still_there and told.path.endswith("tren.txt")
    assert told.digest is None
    (folder / "tren.txt").unlink()
    assert not loss(library, "tren").still_there
    with pytest.raises(TracuuError):
        loss(library, "khong-co")


def test_a_digest_that_comes_back_is_named(tmp_path: Path, library: Library) -> None:
    folder = tmp_path / "van-ban"
    folder.mkdir()
    front = '+++\ntype = "Kế hoạch"\ntype_code = "KH"\ncommune = "xã Ba Sao"\nissuer = "Ủy ban nhân dân xã Ba Sao"\n'
    (folder / "tom-luoc.md").write_text(f"{front}digest = true\n+++\n# I. MỤC TIÊU\nThắp sáng.", encoding="utf-8")
    (folder / "goc.md").write_text(f"{front}+++\n# I. MỤC TIÊU\nThắp sáng đường thôn.", encoding="utf-8")
    library.sync([folder])
    assert ids(library) == ["goc"]
    assert loss(library, "goc").digest == "tom-luoc"
