"""What a document says about itself, from its outer parts; what it leaves blank is None."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.facts.dates import find_dates, first_date
from ingest.metadata import extract_metadata
from ingest.metadata.issuer import from_header, in_letters
from ingest.metadata.period import extract_period
from ingest.metadata.signature import extract_signer
from ingest.places import Places
from ingest.text import squeeze
from ingest.types import Metadata, Section, SectionKind

SHARED = Path(__file__).parents[3] / "shared"
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"


def metadata(**parts: str) -> Metadata:
    """Metadata of a text made of outer parts, in the order given."""
    text, sections = "", []
    for kind, content in parts.items():
        section: dict[str, object] = {
            "start": len(text),
            "body_start": len(text),
            "kind": kind,
            "path": (kind.upper(),),
        }
        text += content + "\n"
        sections.append(Section.model_validate(section | {"end": len(text) - 1, "title": None, "depth": 1}))
    return extract_metadata(text, sections, [], places=Places.load())


def test_a_provincial_plan() -> None:
    found = metadata(
        header=f"ỦY BAN NHÂN DÂN\nTỈNH ĐỒNG NAI\n{MOTTO}\nSố: 12/KH-UBND\nĐồng Nai, ngày 05 tháng 3 năm 2026",
        title="KẾ HOẠCH\nCHUYỂN ĐỔI SỐ NGÀNH NƯỚC\nGIAI ĐOẠN 2026 - 2028",
        preamble="Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:",
        signature="TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTrần Văn Sáu",
    )
    assert (found.type, found.type_code, found.symbol, found.family) == ("Kế hoạch", "KH", "12/KH-UBND", "state")
    assert (found.issuer, found.commune) == ("Ủy ban nhân dân tỉnh Đồng Nai", None)
    assert (found.province, found.province_inferred) == ("tỉnh Đồng Nai", False)
    assert (found.issued, found.subject) == ("2026-03-05", "CHUYỂN ĐỔI SỐ NGÀNH NƯỚC GIAI ĐOẠN 2026 - 2028")
    assert found.signer is not None
    assert (found.signer.name, found.signer.role) == ("Trần Văn Sáu", "KT. CHỦ TỊCH PHÓ CHỦ TỊCH")
    assert found.period is not None
    assert (found.period.start, found.period.end) == ("2026", "2028")


def test_a_commune_plan_with_blank_number_and_day() -> None:
    found = metadata(
        header="Số: /KH-UBND\nQuân Chu, ngày tháng 7 năm 2025",
        title="KẾ HOẠCH\nPhát triển du lịch",
        preamble="Thực hiện Kế hoạch số 9/KH-UBND của UBND tỉnh Thái Nguyên, UBND xã ban hành Kế hoạch với nội dung:",
        signature="TM. ỦY BAN NHÂN DÂN CHỦ TỊCH\nLê Thị Bảy",
    )
    assert (found.symbol, found.type_code, found.issued) == (None, "KH", "2025-07")
    assert (found.issuer, found.commune) == ("Ủy ban nhân dân xã Quân Chu", "xã Quân Chu")
    assert (found.province, found.province_inferred) == ("tỉnh Thái Nguyên", False)


def test_the_province_of_a_commune_with_a_unique_name_is_inferred_and_says_so() -> None:
    found = metadata(title="KẾ HOẠCH\nLàm đường", preamble="Ủy ban nhân dân xã Quân Chu xây dựng kế hoạch triển khai:")
    assert (found.commune, found.province, found.province_inferred) == ("xã Quân Chu", "tỉnh Thái Nguyên", True)


def test_an_ambiguous_commune_has_no_province_until_one_is_printed() -> None:
    parts = {"title": "KẾ HOẠCH\nLàm đường", "preamble": "UBND xã Bình Giang ban hành Kế hoạch như sau:"}
    assert metadata(**parts).province is None
    parts["preamble"] = "Theo chỉ đạo của UBND tỉnh An Giang, " + parts["preamble"]
    assert metadata(**parts).province == "tỉnh An Giang"


def test_an_old_province_is_given_its_new_name() -> None:
    preamble = "Theo chỉ đạo của UBND tỉnh Hải Dương, UBND xã Bình Giang ban hành Kế hoạch như sau:"
    assert metadata(title="KẾ HOẠCH\nLàm đường", preamble=preamble).province == "thành phố Hải Phòng"


def test_a_party_plan_signed_for_the_standing_committee() -> None:
    found = metadata(
        header="ĐẢNG BỘ TỈNH NINH BÌNH\nĐẢNG ỦY XÃ XUÂN GIANG\n*\nĐẢNG CỘNG SẢN VIỆT NAM\nSố 7-KH/ĐU",
        title="KẾ HOẠCH\nthực hiện nghị quyết năm 2026",
        signature="T/M BAN THƯỜNG VỤ\nBÍ THƯ\n(Đã ký)\nNgô Văn Tám",
    )
    assert (found.symbol, found.family) == ("7-KH/ĐU", "party")
    assert (found.issuer, found.province) == ("Ban Thường vụ Đảng ủy xã Xuân Giang", "tỉnh Ninh Bình")
    assert found.signer is not None
    assert (found.signer.name, found.signer.role) == ("Ngô Văn Tám", "BÍ THƯ")
    assert found.period is not None
    assert found.period.end == "2026"


def test_a_text_that_only_introduces_itself() -> None:
    found = metadata(preamble="Kết luận số 9-KL/TW ngày 11/01/2024 của Bộ Chính trị về nước sạch\nNội dung")
    assert (found.type, found.symbol, found.issued) == ("Kết luận", "9-KL/TW", "2024-01-11")
    assert (found.issuer, found.subject) == ("Bộ Chính trị", "về nước sạch")


def test_a_letter_has_no_type_in_its_symbol() -> None:
    found = metadata(header=f"BỘ Y TẾ\n{MOTTO}\nSố: 66/BYT-KH\nV/v báo cáo số liệu\nHà Nội, ngày 01 tháng 02 năm 2025")
    assert (found.type, found.symbol, found.subject) == ("Công văn", "66/BYT-KH", "báo cáo số liệu")
    assert (found.issuer, found.province) == ("Bộ Y tế", None)


def _letter(*notes: str) -> Metadata:
    """A letter that has lost its header, with what its appendices say they go with."""
    appendices = {f"appendix_{i}": f"PHỤ LỤC\nBẢNG SỐ LIỆU\n{note}" for i, note in enumerate(notes)}
    text, sections = "Kính gửi: Các vụ, cục thuộc Bộ\nBộ yêu cầu các đơn vị báo cáo số liệu./.\n", []
    for content in appendices.values():
        start = len(text)
        text += content + "\n"
        sections.append(
            Section(
                start=start,
                end=len(text) - 1,
                body_start=start,
                kind="appendix",
                path=("Phụ lục",),
                title=None,
                depth=1,
            )
        )
    return extract_metadata(text, sections, [], places=Places.load())


def test_a_letter_without_its_header_is_known_by_what_its_appendix_goes_with() -> None:
    found = _letter("(Kèm theo Công văn số 66/BVHTTDL-KH ngày 03/02/2025 của Bộ Văn hóa, Thể thao và Du lịch)")
    assert (found.type, found.symbol, found.issued) == ("Công văn", "66/BVHTTDL-KH", "2025-02-03")
    assert found.issuer == "Bộ Văn hóa, Thể thao và Du lịch"


@pytest.mark.parametrize(
    "notes",
    [
        ("(Kèm theo Kế hoạch số 66/KH-BYT ngày 03/02/2025 của Bộ Y tế)",),
        ("(Kèm theo Công văn số 66/BYT-KH ngày 03/02/2025)", "(Kèm theo Công văn số 67/BYT-KH ngày 03/02/2025)"),
    ],
)
def test_a_note_on_another_kind_or_on_two_letters_gives_no_number(notes: tuple[str, ...]) -> None:
    assert _letter(*notes).symbol is None


def test_a_misread_mark_does_not_make_another_ministry() -> None:
    assert in_letters("BỘ QUÓC PHÒNG") == "Bộ Quốc phòng"


def test_an_empty_document_says_nothing() -> None:
    assert extract_metadata("", [], [], places=Places.load()) == Metadata()


@pytest.mark.parametrize(
    ("header", "issuer"),
    [
        ("ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH LÀO CAI Độc lập - Tự do - Hạnh phúc",
         "ỦY BAN NHÂN DÂN TỈNH LÀO CAI"),
        ("UBND TỈNH LÀO CAI\nSỞ NỘI VỤ\nSố: 5/SNV-VP", "SỞ NỘI VỤ"),
        ("BỘ KHOA HỌC\nVÀ CÔNG NGHỆ", "BỘ KHOA HỌC VÀ CÔNG NGHỆ"),
        ("THỦ TƯỚNG\nCHÍNH PHỦ", "THỦ TƯỚNG CHÍNH PHỦ"),
        ("ĐẢNG ỦY CHÍNH PHỦ\nVĂN PHÒNG", "VĂN PHÒNG ĐẢNG ỦY CHÍNH PHỦ"),
        ("BAN CHẤP HÀNH TRUNG ƯƠNG\nĐẢNG ĐOÀN QUỐC HỘI", "ĐẢNG ĐOÀN QUỐC HỘI"),
        (MOTTO, None),
    ],
)  # fmt: skip
def test_the_header_names_the_lowest_body(header: str, issuer: str | None) -> None:
    assert from_header(header) == issuer


def test_capitals_become_the_usual_letters() -> None:
    assert in_letters("ỦY BAN NHÂN DÂN THÀNH PHỐ CẦN THƠ") == "Ủy ban nhân dân thành phố Cần Thơ"
    assert in_letters("UBND XÃ KHE TRẠM ĐÁ") == "Ủy ban nhân dân xã Khe Trạm Đá"  # of no list
    assert in_letters("ỦY BAN NHÂN DÂN XÃ") == "Ủy ban nhân dân xã"
    assert in_letters("BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH") == "Bộ Văn hóa, Thể thao và Du lịch"


@pytest.mark.parametrize(
    ("signature", "name", "role"),
    [
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nArát Blúi", "Arát Blúi", "CHỦ TỊCH"),
        ("BỘ TRƯỞNG\nNGUYỄN VĂN CHÍN", "Nguyễn Văn Chín", "BỘ TRƯỞNG"),
        ("KT. CHỦ TỊCH PHÓ CHỦ TỊCH Y Thanh Niê", "Y Thanh Niê", "KT. CHỦ TỊCH PHÓ CHỦ TỊCH"),
    ],
)
def test_signers_of_all_kinds_of_names(signature: str, name: str, role: str) -> None:
    signer = extract_signer(signature)
    assert signer is not None
    assert (signer.name, signer.role) == (name, role)


def test_no_name_no_signer() -> None:
    assert extract_signer("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH") is None


def test_dates_are_read_and_impossible_ones_are_not() -> None:
    assert first_date("ngày 01 tháng 4 năm 2025") == "2025-04-01"
    assert first_date("ngày tháng năm 2025") is None
    assert first_date("ngày ____/7/2025") == "2025-07"
    assert [date.iso for date in find_dates("31/12/2025 và 45/13/2025")] == ["2025-12-31", None]


def test_periods_come_from_the_title_or_from_the_headings() -> None:
    cited = extract_period(
        "Thực hiện Nghị quyết số 5-NQ/TW ngày 22/12/2024", ["Đến năm 2030", "Tầm nhìn 2045"], "2025-07"
    )
    assert cited is not None
    assert (cited.start, cited.end) == ("2025", "2045")
    until = extract_period("KẾ HOẠCH phát triển đến năm 2030", [], "2025-07")
    assert until is not None
    assert (until.start, until.end) == ("2025", "2030")
    assert extract_period("KẾ HOẠCH phát triển", ["Mục đích"], None) is None


@pytest.mark.shared
def test_gold_metadata_is_read() -> None:
    pipeline = pytest.importorskip("ingest.pipeline")
    if not SHARED.exists():
        pytest.skip("evaluation data is not beside the repository")
    for line in (SHARED / "gold" / "documents.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        read = pipeline.read_document(SHARED / "corpus" / "seeds" / gold["file"])
        for field in ("type", "issuer", "commune", "province"):
            assert getattr(read, field) == gold[field], field
        assert read.province_inferred is not gold["province_in_text"]
        assert squeeze(read.subject) == gold["subject"]
        assert (read.signer.name, read.signer.role) == (gold["signer"], gold["signer_role"])


KINDS: tuple[SectionKind, ...] = ("header", "title", "preamble", "closing", "recipients", "signature")


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_part_is_no_error(kind: SectionKind) -> None:
    parts: dict[str, str] = dict.fromkeys(KINDS, "Kế hoạch của UBND xã")
    del parts[kind]
    assert metadata(**parts).family == "state"
