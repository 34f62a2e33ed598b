"""Documents named by what they are about, on made-up titles and in a small library of made-up plans."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_up import open_made_up

from index.types import DocumentSummary
from service.analysis import Analysis, analyse
from service.described import find_descriptions, without_said
from service.desk import Desk
from service.mentions import find_mentions
from service.question import read
from service.readings import reading_of, revised
from service.scope import find_scope, gazetteer


def held(symbol: str, subject: str, province: str = "tỉnh Lào Cai", type: str = "Kế hoạch") -> DocumentSummary:
    issuer = f"Ủy ban nhân dân {province}"
    number = symbol.split("/")[0]
    return DocumentSummary(
        id=number,
        source=number,
        sha256="0",
        type=type,
        symbol=symbol,
        issuer=issuer,
        province=province,
        subject=subject,
    )


ORCHARDS = held("31/KH-UBND", "TRỒNG CÂY ĂN QUẢ ÔN ĐỚI TRÊN ĐỊA BÀN TỈNH LÀO CAI ĐẾN NĂM 2030")
BEES = held("32/KH-UBND", "PHÁT TRIỂN NGHỀ NUÔI ONG LẤY MẬT, BẢO VỆ NGUỒN HOA")
SCHOOLS = held("33/KH-UBND", "CHUYỂN ĐỔI SỐ TRONG CÁC TRƯỜNG HỌC")
CLINICS = held("34/KH-UBND", "CHUYỂN ĐỔI SỐ CHO CÁC TRẠM Y TẾ")
CONTEST = held("35/KH-UBND", "PHÁT ĐỘNG ĐỢT THI ĐUA LÀM SẠCH SUỐI")
STALLS = held("36/QĐ-UBND", "VỀ VIỆC BAN HÀNH QUY CHẾ QUẢN LÝ CHỢ PHIÊN", type="Quyết định")
ELSEWHERE = held("77/KH-UBND", "TRỒNG CÂY ĂN QUẢ VEN BIỂN", "tỉnh Cà Mau")
HELD = [ORCHARDS, BEES, SCHOOLS, CLINICS, CONTEST, STALLS, ELSEWHERE]


def meant(question: str) -> list[str]:
    asked = read(question)
    found = find_descriptions(asked, HELD, find_mentions(asked.text, HELD))
    return [id for one in found for named in one.documents for id in named.documents]


def analysed(question: str) -> Analysis:
    return analyse(read(question), HELD)


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("Ai ký kế hoạch nuôi ong lấy mật của Lào Cai?", ["32"]),
        ("ke hoach nuoi ong cua lao cai ban hanh ngay nao", ["32"]),
        ("Theo kế hoạch trồng cây ăn quả của Lào Cai thì sở nào cấp giống?", ["31"]),
        ("Kế hoạch CĐS trường học của Lào Cai giao việc gì?", ["33"]),
        ("Quy chế quản lý chợ phiên của Lào Cai quy định gì?", ["36"]),
        ("Đợt thi đua làm sạch suối ở Lào Cai kéo dài bao lâu?", ["35"]),
        ("Who signed Lào Cai's digital transformation plan?", ["33", "34"]),
        ("Trong kế hoạch phát triển nghề nuôi ong lấy mật, bảo vệ nguồn hoa, ai cấp thùng ong?", ["32"]),
    ],
)
def test_the_title_that_says_most_of_it_is_meant(question: str, documents: list[str]) -> None:
    assert meant(question) == documents


def test_titles_that_say_it_equally_are_both_meant() -> None:
    assert meant("Kế hoạch chuyển đổi số của Lào Cai ban hành ngày nào?") == ["33", "34"]
    assert meant("Kế hoạch trồng cây ăn quả giao ai cấp giống?") == ["31", "77"]
    assert sorted(meant("Tìm câu mẫu trong các kế hoạch trồng cây, nuôi ong của Lào Cai")) == ["31", "32"]


@pytest.mark.parametrize(
    "question",
    [
        "Lào Cai phải xây dựng kế hoạch nuôi ong trước ngày nào?",  # the plan is still to be drawn up
        "Những kế hoạch nuôi ong nào có mức hỗ trợ?",
        "Kế hoạch nào của Lào Cai nói về nuôi ong?",
        "Kế hoạch của Lào Cai do ai ký?",
        "Kế hoạch 32 của Lào Cai về nuôi ong do ai ký?",
        "Kế hoạch đắp đê của Lào Cai do ai ký?",
        "Kế hoạch phát triển nghề nuôi ong lấy mật, bảo vệ nguồn hoa của Lâm Đồng do ai ký?",  # nothing is held of it
    ],
)
def test_nothing_is_meant_where_the_words_do_not_single_it_out(question: str) -> None:
    assert meant(question) == []


@pytest.mark.parametrize(
    ("question", "untitled"),
    [
        ("Ai ký kế hoạch đắp đê của Lào Cai?", ("dap", "de")),
        ("Ai ký kế hoạch mới nhất của Lào Cai?", ()),
        ("Kế hoạch của Lào Cai, chức vụ người ký là gì?", ()),
        ("Ai ký kế hoạch của UBND tỉnh Lào Cai?", ()),
    ],
)
def test_a_document_of_no_such_title_is_told_by_its_words(question: str, untitled: tuple[str, ...]) -> None:
    assert analysed(question).untitled == untitled


def test_what_the_title_says_is_not_demanded_of_a_passage() -> None:
    asked = analysed("Theo kế hoạch nuôi ong lấy mật của Lào Cai, ai cấp thùng gỗ?")
    assert asked.documents == frozenset({"32"})
    assert not {"ong", "mat"} & set(asked.terms)
    assert {"thung", "go"} <= set(asked.terms)


def test_a_word_foreign_to_the_title_leaves_all_of_them_in_the_question() -> None:
    asked = read("Kế hoạch trồng cây ăn quả, chống hạn của Lào Cai giao ai đào giếng?")
    (one,) = find_descriptions(asked, HELD, ())
    assert without_said(asked, [one]).text.count(",") > asked.text.count(",")
    strange = read("Kế hoạch trồng cây ăn quả hạn mặn của Lào Cai giao ai đào giếng?")
    assert without_said(strange, find_descriptions(strange, HELD, ())).text == strange.text


def test_the_reading_names_the_document_and_can_be_put_right() -> None:
    asked = analysed("Kế hoạch nuôi ong lấy mật của Lào Cai giao ai cấp thùng gỗ?")
    reading = reading_of(asked)
    assert reading.places == ("Kế hoạch 32/KH-UBND",)
    other = revised(asked, reading.model_copy(update={"places": ("Kế hoạch 31/KH-UBND",)}), HELD)
    assert other.documents == frozenset({"31"})


def test_two_sides_of_a_comparison_are_told_by_their_subjects() -> None:
    asked = analysed("So sánh kế hoạch nuôi ong của Lào Cai và kế hoạch trồng cây ăn quả của Cà Mau: mức nào cao hơn?")
    assert asked.documents == frozenset({"32", "77"})


def test_a_page_on_a_plan_is_known_by_its_title() -> None:
    page = DocumentSummary(
        id="trang", source="trang", sha256="0", type="Kế hoạch", subject="Đắp đê tỉnh Cà Mau (Kế hoạch 951/KH-UBND)"
    )
    held = [ORCHARDS, page]
    (mention,) = find_mentions("Kế hoạch 951 của Cà Mau đắp mấy km đê?", held)
    assert mention.documents == ("trang",)
    found = find_scope("Kế hoạch 951 của Cà Mau đắp mấy km đê?", held, gazetteer(), [mention])
    assert (found.documents, found.unheld) == (("trang",), ())
    assert find_scope("Cà Mau đắp mấy km đê?", held, gazetteer()).documents == ("trang",)
    assert find_scope("An Giang đắp mấy km đê?", held, gazetteer()).unheld == ("An Giang",)


def test_a_plan_is_called_by_the_resolution_that_it_carries_out() -> None:
    plan = held("12/KH-UBND", "Thực hiện Nghị quyết số 91-NQ/TW về phát triển vườn rừng")
    (mention,) = find_mentions("Xã nào bố trí kinh phí cho kế hoạch 91?", [plan])
    assert mention.role == "object"


HEADER = """\
ỦY BAN NHÂN DÂN
TỈNH LÀO CAI
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: {number}/KH-UBND
Lào Cai, ngày {day:02} tháng 3 năm 2026

