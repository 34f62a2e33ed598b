"""What can be saved: a filter of a desk under a name, and what is to be done with what it finds."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from email.errors import MessageError
from email.headerregistry import Address
from typing import Any, Literal, get_args

from pydantic import Field

from ingest.errors import BadRequest
from ingest.types import Frozen
from service.audit.types import Level
from service.question import Language
from service.registers.selection import ObligationFilter
from service.registers.targets import TargetFilter

Kind = Literal["targets", "obligations", "documents", "passages"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LONGEST_NAME = 80  # characters
LONGEST_ASKED = 2000  # characters of a filter
MOST_AHEAD = 366  # days
AHEAD = 14  # days


class DocumentFilter(Frozen):
    """Which documents are asked for; what is left empty restricts nothing."""

    place: str = Field(default="", description="xã hoặc tỉnh của văn bản")
    level: Level | None = Field(default=None, description="cấp ban hành")
    type: str = Field(default="", description="tên loại: Kế hoạch, Nghị quyết…")
    text: str = Field(default="", description="các chữ phải có trong tên loại, số hiệu, cơ quan hoặc trích yếu")


class PassageFilter(Frozen):
    """Which passages are asked for: those that carry every word of ``text``, diacritics or not."""

    text: str = Field(default="", description="các chữ phải có trong đoạn văn; không dấu cũng được")
    place: str = Field(default="", description="xã hoặc tỉnh của văn bản")
    level: Level | None = Field(default=None, description="cấp ban hành")


Asked = TargetFilter | ObligationFilter | DocumentFilter | PassageFilter
FILTERS: Mapping[Kind, type[Asked]] = {
    "targets": TargetFilter,
    "obligations": ObligationFilter,
    "documents": DocumentFilter,
    "passages": PassageFilter,
}


class Wish(Frozen):
    """A search as somebody wants it saved; its digests go to ``mail``, if that is given, ``quiet`` the empty ones not.

    ``ahead``: deadlines within so many days are told.
    """

    name: str
    kind: Kind
    asked: Asked
    ahead: int = AHEAD
    mail: str = ""
    quiet: bool = False
    language: Language = "vi"


@dataclass(frozen=True)
class Saved:
    """A saved search; ``account`` is ``None`` where it was saved while there were no accounts.

    ``last`` is the day of the last digest; ``feed`` whether there is a private address where digests are read.
    """

    id: int
    account: int | None
    owner: str
    wish: Wish
    feed: bool
    made: str
    last: date | None


def wish_of(
    name: str,
    kind: Kind,
    asked: Asked,
    *,
    ahead: int = AHEAD,
    mail: str = "",
    quiet: bool = False,
    language: Language = "vi",
) -> Wish:
    """A wish that can be kept; raises :class:`BadRequest` for one that cannot, in words."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise BadRequest("Tìm kiếm đã lưu cần một tên.", f"Đặt tên 1 đến {LONGEST_NAME} ký tự.")
    if not 0 <= ahead <= MOST_AHEAD:
        raise BadRequest("Số ngày báo trước không dùng được.", f"Ghi từ 0 đến {MOST_AHEAD} ngày.")
    if len(asked.model_dump_json()) > LONGEST_ASKED:
        raise BadRequest("Điều kiện quá dài để lưu.", "Chọn ít văn bản hơn, hoặc lọc theo xã, tỉnh.")
    if isinstance(asked, PassageFilter) and not asked.text.strip():
        raise BadRequest(
            "Theo dõi đoạn văn thì phải có chữ cần tìm.", "Thêm các chữ phải có, ví dụ: bình dân học vụ số."
        )
    if isinstance(asked, ObligationFilter):
        _ = asked.window  # raises for a time that nobody can read, now and not in a week
    return Wish(name=name, kind=kind, asked=asked, ahead=ahead, mail=_address(mail), quiet=quiet, language=language)


def _address(mail: str) -> str:
    """An address as a letter's heading takes it, "" for none; nothing that could become a heading of its own."""
    mail = mail.strip()
    if not mail:
        return ""
    try:
        known = Address(addr_spec=mail)
        if known.domain and known.username and known.addr_spec == mail and mail.isascii() and mail.isprintable():
            return mail
    except (MessageError, ValueError, IndexError, AttributeError):  # so the parser of the library fails
        pass
    raise BadRequest(f"“{mail[:100]}” không phải địa chỉ thư.", "Ghi một địa chỉ, ví dụ vanthu@xuanthanh.gov.vn.")


def kind_of(text: str) -> Kind:
    """The kind named; raises :class:`BadRequest`."""
    for kind in KINDS:
        if kind == text:
            return kind
    raise BadRequest(f"Không lưu được tìm kiếm loại “{text}”.", f"Chọn một trong: {', '.join(KINDS)}.")


def filter_of(kind: Kind, values: Mapping[str, Any]) -> Asked:
    """The filter of a kind; raises :class:`BadRequest` for a condition that it does not have."""
    from service.registers.command import read_filter

    return read_filter(FILTERS[kind], values)
