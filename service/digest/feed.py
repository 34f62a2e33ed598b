"""Digests as a feed, Atom or RSS: an entry a digest, at an address that only its owner knows."""

from __future__ import annotations

from datetime import UTC, datetime, time

from feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from ingest.errors import NotFound
from service.clock import VIETNAM
from service.digest.making import last
from service.digest.writing import SAVED, as_fragment, sheet_of
from service.saved.desk import SavedDesk
from service.saved.types import Saved

ENTRIES = 12  # digests in a feed
FORMS: dict[str, type[SyndicationFeed]] = {"atom": Atom1Feed, "rss": Rss201rev2Feed}
MEDIA = {"atom": "application/atom+xml; charset=utf-8", "rss": "application/rss+xml; charset=utf-8"}


def feed_of(desk: SavedDesk, saved: Saved, form: str, site: str) -> bytes:
    """The last digests of a search, as its owner may see them now; ``site`` is where the pages are.

    Raises :class:`NotFound` for another form than ``atom`` and ``rss``.
    """
    if form not in FORMS:
        raise NotFound(f"Không có nguồn tin dạng {form}.", f"Dùng một trong: {', '.join(FORMS)}.")
    name, wish = f"urn:tracuu:saved:{saved.id}", saved.wish
    title = f"Tra cứu: {wish.name}"
    feed = FORMS[form](title, site + SAVED, title, language=wish.language, feed_guid=name, author_name="Tra cứu")
    held = desk.registers(saved.account).held
    for digest in last(desk, saved, ENTRIES):
        sheet, made = sheet_of(digest, held), datetime.combine(digest.day, time(), VIETNAM)
        feed.add_item(
            title=sheet.subject,
            link=f"{site}{SAVED}/{saved.id}?ngay={digest.day}",
            description=as_fragment(sheet),
            unique_id=f"{name}:{digest.number}",
            unique_id_is_permalink=False,
            pubdate=made,
            updateddate=made,
        )
    if not feed.num_items():  # such a feed would otherwise carry the time of each asking
        feed.latest_post_date = lambda: datetime.fromisoformat(saved.made).astimezone(UTC)
    text: str = feed.writeString("utf-8")
    return text.encode()