KẾ HOẠCH
{subject}

Căn cứ nhu cầu của bà con, Ủy ban nhân dân tỉnh ban hành kế hoạch như sau:

I. VIỆC PHẢI LÀM

1. {work}

Nơi nhận:
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

{signer}
"""


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Three plans of one province."""
    folder = tmp_path_factory.mktemp("ke-hoach")
    plans = [
        (41, 3, "V/v NUÔI ONG LẤY MẬT\nTRÊN ĐỊA BÀN TỈNH", "Sở Rừng cấp thùng gỗ cho từng hộ.", "Lò Thị Mây"),
        (42, 9, "TRỒNG CÂY ĂN QUẢ ÔN ĐỚI", "Sở Vườn cấp cây giống cho từng hộ.", "Vàng A Páo"),
        (43, 12, "CHUYỂN ĐỔI SỐ TRONG CÁC TRƯỜNG HỌC", "Sở Học lắp máy chiếu cho từng lớp.", "Giàng Seo Lử"),
    ]
    for number, day, subject, work, signer in plans:
        text = HEADER.format(number=number, day=day, subject=subject, work=work, signer=signer)
        Path(folder, f"{number}.txt").write_text(text, encoding="utf-8")
    library = open_made_up(tmp_path_factory.mktemp("tinh"))
    assert not library.sync([folder]).rejected
    return Desk(library)


def test_the_subject_behind_v_v_is_read(province: Desk) -> None:
    subjects = {one.symbol: one.subject for one in province.archive.documents()}
    assert subjects["41/KH-UBND"] == "NUÔI ONG LẤY MẬT TRÊN ĐỊA BÀN TỈNH"


def test_only_the_one_meant_tells_who_signed_it(province: Desk) -> None:
    answer = province.ask("Ai ký kế hoạch nuôi ong lấy mật của Lào Cai?")
    assert answer.answered
    assert "Lò Thị Mây" in answer.answer
    assert "Vàng A Páo" not in answer.answer and "Giàng Seo Lử" not in answer.answer
    assert "Kế hoạch 41/KH-UBND" in answer.understood


def test_who_signed_a_plan_of_no_such_title_is_not_told(province: Desk) -> None:
    answer = province.ask("Ai ký kế hoạch phòng cháy chữa cháy rừng của Lào Cai?")
    assert not answer.answered
    assert "Lào Cai" in answer.answer
    assert answer.near_misses
