"""What stands in the handbook as a command or as Python is run, against a server where it needs one."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import httpx
import pytest
from blocks import DOCS, PAGES, ROOT, Block, Command, blocks, commands, missing
from click.testing import CliRunner
from serving import served

from index import encoder
from index.library import Library
from ingest import vocabulary
from ingest.facts import indicators
from service.cli import main
from web.app import create_web

LANGUAGES = {"console", "sh", "python", "toml", "text", "json"}
SERVER = "http://127.0.0.1:8000"
RUN = [page for page in PAGES if any(one.language in ("console", "python") for one in blocks(page))]


@pytest.fixture(scope="module", autouse=True)
def one_model() -> Iterator[None]:
    """The shipped model is opened once for all pages; what each command costs by itself is measured elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoder, "open_encoder", cache(encoder.open_encoder))
        yield


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the shipped digests, read by the shipped model, as after ``tracuu sync corpus/ke-hoach``."""
    data = tmp_path_factory.mktemp("handbook") / "data"
    report = Library.open(data).sync([ROOT / "corpus" / "ke-hoach"])
    assert not report.rejected
    return data


@pytest.fixture
def desk(synced: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which a page is tried: a copy of the data, the corpus and the samples beside it."""
    shutil.copytree(synced, tmp_path / "data")
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    shutil.copytree(Path(__file__).parent / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRACUU_DATA", "data")
    return tmp_path


@pytest.fixture
def server(desk: Path) -> Iterator[str]:
    """The pages and the API over that folder, served for real."""
    with served(create_web(Library.open(desk / "data"))) as address:
        yield address


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.name)
def test_what_a_page_says_to_type_can_be_typed(
    page: Path, desk: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = page.read_text(encoding="utf-8")
    address = request.getfixturevalue("server") if f"{SERVER}/api" in text else SERVER
    names: dict[str, object] = {}
    for block in blocks(page):
        for name, value in block.settings.items():
            monkeypatch.setenv(name, value)
        if "/" in block.title:
            (desk / block.title).parent.mkdir(exist_ok=True)
            (desk / block.title).write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            for command in commands(block):
                output = run(command, address)
                assert missing(command.printed, output) is None, f"{page.name}: {command.line}\n{output}"
        elif block.language == "python":
            exec(compile(block.text.replace(SERVER, address), page.name, "exec"), names)  # noqa: S102 our own page
    if client := names.get("tracuu"):
        assert isinstance(client, httpx.Client)
        client.close()


def run(command: Command, address: str) -> str:
    """What a command prints; it must end well, ``tracuu`` is run in this process and keeps the model open."""
    words = shlex.split(command.line)
    given = None
    if words[0] == "echo":
        given, words = words[1], words[words.index("|") + 1 :]
    if words[0] == "curl":
        if shutil.which("curl") is None:
            pytest.skip("curl is not here")
        words = [word.replace(SERVER, address) for word in words]
        return subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout
    assert words[0] == "tracuu", command.line
    result = CliRunner().invoke(main, words[1:], input=given, catch_exceptions=False)
    assert result.exit_code == 0, f"{command.line}\n{result.output}"
    return result.output


def test_a_new_process_answers_as_the_page_says(desk: Path) -> None:
    block = next(one for one in blocks(DOCS / "start.md") if "tracuu ask" in one.text)
    command = next(commands(block))
    words = [sys.executable, "-m", "service", *shlex.split(command.line)[1:]]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=120, env=environment)
    assert missing(command.printed, done.stdout) is None, done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_is_not_run_says_why(page: Path) -> None:
    for block in blocks(page):
        assert block.language in LANGUAGES, f"{page.name}: {block.text[:60]}"
        if block.language == "sh":
            assert re.match(r"not run: \w.+", block.note), f"{page.name}: {block.text[:60]}"


@pytest.mark.parametrize("page", [page for page in PAGES if page.stem.startswith("vocabularies")], ids=lambda p: p.name)
def test_the_indicator_of_the_page_is_one(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put where the page says, it names a sentence that nothing named so before."""
    (block,) = (one for one in blocks(page) if one.title == "chi-tieu.toml")
    sentence = "Tỷ lệ thôn có loa truyền thanh thông minh đạt 40%"
    key = tomllib.loads(block.text)["chi_tieu"][0]["key"]
    assert indicators.match(sentence) != key
    shipped = (vocabulary.FOLDER / "chi-tieu.toml").read_text(encoding="utf-8")
    groups = shipped.index("\n[[nhom]]")
    (tmp_path / "chi-tieu.toml").write_text(f"{shipped[:groups]}\n{block.text}\n{shipped[groups:]}", encoding="utf-8")
    monkeypatch.setattr(vocabulary, "FOLDER", tmp_path)
    forget()
    try:
        assert indicators.match(sentence) == key
    finally:
        forget()


def forget() -> None:
    """Vocabularies are kept once read; a test that changes them has them read again."""
    for one in (*vars(vocabulary).values(), *vars(indicators).values()):
        if hasattr(one, "cache_clear"):
            one.cache_clear()


def test_a_promise_that_is_not_kept_is_noticed() -> None:
    block = Block("console", "$ tracuu list\nmột …ba\n…\nbốn\n$ tracuu doctor\n", "", "")
    first, second = commands(block)
    assert (first.line, second.line) == ("tracuu list", "tracuu doctor")
    assert missing(first.printed, "một hai ba\nkhác\nbốn\n") is None
    assert missing(first.printed, "một hai\nbốn\n") == "một …ba"
    assert missing(first.printed, "bốn\nmột hai ba\n") == "bốn"
