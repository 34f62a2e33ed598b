"""Whether a numbered block is a heading, and what its title is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.blocks import Block
from ingest.marks import is_upper
from ingest.structure.labels import Label

_NAMED = frozenset({"part", "chapter", "section"})
_INTRODUCES = re.compile(r"(?:như sau|sau đây|\bsau|gồm|\blà|như)\s*:$", re.IGNORECASE)
_REMARK = re.compile(r"\s+(?P<remark>\([^()]*[^\W\d_A-Z][^()]*\)\.?)$")
_STOP = re.compile(r"[.!?]\s+[“\"(]?(?=\S)")
# Longer than this, a numbered block without emphasis is a paragraph, whatever it ends with.
_LONGEST_TITLE = 70
# A body that is named is a heading; one that is named at such length is told what to do.
_LONGEST_NAME = 35
_BODY = re.compile(r"(?:Các|Sở|Bộ|Ban|Phòng|Ủy ban|Uỷ ban|UBND|Công an|Văn phòng|Trung tâm)\s(?!hành|tiêu|chỉ số)")
_LONGEST_INTRODUCED = 30
# "2. Yêu cầu." with text below it is a heading that somebody closed with a full stop.
_STOPPED_TITLE = 5


@dataclass(frozen=True, slots=True)
class Heading:
    """``title`` is ``None`` for a numbered paragraph; ``body`` is the offset in the block where its own text begins."""

    title: str | None
    body: int


def read_heading(block: Block, label: Label, leads: bool, in_article: bool = False) -> Heading:
    """The title of a labelled block.

    ``leads`` says that a bullet, a paragraph or a deeper ordinal follows it, which
    tells a short heading that ends in a full stop from a short numbered sentence;
    ``in_article`` that it is a clause or point of a Điều, where a colon introduces a list.
    """
    rest = block.text[label.length :]
    if not rest.strip():
        return Heading(None, len(block.text))
    if run_in := _run_in(block, label) or _with_remark(block, label):
        return run_in
    if _is_title(rest.strip(), block, label, leads and not (in_article and rest.rstrip().endswith((":", ".")))):
        return Heading(rest.strip(), len(block.text))
    return Heading(None, label.length)


def _run_in(block: Block, label: Label) -> Heading | None:
    """An emphasised beginning with the text going on in the same block."""
    if block.all_bold or block.bold <= label.length:
        return None
    title = block.text[label.length : block.bold].strip()
    rest = block.text[block.bold :]
    if len(title.split()) < 2 or len(rest.split()) < 2:
        return None
    if rest.lstrip()[:1] in ":.":
        title += rest.lstrip()[0]
        return Heading(title, block.bold + len(rest) - len(rest.lstrip()) + 1)
    return Heading(title, block.bold) if title[-1] in ":." or rest.lstrip()[:1].isupper() else None


def _with_remark(block: Block, label: Label) -> Heading | None:
    """A heading in capitals with a remark in brackets behind it, which is text and no title."""
    if (match := _REMARK.search(block.text)) and is_upper(block.text[label.length : match.start()]):
        return Heading(block.text[label.length : match.start()].strip(), match.start("remark"))
    return None


def _is_title(rest: str, block: Block, label: Label, leads: bool) -> bool:
    if label.family in _NAMED or is_upper(rest):
        return True
    count = len(rest.split())
    if block.level or block.all_bold:
        return count <= _LONGEST_TITLE
    if _holds_sentences(rest) or count > (_LONGEST_NAME if _BODY.match(rest) else _LONGEST_TITLE):
        return False
    if rest.endswith(":"):
        points = label.family in ("letter", "bracket")
        return not points and count <= _LONGEST_INTRODUCED and leads and not _INTRODUCES.search(rest)
    if rest.endswith("."):
        return leads and count <= _STOPPED_TITLE
    # a numbered line that nothing follows is itself what is said, even without a full stop
    return leads and rest[-1] not in ";,/"


def _holds_sentences(text: str) -> bool:
    """Whether a full stop inside the text is followed by a capital."""
    return any(text[stop.end()].isupper() for stop in _STOP.finditer(text))
