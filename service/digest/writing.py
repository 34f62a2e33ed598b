"""A digest as text and as a page that any mail program shows: no picture, no script, nothing fetched."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.citations import where
from service.digest.making import Digest, Entry, Part
from service.links import site_address
from service.ports import Held
from service.question import Language
from service.standards.permalinks import quotation_url

HERE = Path(__file__).parent
SAVED = "/da-luu"
"""The page on which saved searches are kept."""


@dataclass(frozen=True)
class Line:
    """An entry as it is written: what, the words of the document, where they stand, the address."""

    told: str
    quote: str
    source: str
    remark: str
    href: str


@dataclass(frozen=True)
class Section:
    """A part under its heading."""

    heading: str
    nothing: str
    lines: tuple[Line, ...]
    more: str


@dataclass(frozen=True)
class Sheet:
    """A digest in words, ready to be laid out."""

    language: Language
    title: str
    subject: str
    day: str
    asked: str
    sections: tuple[Section, ...]
    why: str
    manage: str
    open: str


@cache
def _strings() -> dict[str, dict[str, str]]:
    return tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))


def sheet_of(digest: Digest, held: dict[str, Held]) -> Sheet:
    """A digest in the words of its language."""
    wish, strings = digest.saved.wish, _strings()[digest.saved.wish.language]
    period = {"first": _day(digest.day), "last": _day(digest.until)}

    def say(key: str, **values: object) -> str:
        return strings[key].format(**values)

    def section(heading: str, nothing: str, part: Part) -> Section:
        lines = tuple(_line(entry, held, say) for entry in part.entries)
        return Section(heading, nothing, lines, say("more", count=part.left_out) if part.left_out else "")

    new = section(say("new", count=digest.new.total), say("nothing_new"), digest.new)
    sections = [new]
    if wish.ahead:
        heading = say("due", count=digest.due.total, **period)
        sections.append(section(heading, say("nothing_due", **period), digest.due))
    return Sheet(
        language=wish.language,
        title=say("title", name=wish.name),
        subject=f"{say('title', name=wish.name)} – {_gist(digest, say)} ({_day(digest.day)})",
        day=say("of_day", day=_day(digest.day)),
        asked=digest.asked,
        sections=tuple(sections),
        why=say("why", name=wish.name),
        manage=say("manage", address=site_address() + SAVED),
        open=say("open"),
    )


def _gist(digest: Digest, say: Callable[..., str]) -> str:
    told = [say("subject_new", count=digest.new.total)] if digest.new.total else []
    told += [say("subject_due", count=digest.due.total)] if digest.due.total else []
    return ", ".join(told) or say("subject_nothing")


def _line(entry: Entry, held: dict[str, Held], say: Callable[..., str]) -> Line:
    citation = entry.citation
    document = held.get(citation.document)
    page = say("page", page=citation.page) if citation.page else ""
    remarks = [
        say("digest_of_ours") if document and document.digest else "",
        say("recognised") if citation.recognised else "",
    ]
    return Line(
        told=f"{say('day', day=_day(entry.day))} · {entry.told}" if entry.day else entry.told,
        quote=citation.quote,
        source=", ".join(part for part in (citation.title, citation.locality, where(citation), page) if part),
        remark="; ".join(remark for remark in remarks if remark),
        href=site_address() + quotation_url(citation),
    )


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


# -- laid out ------------------------------------------------------------------------------------


def as_text(sheet: Sheet) -> str:
    """The digest for who reads mail as text."""
    lines = [sheet.title, f"{sheet.day} · {sheet.asked}", ""]
    for section in sheet.sections:
        lines += [section.heading, "-" * len(section.heading)]
        lines += [] if section.lines else [section.nothing]
        for number, one in enumerate(section.lines, start=1):
            source = f"{one.source} ({one.remark})" if one.remark else one.source
            lines += [f"{number}. {one.told}", f"   “{one.quote}”", f"   {source}", f"   {one.href}", ""]
        lines += [section.more] if section.more else []
        lines.append("")
    return "\n".join([*lines, "-- ", sheet.why, sheet.manage, ""])


def as_html(sheet: Sheet) -> str:
    """The digest as a page of its own, for mail and for a browser."""
    return _templates().get_template("digest.html").render(sheet=sheet)


def as_fragment(sheet: Sheet) -> str:
    """The digest as part of another page: a feed's entry."""
    return _templates().get_template("fragment.html").render(sheet=sheet)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
