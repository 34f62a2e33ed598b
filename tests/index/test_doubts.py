"""A citation is doubted where the rest of the library, or the cited document itself, says otherwise."""

from __future__ import annotations

from pathlib import Path

from index.library import Library
from ingest.types import Reference


def cited(library: Library, folder: Path, **documents: str) -> dict[str, Reference]:
    """The first citation of each document, after all were taken."""
    folder.mkdir(exist_ok=True)
    for name, text in documents.items():
        (folder / f"{name}.txt").write_text(f"{text}\nVăn bản {name}", encoding="utf-8")
    library.sync([folder])
    return {reference.document: reference for reference in reversed(library.references())}


APRIL = "Căn cứ 71/NQ-CP | 2025-04-01 | Chính phủ"
MAY = "Căn cứ 71/NQ-CP | 2025-05-01 | Chính phủ"


def test_a_date_unlike_that_of_all_others_is_doubted_with_the_right_one(library: Library, tmp_path: Path) -> None:
    found = cited(library, tmp_path / "v", a=APRIL, b=APRIL, c=MAY)
    assert found["c"].suspect
    assert found["c"].reason == "sai ngày ban hành: khác với 2 tài liệu khác trong kho (01/04/2025)"
    assert found["c"].correction == "văn bản số 71/NQ-CP ngày 01/04/2025"
    assert not found["a"].suspect
    assert library.document("c").references[0].suspect


def test_one_against_one_is_undecided_and_another_year_is_another_document(library: Library, tmp_path: Path) -> None:
    found = cited(library, tmp_path / "v", a=APRIL, c=MAY, d="Căn cứ 71/NQ-CP | 2021-06-10 | Chính phủ")
    assert not any(reference.suspect for reference in found.values())


def test_the_same_day_of_another_year_is_a_slip(library: Library, tmp_path: Path) -> None:
    slip = "Căn cứ 71/NQ-CP | 2024-04-01 | Chính phủ"
    assert cited(library, tmp_path / "v", a=APRIL, b=APRIL, c=slip)["c"].suspect


def test_the_document_itself_outvotes_all_who_cite_it(library: Library, tmp_path: Path) -> None:
    itself = "@symbol: 71/NQ-CP\n@issued: 2025-05-01\nNội dung"
    found = cited(library, tmp_path / "v", a=APRIL, b=APRIL, c=MAY, d=itself)
    assert [found[name].suspect for name in "abc"] == [True, True, False]
    assert "chính văn bản ấy" in (found["a"].reason or "")


def test_another_issuer_is_doubted(library: Library, tmp_path: Path) -> None:
    right, wrong = "Căn cứ 12-NQ/TW | 2025-02-03 | Bộ Chính trị", "Căn cứ 12-NQ/TW | 2025-02-03 | Ban Bí thư"
    found = cited(library, tmp_path / "v", a=right, b=right, c=wrong)
    assert "sai cơ quan ban hành" in (found["c"].reason or "")
    assert not found["a"].suspect


def test_a_bare_citation_is_completed_but_not_doubted(library: Library, tmp_path: Path) -> None:
    found = cited(library, tmp_path / "v", a=APRIL, b=APRIL, c="Căn cứ 71/NQ-CP")
    assert (found["c"].suspect, found["c"].correction) == (False, "văn bản số 71/NQ-CP ngày 01/04/2025")


def test_every_province_counts_its_own_plans(library: Library, tmp_path: Path) -> None:
    plans = {f"p{day}": f"Căn cứ 12/KH-UBND | 2025-03-0{day} | UBND tỉnh" for day in (1, 1 + 1, 3)}
    plans["p4"] = plans["p3"]
    assert not any(reference.suspect for reference in cited(library, tmp_path / "v", **plans).values())


def test_the_doubt_goes_when_the_others_go(library: Library, tmp_path: Path) -> None:
    cited(library, tmp_path / "v", a=APRIL, b=APRIL, c=MAY)
    (tmp_path / "v" / "a.txt").write_text("Không căn cứ gì", encoding="utf-8")
    found = cited(library, tmp_path / "v")
    assert not found["c"].suspect
