"""Signing in by an OpenID Connect provider: authorisation code with PKCE, bound to the browser that began.

Set by the environment, see :mod:`service.access.provider_settings`. The provider says who somebody is and, by a claim,
what he may do here; who has none of the values that are mapped to a role is refused.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import Any

import httpx2
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from index.text import fold
from ingest.errors import TracuuError
from service.access.provider_settings import RETURN, Settings, check_secure
from service.access.secrets import digest, fresh
from service.access.signing import SIGNED_IN
from service.access.store import Access
from service.access.types import ROLES, Account, NotAllowed, Role

LASTS = 600.0  # seconds that somebody has to sign in at the provider
PATIENCE = 10.0  # seconds for each answer of the provider
LEEWAY = 60  # seconds by which its clock and ours may differ
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]  # signatures with a key that only the provider has


class NotProven(TracuuError):
    """The provider's answer does not prove who somebody is."""

    code = "chua_xac_nhan_duoc"
    status = 401


class Unreachable(TracuuError):
    """The provider does not answer as it should."""

    code = "nha_cung_cap_khong_tra_loi"
    status = 502


class Provider:
    """One provider; talks to it only while somebody signs in."""

    def __init__(self, access: Access, told: Settings, clock: Callable[[], float]) -> None:
        self._access, self._told, self._clock = access, told, clock
        self.name = told.name

    def begin(self, onward: str) -> tuple[str, str]:
        """Where the browser goes to sign in, and what its cookie carries meanwhile; raises :class:`Unreachable`."""
        cookie, nonce, verifier = fresh(), generate_token(32), generate_token(48)
        address, _ = self._client().create_authorization_url(
            self._discovered()["authorization_endpoint"],
            state=digest(cookie).hex(),
            code_verifier=verifier,
            nonce=nonce,
        )
        now = self._clock()
        with self._access.database.transaction() as connection:
            connection.execute("DELETE FROM flows WHERE made < ?", (now - LASTS,))
            connection.execute(
                "INSERT INTO flows VALUES (?, ?, ?, ?, ?)", (digest(cookie), nonce, verifier, onward, now)
            )
        return str(address), cookie

    def finish(self, cookie: str, state: str, code: str, address: str) -> tuple[str, str]:
        """The cookie of a new session and where to go on.

        Raises :class:`NotProven`, :class:`Unreachable`, :class:`NotAllowed` for somebody without a role here.
        """
        try:
            nonce, verifier, onward = self._flow(cookie, state)
            claims = self._claims(code, nonce, verifier)
            account = self._account(claims)
        except TracuuError as error:
            if self._access.seldom(SIGNED_IN, self.name, address):
                self._access.log.add("(nhà cung cấp)", address, SIGNED_IN, outcome=error.message)
            raise
        self._access.log.add(account.name, address, SIGNED_IN, self.name)
        return self._access.sessions.begin(account), onward

    # -- the way there and back ------------------------------------------------------------------

    def _flow(self, cookie: str, state: str) -> tuple[str, str, str]:
        """What was kept when this browser set out; it is good for once."""
        with self._access.database.transaction() as connection:
            query = "DELETE FROM flows WHERE digest = ? RETURNING nonce, verifier, onward, made"
            row = connection.execute(query, (digest(cookie),)).fetchone()
        if row is None or row[3] < self._clock() - LASTS or not _is(cookie, state):
            raise NotProven(
                "Lần đăng nhập này không bắt đầu từ trình duyệt này, hoặc đã quá lâu.", "Hãy đăng nhập lại."
            )
        return row[0], row[1], row[2]

    def _client(self) -> OAuth2Client:
        told = self._told
        return OAuth2Client(
            told.client,
            told.secret,
            scope="openid profile email",
            redirect_uri=told.own + RETURN,
            code_challenge_method="S256",
            timeout=PATIENCE,
            follow_redirects=False,
        )

    def _discovered(self) -> dict[str, Any]:
        found = self._fetched(f"{self._told.issuer}/.well-known/openid-configuration")
        if str(found.get("issuer", "")).rstrip("/") != self._told.issuer:
            raise NotProven("Nhà cung cấp xưng một tên khác với tên đã đặt.", "Kiểm tra TRACUU_OIDC_ISSUER.")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            check_secure(str(found.get(name, "")))
        return found

    def _fetched(self, address: str) -> dict[str, Any]:
        try:
            answer = httpx2.get(address, timeout=PATIENCE, follow_redirects=False)
            found: dict[str, Any] = answer.raise_for_status().json()
            return dict(found)
        except (httpx2.HTTPError, ValueError, TypeError) as error:
            raise Unreachable(f"Không hỏi được “{self.name}”.", "Thử lại sau, hoặc đăng nhập bằng mật khẩu.") from error

    # -- what it says ----------------------------------------------------------------------------

    def _claims(self, code: str, nonce: str, verifier: str) -> CodeIDToken:
        """What the provider says of somebody, its signature and every claim about the token itself checked."""
        found = self._discovered()
        try:
            token = self._client().fetch_token(found["token_endpoint"], code=code, code_verifier=verifier)
            keys = KeySet.import_key_set(self._fetched(found["jwks_uri"]))  # type: ignore[arg-type]
            signed = jwt.decode(str(token["id_token"]), keys, algorithms=ALGORITHMS)
            claims = CodeIDToken(
                signed.claims,
                signed.header,
                {
                    "iss": {"essential": True, "value": found["issuer"]},
                    "aud": {"essential": True, "value": self._told.client},
                },
                {"nonce": nonce, "client_id": self._told.client, "access_token": token.get("access_token")},
            )
            claims.validate(leeway=LEEWAY)
        except httpx2.HTTPError as error:
            raise Unreachable(f"Không hỏi được “{self.name}”.", "Thử lại sau, hoặc đăng nhập bằng mật khẩu.") from error
        except (JoseError, OAuthError, KeyError, ValueError, TypeError) as error:
            raise NotProven(f"“{self.name}” không xác nhận được bạn là ai.", "Hãy đăng nhập lại.") from error
        return claims

    def _account(self, claims: CodeIDToken) -> Account:
        """The account of somebody, made at his first coming; his role is what the provider says today."""
        role = self._role(claims.get(self._told.claim))
        if role is None:
            raise NotAllowed(
                f"“{self.name}” không cấp cho bạn quyền nào ở đây.", "Nhờ người quản trị thêm bạn vào nhóm."
            )
        subject = f"{claims['iss']}#{claims['sub']}"
        account = self._access.accounts.of_subject(subject)
        if account is None:
            return self._access.accounts.add(self._name(claims), role, None, subject)
        if account.role != role:
            self._access.accounts.set_role(account, role)
        return self._access.accounts.get(account.name)

    def _role(self, values: object) -> Role | None:
        """The highest role that is mapped from what a claim says."""
        said = {values} if isinstance(values, str) else set(map(str, values)) if isinstance(values, list) else set()
        roles = [self._told.roles[value] for value in said if value in self._told.roles]
        return max(roles, key=ROLES.index, default=None)

    def _name(self, claims: CodeIDToken) -> str:
        """A name that is free, from what he is called there; never that of another account."""
        called = str(claims.get("preferred_username") or claims.get("email") or claims["sub"])
        name = "".join(char if char.isalnum() or char in "._-@+" else "-" for char in fold(called))[:40] or "nguoi"
        free = (
            one
            for one in (f"{name:-<2}", *(f"{name}-{n}" for n in range(2, 1000)))
            if not self._access.accounts.find(one)
        )
        return next(free, fresh()[:40])


def _is(cookie: str, state: str) -> bool:
    """Whether what came back in the address belongs to the cookie; it may be anything that fits into an address."""
    return hmac.compare_digest(digest(cookie).hex().encode(), state.encode("utf-8", "replace"))
