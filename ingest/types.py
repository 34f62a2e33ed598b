"""The shapes that every other module passes around.

A :class:`Document` has exactly one canonical text. Everything else here is a
half-open span ``[start, end)`` of that text, counted in Unicode code points, so
that ``text[start:end]`` is always the quotation itself.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Comparator = Literal[">=", ">", "=", "<=", "<", "~", "range"]
Family = Literal["state", "party"]
SectionKind = Literal[
    "header",
    "title",
    "preamble",
    "heading",
    "para",
    "starred",
    "closing",
    "recipients",
    "signature",
    "appendix",
    "appendix_group",
]
PassageKind = Literal["title", "heading", "paragraph", "bullet", "row", "footnote", "administrative"]
TargetClass = Literal["target", "sub_target", "universal"]
Function = Literal[
    "can_cu", "tinh_hinh", "quan_diem", "muc_dich", "muc_tieu", "pham_vi",
    "nhiem_vu", "kinh_phi", "to_chuc", "ket", "hinh_thuc", "khac",
]  # fmt: skip
"""What a part is for, by the codes of ``corpus/tu-vung/chuc-nang.toml``; ``khac`` where nothing tells."""


class Frozen(BaseModel):
    """A value that validates once, when it is made, and never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Frozen):
    """A non-empty half-open range ``[start, end)`` of a canonical text."""

    start: int = Field(ge=0)
    end: int = Field(ge=1)

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"a span must end after it starts, got [{self.start}, {self.end})")
        return self


class Section(Span):
    """One node of the outline; its span holds its heading and all its descendants.

    ``path`` carries the printed labels from the top (``("II", "1")``,
    ``("Phụ lục I", "III")``); parts without a number are named ``HEADER``,
    ``TITLE``, ``PREAMBLE``, ``CLOSING``, ``RECIPIENTS``, ``SIGNATURE``.
    ``body_start`` is where the heading ends and the section's own text begins.
    ``function`` is that of the words it opens with, its heading if it has one.
    """

    path: tuple[str, ...]
    title: str | None
    depth: int = Field(ge=1)
    kind: SectionKind
    body_start: int = Field(ge=0)
    page: int | None = None
    function: Function = "khac"


class Passage(Span):
    """The unit of retrieval: a heading, paragraph, bullet or table row.

    A passage never crosses a section. ``path`` may be one label longer than the
    path of its section (the number of a table row). ``titles`` are the headings
    along ``path``, "" where a label has no title. ``context`` is what is indexed
    in front of the text and never shown: the locality and the last headings.
    ``function`` is that of its section unless its own words tell another.
    """

    ordinal: int = Field(ge=0, description="position in reading order within the document")
    path: tuple[str, ...]
    titles: tuple[str, ...]
    kind: PassageKind
    context: str = ""
    page: int | None = None
    function: Function = "khac"


class Row(Span):
    """One printed row of a table: its cells as spans of the canonical text.

    A row that breaks over a page stays two rows; the second has
    ``continues=True``. ``number`` is the printed ordinal ("20"), "" if none;
    ``path`` is that of the logical row, the same for both halves.
    """

    table: int = Field(ge=0, description="index of the table within the document")
    path: tuple[str, ...]
    number: str = ""
    role: Literal["header", "group", "body"] = "body"
    continues: bool = False
    cells: tuple[tuple[int, int], ...] = Field(description="(start, end) per column; start == end if empty")
    merged: tuple[int, ...] = Field(default=(), description="columns whose cell is one with the cell above")
    page: int | None = None


class Box(Span):
    """Where a stretch of the canonical text stands on paper: one printed line of one page.

    The rectangle is in fractions of the page as it is shown, from its upper left corner. ``stops`` are where each
    word (what spaces part) begins and ends, two figures a word, in thousandths of the way from ``x0`` to ``x1``;
    empty where only the line's place is known.
    """

    page: int = Field(ge=1)
    x0: float
    y0: float
    x1: float
    y1: float
    stops: tuple[int, ...] = ()


class Fact(Span):
    """Something a document commits to, tied to the words that say it."""

    document: str = ""
    section: tuple[str, ...] = ()
    quote: str


class Target(Fact):
    """A measurable aim. ``60 %`` is ``value=60, unit="%"``.

    ``deadline`` is ``2025``, ``2025..2027``, ``2026-07`` or ``None``;
    ``deadline_from`` says where it was found. ``key`` is that of an indicator of
    the vocabulary; where ``key_inferred``, it was found by the likeness of the
    words to those of other targets, and begins with ``khac-`` if what they share
    is no indicator of the vocabulary. ``cls`` is ``sub_target`` for
    "trong đó …" figures and ``universal`` for "toàn xã" without a figure.
    """

    indicator: str
    key: str | None = None
    key_inferred: bool = False
    comparator: Comparator
    value: float
    value_max: float | None = None
    unit: str
    scope: str | None = None
    deadline: str | None = None
    deadline_from: Literal["text", "heading", "table", "title", "none"] = "none"
    cls: TargetClass = "target"


