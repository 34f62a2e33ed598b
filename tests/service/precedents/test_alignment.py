"""Differences word by word: spans that rebuild both texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.precedents.alignment import Change, differences, likeness
from service.precedents.variants import same_wording

WORDS = st.lists(
    st.sampled_from("xã báo cáo trước ngày 20 25 hằng tháng, 60% ≥ 57-NQ/TW; đạt Đạt".split()), max_size=14
)
TEXTS = WORDS.map(" ".join)


def told(changes: tuple[Change, ...]) -> list[tuple[str, str]]:
    return [(change.op, change.text.strip()) for change in changes]


@given(TEXTS, TEXTS)
def test_the_changes_laid_end_to_end_are_both_texts(old: str, new: str) -> None:
    changes = differences(old, new)
    assert "".join(old[slice(*c.old)] for c in changes if c.old) == old
    assert "".join(new[slice(*c.new)] for c in changes if c.new) == new
    for change in changes:
        assert (change.old is None) == (change.op == "insert")
        assert (change.new is None) == (change.op == "delete")
        assert change.text == (new[slice(*change.new)] if change.new else old[slice(*change.old)])  # type: ignore[misc]


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(change.op == "equal" for change in differences(text, text))


def test_a_changed_figure_is_the_only_change() -> None:
    changes = told(differences("Phủ sóng đạt 60% số thôn.", "Phủ sóng đạt 75% số thôn."))
    assert changes == [("equal", "Phủ sóng đạt"), ("delete", "60"), ("insert", "75"), ("equal", "% số thôn.")]


def test_a_symbol_is_one_word() -> None:
    changes = told(differences("theo Nghị quyết 57-NQ/TW", "theo Nghị quyết 71/NQ-CP"))
    assert ("delete", "57-NQ/TW") in changes
    assert ("insert", "71/NQ-CP") in changes


def test_case_and_tone_placement_are_no_difference() -> None:
    assert told(differences("Hoà bình, thuỷ lợi", "hòa bình, thủy lợi"))[0][0] == "equal"
    assert len(differences("Hoà bình, thuỷ lợi", "hòa bình, thủy lợi")) == 1


def test_a_lone_common_word_between_changes_does_not_cut_the_sentence() -> None:
    changes = told(differences("mua máy tính bảng và trả lương giáo viên", "xây nhà văn hóa và lợp mái trường"))
    assert [op for op, _ in changes] == ["delete", "insert"]


def test_another_commune_and_an_abbreviation_are_the_same_wording() -> None:
    one = "Các thôn báo về UBND xã Khe Sẵn để tổng hợp, xem xét, quyết định trong tuần."
    other = "Các thôn báo về Ủy ban nhân dân xã Nậm Rùa để tổng hợp, xem xét, quyết định trong tuần."
    assert likeness(one, other) == 1.0
    assert same_wording(one, other)


def test_a_sentence_more_is_another_wording() -> None:
    one = "Các thôn báo về xã để tổng hợp, xem xét, quyết định."
    longer = one + " Mỗi quý họp một lần tại nhà văn hóa, có ghi biên bản và công khai trên loa."
    assert not same_wording(one, longer)
