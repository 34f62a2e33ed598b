"""What the drafter gets: wordings in variants, an outline beside the usual one, his bases checked."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ingest.types import Frozen, Function
from service.audit.types import Level
from service.precedents.alignment import Change
from service.types import Answer, Citation

Reading = Literal["clause", "request"]
"""Whether a text is the wording of a draft, or asks for a wording ("mẫu câu về …")."""


class Filters(Frozen):
    """Restricts where wordings are taken from; ``None`` and empty mean no restriction."""

    level: Level | None = None
    province: str | None = Field(default=None, description="tên tỉnh, thành phố, có hay không có chữ “tỉnh”")
    type: str | None = Field(default=None, description="tên loại hoặc chữ viết tắt: Kế hoạch, KH")
    function: Function | None = None
    without: frozenset[str] = Field(default=frozenset(), description="ids of documents left out")


class Use(Frozen):
    """One more place that has a variant's wording; ``differences`` from the variant's wording, empty if none."""

    citation: Citation
    differences: tuple[Change, ...] = ()


class Variant(Frozen):
    """One way to word it. Near-identical wordings are one variant; ``uses`` are the other places that have it.

    ``fit`` (0 to 1) orders variants of one answer. ``from_draft`` turns the draft's clause into this wording,
    ``from_first`` the wording of the first variant; spans are of the clause and of the quotations.
    """

    n: int = Field(ge=1)
    fit: float
    function: Function
    function_name: str
    citation: Citation
    documents: int = Field(ge=1, description="documents that word it so")
    uses: tuple[Use, ...] = ()
    from_draft: tuple[Change, ...] = ()
    from_first: tuple[Change, ...] = ()


class Precedents(Answer):
    """An answer whose citations are the wordings of its variants, best first."""

    reading: Reading = "clause"
    clause: str = Field(default="", description="the text that wordings were sought for")
    start: int | None = Field(default=None, description="where the clause stands in the draft")
    end: int | None = None
    function: Function | None = None
    function_name: str = ""
    variants: tuple[Variant, ...] = ()


class OutlinePart(Frozen):
    """One function in the outline usual for a type of document.

    ``share`` of the ``documents`` compared have it (0 to 1); ``place`` is its usual rank among the parts.
    """

    function: Function
    name: str
    share: float
    place: int | None = None
    status: Literal["present", "missing", "displaced", "unusual"]
    draft: Citation | None = Field(default=None, description="its heading in the draft")
    examples: tuple[Citation, ...] = Field(default=(), description="how documents of the type head it")


class OutlineReport(Frozen):
    """The draft's outline beside that of held documents of its type."""

    type: str | None
    documents: tuple[str, ...]
    parts: tuple[OutlinePart, ...] = ()


class Basis(Frozen):
    """A basis that sister plans cite and the draft lacks, or one of the draft's own that is suspect."""

    kind: Literal["missing", "suspect", "superseded"]
    symbol: str | None
    text: str
    correction: str | None = None
    documents: int = Field(default=0, description="sister plans that cite it")
    of: int = Field(default=0, description="sister plans compared")
    citations: tuple[Citation, ...] = ()


class DraftReport(Answer):
    """A whole draft: each clause with its precedents, the outline, the bases."""

    draft: str = Field(default="", description="file name of the draft")
    clauses: tuple[Precedents, ...] = ()
    outline: OutlineReport | None = None
    bases: tuple[Basis, ...] = ()
