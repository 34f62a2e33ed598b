"""What the documents do not say is refused, with the reason; on made-up plans and on the real ones where they are."""

from __future__ import annotations

import pytest

from service.desk import Desk
from service.mentions import find_mentions
from service.scope import find_scope, gazetteer


@pytest.mark.parametrize(
    "question",
    [
        "Văn bản nào nói về tiêm vắc xin cho trẻ em?",
        "Kế hoạch nào quy định giá vé xe buýt?",
        "Suối Ngà đã phủ sóng 5G được bao nhiêu phần trăm rồi, thực tế đạt bao nhiêu?",
        "Vì sao Suối Ngà giảm chỉ tiêu phủ sóng 5G?",
        "Điều 12 của Luật Khoa học và Công nghệ quy định gì?",
        "Tỉnh Lâm Đồng giao Sở nào xây dựng kho dữ liệu?",
        "What salary does the head of the digital team in Suối Ngà receive?",
    ],
)
def test_absent_things_are_refused_with_a_reason(desk: Desk, question: str) -> None:
    answer = desk.ask(question)
    assert not answer.answered, answer.answer
    assert answer.reason
    assert not answer.citations


def test_a_common_word_is_no_commune(desk: Desk) -> None:
    held = [one.model_copy(update={"commune": "xã Quân Chu"}) for one in list(desk.archive.documents())[:1]]
    assert not find_scope("co quan chu tri la ai", held, gazetteer()).named
    assert not find_scope("cơ quan chủ trì là ai", held, gazetteer()).named
    assert find_scope("o quan chu ai bao cao", held, gazetteer()).named
    assert find_scope("Quân Chu báo cáo ai", held, gazetteer()).named


def test_a_document_is_named_by_its_subject_and_number(desk: Desk) -> None:
    first = next(iter(desk.archive.documents()))
    held = [
        first.model_copy(update={"symbol": "165/KH-UBND", "type": "Kế hoạch", "subject": "tăng cường công tác dân số"})
    ]
    (named,) = find_mentions("Kế hoạch dân số 165 do ai ký?", held)
    assert named.documents == (first.id,)
    assert find_mentions("Kế hoạch trồng 165 cây xanh", held) == ()


def test_a_year_is_no_number_of_a_plan(desk: Desk) -> None:
    assert find_mentions("kế hoạch 2026 của xã đặt gì", list(desk.archive.documents())) == ()
