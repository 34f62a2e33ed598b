"""Precedents from a library: variants, filters, whole drafts."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable
from pathlib import Path

import pytest
from drafting import SKILL, draft, plan, write_plans
from made_up import SHARED, open_made_up

from index.library import Library
from ingest.errors import BadQuestion, IndexUnavailable, ModelUnavailable
from service.evaluation import is_cited
from service.precedents.drafts import read_text
from service.precedents.engine import PrecedentDesk
from service.precedents.types import DraftReport, Filters, Precedents
from service.types import Citation

CLAUSE = (
    "Trong quá trình thực hiện, nếu có khó khăn, các thôn báo về Phòng Văn hóa - Xã hội để tổng hợp, "
    "trình Ủy ban nhân dân xã xem xét, quyết định./."
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("plans")
    write_plans(folder)
    opened = open_made_up(tmp_path_factory.mktemp("data"))
    assert not opened.sync([folder]).rejected
    return opened


@pytest.fixture(scope="module")
def desk(library: Library) -> PrecedentDesk:
    return PrecedentDesk(library)


@pytest.fixture(scope="module")
def report(desk: PrecedentDesk) -> DraftReport:
    return desk.of_draft(read_text(draft()))


def citations(found: Precedents) -> Iterable[Citation]:
    for variant in found.variants:
        yield variant.citation
        yield from (use.citation for use in variant.uses)


def assert_verbatim(library: Library, quoted: Iterable[Citation]) -> None:
    for citation in quoted:
        assert library.text(citation.document)[citation.start : citation.end] == citation.quote


def test_boilerplate_is_one_variant_with_its_uses_counted(desk: PrecedentDesk, library: Library) -> None:
    found = desk.of_text(CLAUSE)
    assert found.reading == "clause"
    assert found.function == "ket"
    first = found.variants[0]
    assert first.documents == 4
    assert first.function == "ket"
    assert_verbatim(library, citations(found))


def test_differences_from_the_draft_and_between_uses_are_marked(desk: PrecedentDesk) -> None:
    first = desk.of_text(CLAUSE).variants[0]
    inserted = " ".join(change.text for change in first.from_draft if change.op == "insert")
    assert "vướng mắc" in inserted
    assert "".join(CLAUSE[slice(*c.old)] for c in first.from_draft if c.old) == CLAUSE
    for use in first.uses:
        assert "".join(use.citation.quote[slice(*c.new)] for c in use.differences if c.new) in (use.citation.quote, "")


def test_a_request_is_told_from_a_clause(desk: PrecedentDesk) -> None:
    assert desk.of_text("câu mẫu về lớp học cho người lớn tuổi").reading == "request"
    assert desk.of_text(SKILL).reading == "clause"
    assert desk.of_text(SKILL, reading="request").reading == "request"


def test_filters_hold(desk: PrecedentDesk) -> None:
    kinds = desk.of_text(CLAUSE, filters=Filters(function="to_chuc")).variants
    assert {variant.function for variant in kinds} <= {"to_chuc"}
    without = desk.of_text(CLAUSE, filters=Filters(without=frozenset({"khe-san", "nam-rua"})))
    assert {c.document for c in citations(without)} & {"khe-san", "nam-rua"} == set()
    assert not desk.of_text(CLAUSE, filters=Filters(level="tinh")).answered
    assert desk.of_text(CLAUSE, filters=Filters(level="xa", type="kế hoạch")).answered


def test_what_nobody_says_is_refused(desk: PrecedentDesk) -> None:
    found = desk.of_text("Nuôi cá hồi vân trong lồng thép giữa vịnh, thu hoạch bằng tàu kéo ba nghìn mã lực mỗi vụ.")
    assert not found.answered
    assert found.reason
    assert not found.citations


def test_a_clause_longer_than_a_question_may_be_is_taken(desk: PrecedentDesk) -> None:
    assert desk.of_text(" ".join([SKILL] * 40)).reading == "clause"


def test_a_text_without_words_is_refused_in_words(desk: PrecedentDesk) -> None:
    with pytest.raises(BadQuestion):
        desk.of_text("…!?")


def test_an_empty_library_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable):
        PrecedentDesk(open_made_up(tmp_path)).of_text(CLAUSE)


def test_each_clause_of_a_draft_has_its_wordings(report: DraftReport, library: Library) -> None:
    clause = next(one for one in report.clauses if "Mở lớp cuối tuần" in one.clause)
    assert clause.function == "nhiem_vu"
    best = clause.variants[0]
    assert best.documents == 3
    struck = [change.text.strip() for change in best.from_draft if change.op == "delete"]
    assert struck == ["cuối tuần"]
    text = read_text(draft()).text
    assert all(text[one.start : one.end] == one.clause for one in report.clauses)
    assert_verbatim(library, (c for one in report.clauses for c in citations(one)))


def test_the_outline_misses_what_sisters_have(report: DraftReport) -> None:
    assert report.outline is not None
    parts = {part.function: part for part in report.outline.parts}
    assert parts["kinh_phi"].status == "missing"
    assert parts["kinh_phi"].share == 0.8
    assert "KINH PHÍ" in parts["kinh_phi"].examples[0].quote
    assert parts["nhiem_vu"].status == "present"


def test_a_part_out_of_its_usual_place_is_told(desk: PrecedentDesk) -> None:
    text = plan("Suối Lạnh", 17)
    head, rest = text.split("I. MỤC ĐÍCH, YÊU CẦU")
    aims, tail = rest.split("II. MỤC TIÊU")
    goals, rest = tail.split("III. NHIỆM VỤ")
    moved = head + "I. MỤC TIÊU" + goals + "II. MỤC ĐÍCH, YÊU CẦU" + aims + "III. NHIỆM VỤ" + rest
    outline = desk.of_draft(read_text(moved)).outline
    assert outline is not None
    assert [part.function for part in outline.parts if part.status == "displaced"] in (["muc_dich"], ["muc_tieu"])


def test_missing_and_malformed_bases_are_told_with_proof(report: DraftReport, library: Library) -> None:
    missing = next(basis for basis in report.bases if basis.symbol == "71/NQ-CP")
    assert missing.kind == "missing"
    assert (missing.documents, missing.of) == (5, 5)
    assert all("71/NQ-CP" in citation.quote for citation in missing.citations)
    assert_verbatim(library, missing.citations)
    assert [b.citations[0].quote for b in report.bases if b.kind == "suspect" and "12/NQ-TU" in b.citations[0].quote]


def test_a_held_plan_is_not_its_own_precedent(desk: PrecedentDesk, library: Library) -> None:
    found = desk.of_draft(library.document("khe-san"))
    assert all(citation.document != "khe-san" for one in found.clauses for citation in citations(one))


def test_another_version_of_a_held_plan_is_not_its_precedent(desk: PrecedentDesk) -> None:
    later = read_text(plan("Khe Sẵn", 21, coverage=90, signer="Vàng A Páo"), "ban-hai.txt")
    found = desk.of_draft(later)
    assert all(citation.document != "khe-san" for one in found.clauses for citation in citations(one))


def test_several_paragraphs_are_a_draft(desk: PrecedentDesk) -> None:
    assert isinstance(desk.of_draft_text(draft()), DraftReport)
    assert isinstance(desk.of_draft_text(CLAUSE), Precedents)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> PrecedentDesk:
    seeds = SHARED / "corpus" / "seeds"
    if not seeds.is_dir():
        pytest.skip(f"evaluation data not there: {seeds}")
    opened = Library.open(tmp_path_factory.mktemp("real"))
    try:
        opened.sync([seeds])
        opened.warm()
    except ModelUnavailable as error:
        pytest.skip(f"model not ready: {error}")
    return PrecedentDesk(opened)


@pytest.mark.shared
def test_the_wording_sought_is_among_the_first_five(real: PrecedentDesk) -> None:
    lines = (SHARED / "gold" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [question for question in map(json.loads, lines) if question["kind"] == "precedent"]
    found = 0
    for question in asked:
        answer = real.of_text(question["question"], limit=5)
        found += sum(is_cited(quote, answer) for quote in question["gold"]) >= question["gold_min"]
    assert found >= 0.9 * len(asked)


@pytest.mark.shared
def test_a_clause_is_answered_within_its_budget(real: PrecedentDesk) -> None:
    document = real.archive.document("tay-giang")
    clauses = [document.text[p.start : p.end] for p in document.passages if p.kind == "bullet"][:30]
    for clause in clauses:
        real.of_text(clause, reading="clause")
    took = [real.of_text(clause, reading="clause").took_ms for clause in clauses]
    assert statistics.median(took) < 60
