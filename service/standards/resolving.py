"""Where a permalink leads today: to the words cited, or to the reason why not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from index.types import Version
from ingest.errors import NotFound
from ingest.types import Document, Frozen
from service.ports import Holdings
from service.standards.permalinks import Link
from service.standards.selectors import Selector, find, stands
from service.standards.works import work_of

State = Literal["held", "moved", "replaced", "lost"]
"""As it was cited; the same words, found anew in another reading or version; the version cited, which another has
replaced; not to be found."""

NOTES: dict[State, str] = {
    "held": "Đúng bản và đúng chỗ được dẫn.",
    "moved": "Văn bản đã được đọc lại hoặc có bản khác; đúng những chữ được dẫn nay ở chỗ này.",
    "replaced": "Đây là bản được dẫn; nay đã có bản mới thay nó.",
    "lost": "Không còn thấy những chữ được dẫn trong bản đang giữ; bản được dẫn không có ở đây.",
}


class Resolved(Frozen):
    """Where a permalink leads. ``start`` and ``end`` are offsets into the version shown."""

    document: str
    state: State
    note: str = Field(description="trạng thái, bằng lời")
    version: Version = Field(description="bản được chỉ tới")
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    opening: str = Field(default="", description="những chữ đầu của đoạn được dẫn, theo địa chỉ")
    current: tuple[int, int] | None = Field(
        default=None, description="bản được dẫn đã bị thay: chỗ của đúng những chữ ấy trong bản đang giữ"
    )


@dataclass(frozen=True)
class _Found:
    state: State
    version: Version
    span: tuple[int, int] | None = None
    current: tuple[int, int] | None = None


def resolve(library: Holdings, link: Link) -> tuple[Resolved, Document]:
    """What a link leads to, with the document as it is in that version.

    Raises :class:`~ingest.errors.NotFound` if no document held is the one.
    """
    with library.steady(searching=False):
        return _resolved(library, link)


def _resolved(library: Holdings, link: Link) -> tuple[Resolved, Document]:
    id = _document(library, link)
    versions = library.versions(id)
    found = _whole(versions, link) if link.selector is None else _words(library, id, versions, link, link.selector)
    held = found.version.until is None
    document = library.document(id) if held else library.version(id, str(found.version.ordinal))[1]
    start, end = found.span or (None, None)
    resolved = Resolved(
        document=id,
        state=found.state,
        note=NOTES[found.state],
        version=found.version,
        start=start,
        end=end,
        quote=document.text[start:end] if found.span else None,
        opening=link.selector.opening if link.selector else "",
        current=found.current,
    )
    return resolved, document


def _document(library: Holdings, link: Link) -> str:
    """By its file, also one that was replaced; else by its name."""
    held = library.documents()
    if link.file:
        of_file = next((one.id for one in held if one.sha256.startswith(link.file)), None)
        found = of_file or next(iter(library.replaced(link.file)), None)
        if found is not None:
            return found
    works = ((one.id, work_of(one, one.source)) for one in held)
    named = [id for id, work in works if work.key == link.work and (work.is_named or not link.file)]
    if named:
        return next((id for id in named if link.selector and find(library.text(id), link.selector)), named[0])
    raise NotFound(
        "Không có văn bản mà địa chỉ này dẫn tới.",
        f"Văn bản ({link.work}) chưa được nạp ở đây, đã được gỡ, hoặc nằm trong bộ sưu tập bạn không được xem.",
    )


def _whole(versions: list[Version], link: Link) -> _Found:
    """The version cited, unless it is only another reading of the file that is held."""
    current = versions[-1]
    cited = _cited(versions, link)
    if not (link.file or link.version) or (link.file and current.sha256.startswith(link.file)) or cited is current:
        return _Found("held", current)
    return _Found("replaced", cited) if cited else _Found("moved", current)


def _words(library: Holdings, id: str, versions: list[Version], link: Link, selector: Selector) -> _Found:
    """The words in the file cited as it is read now, else in the version cited, else in what is held."""
    current, cited = versions[-1], _cited(versions, link)
    text = library.text(id)
    if current.content.startswith(link.version or current.content) and stands(text, selector):
        return _Found("held", current, (selector.start, selector.end))
    now = find(text, selector)
    if now and link.file and current.sha256.startswith(link.file):
        return _Found("moved", current, now)
    for version, span in _before(library, id, versions, cited, link, selector):
        return _Found("replaced", version, span, now)
    return _Found("moved" if now else "lost", current, now)


def _before(
    library: Holdings, id: str, versions: list[Version], cited: Version | None, link: Link, selector: Selector
) -> Iterator[tuple[Version, tuple[int, int]]]:
    """Former versions that have the words: the one cited, then other readings of its file."""
    alike = [one for one in reversed(versions) if link.file and one.sha256.startswith(link.file) and one is not cited]
    for version in [one for one in (cited, *alike) if one is not None and one.until is not None]:
        text = library.version(id, str(version.ordinal))[1].text
        span = (selector.start, selector.end) if stands(text, selector) else find(text, selector)
        if span is not None:
            yield version, span


def _cited(versions: list[Version], link: Link) -> Version | None:
    """The version that a link names by its text, else the last one of the file that it names."""
    for version in reversed(versions):
        if link.version and version.content.startswith(link.version):
            return version
    return next((one for one in reversed(versions) if link.file and one.sha256.startswith(link.file)), None)
