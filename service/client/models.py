"""The shapes of the API, generated from its description by ``make client``: not to be edited."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from service.client.base import Shape


class Alive(Shape):
    """
    The process answers.
    """

    status: Literal["ok"] = "ok"


class Box(Shape):
    """
    Where a stretch of the canonical text stands on paper: one printed line of one page.

    The rectangle is in fractions of the page as it is shown, from its upper left corner. ``stops`` are where each
    word (what spaces part) begins and ends, two figures a word, in thousandths of the way from ``x0`` to ``x1``;
    empty where only the line's place is known.
    """

    start: int
    end: int
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    stops: list[int] = []


class Cell(Shape):
    """
    A place in a table, as far as it is known.

    ``table`` counts the tables of the document from 1; ``row`` is its printed number or, without one, its place;
    ``column`` is the heading above it.
    """

    table: int
    row: str | None = None
    column: str | None = None


class Change(Shape):
    """
    A stretch that both texts share, or that only one has.

    ``old`` and ``new`` are spans of the two texts (``None`` where the stretch is not in that text); laid end to
    end, they cover each text completely. ``text`` is the stretch as printed, in the new text if it is there.
    """

    op: Literal["equal", "insert", "delete"]
    text: str
    old: list[int] | None = None
    new: list[int] | None = None


class ChosenBody(Shape):
    """
    Which variants to write; none named means all.
    """

    text: str
    level: Literal["xa", "tinh", "trung_uong"] | None = None
    province: str | None = None
    type: str | None = None
    function: (
        Literal[
            "can_cu",
            "tinh_hinh",
            "quan_diem",
            "muc_dich",
            "muc_tieu",
            "pham_vi",
            "nhiem_vu",
            "kinh_phi",
            "to_chuc",
            "ket",
            "hinh_thuc",
            "khac",
        ]
        | None
    ) = None
    limit: int = 8
    chosen: Annotated[list[int], Field(max_length=20)] = []


class Citation(Shape):
    """
    A quotation and the place it stands at; ``text[start:end] == quote``, always.

    ``recognised`` says that its words were recognised from a picture of the page: it is faithful to that reading,
    not to the paper. ``cell`` tells where it stands in a table.
    """

    n: int
    """
    the number used as [n] in the answer
    """
    document: str
    source: str
    """
    file name as ingested
    """
    title: str
    locality: str | None = None
    section: list[str] = []
    section_titles: list[str] = []
    page: int | None = None
    quote: str
    start: int
    end: int
    score: float = 0.0
    recognised: bool = False
    cell: Cell | None = None
    version: str | None = None
    """
    bản của văn bản, như trong /api/documents/{id}/versions
    """
    permalink: str | None = None
    """
    địa chỉ bền của trích dẫn, theo được ở /api/tl/…
    """


class Deadline(Shape):
    """
    A time that the question asks for.

    ``by``: due at the latest at ``end``; ``in``: due within ``[start, end]``, no
    other time; ``range``: set for the very period. Values as in ``Target.deadline``.
    """

    reading: Literal["by", "in", "range", "from", "after"]
    start: str
    end: str
    printed: str = ""
    """
    the words of the question
    """


class Decision(Shape):
    """
    What a person made of a finding.
    """

    verdict: Literal["accepted", "dismissed"]
    note: str = ""
    by: str = ""
    at: str = ""
    """
    ISO 8601, UTC
    """


class Dropped(Shape):
    """
    How many sentences were dropped for one reason.
    """

    reason: Literal[
        "uncited",
        "unknown",
        "figure",
        "date",
        "name",
        "symbol",
        "number",
        "negation",
        "sense",
        "unproven",
        "place",
        "unused",
        "address",
        "length",
        "unfinished",
    ]
    told: str
    count: int


class Duty(Shape):
    """
    Who does or reports what, to whom, how often, by which day.
    """

    start: int
    end: int
    document: str = ""
    section: list[str] = []
    quote: str
    actor: str | None = None
    actor_inferred: bool = False
    action: str
    recipient: str | None = None
    frequency: str | None = None
    deadline: str | None = None


class Edge(Shape):
    """
    ``source`` cites ``target``; ``start`` and ``end`` are of the strongest citation, in the text of ``source``.
    """

    source: str
    target: str
    relation: Literal["carries_out", "basis", "mention"]
    count: int
    section: list[str] = []
    quote: str
    start: int
    end: int


class ErrorDetail(Shape):
    """
    What happened, in words, and what to do next; ``code`` is stable, ``request_id`` finds it in the log.
    """

    code: str
    message: str
    hint: str = ""
    request_id: str | None = None


class FacetValue(Shape):
    """
    One value of a facet, and how many of the passages found have it.
    """

    value: str
    count: int
    chosen: bool = False


class FactChange(Shape):
    """
    A target, task, duty or reference that changed. One fact may have two changes: raised and postponed.
    """

    kind: Literal["target", "task", "duty", "reference"]
    changes: list[
        Literal["added", "dropped", "raised", "lowered", "postponed", "advanced", "reassigned", "restated", "reordered"]
    ]
    text: str
    old: Citation | None = None
    new: Citation | None = None


class Figure(Shape):
    """
    A figure that the question puts as a condition; ``60 %`` is 60 with unit ``%``.

    ``literal`` figures were quoted from a text ("trên 60%" in quotation marks):
    they must be printed so, not merely be implied.
    """

    comparator: Literal[">=", ">", "=", "<=", "<", "~", "range"]
    value: float
    value_max: float | None = None
    unit: str = ""
    literal: bool = False


class FileDecision(Shape):
    """
    What to do with a file that is another version of a document held.
    """

    decision: Literal["replace", "keep", "drop"]


class FileResult(Shape):
    """
    What became of one file of a sync.
    """

    path: str
    outcome: Literal["added", "updated", "unchanged", "duplicate", "rejected"]
    document: str | None = None
    message: str = ""
    """
    why rejected, or which document it duplicates
    """
    hint: str = ""
    warnings: list[str] = []
    given_up: str | None = None
    """
    document removed, for its file holds another one by now
    """
    placed: str | None = None
    """
    collection that a document held before was put into
    """


class Finding(Shape):
    """
    Something an inspector would point out, with a quotation from every place involved.

    ``id`` depends on the document's name, the rule and the words quoted, not on
    offsets: a decision taken on it still applies when the document is read again.
    """

    document: str
    category: Literal[
        "authority",
        "blank",
        "citation",
        "frame",
        "missing_appendix",
        "nq57",
        "ocr",
        "regression",
        "reporting",
        "structure",
        "target",
        "task_gap",
        "template_leftover",
        "terminology",
    ]
    severity: Literal["A", "B", "C"]
    text: str
    citations: Annotated[list[Citation], Field(validate_default=True)] = []
    rule: str = ""
    id: str = ""
    decision: Decision | None = None


class FindingDecision(Shape):
    """
    What a person makes of a finding; dismissing needs a note.
    """

    verdict: Literal["accepted", "dismissed"]
    note: str = ""
    by: str = ""


class FoundDuty(Shape):
    """
    A duty with its permalink.
    """

    start: int
    end: int
    document: str = ""
    section: list[str] = []
    quote: str
    actor: str | None = None
    actor_inferred: bool = False
    action: str
    recipient: str | None = None
    frequency: str | None = None
    deadline: str | None = None
    permalink: str
    """
    địa chỉ bền của những chữ ấy, theo được ở /api/tl/…
    """


class FoundHit(Shape):
    """
    A passage found, with the reasons why.
    """

    document: str
    source: str
    source_id: str | None = None
    title: str
    section: list[str] = []
    section_titles: list[str] = []
    page: int | None = None
    quote: str
    start: int
    end: int
    score: float
    recognised: bool = False
    permalink: str | None = None
    """
    địa chỉ bền của đoạn, theo được ở /api/tl/…; đoạn của bộ sưu tập rời thì không có
    """
    matched: list[list[int]] = []
    """
    words of the query, as spans of the quote
    """
    dense_rank: int | None = None
    """
    place by meaning, from 1; null if not among them
    """
    lexical_rank: int | None = None
    """
    place by words, from 1; null if not among them
    """
    marks: list[Literal["target", "deadline"]] = []
    """
    carries a target; carries a deadline
    """


class FoundReference(Shape):
    """
    A reference with its permalink.
    """

    start: int
    end: int
    document: str = ""
    section: list[str] = []
    quote: str
    printed: str
    symbol: str | None = None
    type: str | None = None
    issuer: str | None = None
    issued: str | None = None
    resolved: str | None = None
    suspect: bool = False
    reason: str | None = None
    correction: str | None = None
    permalink: str
    """
    địa chỉ bền của những chữ ấy, theo được ở /api/tl/…
    """


class FoundTarget(Shape):
    """
    A target with its permalink.
    """

    start: int
    end: int
    document: str = ""
    section: list[str] = []
    quote: str
    indicator: str
    key: str | None = None
    key_inferred: bool = False
    comparator: Literal[">=", ">", "=", "<=", "<", "~", "range"]
    value: float
    value_max: float | None = None
    unit: str
    scope: str | None = None
    deadline: str | None = None
    deadline_from: Literal["text", "heading", "table", "title", "none"] = "none"
    cls: Literal["target", "sub_target", "universal"] = "target"
    permalink: str
    """
    địa chỉ bền của những chữ ấy, theo được ở /api/tl/…
    """


class FoundTask(Shape):
    """
    A task with its permalink.
    """

    start: int
    end: int
    document: str = ""
    section: list[str] = []
    quote: str
    number: str | None = None
    text: str
    lead: list[str] = []
    partners: list[str] = []
    output: str | None = None
    deadline: str | None = None
    deadline_text: str | None = None
    frequency: str | None = None
    permalink: str
    """
    địa chỉ bền của những chữ ấy, theo được ở /api/tl/…
    """


class FrameInfo(Shape):
    """
    The frame an audit was made against.
    """

    id: str
    name: str
    document: str | None = None
    """
    the document held that its quotations come from
    """


class Likeness(Shape):
    """
    A document held that another file is a version of, and by what that is known.
    """

    document: str
    why: Literal["symbol", "subject", "name"]


class MatrixCell(Shape):
    """
    One document against one item of the frame.
    """

    document: str
    item: str
    status: Literal[
        "exceeds",
        "meets",
        "lower",
        "later",
        "different denominator",
        "mentioned without a figure",
        "absent",
        "not binding at this level",
        "substantive",
        "in passing",
    ]
    evidence: Annotated[list[Citation], Field(validate_default=True)] = []
    frame_evidence: Annotated[list[Citation], Field(validate_default=True)] = []
    item_text: str = ""
    kind: Literal["target", "group", "task"] = "target"
    group: str | None = None
    why: str = ""


class NearMiss(Shape):
    """
    Evidence that comes close and does not meet the question, with the reason why.
    """

    why: str
    citation: Citation


class Neighbours(Shape):
    """
    The nearest passages of other documents.
    """

    citations: list[Citation]


class Node(Shape):
    """
    A document that is held, or one that is cited and not held (``document`` is ``None``).
    """

    id: str
    document: str | None = None
    type: str | None = None
    symbol: str | None = None
    issuer: str | None = None
    name: str = ""
    """
    how a missing document is printed where it is cited
    """
    place: str | None = None
    level: Literal["xa", "tinh", "trung_uong"]
    digest: bool = False
    cited_by: int = 0
    """
    documents held that cite it
    """


class ObligationItem(Shape):
    """
    A row of the register; ``due`` is the day by which it is listed, ``fact`` where it was read.
    """

    due: date | None
    returns: bool
    rhythms: list[str]
    kind: Literal["task", "duty"]
    text: str
    lead: list[str]
    partners: list[str]
    recipients: list[str]
    output: str | None
    fact: FoundTask | FoundDuty


class ObligationsFound(Shape):
    """
    A register: how its filter reads, how many rows meet it, those of the part wanted.
    """

    told: str
    total: int
    undated: int
    obligations: list[ObligationItem]


class OutlinePart(Shape):
    """
    One function in the outline usual for a type of document.

    ``share`` of the ``documents`` compared have it (0 to 1); ``place`` is its usual rank among the parts.
    """

    function: Literal[
        "can_cu",
        "tinh_hinh",
        "quan_diem",
        "muc_dich",
        "muc_tieu",
        "pham_vi",
        "nhiem_vu",
        "kinh_phi",
        "to_chuc",
        "ket",
        "hinh_thuc",
        "khac",
    ]
    name: str
    share: float
    place: int | None = None
    status: Literal["present", "missing", "displaced", "unusual"]
    draft: Citation | None = None
    """
    its heading in the draft
    """
    examples: Annotated[list[Citation], Field(validate_default=True)] = []
    """
    how documents of the type head it
    """


class OutlineReport(Shape):
    """
    The draft's outline beside that of held documents of its type.
    """

    type: str | None
    documents: list[str]
    parts: Annotated[list[OutlinePart], Field(validate_default=True)] = []


class Passage(Shape):
    """
    The unit of retrieval: a heading, paragraph, bullet or table row.

    A passage never crosses a section. ``path`` may be one label longer than the
    path of its section (the number of a table row). ``titles`` are the headings
    along ``path``, "" where a label has no title. ``context`` is what is indexed
    in front of the text and never shown: the locality and the last headings.
    ``function`` is that of its section unless its own words tell another.
    """

    start: int
    end: int
    ordinal: int
    """
    position in reading order within the document
    """
    path: list[str]
    titles: list[str]
    kind: Literal["title", "heading", "paragraph", "bullet", "row", "footnote", "administrative"]
    context: str = ""
    page: int | None = None
    function: Literal[
        "can_cu",
        "tinh_hinh",
        "quan_diem",
        "muc_dich",
        "muc_tieu",
        "pham_vi",
        "nhiem_vu",
        "kinh_phi",
        "to_chuc",
        "ket",
        "hinh_thuc",
        "khac",
    ] = "khac"


class Period(Shape):
    """
    The years a plan speaks for.
    """

    from_: Annotated[str | None, Field(alias="from")] = None
    to: str | None = None


class Permalink(Shape):
    """
    The permalink of a document, or of a span of it.
    """

    permalink: str


class Place(Shape):
    """
    A rectangle of a page that holds words of a span, in fractions of the page as it is shown, from its top left.
    """

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class Places(Shape):
    """
    Where a span is printed; no places where the source has no layout.
    """

    document: str
    start: int
    end: int
    places: list[Place]


class PrecedentBody(Shape):
    """
    A clause, a request or a whole draft, and where to take wordings from.
    """

    text: str
    level: Literal["xa", "tinh", "trung_uong"] | None = None
    province: str | None = None
    type: str | None = None
    function: (
        Literal[
            "can_cu",
            "tinh_hinh",
            "quan_diem",
            "muc_dich",
            "muc_tieu",
            "pham_vi",
            "nhiem_vu",
            "kinh_phi",
            "to_chuc",
            "ket",
            "hinh_thuc",
            "khac",
        ]
        | None
    ) = None
    limit: int = 8


class Quality(Shape):
    """
    How far the text of a document can be trusted.

    ``layer`` is ``text`` where the file carries its text, ``ocr`` where it was recognised from pictures, ``mixed``
    where some pages were. ``syllables`` is the share, 0–1, of its ``words`` that are in the dictionary of
    Vietnamese syllables. ``doubted`` are pages to be compared with the paper before they are quoted; ``joined``
    counts the tables that run over pages.
    """

    layer: Literal["text", "ocr", "mixed"] = "text"
    ocr_pages: list[int] = []
    words: int = 0
    syllables: float = 1.0
    doubted: list[int] = []
    tables: int = 0
    joined: int = 0


class Reading(Shape):
    """
    The conditions of a question. Given with a question, a field that is not set stays as the question was read;
    one that is set to ``null`` or to nothing drops the condition.
    """

    kind: (
        Literal["target", "task", "obligation", "passage", "compare", "list", "precedent", "reference", "metadata"]
        | None
    ) = None
    """
    loại câu hỏi
    """
    indicator: str | None = None
    """
    khóa chỉ tiêu, như trong /api/targets
    """
    figure: Figure | None = None
    """
    mức: so sánh, giá trị, đơn vị
    """
    deadlines: Annotated[list[Deadline], Field(validate_default=True)] = []
    """
    hạn: 2025, 2026-07, 2025..2027
    """
    level: Literal["xa", "tinh"] | None = None
    """
    mọi xã hay mọi tỉnh
    """
    places: list[str] = []
    """
    xã, tỉnh, cơ quan hoặc số ký hiệu của văn bản đang giữ
    """


class Ready(Shape):
    """
    Questions are answered; how much is held is told to who may read.
    """

    model_config = ConfigDict(
        extra="allow",
    )
    status: Literal["ready"] = "ready"
    documents: int | None = None
    collections: int | None = None
    superseded: int | None = None
    """
    bản tóm lược đã nhường chỗ cho bản gốc
    """
    passages: int | None = None
    generation: int | None = None
    encoder: str | None = None
    problems: list[str] = []


class Reference(Shape):
    """
    A citation of another document, as printed and as understood.

    ``symbol`` is the canonical form (``57-NQ/TW``, ``71/NQ-CP``).
    """

    start: int
    end: int
    document: str = ""
    section: list[str] = []
    quote: str
    printed: str
    symbol: str | None = None
    type: str | None = None
    issuer: str | None = None
    issued: str | None = None
    resolved: str | None = None
    suspect: bool = False
    reason: str | None = None
    correction: str | None = None


class Row(Shape):
    """
    One printed row of a table: its cells as spans of the canonical text.

    A row that breaks over a page stays two rows; the second has
    ``continues=True``. ``number`` is the printed ordinal ("20"), "" if none;
    ``path`` is that of the logical row, the same for both halves.
    """

    start: int
    end: int
    table: int
    """
    index of the table within the document
    """
    path: list[str]
    number: str = ""
    role: Literal["header", "group", "body"] = "body"
    continues: bool = False
    cells: list[list[int]]
    """
    (start, end) per column; start == end if empty
    """
    merged: list[int] = []
    """
    columns whose cell is one with the cell above
    """
    page: int | None = None


class RuleInfo(Shape):
    """
    One rule as the auditor sees it.
    """

    name: str
    title: str
    source: str


class Score(Shape):
    """
    The "5 rõ" of the tasks of one document: how many of ``tasks`` say each of the five.

    Source: the requirement that tasks be assigned "rõ người, rõ việc, rõ thời
    gian, rõ trách nhiệm, rõ sản phẩm". ``score`` is the share of the five that is said, 0 to 100.
    """

    document: str
    tasks: int
    who: int
    work: int
    when: int
    responsibility: int
    product: int
    score: float


class Section(Shape):
    """
    One node of the outline; its span holds its heading and all its descendants.

    ``path`` carries the printed labels from the top (``("II", "1")``,
    ``("Phụ lục I", "III")``); parts without a number are named ``HEADER``,
    ``TITLE``, ``PREAMBLE``, ``CLOSING``, ``RECIPIENTS``, ``SIGNATURE``.
    ``body_start`` is where the heading ends and the section's own text begins.
    ``function`` is that of the words it opens with, its heading if it has one.
    """

    start: int
    end: int
    path: list[str]
    title: str | None
    depth: int
    kind: Literal[
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
    body_start: int
    page: int | None = None
    function: Literal[
        "can_cu",
        "tinh_hinh",
        "quan_diem",
        "muc_dich",
        "muc_tieu",
        "pham_vi",
        "nhiem_vu",
        "kinh_phi",
        "to_chuc",
        "ket",
        "hinh_thuc",
        "khac",
    ] = "khac"


class SectionChange(Shape):
    """
    A section that only one version has, or that both have under another title or number.
    """

    change: Literal["added", "dropped", "renamed", "moved"]
    text: str
    old: Citation | None = None
    new: Citation | None = None


class Sentence(Shape):
    """
    A sentence that the cited passages prove; ``text`` carries its markers ``[n]``.
    """

    text: str
    citations: list[int]


class Signer(Shape):
    """
    Who signed, and as what.
    """

    name: str
    role: str | None = None


class StatementItem(Shape):
    """
    A level that a document sets; ``whole`` is what a share is a share of.
    """

    whole: str
    differs: bool
    rank: Literal["", "highest", "lowest"]
    targets: list[FoundTarget]


class Step(Shape):
    """
    What the reading of one file is at: page ``done`` of ``total``, 0 of 0 where nothing is counted.
    """

    stage: Literal["pages", "recognise", "convert", "structure", "facts"]
    done: int = 0
    total: int = 0


class Suggestion(Shape):
    """
    A name of the library that completes what is being typed from offset ``start`` on.
    """

    kind: Literal["place", "indicator", "document", "heading"]
    text: str
    detail: str = ""
    start: int
    """
    what is typed from here on is what the text stands for
    """


class Target(Shape):
    """
    A measurable aim. ``60 %`` is ``value=60, unit="%"``.

    ``deadline`` is ``2025``, ``2025..2027``, ``2026-07`` or ``None``;
    ``deadline_from`` says where it was found. ``key`` is that of an indicator of
    the vocabulary; where ``key_inferred``, it was found by the likeness of the
    words to those of other targets, and begins with ``khac-`` if what they share
    is no indicator of the vocabulary. ``cls`` is ``sub_target`` for
    "trong đó …" figures and ``universal`` for "toàn xã" without a figure.
    """

    start: int
    end: int
    document: str = ""
    section: list[str] = []
    quote: str
    indicator: str
    key: str | None = None
    key_inferred: bool = False
    comparator: Literal[">=", ">", "=", "<=", "<", "~", "range"]
    value: float
    value_max: float | None = None
    unit: str
    scope: str | None = None
    deadline: str | None = None
    deadline_from: Literal["text", "heading", "table", "title", "none"] = "none"
    cls: Literal["target", "sub_target", "universal"] = "target"


class Task(Shape):
    """
    A piece of work assigned in a table or in prose.
    """

    start: int
    end: int
    document: str = ""
    section: list[str] = []
    quote: str
    number: str | None = None
    text: str
    lead: list[str] = []
    partners: list[str] = []
    output: str | None = None
    deadline: str | None = None
    deadline_text: str | None = None
    frequency: str | None = None


class TextChange(Shape):
    """
    A paragraph, bullet or row added, dropped, reworded or moved; ``differences`` turn the old into the new.
    """

    change: Literal["added", "dropped", "reworded", "moved"]
    old: Citation | None = None
    new: Citation | None = None
    differences: Annotated[list[Change], Field(validate_default=True)] = []


class Use(Shape):
    """
    One more place that has a variant's wording; ``differences`` from the variant's wording, empty if none.
    """

    citation: Citation
    differences: Annotated[list[Change], Field(validate_default=True)] = []


class Variant(Shape):
    """
    One way to word it. Near-identical wordings are one variant; ``uses`` are the other places that have it.

    ``fit`` (0 to 1) orders variants of one answer. ``from_draft`` turns the draft's clause into this wording,
    ``from_first`` the wording of the first variant; spans are of the clause and of the quotations.
    """

    n: int
    fit: float
    function: Literal[
        "can_cu",
        "tinh_hinh",
        "quan_diem",
        "muc_dich",
        "muc_tieu",
        "pham_vi",
        "nhiem_vu",
        "kinh_phi",
        "to_chuc",
        "ket",
        "hinh_thuc",
        "khac",
    ]
    function_name: str
    citation: Citation
    documents: int
    """
    documents that word it so
    """
    uses: Annotated[list[Use], Field(validate_default=True)] = []
    from_draft: Annotated[list[Change], Field(validate_default=True)] = []
    from_first: Annotated[list[Change], Field(validate_default=True)] = []


class Version(Shape):
    """
    One content that a document had: ``until`` is when it was replaced (UTC, ISO 8601), ``None`` for the one held.

    ``ordinal`` counts from the oldest known, 1. ``sha256`` is that of the file, ``content`` that of the
    canonical text, in which offsets count. ``taken`` is ``None`` where it was not noted.
    """

    ordinal: int
    sha256: str
    content: str
    taken: str | None = None
    until: str | None = None


class VersionList(Shape):
    """
    The versions of a document.
    """

    versions: list[Version]


class VersionReport(Shape):
    """
    All that changed from ``old`` to ``new`` (document ids).
    """

    old: str
    new: str
    sections: Annotated[list[SectionChange], Field(validate_default=True)] = []
    texts: Annotated[list[TextChange], Field(validate_default=True)] = []
    facts: Annotated[list[FactChange], Field(validate_default=True)] = []
    unchanged: int = 0
    took_ms: float = 0.0


class Answer(Shape):
    """
    An evidenced answer, or a refusal with its reason and the nearest evidence.
    """

    question: str
    answered: bool
    kind: Literal["target", "task", "obligation", "passage", "compare", "list", "precedent", "reference", "metadata"]
    answer: str
    """
    text with [1] [2] markers
    """
    reason: str | None = None
    """
    why refused
    """
    understood: str = ""
    """
    how the question was read, in words
    """
    conditions: Reading | None = None
    """
    the same as conditions that can be changed
    """
    notes: list[str] = []
    """
    what else the documents show: who is silent, caveats
    """
    citations: Annotated[list[Citation], Field(validate_default=True)] = []
    facts: Annotated[list[Target | Task | Duty | Reference], Field(validate_default=True)] = []
    near_misses: Annotated[list[NearMiss], Field(validate_default=True)] = []
    took_ms: float = 0.0


class AskBody(Shape):
    """
    A question, as typed, and how it is to be read where that was misunderstood.
    """

    question: str
    """
    tối đa 2000 ký tự
    """
    conditions: Reading | None = None
    """
    điều kiện sửa lại; trường không gửi thì giữ như hiểu từ câu hỏi, gửi null là bỏ
    """


class AuditReport(Shape):
    """
    The whole of an audit.
    """

    frame: FrameInfo
    documents: list[str]
    names: dict[str, str] = {}
    """
    what a person calls each document, by id
    """
    findings: list[Finding]
    matrix: list[MatrixCell]
    scores: Annotated[list[Score], Field(validate_default=True)] = []
    took_ms: float = 0.0


class Basis(Shape):
    """
    A basis that sister plans cite and the draft lacks, or one of the draft's own that is suspect.
    """

    kind: Literal["missing", "suspect", "superseded"]
    symbol: str | None
    text: str
    correction: str | None = None
    documents: int = 0
    """
    sister plans that cite it
    """
    of: int = 0
    """
    sister plans compared
    """
    citations: Annotated[list[Citation], Field(validate_default=True)] = []


class Document(Shape):
    """
    One source, read, structured and understood.

    ``text`` is the canonical text: NFC, one block (heading, paragraph, bullet,
    table row) a line, cells separated by a tab. ``page_starts[i]`` is the offset
    at which page ``i + 1`` begins; empty where the source has no pages.
    """

    type: str | None = None
    """
    tên loại: Kế hoạch, Nghị quyết…
    """
    type_code: str | None = None
    """
    KH, NQ, QĐ, CTr…
    """
    symbol: str | None = None
    """
    số, ký hiệu: 57-NQ/TW
    """
    family: Literal["state", "party"] = "state"
    issuer: str | None = None
    commune: str | None = None
    province: str | None = None
    province_inferred: bool = False
    issued: str | None = None
    """
    2025-11-24, 2025-11 or None
    """
    subject: str | None = None
    """
    trích yếu
    """
    signer: Signer | None = None
    period: Period | None = None
    id: str
    source: str
    """
    file name as ingested
    """
    sha256: str
    """
    of the bytes as ingested
    """
    digest: bool = False
    """
    a digest of ours that stands in for the original
    """
    text: str
    pages: int | None = None
    page_starts: list[int] = []
    boxes: Annotated[list[Box], Field(validate_default=True)] = []
    """
    places on the pages, where the source has a layout
    """
    recognised: list[int] = []
    """
    pages read from their image by OCR
    """
    quality: Quality
    """
    how far the text can be trusted
    """
    sections: Annotated[list[Section], Field(validate_default=True)] = []
    passages: Annotated[list[Passage], Field(validate_default=True)] = []
    rows: Annotated[list[Row], Field(validate_default=True)] = []
    targets: Annotated[list[Target], Field(validate_default=True)] = []
    tasks: Annotated[list[Task], Field(validate_default=True)] = []
    duties: Annotated[list[Duty], Field(validate_default=True)] = []
    references: Annotated[list[Reference], Field(validate_default=True)] = []
    warnings: list[str] = []


class DocumentSummary(Shape):
    """
    A document without its text: what a list or a facet needs.
    """

    type: str | None = None
    """
    tên loại: Kế hoạch, Nghị quyết…
    """
    type_code: str | None = None
    """
    KH, NQ, QĐ, CTr…
    """
    symbol: str | None = None
    """
    số, ký hiệu: 57-NQ/TW
    """
    family: Literal["state", "party"] = "state"
    issuer: str | None = None
    commune: str | None = None
    province: str | None = None
    province_inferred: bool = False
    issued: str | None = None
    """
    2025-11-24, 2025-11 or None
    """
    subject: str | None = None
    """
    trích yếu
    """
    signer: Signer | None = None
    period: Period | None = None
    id: str
    source: str
    sha256: str
    digest: bool = False
    pages: int | None = None
    sections: int = 0
    passages: int = 0
    targets: int = 0
    tasks: int = 0
    duties: int = 0
    references: int = 0
    warnings: list[str] = []
    quality: Quality


class ErrorBody(Shape):
    """
    The one shape of errors.
    """

    error: ErrorDetail


class Facet(Shape):
    """
    One way of narrowing a search; the counts are those without its own choice.
    """

    key: Literal["province", "commune", "type", "issuer", "year", "level", "mark"]
    values: list[FacetValue]


class Found(Shape):
    """
    Passages found for a query.
    """

    query: str
    total: int
    """
    passages found, at most as many as were looked at
    """
    hits: list[FoundHit]
    facets: Annotated[list[Facet], Field(validate_default=True)] = []


class Graph(Shape):
    """
    Documents and their citations; ``hidden`` documents that are not held are cited too rarely to be shown.
    """

    nodes: Annotated[list[Node], Field(validate_default=True)] = []
    edges: Annotated[list[Edge], Field(validate_default=True)] = []
    hidden: int = 0


class Listed(Shape):
    """
    Documents held.
    """

    documents: list[DocumentSummary]


class PhraseBody(Shape):
    """
    A question, and how the phrased answer is wanted.
    """

    question: str
    """
    tối đa 2000 ký tự
    """
    conditions: Reading | None = None
    """
    điều kiện sửa lại; trường không gửi thì giữ như hiểu từ câu hỏi, gửi null là bỏ
    """
    stream: bool = True
    """
    từng câu ngay khi đối chiếu xong (SSE); false: JSON một lần
    """


class Phrasing(Shape):
    """
    The answer in sentences by a language model, as far as they stand.
    """

    sentences: Annotated[list[Sentence], Field(validate_default=True)] = []
    dropped: Annotated[list[Dropped], Field(validate_default=True)] = []
    ending: Literal["done", "bounded", "failed"] = "done"
    told: str = ""
    """
    vì sao không có câu nào, hoặc vì sao dừng giữa chừng
    """
    model: str = ""


class Precedents(Shape):
    """
    An answer whose citations are the wordings of its variants, best first.
    """

    question: str
    answered: bool
    kind: Literal["target", "task", "obligation", "passage", "compare", "list", "precedent", "reference", "metadata"]
    answer: str
    """
    text with [1] [2] markers
    """
    reason: str | None = None
    """
    why refused
    """
    understood: str = ""
    """
    how the question was read, in words
    """
    conditions: Reading | None = None
    """
    the same as conditions that can be changed
    """
    notes: list[str] = []
    """
    what else the documents show: who is silent, caveats
    """
    citations: Annotated[list[Citation], Field(validate_default=True)] = []
    facts: Annotated[list[Target | Task | Duty | Reference], Field(validate_default=True)] = []
    near_misses: Annotated[list[NearMiss], Field(validate_default=True)] = []
    took_ms: float = 0.0
    reading: Literal["clause", "request"] = "clause"
    clause: str = ""
    """
    the text that wordings were sought for
    """
    start: int | None = None
    """
    where the clause stands in the draft
    """
    end: int | None = None
    function: (
        Literal[
            "can_cu",
            "tinh_hinh",
            "quan_diem",
            "muc_dich",
            "muc_tieu",
            "pham_vi",
            "nhiem_vu",
            "kinh_phi",
            "to_chuc",
            "ket",
            "hinh_thuc",
            "khac",
        ]
        | None
    ) = None
    function_name: str = ""
    variants: Annotated[list[Variant], Field(validate_default=True)] = []


class Resolved(Shape):
    """
    Where a permalink leads. ``start`` and ``end`` are offsets into the version shown.
    """

    document: str
    state: Literal["held", "moved", "replaced", "lost"]
    note: str
    """
    trạng thái, bằng lời
    """
    version: Version
    """
    bản được chỉ tới
    """
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    opening: str = ""
    """
    những chữ đầu của đoạn được dẫn, theo địa chỉ
    """
    current: list[int] | None = None
    """
    bản được dẫn đã bị thay: chỗ của đúng những chữ ấy trong bản đang giữ
    """


class RowItem(Shape):
    """
    An indicator; ``cells`` by document, a document that is missing does not state it.
    """

    key: str
    name: str
    group: str
    cells: dict[str, list[StatementItem]]


class Suggested(Shape):
    """
    Names that complete what is typed.
    """

    query: str
    suggestions: list[Suggestion]


class TargetsTable(Shape):
    """
    A table of targets: how its filter reads, its columns, the documents and years to choose from, its rows.
    """

    told: str
    columns: list[str]
    choices: list[str]
    years: list[int]
    rows: list[RowItem]


class Upload(Shape):
    """
    One file of an upload.

    ``result`` says what became of it, once it is ``done``; of a file that was not taken because
    somebody decided so it stays ``None``. ``understood`` is what was read in it. ``version_of`` is the
    document held of which it is another version.
    """

    number: int
    """
    position in the job, from 0
    """
    name: str
    """
    file name
    """
    folder: str = ""
    """
    where it stood on the sender's machine, if he sent a folder
    """
    size: int
    """
    bytes
    """
    state: Literal["waiting", "reading", "read", "asking", "storing", "done"] = "waiting"
    step: Step | None = None
    """
    what the reading is at, while it goes on
    """
    understood: DocumentSummary | None = None
    version_of: Likeness | None = None
    decision: Literal["replace", "keep", "drop"] | None = None
    result: FileResult | None = None


class VersionShown(Shape):
    """
    A version with all of the document as it was.
    """

    ordinal: int
    sha256: str
    content: str
    taken: str | None = None
    until: str | None = None
    document: Document


class DraftReport(Shape):
    """
    A whole draft: each clause with its precedents, the outline, the bases.
    """

    question: str
    answered: bool
    kind: Literal["target", "task", "obligation", "passage", "compare", "list", "precedent", "reference", "metadata"]
    answer: str
    """
    text with [1] [2] markers
    """
    reason: str | None = None
    """
    why refused
    """
    understood: str = ""
    """
    how the question was read, in words
    """
    conditions: Reading | None = None
    """
    the same as conditions that can be changed
    """
    notes: list[str] = []
    """
    what else the documents show: who is silent, caveats
    """
    citations: Annotated[list[Citation], Field(validate_default=True)] = []
    facts: Annotated[list[Target | Task | Duty | Reference], Field(validate_default=True)] = []
    near_misses: Annotated[list[NearMiss], Field(validate_default=True)] = []
    took_ms: float = 0.0
    draft: str = ""
    """
    file name of the draft
    """
    clauses: Annotated[list[Precedents], Field(validate_default=True)] = []
    outline: OutlineReport | None = None
    bases: Annotated[list[Basis], Field(validate_default=True)] = []


class Job(Shape):
    """
    One upload; ``done`` of ``total`` files are finished, and those stand in ``files``.

    ``asking``: every file is finished or waits for a :data:`Decision`. ``failed``: what was not
    finished is still there and can be tried again; ``message`` says why.
    """

    id: str
    state: Literal["waiting", "running", "asking", "done", "failed"] = "waiting"
    done: int = 0
    total: int = 0
    files: Annotated[list[FileResult], Field(validate_default=True)] = []
    message: str = ""
    hint: str = ""
    started: str = ""
    """
    UTC, ISO 8601
    """
    policy: Literal["ask", "replace", "keep"] = "keep"
    by: str = ""
    """
    tên tài khoản đã gửi
    """
    collection: str = "chung"
    """
    bộ sưu tập nhận các tệp
    """
    uploads: Annotated[list[Upload], Field(validate_default=True)] = []
    stepped_back: list[str] = []
    """
    digests of ours whose originals came
    """
    stage: Literal["pages", "recognise", "convert", "structure", "facts", "read", "encode", "index"] | None = None
    """
    what is done to all files together, while it goes on
    """
    stage_done: int = 0
    stage_total: int = 0


class JobList(Shape):
    """
    Uploads, the newest first.
    """

    jobs: list[Job]


class PhrasedAnswer(Shape):
    """
    An answer, unchanged, with its phrasing beside it.
    """

    question: str
    answered: bool
    kind: Literal["target", "task", "obligation", "passage", "compare", "list", "precedent", "reference", "metadata"]
    answer: str
    """
    text with [1] [2] markers
    """
    reason: str | None = None
    """
    why refused
    """
    understood: str = ""
    """
    how the question was read, in words
    """
    conditions: Reading | None = None
    """
    the same as conditions that can be changed
    """
    notes: list[str] = []
    """
    what else the documents show: who is silent, caveats
    """
    citations: Annotated[list[Citation], Field(validate_default=True)] = []
    facts: Annotated[list[Target | Task | Duty | Reference], Field(validate_default=True)] = []
    near_misses: Annotated[list[NearMiss], Field(validate_default=True)] = []
    took_ms: float = 0.0
    phrasing: Phrasing | None = None
