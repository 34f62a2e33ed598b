"""Drafts on the desk are forgotten; wordings collected are those of the documents, or none."""

from __future__ import annotations

import pytest

from ingest.errors import NotFound, RejectedFile
from ingest.types import Document
from service.precedents.alignment import differences, readable
from service.precedents.desk import Place
from service.precedents.drafts import read_text, read_upload
from service.precedents.kept import LASTS, MOST, KeptDrafts


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_draft_untouched_for_an_hour_is_forgotten() -> None:
    clock = Clock()
    drafts = KeptDrafts(clock)
    key = drafts.put(read_text("Một dự thảo."))
    clock.now = LASTS
    assert drafts.get(key).text.startswith("Một dự thảo")
    clock.now = 2 * LASTS  # looked at an hour ago
    assert drafts.get(key)
    clock.now = 3 * LASTS + 1
    with pytest.raises(NotFound):
        drafts.get(key)


def test_only_so_many_drafts_are_kept_the_longest_untouched_goes_first() -> None:
    drafts = KeptDrafts()
    keys = [drafts.put(read_text(f"Dự thảo số {n}.")) for n in range(MOST)]
    drafts.get(keys[0])
    drafts.put(read_text("Thêm một."))
    assert drafts.get(keys[0])
    with pytest.raises(NotFound):
        drafts.get(keys[1])


def test_what_is_made_of_a_draft_is_made_once_and_goes_with_it() -> None:
    drafts = KeptDrafts()
    key = drafts.put(read_text("Một dự thảo."))
    made: list[str] = []

    def make(draft: Document) -> int:
        made.append(draft.text)
        return len(made)

    assert [drafts.made(key, 1, make), drafts.made(key, 1, make), drafts.made(key, 2, make)] == [1, 1, 2]
    drafts.forget(key)
    with pytest.raises(NotFound):
        drafts.made(key, 2, make)


def test_forgetting_is_at_once() -> None:
    drafts = KeptDrafts()
    key = drafts.put(read_text("Một dự thảo."))
    drafts.forget(key)
    drafts.forget(key)
    with pytest.raises(NotFound):
        drafts.get(key)


@pytest.mark.parametrize("place", [Place(1, 20, "xuan-thanh"), Place(0, 5, "05_597-KH-UBND")])
def test_a_place_is_read_as_it_is_written(place: Place) -> None:
    assert Place.read(str(place)) == place


@pytest.mark.parametrize("text", ["", "1-2", "1-2-", "a-2-x", "-1-2-x", "1-99999999999-x"])
def test_what_names_no_place_is_none(text: str) -> None:
    assert Place.read(text) is None


def test_a_file_is_read_without_being_written() -> None:
    draft = read_upload("KẾ HOẠCH\nDọn kho tư liệu\n".encode(), "du-thao.txt")
    assert draft.source == "du-thao.txt"
    for data, name in ((b"MZ", "x.exe"), (b" \n", "x.txt")):
        with pytest.raises(RejectedFile):
            read_upload(data, name)


def test_marks_help_where_the_shorter_text_is_mostly_in_the_longer() -> None:
    short = "Kinh phí lấy từ ngân sách xã."
    assert readable(
        differences(short, f"{short} Ngoài ra, huy động thêm của các nhà hảo tâm và doanh nghiệp trong vùng.")
    )
    assert not readable(differences(short, "Mở lớp dạy nghề cho thanh niên các thôn vùng cao."))
    assert not readable(())
