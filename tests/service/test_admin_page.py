"""The administrator's pages tell what there is: every command can be typed, every setting is told, none is made up."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from made_up import HERE

from ingest.errors import ModelUnavailable, StorageFull
from service import doctor, health
from service.cli import main

ROOT = HERE.parents[1]
PAGE = ROOT / "docs" / "admin.md"
PAGES = sorted((ROOT / "docs").glob("*.md"))
SETTING = re.compile(r"TRACUU_[A-Z]+(?:_[A-Z]+)*\b(?!_)")


def commands(page: Path) -> Iterator[str]:
    """What follows ``tracuu`` in the code of a page."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))
    for line in [line for block in blocks for line in block.splitlines()] + spans:
        found = re.search(r"(?<!-u )(?<![\w.-])tracuu ([a-z-][^#|;&]*)", line)
        if found and not line.startswith(("sudo systemctl", "docker", "journalctl")):
            yield found.group(1).strip()


ALL = sorted({(page.name, one) for page in PAGES for one in commands(page)})


@pytest.mark.parametrize(("page", "command"), ALL)
def test_every_command_of_the_pages_can_be_typed(page: str, command: str) -> None:
    """As far as its name and its options go."""
    words = [word for word in shlex.split(command) if word not in ("…", "·")]
    while words and words[0].startswith("--"):
        assert words[0] == "--data", command
        words = words[2:]
    found: click.Command = main
    while words and isinstance(found, click.Group):
        name = words.pop(0)
        assert name in found.commands, f"{page}: tracuu {command}"
        found = found.commands[name]
    options = {name for one in found.params for name in (*one.opts, *one.secondary_opts)} | {"--help", "--data"}
    for word in words:
        if re.match(r"--?[a-z]", word):
            assert word in options, f"{page}: tracuu {command}"


def test_the_page_has_commands() -> None:
    assert {"backup", "restore", "account", "token", "doctor", "sync"} <= {
        word for page, one in ALL if page == PAGE.name for word in one.split()
    }


OTHERS = {"PYTHONPATH", "OMP_THREAD_LIMIT"}  # of other programs


def settings() -> set[str]:
    """Every setting that the code reads, those included whose names are put together."""
    found: set[str] = set()
    for package in ("ingest", "index", "service", "web"):
        for file in (ROOT / package).rglob("*.py"):
            code = file.read_text(encoding="utf-8")
            found |= set(SETTING.findall(code))
            code = SETTING.sub("", code)
            for family in re.findall(r'f"(TRACUU_(?:[A-Z]+_)*)\{', code):
                found |= {
                    f"{family}{name}" for name in re.findall(r'\W"([A-Z]+(?:_[A-Z]+)*)"', code) if name not in OTHERS
                }
    return found


def test_every_setting_is_on_the_page_and_every_one_on_the_page_is_read() -> None:
    told = set(SETTING.findall(PAGE.read_text(encoding="utf-8")))
    assert told == settings()
    assert len(told) > 15


def test_what_doctor_and_readiness_say_is_on_the_page(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    said = set(re.findall(r'name="([^"]+)"', Path(doctor.__file__).read_text(encoding="utf-8")))
    assert len(said) >= 6
    table = page.partition("`tracuu doctor` báo gì")[2].partition("##")[0]
    assert said == set(re.findall(r"^\| ([^|`*]+?) \|", table, re.MULTILINE)) - {"dòng"}
    kinds = (health.StillOpening, health.NoDocuments, health.BrokenIndex, ModelUnavailable, StorageFull)
    assert {f"`{kind.code}`" for kind in kinds} <= set(re.findall(r"`[a-z_]+`", page))


def test_links_lead_to_pages() -> None:
    for page in PAGES:
        for link in re.findall(r"\]\(([\w.-]+\.(?:md|png))\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"
    for path in re.findall(r"`(deploy/[\w.]+)`", PAGE.read_text(encoding="utf-8")):
        assert (ROOT / path).exists()
