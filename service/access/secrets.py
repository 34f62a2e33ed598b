"""Secrets that we give out and keep only the digest of: 256 bits at random need no slow hash."""

from __future__ import annotations

import hashlib
import secrets

BYTES = 32


def fresh() -> str:
    """A secret that nobody can guess, fit for a cookie and a header."""
    return secrets.token_urlsafe(BYTES)


def digest(secret: str) -> bytes:
    """What is kept of it."""
    return hashlib.sha256(secret.encode()).digest()
