"""Two versions of one plan: every change told once, with the words of both."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.types import Document
from service.precedents.drafts import read_text
from service.types import Citation
from service.versions import VersionReport, compare

OLD = """ỦY BAN NHÂN DÂN
XÃ KHE SẴN
Số: 11/KH-UBND
Khe Sẵn, ngày 11 tháng 10 năm 2025

KẾ HOẠCH
Chuyển đổi số trên địa bàn xã Khe Sẵn

Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị; Ủy ban nhân dân xã ban hành Kế hoạch như sau:

I. MỤC ĐÍCH
- Giúp bà con dùng được dịch vụ số hằng ngày, không ai bị bỏ lại phía sau.
- Việc gì hứa với dân thì ghi rõ ngày xong và người làm.

II. MỤC TIÊU
1. Đến hết năm 2026
- Tỷ lệ phủ sóng 5G trên địa bàn xã đạt 60%.
- Có ≥ 50% người dân có tài khoản định danh điện tử (VNeID).
- Hộ kinh doanh dùng hóa đơn điện tử đạt 35%.
2. Đến hết năm 2030
- Tỷ lệ phủ sóng 5G trên địa bàn xã đạt 100%.

III. NHIỆM VỤ
1. Kỹ năng số
- Mở lớp buổi tối dạy người lớn tuổi gửi hồ sơ tại nhà văn hóa thôn.
- Phát loa mỗi sáng thứ hai một mẹo dùng điện thoại an toàn.
2. Hạ tầng
- Dựng thêm hai cột thu phát sóng ở bản cao nhất phía tây.

IV. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội tổng hợp và báo cáo Ủy ban nhân dân xã trước ngày 20 hằng tháng.

Nơi nhận:
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lò Thị Mây
"""
PHRASE = "Phát loa mỗi sáng thứ hai một mẹo dùng điện thoại an toàn."


def new_version() -> str:
    text = OLD.replace("trên địa bàn xã đạt 60%", "trên địa bàn xã đạt 70%")
    text = text.replace("Có ≥ 50% người dân", "Có ≥ 40% người dân")
    text = text.replace("- Hộ kinh doanh dùng hóa đơn điện tử đạt 35%.\n", "")
    text = text.replace(f"- {PHRASE}\n", "")
    text = text.replace("ở bản cao nhất phía tây.\n", f"ở bản cao nhất phía tây.\n- {PHRASE}\n")
    text = text.replace("2. Đến hết năm 2030", "2. Đến hết năm 2035")
    text = text.replace("I. MỤC ĐÍCH\n", "I. MỤC ĐÍCH, YÊU CẦU\n")
    text = text.replace(
        "; Ủy ban nhân dân xã ban", "; Căn cứ Nghị quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ; xã ban"
    )
    kinh_phi = "IV. KINH PHÍ\n- Xã dành năm mươi triệu đồng mỗi năm từ nguồn tăng thu.\n\nV. TỔ CHỨC THỰC HIỆN"
    return text.replace("IV. TỔ CHỨC THỰC HIỆN", kinh_phi)


@pytest.fixture(scope="module")
def both() -> tuple[Document, Document, VersionReport]:
    old, new = read_text(OLD, "cu.txt"), read_text(new_version(), "moi.txt")
    return old, new, compare(old, new)


def facts(report: VersionReport, change: str) -> list[str]:
    return [one.text for one in report.facts if change in one.changes]


def quotes(report: VersionReport) -> Iterator[tuple[Citation | None, Citation | None]]:
    for one in (*report.sections, *report.texts, *report.facts):
        yield one.old, one.new


def test_every_change_quotes_the_versions_that_have_it(both: tuple[Document, Document, VersionReport]) -> None:
    old, new, report = both
    for before, after in quotes(report):
        assert before or after
        assert before is None or old.text[before.start : before.end] == before.quote
        assert after is None or new.text[after.start : after.end] == after.quote


def test_targets_raised_lowered_put_off_and_dropped(both: tuple[Document, Document, VersionReport]) -> None:
    _, _, report = both
    assert [text for text in facts(report, "raised") if "60%" in text and "70%" in text]
    assert [text for text in facts(report, "lowered") if "50%" in text and "40%" in text]
    assert [text for text in facts(report, "postponed") if "2030" in text and "2035" in text]
    assert [text for text in facts(report, "dropped") if "35%" in text]


def test_a_basis_added_is_told(both: tuple[Document, Document, VersionReport]) -> None:
    _, _, report = both
    assert any("71/NQ-CP" in text for text in facts(report, "added"))


def test_a_paragraph_moved_is_neither_added_nor_dropped(both: tuple[Document, Document, VersionReport]) -> None:
    _, _, report = both
    told = [one.change for one in report.texts if PHRASE in ((one.old or one.new).quote if one.old or one.new else "")]  # type: ignore[union-attr]
    assert told == ["moved"]


def test_a_reworded_paragraph_shows_what_was_struck(both: tuple[Document, Document, VersionReport]) -> None:
    _, _, report = both
    reworded = next(one for one in report.texts if one.old and "60%" in one.old.quote)
    assert reworded.change == "reworded"
    assert [(c.op, c.text) for c in reworded.differences if c.op != "equal"] == [("delete", "60"), ("insert", "70")]


def test_sections_added_and_renamed_are_told_but_not_those_renumbered(
    both: tuple[Document, Document, VersionReport],
) -> None:
    _, _, report = both
    told = [(one.change, one.text) for one in report.sections]
    assert any(change == "added" and "KINH PHÍ" in text for change, text in told)
    assert any(change == "renamed" and "YÊU CẦU" in text for change, text in told)
    assert not any("TỔ CHỨC THỰC HIỆN" in text for _, text in told)


def test_a_document_does_not_differ_from_itself() -> None:
    document = read_text(OLD)
    report = compare(document, document)
    assert not (report.sections or report.texts or report.facts)
    assert report.unchanged > 8


def test_turned_round_what_was_raised_is_lowered(both: tuple[Document, Document, VersionReport]) -> None:
    old, new, report = both
    back = compare(new, old)
    assert len(facts(report, "raised")) == len(facts(back, "lowered"))
    assert len(facts(report, "added")) == len(facts(back, "dropped"))
    assert len(facts(report, "postponed")) == len(facts(back, "advanced"))
