"""Pieces of the handbook that are made from the program itself, so that they cannot grow old.

Each maker takes what stands behind its name in ``<!-- made: NAME ARGUMENT -->`` and whether the page is English, and
gives Markdown. Sentences of the program are Vietnamese; ``english.toml`` says them in English, and where it does not,
the Vietnamese one stands.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import click

HERE = Path(__file__).parent
DOCS = HERE.parent
ROOT = DOCS.parent

Maker = Callable[[str, bool], str]


@cache
def english_words() -> dict[str, str]:
    """The program's sentences in English, by the Vietnamese ones."""
    words: dict[str, str] = tomllib.loads((HERE / "english.toml").read_text(encoding="utf-8"))
    return words


def said(sentence: str | None, english: bool) -> str:
    """A sentence of the program in the language of the page, fit for a cell of a table."""
    plain = " ".join((sentence or "").split())
    if english:
        plain = english_words().get(plain, plain)
    return re.sub(r"``(.+?)``", r"`\1`", plain).replace("|", "\\|").replace("<", "&lt;")


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table in Markdown; nothing where there is no row."""
    if not rows:
        return ""
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows)) + "\n"


# ---------------------------------------------------------------- the command line


def cli(_: str, english: bool) -> str:
    """Every command of ``tracuu`` with its arguments and options."""
    from service.cli import main

    return "\n".join(_command(main, "tracuu", english))


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """A command and those under it, each with all of its name."""
    yield name, command
    if isinstance(command, click.Group):
        for one in command.commands.values():
            yield from commands(one, f"{name} {one.name}")


def _command(main: click.Group, top: str, english: bool) -> Iterator[str]:
    head = ("option", "what it does", "default") if english else ("tùy chọn", "nghĩa", "mặc định")
    for name, command in commands(main, top):
        context = click.Context(command, info_name=name)
        usage = " ".join(command.collect_usage_pieces(context))
        rows = [_option(one, context, english) for one in command.params if _worth_telling(one, name == top)]
        level = "##" if name.count(" ") < 2 else "###"
        yield f"{level} {name}\n\n{said(command.help, english)}\n\n```text\n{name} {usage}\n```\n\n{table(head, rows)}"


def _worth_telling(one: click.Parameter, top: bool) -> bool:
    """Arguments stand in the line above the table; ``--data``, which every command takes, is told once."""
    return isinstance(one, click.Option) and "--help" not in one.opts and (top or one.name != "data")


def _option(one: click.Parameter, context: click.Context, english: bool) -> tuple[str, str, str]:
    assert isinstance(one, click.Option)  # noqa: S101 asked for in _worth_telling
    record = one.get_help_record(context)
    names = record[0].replace("|", "\\|") if record else ""
    default = f"`{one.default}`" if one.show_default and one.default not in (None, False, ()) else ""
    return f"`{names}`", said(one.help, english), default


# ---------------------------------------------------------------- the API


def api(_: str, english: bool) -> str:
    """Every address of the API, from the description that it gives of itself."""
    return "\n".join(_operations(described(), english))


@cache
def described() -> dict[str, Any]:
    """The API's own description, as ``/api/openapi.json`` gives it."""
    from tempfile import TemporaryDirectory

    from index.library import Library
    from service.api import create_app

    with TemporaryDirectory() as folder:
        found: dict[str, Any] = create_app(Library.open(Path(folder))).openapi()
    return found


def _operations(schema: dict[str, Any], english: bool) -> Iterator[str]:
    head = ("parameter", "kind", "meaning") if english else ("tham số", "kiểu", "nghĩa")
    body, answer = ("Body", "Answer") if english else ("Thân", "Trả về")
    tag = None
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            if operation["tags"][0] != tag:
                tag = operation["tags"][0]
                yield f"## {said(tag, english).capitalize()}\n"
            yield f"### {method.upper()} {path.replace('{', '&#123;').replace('}', '&#125;')}\n"
            yield said(operation.get("description") or operation.get("summary"), english) + "\n"
            given = [
                (f"`{one['name']}`", _kind(one["schema"]), said(one.get("description"), english))
                for one in operation.get("parameters", ())
            ]
            yield table(head, given)
            for content in operation.get("requestBody", {}).get("content", {}).values():
                yield f"{body}: {_kind(content['schema'])}\n"
                yield table(head, _fields(schema, content["schema"], english))
            yield f"{answer}: {_answers(operation['responses'])}\n"


def _fields(schema: dict[str, Any], shape: dict[str, Any], english: bool) -> list[tuple[str, ...]]:
    named = shape.get("$ref", "").rpartition("/")[2]
    fields = schema["components"]["schemas"].get(named, {}).get("properties", {})
    return [(f"`{name}`", _kind(one), said(one.get("description"), english)) for name, one in fields.items()]


def _kind(shape: dict[str, Any]) -> str:
    if "$ref" in shape:
        return f"`{shape['$ref'].rpartition('/')[2]}`"
    if "enum" in shape:
        return ", ".join(f"`{one}`" for one in shape["enum"])
    if "anyOf" in shape:
        return " / ".join(dict.fromkeys(_kind(one) for one in shape["anyOf"] if one.get("type") != "null"))
    if shape.get("type") == "array":
        return f"[{_kind(shape.get('items', {}))}]"
    return f"`{shape.get('type', 'any')}`"


