"""Accounts, passwords, sessions, tokens, throttle, collections and log, each with what they refuse."""

from __future__ import annotations

import contextlib
import sqlite3
import stat
import threading
import time
from pathlib import Path

import pytest
from argon2 import Type, extract_parameters

from ingest.errors import BadRequest, NotFound
from service.access import browsers, passwords, signing
from service.access.seldom import PAUSE
from service.access.sessions import IDLE, LASTS
from service.access.store import FILE, Access
from service.access.throttle import OF_A_BROWSER, OF_A_NAME, OF_A_PAIR, OF_AN_ADDRESS, WITHIN, network
from service.access.throttle import PAUSE as PAUSE_OF_A_NAME
from service.access.tokens import PREFIX
from service.access.types import TooManyAttempts, WrongPassword, role_of

SHIPPED = passwords._hasher
PASSWORD = "trời nắng đẹp quá"  # noqa: S105 of accounts that live as long as a test


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def access(tmp_path: Path, clock: Clock) -> Access:
    access = Access(tmp_path / FILE, clock)
    access.accounts.add("lan", "quản trị", PASSWORD)
    return access


# -- accounts ------------------------------------------------------------------------------------


def test_nothing_secret_can_be_read_in_the_file(tmp_path: Path, access: Access) -> None:
    account, session = signing.sign_in(access, "lan", PASSWORD, "10.0.0.1")
    token = access.tokens.add(account, "báo cáo", "đọc")
    browser = access.browsers.remember(account, "")
    kept = b"".join(file.read_bytes() for file in tmp_path.glob(f"{FILE}*"))
    for secret in (PASSWORD, session, token, browser):
        assert secret.encode() not in kept
    assert b"$argon2id$" in kept
    for file in tmp_path.glob(f"{FILE}*"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


@pytest.mark.parametrize("name", ["", "a", "có dấu cách", "a/b", "<b>", "x" * 65, "xuống\ndòng"])
def test_unfit_names_are_refused(access: Access, name: str) -> None:
    with pytest.raises(BadRequest):
        access.accounts.add(name, "đọc", PASSWORD)


def test_a_name_is_taken_whatever_its_case(access: Access) -> None:
    with pytest.raises(BadRequest, match="Đã có"):
        access.accounts.add("LAN", "đọc", PASSWORD)


@pytest.mark.parametrize(
    "password", ["", "ngắn", "aaaaaaaaaaaaaaaa", "abababababab", "minh-minh-minh-2025", "x y" * 400]
)
def test_easy_passwords_are_refused(access: Access, password: str) -> None:
    with pytest.raises(BadRequest):
        access.accounts.add("minh", "đọc", password)
    assert access.accounts.find("minh") is None


def test_a_password_is_the_same_however_its_marks_are_typed(access: Access) -> None:
    import unicodedata

    assert signing.sign_in(access, "LAN ", unicodedata.normalize("NFD", PASSWORD), "")[0].name == "lan"


@pytest.mark.parametrize(
    ("text", "role"), [("doc", "đọc"), ("Nạp", "nạp"), ("quan-tri", "quản trị"), ("QUẢN TRỊ", "quản trị")]
)
def test_roles_are_understood_without_marks(text: str, role: str) -> None:
    assert role_of(text) == role


def test_an_unknown_role_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadRequest) as refused:
        role_of("vua")
    assert "quản trị" in refused.value.hint


def test_somebody_administers_as_long_as_there_are_others(access: Access) -> None:
    lan, hoa = access.accounts.get("lan"), access.accounts.add("hoa", "đọc", PASSWORD)
    for lose in (lambda: access.accounts.remove(lan), lambda: access.accounts.set_role(lan, "đọc")):
        with pytest.raises(BadRequest, match="duy nhất"):
            lose()
    access.accounts.set_role(hoa, "quản trị")
    access.accounts.set_role(lan, "đọc")
    access.accounts.remove(lan)
    access.accounts.remove(access.accounts.get("hoa"))  # the last of all may go: then there are no accounts
    assert not access.accounts.any()


# -- signing in ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "password"), [("lan", "sai mật khẩu rồi"), ("khong-co", PASSWORD), ("", ""), ("lan", "")]
)
def test_who_has_not_name_and_password_is_told_neither(access: Access, name: str, password: str) -> None:
    with pytest.raises(WrongPassword) as refused:
        signing.sign_in(access, name, password, "10.0.0.1")
    assert refused.value.message == "Sai tên tài khoản hoặc mật khẩu."


