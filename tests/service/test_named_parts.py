"""Parts of a document that a question names: a group of its appendix, a round of a campaign, one of the recipients."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_up import open_made_up

from service.desk import Desk

KHE_LIM = """ỦY BAN NHÂN DÂN
XÃ KHE LIM
Số: 33/KH-UBND
Khe Lim, ngày 08 tháng 9 năm 2025

KẾ HOẠCH
Phát động thi đua chuyển đổi số xã Khe Lim

Ủy ban nhân dân xã Khe Lim ban hành Kế hoạch như sau:

I. THỜI GIAN
1. Đợt 01 phát động từ ngày 05 tháng 10 năm 2025 ở các bản.
2. Đợt 02 phát động từ ngày 12 tháng 3 năm 2026 ở các bản.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lò Văn Mạ

Nơi nhận:
- Sở Khoa học và Công nghệ;
- Lưu: VT.

PHỤ LỤC I: DANH MỤC NHIỆM VỤ
TT\tTên nhiệm vụ\tCơ quan chủ trì thực hiện\tCơ quan phối hợp\tKết quả\tThời gian hoàn thành
I\tHạ tầng
1\tKéo cáp quang qua đèo\tPhòng Kinh tế\tNhà mạng\tTuyến cáp\tTháng 4/2026
II\tNhân lực
2\tGửi thanh niên đi học nghề số\tPhòng Văn hóa - Xã hội\tĐoàn xã\tDanh sách\tTháng 6/2026
3\tMời kỹ sư về bản\tPhòng Văn hóa - Xã hội\tĐoàn xã\tBuổi học\tTháng 8/2026
"""

HON_DA = """ỦY BAN NHÂN DÂN
XÃ HÒN ĐÁ
Số: 12/KH-UBND
Hòn Đá, ngày 19 tháng 9 năm 2025

KẾ HOẠCH
Chuyển đổi số xã Hòn Đá

Ủy ban nhân dân xã Hòn Đá ban hành Kế hoạch như sau:

I. MỤC TIÊU
- Tỷ lệ phủ sóng 5G trên địa bàn xã đạt 35%.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Hà Thị Mơ

Nơi nhận:
- Sở Tài chính;
- Lưu: VT.
"""


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder: Path = tmp_path_factory.mktemp("named-parts")
    (folder / "khe-lim.txt").write_text(KHE_LIM, encoding="utf-8")
    (folder / "hon-da.txt").write_text(HON_DA, encoding="utf-8")
    library = open_made_up(tmp_path_factory.mktemp("named-parts-data"))
    assert not library.sync([folder]).rejected
    return Desk(library)


def test_the_tasks_of_a_group_are_those_below_its_ordinal(parts: Desk) -> None:
    answer = parts.ask("Nhóm II trong Phụ lục I của Khe Lim gồm những nhiệm vụ nào?")
    assert [citation.section[-1] for citation in answer.citations] == ["2", "3"]


def test_a_round_that_there_is_none_of_is_told_with_those_there_are(parts: Desk) -> None:
    answer = parts.ask("Đợt 03 thi đua của Khe Lim phát động từ ngày nào?")
    assert not answer.answered
    assert "đợt 1 và 2" in answer.answer


def test_a_round_that_there_is_is_answered(parts: Desk) -> None:
    answer = parts.ask("Đợt 2 thi đua của Khe Lim phát động từ ngày nào?")
    assert answer.answered
    assert "12 tháng 3 năm 2026" in answer.citations[0].quote


def test_only_what_is_sent_to_a_body_is_told_as_sent_to_it(parts: Desk) -> None:
    answer = parts.ask("Kế hoạch nào gửi Sở Khoa học và Công nghệ ở mục nơi nhận?")
    assert {citation.document for citation in answer.citations} == {"khe-lim"}
