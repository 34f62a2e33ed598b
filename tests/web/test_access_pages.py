"""Coming in, what each role may do, going out; and what is let in while there are no accounts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from access_samples import HERE, PASSWORD, client_of, open_gate, signed_in, token_of
from fastapi.testclient import TestClient
from syllable_encoder import SyllableEncoder

from index.library import Library
from service.access.gate import COOKIE, Gate
from service.access.throttle import OF_A_NAME
from service.server import gated
from web.access.pages import BROWSER
from web.access.views import safe
from web.app import with_pages

FOREIGN = {"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"}


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Gate:
    return open_gate(tmp_path_factory.mktemp("cong"))


@pytest.fixture(scope="module")
def unlocked(tmp_path_factory: pytest.TempPathFactory) -> Gate:
    """A fresh installation without accounts."""
    return gated(Library(tmp_path_factory.mktemp("mo") / "data", SyllableEncoder), with_pages)


def entered(client: TestClient, **fields: str) -> Any:
    return client.post("/dang-nhap", data={"ten": "chi", "mat_khau": PASSWORD, **fields})


# -- without accounts ----------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000"])
def test_without_accounts_this_machine_needs_no_name(unlocked: Gate, host: str) -> None:
    client = client_of(unlocked)
    page = client.get("/van-ban", headers={"host": host})
    assert page.status_code == 200
    assert "/dang-xuat" not in page.text
    assert client.get("/api/documents", headers={"host": host}).json() == {"documents": []}


@pytest.mark.parametrize(
    ("client", "headers"),
    [
        ("127.0.0.1", {"host": "evil.example:8000"}),
        ("127.0.0.1", {"host": ""}),
        ("10.0.0.5", {"host": "127.0.0.1:8000"}),
        ("127.0.0.1", {"x-forwarded-for": "10.0.0.5"}),
        ("127.0.0.1", {"forwarded": "for=10.0.0.5"}),
        ("testclient", {}),
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/documents", "/nap", "/tai-khoan", "/metrics"])
def test_without_accounts_nobody_else_comes_in(unlocked: Gate, client: str, headers: dict[str, str], path: str) -> None:
    other = TestClient(unlocked, base_url=HERE, client=(client, 50000))
    answer = other.get(path, headers=headers)
    assert answer.status_code == 403
    assert "không mật khẩu" in answer.text
    assert other.post("/api/ask", json={"question": "Xã nào?"}, headers=headers).status_code == 403


def test_without_accounts_the_first_is_not_made_on_a_page(unlocked: Gate) -> None:
    client = client_of(unlocked)
    for path in ("/quan-tri", "/tai-khoan", "/quan-tri/nhat-ky"):
        refused = client.get(path)
        assert refused.status_code == 403
        assert "tracuu account add" in refused.text
    client.post("/quan-tri/tai-khoan", data={"ten": "ke-gian", "mat_khau": PASSWORD, "vai_tro": "quản trị"})
    assert not unlocked.access.accounts.any()
    assert client.get("/dang-nhap").headers["location"] == "/"


def test_the_first_account_locks_what_is_already_running(tmp_path: Path) -> None:
    unlocked = gated(Library(tmp_path / "data", SyllableEncoder), with_pages)
    client = client_of(unlocked)
    assert client.get("/api/documents").status_code == 200
    unlocked.access.accounts.add("an", "quản trị", PASSWORD)
    assert client.get("/api/documents").status_code == 401
    assert signed_in(unlocked, "an").get("/api/documents").status_code == 200


# -- coming in -----------------------------------------------------------------------------------


def test_a_reader_is_sent_to_sign_in_and_back_to_what_he_asked_for(gate: Gate) -> None:
    client = client_of(gate)
    sent = client.get("/van-ban?loai=K%E1%BA%BF+ho%E1%BA%A1ch&trang=2")
    assert sent.status_code == 303
    form = client.get(sent.headers["location"])
    assert form.status_code == 200
    assert 'value="/van-ban?loai=K%E1%BA%BF+ho%E1%BA%A1ch&amp;trang=2"' in form.text
    back = entered(client, ve="/van-ban?loai=K%E1%BA%BF+ho%E1%BA%A1ch&trang=2")
    assert back.headers["location"] == "/van-ban?loai=K%E1%BA%BF+ho%E1%BA%A1ch&trang=2"
    page = client.get("/van-ban")
    assert page.status_code == 200
    assert "/dang-xuat" in page.text
    assert page.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "evil",
     "", "/a\r\nLocation: x", "/\t/evil.example", "http:/evil", "/\x00", "///evil.example"],
)  # fmt: skip
def test_signing_in_leads_nowhere_else(gate: Gate, address: str) -> None:
    assert safe(address) == "/"
    client = client_of(gate)
    assert entered(client, ve=address).headers["location"] == "/"
    assert client.get("/dang-nhap", params={"ve": address}).headers["location"] == "/"


@pytest.mark.parametrize("address", ["/", "/van-ban/ba-sao?tu=1&den=2#doan", "/?q=https://a.example//b"])
def test_signing_in_leads_back(address: str) -> None:
    assert safe(address) == address


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(gate: Gate) -> None:
    plain = entered(client_of(gate)).headers["set-cookie"].lower()
    assert "httponly" in plain and "samesite=lax" in plain and "secure" not in plain
    secure = TestClient(gate, base_url="https://tra-cuu.example", client=("10.0.0.5", 1), follow_redirects=False)
    assert "; secure" in entered(secure).headers["set-cookie"].lower()


def test_each_sign_in_has_a_session_of_its_own_and_ends_the_one_before(gate: Gate) -> None:
    client = client_of(gate)
    client.cookies.set(COOKIE, "do-ke-gian-dat-san", domain="127.0.0.1")
    entered(client)
    first = client.cookies.get(COOKIE, domain="127.0.0.1") or dict(client.cookies)[COOKIE]
    assert first != "do-ke-gian-dat-san"
    kept = {COOKIE: first}
    assert client_of(gate, cookies=kept).get("/api/documents").status_code == 200
    again = client_of(gate, cookies=kept)
    entered(again)
    assert client_of(gate, cookies=kept).get("/api/documents").status_code == 401


def test_signing_out_ends_the_session_for_whoever_has_its_cookie(gate: Gate) -> None:
    client = signed_in(gate, "chi")
    copied = dict(client.cookies)
    assert client.post("/dang-xuat").headers["location"] == "/dang-nhap"
    assert client_of(gate, cookies=copied).get("/api/documents").status_code == 401
    assert client.get("/dang-xuat").status_code in (303, 405)


def test_wrong_name_and_wrong_password_get_the_same_page(gate: Gate) -> None:
    wrong = [entered(client_of(gate), ten=name, mat_khau="không phải thế") for name in ("chi", "khong-co")]
    assert [one.status_code for one in wrong] == [401, 401]
    assert wrong[0].text.replace('"chi"', "") == wrong[1].text.replace('"khong-co"', "")
    assert "set-cookie" not in wrong[0].headers
    assert "không phải thế" not in wrong[0].text


def gate_of_chi(folder: Path) -> Gate:
    """A gate whose throttle no other test uses."""
    gate = gated(Library(folder / "data", SyllableEncoder), with_pages)
    gate.access.accounts.add("chi", "đọc", PASSWORD)
    return gate


def test_guessing_is_stopped(tmp_path: Path) -> None:
    gate = gate_of_chi(tmp_path)
    client = client_of(gate)
    for count in range(OF_A_NAME):
        gate.access.throttle.attempt("chi", f"10.0.0.{count}")
    refused = entered(client)
    assert refused.status_code == 429
    assert "quá nhiều lần" in refused.text
    assert "bị chặn" in gate.access.log.recent(1)[0].outcome


def test_guessing_does_not_shut_out_a_browser_that_was_in_before(tmp_path: Path) -> None:
    gate = gate_of_chi(tmp_path)
    client, another = client_of(gate), client_of(gate)
    assert entered(client).status_code == 303
    client.post("/dang-xuat")
    for count in range(OF_A_NAME):
        gate.access.throttle.attempt("chi", f"10.0.0.{count}")
    assert entered(another).status_code == 429
    assert entered(client).status_code == 303


def test_the_mark_of_a_browser_lets_nobody_in_and_goes_nowhere_else(gate: Gate) -> None:
    answered = entered(client_of(gate))
    (told,) = [one for one in answered.headers.get_list("set-cookie") if one.startswith(f"{BROWSER}=")]
    assert "path=/dang-nhap" in told.lower() and "httponly" in told.lower() and "samesite=lax" in told.lower()
    mark = {BROWSER: told.partition("=")[2].partition(";")[0]}
    assert client_of(gate, cookies=mark).get("/api/documents").status_code == 401
    assert entered(client_of(gate, cookies=mark), mat_khau="không phải thế").status_code == 401


def test_a_page_of_another_site_signs_nobody_in_or_out(gate: Gate) -> None:
    client = signed_in(gate, "chi")
    assert client.post("/dang-xuat", headers=FOREIGN).status_code == 403
    assert client.get("/api/documents").status_code == 200
    assert (
        client_of(gate).post("/dang-nhap", data={"ten": "chi", "mat_khau": PASSWORD}, headers=FOREIGN).status_code
        == 403
    )
    assert client.post("/api/ask", json={"question": "Xã nào?"}, headers=FOREIGN).status_code == 403


def test_a_token_is_let_through_from_wherever_it_is_sent(gate: Gate) -> None:
    token = token_of(gate, "chi")
    asked = {"question": "Đèn đường chiếu sáng bao nhiêu?"}
    assert client_of(gate).post("/api/ask", json=asked, headers={**token, **FOREIGN}).status_code == 200


@pytest.mark.parametrize("sent", ["Bearer tracuu_bia", "Bearer ", "bearer x", "Bearer tracuu_" + "a" * 5000])
def test_a_wrong_token_is_refused_even_beside_a_session(gate: Gate, sent: str) -> None:
    refused = signed_in(gate, "chi").get("/api/documents", headers={"Authorization": sent})
    assert refused.status_code == 401
    assert set(refused.json()["error"]) == {"code", "message", "hint"}


def test_other_kinds_of_authorization_are_nobody(gate: Gate) -> None:
    assert client_of(gate).get("/api/documents", headers={"Authorization": "Basic Y2hpOng="}).status_code == 401
    assert client_of(gate).get("/api/documents", headers={"cookie": f'{COOKIE}="\x7f; a'}).status_code == 401


# -- what each role may do -----------------------------------------------------------------------

MAY: list[tuple[str, str, str]] = [
    ("GET", "/", "đọc"),
    ("GET", "/api/search?q=x", "đọc"),
    ("POST", "/api/ask", "đọc"),
    ("GET", "/nghia-vu.xlsx", "đọc"),
    ("GET", "/nap", "nạp"),
    ("GET", "/api/jobs", "nạp"),
    ("POST", "/api/documents", "nạp"),
    ("DELETE", "/api/documents/khong-co", "nạp"),
    ("POST", "/nap/go/khong-co", "nạp"),
    ("POST", "/kiem-tra/phat-hien/khong-co", "nạp"),
    ("POST", "/api/audit/findings/khong-co", "nạp"),
    ("GET", "/quan-tri", "quản trị"),
    ("GET", "/quan-tri/nhat-ky", "quản trị"),
    ("POST", "/quan-tri/tai-khoan", "quản trị"),
    ("POST", "/quan-tri/tai-khoan/chi", "quản trị"),
    ("POST", "/quan-tri/nguoi-doc", "quản trị"),
    ("GET", "/metrics", "quản trị"),
    ("POST", "/khong-co-trang-nay", "không ai"),
]
RANKS = {"đọc": 0, "nạp": 1, "quản trị": 2, "không ai": 3}


@pytest.mark.parametrize(("name", "rank"), [("chi", 0), ("binh", 1), ("an", 2)])
@pytest.mark.parametrize(("method", "path", "needed"), MAY)
def test_each_role_does_what_it_reaches(gate: Gate, name: str, rank: int, method: str, path: str, needed: str) -> None:
    answer = client_of(gate, headers=token_of(gate, name)).request(method, path)
    if rank >= RANKS[needed]:
        assert answer.status_code not in (401, 403)
    else:
        assert answer.status_code == 403
        assert "vai trò" in answer.text


@pytest.mark.parametrize(("name", "shown", "not_shown"), [("chi", (), ('"/nap"', '"/quan-tri"')),
                                                         ("binh", ('"/nap"',), ('"/quan-tri"',)),
                                                         ("an", ('"/nap"', '"/quan-tri"'), ())])  # fmt: skip
def test_the_pages_offer_what_one_may_do(
    gate: Gate, name: str, shown: tuple[str, ...], not_shown: tuple[str, ...]
) -> None:
    page = signed_in(gate, name).get("/").text
    assert f"</span>{name}</a>" in page
    assert all(f"href={address}" in page for address in shown)
    assert not any(f"href={address}" in page for address in not_shown)


def test_a_role_taken_away_is_gone_at_once(tmp_path: Path) -> None:
    gate = gated(Library(tmp_path / "data", SyllableEncoder), with_pages)
    gate.access.accounts.add("an", "quản trị", PASSWORD)
    hoa = gate.access.accounts.add("hoa", "quản trị", PASSWORD)
    client = signed_in(gate, "hoa")
    assert client.get("/quan-tri").status_code == 200
    gate.access.accounts.set_role(hoa, "đọc")
    assert client.get("/quan-tri").status_code == 403
    gate.access.accounts.remove(hoa)
    assert client.get("/api/documents").status_code == 401


# -- one's own account ---------------------------------------------------------------------------


def test_another_password_ends_every_other_session_and_goes_on_here(tmp_path: Path) -> None:
    gate = gated(Library(tmp_path / "data", SyllableEncoder), with_pages)
    gate.access.accounts.add("chi", "đọc", PASSWORD)
    here, elsewhere = signed_in(gate, "chi"), signed_in(gate, "chi")
    refused = here.post("/tai-khoan/mat-khau", data={"cu": "không phải thế", "moi": "mật khẩu mới dài hơn"})
    assert refused.status_code == 401 and "Mật khẩu đang dùng không đúng" in refused.text
    short = here.post("/tai-khoan/mat-khau", data={"cu": PASSWORD, "moi": "ngắn"})
    assert short.status_code == 400 and "10 ký tự" in short.text
    assert elsewhere.get("/api/documents").status_code == 200
    done = here.post("/tai-khoan/mat-khau", data={"cu": PASSWORD, "moi": "mật khẩu mới dài hơn"})
    assert done.status_code == 303
    assert here.get("/api/documents").status_code == 200
    assert elsewhere.get("/api/documents").status_code == 401
    assert entered(client_of(gate)).status_code == 401
    assert signed_in(gate, "chi", "mật khẩu mới dài hơn")


def test_a_token_is_shown_once_used_and_revoked(gate: Gate) -> None:
    client = signed_in(gate, "binh")
    made = client.post("/tai-khoan/token", data={"ten": "báo cáo <tuần>", "vai_tro": "đọc", "ngay": "30"})
    secret = made.text.split("<code>")[1].split("</code>")[0]
    assert made.headers["cache-control"] == "no-store"
    page = client.get("/tai-khoan").text
    assert secret not in page
    assert "báo cáo &lt;tuần&gt;" in page
    program = client_of(gate, headers={"Authorization": f"Bearer {secret}"})
    assert program.get("/api/documents").status_code == 200
    assert program.get("/api/jobs").status_code == 403  # the token reads, though its account loads
    number = page.split("/tai-khoan/token/")[1].split('"')[0]
    number = next(one.split('"')[0] for one in page.split('action="/tai-khoan/token/')[1:])
    assert client.post(f"/tai-khoan/token/{number}").status_code == 303
    assert program.get("/api/documents").status_code == 401


def test_a_token_makes_no_token_and_changes_no_password(gate: Gate) -> None:
    program = client_of(gate, headers=token_of(gate, "binh"))
    for path, data in (
        ("/tai-khoan/token", {"ten": "x", "ngay": "5"}),
        ("/tai-khoan/mat-khau", {"cu": PASSWORD, "moi": "x" * 12}),
    ):
        assert program.post(path, data=data).status_code == 403


@pytest.mark.parametrize("data", [{"ten": ""}, {"ten": "x", "ngay": "0"}, {"ten": "x", "ngay": "abc"},
                                  {"ten": "x", "ngay": "5", "vai_tro": "quản trị"},
                                  {"ten": "x", "ngay": "5", "vai_tro": "vua"}])  # fmt: skip
def test_unfit_tokens_are_refused_on_the_page(gate: Gate, data: dict[str, str]) -> None:
    refused = signed_in(gate, "chi").post("/tai-khoan/token", data=data)
    assert refused.status_code == 400
    assert 'role="alert"' in refused.text and "<code>" not in refused.text


# -- the administrator ---------------------------------------------------------------------------


def test_the_administrator_keeps_accounts_and_readers(tmp_path: Path) -> None:
    gate = gated(Library(tmp_path / "data", SyllableEncoder), with_pages)
    gate.access.accounts.add("an", "quản trị", PASSWORD)
    admin = signed_in(gate, "an")
    make = {"ten": "hoa", "mat_khau": PASSWORD, "vai_tro": "nạp"}
    assert admin.post("/quan-tri/tai-khoan", data=make).headers["location"] == "/quan-tri?xong=1"
    assert admin.post("/quan-tri/tai-khoan", data=make).status_code == 400
    assert signed_in(gate, "hoa").get("/nap").status_code == 200
    admin.post("/quan-tri/bo-suu-tap", data={"ten": "nhân sự"})
    assert gate.access.collections.readers("nhân sự") == []
    admin.post("/quan-tri/nguoi-doc", data={"bo": "nhân sự", "ten": "hoa", "viec": "cho"})
    assert gate.access.collections.readers("nhân sự") == ["hoa"]
    assert "nhân sự" in admin.get("/quan-tri").text
    admin.post("/quan-tri/nguoi-doc", data={"bo": "nhân sự", "ten": "hoa", "viec": "thoi"})
    assert gate.access.collections.readers("nhân sự") == []
    admin.post("/quan-tri/tai-khoan/hoa", data={"viec": "vai-tro", "vai_tro": "đọc"})
    assert gate.access.accounts.get("hoa").role == "đọc"
    admin.post("/quan-tri/tai-khoan/hoa", data={"viec": "mat-khau", "mat_khau": "mật khẩu mới dài hơn"})
    assert signed_in(gate, "hoa", "mật khẩu mới dài hơn")
    admin.post("/quan-tri/tai-khoan/hoa", data={"viec": "xoa"})
    assert gate.access.accounts.find("hoa") is None
    refused = admin.post("/quan-tri/tai-khoan/an", data={"viec": "vai-tro", "vai_tro": "đọc"})
    assert refused.status_code == 400 and "duy nhất" in refused.text
    logged = [event.action for event in reversed(gate.access.log.recent(20))]
    assert logged == ["đăng nhập", "tạo tài khoản", "đăng nhập", "lập bộ sưu tập", "cho đọc", "thôi cho đọc",
                      "đổi vai trò", "đặt mật khẩu", "đăng nhập", "xóa tài khoản"]  # fmt: skip


def test_the_log_tells_who_did_what_and_no_text(gate: Gate) -> None:
    loader, reader = signed_in(gate, "binh"), client_of(gate, headers=token_of(gate, "chi"))
    question = "Đèn đường chiếu sáng bao nhiêu phần trăm?"
    reader.post("/api/ask", json={"question": question})
    reader.get("/nghia-vu.xlsx", params={"text": question, "document": "ba-sao"})
    reader.get("/api/documents/ba-sao/original")
    reader.delete("/api/documents/ba-sao")
    loader.post("/nap/go/khong-co")
    events = [event[2:7] for event in gate.access.log.recent(5)]
    assert events[0] == ("binh", "127.0.0.1", "gỡ", "khong-co", "lỗi 404")
    assert events[1] == ("chi", "127.0.0.1", "gỡ", "ba-sao", "không được")
    assert events[2] == ("chi", "127.0.0.1", "tải tệp gốc", "ba-sao", "được")
    assert events[3] == ("chi", "127.0.0.1", "xuất", "xlsx ba-sao", "được")
    assert events[4][2] == "đăng nhập"
    shown = signed_in(gate, "an").get("/quan-tri/nhat-ky").text
    assert "tải tệp gốc" in shown and "✓" in shown
    assert question not in shown + str(gate.access.log.recent(1000))


def test_strangers_who_are_refused_do_not_fill_the_log(gate: Gate) -> None:
    stranger = TestClient(gate, base_url=HERE, client=("198.51.100.7", 50000))
    before = gate.access.log.recent(1000)
    for number in range(20):
        assert stranger.delete(f"/api/documents/khong-{number}").status_code == 401
        assert stranger.get("/api/documents/ba-sao/original").status_code == 401
    written = gate.access.log.recent(1000)[: -len(before) or None]
    assert sorted(event.action for event in written) == ["gỡ", "tải tệp gốc"]


def test_what_was_loaded_is_logged_with_who_sent_it(gate: Gate) -> None:
    loader = client_of(gate, headers=token_of(gate, "binh"))
    sent = loader.post("/api/documents", files={"files": ("gui-toi.txt", b"BAO CAO\nVe viec doc sach", "text/plain")})
    jobs = gate.whole.state.jobs  # type: ignore[attr-defined]
    jobs._worker.submit(lambda: None).result(timeout=60)
    assert loader.get(f"/api/jobs/{sent.json()['id']}").json()["by"] == "binh"
    loaded = next(event for event in gate.access.log.recent(5) if event.action == "nạp")
    assert (loaded.who, loaded.object, loaded.outcome) == ("binh", "gui-toi", "được")


def test_what_cannot_be_logged_is_not_acknowledged(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **named: object) -> None:
        raise OSError("đĩa đầy")

    monkeypatch.setattr(gate.access.log, "add", full)
    client = TestClient(gate, base_url=HERE, client=("127.0.0.1", 1), raise_server_exceptions=False)
    answer = client.get("/nghia-vu.xlsx", headers=token_of(gate, "chi"))
    assert answer.status_code == 500
    assert answer.content[:2] != b"PK"
