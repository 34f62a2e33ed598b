"""Questions for the number, date, issuer or name of a document that others cite."""

from __future__ import annotations

import pytest
from cited_samples import write
from made_up import open_made_up

from index.library import Library
from service.cited import asked_citation, is_issued_by
from service.desk import Desk
from service.question import read


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    held = open_made_up(tmp_path_factory.mktemp("cited"))
    assert not held.sync([write(tmp_path_factory.mktemp("citing"))]).rejected
    return held


@pytest.fixture(scope="module")
def citing(library: Library) -> Desk:
    return Desk(library)


@pytest.mark.parametrize(
    ("question", "called", "issuer"),
    [
        ("Xã Khe Tre triển khai theo kế hoạch số mấy của UBND tỉnh Lào Cai?", "kế hoạch", "UBND tỉnh Lào Cai"),
        ("khe tre ban hanh ke hoach theo to trinh so may, cua phong nao", "tờ trình", ""),
        ("Khe Tre công bố sạt lở bằng quyết định số nào, ngày nào?", "quyết định", ""),
        ("Khe Tre dẫn thông tư nào của Bộ Y tế?", "thông tư", "Bộ Y tế"),
        ("Khe Tre nhắc một nghị định về đấu thầu, đó là nghị định số mấy?", "nghị định", ""),
        ("Kế hoạch nào của Tỉnh ủy được xã Khe Tre thực hiện?", "kế hoạch", "Tỉnh ủy"),
        ("Which decision of the Prime Minister does the Khe Tre plan carry out?", "decision", "Thủ tướng Chính phủ"),
    ],
)
def test_a_cited_document_is_asked_for_by_type_and_issuer(question: str, called: str, issuer: str) -> None:
    cited = asked_citation(read(question), (), "metadata", ())
    assert cited is not None
    assert (cited.called, cited.issuer) == (called, issuer)


@pytest.mark.parametrize(
    "question",
    [
        "Kế hoạch của xã Khe Tre số mấy?",
        "Kế hoạch thi hành luật của xã Khe Tre số mấy?",
        "Xã Khe Tre ban hành kế hoạch số bao nhiêu, ngày nào?",
        "Which plan of Lào Cai cites Resolution 73?",
        "Mục tiêu phủ sóng được nêu trong kế hoạch số mấy?",
        "Ai ký quyết định?",
    ],
)
def test_a_documents_own_number_is_no_citation(question: str) -> None:
    assert asked_citation(read(question), (), "metadata", ()) is None


@pytest.mark.parametrize(
    ("asked", "printed", "fits"),
    [
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh Lào Cai", True),
        ("ubnd thanh pho", "Ủy ban nhân dân Thành phố", True),
        ("tinh uy", "Ban Thường vụ Tỉnh uỷ", True),
        ("Bộ Công an", "Bộ trưởng Bộ Công an", True),
        ("Thủ tướng", "Thủ tướng Chính phủ", True),
        ("Chính phủ", "Thủ tướng Chính phủ", False),
        ("UBND tỉnh", "Ủy ban nhân dân xã Khe Tre", False),
        ("UBND tỉnh", "Ban Thường vụ Tỉnh ủy", False),
        ("UBND tỉnh Lào Cai", "UBND tỉnh Yên Bái", False),
        ("tỉnh", "Ủy ban nhân dân tỉnh Lào Cai", True),
        ("tỉnh Lào Cai", "Ban Thường vụ Tỉnh ủy", True),
        ("tỉnh Lào Cai", "Ủy ban nhân dân tỉnh Yên Bái", False),
        ("tỉnh", "Ủy ban nhân dân xã Khe Tre", False),
        ("Trung ương", "Bộ Chính trị", True),
        ("Trung ương", "Tỉnh ủy Lào Cai", False),
    ],
)
def test_issuers_agree_by_what_both_name(asked: str, printed: str, fits: bool) -> None:
    assert is_issued_by(asked, printed) is fits


