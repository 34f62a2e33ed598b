"""Signing in by a provider that a test scripts: what proves who somebody is, and everything that does not."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from access_samples import PASSWORD, client_of
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from syllable_encoder import SyllableEncoder

from index.library import Library
from ingest.errors import BadRequest
from service.access.gate import Gate
from service.access.provider_settings import settings
from service.server import gated
from web.app import with_pages

CLIENT, SECRET = "tra-cuu", "bi-mat-cua-may-khach"
KEY = RSAKey.generate_key(2048, {"kid": "một", "alg": "RS256", "use": "sig"})
OTHER = RSAKey.generate_key(2048, {"kid": "một", "alg": "RS256", "use": "sig"})


class Scripted:
    """A provider on this machine; what it says is set by the test."""

    def __init__(self) -> None:
        self.said: dict[str, Any] = {}
        self.discovery: dict[str, Any] = {}
        self.key: Any = KEY
        self.algorithm = "RS256"
        self.broken = False
        self.asked: dict[str, list[str]] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def documents(self) -> dict[str, Any]:
        about = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }
        keys = KeySet([KEY]).as_dict(private=False)
        return {"/.well-known/openid-configuration": about | self.discovery, "/keys": keys}

    def token(self, form: dict[str, list[str]]) -> dict[str, Any]:
        """The answer to a code, if the code's own challenge is met."""
        self.form = form
        verifier = hashlib.sha256(form["code_verifier"][0].encode()).digest()
        assert base64.urlsafe_b64encode(verifier).rstrip(b"=").decode() == self.asked["code_challenge"][0]
        claims = {
            "iss": self.issuer,
            "sub": "s-1",
            "aud": CLIENT,
            "iat": int(time.time()),
            "exp": int(time.time()) + 300,
            "nonce": self.asked["nonce"][0],
            "preferred_username": "Minh.Hoa",
            "groups": ["phong-van-hoa", "tra-cuu-nap"],
        }
        told = {name: value for name, value in (claims | self.said).items() if value is not None}
        header = {"alg": self.algorithm, "kid": "một"}
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.signed(header, told)}

    def signed(self, header: dict[str, str], claims: dict[str, Any]) -> str:
        if self.algorithm == "none":
            parts = [
                base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (header, claims)
            ]
            return ".".join([*parts, ""])
        return jwt.encode(header, claims, self.key, algorithms=[self.algorithm])

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        scripted = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(None if scripted.broken else scripted.documents().get(self.path))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                self._answer(scripted.token(parse_qs(body)))

            def _answer(self, found: dict[str, Any] | None) -> None:
                body = json.dumps(found or {}).encode()
                self.send_response(200 if found else 500)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None: ...

        return Handler


@pytest.fixture(scope="module")
def scripted() -> Iterator[Scripted]:
    scripted = Scripted()
    yield scripted
    scripted.close()


@pytest.fixture
def provider(scripted: Scripted) -> Scripted:
    """The provider, saying what it says of itself."""
    scripted.said, scripted.discovery = {}, {}
    scripted.key, scripted.algorithm, scripted.broken = KEY, "RS256", False
    return scripted


@pytest.fixture
def gate(built: Gate) -> Gate:
    """The gate with no account but the administrator's."""
    for account in built.access.accounts.all():
        if account.name != "an":
            built.access.accounts.remove(account)
    return built


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, scripted: Scripted) -> Iterator[Gate]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield _built(tmp_path_factory.mktemp("cong"), scripted, monkeypatch)


def _built(tmp_path: Path, provider: Scripted, monkeypatch: pytest.MonkeyPatch) -> Gate:
    for name, value in {
        "OIDC_ISSUER": provider.issuer,
        "OIDC_CLIENT_ID": CLIENT,
        "OIDC_CLIENT_SECRET": SECRET,
        "OIDC_NAME": "Cổng của tỉnh",
        "OIDC_ROLES": "tra-cuu-doc=đọc; tra-cuu-nap=nạp; tra-cuu-qt=quản trị",
        "URL": "http://127.0.0.1:8000",
    }.items():
        monkeypatch.setenv(f"TRACUU_{name}", value)
    gate = gated(Library(tmp_path / "data", SyllableEncoder), with_pages)
    gate.access.accounts.add("an", "quản trị", PASSWORD)
    return gate


def set_out(client: TestClient, provider: Scripted, onward: str = "/van-ban") -> dict[str, str]:
    """Goes to the provider; what it would send the browser back with."""
    away = client.get("/dang-nhap/nha-cung-cap", params={"ve": onward})
    assert away.status_code == 303, away.text
    provider.asked = parse_qs(urlsplit(away.headers["location"]).query)
    return {"state": provider.asked["state"][0], "code": "mã"}


def come_back(client: TestClient, back: dict[str, str]) -> Any:
    return client.get("/dang-nhap/nha-cung-cap/ve", params=back)


def test_who_the_provider_knows_comes_in_with_the_role_it_says(gate: Gate, provider: Scripted) -> None:
    client = client_of(gate)
    assert "Cổng của tỉnh" in client.get("/dang-nhap").text
    back = set_out(client, provider)
    assert provider.asked["redirect_uri"] == ["http://127.0.0.1:8000/dang-nhap/nha-cung-cap/ve"]
    assert provider.asked["code_challenge_method"] == ["S256"]
    answer = come_back(client, back)
    assert (answer.status_code, answer.headers["location"]) == (303, "/van-ban")
    assert client.get("/nap").status_code == 200
    assert client.get("/quan-tri").status_code == 403
    account = gate.access.accounts.get("minh.hoa")
    assert (account.role, account.with_password) == ("nạp", False)
    provider.said = {"groups": "tra-cuu-doc"}  # another day he may do less
    come_back(client, set_out(client, provider))
    assert gate.access.accounts.get("minh.hoa").role == "đọc"
    assert len(gate.access.accounts.all()) == 2
    assert client_of(gate).post("/dang-nhap", data={"ten": "minh.hoa", "mat_khau": ""}).status_code == 401


