"""Long passages are indexed by windows and found as wholes."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from index.library import Library
from index.windows import WORDS, best_windows, windows

TEXT = st.text(alphabet="ab .;\n\t", max_size=600)
FOUND = st.lists(st.tuples(st.integers(0, 9), st.floats(0, 1)), max_size=60)


@given(st.text(max_size=20), TEXT)
def test_windows_hold_every_word_once_in_order(context: str, text: str) -> None:
    parts = [window.removeprefix(f"{context}\n") if context else window for window in windows(context, text)]
    assert " ".join(parts).split() == text.split()
    assert all(len(part.split()) <= WORDS for part in parts)


def test_a_short_passage_is_one_window() -> None:
    assert windows("xã", "Một câu. Hai câu.") == ["xã\nMột câu. Hai câu."]
    assert windows("", "") == [""]


def test_a_sentence_is_cut_only_if_it_is_too_long() -> None:
    sentence = " ".join(["từ"] * 70) + "."
    assert windows("", f"{sentence} {sentence}") == [sentence, sentence]
    assert len(windows("", " ".join(["từ"] * (WORDS * 2 + 1)))) == 3


@given(FOUND, st.integers(1, 12))
def test_a_passage_is_as_good_as_its_best_window(found: list[tuple[int, float]], k: int) -> None:
    ranked = sorted(found, key=lambda pair: -pair[1])
    best = best_windows(lambda depth: ranked[:depth], k, len(ranked))
    every = {passage: max(score for one, score in found if one == passage) for passage, _ in found}
    assert len(best) == min(k, len(every))
    assert list(best.values()) == sorted(every.values(), reverse=True)[:k]
    assert all(every[passage] == score for passage, score in best.items())


def test_the_end_of_a_long_passage_is_found_and_the_whole_is_returned(library: Library, tmp_path: Path) -> None:
    filler = "Quy định chung về tổ chức và hoạt động của cơ quan. " * 60
    entries = [
        {"id": "dài", "title": "Điều 1", "text": filler + "Chim hải âu làm tổ trên vách đá."},
        {"id": "ngắn", "title": "Điều 2", "text": "Quy định chung về tổ chức."},
    ]
    path = tmp_path / "luat.jsonl"
    path.write_text("\n".join(json.dumps(entry) for entry in entries), encoding="utf-8")
    assert library.sync_passages(path).passages == 2
    found = library.search("chim hải âu làm tổ trên vách đá")
    assert [hit.source_id for hit in found] == ["dài", "ngắn"]
    assert found[0].text == entries[0]["text"]
    assert len(library.search("quy định chung về tổ chức", mode="dense")) == 2
