"""Chosen wordings as a Word file: each quotation with its source, ready to be pasted into a draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor

from ingest.errors import BadRequest
from ingest.structure.functions import UNKNOWN, name_of_function, vocabulary
from service.citations import caution, where
from service.exports.paper import new_paper, printed
from service.precedents.alignment import Change, readable
from service.precedents.desk import Collected
from service.precedents.types import DraftReport, Precedents, Variant
from service.types import Citation

TITLE = "Câu mẫu đã chọn"
ADDED, STRUCK = RGBColor(0x1B, 0x5E, 0x20), RGBColor(0xB7, 0x1C, 0x1C)


def write_wordings(answers: Sequence[Precedents], path: Path, *, chosen: Iterable[int] | None = None) -> int:
    """Writes the variants numbered ``chosen`` (all, if ``None``) of each answer; returns how many.

    Raises :class:`BadRequest` if nothing is chosen.
    """
    wanted = None if chosen is None else set(chosen)
    picked = [(answer, [v for v in answer.variants if wanted is None or v.n in wanted]) for answer in answers]
    picked = [(answer, variants) for answer, variants in picked if variants]
    if not picked:
        raise BadRequest("Chưa chọn câu mẫu nào để xuất.", "Chọn ít nhất một câu mẫu rồi xuất lại.")
    paper = _paper()
    for answer, variants in picked:
        _clause(paper, answer)
        for variant in variants:
            _variant(paper, variant, marked=answer.reading == "clause")
    path.parent.mkdir(parents=True, exist_ok=True)
    paper.save(str(path))
    return sum(len(variants) for _, variants in picked)


def write_draft_wordings(report: DraftReport, path: Path) -> int:
    """Writes the best wording of each clause of a draft; returns how many."""
    return write_wordings([clause for clause in report.clauses if clause.variants], path, chosen={1})


def write_collected(collected: Sequence[Collected], path: Path) -> int:
    """Writes wordings collected one by one, those of one function together; returns how many.

    Raises :class:`BadRequest` if there are none.
    """
    if not collected:
        raise BadRequest("Chưa chọn câu mẫu nào để xuất.", "Bấm “chọn” ở một câu mẫu rồi xuất lại.")
    paper = _paper()
    for function in dict.fromkeys([*(words.key for words in vocabulary()), UNKNOWN]):
        own = [one for one in collected if one.function == function]
        if own:
            paper.add_heading(name_of_function(function), level=2)
        for one in own:
            _quoted(paper, one.citation)
    paper.save(str(path))
    return len(collected)


def source_of(citation: Citation) -> str:
    """ "(Mục II.1, Kế hoạch số 12/KH-UBND – Ủy ban nhân dân xã Suối Ngà, tr. 3)"."""
    place = where(citation)
    place = place.replace(", ", ".") if place.startswith("mục ") else place
    page = f"tr. {citation.page}" if citation.page else ""
    told = ", ".join(part for part in (place, citation.title, page, caution(citation)) if part)
    return f"({told[:1].upper()}{told[1:]})"


def _paper() -> Any:
    paper = new_paper(TITLE)
    paper.add_heading(TITLE, level=1)
    return paper


def _clause(paper: Any, answer: Precedents) -> None:
    function = f" – {answer.function_name}" if answer.function_name else ""
    paper.add_heading(("Đoạn dự thảo" if answer.reading == "clause" else "Yêu cầu") + function, level=2)
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run(" ".join(answer.clause.split())).italic = True


def _variant(paper: Any, variant: Variant, *, marked: bool) -> None:
    _quoted(paper, variant.citation)
    for use in variant.uses:
        also = paper.add_paragraph(style="List Bullet")
        also.add_run(f"Cũng dùng: {source_of(use.citation)}").font.size = Pt(11)
    if marked and readable(variant.from_draft):
        _differences(paper.add_paragraph(), variant.from_draft)


def _quoted(paper: Any, citation: Citation) -> None:
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.add_run(f"“{printed(citation.quote)}” ")
    paragraph.add_run(source_of(citation)).italic = True


def _differences(paragraph: Any, changes: Sequence[Change]) -> None:
    """What the wording adds underlined and green, what it leaves out struck and red."""
    paragraph.add_run("So với dự thảo: ").bold = True
    for change in changes:
        run = paragraph.add_run(" ".join(change.text.split()) + " ")
        run.font.size = Pt(12)
        if change.op == "insert":
            run.underline, run.font.color.rgb = True, ADDED
        elif change.op == "delete":
            run.font.strike, run.font.color.rgb = True, STRUCK