def test_a_hash_costs_what_the_standard_asks() -> None:
    assert (SHIPPED.type, SHIPPED.memory_cost, SHIPPED.time_cost) == (Type.ID, 64 * 1024, 3)


def test_an_unknown_name_takes_as_long_as_a_wrong_password(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []
    hasher = passwords._hasher

    class Watching:
        def verify(self, hash: str, password: str) -> bool:
            verified.append(hash)
            return hasher.verify(hash, password)

        def hash(self, password: str) -> str:
            return hasher.hash(password)

    monkeypatch.setattr(passwords, "_hasher", Watching())
    for name in ("lan", "khong-co"):
        with pytest.raises(WrongPassword):
            signing.sign_in(access, name, "sai mật khẩu rồi", "10.0.0.1")
    wrong, unknown = map(extract_parameters, verified)
    assert wrong == unknown


def test_many_attempts_at_a_name_from_one_address_are_stopped_there(access: Access, clock: Clock) -> None:
    for count in range(OF_A_PAIR):
        with pytest.raises(WrongPassword):
            signing.sign_in(access, "lan", f"đoán lần {count}", "10.0.0.1")
    with pytest.raises(TooManyAttempts, match="quá nhiều lần"):
        signing.sign_in(access, "lan", PASSWORD, "10.0.0.1")
    assert signing.sign_in(access, "lan", PASSWORD, "10.0.0.2"), "one address shuts the name nowhere else"
    clock.now += WITHIN + 1
    assert signing.sign_in(access, "lan", PASSWORD, "10.0.0.1")


def test_attempts_at_a_name_from_everywhere_are_slowed_down_and_never_shut_it(access: Access, clock: Clock) -> None:
    for count in range(OF_A_NAME):
        with pytest.raises(WrongPassword):
            signing.sign_in(access, "lan", f"đoán lần {count}", f"10.0.0.{count}")
    let = 0
    for turn in range(int(WITHIN / 5)):
        clock.now += 5
        try:
            access.throttle.attempt("lan", f"10.1.0.{turn}")
            let += 1
        except TooManyAttempts as error:
            assert "đợi 1 phút" in error.hint
    assert let == pytest.approx(WITHIN / PAUSE_OF_A_NAME, abs=1)
    with pytest.raises(TooManyAttempts):
        signing.sign_in(access, "lan", PASSWORD, "10.2.0.1")
    clock.now += PAUSE_OF_A_NAME
    assert signing.sign_in(access, "lan", PASSWORD, "10.2.0.1")


def test_a_browser_that_was_in_before_is_stopped_by_nobody_else(access: Access) -> None:
    account, _ = signing.sign_in(access, "lan", PASSWORD, "10.0.0.1")
    browser = access.browsers.remember(account, "")
    for count in range(OF_A_NAME):
        access.throttle.attempt("lan", f"10.1.0.{count}")
    for _ in range(OF_A_PAIR):
        with contextlib.suppress(TooManyAttempts):
            access.throttle.attempt("lan", "10.0.0.1")
    for count in range(OF_AN_ADDRESS):
        with contextlib.suppress(TooManyAttempts):
            access.throttle.attempt(f"ai-{count}", "10.0.0.1")
    for address in ("10.0.0.1", "10.9.9.9"):
        with pytest.raises(TooManyAttempts):
            signing.sign_in(access, "lan", PASSWORD, address)
        assert signing.sign_in(access, "lan", PASSWORD, address, browser)


def test_a_browser_that_was_in_before_may_not_guess_either(access: Access, clock: Clock) -> None:
    account, _ = signing.sign_in(access, "lan", PASSWORD, "10.0.0.1")
    browser = access.browsers.remember(account, "")
    for count in range(OF_A_BROWSER):
        with pytest.raises(WrongPassword):
            signing.sign_in(access, "lan", f"đoán lần {count}", f"10.0.0.{count}", browser)
    with pytest.raises(TooManyAttempts):
        signing.sign_in(access, "lan", PASSWORD, "10.0.0.99", browser)
    assert signing.sign_in(access, "lan", PASSWORD, "10.0.0.99"), "what it did counts for it alone"
    clock.now += WITHIN + 1
    assert signing.sign_in(access, "lan", PASSWORD, "10.0.0.99", browser)


def test_slips_in_a_browser_are_forgiven_wherever_they_were_made(access: Access) -> None:
    account, _ = signing.sign_in(access, "lan", PASSWORD, "10.0.0.1")
    browser = access.browsers.remember(account, "")
    for count in range(OF_A_BROWSER - 1):
        with pytest.raises(WrongPassword):
            signing.sign_in(access, "lan", "gõ nhầm", f"10.0.0.{count}", browser)
    assert signing.sign_in(access, "lan", PASSWORD, "10.0.1.1", browser)
    for _ in range(OF_A_BROWSER):
        with pytest.raises(WrongPassword):
            signing.sign_in(access, "lan", "gõ nhầm", "10.0.0.1", browser)


def test_a_browser_is_known_for_the_accounts_it_signed_in_to_only(access: Access) -> None:
    hoa = access.accounts.add("hoa", "đọc", PASSWORD)
    browser = access.browsers.remember(hoa, "")
    lan = access.accounts.get("lan")
    assert access.browsers.mark(hoa, browser) and access.browsers.mark(lan, browser) is None
    for count in range(OF_A_NAME):
        access.throttle.attempt("lan", f"10.1.0.{count}")
    for secret in (browser, "", "bịa", "x" * 5000):
        with pytest.raises(TooManyAttempts):
            signing.sign_in(access, "lan", PASSWORD, "10.0.0.1", secret)
    assert access.browsers.remember(lan, browser) == browser
    assert signing.sign_in(access, "lan", PASSWORD, "10.0.0.1", browser)
    access.accounts.remove(hoa)
    assert access.browsers.mark(hoa, browser) is None


def test_a_mark_that_somebody_made_up_is_not_taken_over(access: Access) -> None:
    lan = access.accounts.get("lan")
    given = access.browsers.remember(lan, "kẻ gian đặt sẵn")
    assert given != "kẻ gian đặt sẵn"
    assert access.browsers.mark(lan, "kẻ gian đặt sẵn") is None


def test_browsers_are_forgotten_when_old_or_many(access: Access, clock: Clock) -> None:
    lan = access.accounts.get("lan")
    known = [access.browsers.remember(lan, "") for _ in range(browsers.MOST + 1)]
    assert [bool(access.browsers.mark(lan, one)) for one in known] == [False] + [True] * browsers.MOST
    clock.now += browsers.LASTS + 1
    assert access.browsers.mark(lan, known[-1]) is None
    new = access.browsers.remember(lan, known[-1])
    assert new not in known, "what was forgotten is nobody's any more"


def test_who_is_in_changes_his_password_while_strangers_guess_at_it(access: Access) -> None:
    lan, _ = signing.sign_in(access, "lan", PASSWORD, "10.0.0.1")
    for count in range(OF_A_NAME):
        access.throttle.attempt("lan", f"10.1.0.{count}")
    assert signing.change_password(access, lan, PASSWORD, "một câu khác hẳn", "10.0.0.1")
    for _ in range(OF_A_BROWSER):
        with pytest.raises(WrongPassword):
            signing.change_password(access, lan, "đoán", "một câu khác nữa", "10.0.0.1")
    with pytest.raises(TooManyAttempts):
        signing.change_password(access, lan, "một câu khác hẳn", "một câu khác nữa", "10.0.0.1")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:0:7::1", "2001:db8:0:7:ffff::2", True),
        ("2001:db8:0:7::1", "2001:db8:0:8::1", False),
        ("::ffff:10.0.0.1", "10.0.0.1", True),
        ("fe80::1%eth0", "fe80::2", True),
        ("10.0.0.1", "10.0.0.2", False),
        ("", "testclient", False),
    ],
)
def test_what_counts_as_one_address(one: str, other: str, same: bool) -> None:
    assert (network(one) == network(other)) == same


