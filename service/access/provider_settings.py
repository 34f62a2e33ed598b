"""Which OpenID Connect provider people sign in by, if any: set in the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from ingest.errors import BadRequest
from service.access.addresses import is_loopback
from service.access.types import Role, role_of

RETURN = "/dang-nhap/nha-cung-cap/ve"
"""Where the provider sends the browser back to; the provider has to know it."""


@dataclass(frozen=True)
class Settings:
    """A provider: ``own`` is the address of this service as browsers see it, ``roles`` maps values of ``claim``."""

    issuer: str
    client: str
    secret: str
    own: str
    name: str
    claim: str
    roles: Mapping[str, Role]


def settings(environment: Mapping[str, str] = os.environ) -> Settings | None:
    """The provider set by ``TRACUU_OIDC_…``, ``None`` without one; raises :class:`BadRequest` if half set."""
    issuer = environment.get("TRACUU_OIDC_ISSUER", "")
    if not issuer:
        return None
    needed = {name: environment.get(f"TRACUU_{name}", "") for name in ("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "URL")}
    missing = [f"TRACUU_{name}" for name, value in needed.items() if not value]
    if missing:
        raise BadRequest(f"Thiếu {', '.join(missing)} để đăng nhập qua nhà cung cấp.", "Xem docs/access.md.")
    for address in (issuer, needed["URL"]):
        check_secure(address)
    pairs = [pair.partition("=") for pair in environment.get("TRACUU_OIDC_ROLES", "").split(";") if pair.strip()]
    return Settings(
        issuer=issuer.rstrip("/"),
        client=needed["OIDC_CLIENT_ID"],
        secret=needed["OIDC_CLIENT_SECRET"],
        own=needed["URL"].rstrip("/"),
        name=environment.get("TRACUU_OIDC_NAME", "") or urlsplit(issuer).hostname or issuer,
        claim=environment.get("TRACUU_OIDC_CLAIM", "groups"),
        roles={value.strip(): role_of(role) for value, _, role in pairs},
    )


def check_secure(address: str) -> None:
    """Raises :class:`BadRequest` for an address that others on the way could read or change."""
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        return
    raise BadRequest(f"“{address}” không phải địa chỉ https.", "Đăng nhập qua nhà cung cấp phải đi bằng https.")
