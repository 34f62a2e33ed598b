"""Files sent through the pages: what was understood, doubted, refused, asked, changed and removed, in words."""

from __future__ import annotations

import html
import io
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from web_samples import PLAN as SAMPLE

from index.library import Library
from index.types import DocumentSummary, FileResult
from ingest.limits import Step
from ingest.text import ranges
from ingest.types import Quality
from service.failures import MAX_UPLOAD
from service.loading import Job, Jobs, Upload
from web.app import create_web
from web.loading import views
from web.loading.views import doubts, job_view, understood
from web.words import load

VI = load("vi")
PLAN = SAMPLE.replace("1.250 cây", "≥ 60% số xóm")
NEWER = PLAN.replace("75%", "85%").replace("60%", "50%")
TEXT = "text/plain"


@pytest.fixture
def app(own: Library) -> FastAPI:
    return create_web(own)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client


def send(client: TestClient, *files: tuple[str, str | bytes]) -> str:
    """The address of the upload, once nothing more happens by itself."""
    parts = [("files", (name, io.BytesIO(c.encode() if isinstance(c, str) else c), TEXT)) for name, c in files]
    sent = client.post("/nap", files=parts, follow_redirects=False)
    assert sent.status_code == 303, sent.text
    settle(client, sent.headers["location"])
    return str(sent.headers["location"])


def settle(client: TestClient, address: str) -> str:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        page = client.get(address).text
        if "data-poll" not in page:
            return page
        time.sleep(0.02)
    raise AssertionError("the upload does not end")


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def entry(page: str, number: int = 0) -> str:
    return words(re.findall(r'<li id="tep-\d+".*?</li>', page, re.DOTALL)[number])


def test_what_was_understood_and_doubted_is_told(client: TestClient) -> None:
    page = client.get(send(client, ("kế hoạch.txt", PLAN))).text
    told = entry(page)
    for part in (
        "kế hoạch.txt Đã nạp",
        "Loại Kế hoạch",
        "Số, ký hiệu 12/KH-UBND",
        "Cơ quan ban hành Ủy ban nhân dân xã Ba Sao",
        "Ngày 05/09/2025",
        "chỉ tiêu",
        "1 bảng",
        "lớp chữ của tệp",
        "Đọc văn bản",
    ):
        assert part in told, part
    assert 'href="/van-ban/k%E1%BA%BF%20ho%E1%BA%A1ch"' in page
    assert "Đã xong cả 1 tệp." in page


def test_a_refusal_says_why_and_what_to_do_and_the_others_go_on(client: TestClient, own: Library) -> None:
    page = client.get(send(client, ("hong.pdf", b"%PDF-1.7 cut"), ("a.txt", PLAN), ("trong.docx", b""))).text
    assert "Không nhận Tệp «hong.pdf» bị hỏng" in entry(page, 0)
    assert "xuất lại tệp" in entry(page, 0)
    assert "Đã nạp" in entry(page, 1)
    assert "trống" in entry(page, 2)
    assert "không bị ảnh hưởng" in entry(page, 2)
    assert [one.id for one in own.documents()] == ["a"]
    assert 'href="?trang=1#tep-0"' in page


def test_a_duplicate_names_the_document_it_is(client: TestClient) -> None:
    send(client, ("a.txt", PLAN))
    page = client.get(send(client, ("b.txt", PLAN))).text
    assert "Trùng" in entry(page)
    assert 'href="/van-ban/a"' in page


def asked(client: TestClient) -> str:
    send(client, ("a.txt", PLAN))
    return send(client, ("b.txt", NEWER))


def test_another_version_is_asked_about(client: TestClient, own: Library) -> None:
    page = client.get(asked(client)).text
    assert "cùng số ký hiệu và cơ quan ban hành" in entry(page)
    assert "1 tệp chờ quyết định" in page
    assert page.count('name="decision"') == 3
    assert "75%" in own.text("a")


def test_what_would_change_is_shown_before_it_does(client: TestClient, own: Library) -> None:
    page = client.get(f"{asked(client)}/0").text
    assert "Sẽ đổi gì" in page
    told = words(page)
    assert "Nâng" in told and "Hạ" in told
    quotes = [html.unescape(q) for q in re.findall(r'<blockquote lang="vi"><p>(.*?)</p>', page, re.DOTALL)]
    assert quotes
    assert all(quote in own.text("a") or quote in NEWER for quote in quotes)
    assert 'name="decision" value="replace"' in page


