"""The reader as a permalink opens it: the words cited are lit, and what became of them is said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.types import Document
from service.standards.permalinks import on_this_server, permalink
from service.standards.resolving import Resolved
from web.reading.editions import edition
from web.reading.views import Notice, ReaderView, reader_view
from web.words import Words

if TYPE_CHECKING:
    from service.ports import Holdings


def resolved_view(resolved: Resolved, document: Document, library: Holdings, words: Words) -> ReaderView:
    """The document in the version that was found, at the words that were."""
    span = [None if at is None else str(at) for at in (resolved.start, resolved.end)]
    shown = edition(document.id, resolved.version, words)
    changed = library.former(document.id) is not None
    view = reader_view(document, words, span[0], span[1], None, changed, None if shown.current else shown)
    return replace(view, notice=_notice(resolved, library, words))


def _notice(resolved: Resolved, library: Holdings, words: Words) -> Notice | None:
    if resolved.state == "lost":
        return Notice(words("permalink.lost", opening=resolved.opening), lost=True)
    if resolved.state == "moved":
        return Notice(words("permalink.moved" if resolved.quote else "permalink.moved_document"))
    if resolved.state == "replaced":
        return _replaced(resolved, library, words)
    return None


def _replaced(resolved: Resolved, library: Holdings, words: Words) -> Notice:
    """The band of an old version says that it is one; this, what the version held says."""
    told = words("permalink.replaced")
    if resolved.current:
        held = library.document(resolved.document)
        href = on_this_server(permalink(held, held.text, *resolved.current))
        return Notice(f"{told} {words('permalink.still')}", href=href, link=words("permalink.see_now"))
    return Notice(f"{told} {words('permalink.no_longer')}" if resolved.quote else told)
