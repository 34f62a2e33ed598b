"""Real and real-looking PDF files: nothing lost, furniture gone, sections, facts and tables as in their text."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from printed_forms import print_pdf

from ingest import readers
from ingest.canonical import canonicalise
from ingest.pipeline import read_document
from ingest.readers.content import Content
from ingest.readers.pdf import read_pdf
from ingest.text import normal_form, squeeze
from ingest.types import Document

pytestmark = pytest.mark.shared

DIGITAL = [
    "digital/quyet-dinh-so-169-qd-bldtbxh-44203.pdf",
    "digital/quyet-dinh-so-844-qd-ttg-469526.pdf",
    "digital/quyet-dinh-so-892-qd-ttg-469579.pdf",
    "digital/thong-tu-so-30-2026-tt-bkhcn-469714.pdf",
    "law/nd-100-2001.pdf",
]
_MARKS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def _content(shared: Path, file: str) -> Content:
    return read_pdf((shared / "files" / file).read_bytes(), file)


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFC", text.replace("\ufffe", "-").replace("\u00ad", ""))
    return re.sub(r"\s", "", plain.translate(_MARKS))


def _f1(found: Iterable[Hashable], truth: Iterable[Hashable]) -> float:
    a, b = Counter(found), Counter(truth)
    return 2 * (a & b).total() / max(1, a.total() + b.total())


@pytest.mark.parametrize("file", DIGITAL)
def test_no_letter_of_the_text_layer_is_lost_or_added(shared: Path, file: str) -> None:
    content = _content(shared, file)
    with pdfium.PdfDocument(shared / "files" / file) as document:
        raw = "".join(page.get_textpage().get_text_range() for page in document)
    layer, mine = Counter(_letters(raw)), Counter(_letters(canonicalise(content).text + "".join(content.furniture)))
    wrong = (layer - mine).total() + (mine - layer).total()
    assert 1 - wrong / layer.total() >= 0.999


@pytest.mark.parametrize("file", DIGITAL)
def test_gazette_heads_and_page_numbers_are_gone(shared: Path, file: str) -> None:
    text = canonicalise(_content(shared, file)).text
    assert "CÔNG BÁO/" not in text
    assert not re.search(r"^[-\s]*\d{1,3}[-\s]*$", text, re.MULTILINE)


SECTIONS = {
    DIGITAL[1]: ["Điều 1", "Điều 2", "Điều 3", "SIGNATURE", "Phụ lục"],
    DIGITAL[2]: ["Điều 1", *[f"Điều 1/{n}" for n in ("I", "II", "III", "IV", "V", "VI")], "Điều 2", "Điều 3"],
    DIGITAL[3]: [
        *[f"Điều {n}" for n in (1, 2, 3, 4)],
        "SIGNATURE",
        *[f"Phụ lục/{n}" for n in ("I", "II", "III", "IV")],
    ],
    DIGITAL[4]: ["Điều 1", "Điều 1/1", "Điều 1/2", "Điều 1/3", "Điều 2", "Điều 3", "SIGNATURE"],
}


@pytest.mark.parametrize("file", SECTIONS)
def test_the_outline_of_a_decision_is_found(shared: Path, file: str) -> None:
    document = read_document(shared / "files" / file)
    paths = ["/".join(section.path) for section in document.sections]
    assert [path for path in paths if path in SECTIONS[file]] == SECTIONS[file]
    assert {"HEADER", "TITLE", "PREAMBLE"} <= set(paths)
    assert document.symbol
    assert document.issued


def test_a_box_holds_the_words_of_its_span(shared: Path) -> None:
    path = shared / "files" / DIGITAL[1]
    document = read_document(path)
    boxes = [box for box in document.boxes if box.end - box.start > 20][::10]
    assert len(boxes) > 15
    right = 0
    with pdfium.PdfDocument(path) as file:
        for box in boxes:
            page = file[box.page - 1]
            width, height = page.get_size()
            corners = (box.x0 * width, height * (1 - box.y1), box.x1 * width, height * (1 - box.y0))
            printed = page.get_textpage().get_text_bounded(*corners)
            right += _letters(document.text[box.start : box.end]) in _letters(printed)
    assert right / len(boxes) >= 0.95


def test_the_rows_and_cells_of_the_task_catalogue(shared: Path) -> None:
    folder = shared / "files" / "commune"
    document = read_document(next(folder.glob("*.pdf")))
    rows = {cells[1]: cells for cells in (tuple(document.text[a:b] for a, b in row.cells) for row in document.rows)}
    truth = _catalogue(next(folder.glob("*.truth.md")).read_text("utf-8"))
    assert len(truth) == 80
    right = sum(_figure(a) == _figure(b) for row in truth for a, b in zip(row, rows.get(row[1], ()), strict=False))
    assert sum(row[1] in rows for row in truth) / len(truth) >= 0.95
    assert right / sum(map(len, truth)) >= 0.95


def _catalogue(text: str) -> list[tuple[str, ...]]:
    names = "Số thứ tự|Nhiệm vụ|Sản phẩm đầu ra|Phân nhóm|Khung điểm tối đa|Chấm điểm|Hệ số quy đổi".split("|")
    rows = []
    for block in re.split(r"\n## ", text)[1:]:
        values = dict(re.findall(r"^- ([^:]+): (.*)$", block, re.MULTILINE))
        remark = squeeze(block.split("### Diễn giải")[1].split("\n# ")[0])
        number, *others = (values[name] for name in names)
        rows.append((number, block.split("\n")[0].strip(), *others, "" if remark.startswith("Không có") else remark))
    return rows


def _figure(cell: str) -> str:
    return "-" if cell == "Không quy định" else re.sub(r",0$", "", cell)


@pytest.mark.parametrize("name", ["quan-chu-chromium", "quan-chu-libreoffice", "xuan-thanh-libreoffice"])
def test_paragraphs_and_cells_of_plans_made_for_it(shared: Path, name: str) -> None:
    folder = shared / "files" / "made"
    truth = json.loads((folder / "truth.json").read_text("utf-8"))[name]
    blocks = canonicalise(_content(shared, f"made/{name}.pdf")).blocks
    found = {_unmarked(block.text) for block in blocks if block.cells is None}
    expected = [_unmarked(text) for text in truth["body"]]
    assert sum(text in found for text in expected) / len(expected) >= 0.97
    rows = {tuple(cell for cell in block.cells if cell) for block in blocks if block.cells is not None}
    for row in truth["table"] or []:
        assert tuple(cell for cell in map(squeeze, row) if cell) in rows


def _unmarked(text: str) -> str:
    """Without footnote marks, which the truth leaves out, and without spaces, which it keeps inside of symbols."""
    return re.sub(r"[⁰¹²³⁴-⁹\s]", "", text)


FACTS: dict[str, Callable[[Document], list[Hashable]]] = {
    "sections": lambda d: [(s.path, normal_form(s.title or "")) for s in d.sections],
    "targets": lambda d: [
        (t.section, t.comparator, t.value, t.value_max, t.unit, t.deadline, t.key) for t in d.targets
    ],
    "tasks": lambda d: [(t.number, t.lead, t.partners, t.output, t.deadline) for t in d.tasks],
    "duties": lambda d: [(t.actor, t.action, t.frequency, t.deadline) for t in d.duties],
    "references": lambda d: [(t.symbol, t.issued) for t in d.references],
    "text": lambda d: list(d.text.split("\n")),
}


@pytest.mark.browser
@pytest.mark.parametrize("name", ["binh-giang", "quan-chu", "tay-giang", "xuan-giang", "xuan-thanh"])
def test_a_plan_printed_to_pdf_says_what_its_text_says(shared: Path, tmp_path: Path, name: str) -> None:
    source = shared / "corpus" / "seeds" / f"{name}.txt"
    printed = tmp_path / f"{name}.pdf"
    print_pdf(canonicalise(readers.read(source).content).blocks, printed)
    mine, truth = read_document(printed), read_document(source)
    assert (mine.symbol, mine.issued, mine.commune, mine.signer) == (
        truth.symbol,
        truth.issued,
        truth.commune,
        truth.signer,
    )
    for what, facts in FACTS.items():
        if facts(truth):
            assert _f1(facts(mine), facts(truth)) >= 0.97, what


@pytest.mark.parametrize("stem", ["2006-19412_QD115.04TTg_BLTch_DNNVV", "2007-1AF57_02-2007"])
def test_text_in_fonts_from_before_unicode_is_converted(shared: Path, stem: str) -> None:
    folder = shared / "files" / "legacy"
    content = read_pdf(next(folder.glob(f"corpus/**/{stem}.pdf")).read_bytes(), f"{stem}.pdf")
    # the truth has small letters where the font (.VnTimeH) prints them as capitals
    truth = _letters(next(folder.glob(f"ground-truth/**/{stem}.txt")).read_text("utf-8")).casefold()
    mine = _letters(canonicalise(content).text + "".join(content.furniture)).casefold()
    assert (Counter(truth) & Counter(mine)).total() / len(truth) >= 0.99
    assert any("TCVN3" in note for note in content.notes)