def test_replacing_shows_what_changed_since(client: TestClient, own: Library) -> None:
    address = asked(client)
    sent = client.post(f"{address}/0", data={"decision": "replace"}, follow_redirects=False)
    assert sent.status_code == 303
    page = settle(client, address)
    assert "Đã thay bản trước" in entry(page)
    assert [one.id for one in own.documents()] == ["a"]
    assert "85%" in own.text("a")
    changes = client.get("/nap/thay-doi/a").text
    assert "Đã đổi gì" in changes
    for document, start, end in re.findall(r'href="/van-ban/([^"?]+)\?tu=(\d+)&amp;den=(\d+)[^"#]*#doan"', changes):
        assert own.text(document)[int(start) : int(end)]
    assert "bản trước khác gì" in client.get("/nap").text


def test_keeping_both_or_dropping_leaves_the_held_one_alone(client: TestClient, own: Library) -> None:
    address = asked(client)
    client.post(f"{address}/0", data={"decision": "keep"})
    settle(client, address)
    assert {one.id for one in own.documents()} == {"a", "b"}
    again = send(client, ("c.txt", PLAN.replace("75%", "95%").replace("12/KH-UBND", "12 /KH-UBND")))
    assert "Đã nạp" in entry(client.get(again).text)  # which of the two it replaces cannot be told


def test_a_decision_that_is_none_or_comes_twice_is_refused(client: TestClient) -> None:
    address = asked(client)
    assert client.post(f"{address}/0", data={"decision": "burn"}).status_code == 422
    client.post(f"{address}/0", data={"decision": "drop"})
    assert "theo lựa chọn của bạn" in entry(client.get(address).text)
    again = client.post(f"{address}/0", data={"decision": "replace"})
    assert again.status_code == 400
    assert "đã được quyết định" in again.text
    assert client.get(f"{address}/0").status_code == 404


def test_nothing_chosen_and_too_much_are_told_as_pages(client: TestClient) -> None:
    nothing = client.post("/nap", files={"files": ("", b"", "application/octet-stream")})
    assert nothing.status_code in (400, 422)
    assert "text/html" in nothing.headers["content-type"]
    headers = {"content-length": str(MAX_UPLOAD + 1), "content-type": "multipart/form-data; boundary=x"}
    large = client.post("/nap", content=b"x", headers=headers)
    assert large.status_code == 413
    assert "text/html" in large.headers["content-type"]
    assert "quá lớn" in large.text
    assert client.post("/api/documents", content=b"x", headers=headers).json()["error"]["code"] == "qua_lon"


def test_the_page_loads_itself_again_only_while_it_has_to(client: TestClient, own: Library) -> None:
    jobs: Jobs = client.app.state.jobs  # type: ignore[attr-defined]
    job = Job(id="x", state="running", total=1, uploads=(Upload(number=0, name="a.pdf", size=1),))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(jobs, "get", lambda id: job)
        assert '<noscript><meta http-equiv="refresh"' in client.get("/nap/lan/x").text
    assert "http-equiv" not in client.get(send(client, ("a.txt", PLAN))).text


