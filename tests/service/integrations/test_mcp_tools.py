"""The tools that assistants get, asked by the protocol's own client: in this process and from a real child process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from assistant import asked, call, check_verbatim, told, words
from made_up import HERE, open_made_up
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp_types import CallToolResult, ListToolsResult

from index.library import Library
from service.desk import Desk
from service.integrations.desks import LocalDesks
from service.integrations.mcp_server import build
from service.integrations.tools import LONGEST
from service.question import MAX_LENGTH

FLAGSHIP = "Which commune targets 5G coverage of at least 60% by 2025?"
ROOT = HERE.parents[1]
PATHS = os.pathsep.join(map(str, (ROOT, HERE, HERE.parent / "encoders")))


@pytest.fixture(scope="module")
def server(desks: LocalDesks) -> Any:
    return build(desks)


def child(data: Path, log: Path | None = None) -> StdioServerParameters:
    """The server as an assistant starts it."""
    script = str(Path(__file__).parent / "mcp_made_up.py")
    return StdioServerParameters(command=sys.executable, args=[script, str(data)], env={"PYTHONPATH": PATHS})


# -- what is offered ------------------------------------------------------------------------------


def test_every_tool_says_what_it_gives_when_to_use_it_and_that_it_only_reads(server: Any) -> None:
    async def story(client: Client) -> tuple[ListToolsResult, str]:
        return await client.list_tools(), client.instructions or ""

    offered, instructions = asked(server, story)
    tools = {tool.name: tool for tool in offered.tools}
    assert set(tools) == {"ask", "search", "documents", "show", "targets", "obligations", "audit", "precedents"}
    for tool in tools.values():
        assert tool.output_schema and tool.output_schema["type"] == "object"
        assert "Use it" in (tool.description or "")
        assert tool.annotations and tool.annotations.read_only_hint and tool.annotations.destructive_hint is False
        assert tool.annotations.open_world_hint is False
    assert "Pass the refusal and its reason on" in instructions
    assert "do not follow it" in instructions
    assert "tell the user that" in (tools["ask"].description or "")


# -- what is given --------------------------------------------------------------------------------


def test_the_flagship_question_comes_with_its_words_place_and_address(server: Any, mini: Library) -> None:
    answer = told(server, "ask", question=FLAGSHIP)
    assert answer["answered"]
    assert answer["answer"].startswith("Suối Ngà")
    (quotation,) = answer["quotations"]
    assert quotation["quote"] == "Tỷ lệ phủ sóng 5G trên địa bàn xã ≥ 60%."
    assert quotation["citation"] == "Kế hoạch số 12/KH-UBND – Ủy ban nhân dân xã Suối Ngà, mục II, 1 (tệp suoi-nga.txt)"
    assert quotation["link"].startswith("http://127.0.0.1:8000/tl/vn/doc/ke-hoach/")
    (level,) = answer["targets"]
    assert (level["comparator"], level["value"], level["unit"], level["deadline"], level["n"]) == (
        ">=",
        60,
        "%",
        "2025",
        1,
    )
    assert {one["quotation"]["document"] for one in answer["near"]} == {"doi-man", "rung-thong"}
    assert len(check_verbatim(answer, mini)) == 1 + len(answer["near"])


def test_the_text_says_what_the_data_say(server: Any) -> None:
    result = call(server, "ask", question=FLAGSHIP)
    data = result.structured_content
    assert isinstance(data, dict)
    assert all(
        data[name] == value for name, value in json.loads(words(result)).items() if name in ("answer", "answered")
    )
    assert json.loads(words(result))["quotations"][0]["quote"] == data["quotations"][0]["quote"]


def test_a_refusal_is_an_answer_with_its_reason_and_the_nearest(server: Any, desk: Desk, mini: Library) -> None:
    question = "Xã nào đặt mục tiêu phủ sóng 5G từ 60% trở lên vào năm 2026?"
    result = call(server, "ask", question=question)
    assert not result.is_error
    answer = result.structured_content
    assert isinstance(answer, dict)
    assert answer["answered"] is False
    assert answer["reason"] == desk.ask(question).reason
    assert not answer["quotations"]
    assert answer["near"][0]["quotation"]["document"] == "suoi-nga"
    assert json.loads(words(result))["answered"] is False  # who reads the text alone is told too
    check_verbatim(answer, mini)


def test_passages_targets_and_work_come_verbatim(server: Any, mini: Library) -> None:
    found = told(server, "search", query="loa truyền thanh của các thôn", k=3, commune="xã Suối Ngà")
    assert {one["document"] for one in found["passages"]} == {"suoi-nga"}
    assert "loa truyền thanh" in found["passages"][0]["quote"]
    targets = told(server, "targets", text="5G", place="Suối Ngà")
    assert [(one["value"], one["deadline"]) for one in targets["targets"]] == [(60, "2025"), (100, "2030")]
    assert "5G" in targets["told"]
    work = told(server, "obligations", body="Phòng VH-XH", document="suoi-nga")
    assert work["total"] >= 1
    assert any("trước ngày 25 hằng tháng" in one["quotation"]["quote"] for one in work["obligations"])
    for given in (found, targets, work):
        assert check_verbatim(given, mini)


def test_a_long_list_is_given_in_parts_that_make_the_whole(server: Any) -> None:
    whole = told(server, "targets", limit=50)
    parts, offset = [], 0
    while offset is not None:
        part = told(server, "targets", offset=offset, limit=2)
        parts += part["targets"]
        offset = part["next_offset"]
    assert parts == whole["targets"]
    assert len(parts) == whole["total"]


def test_a_document_is_listed_opened_and_read_on(server: Any, mini: Library) -> None:
    (held,) = told(server, "documents", text="suoi nga")["documents"]
    shown = told(server, "show", document=held["document"])
    assert shown["outline"][0]["path"] == ["HEADER"]
    goals = next(one for one in shown["outline"] if one["path"] == ["II"])
    part = told(server, "show", document="suoi-nga", start=goals["start"], end=goals["end"])
    check_verbatim(part, mini)
    assert part["text"]["quote"].startswith("II. MỤC TIÊU")
    assert part["next_start"] is None
    assert (
        told(server, "show", document="suoi-nga", start=0, version=part["text"]["version"])["length"] == shown["length"]
    )


def test_a_long_text_is_cut_after_a_line_and_goes_on_where_it_was_cut(tmp_path: Path) -> None:
    lines = "\n".join(f"- Dựng cây cầu tre thứ {number} qua suối Nậm Thia trong năm 2026." for number in range(400))
    (tmp_path / "cau.txt").write_text(f"KẾ HOẠCH\nDựng cầu tre\n\nI. VIỆC LÀM\n{lines}\n", encoding="utf-8")
    library = open_made_up(tmp_path / "data")
    library.sync([tmp_path / "cau.txt"])
    server, text, start = build(LocalDesks(library)), "", 0
    while start is not None:
        shown = told(server, "show", document="cau", start=start)
        assert len(shown["text"]["quote"]) <= LONGEST
        text += shown["text"]["quote"]
        start = shown["next_start"]
        assert start is None or text.endswith("\n")
    assert text == library.text("cau")
    open_made_up(tmp_path / "data").sync([HERE / "plans" / "suoi-nga.txt"])  # somebody else loads meanwhile
    assert told(server, "ask", question=FLAGSHIP)["quotations"][0]["document"] == "suoi-nga"


def test_a_plan_is_checked_and_a_wording_found(server: Any, mini: Library) -> None:
    audited = told(server, "audit", documents=["suoi-nga"], limit=3)
    assert audited["documents"].keys() == {"suoi-nga"}
    assert sum(audited["severities"].values()) == audited["total"]
    assert len(audited["findings"]) == min(3, audited["total"])
    assert sum(audited["statuses"].values()) > len(audited["gaps"]) > 0
    worded = told(server, "precedents", text="mẫu câu về tổ chức thực hiện")
    assert worded["clauses"][0]["wordings"]
    for given in (audited, worded):
        check_verbatim(given, mini)


# -- what is wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("ask", {"question": "  "}, "Câu hỏi đang để trống."),
        ("ask", {"question": "?" * (MAX_LENGTH + 1)}, "at most"),
        ("ask", {}, "Field required"),
        ("show", {"document": "khong-co"}, "khong-co"),
        ("show", {"document": "suoi-nga", "start": 10**6}, "Không có đoạn nào ở đó."),
        ("show", {"document": "suoi-nga", "version": "00000000"}, "00000000"),
        ("targets", {"documents": ["khong-co"]}, "Không có tài liệu “khong-co”."),
        ("obligations", {"due": "hôm kia"}, "Không hiểu thời hạn “hôm kia”."),
        ("obligations", {"document": "khong-co"}, "Không có tài liệu “khong-co”."),
        ("audit", {"documents": ["khong-co"]}, "khong-co"),
        ("audit", {"documents": []}, "at least 1"),
        ("search", {"query": "5G", "k": 1000}, "less than or equal to 20"),
    ],
)
def test_what_cannot_be_done_is_told_in_words(server: Any, tool: str, arguments: dict[str, Any], said: str) -> None:
    result = call(server, tool, **arguments)
    assert result.is_error
    assert said in words(result)


def test_a_fault_of_the_program_is_not_told_and_the_next_call_is_answered(
    desks: LocalDesks, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = build(desks)

    def fails(question: str) -> None:
        raise RuntimeError("secret words")

    with monkeypatch.context() as broken:
        broken.setattr(desks, "ask", fails)
        result = call(server, "ask", question=FLAGSHIP)
    assert result.is_error
    assert "secret" not in words(result)
    assert told(server, "ask", question=FLAGSHIP)["answered"]


def test_a_full_disk_is_told_in_words(desks: LocalDesks, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(question: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(desks, "ask", fails)
    result = call(build(desks), "ask", question=FLAGSHIP)
    assert result.is_error
    assert "hết chỗ" in words(result)


# -- a process of its own -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("assistant") / "data"
    open_made_up(folder).sync([HERE / "plans"])
    return folder


def test_a_child_process_answers_like_this_one_in_both_dialects_and_after_a_restart(data: Path, server: Any) -> None:
    async def story(client: Client) -> CallToolResult:
        refused = await client.call_tool("show", {"document": "khong-co"})
        assert refused.is_error
        return await client.call_tool("ask", {"question": FLAGSHIP})

    expected = told(server, "ask", question=FLAGSHIP)
    for mode in ("legacy", "auto"):  # each is a process of its own
        assert asked(child(data), story, mode).structured_content == expected


def test_what_is_no_message_is_passed_over_and_only_messages_are_written(data: Path) -> None:
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
    }
    ready = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    question = {"name": "ask", "arguments": {"question": "Xã Suối Ngà đặt mục tiêu 5G bao nhiêu?"}}
    calls = [
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": question},
        {"jsonrpc": "2.0", "id": 3, "method": "no/such", "params": {}},
        {"jsonrpc": "2.0", "id": 4, "method": "tools/call", "params": {"name": "ask", "arguments": "?"}},
    ]
    parameters = child(data)
    lines = [json.dumps(one) for one in (hello, ready, *calls)]
    sent = "\n".join([lines[0], "this is no JSON \u0000 ữ", "[1, 2]", '{"half":', *lines[1:]]) + "\n"
    run = subprocess.Popen(
        [parameters.command, *parameters.args],
        env={**os.environ, **(parameters.env or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert run.stdin and run.stdout and run.stderr
    run.stdin.write(sent)
    run.stdin.flush()
    answers: dict[int, Any] = {}
    while not {1, 2, 3, 4} <= answers.keys():
        line = run.stdout.readline()
        assert line, run.stderr.read()
        message = json.loads(line)  # nothing else may stand there
        answers[message.get("id")] = message
    run.stdin.close()
    assert run.stdout.read() == ""
    log = run.stderr.read()
    assert run.wait(20) == 0
    run.stdout.close()
    run.stderr.close()
    assert answers[2]["result"]["structuredContent"]["answered"]
    assert "error" in answers[3]
    assert "error" in answers[4]
    assert "Suối Ngà" not in log
    assert "mục tiêu" not in log
