"""One made-up plan as text, as a Word file and as a PDF of several pages: the same sections and the same facts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from printed_forms import as_docx, print_pdf

from ingest.canonical import canonicalise
from ingest.pipeline import read_document
from ingest.readers.content import content_of_text
from ingest.text import clean, normal_form
from ingest.types import Document

BODIES = ("Phòng Kinh tế", "Phòng Văn hóa - Xã hội", "Công an xã", "Trung tâm Phục vụ hành chính công")
PLACES = ("bờ kè phía đông", "sân đình", "vườn ươm", "chợ mới", "bến đò", "trạm bơm", "nhà văn hóa", "lối vào thôn")


def _rows() -> str:
    rows = []
    for n in range(1, 33):
        place, lead = PLACES[n % len(PLACES)], BODIES[n % len(BODIES)]
        task = f"Trồng {n * 5} cây bóng mát quanh {place}, đào hố, bón lót và cắm cọc giữ cây trước mùa mưa bão"
        cells = (n, task, lead, BODIES[(n + 1) % len(BODIES)], f"Hàng cây {place}", f"Tháng {n % 12 + 1}/2031")
        rows.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(rows)


PLAN = f"""ỦY BAN NHÂN DÂN

XÃ QUÂN CHU

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM

Độc lập - Tự do - Hạnh phúc

Số: 45/KH-UBND

Quân Chu, ngày 06 tháng 3 năm 2031

KẾ HOẠCH

Trồng cây ven hồ giai đoạn 2031 - 2033

Thực hiện Kế hoạch số 12/KH-UBND ngày 04/02/2031 của Ủy ban nhân dân tỉnh Thái Nguyên về phát triển cây xanh, Ủy ban nhân dân xã Quân Chu ban hành Kế hoạch như sau:

I. MỤC TIÊU

1. Mục tiêu đến năm 2031

- Tỷ lệ tuyến đường có cây xanh đạt trên 70%.

- Tối thiểu 95% hộ gia đình tham gia ngày trồng cây, trong đó các thôn ven hồ đạt 100%.

2. Mục tiêu đến năm 2033

- 100% trường học có vườn cây do học sinh chăm sóc.

II. NHIỆM VỤ

1. Phòng Kinh tế chủ trì, phối hợp với Công an xã rà soát các tuyến đường, hoàn thành trước ngày 30/4/2031.

2. Trung tâm Phục vụ hành chính công công khai danh sách các loài cây trên trang thông tin của xã.

III. TỔ CHỨC THỰC HIỆN

1. Phòng Kinh tế báo cáo Ủy ban nhân dân xã kết quả trồng cây định kỳ hằng quý, trước ngày 20 tháng cuối quý.

2. Các thôn gửi số liệu về Phòng Kinh tế trước ngày 15 hằng tháng.

Trên đây là Kế hoạch trồng cây của Ủy ban nhân dân xã Quân Chu./.

Nơi nhận:

- Như trên;

- Lưu: VT.

TM. ỦY BAN NHÂN DÂN

CHỦ TỊCH

Lê Thị Bảy

PHỤ LỤC

DANH MỤC NHIỆM VỤ TRỒNG CÂY

(Kèm theo Kế hoạch số 45/KH-UBND ngày 06/3/2031 của Ủy ban nhân dân xã Quân Chu)

| TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Sản phẩm | Thời hạn hoàn thành |
{_rows()}
"""  # noqa: E501

FACTS: dict[str, Callable[[Document], object]] = {
    "text": lambda d: d.text,
    "what it is": lambda d: (d.type, d.symbol, d.issuer, d.issued, d.commune, d.province, d.subject, d.signer),
    "sections": lambda d: [(s.kind, s.path, normal_form(s.title or "")) for s in d.sections],
    "rows": lambda d: [tuple(d.text[a:b] for a, b in row.cells) for row in d.rows if row.role == "body"],
    "targets": lambda d: [
        (t.section, t.quote, t.comparator, t.value, t.value_max, t.unit, t.deadline, t.key) for t in d.targets
    ],
    "tasks": lambda d: [(t.section, t.number, t.text, t.lead, t.partners, t.output, t.deadline) for t in d.tasks],
    "duties": lambda d: [(t.section, t.actor, t.action, t.frequency, t.deadline) for t in d.duties],
    "references": lambda d: [(r.section, r.symbol, r.issued, r.quote) for r in d.references],
}


@pytest.fixture(scope="module")
def as_text(tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = tmp_path_factory.mktemp("text") / "ke-hoach.txt"
    path.write_text(PLAN, "utf-8")
    return read_document(path)


def test_the_text_says_what_the_other_forms_are_held_against(as_text: Document) -> None:
    assert (as_text.symbol, as_text.issued, as_text.issuer) == (
        "45/KH-UBND", "2031-03-06", "Ủy ban nhân dân xã Quân Chu",
    )  # fmt: skip
    assert [task.number for task in as_text.tasks if task.section[0] == "Phụ lục"] == [str(n) for n in range(1, 33)]
    assert {t.value for t in as_text.targets} >= {70, 95, 100}
    assert len(as_text.duties) >= 2
    assert "12/KH-UBND" in {r.symbol for r in as_text.references}


def test_as_a_word_file_it_says_the_same(as_text: Document, tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach.docx"
    path.write_bytes(as_docx(canonicalise(content_of_text(clean(PLAN))).blocks))
    _says_the_same(read_document(path), as_text)


@pytest.mark.browser
def test_printed_to_pages_it_says_the_same(as_text: Document, tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach.pdf"
    print_pdf(canonicalise(content_of_text(clean(PLAN))).blocks, path)
    printed = read_document(path)
    assert (printed.pages or 0) >= 4
    _says_the_same(printed, as_text)


def _says_the_same(one: Document, other: Document) -> None:
    for what, facts in FACTS.items():
        assert facts(one) == facts(other), what
