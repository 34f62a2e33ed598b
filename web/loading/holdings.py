"""What the library holds by where it came from, and what removing a document would lose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from index.types import Kept
from service.loading.removal import Loss
from service.ports import Held
from web.loading.views import RunView, address, local_time, named
from web.places import reader_url
from web.words import Words

PAGE = 100  # documents a page of the list
SHOWN_PARTS = 2  # of a folder's path: enough to know it by, without telling how this machine is laid out


@dataclass(frozen=True)
class Holding:
    """A document held, with what may be done to it."""

    name: str
    href: str
    file: str
    taken: str
    digest: bool
    changes: str
    remove: str


@dataclass(frozen=True)
class Shelf:
    """The documents of one folder, or those sent through the pages."""

    title: str
    holdings: tuple[Holding, ...]


@dataclass(frozen=True)
class Limits:
    """What may be sent: megabytes a file and a request, files a request, suffixes."""

    file: int
    request: int
    count: int
    suffixes: tuple[str, ...]


@dataclass(frozen=True)
class LoadingView:
    """The page of the desk."""

    limits: Limits
    current: tuple[RunView, ...]
    recent: tuple[RunView, ...]
    shelves: tuple[Shelf, ...]
    count: int
    superseded: int
    page: int
    pages: int
    removed: bool
    collections: tuple[str, ...] = ()
    """Where files may be put, if there is a choice."""


@dataclass(frozen=True)
class RemovalView:
    """What is lost with a document, and the two ways on."""

    name: str
    href: str
    action: str
    lost: tuple[str, ...]
    cited_by: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def shelves(kept: Sequence[Kept], held: Mapping[str, Held], uploads: Path, words: Words) -> tuple[Shelf, ...]:
    """Documents by folder, in the order of ``kept``; those under ``uploads`` were sent through the pages."""

    def title(one: Kept) -> str:
        folder = Path(one.path).parent
        if folder.is_relative_to(uploads):
            return words("loading.held_uploads")
        shown = "/".join(folder.parts[-SHOWN_PARTS:])
        return words("loading.held_folder", folder=shown)

    grouped = groupby(sorted(kept, key=lambda one: (title(one), one.path)), key=title)
    return tuple(
        Shelf(name, tuple(_holding(one, held[one.document], words) for one in group)) for name, group in grouped
    )


def _holding(kept: Kept, held: Held, words: Words) -> Holding:
    return Holding(
        name=named(held, words),
        href=reader_url(held.id),
        file=held.source,
        taken=local_time(kept.taken),
        digest=held.digest,
        changes=address("/nap/thay-doi", held.id) if kept.changed else "",
        remove=address("/nap/go", held.id),
    )


def removal_view(loss: Loss, words: Words, *, former: bool) -> RemovalView:
    """What removing a document means, in words."""
    document = loss.document
    counts = document.model_dump(include={"sections", "passages", "targets", "tasks", "duties", "references"})
    lost = [words("loading.remove.text", **counts), words("loading.remove.facts", **counts)]
    lost += [words("loading.remove.original")]
    lost += [words("loading.remove.former")] if former else []
    notes = [words("loading.remove.links")]
    notes += [words("loading.remove.digest", name=loss.digest)] if loss.digest else []
    notes += [words("loading.remove.still_there")] if loss.still_there else []
    notes += [words("loading.remove.yours")]
    return RemovalView(
        name=named(document, words),
        href=reader_url(document.id),
        action=address("/nap/go", document.id),
        lost=tuple(lost),
        cited_by=tuple((named(one, words), reader_url(one.id)) for one in loss.cited_by),
        notes=tuple(notes),
    )