def test_who_is_stopped_again_and_again_does_not_fill_the_log(access: Access, clock: Clock) -> None:
    for number in range(OF_AN_ADDRESS):
        access.throttle.attempt(f"ai-{number}", "10.0.0.9")

    def rows(tries: int) -> int:
        before = len(access.log.recent(1000))
        for number in range(tries):
            with pytest.raises(TooManyAttempts):
                signing.sign_in(access, f"ten-{number}", PASSWORD, "10.0.0.9")
        return len(access.log.recent(1000)) - before

    assert rows(40) == 1
    clock.now += PAUSE
    assert rows(40) == 1


def test_a_name_that_does_not_exist_is_stopped_alike(access: Access) -> None:
    for _ in range(OF_A_PAIR):
        access.throttle.attempt("khong-co", "10.0.0.1")
    with pytest.raises(TooManyAttempts):
        signing.sign_in(access, "khong-co", PASSWORD, "10.0.0.1")
    for count in range(OF_A_NAME - OF_A_PAIR):
        access.throttle.attempt("khong-co", f"10.1.0.{count}")
    with pytest.raises(TooManyAttempts):
        signing.sign_in(access, "khong-co", PASSWORD, "10.0.0.2")


def test_many_names_from_one_address_are_stopped(access: Access) -> None:
    for count in range(OF_AN_ADDRESS):
        access.throttle.attempt(f"ten{count}", "10.0.0.9")
    with pytest.raises(TooManyAttempts):
        signing.sign_in(access, "lan", PASSWORD, "10.0.0.9")
    assert signing.sign_in(access, "lan", PASSWORD, "10.0.0.8")


