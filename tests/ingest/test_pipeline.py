"""A file in, a document out: every span points at the words it quotes."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.pipeline import document_of, read_document
from ingest.readers.content import content_of_text
from ingest.text import clean, normal_form
from ingest.types import Document

PIECES = st.sampled_from(
    [
        "KẾ HOẠCH", "I. MỤC TIÊU", "1. Đến hết năm 2031", "2. Việc khác", "- Đạt ≥ 60% hộ dân có điện.", "a) Tưới cây.",
        "Nơi nhận:", "- Lưu: VT.", "CHỦ TỊCH", "PHỤ LỤC I", "TT\tNội dung\tThời gian", "1\tHọp dân\tTháng 5/2031",
        "\tgiữa trang\t", "* Giai đoạn 2030:", "¹ Nghị quyết số 5-NQ/ĐU.", "Điều 1. Phạm vi", "", "|", "**đậm**", "\f",
    ]
)  # fmt: skip


def _document(source: str) -> Document:
    return document_of(content_of_text(source), name="x.txt", sha256="0")


def check_spans(document: Document) -> None:
    """The invariants that everything downstream relies on."""
    text = document.text
    for section in document.sections:
        assert 0 <= section.start <= section.body_start <= section.end <= len(text)
    for passage in document.passages:
        quote = text[passage.start : passage.end]
        assert quote == quote.strip() != ""
        assert len(passage.titles) == len(passage.path)
    for row in document.rows:
        assert all("\t" not in text[a:b] and "\n" not in text[a:b] for a, b in row.cells)
    for fact in (*document.targets, *document.references, *document.tasks, *document.duties):
        assert text[fact.start : fact.end] == fact.quote
        assert fact.document == document.id


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=25))
def test_spans_hold_for_any_mixture_of_parts(pieces: list[str]) -> None:
    check_spans(_document(clean("\n".join(pieces))))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_spans_hold_for_any_text(text: str) -> None:
    check_spans(_document(clean(text)))


def test_a_passage_never_crosses_a_section() -> None:
    source = "I. MỤC TIÊU\n\n1. Nước\n\n- Đạt 90%.\n\n2. Điện\n\nĐạt 80%.\n"
    document = _document(source)
    for passage in document.passages:
        inside = [s for s in document.sections if s.start <= passage.start < s.end]
        assert all(passage.end <= section.end for section in inside)


def test_a_long_paragraph_is_split_at_its_sentences() -> None:
    sentence = "Tổ dân phố số {} quét dọn con ngõ của mình vào sáng thứ bảy hằng tuần và ghi sổ đầy đủ."
    source = "I. VIỆC\n\n" + " ".join(sentence.format(i) for i in range(40))
    passages = [p for p in _document(source).passages if p.kind == "paragraph"]
    assert len(passages) > 3
    assert all(p.end - p.start <= 1000 for p in passages)


def test_front_matter_declares_what_a_digest_stands_for(tmp_path: Path) -> None:
    path = tmp_path / "tóm lược.md"
    path.write_text('+++\ndigest = true\ncommune = "xã Hồ Xanh"\n+++\nKẾ HOẠCH\n\nI. MỤC TIÊU\n\n- Đạt 90%.\n', "utf-8")
    document = read_document(path)
    assert document.digest
    assert document.commune == "xã Hồ Xanh"
    assert "+++" not in document.text
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.shared
def test_sections_of_the_gold_documents_are_found(shared: Path) -> None:
    gold = [json.loads(line) for line in (shared / "gold" / "sections.jsonl").read_text("utf-8").splitlines()]
    for name in sorted({row["doc"] for row in gold}):
        document = read_document(shared / "corpus" / "seeds" / f"{name}.txt")
        found = {(s.path, normal_form(s.title or "")) for s in document.sections}
        truth = {(tuple(r["path"]), normal_form(r["title"] or "")) for r in gold if r["doc"] == name}
        f1 = 2 * len(found & truth) / (len(found) + len(truth))
        assert f1 >= 0.97, (name, f1, found ^ truth)


@pytest.mark.shared
def test_every_line_of_the_five_plans_is_inside_a_section(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "seeds").glob("*.txt")):
        document = read_document(path)
        check_spans(document)
        covered = bytearray(len(document.text))
        for section in document.sections:
            covered[section.start : section.end] = b"\1" * (section.end - section.start)
        outside = [c for c, inside in zip(document.text, covered, strict=True) if not inside and not c.isspace()]
        assert not outside, path.name


@pytest.mark.shared
def test_targets_of_the_gold_documents_are_found(shared: Path) -> None:
    rows = [json.loads(line) for line in (shared / "gold" / "targets.jsonl").read_text("utf-8").splitlines()]
    truth: Counter[tuple[object, ...]] = Counter()
    found: Counter[tuple[object, ...]] = Counter()
    for name in sorted({row["doc"] for row in rows}):
        document = read_document(shared / "corpus" / "seeds" / f"{name}.txt")
        gold = [r for r in rows if r["doc"] == name and r["cls"] in ("target", "sub_target")]
        truth.update((name, r["comparator"], r["value"], r["unit"], r["deadline"], _home(document, r)) for r in gold)
        for t in document.targets:
            if t.cls != "universal":
                found[name, t.comparator, t.value, t.unit, t.deadline, t.start] += 1
    f1 = 2 * (found & truth).total() / (found.total() + truth.total())
    assert f1 >= 0.95, (f1, found - truth, truth - found)


def _home(document: Document, row: dict[str, object]) -> int | None:
    """Where the target stands whose quotation holds, or is held by, the gold quotation of the same section."""
    quote = normal_form(str(row["quote"]))
    for target in document.targets:
        mine = normal_form(target.quote)
        if list(target.section) == row["path"] and (quote in mine or mine in quote):
            return target.start
    return None
