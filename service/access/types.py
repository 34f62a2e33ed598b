"""Who is there and what he may do, and the refusals that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from index.text import fold
from ingest.errors import BadRequest, TracuuError

Role = Literal["đọc", "nạp", "quản trị"]
"""Reads, asks and exports; also loads, removes and decides findings; also keeps accounts, collections and the log."""

ROLES: tuple[Role, ...] = get_args(Role)


def reaches(role: Role, needed: Role) -> bool:
    """Whether ``role`` may do what ``needed`` may."""
    return ROLES.index(role) >= ROLES.index(needed)


def role_of(text: str) -> Role:
    """The role named, with or without diacritics; raises :class:`BadRequest`."""
    for role in ROLES:
        if fold(role) == fold(" ".join(text.replace("-", " ").casefold().split())):
            return role
    raise BadRequest(f"Không có vai trò “{text}”.", f"Các vai trò: {', '.join(ROLES)}.")


@dataclass(frozen=True)
class Account:
    """A person, or a program, that may come in. ``made`` and others are in UTC, ISO 8601."""

    id: int
    name: str
    role: Role
    made: str
    with_password: bool = True


@dataclass(frozen=True)
class Reader:
    """Somebody who is in: what he may do now, and the collections he reads."""

    account: Account
    role: Role
    collections: frozenset[str]
    by_token: bool = False

    def may(self, needed: Role) -> bool:
        """Whether he may do what asks for a role."""
        return reaches(self.role, needed)


@dataclass(frozen=True)
class Visit:
    """One request at the gate: ``open`` needs nobody's name, ``refusal`` is why it goes no further."""

    address: str
    reader: Reader | None = None
    open: bool = False
    refusal: TracuuError | None = None

    @property
    def who(self) -> str:
        """The name for the log."""
        if self.reader is not None:
            return self.reader.account.name
        return "(máy này, không đăng nhập)" if self.open else "(chưa đăng nhập)"


VISIT = "tracuu.visit"
"""The key of a :class:`Visit` in the scope of a request."""


class NotSignedIn(TracuuError):
    """Nobody is in, or not any more."""

    code = "chua_dang_nhap"
    status = 401


class NotAllowed(TracuuError):
    """Somebody is in, but may not do this."""

    code = "khong_du_quyen"
    status = 403


class WrongPassword(TracuuError):
    """Unknown name or wrong password: which of both is not told."""

    code = "sai_ten_hoac_mat_khau"
    status = 401


class TooManyAttempts(TracuuError):
    """Too many failed attempts of late, by name or from one address."""

    code = "qua_nhieu_lan_thu"
    status = 429


class WrongHost(TracuuError):
    """A name for this machine that a page of somebody else may have made up."""

    code = "sai_ten_may"
    status = 403
