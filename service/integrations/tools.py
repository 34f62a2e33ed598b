"""The tools: each asks one desk. Their docstrings are what an assistant chooses by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from index.types import Filters
from index.types import Level as Speaks
from ingest.errors import BadRequest, NotFound
from service.audit.types import Level, Severity
from service.integrations import types as told
from service.integrations.desks import Desks
from service.integrations.shaping import Shaper, page_of
from service.precedents.types import Filters as WordingFilters
from service.question import MAX_LENGTH
from service.registers.selection import ObligationFilter, Role
from service.registers.sentence import sentence, target_conditions
from service.registers.targets import TargetFilter
from service.words import contains

HEADINGS, LONGEST, CLAUSES = 150, 8_000, 6
Id = Annotated[str, Field(max_length=200, description="document id, as `documents` and every quotation give it")]
Ids = Annotated[list[Id], Field(max_length=20, description="document ids; empty: all documents")]
Words = Annotated[str, Field(max_length=200)]
Offset = Annotated[int, Field(ge=0, le=100_000, description="how many to skip, as next_offset says")]
Limit = Annotated[int, Field(ge=1, le=50)]
Place = Annotated[str, Field(max_length=200, description="commune or province: Xuân Thành; tỉnh Đồng Nai")]
ByLevel = Annotated[Level | None, Field(description="who issued it: xa commune, tinh province, trung_uong central")]


class Tools:
    """What an assistant may call; nothing here changes anything."""

    def __init__(self, desks: Desks) -> None:
        self._desks = desks

    def ask(
        self,
        question: Annotated[
            str, Field(max_length=MAX_LENGTH, description="in the user's words, Vietnamese or English")
        ],
    ) -> told.Asked:
        """Answer a question from the documents held, with verbatim quotations, or refuse.

        Use it first for any question of fact: which commune sets what target by when, who must report what to whom,
        which tasks fall due, what a plan says, who says nothing about something. Figures and deadlines are compared
        exactly, over all documents. If `answered` is false, the documents do not say it: tell the user that, with the
        reason; never fill the gap from memory or from `near`.
        """
        return Shaper(self._desks).asked(self._desks.ask(question))

    def search(
        self,
        query: Annotated[str, Field(max_length=MAX_LENGTH)],
        k: Annotated[int, Field(ge=1, le=20)] = 8,
        documents: Ids = [],  # noqa: B006 read only
        province: Annotated[str, Field(max_length=200, description='as in the documents: "tỉnh Đồng Nai"')] = "",
        commune: Annotated[str, Field(max_length=200, description='as in the documents: "xã Xuân Thành"')] = "",
        level: Annotated[Speaks | None, Field(description="xa commune, tinh province, trung-uong central")] = None,
    ) -> told.Searched:
        """Find passages by meaning and by words, best first.

        Use it to read around a subject or to find where something is treated, when `ask` is too narrow. It always
        returns what is nearest, even if nothing fits: a passage found is not an answer until you have read it.
        """
        wanted: dict[str, Sequence[str]] = {
            "documents": documents,
            "provinces": [province] if province else [],
            "communes": [commune] if commune else [],
            "levels": [level] if level else [],
        }
        given = {name: frozenset(values) for name, values in wanted.items() if values}
        found = self._desks.search(query, k, Filters.model_validate(given) if given else None)
        shaper = Shaper(self._desks)
        return told.Searched(query=found.query, passages=tuple(shaper.passage(hit) for hit in found.hits))

    def documents(
        self,
        text: Annotated[Words, Field(description="words in title, subject, place or file name; empty: all")] = "",
        offset: Offset = 0,
        limit: Limit = 20,
    ) -> told.Documents:
        """List the documents held, with the ids that the other tools take.

        Use it to see what can be answered at all and to find the id of a document.
        """
        shaper = Shaper(self._desks)
        every = [shaper.document(one) for one in shaper.held.values()]
        found = [one for one in every if not text.strip() or contains(_named(one), text)]
        shown, following = page_of(found, offset, limit)
        return told.Documents(total=len(found), documents=tuple(shown), next_offset=following)

    def show(
        self,
        document: Id,
        start: Annotated[int | None, Field(ge=0, description="from here on, as headings and quotations tell")] = None,
        end: Annotated[int | None, Field(ge=1, description=f"up to here, at most {LONGEST} characters on")] = None,
        version: Annotated[str | None, Field(max_length=64, description="as quoted; empty: the one held")] = None,
    ) -> told.Shown:
        """Open a document: what it is and its outline, or, with `start`, its text from there on.

        Use it to read what stands around a quotation, or a section whole, before you summarise it.
        """
        found = self._desks.document(document, version)
        shaper = Shaper(self._desks)
        length, part, following = len(found.text), None, None
        if start is not None:
            wanted = min(length, end or length)
            if wanted <= start:
                raise BadRequest("Không có đoạn nào ở đó.", f"Chọn start nhỏ hơn end và nhỏ hơn {length}.")
            last = _cut(found.text, start, wanted)
            part = shaper.part(found, start, last)
            following = last if last < wanted else None
        return told.Shown(
            document=shaper.document(self._held(shaper, document)),
            outline=shaper.outline(found, HEADINGS) if start is None else (),
            headings_left_out=max(0, len(found.sections) - HEADINGS) if start is None else 0,
            length=length,
            text=part,
            next_start=following,
            warnings=found.warnings[:20] if start is None else (),
        )

    def targets(
        self,
        text: Annotated[Words, Field(description="words in the indicator's name or in the sentence: 5G")] = "",
        place: Place = "",
        year: Annotated[str, Field(pattern=r"^(\d{4}|none)?$", description="due in that year; none: undated")] = "",
        level: ByLevel = None,
        indicator: Annotated[Words, Field(description="an indicator's key, as targets give it")] = "",
        documents: Ids = [],  # noqa: B006 read only
        offset: Offset = 0,
        limit: Limit = 25,
    ) -> told.Targets:
        """List measurable targets (indicator, level, deadline) of all documents, filtered; the same indicator together.

        Use it to compare places or to take a whole table; use `ask` for a condition on the level (at least 60 %).
        """
        shaper = Shaper(self._desks)
        for id in documents:
            self._held(shaper, id)
        asked = TargetFilter(
            text=text,
            place=place,
            year=year,
            level=level,
            indicator=indicator,
            document=tuple(documents) or tuple(shaper.held),
        )
        table = self._desks.targets(asked)
        found = [one.target for row in table.rows for one in row.statements]
        shown, following = page_of(found, offset, limit)
        narrowed = asked if documents else asked.model_copy(update={"document": ()})
        return told.Targets(
            told=sentence(target_conditions(narrowed, shaper.held), "mọi chỉ tiêu"),
            total=len(found),
            targets=tuple(shaper.target(one) for one in shown),
            next_offset=following,
        )

    def obligations(
        self,
        body: Annotated[Words, Field(description="who: UBND xã, Phòng VH-XH, Sở KH&CN; abbreviations are known")] = "",
        role: Annotated[Role | None, Field(description="of that body: lead, partner, recipient of reports")] = None,
        due: Annotated[Words, Field(description="when: 07/2025, quý III/2025, đến 31/12/2025")] = "",
        overdue: Annotated[date | None, Field(description="past due on this day")] = None,
        text: Annotated[Words, Field(description="words in the work")] = "",
        place: Place = "",
        level: ByLevel = None,
        document: Annotated[str, Field(max_length=200, description="one document's id; empty: all")] = "",
        offset: Offset = 0,
        limit: Limit = 25,
    ) -> told.Obligations:
        """List tasks and duties: who does or reports what, with whom, by when; the earliest first.

        Use it for work plans and calendars: what falls due next month, what a body must do, what is past due.
        """
        shaper = Shaper(self._desks)
        if document:
            self._held(shaper, document)
        asked = ObligationFilter(
            body=body, role=role, due=due, overdue=overdue, text=text, place=place, level=level, document=document
        )
        found = self._desks.obligations(asked, offset, limit)
        following = offset + limit if offset + limit < found.total else None
        return told.Obligations(
            told=found.told,
            total=found.total,
            undated=found.undated,
            obligations=tuple(shaper.obligation(one) for one in found.obligations),
            next_offset=following,
        )

    def audit(
        self,
        documents: Annotated[list[Id], Field(min_length=1, max_length=10, description="ids of the plans to check")],
        frame: Annotated[str, Field(max_length=200, description="nq57, or the id of a document held")] = "nq57",
        severity: Annotated[Severity | None, Field(description="only A grave, B medium or C editorial")] = None,
        offset: Offset = 0,
        limit: Limit = 10,
    ) -> told.Audited:
        """Check plans against a frame (by default Resolution 57-NQ/TW) and against themselves.

        Use it when asked what is missing, lower, later, contradictory or wrongly cited in a plan. Each finding carries
        its quotations; it is a hint to an inspector, not a verdict.
        """
        shaper = Shaper(self._desks)
        report = self._desks.audit(documents, frame)
        found = [one for one in report.findings if severity in (None, one.severity)]
        shown, following = page_of(found, offset, limit)
        gaps, more = shaper.gaps(report)
        return told.Audited(
            frame=report.frame.name,
            documents={id: report.names.get(id) or shaper.document(self._held(shaper, id)).title for id in documents},
            severities=Counter(one.severity for one in report.findings),
            statuses=Counter(cell.status for cell in report.matrix),
            total=len(found),
            findings=tuple(shaper.finding(one) for one in shown),
            next_offset=following,
            gaps=tuple(gaps),
            gaps_left_out=more,
        )

    def precedents(
        self,
        text: Annotated[str, Field(max_length=20_000, description="a clause, a draft, or “mẫu câu về …”")],
        level: ByLevel = None,
        limit: Annotated[int, Field(ge=1, le=8, description="wordings a clause")] = 4,
    ) -> told.Worded:
        """Show how held documents word a clause, so that a draft can follow them, with the source of each wording.

        Use it when somebody drafts a document. The wordings are quotations: adapt them openly, name their source.
        """
        found = self._desks.precedents(text, WordingFilters(level=level), limit)
        return Shaper(self._desks).worded(found, CLAUSES)

    @property
    def every(self) -> tuple[tuple[str, Any], ...]:
        """Each tool under its title."""
        return (
            ("Hỏi đáp có trích dẫn", self.ask),
            ("Tìm đoạn văn", self.search),
            ("Danh sách văn bản", self.documents),
            ("Đọc văn bản", self.show),
            ("Chỉ tiêu", self.targets),
            ("Nhiệm vụ, thời hạn", self.obligations),
            ("Kiểm tra kế hoạch", self.audit),
            ("Câu mẫu", self.precedents),
        )

    @staticmethod
    def _held(shaper: Shaper, id: str) -> Any:
        found = shaper.held.get(id)
        if found is None:
            raise NotFound(f"Không có tài liệu “{id}”.", "Xem mã tài liệu bằng công cụ documents.")
        return found


def _cut(text: str, start: int, end: int) -> int:
    """Where to stop so that no more than :data:`LONGEST` characters are shown: after a whole line, if there is one."""
    if end - start <= LONGEST:
        return end
    return text.rfind("\n", start, start + LONGEST) + 1 or start + LONGEST


def _named(one: told.Held) -> str:
    """The words by which a document is looked for."""
    return " ; ".join(part for part in (one.document, one.title, one.subject, one.locality, one.source) if part)
