"""The counting of words that tells how rare each is."""

from __future__ import annotations

from pathlib import Path

from service.word_counts import count_words, lines, main


def test_a_word_counts_once_a_document() -> None:
    total, counts = count_words(["Kỷ luật và kỷ luật.", "Tổ chức kỷ luật", "Tổ chức"])
    assert total == 3
    assert counts["kỷ luật"] == 2
    assert counts["tổ chức"] == 2


def test_rare_words_and_foreign_compounds_are_left_out() -> None:
    _, counts = count_words(["Tổ chức", "Tổ chức"])
    counts["new york"] = 9
    told = list(lines(2, counts, least=2))
    assert told[1] == "#= 2"
    assert told[3:] == ["tổ chức\t2"]


def test_a_folder_becomes_a_file(tmp_path: Path) -> None:
    for number in range(16):
        (tmp_path / f"{number}.txt").write_text("Tổ chức thực hiện", encoding="utf-8")
    main(tmp_path, tmp_path / "tu.tsv")
    assert "tổ chức\t16" in (tmp_path / "tu.tsv").read_text(encoding="utf-8").splitlines()