def test_a_failed_upload_can_be_tried_again(client: TestClient, own: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(own, "take", lambda *_, **__: 1 / 0)
        address = send(client, ("a.txt", PLAN))
    page = client.get(address).text
    assert "dừng giữa chừng" in page and "vẫn còn nguyên" in page
    assert "division" not in page
    assert client.post(address, follow_redirects=False).status_code == 303
    assert "Đã nạp" in entry(settle(client, address))


def test_removing_says_first_what_is_lost(client: TestClient, own: Library) -> None:
    send(client, ("a.txt", PLAN))
    page = client.get("/nap/go/a").text
    told = words(page)
    assert "Gỡ văn bản này?" in told
    assert "Kế hoạch số 12/KH-UBND" in told
    assert re.search(r"\d chỉ tiêu, \d nhiệm vụ", told)
    assert [one.id for one in own.documents()] == ["a"]
    gone = client.post("/nap/go/a")
    assert gone.status_code == 200
    assert "Đã gỡ văn bản khỏi kho." in gone.text
    assert own.documents() == []
    assert client.get("/nap/go/a").status_code == 404
    assert client.post("/nap/go/a").status_code == 404


def test_what_is_held_is_listed_by_where_it_came_from(client: TestClient, own: Library, tmp_path: Path) -> None:
    folder = tmp_path / "kho" / "xã"
    folder.mkdir(parents=True)
    (folder / "cu.txt").write_text(NEWER.replace("12/KH-UBND", "7/KH-UBND"), encoding="utf-8")
    own.sync([folder])
    send(client, ("a.txt", PLAN))
    page = words(client.get("/nap").text)
    assert "Thư mục kho/xã (1)" in page
    assert "Tải lên qua trang này (1)" in page
    assert str(tmp_path) not in page


def test_names_are_never_markup(client: TestClient) -> None:
    page = client.get(send(client, ("<img src=x>.txt", PLAN))).text
    assert "<img" not in page


def test_a_form_of_another_site_changes_nothing(client: TestClient, own: Library) -> None:
    send(client, ("a.txt", PLAN))
    foreign = {"origin": "https://elsewhere.example"}
    for address, data in (("/nap/go/a", {}), ("/nap", {})):
        assert client.post(address, data=data, headers=foreign).status_code == 403
    assert [one.id for one in own.documents()] == ["a"]


def test_an_empty_library_teaches(client: TestClient) -> None:
    page = client.get("/nap").text
    assert "Chưa có văn bản nào" in page
    assert "webkitdirectory" in page


def test_english_is_spoken(client: TestClient) -> None:
    address = asked(client)
    for page in (client.get(f"{address}?lang=en").text, client.get("/nap?lang=en").text):
        assert '<html lang="en">' in page
        assert "Chờ quyết định" not in page


# -- views -------------------------------------------------------------------------------------------


def upload(number: int, **fields: object) -> Upload:
    return Upload.model_validate({"number": number, "name": f"{number}.pdf", "size": 1, **fields})


def test_the_step_of_the_file_being_read_is_told_in_plain_words() -> None:
    step = Step("recognise", 7, 26)
    job = Job(id="x", state="running", total=2, uploads=(upload(0, state="reading", step=step), upload(1)))
    view = job_view(job, {}, VI)
    assert view.told == "Đã xong 0/2 tệp. 0.pdf: đang nhận dạng chữ, trang 7/26."
    assert (view.files[0].told, view.files[0].pages) == ("đang nhận dạng chữ, trang 7/26", (7, 26))
    assert (view.files[1].told, view.files[1].pages) == ("đang chờ tới lượt", None)


def test_indexing_is_told_in_plain_words() -> None:
    job = Job(id="x", state="running", total=1, stage="encode", stage_done=3, stage_total=9)
    assert "Đang lập chỉ mục: đã tính nghĩa 3/9 đoạn." in job_view(job, {}, VI).told


def test_a_document_removed_since_is_not_linked() -> None:
    result = FileResult(path="0.pdf", outcome="added", document="gone")
    job = Job(id="x", state="done", done=1, total=1, uploads=(upload(0, state="done", result=result),))
    (file,) = job_view(job, {}, VI).files
    assert (file.href, file.name) == ("", "văn bản này đã được gỡ")


def test_doubts_name_what_is_missing_inferred_and_doubted() -> None:
    quality = Quality(layer="mixed", ocr_pages=(2, 3, 7), words=100, syllables=0.9, doubted=(3, 4, 5))
    read = DocumentSummary(
        id="a", source="a.pdf", sha256="", province="tỉnh Xa", province_inferred=True, pages=9,
        warnings=("Đánh số nhảy số.",), quality=quality,
    )  # fmt: skip
    told = doubts(read, VI)
    assert told[:5] == (
        "Không rõ loại văn bản.",
        "Không thấy số, ký hiệu.",
        "Không rõ cơ quan ban hành.",
        "Không thấy ngày ban hành.",
        "Tỉnh được suy ra, văn bản không in tên tỉnh.",
    )
    assert told[5:] == ("Trang 3–5 nên đối chiếu với bản giấy trước khi trích.", "Đánh số nhảy số.")
    letters = {label: value for label, value, _ in understood(read, VI)}["Chữ"]
    assert letters == "lớp chữ; nhận dạng từ ảnh ở trang 2–3, 7 · 9 trang · 90,0 % từ đúng chính tả"


def test_a_big_upload_is_shown_in_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PAGE", 2)
    refused = FileResult(path="4.pdf", outcome="rejected", message="Hỏng.")
    files = (*(upload(n) for n in range(4)), upload(4, state="done", result=refused))
    job = Job(id="x", state="running", total=5, files=(refused,), uploads=files)
    view = job_view(job, {}, VI, page=9)
    assert (view.page, view.pages, [file.number for file in view.files]) == (3, 3, [4])
    assert view.attention == (("Không nhận: 1", "?trang=3#tep-4"),)


@pytest.mark.parametrize(("pages", "told"), [((), ""), ((1,), "1"), ((1, 2, 3, 7), "1–3, 7"), ((2, 4), "2, 4")])
def test_pages_are_told_in_runs(pages: tuple[int, ...], told: str) -> None:
    assert ranges(pages) == told
