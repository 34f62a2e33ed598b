"""Old Office files go through LibreOffice; whatever a file is called, it is read as what it is."""

from __future__ import annotations

import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import docx
import pytest
from printed_forms import as_docx
from word_files import docx_bytes

from ingest import readers
from ingest.canonical import canonicalise
from ingest.errors import RejectedFile
from ingest.lines import Line
from ingest.pipeline import read_document
from ingest.readers import office
from ingest.readers.content import Content
from ingest.readers.office import read_office
from ingest.readers.sniff import kind_of
from ingest.tables import Table
from ingest.types import Document

needs_libreoffice = pytest.mark.skipif(
    office.libreoffice() is None, reason="LibreOffice chưa được cài: không thử được .doc, .odt, .rtf, .xls"
)
SEEDS = ["binh-giang", "quan-chu", "tay-giang", "xuan-giang", "xuan-thanh"]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def texts(content: Content) -> list[str]:
    return [region.text for region in content.regions if isinstance(region, Line)]


def test_every_suffix_has_a_reader() -> None:
    wanted = ".docx .doc .odt .rtf .xlsx .xls .csv .tsv .html .htm .mht .txt .md"
    assert set(wanted.split()) <= readers.suffixes()


@pytest.mark.parametrize("suffix", [".docx", ".doc", ".xlsx", ".rtf"])
def test_a_password_is_told(suffix: str) -> None:
    data = OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    with pytest.raises(RejectedFile, match="mật khẩu") as error:
        read_office(data, f"a{suffix}")
    assert "bỏ mật khẩu" in error.value.hint


def test_an_encrypted_word_97_file_is_told() -> None:
    fib = b"\xec\xa5\xc1\x00" + bytes(6) + (0x0100).to_bytes(2, "little")
    with pytest.raises(RejectedFile, match="mật khẩu"):
        read_office(OLE + bytes(504) + fib + bytes(600), "a.doc")


def test_a_docx_called_doc_is_read_as_docx() -> None:
    document = docx.Document()
    document.add_paragraph("Kế hoạch trồng cây")
    assert texts(read_office(docx_bytes(document), "a.doc")) == ["Kế hoạch trồng cây"]


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"%PDF-1.7\n", "thực ra là PDF"), (b"PK\x03\x04abc", "hỏng"), (b"\x89PNG\r\n\x1a\n", "hỏng"), (b"abc", "hỏng")],
)
def test_what_is_no_office_file_is_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(RejectedFile, match=said) as error:
        read_office(data, "a.docx")
    assert error.value.hint.startswith("Hãy ")


def test_without_libreoffice_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "libreoffice", lambda: None)
    with pytest.raises(RejectedFile, match="chưa cài LibreOffice") as error:
        read_office(rb"{\rtf1 K\u7871? ho\u7841?ch}", "a.rtf")
    assert "apt-get install libreoffice-writer" in error.value.hint


