"""Saved searches over HTTP: each sees and changes his own."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from service.access.permitted import visit_of
from service.citations import Sources
from service.digest.feed import MEDIA, feed_of
from service.links import site_address
from service.question import Language
from service.saved.desk import SavedDesk
from service.saved.finding import in_words
from service.saved.types import AHEAD, Kind, Saved, filter_of, wish_of
from service.types import Citation

SHOWN = 200  # finds told at once
FEED = "/tin"


class WishBody(BaseModel):
    """A search to be saved."""

    model_config = ConfigDict(extra="forbid")
    name: str
    kind: Kind
    asked: dict[str, Any] = Field(description="bộ lọc, như tham số của /api/targets-table hoặc /api/obligations")
    ahead: int = Field(default=AHEAD, description="báo trước việc đến hạn trong bấy nhiêu ngày")
    mail: str = Field(default="", description="địa chỉ nhận bản tin")
    quiet: bool = Field(default=False, description="không gửi bản tin trống")
    language: Language = "vi"


class SavedItem(BaseModel):
    """A saved search; ``told`` is its filter in words, ``last`` the day of its last digest."""

    id: int
    name: str
    kind: Kind
    told: str
    asked: dict[str, Any]
    ahead: int
    mail: str
    quiet: bool
    language: Language
    feed: bool
    last: date | None


class SavedList(BaseModel):
    """Saved searches by name."""

    saved: list[SavedItem]


class FindItem(BaseModel):
    """A find: what it says, where, and whether no digest has told it yet."""

    new: bool
    told: str
    citation: Citation


class SavedFound(BaseModel):
    """What a saved search finds now, the new first; at most :data:`SHOWN` of ``total``."""

    saved: SavedItem
    total: int
    new: int
    finds: list[FindItem]


class FeedAddress(BaseModel):
    """The private address of a feed, told this once."""

    atom: str
    rss: str


def saved_searches(desk: SavedDesk) -> APIRouter:
    """The saved searches of whoever asks."""
    router = APIRouter(tags=["đã lưu"])

    @router.get("/saved")
    def saved_list(request: Request) -> SavedList:
        """Các tìm kiếm mình đã lưu."""
        return SavedList(saved=[item_of(desk, one) for one in desk.searches.all(owner_of(request))])

    @router.post("/saved", status_code=201)
    def saved_add(request: Request, body: WishBody) -> SavedItem:
        """Lưu một tìm kiếm; những gì nó thấy hôm nay không kể là mới."""
        asked = filter_of(body.kind, body.asked)
        wish = wish_of(
            body.name, body.kind, asked, ahead=body.ahead, mail=body.mail, quiet=body.quiet, language=body.language
        )
        return item_of(desk, desk.add(owner_of(request), wish))

    @router.get("/saved/{id}")
    def saved_run(
        request: Request, id: int, day: Annotated[date | None, Query(description="tính đến ngày này")] = None
    ) -> SavedFound:
        """Tìm kiếm ấy thấy gì bây giờ, mục mới đứng trước."""
        return found_of(desk, desk.searches.get(id, owner_of(request)), day)

    @router.delete("/saved/{id}", status_code=204)
    def saved_remove(request: Request, id: int) -> Response:
        """Thôi theo dõi."""
        desk.searches.remove(desk.searches.get(id, owner_of(request)).id)
        return Response(status_code=204)

    @router.post("/saved/{id}/feed", status_code=201)
    def saved_feed(request: Request, id: int) -> FeedAddress:
        """Lập địa chỉ riêng của nguồn tin; địa chỉ cũ thôi dùng được."""
        secret = desk.searches.new_feed(desk.searches.get(id, owner_of(request)).id)
        address = feed_address(request, secret)
        return FeedAddress(atom=address + ".atom", rss=address + ".rss")

    return router


def feeds(desk: SavedDesk) -> APIRouter:
    """Digests for feed readers, who have no account: the address is what lets them in."""
    router = APIRouter(include_in_schema=False)

    @router.get(FEED + "/{secret}.{form}")
    def feed(request: Request, secret: str, form: str) -> Response:
        saved = desk.searches.by_feed(secret)
        content = feed_of(desk, saved, form, _site(request))
        return Response(content, media_type=MEDIA[form], headers={"Cache-Control": "private, max-age=900"})

    return router


def owner_of(request: Request) -> int | None:
    """Whose searches whoever asks may see: his account's, or this machine's own where nobody has one."""
    reader = visit_of(request).reader
    return reader.account.id if reader is not None else None


def feed_address(request: Request, secret: str) -> str:
    """Where a feed is read, without its form."""
    return f"{_site(request)}{FEED}/{secret}"


def _site(request: Request) -> str:
    """Where the pages are: as it is set, else as the reader came here."""
    return site_address(str(request.base_url).rstrip("/"))


def item_of(desk: SavedDesk, saved: Saved) -> SavedItem:
    """A saved search as a program is told of it."""
    wish = saved.wish
    return SavedItem(
        id=saved.id,
        name=wish.name,
        kind=wish.kind,
        told=in_words(wish.kind, wish.asked, desk.registers(saved.account).held, wish.language),
        asked=wish.asked.model_dump(mode="json", exclude_defaults=True),
        ahead=wish.ahead,
        mail=wish.mail,
        quiet=wish.quiet,
        language=wish.language,
        feed=saved.feed,
        last=saved.last,
    )


def found_of(desk: SavedDesk, saved: Saved, day: date | None = None) -> SavedFound:
    """What a saved search finds, the new first, each with its quotation."""
    with desk.at_one_state(saved):
        found = desk.run(saved, day)
        sources = Sources(desk.registers(saved.account).archive)
        finds = [
            FindItem(new=one in found.new, told=one.told, citation=one.citation(sources)) for one in found.finds[:SHOWN]
        ]
    return SavedFound(saved=item_of(desk, saved), total=len(found.finds), new=len(found.new), finds=finds)