class Task(Fact):
    """A piece of work assigned in a table or in prose."""

    number: str | None = None
    text: str
    lead: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    output: str | None = None
    deadline: str | None = None
    deadline_text: str | None = None
    frequency: str | None = None


class Duty(Fact):
    """Who does or reports what, to whom, how often, by which day."""

    actor: str | None = None
    actor_inferred: bool = False
    action: str
    recipient: str | None = None
    frequency: str | None = None
    deadline: str | None = None


class Reference(Fact):
    """A citation of another document, as printed and as understood.

    ``symbol`` is the canonical form (``57-NQ/TW``, ``71/NQ-CP``).
    """

    printed: str
    symbol: str | None = None
    type: str | None = None
    issuer: str | None = None
    issued: str | None = None
    resolved: str | None = None
    suspect: bool = False
    reason: str | None = None
    correction: str | None = None


class Signer(Frozen):
    """Who signed, and as what."""

    name: str
    role: str | None = None


class Period(Frozen):
    """The years a plan speaks for."""

    start: str | None = Field(default=None, alias="from")
    end: str | None = Field(default=None, alias="to")

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Metadata(Frozen):
    """What a document says about itself (NĐ 30/2020, Phụ lục I; HD 36-HD/VPTW)."""

    type: str | None = Field(default=None, description="tên loại: Kế hoạch, Nghị quyết…")
    type_code: str | None = Field(default=None, description="KH, NQ, QĐ, CTr…")
    symbol: str | None = Field(default=None, description="số, ký hiệu: 57-NQ/TW")
    family: Family = "state"
    issuer: str | None = None
    commune: str | None = None
    province: str | None = None
    province_inferred: bool = False
    issued: str | None = Field(default=None, description="2025-11-24, 2025-11 or None")
    subject: str | None = Field(default=None, description="trích yếu")
    signer: Signer | None = None
    period: Period | None = None


class Quality(Frozen):
    """How far the text of a document can be trusted.

    ``layer`` is ``text`` where the file carries its text, ``ocr`` where it was recognised from pictures, ``mixed``
    where some pages were. ``syllables`` is the share, 0–1, of its ``words`` that are in the dictionary of
    Vietnamese syllables. ``doubted`` are pages to be compared with the paper before they are quoted; ``joined``
    counts the tables that run over pages.
    """

    layer: Literal["text", "ocr", "mixed"] = "text"
    ocr_pages: tuple[int, ...] = ()
    words: int = 0
    syllables: float = 1.0
    doubted: tuple[int, ...] = ()
    tables: int = 0
    joined: int = 0

    def recognised(self, page: int | None) -> bool:
        """Whether the text of a page was recognised from its picture; without a page, whether any was."""
        return self.layer == "ocr" or (bool(self.ocr_pages) if page is None else page in self.ocr_pages)

    @property
    def line(self) -> str:
        """The quality in one line of Vietnamese."""
        read = {"text": "lớp chữ của tệp", "ocr": "nhận dạng chữ từ ảnh", "mixed": "lớp chữ, một phần nhận dạng từ ảnh"}
        parts = [read[self.layer], f"{100 * self.syllables:.1f} % từ đúng chính tả".replace(".", ",")]
        if self.doubted:
            parts.append(f"{len(self.doubted)} trang nên đối chiếu bản gốc")
        if self.tables:
            parts.append(f"{self.tables} bảng" + (f", {self.joined} bảng nối qua trang" if self.joined else ""))
        return " · ".join(parts)


class Document(Metadata):
    """One source, read, structured and understood.

    ``text`` is the canonical text: NFC, one block (heading, paragraph, bullet,
    table row) a line, cells separated by a tab. ``page_starts[i]`` is the offset
    at which page ``i + 1`` begins; empty where the source has no pages.
    """

    id: str
    source: str = Field(description="file name as ingested")
    sha256: str = Field(description="of the bytes as ingested")
    digest: bool = Field(default=False, description="a digest of ours that stands in for the original")
    text: str
    pages: int | None = None
    page_starts: tuple[int, ...] = ()
    boxes: tuple[Box, ...] = Field(default=(), description="places on the pages, where the source has a layout")
    recognised: tuple[int, ...] = Field(default=(), description="pages read from their image by OCR")
    quality: Quality = Field(default=Quality(), description="how far the text can be trusted")
    sections: tuple[Section, ...] = ()
    passages: tuple[Passage, ...] = ()
    rows: tuple[Row, ...] = ()
    targets: tuple[Target, ...] = ()
    tasks: tuple[Task, ...] = ()
    duties: tuple[Duty, ...] = ()
    references: tuple[Reference, ...] = ()
    warnings: tuple[str, ...] = ()
