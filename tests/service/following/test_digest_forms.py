"""A digest as text, page, feed: the quotation untouched, the place it stands, nothing fetched from anywhere."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from following_samples import MONDAY, Place, plan
from lxml import etree, html

from ingest.errors import BadRequest, NotFound
from service.digest.feed import feed_of
from service.digest.making import Digest, make
from service.digest.writing import as_html, as_text, sheet_of
from service.links import SETTING, site_address
from service.saved.types import Saved

SITE = "https://tracuu.example.vn"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(autouse=True)
def site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, SITE)


def made(place: Place, saved: Saved) -> Digest:
    return make(place.desk, saved, MONDAY)


def test_text_and_page_quote_verbatim_with_the_address_of_the_source(place: Place) -> None:
    saved = place.follow("obligations", name="Việc <của> xã & phòng", ahead=30)
    place.put("na-may", plan("Nà Mây"))
    digest = made(place, saved)
    sheet = sheet_of(digest, place.desk.registers(None).held)
    quote = digest.new.entries[0].citation
    assert sheet.subject == "Bản tin: Việc <của> xã & phòng – 1 mục mới, 1 việc sắp đến hạn (22/09/2025)"
    text = as_text(sheet)
    assert f"“{quote.quote}”" in text and "Hạn 15/10/2025" in text
    page = html.fromstring(as_html(sheet))
    assert page.findtext(".//h1") == sheet.title
    assert [block.text_content() for block in page.iter("blockquote")] == [quote.quote, quote.quote]
    links = {link.get("href") for link in page.iter("a")}
    assert quote.permalink and links == {quote.permalink}
    assert quote.permalink.startswith(f"{SITE}/tl/") and quote.permalink in text
    assert not re.search(r"<(?:img|script|link|iframe|form)|url\(|@import", as_html(sheet))


def test_an_empty_digest_says_so(place: Place) -> None:
    sheet = sheet_of(made(place, place.follow()), {})
    assert "không có gì mới" in sheet.subject
    assert "Không có gì mới." in as_text(sheet) and "Không việc nào đến hạn từ 22/09/2025 đến 06/10/2025" in as_html(
        sheet
    )


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_a_feed_has_an_entry_a_digest_under_a_name_that_stays(place: Place, form: str) -> None:
    saved = place.follow(name="5G & <khác>", text="5G")
    assert etree.fromstring(feed_of(place.desk, saved, form, SITE)) is not None
    place.put("na-may", plan("Nà Mây"))
    first = made(place, saved)
    place.put("ban-pin", plan("Bản Pin"))
    second = make(place.desk, saved, MONDAY + timedelta(days=7))
    root = etree.fromstring(feed_of(place.desk, saved, form, SITE))
    if form == "atom":
        ids = root.xpath("a:entry/a:id/text()", namespaces=ATOM)
        bodies = root.xpath("a:entry/a:summary/text()", namespaces=ATOM)
        assert root.findtext("a:title", namespaces=ATOM) == "Tra cứu: 5G & <khác>"
        assert root.findtext("a:id", namespaces=ATOM) == f"urn:tracuu:saved:{saved.id}"
        assert root.xpath("a:entry/a:updated/text()", namespaces=ATOM)[1] == "2025-09-22T00:00:00+07:00"
    else:
        ids, bodies = root.xpath("channel/item/guid/text()"), root.xpath("channel/item/description/text()")
        assert root.xpath("channel/item/guid/@isPermaLink") == ["false", "false"]
    assert ids == [f"urn:tracuu:saved:{saved.id}:{digest.number}" for digest in (second, first)]
    quoted = html.fragment_fromstring(bodies[0], create_parent=True).findtext(".//blockquote")
    assert quoted == second.new.entries[0].citation.quote
    assert feed_of(place.desk, saved, form, SITE) == feed_of(place.desk, saved, form, SITE)
    with pytest.raises(NotFound):
        feed_of(place.desk, saved, "json", SITE)


def test_the_secret_of_a_feed_opens_it_until_there_is_another(place: Place) -> None:
    saved, searches = place.follow(), place.desk.searches
    secret = searches.new_feed(saved.id)
    assert searches.by_feed(secret).id == saved.id
    assert searches.get(saved.id).feed
    newer = searches.new_feed(saved.id)
    assert len(newer) > 40 and newer != secret
    for wrong in (secret, "", "x"):
        with pytest.raises(NotFound):
            searches.by_feed(wrong)


def test_the_address_of_the_pages_has_to_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "tracuu.example.vn")
    with pytest.raises(BadRequest, match="không phải địa chỉ trang"):
        site_address()
    for nothing in ("", " / "):
        monkeypatch.setenv(SETTING, nothing)
        assert site_address() == "http://127.0.0.1:8000"
        assert site_address("http://may.example") == "http://may.example"
    monkeypatch.setenv(SETTING, "https://tracuu.example.vn/")
    assert site_address("http://may.example") == "https://tracuu.example.vn"
