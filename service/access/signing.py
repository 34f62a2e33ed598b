"""Signing in and out."""

from __future__ import annotations

from service.access import passwords
from service.access.accounts import folded
from service.access.store import Access
from service.access.throttle import STRANGERS, WHO_IS_IN
from service.access.types import Account, TooManyAttempts, WrongPassword

SIGNED_IN, SIGNED_OUT = "đăng nhập", "đăng xuất"
NOBODY = "(không có tài khoản này)"  # a password typed in the wrong field must not be written down
_LONGEST = 100  # characters of a name that is looked at


def sign_in(access: Access, name: str, password: str, address: str, browser: str = "") -> tuple[Account, str]:
    """The account and what the cookie of its new session carries; ``browser`` is what it is known by, if it is.

    Raises :class:`WrongPassword`, the same for an unknown name, or :class:`TooManyAttempts`.
    """
    name = folded(name)[:_LONGEST]
    account = access.accounts.find(name)
    who = account.name if account else NOBODY
    lane = (access.browsers.mark(account, browser) if account else None) or STRANGERS
    try:
        access.throttle.attempt(name, address, lane)
    except TooManyAttempts:
        if access.seldom(SIGNED_IN, address):
            access.log.add(who, address, SIGNED_IN, outcome="bị chặn vì thử quá nhiều lần")
        raise
    kept = access.accounts.password_hash(account) if account else None
    if not passwords.is_right(password, kept) or account is None or kept is None:
        access.log.add(who, address, SIGNED_IN, outcome="sai tên hoặc mật khẩu")
        raise WrongPassword("Sai tên tài khoản hoặc mật khẩu.", "Kiểm tra phím Caps Lock và bộ gõ, rồi thử lại.")
    access.throttle.forgive(name, address, lane)
    if passwords.is_outdated(kept):
        access.accounts.renew_hash(account, password)
    secret = access.sessions.begin(account)
    access.log.add(account.name, address, SIGNED_IN)
    return account, secret


def sign_out(access: Access, secret: str, who: str, address: str) -> None:
    """End a session."""
    access.sessions.end(secret)
    access.log.add(who, address, SIGNED_OUT)


def change_password(access: Access, account: Account, old: str, new: str, address: str) -> str:
    """Change one's own password, which ends all one's sessions, and begin another.

    Raises :class:`WrongPassword` or :class:`TooManyAttempts`; tries of strangers to sign in do not count here.
    """
    access.throttle.attempt(folded(account.name), address, WHO_IS_IN)
    if not passwords.is_right(old, access.accounts.password_hash(account)):
        access.log.add(account.name, address, "đổi mật khẩu", outcome="sai mật khẩu cũ")
        raise WrongPassword("Mật khẩu đang dùng không đúng.", "Mật khẩu chưa thay đổi; hãy nhập lại.")
    access.throttle.forgive(folded(account.name), address, WHO_IS_IN)
    access.accounts.set_password(account, new)
    access.log.add(account.name, address, "đổi mật khẩu", account.name)
    return access.sessions.begin(account)
