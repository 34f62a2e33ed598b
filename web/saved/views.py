"""What the pages of saved searches are given, complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ingest.errors import TracuuError
from service.digest.making import Digest, Part
from service.saved.desk import SavedDesk
from service.saved.finding import in_words
from service.saved.types import AHEAD, LONGEST_NAME, Kind, Saved
from web.filtering import Choice, address, choices
from web.quotations import Quotation, quotation
from web.words import Words

PATH = "/da-luu"
DESKS: Mapping[Kind, str] = {"targets": "/chi-tieu", "obligations": "/nghia-vu"}
FOLLOWED: tuple[Kind, ...] = ("documents", "passages")
"""What has no desk of its own to be saved from."""


@dataclass(frozen=True)
class Row:
    """A saved search in the list; ``desk`` is the same on its desk, "" where it has none."""

    id: int
    name: str
    href: str
    kind: str
    told: str
    desk: str
    last: str
    mail: str
    feed: bool


@dataclass(frozen=True)
class Draft:
    """The form as it was filled in, so that nothing typed is lost when it is refused."""

    kinds: tuple[Choice, ...]
    asked: str = ""
    name: str = ""
    text: str = ""
    place: str = ""
    ahead: str = str(AHEAD)
    mail: str = ""
    quiet: bool = False
    longest: int = LONGEST_NAME


@dataclass(frozen=True)
class ListView:
    """The page of all of them; ``feeds`` are addresses told this once."""

    rows: tuple[Row, ...]
    draft: Draft
    done: str = ""
    feeds: tuple[str, ...] = ()
    of: str = ""
    error: TracuuError | None = None


@dataclass(frozen=True)
class Item:
    """Something new or due, with what says it."""

    told: str
    day: str
    quotation: Quotation


@dataclass(frozen=True)
class Section:
    """New things, or things due."""

    heading: str
    nothing: str
    items: tuple[Item, ...]
    more: int


@dataclass(frozen=True)
class OneView:
    """The page of one: what a digest says, or would say today; ``days`` are the digests to look back at."""

    row: Row
    title: str
    of_day: bool
    sections: tuple[Section, ...]
    days: tuple[tuple[str, str, bool], ...] = field(default=())


def row_of(desk: SavedDesk, saved: Saved, words: Words) -> Row:
    """A saved search in words."""
    wish = saved.wish
    held = desk.registers(saved.account).held
    asked = wish.asked.model_dump(mode="json", exclude_defaults=True)
    params = [(name, one) for name, value in asked.items() for one in (value if isinstance(value, list) else [value])]
    path = DESKS.get(wish.kind, "")
    return Row(
        id=saved.id,
        name=wish.name,
        href=f"{PATH}/{saved.id}",
        kind=words(f"saved.kind_{wish.kind}"),
        told=in_words(wish.kind, wish.asked, held, words.language),
        desk=address(path, [(name, str(value)) for name, value in params]) if path else "",
        last=_day(saved.last) if saved.last else "",
        mail=wish.mail,
        feed=saved.feed,
    )


def kinds_of(words: Words, chosen: str = "documents") -> tuple[Choice, ...]:
    """What can be followed from the page itself."""
    return choices({kind: words(f"saved.kind_{kind}") for kind in FOLLOWED}, chosen)


def one_view(
    desk: SavedDesk, digest: Digest, digests: Sequence[tuple[int, date]], words: Words, *, of_day: bool
) -> OneView:
    """The page of a digest."""
    saved, held = digest.saved, desk.registers(digest.saved.account).held
    period = {"first": _day(digest.day), "last": _day(digest.until)}

    def section(heading: str, nothing: str, part: Part) -> Section:
        items = tuple(
            Item(entry.told, _day(entry.day) if entry.day else "", quotation(entry.citation, held, words))
            for entry in part.entries
        )
        return Section(heading, nothing, items, part.left_out)

    new = section(words("saved.new", count=digest.new.total), words("saved.nothing_new"), digest.new)
    due_words = words("saved.due", count=digest.due.total, **period)
    due = section(due_words, words("saved.nothing_due", **period), digest.due)
    return OneView(
        row=row_of(desk, saved, words),
        title=words("saved.digest_of", day=_day(digest.day)) if of_day else words("saved.since_last"),
        of_day=of_day,
        sections=(new, due) if saved.wish.ahead else (new,),
        days=tuple((_day(day), f"{PATH}/{saved.id}?ngay={day}", of_day and day == digest.day) for _, day in digests),
    )


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
