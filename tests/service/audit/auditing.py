"""Made-up documents audited without an index: read from text, held in memory."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from index.types import DocumentSummary, Filters, Mode, RankedPassage
from ingest.pipeline import read_document
from ingest.types import Document, Duty, Passage, Reference, Row, Target, Task
from service.audit.engine import audit
from service.audit.types import Finding

SHARED = Path(__file__).parents[4] / "shared"


class Shelf:
    """Documents in memory in the shape of the library."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._held = {document.id: document for document in documents}

    def steady(self, *, searching: bool = True) -> AbstractContextManager[None]:
        return nullcontext()

    def search(
        self, query: str, *, k: int = 10, mode: Mode = "hybrid", filters: Filters | None = None
    ) -> list[RankedPassage]:
        raise AssertionError("an audit does not search")

    def search_many(
        self, queries: Sequence[str], *, k: int = 10, mode: Mode = "hybrid", filters: Filters | None = None
    ) -> list[list[RankedPassage]]:
        raise AssertionError("an audit does not search")

    def documents(self) -> list[DocumentSummary]:
        counts = {"passages", "targets", "tasks", "duties", "references", "sections"}
        shared = (set(DocumentSummary.model_fields) & set(Document.model_fields)) - counts
        return [DocumentSummary(**{key: getattr(one, key) for key in shared}) for one in self._held.values()]

    def document(self, id: str) -> Document:
        return self._held[id]

    def passages(self, document: str) -> Sequence[Passage]:
        return self._held[document].passages

    def rows(self, document: str) -> Sequence[Row]:
        return self._held[document].rows

    def text(self, document: str) -> str:
        return self._held[document].text

    def targets(
        self, *, documents: frozenset[str] | None = None, keys: frozenset[str] | None = None
    ) -> Sequence[Target]:
        return [t for one in self._held.values() for t in one.targets]

    def tasks(self, *, documents: frozenset[str] | None = None) -> Sequence[Task]:
        return [t for one in self._held.values() for t in one.tasks]

    def duties(self, *, documents: frozenset[str] | None = None) -> Sequence[Duty]:
        return [t for one in self._held.values() for t in one.duties]

    def references(self, *, documents: frozenset[str] | None = None) -> Sequence[Reference]:
        return [
            reference.model_copy(update={"document": one.id})
            for one in self._held.values()
            for reference in one.references
        ]


def plan(
    body: str,
    *,
    commune: str = "Suối Bạc",
    head: str = "Số: 12/KH-UBND\n\nSuối Bạc, ngày 05 tháng 8 năm 2025",
    title: str = "Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị",
    basis: str = "Căn cứ Nghị quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ;",
    recipients: str = "- UBND tỉnh;\n- Các phòng chuyên môn;\n- Các thôn;\n- Lưu: VT.",
    appendix: str = "",
) -> str:
    """The text of a made-up commune plan around ``body``."""
    return f"""{head}

KẾ HOẠCH

{title}

{basis}

Ủy ban nhân dân xã {commune} ban hành Kế hoạch với các nội dung sau:

{body}

Nơi nhận:
{recipients}

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lò Văn Thử

{appendix}
"""


def shelf(**texts: str) -> Shelf:
    """The documents of made-up texts, by name."""
    with TemporaryDirectory() as folder:
        for name, text in texts.items():
            Path(folder, f"{name}.txt").write_text(text, encoding="utf-8")
        return Shelf([read_document(Path(folder, f"{name}.txt")) for name in texts])


def found(rule: str, text: str, *, frame: str = "nq57", **others: str) -> list[Finding]:
    """The findings of one rule on a made-up plan, ``others`` being held beside it."""
    report = audit(shelf(plan=text, **others), ["plan"], frame)
    return [finding for finding in report.findings if finding.rule == rule]
