"""The handbook is built strictly, loads nothing from elsewhere, and tells every option and setting."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import click
import pytest
from blocks import DOCS, MENU, PAGES, ROOT
from lxml import html
from PIL import Image

from service.cli import COMMANDS, main

pytest.importorskip("mkdocs", reason="mkdocs is not installed (make test installs it)")

PICTURES = sorted(DOCS.glob("*.png"))
VIETNAMESE = [page for page in PAGES if not page.name.endswith(".en.md")]
LARGEST = 120_000  # bytes of a picture
WIDTH = 1024


def pages(site: Path) -> Iterator[tuple[Path, html.HtmlElement]]:
    for path in sorted(site.rglob("*.html")):
        yield path, html.fromstring(path.read_text(encoding="utf-8"))


def test_every_page_is_there_in_both_languages(site: Path) -> None:
    for page in VIETNAMESE:
        name = "" if page.stem == "index" else page.stem
        for language, folder in (("vi", site), ("en", site / "en")):
            built = html.fromstring((folder / name / "index.html").read_text(encoding="utf-8"))
            assert built.get("lang") == language
            assert len(built.findall(".//h1")) == 1, f"{page.name} ({language})"


@pytest.mark.parametrize(
    "page", [page for page in DOCS.glob("*.md") if not page.name.endswith(".en.md")], ids=lambda page: page.stem
)
def test_the_english_page_has_the_same_parts(page: Path) -> None:
    """Heading by heading, one block of code for each."""
    vietnamese, english = (_parts(one) for one in (page, page.with_suffix(".en.md")))
    assert vietnamese == english


def _parts(page: Path) -> list[str]:
    """The level of each heading and the language of each block of code, in order."""
    text = re.sub(r"^(```\w*).*?^```$", r"\1", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    return re.findall(r"^(#+(?= )|```\w*)", text, re.MULTILINE)


def test_every_page_can_be_reached_from_the_first(site: Path) -> None:
    tree = html.fromstring((site / "index.html").read_text(encoding="utf-8"))
    menu = {str(one).strip("./") for one in tree.xpath("//nav[contains(@class, 'md-nav--primary')]//a/@href")}
    written = {page.stem for page in DOCS.glob("*.md") if not page.name.endswith(".en.md")} - {"index"}
    assert written <= menu
    assert set(MENU) - {"index"} <= written


def test_nothing_is_loaded_from_another_host(site: Path) -> None:
    loaded = "//script/@src | //img/@src | //iframe/@src | //source/@src | //link[not(@rel='canonical')]/@href"
    addresses = [str(one) for _, tree in pages(site) for one in tree.xpath(loaded)]
    for sheet in site.rglob("*.css"):
        addresses += re.findall(r"""(?:url\(|@import )\s*["']?([^"')]+)""", sheet.read_text(encoding="utf-8"))
    assert len(addresses) > 100
    assert [one for one in addresses if urlsplit(one).netloc] == []


def test_the_fonts_of_the_program_go_along(site: Path) -> None:
    rules = (site / "assets" / "fonts.css").read_text(encoding="utf-8")
    named = re.findall(r'url\("([^"]+)"\)', rules)
    assert len(named) >= 8
    assert all((site / "assets" / one).is_file() for one in named)


def test_links_that_lead_within_the_handbook_arrive(site: Path) -> None:
    """Strict building checks pages and anchors in Markdown; this what the built pages say."""
    known = {path: {str(one) for one in tree.xpath("//@id")} for path, tree in pages(site)}
    for path, tree in pages(site):
        if path.name == "404.html":
            continue
        for link in tree.xpath("//article//a/@href"):
            there = urlsplit(str(link))
            if there.netloc or there.scheme:
                continue
            target = (path.parent / there.path).resolve() if there.path else path
            target = target / "index.html" if target.is_dir() else target
            assert target.is_file(), f"{path.relative_to(site)}: {link}"
            if there.fragment and target.suffix == ".html":
                assert _unquoted(there.fragment) in known[target], f"{path.relative_to(site)}: {link}"


def _unquoted(fragment: str) -> str:
    from urllib.parse import unquote

    return unquote(fragment)


def test_every_command_and_option_has_its_line(site: Path) -> None:
    for folder in (site, site / "en"):
        said = html.fromstring((folder / "cli" / "index.html").read_text(encoding="utf-8")).text_content()
        for command in COMMANDS:
            assert f"tracuu {command.name}" in said
            for name in (name for one in command.params for name in one.opts if name.startswith("--")):
                assert name in said, f"{command.name} {name}"


def test_every_option_says_what_it_does() -> None:
    import made

    for name, command in made.commands(main, "tracuu"):
        assert command.help, name
        for one in command.params:
            assert isinstance(one, click.Argument) or getattr(one, "help", ""), f"{name} {one.opts}"


def test_the_english_pages_say_most_of_it_in_english() -> None:
    """What was added since may stand in Vietnamese for a while, but not become the rule."""
    import made

    words = made.english_words()
    sentences = {
        " ".join(text.split())
        for _, command in made.commands(main, "tracuu")
        for text in (command.help, *(getattr(one, "help", None) for one in command.params))
        if text and re.search(r"[à-ỹđ]", text)
    }
    untold = sentences - set(words)
    assert len(untold) <= len(sentences) / 10, sorted(untold)


def test_every_operation_of_the_api_has_its_heading(site: Path) -> None:
    import made

    for folder in (site, site / "en"):
        tree = html.fromstring((folder / "api" / "index.html").read_text(encoding="utf-8"))
        headings = {str(one.text) for one in tree.findall(".//h3")}
        for path, methods in made.described()["paths"].items():
            assert {f"{method.upper()} {path}" for method in methods} <= headings


def test_every_field_of_the_shapes_shown_has_its_words() -> None:
    import made

    text = (DOCS / "api.md").read_text(encoding="utf-8")
    shown = re.findall(r"<!-- made: shapes (.+) -->", text)[0].split()
    known = made.described()["components"]["schemas"]
    untold = [
        f"{shape}.{field}"
        for shape in shown
        for field in ("", *known[shape]["properties"])
        if not made.meaning(shape, field, english=False)
    ]
    assert len(shown) > 10
    assert len(untold) <= 3, untold  # a field that is new may wait for its words


SETTING = re.compile(r"TRACUU_[A-Z]+(?:_[A-Z]+)*\b(?!_)")


def test_every_setting_has_its_line_in_both_languages(site: Path) -> None:
    """tests/service/test_admin_page.py holds the Vietnamese page against the code."""
    told = set(SETTING.findall((DOCS / "admin.md").read_text(encoding="utf-8")))
    assert "TRACUU_FRAMES" in told
    for folder in (site, site / "en"):
        tree = html.fromstring((folder / "admin" / "index.html").read_text(encoding="utf-8"))
        lines = {cell.text_content() for cell in tree.xpath("//table//tr/td[1]")}
        assert told == set(SETTING.findall(" ".join(lines)))


def test_pictures_are_small_and_of_one_width() -> None:
    assert len(PICTURES) >= 14
    for path in PICTURES:
        assert path.stat().st_size < LARGEST, path.name
        with Image.open(path) as picture:
            assert (picture.width, picture.mode) == (WIDTH, "P"), path.name


def test_every_picture_is_shown_and_told_in_words_in_both_languages() -> None:
    told: dict[str, set[str]] = {}
    for page in PAGES:
        for words, name in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
            assert len(words) > 25, f"{page.name}: {name}"
            told.setdefault(name, set()).add("en" if page.name.endswith(".en.md") else "vi")
    shown = {path.name for path in PICTURES if not path.name.endswith(".en.png")}
    assert told == {name: {"vi", "en"} for name in shown}
    assert {path.name.replace(".en.", ".") for path in PICTURES if path.name.endswith(".en.png")} == shown


def figures(text: str) -> list[str]:
    """The figures of a text, written one way: ``.955``, ``0,955`` and ``0.955`` are one; 7,622 and 7.622 too."""
    found = re.findall(r"(?<![\w.,])(?:\d+(?:[.,]\d+)*|\.\d+)(?![\w])", text)
    return [re.sub(r"^0?[.,]", "0.", one).replace(",", ".") for one in found]


def test_the_figures_of_the_vietnamese_page_are_those_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8").partition("## How good")[2].partition("### Beside")[0]
    page = (DOCS / "facts.md").read_text(encoding="utf-8").partition("## Đo được")[2].partition("\n## ")[0]
    told = figures(page.replace("57", ""))
    assert len(told) > 30
    known = set(figures(readme)) | {"1", "12", "36"} | set(re.findall(r"\d+", readme))
    assert [one for one in told if one not in known] == []


def test_both_languages_are_in_the_search(site: Path) -> None:
    entries = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    places = {entry["location"] for entry in entries["docs"]}
    assert {"facts/", "en/facts/"} <= places
    assert entries["config"]["lang"] == ["vi"]


def test_the_workflow_builds_what_the_tests_build() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "mkdocs build --strict -f docs/site/mkdocs.yml" in makefile
    assert "mkdocs serve -f docs/site/mkdocs.yml" in makefile