def test_who_signs_in_is_forgiven_his_slips_but_not_those_of_others(access: Access) -> None:
    for _ in range(OF_A_PAIR - 1):
        access.throttle.attempt("lan", "10.0.0.1")
        access.throttle.attempt("lan", "10.0.0.2")
    assert signing.sign_in(access, "lan", PASSWORD, "10.0.0.2")
    for _ in range(OF_A_PAIR):
        access.throttle.attempt("lan", "10.0.0.2")
    with pytest.raises(TooManyAttempts):
        for _ in range(2):
            access.throttle.attempt("lan", "10.0.0.1")


def test_attempts_at_once_do_not_slip_through(tmp_path: Path, access: Access) -> None:
    let: list[bool] = []

    def attempt() -> None:
        try:
            Access(tmp_path / FILE).throttle.attempt("lan", "10.0.0.1")  # as another process does
            let.append(True)
        except TooManyAttempts:
            let.append(False)

    threads = [threading.Thread(target=attempt) for _ in range(2 * OF_A_PAIR)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sum(let), len(let)) == (OF_A_PAIR, 2 * OF_A_PAIR)


# -- sessions ------------------------------------------------------------------------------------


def test_a_session_ends_idle_old_signed_out_or_with_its_password(access: Access, clock: Clock) -> None:
    account, first = signing.sign_in(access, "lan", PASSWORD, "")
    assert access.sessions.account(first) == (account.id, False)
    assert access.sessions.account("bịa") is None
    signing.sign_out(access, first, "lan", "")
    assert access.sessions.account(first) is None
    _, second = signing.sign_in(access, "lan", PASSWORD, "")
    clock.now += IDLE + 1
    assert access.sessions.account(second) is None
    _, third = signing.sign_in(access, "lan", PASSWORD, "")
    _, fourth = signing.sign_in(access, "lan", PASSWORD, "")
    fifth = signing.change_password(access, account, PASSWORD, "trời mưa to lắm rồi", "")
    assert [access.sessions.account(one) is not None for one in (third, fourth, fifth)] == [False, False, True]
    for _ in range(int(LASTS / IDLE) + 1):
        clock.now += IDLE - 1
        access.sessions.seen(fifth)
    assert access.sessions.account(fifth) is None


def test_another_password_needs_the_present_one(access: Access) -> None:
    account = access.accounts.get("lan")
    with pytest.raises(WrongPassword):
        signing.change_password(access, account, "không phải thế", "trời mưa to lắm rồi", "")
    with pytest.raises(BadRequest):
        signing.change_password(access, account, PASSWORD, "ngắn", "")
    assert signing.sign_in(access, "lan", PASSWORD, "")


def test_an_account_removed_is_nobody_at_once(access: Access) -> None:
    access.accounts.add("hoa", "quản trị", PASSWORD)
    account, session = signing.sign_in(access, "hoa", PASSWORD, "")
    token = access.tokens.add(account, "thử", "đọc")
    access.accounts.remove(account)
    assert access.sessions.account(session) is None
    assert access.tokens.account(token) is None
    assert access.reader(account.id) is None


# -- tokens --------------------------------------------------------------------------------------


def test_a_token_ends_with_its_term_or_when_revoked(access: Access, clock: Clock) -> None:
    account = access.accounts.get("lan")
    token = access.tokens.add(account, "báo cáo", "đọc", days=2)
    assert token.startswith(PREFIX)
    assert access.tokens.account(token) == (account.id, "đọc", True)
    access.tokens.used(token)
    assert access.tokens.all()[0].used == clock.now
    clock.now += 2 * 24 * 3600 + 1
    assert access.tokens.account(token) is None
    other = access.tokens.add(account, "khác", "đọc")
    access.tokens.revoke(access.tokens.all()[0].id)
    assert access.tokens.account(other) is None
    assert access.tokens.account(other.removeprefix(PREFIX)) is None