@pytest.mark.parametrize(
    "said",
    [
        {"nonce": "khác"},
        {"nonce": None},
        {"aud": "máy khách khác"},
        {"aud": ["khác", "nữa"]},
        {"aud": None},
        {"iss": "http://127.0.0.1:1"},
        {"iss": None},
        {"sub": None},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"iat": None},
        {"nbf": int(time.time()) + 3600},
        {"azp": "máy khách khác"},
        {"at_hash": "sai"},
    ],
)
def test_what_does_not_prove_it_is_refused(gate: Gate, provider: Scripted, said: dict[str, Any]) -> None:
    client, provider.said = client_of(gate), said
    refused(gate, client, come_back(client, set_out(client, provider)))


def refused(gate: Gate, client: TestClient, answer: Any, status: int = 401) -> None:
    assert answer.status_code == status, answer.text
    assert 'role="alert"' in answer.text
    assert client.get("/api/documents").status_code == 401
    assert [one.name for one in gate.access.accounts.all()] == ["an"]
    assert gate.access.log.recent(1)[0].action == "đăng nhập"


def test_a_token_signed_by_another_key_is_refused(gate: Gate, provider: Scripted) -> None:
    client, provider.key = client_of(gate), OTHER
    refused(gate, client, come_back(client, set_out(client, provider)))


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_signed_by_nobody_or_by_what_all_know_is_refused(
    gate: Gate, provider: Scripted, algorithm: str
) -> None:
    client, provider.algorithm = client_of(gate), algorithm
    provider.key = OctKey.import_key("k" * 64)
    refused(gate, client, come_back(client, set_out(client, provider)))


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(gate: Gate, provider: Scripted) -> None:
    thief, victim = client_of(gate), client_of(gate)
    stolen = set_out(thief, provider)
    refused(gate, victim, come_back(victim, stolen))
    own = set_out(victim, provider)
    refused(gate, victim, come_back(victim, {**own, "state": stolen["state"]}))
    own = set_out(victim, provider)
    refused(gate, victim, come_back(victim, {**own, "state": "không phải của ta"}))


def test_an_answer_is_good_for_once_and_not_for_long(
    gate: Gate, provider: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(gate)
    back = set_out(client, provider)
    cookies = dict(client.cookies)
    assert come_back(client, back).status_code == 303
    assert come_back(client_of(gate, cookies=cookies), back).status_code == 401
    late = client_of(gate)
    back = set_out(late, provider)
    with gate.access.database.transaction() as connection:
        connection.execute("UPDATE flows SET made = made - 3600")
    assert come_back(late, back).status_code == 401


@pytest.mark.parametrize("groups", [None, [], ["khác"], "tra-cuu", {"tra-cuu-nap": 1}, 7])
def test_somebody_without_a_role_here_is_refused(gate: Gate, provider: Scripted, groups: object) -> None:
    client, provider.said = client_of(gate), {"groups": groups}
    refused(gate, client, come_back(client, set_out(client, provider)), 403)


def test_a_name_that_is_taken_stays_its_owners(gate: Gate, provider: Scripted) -> None:
    client, provider.said = client_of(gate), {"preferred_username": "an", "groups": ["tra-cuu-doc"]}
    come_back(client, set_out(client, provider))
    assert [(one.name, one.role) for one in gate.access.accounts.all()] == [("an", "quản trị"), ("an-2", "đọc")]


def test_a_provider_that_does_not_answer_is_said_to_be_so(gate: Gate, provider: Scripted) -> None:
    client = client_of(gate)
    back = set_out(client, provider)
    provider.broken = True
    assert client.get("/dang-nhap/nha-cung-cap").status_code == 502
    refused(gate, client, come_back(client, back), 502)


@pytest.mark.parametrize(
    "discovery", [{"issuer": "http://127.0.0.1:1"}, {"token_endpoint": "http://evil.example/token"}]
)
def test_a_provider_that_leads_elsewhere_is_not_followed(
    gate: Gate, provider: Scripted, discovery: dict[str, str]
) -> None:
    provider.discovery = discovery
    assert client_of(gate).get("/dang-nhap/nha-cung-cap").status_code in (400, 401)


def test_an_onward_address_elsewhere_is_not_kept(gate: Gate, provider: Scripted) -> None:
    client = client_of(gate)
    assert come_back(client, set_out(client, provider, "//evil.example")).headers["location"] == "/"


@pytest.mark.parametrize(
    "given",
    [
        {"OIDC_ISSUER": "https://a.example"},
        {"OIDC_ISSUER": "http://a.example", "OIDC_CLIENT_ID": "x", "OIDC_CLIENT_SECRET": "y", "URL": "https://b.example"},
        {"OIDC_ISSUER": "https://a.example", "OIDC_CLIENT_ID": "x", "OIDC_CLIENT_SECRET": "y", "URL": "http://b.example"},
        {"OIDC_ISSUER": "https://a.example", "OIDC_CLIENT_ID": "x", "OIDC_CLIENT_SECRET": "y",
         "URL": "https://b.example", "OIDC_ROLES": "nhóm=vua"},
    ],
)  # fmt: skip
def test_settings_that_do_not_fit_are_refused_at_the_start(given: dict[str, str]) -> None:
    with pytest.raises(BadRequest):
        settings({f"TRACUU_{name}": value for name, value in given.items()})


def test_without_settings_there_is_no_provider() -> None:
    assert settings({}) is None
