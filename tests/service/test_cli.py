"""The command line: shapes, files and exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from made_up import HERE, open_made_up
from scripted_model import says, scripted

from index.library import Library
from service.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run(mini: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.setattr(Library, "open", classmethod(lambda cls, data, **_: mini))

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["--data", str(tmp_path), *arguments])

    return invoke


def test_ask_prints_the_contract(run: Run) -> None:
    result = run("ask", "Xã nào đặt 5G ≥ 60% đến hết năm 2025?", "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    keys = {"question", "answered", "kind", "answer", "reason", "citations", "facts", "near_misses", "took_ms"}
    assert keys <= set(answer)
    cited = {
        "n",
        "document",
        "source",
        "title",
        "locality",
        "section",
        "section_titles",
        "page",
        "quote",
        "start",
        "end",
    }
    assert cited | {"score"} <= set(answer["citations"][0])
    assert {"why", "citation"} == set(answer["near_misses"][0])


def test_ask_in_words_shows_answer_quotation_and_reading(run: Run) -> None:
    text = run("ask", "Suối Ngà đặt VNeID bao nhiêu vào năm 2030?").stdout
    assert "trên 90%" in text
    assert "“Có trên 90% người dân" in text
    assert "Tìm chỉ tiêu" in text


def test_ask_phrased_shows_the_answer_first_and_what_was_dropped(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    question = "Suối Ngà đặt VNeID bao nhiêu vào năm 2030?"
    true = "Suối Ngà đặt mục tiêu trên 90% người dân có tài khoản VNeID đến năm 2030 [1]."
    with scripted(says(f"{true} {true.replace('90', '95')}")) as model:
        monkeypatch.setenv("TRACUU_LLM_BASE_URL", model.url)
        monkeypatch.setenv("TRACUU_LLM_MODEL", "thu")
        text = run("ask", "--phrase", question).stdout
        told = json.loads(run("ask", "--phrase", "--json", question).stdout)
    assert text.startswith(run("ask", question).stdout.rstrip())
    assert "mô hình thu (từng câu đã đối chiếu" in text and true in text and "95%" not in text
    assert "Đã bỏ 1 câu: con số không khớp đoạn được dẫn." in text
    assert [one["text"] for one in told["phrasing"]["sentences"]] == [true]
    assert told["citations"]


def test_a_batch_is_not_phrased(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": 1, "question": "5G?"}', encoding="utf-8")
    assert run("ask", "--phrase", "--batch", str(tmp_path / "in.jsonl")).exit_code == 2


def test_a_batch_of_questions_keeps_ids_and_order(run: Run, tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out" / "out.jsonl"
    rows = [{"id": "b", "question": "Ai ký kế hoạch xã Đồi Mận?"}, {"id": "a", "question": "?"}]
    source.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert run("ask", "--batch", str(source), "--out", str(out)).exit_code == 0
    answers = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(answer["id"], answer["answered"]) for answer in answers] == [("b", True), ("a", False)]


def test_a_batch_of_searches_gives_hits(run: Run, tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": 7, "text": "loa truyền thanh"}\n', encoding="utf-8")
    assert run("search", "--batch", str(source), "--out", str(out), "--k", "2").exit_code == 0
    (row,) = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert row["id"] == 7
    assert len(row["hits"]) == 2
    assert {"document", "source", "source_id", "title", "section", "quote", "start", "end", "score"} <= set(
        row["hits"][0]
    )


def test_show_and_list_print_documents(run: Run) -> None:
    document = json.loads(run("show", "suoi-nga", "--json").stdout)
    assert document["id"] == "suoi-nga"
    assert {"targets", "tasks", "duties", "references", "sections", "signer", "period"} <= set(document)
    listed = json.loads(run("list", "--json").stdout)
    assert [held["id"] for held in listed] == ["doi-man", "rung-thong", "suoi-nga"]


@pytest.mark.parametrize("form", ["jsonl", "csv", "xlsx"])
def test_targets_are_taken_away_as_files(run: Run, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"chi-tieu.{form}"
    assert run("export", "targets", "--format", form, "-o", str(out)).exit_code == 0
    assert out.stat().st_size > 200


def test_deadlines_are_taken_away_as_a_calendar(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "thoi-han.ics"
    assert run("export", "duties", "--format", "ics", "-o", str(out)).exit_code == 0
    assert out.read_text(encoding="utf-8").startswith("BEGIN:VCALENDAR")


def test_precedents_are_printed_with_their_source_and_taken_away_as_word(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "cau-mau.docx"
    asked = ("precedents", "--text", "Câu mẫu về trách nhiệm người đứng đầu với kết quả thực hiện nghị quyết")
    printed = run(*asked)
    assert printed.exit_code == 0
    assert "chịu trách nhiệm về kết quả" in printed.stdout
    assert "doi-man.txt" in printed.stdout
    assert run(*asked, "-o", str(out)).exit_code == 0
    assert out.stat().st_size > 1000


def test_two_documents_are_compared(run: Run) -> None:
    result = run("compare", "doi-man", "suoi-nga", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["facts"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("ask",), 2),
        (("ask", "?"), 1),
        (("search", "5G", "--mode", "magic"), 2),
        (("show", "khong-co"), 1),
        (("ask", "--batch", "khong-co.jsonl"), 1),
        (("precedents",), 2),
        (("export", "targets", "--format", "ics", "-o", "x"), 1),
        (("sync", "khong-co-thu-muc"), 1),
    ],
)
def test_mistakes_end_with_a_message_and_never_a_trace(run: Run, arguments: tuple[str, ...], code: int) -> None:
    result = run(*arguments)
    assert result.exit_code == code
    assert "Traceback" not in result.output
    assert result.stderr


def test_sync_is_idempotent_and_tells_rejected_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = open_made_up(tmp_path / "data")
    monkeypatch.setattr(Library, "open", classmethod(lambda cls, data, **_: library))
    first = CliRunner().invoke(main, ["sync", str(HERE / "plans"), "--json"])
    assert first.exit_code == 0
    assert {file["outcome"] for file in json.loads(first.stdout)["files"]} == {"added"}
    again = CliRunner().invoke(main, ["sync", str(HERE / "plans")])
    assert "3 không đổi" in again.stdout
    (tmp_path / "hong.pdf").write_bytes(b"%PDF-1.4 nothing else")
    rejected = CliRunner().invoke(main, ["sync", str(tmp_path / "hong.pdf")])
    assert rejected.exit_code == 3
    assert "không nhận" in rejected.stdout


def test_a_folder_is_taken_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = open_made_up(tmp_path / "data")
    monkeypatch.setattr(Library, "open", classmethod(lambda cls, data, **_: library))
    parts = [CliRunner().invoke(main, ["sync", "--json", "--shard", f"{n}/2", str(HERE / "plans")]) for n in (1, 2)]
    taken = [{file["path"] for file in json.loads(part.stdout)["files"]} for part in parts]
    assert len(taken[0] | taken[1]) == 3
    assert not taken[0] & taken[1]
    for wrong in (["--shard", "3/2"], ["--passages", "--shard", "1/2"]):
        told = CliRunner().invoke(main, ["sync", *wrong, str(HERE / "plans")])
        assert told.exit_code == 1
        assert "phần" in told.stderr


def test_a_passage_collection_comes_back_with_its_ids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = open_made_up(tmp_path / "data")
    monkeypatch.setattr(Library, "open", classmethod(lambda cls, data, **_: library))
    source = tmp_path / "doan.jsonl"
    rows = [
        {"id": f"d{i}", "title": "Sổ tay", "text": text}
        for i, text in enumerate(("Cấp đổi sổ hộ khẩu.", "Vay vốn nuôi cá."))
    ]
    source.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert CliRunner().invoke(main, ["sync", "--passages", str(source)]).exit_code == 0
    found = CliRunner().invoke(main, ["search", "nuôi cá", "--k", "1", "--json"])
    assert json.loads(found.stdout)["hits"][0]["source_id"] == "d1"