def test_a_token_does_no_more_than_its_account_does_now(access: Access) -> None:
    hoa = access.accounts.add("hoa", "nạp", PASSWORD)
    with pytest.raises(BadRequest):
        access.tokens.add(hoa, "quá quyền", "quản trị")
    access.tokens.add(hoa, "nạp", "nạp")
    access.accounts.set_role(hoa, "đọc")
    lowered = access.reader(hoa.id, limit="nạp")
    assert lowered and lowered.role == "đọc"
    limited = access.reader(access.accounts.get("lan").id, limit="đọc")
    assert limited and limited.role == "đọc"


@pytest.mark.parametrize(("label", "days"), [("", 5), ("x", 0), ("x", 10_000), ("x" * 81, 5)])
def test_unfit_tokens_are_refused(access: Access, label: str, days: int) -> None:
    with pytest.raises(BadRequest):
        access.tokens.add(access.accounts.get("lan"), label, "đọc", days)


def test_nobody_revokes_a_token_of_somebody_else(access: Access) -> None:
    hoa = access.accounts.add("hoa", "đọc", PASSWORD)
    token = access.tokens.add(access.accounts.get("lan"), "của lan", "đọc")
    with pytest.raises(NotFound):
        access.tokens.revoke(access.tokens.all()[0].id, hoa)
    assert access.tokens.account(token)


# -- collections ---------------------------------------------------------------------------------


def test_a_collection_begins_with_nobody(access: Access) -> None:
    lan = access.accounts.get("lan")
    assert access.collections.add("nhân sự")
    assert not access.collections.add("nhân sự")
    assert access.collections.readers("nhân sự") == []
    assert access.collections.read_by(lan.id) == {"chung"}
    access.collections.grant("nhân sự", lan)
    assert access.collections.read_by(lan.id) == {"chung", "nhân sự"}
    access.collections.revoke("nhân sự", lan)
    assert access.collections.read_by(lan.id) == {"chung"}


def test_the_common_collection_and_unknown_ones_have_no_list(access: Access) -> None:
    lan = access.accounts.get("lan")
    with pytest.raises(BadRequest):
        access.collections.grant("chung", lan)
    with pytest.raises(NotFound):
        access.collections.grant("không có", lan)
    assert not access.collections.add("chung")
    assert access.collections.names() == ["chung"]


@pytest.mark.parametrize("name", ["", "  ", "a/b", "x" * 61, "a\x00b"])
def test_unfit_collections_are_refused(access: Access, name: str) -> None:
    with pytest.raises(BadRequest):
        access.collections.add(name)


# -- the log -------------------------------------------------------------------------------------


def test_the_log_refuses_to_be_changed(tmp_path: Path, access: Access) -> None:
    access.log.add("lan", "10.0.0.1", "gỡ", "ke-hoach")
    connection = sqlite3.connect(tmp_path / FILE)
    for statement in ("UPDATE events SET who = 'hoa'", "DELETE FROM events"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("statement", "row"),
    [
        ("UPDATE events SET who = 'hoa' WHERE id = 2", 2),
        ("DELETE FROM events WHERE id = 2", 2),
        ("DELETE FROM events WHERE id = 1", 1),
        ("INSERT INTO events VALUES (9, '', 'lan', '', 'gỡ', '', 'được', 'x')", 4),
        ("UPDATE events SET seal = (SELECT seal FROM events WHERE id = 1) WHERE id = 3", 3),
    ],
)
def test_what_is_changed_behind_its_back_is_found(tmp_path: Path, access: Access, statement: str, row: int) -> None:
    for name in ("a", "b", "c"):
        access.log.add("lan", "10.0.0.1", "gỡ", name)
    assert access.log.check() is None
    connection = sqlite3.connect(tmp_path / FILE)
    connection.executescript("DROP TRIGGER events_stay; DROP TRIGGER events_remain")
    connection.execute(statement)
    connection.commit()
    connection.close()
    assert access.log.check() == row


def test_rows_of_several_processes_make_one_chain(tmp_path: Path, access: Access) -> None:
    threads = [
        threading.Thread(target=lambda at=at: Access(tmp_path / FILE).log.add("lan", "", "xuất", str(at)))
        for at in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert access.log.check() is None
    assert len(access.log.recent(100)) == 12


def test_a_password_typed_for_a_name_is_not_written_down(access: Access) -> None:
    with pytest.raises(WrongPassword):
        signing.sign_in(access, PASSWORD, "lan", "10.0.0.1")
    event = access.log.recent(1)[0]
    assert PASSWORD not in str(event)
    assert (event.action, event.address) == ("đăng nhập", "10.0.0.1")
