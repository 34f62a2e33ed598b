"""A sync touches only what changed, and one file never stops the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from doubles import HashingEncoder, open_library

from index.library import Library
from index.types import SyncReport
from ingest.errors import NotFound


def outcomes(report: SyncReport) -> dict[str, str]:
    return {Path(result.path).name: result.outcome for result in report.files}


def test_a_second_sync_changes_nothing(library: Library, folder: Path, encoder: HashingEncoder) -> None:
    first = library.sync([folder])
    encoder.encoded.clear()
    second = library.sync([folder])
    assert set(outcomes(first).values()) == {"added"}
    assert set(outcomes(second).values()) == {"unchanged"}
    assert second.generation == first.generation
    assert encoder.encoded == []


def test_a_changed_file_touches_only_its_document(library: Library, folder: Path, encoder: HashingEncoder) -> None:
    library.sync([folder])
    encoder.encoded.clear()
    beta = folder / "beta.txt"
    beta.write_text(beta.read_text(encoding="utf-8") + "\nThêm một dòng mới", encoding="utf-8")
    report = library.sync([folder])
    assert outcomes(report) == {"alpha.txt": "unchanged", "beta.txt": "updated", "gamma.md": "unchanged"}
    assert encoder.encoded == ["Thêm một dòng mới"]
    assert library.search("thêm một dòng mới")[0].document == "beta"
    assert len(library.documents()) == 3


def test_the_same_bytes_under_another_name_are_a_duplicate(library: Library, folder: Path) -> None:
    (folder / "zeta.txt").write_bytes((folder / "alpha.txt").read_bytes())
    report = library.sync([folder])
    assert outcomes(report)["zeta.txt"] == "duplicate"
    assert report.files[-1].document == "alpha"
    assert report.documents == 3
    assert outcomes(library.sync([folder]))["zeta.txt"] == "duplicate"


def test_two_files_of_one_name_keep_their_own_ids(library: Library, folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "alpha.txt").write_text("Một văn bản khác hẳn", encoding="utf-8")
    library.sync([folder])
    ids = {summary.id for summary in library.documents()}
    assert {"alpha", "beta", "gamma"} < ids
    other = (ids - {"alpha", "beta", "gamma"}).pop()
    assert other.startswith("alpha-")
    assert library.search("một văn bản khác hẳn")[0].document == other


def test_files_that_swap_their_contents_lose_nothing(library: Library, folder: Path) -> None:
    library.sync([folder])
    alpha, beta = (folder / "alpha.txt").read_bytes(), (folder / "beta.txt").read_bytes()
    (folder / "alpha.txt").write_bytes(beta)
    (folder / "beta.txt").write_bytes(alpha)
    assert library.sync([folder]).documents == 3
    assert library.text("alpha").encode() == beta
    assert library.text("beta").encode() == alpha


def test_a_renamed_file_whose_name_is_taken_by_another_is_kept(library: Library, folder: Path) -> None:
    library.sync([folder])
    old = (folder / "alpha.txt").read_text(encoding="utf-8")
    (folder / "alpha-cu.txt").write_text(old, encoding="utf-8")
    (folder / "alpha.txt").write_text("Bản mới thay thế", encoding="utf-8")
    library.sync([folder])
    texts = {library.text(summary.id) for summary in library.documents()}
    assert {old, "Bản mới thay thế"} < texts


def test_a_file_that_became_a_copy_gives_up_its_document(library: Library, folder: Path) -> None:
    library.sync([folder])
    (folder / "beta.txt").write_bytes((folder / "alpha.txt").read_bytes())
    report = library.sync([folder])
    assert outcomes(report)["beta.txt"] == "duplicate"
    assert {summary.id for summary in library.documents()} == {"alpha", "gamma"}
    assert {hit.document for hit in library.search("đạt", k=50)} <= {"alpha", "gamma"}


def test_rejected_files_say_why_and_the_others_go_on(library: Library, folder: Path) -> None:
    (folder / "bad.txt").write_text("bad", encoding="utf-8")
    (folder / "crash.txt").write_text("crash", encoding="utf-8")
    report = library.sync([folder, folder / "không có"])
    assert report.documents == 3
    assert [Path(result.path).name for result in report.rejected] == ["bad.txt", "crash.txt", "không có"]
    assert all(result.message and result.hint for result in report.rejected)


def test_hidden_and_foreign_files_are_skipped(library: Library, folder: Path) -> None:
    (folder / ".tạm.txt").write_text("ẩn", encoding="utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "a.txt").write_text("ẩn", encoding="utf-8")
    (folder / "ảnh.png").write_bytes(b"\x89PNG")
    assert set(outcomes(library.sync([folder]))) == {"alpha.txt", "beta.txt", "gamma.md"}


def test_a_new_version_of_the_reader_reads_again(library: Library, folder: Path, tmp_path: Path) -> None:
    library.sync([folder])
    newer = open_library(tmp_path / "data", version="2")
    assert set(outcomes(newer.sync([folder])).values()) == {"updated"}
    assert set(outcomes(newer.sync([folder])).values()) == {"unchanged"}
    assert len(newer.documents()) == 3


def test_another_encoder_encodes_everything_once(library: Library, folder: Path, tmp_path: Path) -> None:
    report = library.sync([folder])
    other = HashingEncoder("another")
    moved = open_library(tmp_path / "data", other).sync([folder])
    assert set(outcomes(moved).values()) == {"unchanged"}
    assert moved.generation > report.generation
    assert len(other.encoded) == moved.passages


def test_a_removed_document_is_gone_everywhere(library: Library, folder: Path) -> None:
    library.sync([folder])
    assert library.search("kỹ năng số")[0].document == "alpha"
    library.remove("alpha")
    assert "alpha" not in {hit.document for hit in library.search("kỹ năng số", k=50)}
    assert "alpha" not in {target.document for target in library.targets()}
    with pytest.raises(NotFound):
        library.document("alpha")
    with pytest.raises(NotFound):
        library.remove("alpha")
    assert outcomes(library.sync([folder]))["alpha.txt"] == "added"


def test_a_document_comes_back_as_it_was_read(library: Library, folder: Path) -> None:
    library.sync([folder])
    document = library.document("alpha")
    assert (document.id, document.source, document.text) == (
        "alpha",
        "alpha.txt",
        (folder / "alpha.txt").read_text(encoding="utf-8"),
    )
    assert document.passages == tuple(library.passages("alpha"))
    assert document.targets == tuple(library.targets(documents=frozenset({"alpha"})))
    assert document.targets[0].document == "alpha"
    assert [section.path for section in document.sections] == [("I",)]


def test_facts_are_chosen_by_document_and_key(library: Library, folder: Path) -> None:
    library.sync([folder])
    assert {target.document for target in library.targets()} == {"alpha", "beta"}
    assert [target.key for target in library.targets(keys=frozenset({"Hồ"}))] == ["Hồ"]
    assert library.targets(keys=frozenset()) == []
    assert len(library.tasks()) == 3
    assert library.duties() == []


def test_a_reference_is_resolved_while_the_document_is_held(library: Library, folder: Path) -> None:
    library.sync([folder])
    (folder / "nq57.txt").write_text("@symbol: 57-NQ/TW\nNghị quyết", encoding="utf-8")
    assert [reference.resolved for reference in library.references()] == [None, None]
    library.sync([folder])
    assert [reference.resolved for reference in library.references()] == ["nq57", None]
    assert library.document("alpha").references[0].resolved == "nq57"
    library.remove("nq57")
    assert library.references()[0].resolved is None


PLAN = "@type_code: KH\n@commune: Xã Bình Yên\n@subject: thực hiện Nghị quyết số 57-NQ/TW\n"


def test_a_digest_steps_back_while_the_original_is_held(library: Library, folder: Path) -> None:
    (folder / "tom-luoc.txt").write_text(f"@digest: yes\n{PLAN}Phủ sóng đạt 90%", encoding="utf-8")
    library.sync([folder])
    assert "tom-luoc" in {summary.id for summary in library.documents()}
    (folder / "goc.txt").write_text(f"{PLAN}Phủ sóng toàn xã đạt 90%", encoding="utf-8")
    library.sync([folder])
    assert "tom-luoc" not in {summary.id for summary in library.documents()}
    assert "tom-luoc" not in {target.document for target in library.targets()}
    found = {hit.document for hit in library.search("phủ sóng đạt 90%", k=50)}
    assert "goc" in found
    assert "tom-luoc" not in found
    library.remove("goc")
    assert "tom-luoc" in {hit.document for hit in library.search("phủ sóng đạt 90%", k=50)}
    assert "tom-luoc" in {target.document for target in library.targets()}


@pytest.mark.parametrize(
    "other",
    [
        PLAN.replace("Yên", "An"),
        PLAN.replace("KH", "QĐ"),
        PLAN.replace("57-NQ/TW", "71/NQ-CP"),
        PLAN + "@issued: 2026\n",
        PLAN + "@province: Tỉnh Xa\n",
    ],
)
def test_a_digest_of_another_document_stays(library: Library, folder: Path, other: str) -> None:
    own = "@digest: yes\n@issued: 2025-07-01\n@province: Tỉnh Gần\n"
    (folder / "tom-luoc.txt").write_text(f"{own}{PLAN}Phủ sóng đạt 90%", encoding="utf-8")
    (folder / "goc.txt").write_text(f"{other}Phủ sóng 90%", encoding="utf-8")
    library.sync([folder])
    assert {"goc", "tom-luoc"} < {summary.id for summary in library.documents()}


def test_progress_is_told_per_file_and_per_batch(library: Library, folder: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    library.sync([folder], progress=lambda stage, done, total, name: seen.append((stage, done, total)))
    assert [step for step in seen if step[0] == "read"] == [("read", 1, 3), ("read", 2, 3), ("read", 3, 3)]
    assert ("encode", 8, 8) in seen
    assert seen[-1] == ("index", 1, 1)