def _answers(responses: dict[str, Any]) -> str:
    good = [
        f"{code} {_kind(content.get('schema', {}))} ({kind})"
        for code, answer in responses.items()
        if code.startswith("2")
        for kind, content in (answer.get("content") or {"–": {}}).items()
    ]
    return "; ".join(good)


def shapes(wanted: str, english: bool) -> str:
    """The shapes of the API named, one after the other, each with its fields; ``fields.toml`` says what they mean."""
    head = ("field", "kind", "meaning") if english else ("trường", "kiểu", "nghĩa")
    known = described()["components"]["schemas"]
    return "\n".join(
        f"### {name}\n\n{meaning(name, '', english)}\n\n"
        + table(
            head,
            [
                (f"`{field}`", _kind(one), meaning(name, field, english))
                for field, one in known[name]["properties"].items()
            ],
        )
        for name in wanted.split()
    )


@cache
def field_words() -> dict[str, list[str]]:
    """What shapes and their fields mean, in Vietnamese and in English."""
    words: dict[str, list[str]] = tomllib.loads((HERE / "fields.toml").read_text(encoding="utf-8"))
    return words


def meaning(shape: str, field: str, english: bool) -> str:
    """What a field of a shape means, or the shape itself; a new one has no words until somebody writes them."""
    words = field_words()
    found = words.get(f"{shape}.{field}") or words.get(field) if field else words.get(shape)
    return found[english] if found else ""


# ---------------------------------------------------------------- figures and lists kept elsewhere


def section(where: str, english: bool) -> str:
    """A section of another file of the repository, ``FILE: HEADING``, without its heading."""
    file, _, heading = where.partition(": ")
    text = (ROOT / file).read_text(encoding="utf-8")
    found = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^#{{1,6}} |\Z)", text, re.MULTILINE | re.DOTALL)
    if found is None:
        raise LookupError(f"{file} has no section {heading!r}")
    return found[2].strip()


def settings(_: str, english: bool) -> str:
    """The table of settings of the Vietnamese page of the administrator."""
    rows = re.findall(r"^\| (`TRACUU_[^|]*) \| (.*) \|$", (DOCS / "admin.md").read_text(encoding="utf-8"), re.MULTILINE)
    head = ("variable", "means, default") if english else ("biến", "nghĩa, mặc định")
    return table(head, [(name, said(what, english)) for name, what in rows])


def between(where: str, english: bool) -> str:
    """What stands between two marks of a file, ``FILE: FIRST WORDS OF THE MARK``."""
    file, _, mark = where.partition(": ")
    text = (ROOT / file).read_text(encoding="utf-8")
    found = re.search(rf"^<!-- {re.escape(mark)}[^\n]*-->\n(.*?)^<!-- end", text, re.MULTILINE | re.DOTALL)
    if found is None:
        raise LookupError(f"{file} has no mark {mark!r}")
    return found[1].strip()


def rules(_: str, english: bool) -> str:
    """The rules of the audit: the name that switches each off, what it finds, where the requirement comes from."""
    from service.audit.registry import chosen

    head = ("rule", "what it finds", "where it comes from") if english else ("quy tắc", "tìm gì", "căn cứ")
    return table(head, [(f"`{one.name}`", one.title, one.source) for one in chosen()])


def packages(_: str, english: bool) -> str:
    """The packages that are installed with the program, each with what it is for and its licence."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    needed = text.partition("dependencies = [")[2].partition("\n]")[0]
    rows = re.findall(r'^ +"([\w.-]+)[^"]*", *# (.+)$', needed, re.MULTILINE)
    return table(("package", "what for"), [(f"`{name}`", why) for name, why in rows])


def extras(_: str, english: bool) -> str:
    """What may be installed beside, ``tracuu[NAME]``, with the reason that stands beside each package."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[project.optional-dependencies]")[2]
    parts = re.findall(r"^(\w+) = \[\n(.*?)^\]", text.partition("\n[project.")[0], re.MULTILINE | re.DOTALL)
    reasons = {name: re.findall(r'^ +"([\w-]+)[^"]*", *# (.+)$', body, re.MULTILINE) for name, body in parts}
    rows = [
        (f"`tracuu[{name}]`", "; ".join(f"`{package}`: {why}" for package, why in found))
        for name, found in reasons.items()
        if name not in ("dev", "servers", "bench")
    ]
    return table(("extra", "what for"), rows)


def vocabularies(_: str, english: bool) -> str:
    """The files of ``corpus/tu-vung``, each with the first words that it says of itself."""
    rows = []
    for path in sorted((ROOT / "corpus" / "tu-vung").glob("*.t*")):
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        rows.append(
            (f"`{path.name}`", said(first.lstrip("# ") if first.startswith("#") else ABOUT.get(path.name, ""), english))
        )
    return table(("file", "what it holds") if english else ("tệp", "nội dung"), rows)


ABOUT = {
    "cap-tieng.tsv": "Cặp tiếng luôn viết một dấu, và cách viết khác đã gặp (quy tắc kiểm tra dấu thanh).",
    "ngay-ban-hanh.tsv": "Ngày ban hành của văn bản trung ương hay được dẫn.",
}
"""Tables whose first line names columns; what they hold is told in ``kiem-tra.toml``."""

MAKERS: dict[str, Maker] = {
    one.__name__: one for one in (cli, api, shapes, section, between, settings, rules, packages, extras, vocabularies)
}
