"""What mkdocs asks while it builds the handbook: pieces made from the program, and its fonts."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT)]

import made  # noqa: E402 beside this file

PIECE = re.compile(r"^<!-- made: (\w+)(?: (.+?))? -->$", re.MULTILINE)
STATIC = ROOT / "web" / "static"


def on_config(config: Any, **_: Any) -> None:
    """Puts pages that the menu does not name yet at its end, so that no page is lost."""
    named = set(re.findall(r"'([\w-]+\.md)'", str(config.nav)))
    new = sorted(page.name for page in Path(config.docs_dir).glob("*.md") if page.name not in named)
    if new := [name for name in new if not name.endswith(".en.md")]:
        config.nav.append({"Thêm": new})


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """The page with each ``<!-- made: NAME ARGUMENT -->`` replaced by what :mod:`made` makes of it."""
    english = page.file.src_uri.endswith(".en.md")
    return PIECE.sub(lambda found: made.MAKERS[found[1]](found[2] or "", english), markdown)


def on_post_build(config: Any, **_: Any) -> None:
    """Puts our own assets over the theme's, beside them the program's mark, its fonts and the rules that name them."""
    assets = Path(config.site_dir) / "assets"
    shutil.copytree(HERE / "assets", assets, dirs_exist_ok=True)
    shutil.copytree(STATIC / "fonts", assets / "fonts", dirs_exist_ok=True)
    shutil.copy(STATIC / "favicon.svg", assets)
    rules = re.findall(r"^@font-face .*\n", (STATIC / "page.css").read_text(encoding="utf-8"), re.MULTILINE)
    (assets / "fonts.css").write_text("".join(rules), encoding="utf-8")
