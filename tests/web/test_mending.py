"""How a question was understood: told in the page's language, mended in a form, asked again by address."""

from __future__ import annotations

import html
import re
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from lasting_links import spans
from web_samples import FLAGSHIP, REFUSED

from index.library import Library
from ingest.errors import BadQuestion
from service.conditions import Figure
from web.asking.conditions import reading_from

FIELD = re.compile(r'<input(?: type="hidden")?(?: id="[^"]*")? name="([^"]+)" value="([^"]*)"')
SELECT = re.compile(r'<select id="[^"]*" name="([^"]+)">(.*?)</select>', re.DOTALL)
CHOSEN = re.compile(r'<option value="([^"]*)" selected>')


def form_of(page: str) -> dict[str, str]:
    """The fields of the form as a browser would send them."""
    form = page[page.index('<form class="conditions"') : page.index("</form>", page.index('<form class="conditions"'))]
    fields = {name: html.unescape(value) for name, value in FIELD.findall(form)}
    for name, options in SELECT.findall(form):
        chosen = CHOSEN.findall(options)
        first = re.search(r'<option value="([^"]*)"', options)
        fields[name] = html.unescape(chosen[0] if chosen else first[1] if first else "")
    return fields


def told(page: str) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'<span class="told">(.*?)</span>', page)]


def answered_by(library: Library, page: str) -> set[str]:
    """The documents cited, in the answer itself or under it."""
    start = page.index('<section class="answer"')
    end = re.compile('<section class="(?:near|notes|others)"|</main>').search(page, start)
    return {document for document, _, _ in spans(library, page[start : end.start() if end else None])}


def test_the_conditions_are_told_one_by_one(client: TestClient) -> None:
    page = client.get("/", params={"q": FLAGSHIP}).text
    assert told(page) == ["chỉ tiêu «phủ sóng 5G»", "mức ≥ 60%", "hạn muộn nhất năm 2025", "mọi xã"]


def test_they_are_told_in_the_language_of_the_page(client: TestClient) -> None:
    page = client.get("/", params={"q": FLAGSHIP, "lang": "en"}).text
    assert told(page) == ["indicator “5G coverage”", "level ≥ 60%", "due by 2025", "all communes"]
    answer = page[page.index('<section class="answer"') :]
    assert '<p lang="vi">Xuân Thành' in answer, "a Vietnamese question is answered in Vietnamese, and marked so"


def test_the_form_sent_as_it_stands_asks_the_same(client: TestClient, library: Library) -> None:
    page = client.get("/", params={"q": FLAGSHIP}).text
    again = client.get("/?" + urlencode(form_of(page))).text
    assert answered_by(library, again) == answered_by(library, page)
    assert told(again) == told(page)
    assert "hiểu lại theo câu hỏi" in again


def test_a_mended_level_changes_the_answer_and_stays_in_the_form(client: TestClient, library: Library) -> None:
    fields = form_of(client.get("/", params={"q": FLAGSHIP}).text)
    page = client.get("/?" + urlencode({**fields, "muc": "", "han": ""})).text
    assert {"tom-luoc-xuan-thanh", "tom-luoc-tay-giang"} <= answered_by(library, page)
    assert form_of(page)["muc"] == "" and form_of(page)["han"] == ""


def test_a_refused_place_is_mended(client: TestClient, library: Library) -> None:
    refused = client.get("/", params={"q": REFUSED}).text
    assert form_of(refused)["noi"] == "Long Hòa"
    page = client.get("/?" + urlencode({**form_of(refused), "noi": "xuan thanh"})).text
    assert answered_by(library, page) == {"tom-luoc-xuan-thanh"}


def test_the_digest_of_every_kind_of_wrong_entry_is_a_sentence(client: TestClient) -> None:
    for wrong in ({"muc": "nhiều"}, {"han": "mai kia"}, {"noi": "xã Không Có"}, {"chi-tieu": "khong_co"}):
        response = client.get("/?" + urlencode({"q": FLAGSHIP, "sua": "1", **wrong}))
        assert response.status_code == 422
        assert "Chưa hỏi được" in response.text and 'class="hint"' in response.text


def test_unknown_choices_fall_back_to_none(client: TestClient) -> None:
    address = {"q": FLAGSHIP, "sua": "1", "loai": "thơ", "so-sanh": "!!", "muc": "60", "don-vi": "%", "pham-vi": "y"}
    assert client.get("/?" + urlencode(address)).status_code == 200


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ("60", Figure(comparator=">=", value=60, unit="%")),
        ("0,5", Figure(comparator=">=", value=0.5, unit="%")),
        ("0.5", Figure(comparator=">=", value=0.5, unit="%")),
        ("1.250", Figure(comparator=">=", value=1250, unit="%")),
        ("8-10", Figure(comparator="range", value=8, value_max=10, unit="%")),
        ("8–10 %", Figure(comparator="range", value=8, value_max=10, unit="%")),
        ("", None),
    ],
)
def test_levels_are_read_as_they_are_written_here(typed: str, figure: Figure | None) -> None:
    reading = reading_from({"sua": "1", "muc": typed, "don-vi": "%"})
    assert reading is not None and reading.figure == figure


@pytest.mark.parametrize(
    ("typed", "moments"),
    [
        ("2025", [("in", "2025", "2025")]),
        ("7/2025", [("in", "2025-07", "2025-07")]),
        ("15/11/2025", [("in", "2025-11-15", "2025-11-15")]),
        ("quý III/2025", [("in", "2025-Q3", "2025-Q3")]),
        ("2025-2027", [("range", "2025", "2027")]),
        ("2025; 2030", [("in", "2025", "2025"), ("in", "2030", "2030")]),
        ("", []),
    ],
)
def test_deadlines_are_read_as_they_are_written_here(typed: str, moments: list[tuple[str, str, str]]) -> None:
    reading = reading_from({"sua": "1", "han": typed, "doc-han": "in"})
    assert reading is not None
    assert [(one.reading, one.start, one.end) for one in reading.deadlines] == moments


@pytest.mark.parametrize("wrong", ["13/2025", "32/1/2025", "7/2025-2027", "năm nào", "1999"])
def test_a_day_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(BadQuestion):
        reading_from({"sua": "1", "han": wrong})


def test_an_address_without_mended_conditions_sets_none() -> None:
    assert reading_from({"q": "5G", "muc": "60"}) is None
