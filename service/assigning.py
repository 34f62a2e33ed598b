"""Lines that only say by when, by whom or with what a work is done; the work stands in the line above them."""

from __future__ import annotations

import re
from itertools import takewhile

from ingest.types import Passage
from service.citations import Sources
from service.evidence import Evidence

ASSIGNS = re.compile(
    r"[-+•*\s]*(?:thời (?:gian|hạn)|tiến độ|(?:cơ quan|đơn vị)(?: \w+){0,4}|chủ trì|phối hợp|kết quả|sản phẩm)"
    r"(?: \w+){0,4}\s*:",
    re.IGNORECASE,
)
DESCRIBES = re.compile(r"[-+•*\s]*(?:nội dung|nhiệm vụ|mục tiêu|yêu cầu)(?: \w+){0,4}\s*:", re.IGNORECASE)
MOST = 3  # lines below a work


def assigns(text: str) -> bool:
    """Whether a line only assigns: "Thời gian hoàn thành: …"."""
    return bool(ASSIGNS.match(text))


def assigning_below(sources: Sources, document: str, work: Passage) -> list[Passage]:
    """The lines right below a work, in its own clause, that say by when, by whom or with what it is done."""
    if document not in sources.held or work.kind == "row":
        return []
    text = sources.text(document)
    below = [one for one in sources.passages(document) if one.start >= work.end and one.path == work.path]
    return list(takewhile(lambda one: assigns(text[one.start : one.end]), below))[:MOST]


def said_with(sources: Sources, item: Evidence) -> str:
    """What a passage says, with the lines below that assign it."""
    text = sources.text(item.document) if item.document in sources.held else ""
    below = assigning_below(sources, item.document, item.hit.passage)
    return " ; ".join((item.hit.text, *(text[one.start : one.end] for one in below)))


def work_above(sources: Sources, document: str, line: Passage) -> Passage | None:
    """The work that a line assigns: the nearest above it in its clause that neither assigns nor describes."""
    if document not in sources.held:
        return None
    text = sources.text(document)
    if not assigns(text[line.start : line.end]):
        return None
    above = [one for one in sources.passages(document) if one.path == line.path and one.start < line.start]
    worded = [one for one in above if not _is_labelled(text[one.start : one.end])]
    return worded[-1] if worded else (above[0] if above else None)


def _is_labelled(text: str) -> bool:
    return assigns(text) or bool(DESCRIBES.match(text))
