"""The table of targets as pages: figures with deadline and whole, silence said, a picture of what is set."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from fastapi.testclient import TestClient
from lasting_links import spans
from office import app, library

from index.library import Library
from ingest.types import Target
from service.registers.statements import Statement
from web.targets.plot import LINE, Named, plot_of
from web.words import load

__all__ = ["app", "library"]  # fixtures
QUOTE = re.compile(r'<blockquote lang="vi"><p[^>]*>(.*?)</p></blockquote>', re.DOTALL)
WORDS = load("vi")


def cells(page: str, indicator: str) -> list[str]:
    """The row of an indicator, its cells in words."""
    row = next(row for row in page.split("<tr") if f">{indicator}</a>" in row)
    found = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in found]


def columns(page: str) -> list[str]:
    return re.findall(r'<th scope="col"><a [^>]*>([^<]+)</a>', page)


def test_an_empty_library_says_how_to_fill_it(empty_client: TestClient) -> None:
    assert "tracuu sync" in empty_client.get("/chi-tieu").text


def test_a_cell_tells_figure_whole_and_deadline(client: TestClient) -> None:
    page = client.get("/chi-tieu", params={"indicator": "phu_song_5g"}).text
    row = dict(zip(columns(page), cells(page, "Phủ sóng 5G"), strict=True))
    assert row["Xuân Thành"].startswith("≥ 60% cao nhất địa bàn · 2025")
    assert "trên 30% thôn, khu dân cư · giai đoạn 2025–2027 · khác mẫu số" in row["Tây Giang"]


def test_silence_is_said_and_is_not_zero(client: TestClient) -> None:
    page = client.get("/chi-tieu", params={"year": "2030"}).text
    assert '<td class="silent"><span aria-hidden="true">–</span><span class="unseen">không nêu</span></td>' in page
    assert "không phải bằng 0" in page


def test_highest_and_lowest_are_words_not_only_type(client: TestClient) -> None:
    page = client.get("/chi-tieu", params={"indicator": "phu_song_5g"}).text
    row = dict(zip(columns(page), cells(page, "Phủ sóng 5G"), strict=True))
    assert row["Xuân Thành"].startswith("≥ 60% cao nhất")
    assert row["Cầu Gỗ"].startswith("≥ 45% thấp nhất")
    for rank, word in (("highest", "cao nhất"), ("lowest", "thấp nhất")):
        marked = re.findall(rf'<span class="level {rank}">[^<]+</span>\s*<span class="rank">([^<]+)</span>', page)
        assert marked and set(marked) == {word}


def test_years_come_from_the_data_and_narrow_the_table(client: TestClient) -> None:
    page = client.get("/chi-tieu").text
    offered = re.findall(r'<option value="(\d{4})"', page[page.index('name="year"') :].split("</select>")[0])
    assert {"2025", "2030", "2045"} <= set(offered)
    narrowed = client.get("/chi-tieu", params={"indicator": "phu_song_5g", "year": "2025"}).text
    row = dict(zip(columns(narrowed), cells(narrowed, "Phủ sóng 5G"), strict=True))
    assert row["Xuân Thành"].startswith("≥ 60%") and "100%" not in row["Xuân Thành"]
    assert row["Tây Giang"].startswith("trên 30%"), "a period that has the year in it"


def test_columns_are_chosen_by_address(client: TestClient) -> None:
    chosen = {"document": ["tom-luoc-tay-giang", "tom-luoc-xuan-thanh"]}
    assert set(columns(client.get("/chi-tieu", params=chosen).text)) == {"Tây Giang", "Xuân Thành"}
    page = client.get("/chi-tieu").text
    kept = html.unescape(re.search(r'<legend class="hint">.*?<a href="([^"]+)"', page, re.DOTALL)[1])  # type: ignore[index]
    again = client.get(kept).text
    assert columns(again) == columns(page)
    assert again.count('name="document"') >= again.count(" checked") == len(columns(page))


def test_the_filter_reads_as_a_sentence(client: TestClient) -> None:
    asked = {"group": "ha_tang_so", "year": "2030", "level": "xa", "place": "Đồng Nai"}
    page = client.get("/chi-tieu", params=asked).text
    told = re.sub(r"<a .*?</a>", "", re.search(r'<p class="in-force">(.*?)</p>', page, re.DOTALL)[1])  # type: ignore[index]
    words = " ".join(re.sub(r"<[^>]+>", "", told).split())
    assert words == (
        "Đang xem: nhóm Hạ tầng số , đến hạn hoặc trong giai đoạn có năm 2030 , văn bản cấp xã , tại Đồng Nai"
    )
    assert columns(page) == ["Xuân Thành"]


def test_a_cell_opens_every_place_that_says_it_verbatim(client: TestClient, library: Library) -> None:
    page = client.get("/chi-tieu", params={"indicator": "phu_song_5g"}).text
    opened = html.unescape(re.search(r'<td><a href="([^"]+xuan-thanh)"', page)[1])  # type: ignore[index]
    cell = client.get(opened).text
    quotes, sources = QUOTE.findall(cell), spans(library, cell)
    assert len(quotes) == len(sources) >= 2
    assert {document for document, _, _ in sources} == {"tom-luoc-xuan-thanh"}
    everyone = client.get("/chi-tieu/phu_song_5g").text
    for text in (cell, everyone):
        for quote, (document, start, end) in zip(QUOTE.findall(text), spans(library, text), strict=True):
            assert html.unescape(re.sub(r"<[^>]+>", "", quote)) == library.text(document)[start:end]
    assert len(QUOTE.findall(everyone)) > len(quotes)


def test_the_picture_has_title_description_and_direct_labels(client: TestClient) -> None:
    page = client.get("/chi-tieu", params={"plot": "phu_song_5g"}).text
    svg = page[page.index("<svg") : page.index("</svg>")]
    assert re.search(r"<title[^>]*>Hình: Phủ sóng 5G", svg)
    assert "Xuân Thành: ≥ 60%, 2025" in html.unescape(svg)
    assert "Xuân Thành ≥ 60%" in html.unescape(svg)
    assert "<polyline" not in svg, "marks are not joined"
    assert "không văn bản nào nêu nên không nối" in page


@pytest.mark.parametrize(
    "address", ["/chi-tieu?group=x", "/chi-tieu?year=mai", "/chi-tieu?level=huyen", "/chi-tieu?x=1"]
)
def test_what_cannot_be_read_is_told_in_place(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert 'role="alert"' in response.text and 'name="group"' in response.text


def test_finding_nothing_offers_examples_that_work(client: TestClient) -> None:
    page = client.get("/chi-tieu", params={"text": "núi lửa phun"}).text
    assert "Không chỉ tiêu nào khớp" in page
    offered = re.findall(r'<li><a href="(/chi-tieu\?[^"]+)"', page)
    assert offered and all(client.get(link).status_code == 200 for link in offered)


def test_an_unknown_indicator_is_a_page_not_found(client: TestClient) -> None:
    response = client.get("/chi-tieu/phu_song_7g")
    assert response.status_code == 404
    assert "/chi-tieu" in response.text


def test_pages_stay_light_and_files_have_all_rows(client: TestClient) -> None:
    page = client.get("/chi-tieu")
    assert len(page.content) < 150_000
    links = [html.unescape(link) for link in re.findall(r'href="(/chi-tieu\.\w+[^"]*)"', page.text)]
    assert [link.split("?")[0] for link in links] == ["/chi-tieu.xlsx", "/chi-tieu.csv", "/chi-tieu.ics"]
    assert all(client.get(link).status_code == 200 for link in links)
    shown = client.get("/chi-tieu.csv").content.decode("utf-8-sig")
    everything = client.get("/api/targets-table").json()["rows"]
    assert all(row["name"] in shown for row in everything)


def test_the_page_speaks_english(client: TestClient) -> None:
    page = client.get("/chi-tieu?lang=en&indicator=phu_song_5g&year=2025").text
    assert "5G coverage" in page
    assert "due in or across 2025" in page


# -- the geometry of the picture ------------------------------------------------------------------


def stated(who: str, value: float, deadline: str | None, **more: object) -> Named:
    fields = {"quote": "x", "start": 0, "end": 1, "indicator": "i", "comparator": ">=", "unit": "%", "value": value}
    return who, Statement((Target.model_validate({**fields, "deadline": deadline, **more}),), "")


def drawn(*statements: Named) -> Sequence[Named]:
    return statements


def test_higher_levels_stand_higher_and_later_years_further_right() -> None:
    plot = plot_of("i", drawn(stated("A", 30, "2025"), stated("B", 60, "2025"), stated("A", 90, "2030")), WORDS)
    assert plot
    low, high, late = (next(p for p in plot.points if p.label.endswith(f"{v}%")) for v in (30, 60, 90))
    assert high.y < low.y and late.x > low.x
    assert low.shape == late.shape != high.shape, "a document keeps its mark"
    assert [tick.label for tick in plot.years] == ["2025", "2030"]


def test_labels_never_lie_on_each_other_and_stay_inside() -> None:
    plot = plot_of("i", [stated(f"Xã {at}", 100 - at % 3, "2030") for at in range(12)], WORDS)
    assert plot
    heights = sorted(point.label_y for point in plot.points)
    assert all(below - above >= LINE for above, below in pairwise(heights))
    assert max(heights) < plot.height
    assert max(point.label_x for point in plot.points) < plot.width


def test_a_period_is_a_bar_what_has_no_deadline_or_other_units_is_counted() -> None:
    plot = plot_of(
        "i",
        drawn(
            stated("A", 30, "2025..2027"),
            stated("B", 5, "2025"),
            stated("C", 9, None),
            stated("D", 4, "2030", unit="trạm"),
        ),
        WORDS,
    )
    assert plot
    assert plot.left_out == 2
    assert [point.since is not None for point in sorted(plot.points, key=lambda p: p.y)] == [True, False]


def test_nothing_dated_draws_nothing() -> None:
    assert plot_of("i", drawn(stated("A", 30, None)), WORDS) is None
