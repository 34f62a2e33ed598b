"""Passwords: what is asked of them, and their hashes (argon2id)."""

from __future__ import annotations

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ingest.errors import BadRequest

SHORTEST = 10  # characters
LONGEST = 1000  # more is no password but an attempt to keep the machine busy
VARIED = 5  # different characters

_hasher = PasswordHasher()  # the parameters of RFC 9106 for little memory: 64 MB a hash
_at_once = threading.BoundedSemaphore(2)  # so that many attempts at once do not fill the memory


def check(password: str, name: str) -> None:
    """Raises :class:`BadRequest` for a password that is too easy to guess."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadRequest(f"Mật khẩu phải có từ {SHORTEST} ký tự trở lên.", "Một câu ngắn dễ nhớ, có dấu cũng được.")
    if len(set(password)) < VARIED or name.casefold() in password.casefold():
        raise BadRequest("Mật khẩu này quá dễ đoán.", "Không lặp một vài ký tự, không chứa tên tài khoản.")


def hashed(password: str) -> str:
    """The hash of a password, with its salt and parameters."""
    with _at_once:
        return _hasher.hash(_normal(password))


def is_right(password: str, kept: str | None) -> bool:
    """Whether a password is the one kept; takes as long where there is none."""
    if len(password) > LONGEST:
        return False
    with _at_once:
        try:
            return _hasher.verify(kept or _nobody(), _normal(password)) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with weaker parameters than those of today."""
    return _hasher.check_needs_rehash(kept)


def _normal(password: str) -> str:
    """The same letters typed on another machine are the same password."""
    return unicodedata.normalize("NFC", password)


@cache
def _nobody() -> str:
    """A hash that no one's password has, made once."""
    return _hasher.hash("không ai cả")
