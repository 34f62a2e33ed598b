"""What the pages of access show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from index.placing import COMMON
from ingest.errors import TracuuError
from service.access.log import Event
from service.access.store import Access
from service.access.times import shown
from service.access.tokens import DAYS, MOST_DAYS
from service.access.types import ROLES, Reader, Role, reaches
from web.loading.views import local_time
from web.words import Words

EVENTS = 100  # rows of the log a page


@dataclass(frozen=True)
class SignInView:
    """The form of a name and a password; ``onward`` is where to go then."""

    onward: str
    name: str = ""
    provider: str = ""
    error: TracuuError | None = None


@dataclass(frozen=True)
class TokenRow:
    """A token as it is listed."""

    id: int
    label: str
    role: Role
    until: str
    used: str


@dataclass(frozen=True)
class AccountView:
    """One's own account."""

    name: str
    role: Role
    collections: tuple[str, ...]
    with_password: bool
    tokens: tuple[TokenRow, ...]
    roles: tuple[Role, ...]
    names: Mapping[Role, str]
    days: int
    most_days: int
    secret: str = ""
    done: str = ""
    error: TracuuError | None = None


@dataclass(frozen=True)
class AccountRow:
    """An account as the administrator sees it."""

    id: int
    name: str
    role: Role
    made: str
    with_password: bool
    tokens: int


@dataclass(frozen=True)
class CollectionRow:
    """A collection: who reads it, and who could be let."""

    name: str
    common: bool
    readers: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True)
class AdminView:
    """Accounts and collections."""

    accounts: tuple[AccountRow, ...]
    collections: tuple[CollectionRow, ...]
    roles: tuple[Role, ...]
    names: Mapping[Role, str]
    done: str = ""
    error: TracuuError | None = None


@dataclass(frozen=True)
class LogView:
    """A page of the log; ``broken`` is the first row that was tampered with."""

    events: tuple[Event, ...]
    older: str
    broken: int | None


def account_view(
    access: Access, reader: Reader, words: Words, secret: str = "", done: str = "", error: TracuuError | None = None
) -> AccountView:
    """The page of the account that is in."""
    account = reader.account
    tokens = tuple(
        TokenRow(one.id, one.label, one.role, local_time(shown(one.until)), local_time(shown(one.used) or None))
        for one in access.tokens.all(account)
    )
    return AccountView(
        name=account.name,
        role=account.role,
        collections=tuple(sorted(reader.collections)),
        with_password=account.with_password,
        tokens=tokens,
        roles=tuple(role for role in ROLES if reaches(account.role, role)),
        names=role_names(words),
        days=DAYS,
        most_days=MOST_DAYS,
        secret=secret,
        done=done,
        error=error,
    )


def admin_view(access: Access, words: Words, done: str = "", error: TracuuError | None = None) -> AdminView:
    """The administrator's page."""
    accounts = access.accounts.all()
    names = [one.name for one in accounts]
    tokens = Counter(token.account for token in access.tokens.all())
    return AdminView(
        accounts=tuple(
            AccountRow(one.id, one.name, one.role, local_time(one.made), one.with_password, tokens[one.name])
            for one in accounts
        ),
        collections=tuple(_collection(access, name, names) for name in access.collections.names()),
        roles=ROLES,
        names=role_names(words),
        done=done,
        error=error,
    )


def _collection(access: Access, name: str, everybody: list[str]) -> CollectionRow:
    readers = access.collections.readers(name)
    return CollectionRow(name, name == COMMON, tuple(readers), tuple(one for one in everybody if one not in readers))


def log_view(access: Access, before: int | None) -> LogView:
    """The newest rows, or those before one."""
    events = access.log.recent(EVENTS, before)
    older = f"/quan-tri/nhat-ky?truoc={events[-1].id}" if len(events) == EVENTS and events[-1].id > 1 else ""
    rows = tuple(event._replace(at=local_time(event.at)) for event in events)
    return LogView(rows, older, access.log.check())


def role_names(words: Words) -> Mapping[Role, str]:
    """The roles in the reader's language."""
    names = (words("access.role.read"), words("access.role.load"), words("access.role.administer"))
    return dict(zip(ROLES, names, strict=True))


def safe(address: str) -> str:
    """An address of our own, else the first page: a link to the sign-in page must not lead elsewhere."""
    own = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    if not own or "\\" in address:
        return "/"
    parts = urlsplit(address)
    return address if not parts.scheme and not parts.netloc else "/"
