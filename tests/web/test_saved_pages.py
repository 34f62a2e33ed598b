"""Saved searches as pages and over HTTP: saved from a desk, each his own, read by a feed reader without an account."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from access_samples import client_of, open_gate, signed_in, token_of
from fastapi.testclient import TestClient
from lxml import etree
from web_samples import PLAN

from service.access.gate import Gate

OBLIGATIONS = "/nghia-vu?due=qu%C3%BD+IV%2F2025"
ADDRESS = re.compile(r"<code>http://127\.0\.0\.1:8000(/tin/[^<]+)</code>")


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Gate:
    return open_gate(tmp_path_factory.mktemp("cong"))


def form_on(client: TestClient, path: str) -> dict[str, str]:
    """The hidden fields of the form that saves what a desk shows."""
    page = client.get(path).text
    part = page[page.index('<details class="save">') :]
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', part))
    return {name: html.unescape(value) for name, value in fields.items()}


def test_what_a_desk_shows_is_saved_and_found_again_there(gate: Gate) -> None:
    client = signed_in(gate, "chi")
    assert "Lọc ở trang Chỉ tiêu" in client.get("/da-luu").text
    for path, kind in ((OBLIGATIONS, "obligations"), ("/chi-tieu?text=5G", "targets")):
        fields = form_on(client, path)
        assert fields == {"loai": kind, "dieu_kien": path.partition("?")[2]}
        answer = client.post("/da-luu", data={**fields, "ten": f"của chi: {kind}", "truoc": "30", "thu": ""})
        assert answer.headers["location"] == "/da-luu?xong=luu"
    page = client.get("/da-luu?xong=luu").text
    assert "Đã lưu. Những gì" in page
    assert "của chi: obligations" in page and "hạn: quý IV/2025" in page
    assert html.escape(OBLIGATIONS.replace("+", "+")) in page
    shown = client.get("/chi-tieu?text=5G&lang=en").text
    assert "Save this search" in shown


def test_each_has_his_own(gate: Gate) -> None:
    an, dung = signed_in(gate, "an"), signed_in(gate, "dung")
    assert dung.post("/da-luu", data={"loai": "targets", "ten": "của dung", "truoc": "14"}).status_code == 303
    (mine,) = dung.get("/api/saved").json()["saved"]
    assert an.get("/api/saved").json() == {"saved": []}
    for path in (f"/da-luu/{mine['id']}", f"/api/saved/{mine['id']}"):
        assert (an.get(path).status_code, dung.get(path).status_code) == (404, 200)
    for path in ("xoa", "tin", "ban-tin"):
        assert an.post(f"/da-luu/{mine['id']}/{path}").status_code == 404
    assert client_of(gate).post("/da-luu", data={"loai": "targets", "ten": "ai đó"}).status_code in (303, 401)
    assert client_of(gate).get("/api/saved").status_code == 401
    assert dung.post(f"/da-luu/{mine['id']}/xoa").headers["location"] == "/da-luu?xong=xoa"
    assert dung.get("/api/saved").json() == {"saved": []}


def test_another_site_saves_nothing(gate: Gate) -> None:
    client = signed_in(gate, "chi")
    answer = client.post("/da-luu", data={"loai": "targets", "ten": "lạ"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "lạ" not in [one["name"] for one in client.get("/api/saved").json()["saved"]]


def test_what_is_refused_stays_in_the_fields(gate: Gate) -> None:
    client = signed_in(gate, "chi")
    typed = {"loai": "passages", "ten": "Đàn <tính>", "chu": "đàn tính", "noi": "Nà Mây", "thu": "ai đó", "truoc": "9"}
    answer = client.post("/da-luu", data=typed)
    assert answer.status_code == 400
    assert "không phải địa chỉ thư" in answer.text and "Chưa lưu gì" in answer.text
    for value in ("Đàn &lt;tính&gt;", "đàn tính", "Nà Mây", "ai đó"):
        assert f'value="{value}"' in answer.text
    assert client.post("/da-luu", data={**typed, "thu": "", "truoc": "mười"}).status_code == 400
    assert client.post("/da-luu", data={"loai": "lạ", "ten": "x"}).status_code == 400


def test_the_page_of_one_tells_what_is_new_and_makes_the_digest(gate: Gate, tmp_path: Path) -> None:
    client, library = signed_in(gate, "chi"), gate.whole.state.library  # type: ignore[attr-defined]
    client.post("/da-luu", data={"loai": "documents", "ten": "Kế hoạch", "noi": "", "truoc": "0"})
    saved = next(one for one in client.get("/api/saved").json()["saved"] if one["name"] == "Kế hoạch")
    assert "Không có gì mới." in client.get(f"/da-luu/{saved['id']}").text
    file = tmp_path / "ke-hoach-moi.md"
    file.write_text(PLAN.replace("/KH-UBND", "99/KH-UBND").replace("BA SAO", "BA MƯƠI"), encoding="utf-8")
    library.sync([file])
    page = client.get(f"/da-luu/{saved['id']}").text
    assert "Mới (1)" in page and 'href="/tl/' in page
    made = client.post(f"/da-luu/{saved['id']}/ban-tin").headers["location"]
    assert "Mới (1)" in client.get(made).text and "Bản tin ngày" in client.get(made).text
    assert "Không có gì mới." in client.get(f"/da-luu/{saved['id']}").text
    assert client.get(f"/da-luu/{saved['id']}?ngay=1999-01-01").status_code == 404
    assert "Since the last digest" in client.get(f"/da-luu/{saved['id']}?lang=en").text
    library.remove("ke-hoach-moi")


def test_a_feed_is_read_by_its_address_alone_and_shows_what_its_owner_may_read(gate: Gate) -> None:
    client = signed_in(gate, "dung")
    client.post("/da-luu", data={"loai": "targets", "ten": "tin", "truoc": "0"})
    saved = next(one for one in client.get("/api/saved").json()["saved"] if one["name"] == "tin")
    searches = gate.whole.state.saved.searches  # type: ignore[attr-defined]
    with searches._database.transaction() as connection:  # as if all came after it was saved
        connection.execute("DELETE FROM told WHERE saved = ?", (saved["id"],))
    client.post(f"/da-luu/{saved['id']}/ban-tin")
    page = client.post(f"/da-luu/{saved['id']}/tin").text
    atom, rss = ADDRESS.findall(page)
    event = gate.access.log.recent(1)[0]
    assert event[2:7] == ("dung", "127.0.0.1", "lập nguồn tin", str(saved["id"]), "được")
    assert atom.split("/")[2].partition(".")[0] not in str(gate.access.log.recent(1000))
    reader = client_of(gate)
    answer = reader.get(atom)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert "thạch anh tím" in answer.text and etree.fromstring(answer.content) is not None
    assert etree.fromstring(reader.get(rss).content).tag == "rss"
    assert atom not in client.get("/da-luu").text
    gate.access.collections.revoke("kin", gate.access.accounts.get("dung"))
    try:
        assert "thạch anh tím" not in reader.get(atom).text
    finally:
        gate.access.collections.grant("kin", gate.access.accounts.get("dung"))
    for wrong in ("/tin/x.atom", atom.replace(".atom", ".json"), atom[:-8] + ".atom"):
        assert reader.get(wrong).status_code == 404
    assert client.post(f"/da-luu/{saved['id']}/tin").status_code == 200
    assert reader.get(atom).status_code == 404


def test_programs_save_by_token(gate: Gate) -> None:
    client, token = client_of(gate), token_of(gate, "an")
    body = {"name": "qua API", "kind": "obligations", "asked": {"due": "tháng sau"}, "ahead": 7}
    made = client.post("/api/saved", json=body, headers=token)
    assert made.status_code == 201 and made.json()["told"] == "hạn: tháng sau"
    assert client.post("/api/saved", json={**body, "asked": {"lạ": 1}}, headers=token).status_code == 400
    id = made.json()["id"]
    found = client.get(f"/api/saved/{id}", params={"day": "2025-09-20"}, headers=token).json()
    assert found["new"] == 0 or found["total"] >= found["new"]
    feed = client.post(f"/api/saved/{id}/feed", headers=token).json()
    assert client.get(feed["rss"]).status_code == 200
    assert client.delete(f"/api/saved/{id}", headers=token).status_code == 204
    assert client.get(f"/api/saved/{id}", headers=token).status_code == 404