@pytest.mark.parametrize(
    ("question", "told", "untold"),
    [
        ("Xã Khe Tre triển khai theo kế hoạch số mấy của UBND tỉnh Lào Cai?", "412/KH-UBND ngày 03/6/2025", "37-KH/TU"),
        ("Xã Khe Tre thực hiện theo nghị quyết số mấy của Trung ương?", "73-NQ/TW ngày 14/02/2025", "412/KH-UBND"),
        ("khe tre thuc hien ke hoach so may cua tinh uy, ngay nao", "37-KH/TU ngày 20/5/2025", "412/KH-UBND"),
        ("KH khe tre ban hanh theo to trinh so may, cua phong nao", "Phòng Kinh tế tại Tờ trình số 58/TTr-KT", "412"),
        ("khe tre cong bo khan cap sat lo bang quyet dinh so may", "1290/QĐ-UBND ngày 02/8/2025", "877"),
        (
            "Kinh phí chuyển đổi số của Khe Tre được dẫn chiếu theo mục nào của văn bản nào?",
            "Mục IV Quyết định số 877",
            "1290",
        ),
        ("Xã Bản Khoang ghi Chỉ thị 64-CT/TW đề ngày nào, về việc gì?", "về đẩy mạnh học tập suốt đời", "73-NQ"),
        ("Which decision of the Prime Minister does the Khe Tre plan carry out?", "877/QĐ-TTg ngày 11/4/2025", "1290"),
    ],
)
def test_the_citation_that_fits_is_told_as_printed(citing: Desk, question: str, told: str, untold: str) -> None:
    answer = citing.ask(question)
    assert answer.answered and answer.kind == "reference"
    assert told in answer.answer and untold not in answer.answer
    assert any(told.split()[-1] in citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    "question",
    [
        "Xã Khe Tre thực hiện theo quyết định số mấy của Bộ Nội vụ?",
        "Bản Khoang thực hiện theo kế hoạch số mấy của UBND tỉnh Lào Cai, ngày nào?",
        "ban khoang ban hanh ke hoach theo to trinh so may cua phong nao",
        "Khe Tre mua xe cứu hỏa theo quyết định số mấy của Thủ tướng?",
        "Tả Phời thực hiện theo nghị định nào?",
        "Which circular of the Ministry of Health does the Khe Tre plan carry out?",
    ],
)
def test_what_is_not_cited_is_refused(citing: Desk, question: str) -> None:
    answer = citing.ask(question)
    assert not answer.answered
    assert not answer.citations


def test_a_plan_keeps_its_own_number(citing: Desk) -> None:
    assert "26/KH-UBND" in citing.ask("Kế hoạch của xã Bản Khoang số mấy?").answer
    assert "26/KH-UBND" in citing.ask("Bản Khoang học tập suốt đời theo kế hoạch số mấy?").answer


def test_wrong_citations_are_told_with_the_right_form(citing: Desk) -> None:
    symbol = citing.ask("Which commune plan gives the symbol of Resolution 12/NQ-CP wrongly?")
    assert {citation.document for citation in symbol.citations} == {"ban-khoang"}
    assert "12/NQ-CP" in symbol.answer
    date = citing.ask("Xã nào ghi sai ngày của Nghị quyết 73-NQ/TW?").answer
    assert "14/3/2025" in date
    assert "14/02/2025” " not in date  # the right ones are not told as wrong


def test_an_incomplete_citation_is_set_beside_a_complete_one(citing: Desk) -> None:
    answer = citing.ask("Khe Tre dẫn Chỉ thị 64-CT/TW đã đủ ngày và đúng tên chưa?")
    assert {"khe-tre", "ban-khoang"} <= {citation.document for citation in answer.citations}
    assert "09/01/2025" in answer.answer
    assert "thiếu chữ: “đẩy mạnh”" in answer.answer


def test_a_document_cited_elsewhere_is_no_legal_basis(citing: Desk) -> None:
    no = citing.ask("Kế hoạch số 19/KH-UBND mà Khe Tre nêu có nằm trong căn cứ của kế hoạch không?").answer
    assert "không được dẫn ở phần căn cứ" in no and "412/KH-UBND" in no
    assert "có, được dẫn" in citing.ask("Nghị quyết 73-NQ/TW có trong căn cứ của kế hoạch Khe Tre không?").answer


def test_the_number_of_a_document_of_a_body_that_none_is_held_of_is_looked_for_in_citations(citing: Desk) -> None:
    answer = citing.ask("Kế hoạch của Tỉnh ủy mà xã Khe Tre bám theo là số mấy, ngày nào?")
    assert "37-KH/TU ngày 20/5/2025" in answer.answer and "412/KH-UBND" not in answer.answer
    assert citing.ask("Kế hoạch của UBND xã Bản Khoang về học tập suốt đời là số mấy?").kind == "metadata"


def test_a_proposal_is_known_by_its_number(citing: Desk) -> None:
    answer = citing.ask("Tờ trình 58 của Phòng Kinh tế xã Khe Tre đề ngày nào?")
    assert answer.answered and "28/8/2025" in answer.answer


def test_who_signed_a_document_that_is_only_cited_is_refused(citing: Desk) -> None:
    assert not citing.ask("Ai ký Nghị quyết 73-NQ/TW?").answered