@pytest.mark.skipif(sys.platform != "linux", reason="children are found in /proc")
def test_a_converter_that_hangs_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    pids = tmp_path / "pids"
    program.write_text(f"#!/bin/sh\nsleep 60 & echo $! > {pids}\nwait\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(office, "libreoffice", lambda: str(program))
    begun = time.monotonic()
    with pytest.raises(RejectedFile, match="đã dừng"):
        office.convert(b"{\\rtf1 x}", "a.rtf", "docx", timeout_s=1.0)
    assert time.monotonic() - begun < 10
    stat = Path(f"/proc/{pids.read_text(encoding='utf-8').strip()}/stat")
    deadline = time.monotonic() + 5
    while stat.exists() and ") Z " not in stat.read_text(encoding="utf-8") and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not stat.exists() or ") Z " in stat.read_text(encoding="utf-8")


@pytest.mark.slow
@needs_libreoffice
def test_rtf_is_read_and_a_broken_doc_refused() -> None:
    assert texts(read_office(rb"{\rtf1\ansi\uc1 {\b K\u7871? ho\u7841?ch}\par M\u7909?c ti\u234?u}", "a.rtf")) == [
        "Kế hoạch", "Mục tiêu",
    ]  # fmt: skip
    with pytest.raises(RejectedFile):
        read_office(OLE + "WordDocument".encode("utf-16-le") + bytes(2000), "a.doc")


def _same(one: Iterable[object], other: Iterable[object]) -> float:
    """F1 of two collections."""
    first, second = Counter(one), Counter(other)
    whole = sum(first.values()) + sum(second.values())
    return 2 * sum((first & second).values()) / whole if whole else 1.0


def _agreement(one: Document, other: Document) -> dict[str, float]:
    def targets(d: Document) -> list[object]:
        return [(t.indicator, t.comparator, t.value, t.value_max, t.unit, t.deadline) for t in d.targets]

    def tasks(d: Document) -> list[object]:
        return [(t.number, t.text, t.lead, t.partners, t.output, t.deadline) for t in d.tasks]

    return {
        "sections": _same((s.path for s in one.sections), (s.path for s in other.sections)),
        "targets": _same(targets(one), targets(other)),
        "tasks": _same(tasks(one), tasks(other)),
        "references": _same((r.symbol for r in one.references), (r.symbol for r in other.references)),
    }


@pytest.mark.shared
@pytest.mark.parametrize("name", SEEDS)
def test_the_same_plan_as_text_and_as_docx_gives_the_same_sections_and_facts(
    shared: Path, tmp_path: Path, name: str
) -> None:
    source = shared / "corpus" / "seeds" / f"{name}.txt"
    path = tmp_path / f"{name}.docx"
    path.write_bytes(as_docx(canonicalise(readers.read(source).content).blocks))
    agreement = _agreement(read_document(source), read_document(path))
    assert min(agreement.values()) >= 0.97, agreement


@pytest.mark.shared
@pytest.mark.slow
@needs_libreoffice
@pytest.mark.parametrize("name", ["made/xuan-thanh-libreoffice", "docx_nd30/Phuluc1", "docx_nd30/Phuluc6"])
def test_the_same_document_as_docx_and_as_doc_gives_the_same_sections_and_facts(shared: Path, name: str) -> None:
    path = shared / "files" / f"{name}.docx"
    one, other = read_document(path), read_document(path.with_suffix(".doc"))
    assert kind_of(path.with_suffix(".doc").read_bytes()) == "doc"
    agreement = _agreement(one, other)
    assert min(agreement.values()) >= 0.99, agreement


def _words(text: str) -> Counter[str]:
    """Words in small letters: transcripts keep the case of the bytes, we that of the print (.VnTimeH).

    Figures are left out: transcripts of spreadsheets have them as stored, we as printed.
    """
    lowered = unicodedata.normalize("NFC", text).lower()
    return Counter("".join(c if c.isalpha() else " " for c in lowered).split())


LEGACY = {
    "vni .docx": "corpus/synthetic/synthetic-vni-2004-*.docx",
    "tcvn3 .rtf": "corpus/public-domain/tcvn3/2004-*.rtf",
    "tcvn3 .doc": "corpus/public-domain/tcvn3/2003-*.doc",
    "vni .doc": "corpus/public-domain/vni/200[78]-*.doc",
    "vni .xls": "corpus/public-domain/vni/2006-Mau2[12]_CKTC_NSH.xls",
}


@pytest.mark.shared
@pytest.mark.slow
@needs_libreoffice
@pytest.mark.parametrize("kind", LEGACY)
def test_old_encodings_come_out_as_transcribed(shared: Path, kind: str) -> None:
    folder = shared / "files" / "legacy"
    found = wanted = 0
    for path in sorted(folder.glob(LEGACY[kind])):
        truth = next(folder.glob(f"ground-truth*/{path.stem}.txt")).read_text(encoding="utf-8")
        text = canonicalise(readers.read(path).content).text
        expected = _words(truth)
        found += sum(len(word) * count for word, count in (_words(text) & expected).items())
        wanted += sum(len(word) * count for word, count in expected.items())
    assert wanted > 1000
    assert found / wanted >= 0.99


@pytest.mark.shared
def test_a_real_docx_cut_or_bent_anywhere_is_read_or_refused_never_more(shared: Path) -> None:
    data = (shared / "files" / "docx_nd30" / "Phuluc2.docx").read_bytes()
    step = len(data) // 24
    variants = [data[:size] for size in range(step, len(data), step)]
    variants += [data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :] for at in range(11, len(data), step)]
    for variant in variants:
        try:
            content = read_office(variant, "a.docx")
        except RejectedFile as error:
            assert error.hint
        else:
            assert any(isinstance(region, Line | Table) for region in content.regions)
