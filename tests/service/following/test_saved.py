"""Saved searches: what is new to somebody, however often the same document is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from following_samples import MONDAY, PASSWORD, Place, plan
from made_up import HashingEncoder

from index.library import Library, default_reader
from index.readings import Reader
from ingest.errors import BadRequest, NotFound
from service.digest.making import last, make
from service.registers.windows import Window, window_of
from service.saved.desk import SavedDesk
from service.saved.store import MOST, SavedSearches
from service.saved.types import KINDS, filter_of, wish_of


def test_what_comes_after_saving_is_new_until_a_digest_tells_it(place: Place) -> None:
    place.put("na-may", plan("Nà Mây"))
    saved = place.follow(text="5G")
    assert place.new(saved) == []
    place.put("ban-pin", plan("Bản Pin"))
    assert place.new(saved) == ["ban-pin"]
    digest = make(place.desk, saved, MONDAY)
    assert [entry.citation.document for entry in digest.new.entries] == ["ban-pin"]
    quote = digest.new.entries[0].citation
    assert place.library.text("ban-pin")[quote.start : quote.end] == quote.quote
    assert "60%" in quote.quote and digest.new.entries[0].told.endswith("đến hết năm 2026")
    assert place.new(saved) == []
    assert make(place.desk, saved, MONDAY + timedelta(days=7)).empty


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_finds_what_is_new(place: Place, kind: str) -> None:
    asked = {"targets": {"text": "5G"}, "obligations": {"body": "Phòng VH-XH"}, "documents": {"place": "Bản Pin"}}
    place.put("na-may", plan("Nà Mây"))
    saved = place.follow(kind, **asked.get(kind, {"text": "lop hoc dan tinh"}))  # type: ignore[arg-type]
    assert place.new(saved) == []
    place.put("ban-pin", plan("Bản Pin", number=14))
    assert place.new(saved) == ["ban-pin"]
    make(place.desk, saved, MONDAY)
    assert place.new(saved) == []


def test_reading_a_document_again_makes_nothing_new(place: Place) -> None:
    """Other offsets, another version of the reading code, another file name and id: the facts are the same."""
    place.put("na-may", plan("Nà Mây"))
    searches = [place.follow(kind, name=kind, text="5G" if kind == "targets" else "") for kind in KINDS[:3]]
    searches.append(place.follow("passages", text="đàn tính"))
    place.put("na-may", plan("Nà Mây", more="\nCăn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị.\n"))
    assert [place.new(one) for one in searches] == [[], [], [], []]

    read = default_reader()
    again = Library(
        place.library.data, HashingEncoder, lambda: Reader(read.read, f"{read.version}-next", read.suffixes)
    )
    report = again.sync([place.folder])
    assert [one.outcome for one in report.files] == ["updated"]
    assert [place.new(one) for one in searches] == [[], [], [], []]

    place.library.remove("na-may")
    (place.folder / "na-may.txt").unlink()
    place.put("ke-hoach-12", plan("Nà Mây"))
    assert [one.id for one in place.library.documents()] == ["ke-hoach-12"]
    assert [place.new(one) for one in searches] == [[], [], [], []]

    place.put("ke-hoach-12", plan("Nà Mây", goal="85%", due="20/11/2025"))
    assert [place.new(one) for one in searches[:3]] == [["ke-hoach-12"], ["ke-hoach-12"], []]


def test_a_better_reading_is_known_by_its_words_and_another_wording_by_its_meaning(place: Place) -> None:
    place.put("na-may", plan("Nà Mây"))
    saved = place.follow(text="5G")
    place.put("na-may", plan("Nà Mây").replace("1. Đến hết năm 2026", "1. Chỉ tiêu"))  # the deadline is not read now
    assert place.new(saved) == []
    make(place.desk, saved, MONDAY)
    place.put("na-may", plan("Nà Mây").replace("Phủ sóng 5G đạt", "Phủ sóng 5G phải đạt").replace("2026", "2027"))
    assert place.new(saved) == ["na-may"], "another deadline in other words is another target"


def test_a_digest_of_a_day_is_made_once(place: Place) -> None:
    saved = place.follow()
    place.put("na-may", plan("Nà Mây"))
    first = make(place.desk, saved, MONDAY)
    place.put("ban-pin", plan("Bản Pin"))
    again = make(place.desk, saved, MONDAY)
    assert (again.number, again.new) == (first.number, first.new)
    assert place.new(saved) == ["ban-pin"]
    following = make(place.desk, saved, MONDAY + timedelta(days=7))
    assert [entry.citation.document for entry in following.new.entries] == ["ban-pin"]
    assert [digest.number for digest in last(place.desk, saved)] == [following.number, first.number]


def test_deadlines_ahead_are_told_every_time_whatever_the_condition_of_time(place: Place) -> None:
    place.put("na-may", plan("Nà Mây"))
    saved = place.follow("obligations", body="Phòng VH-XH", due="tháng sau", ahead=30)
    early = make(place.desk, saved, MONDAY)
    assert [(entry.day, entry.citation.document) for entry in early.due.entries] == [(date(2025, 10, 15), "na-may")]
    assert make(place.desk, saved, date(2025, 9, 29)).due.total == 1
    assert make(place.desk, saved, date(2025, 10, 16)).due.total == 0
    assert make(place.desk, place.follow("obligations", name="gần", ahead=7), MONDAY).due.total == 0


def test_what_moves_into_the_time_asked_for_is_new(place: Place) -> None:
    """Saved while nothing was due in the next month; it becomes so as the months go by."""
    place.put("na-may", plan("Nà Mây", due="15/12/2099"))
    saved = place.follow("obligations", due="tháng sau")
    assert make(place.desk, saved, date(2099, 10, 30)).new.total == 0
    assert make(place.desk, saved, date(2099, 11, 2)).new.total == 1
    assert make(place.desk, saved, date(2099, 11, 9)).new.total == 0


@pytest.mark.parametrize(
    ("typed", "first", "last_day"),
    [
        ("tháng sau", date(2025, 10, 1), date(2025, 10, 31)),
        ("Tháng tới", date(2025, 10, 1), date(2025, 10, 31)),
        ("tháng này", date(2025, 9, 1), date(2025, 9, 30)),
        ("tuần sau", date(2025, 9, 29), date(2025, 10, 5)),
        ("quý sau", date(2025, 10, 1), date(2025, 12, 31)),
        ("năm sau", date(2026, 1, 1), date(2026, 12, 31)),
        ("30 ngày tới", MONDAY, date(2025, 10, 22)),
        ("next month", date(2025, 10, 1), date(2025, 10, 31)),
        ("this quarter", date(2025, 7, 1), date(2025, 9, 30)),
    ],
)
def test_times_that_move_on(typed: str, first: date, last_day: date) -> None:
    assert window_of(typed, MONDAY) == Window(first, last_day)
    assert window_of("tháng sau", date(2025, 12, 31)) == Window(date(2026, 1, 1), date(2026, 1, 31))


def test_each_sees_what_he_reads_and_no_longer_reads_is_gone_from_old_digests_too(place: Place) -> None:
    accounts, collections = place.access.accounts, place.access.collections
    for name in ("an", "chi"):
        accounts.add(name, "quản trị" if name == "an" else "đọc", PASSWORD)
    collections.add("mật")
    collections.grant("mật", accounts.get("an"))
    of_an, of_chi = (place.follow(owner=name) for name in ("an", "chi"))
    of_nobody = place.follow(name="của máy này")
    place.put("ban-pin", plan("Bản Pin"), collection="mật")
    assert place.new(of_an) == ["ban-pin"]
    assert place.new(of_chi) == place.new(of_nobody) == []
    assert make(place.desk, of_an, MONDAY).new.total == 1
    collections.revoke("mật", accounts.get("an"))
    assert last(place.desk, of_an)[0].new.total == 0
    assert [one.id for one in place.desk.searches.all(of_chi.account)] == [of_chi.id]
    with pytest.raises(NotFound):
        place.desk.searches.get(of_an.id, of_chi.account)
    accounts.remove(accounts.get("chi"))
    assert [one.owner for one in place.desk.searches.all()] == ["", "an"]


def test_nothing_of_a_document_is_kept_with_what_was_told_of_it(place: Place) -> None:
    saved = place.follow()
    place.put("na-may", plan("Nà Mây"))
    make(place.desk, saved, MONDAY)
    place.library.purge("na-may")
    assert last(place.desk, saved)[0].empty
    kept = b"".join(path.read_bytes() for path in Path(place.library.data).glob("access.db*"))
    assert "Phủ sóng".encode() not in kept and b"na-may" not in kept


def test_what_cannot_be_saved_is_said_in_words(place: Place) -> None:
    place.follow(text="5G")
    with pytest.raises(BadRequest, match="Đã có tìm kiếm tên"):
        place.follow(text="6G")
    for name in ("", "a\nb".replace("\n", "\x00"), "x" * 81):
        with pytest.raises(BadRequest, match="cần một tên"):
            place.follow(name=name)
    for mail in ("ai đó", "a@b\r\nBcc: c@d.vn", "a@b.vn, c@d.vn", "@b.vn", "a@", "<a@b.vn>", "a b@c.vn"):
        with pytest.raises(BadRequest, match="không phải địa chỉ thư"):
            place.follow(name="thư", mail=mail)
    with pytest.raises(BadRequest, match="Không hiểu thời hạn"):
        place.follow("obligations", name="hạn", due="khi trăng tròn")
    with pytest.raises(BadRequest, match="chữ cần tìm"):
        place.follow("passages", name="đoạn")
    with pytest.raises(BadRequest, match="Không hiểu điều kiện"):
        place.follow("documents", name="văn bản", group="ha_tang_so")
    with pytest.raises(BadRequest, match="Số ngày"):
        place.follow(name="ngày", ahead=-1)
    searches = SavedSearches(place.access.database)
    wish = wish_of("đầy", "targets", filter_of("targets", {}))
    for number in range(MOST - 1):
        searches.add(None, wish.model_copy(update={"name": f"đầy {number}"}), ())
    with pytest.raises(BadRequest, match="không lưu thêm được"):
        searches.add(None, wish, ())


def test_an_account_that_is_gone_has_no_documents(place: Place) -> None:
    saved = place.follow()
    with pytest.raises(NotFound, match="Tài khoản"):
        SavedDesk(place.library, place.access).run(replace(saved, account=99))


DIGEST = """+++
digest = true
type = "Kế hoạch"
type_code = "KH"
family = "state"
issuer = "Ủy ban nhân dân xã Nà Mây"
commune = "xã Nà Mây"
subject = "Chuyển đổi số trên địa bàn xã Nà Mây theo Nghị quyết số 57-NQ/TW của Bộ Chính trị"
+++

KẾ HOẠCH

I. MỤC TIÊU

1. Đến hết năm 2026

- Phủ sóng 5G đạt 60% số bản (mục I.1).
"""


def test_an_original_that_comes_in_the_place_of_its_digest_says_nothing_new(place: Place) -> None:
    file = place.folder / "tom-luoc.md"
    file.write_text(DIGEST, encoding="utf-8")
    assert not place.library.sync([file]).rejected
    saved = place.follow(text="5G")
    assert len(place.desk.run(saved).finds) == 1
    named = "Chuyển đổi số trên địa bàn xã Nà Mây"
    original = plan("Nà Mây").replace("Số: 12/", "Số: /").replace(named, f"{named} theo Nghị quyết số 57-NQ/TW", 1)
    place.put("na-may", original)
    assert [one.id for one in place.library.documents()] == ["na-may"]
    assert place.new(saved) == []
