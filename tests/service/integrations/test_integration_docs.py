"""``docs/integrations.md``, in both languages: what it tells people to write works as it stands there."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from assistant import told
from click.testing import CliRunner
from made_up import HERE, open_made_up
from mcp.client.stdio import StdioServerParameters

from index.library import Library
from service.cli import main
from service.integrations.tools import Tools

ROOT = HERE.parents[1]
PAGES = {name: (ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("integrations.md", "integrations.en.md")}
LOCAL = "http://127.0.0.1:8000"


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGES[page], re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("number", range(3))
def test_examples_run(
    page: str,
    number: int,
    address: str,
    mini: Library,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    examples = blocks(page, "python")
    assert len(examples) == 3
    monkeypatch.setattr("index.library.Library.open", lambda data: mini)
    code = examples[number].replace(LOCAL, address)
    exec(compile(code, f"docs/{page}, example {number + 1}", "exec"), {"__name__": "__main__"})  # noqa: S102
    printed = capsys.readouterr().out
    expected = (("Suối Ngà", "[1] “Tỷ lệ phủ sóng 5G", "404 khong_tim_thay"), ("VNeID",), ("VNeID", "/tl/vn/"))
    assert all(words in printed for words in expected[number])


def test_the_configuration_of_an_assistant_starts_a_server(tmp_path: Path) -> None:
    (block,) = {one for page in PAGES for one in blocks(page, "json")}
    told_to = json.loads(block)["mcpServers"]["tracuu"]
    data = tmp_path / "data"
    open_made_up(data).sync([HERE / "plans" / "doi-man.txt"])
    arguments = [str(data) if one == "/srv/tracuu/data" else one for one in told_to["args"]]
    assert arguments != told_to["args"]
    assert Path(told_to["command"]).name == "tracuu"
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "service", *arguments], env={**told_to["env"], "PYTHONPATH": str(ROOT)}
    )
    (document,) = told(server, "documents")["documents"]
    assert document["document"] == "doi-man"
    assert document["link"] == f"{told_to['env']['TRACUU_URL']}/van-ban/doi-man"


@pytest.mark.parametrize("page", PAGES)
def test_every_tool_and_option_has_its_line(page: str) -> None:
    said = PAGES[page]
    for name in (tool.__name__ for _, tool in Tools.__new__(Tools).every):
        assert f"`{name}`" in said
    helped = CliRunner().invoke(main, ["mcp", "--help"]).output
    for option in set(re.findall(r"--[a-z]+", helped)) - {"--help"}:
        assert option in said
    assert "TRACUU_TOKEN" in said
