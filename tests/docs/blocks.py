"""The code of the handbook's pages: what can be run, what it must print, what may be left alone and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
MENU = re.findall(r"- ([\w-]+)\.md$", (DOCS / "site" / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
OWN = ("by-hand", "integrations", "llm", "models", "standards", "watch")
"""Pages whose code is run by tests of the parts that they tell of."""
PAGES = sorted(
    page for page in DOCS.glob("*.md") if page.name.removesuffix(".md").removesuffix(".en") in set(MENU) - set(OWN)
)
"""The other pages that the menu names, in both languages."""

_BLOCK = re.compile(
    r'(?:^<!-- (?P<note>[^\n]+?) -->\n)?^```(?P<language>\w*)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^```$',
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """A block of code: its language, its text, the file that it is (``title``), the comment in front of it."""

    language: str
    text: str
    title: str
    note: str

    @property
    def settings(self) -> dict[str, str]:
        """The settings that a comment ``with: NAME=VALUE`` in front of it gives."""
        return dict(re.findall(r"(\w+)=(\S+)", self.note)) if self.note.startswith("with:") else {}


@dataclass(frozen=True)
class Command:
    """A line behind ``$``, and the lines that it must print."""

    line: str
    printed: tuple[str, ...]


def blocks(page: Path) -> list[Block]:
    """The blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    return [Block(*(m[name] or "" for name in ("language", "text", "title", "note"))) for m in _BLOCK.finditer(text)]


def commands(block: Block) -> Iterator[Command]:
    """The commands of a ``console`` block."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        line, *printed = part.splitlines()
        yield Command(line, tuple(one for one in printed if one.strip()))


def missing(printed: tuple[str, ...], output: str) -> str | None:
    """The first of the promised lines that is not there in its turn; ``…`` stands for anything."""
    at = 0
    for line in printed:
        pattern = ".*?".join(re.escape(part) for part in line.strip().split("…"))
        found = re.compile(pattern).search(output, at)
        if found is None:
            return line
        at = found.end()
    return None
