"""``tracuu account``, ``token``, ``collection`` and ``log``: for whoever may write in the data folder."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from service.command_line import data_option, reported

if TYPE_CHECKING:
    from service.access.store import Access

ROLE = "đọc, nạp hoặc “quản trị”"


def _command(group: click.Group, name: str) -> Callable[[Callable[..., Any]], click.Command]:
    def register(function: Callable[..., Any]) -> click.Command:
        return group.command(name)(data_option(click.pass_context(reported(function))))

    return register


def _access(context: click.Context) -> Access:
    from service.access.store import Access

    return Access.beside(context.obj)


def _log(access: Access, action: str, object: str) -> None:
    from service.access.written import user

    access.log.add(user(), "", action, object)


def _password(stdin: bool) -> str:
    """The password typed twice without being shown, or the first line of the standard input."""
    if stdin:
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = click.prompt("Mật khẩu", hide_input=True, confirmation_prompt="Nhập lại mật khẩu")
    return typed


stdin_option = click.option("--stdin", is_flag=True, help="Đọc mật khẩu từ dòng đầu của đầu vào chuẩn.")


@click.group()
def account() -> None:
    """Tài khoản: khi đã có tài khoản, ai dùng trang cũng phải đăng nhập."""


@_command(account, "add")
@click.argument("name")
@click.option("--role", default="đọc", show_default=True, help=f"Vai trò: {ROLE}.")
@stdin_option
def add_account(context: click.Context, name: str, role: str, stdin: bool) -> None:
    """Tạo tài khoản."""
    from service.access.types import role_of

    access, wanted = _access(context), role_of(role)
    made = access.accounts.add(name, wanted, _password(stdin))
    _log(access, "tạo tài khoản", f"{made.name} ({made.role})")
    click.echo(f"Đã tạo tài khoản {made.name}, vai trò {made.role}. Từ bây giờ mở trang phải đăng nhập.")


@_command(account, "list")
def list_accounts(context: click.Context) -> None:
    """Các tài khoản."""
    access = _access(context)
    for one in access.accounts.all():
        read = ", ".join(sorted(access.collections.read_by(one.id)))
        click.echo(f"{one.name:<24} {one.role:<10} đọc: {read}" + ("" if one.with_password else " · không mật khẩu"))
    if not access.accounts.any():
        click.echo("Chưa có tài khoản nào: ai ngồi ở máy này cũng dùng được, máy khác thì không.")


@_command(account, "remove")
@click.argument("name")
def remove_account(context: click.Context, name: str) -> None:
    """Xóa tài khoản cùng phiên, token và quyền đọc của nó."""
    access = _access(context)
    found = access.accounts.get(name)
    access.accounts.remove(found)
    _log(access, "xóa tài khoản", found.name)
    click.echo(f"Đã xóa tài khoản {found.name}.")


@_command(account, "password")
@click.argument("name")
@stdin_option
def change_password(context: click.Context, name: str, stdin: bool) -> None:
    """Đặt mật khẩu khác; mọi phiên đang mở của tài khoản chấm dứt."""
    access = _access(context)
    found = access.accounts.get(name)
    access.accounts.set_password(found, _password(stdin))
    _log(access, "đặt mật khẩu", found.name)
    click.echo(f"Đã đổi mật khẩu của {found.name}; mọi phiên đang mở đã chấm dứt.")


@_command(account, "role")
@click.argument("name")
@click.argument("role")
def change_role(context: click.Context, name: str, role: str) -> None:
    """Đổi vai trò: đọc, nạp hoặc “quản trị”; có hiệu lực ngay."""
    from service.access.types import role_of

    access, wanted = _access(context), role_of(role)
    found = access.accounts.get(name)
    access.accounts.set_role(found, wanted)
    _log(access, "đổi vai trò", f"{found.name} ({wanted})")
    click.echo(f"{found.name} nay có vai trò {wanted}.")


@click.group()
def token() -> None:
    """Token cho chương trình gọi API: Authorization: Bearer tracuu_…"""


@_command(token, "add")
@click.argument("name")
@click.argument("label")
@click.option("--role", default="đọc", show_default=True, help=f"Vai trò: {ROLE}, không quá vai trò của tài khoản.")
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 730), help="Thời hạn, ngày.")
def add_token(context: click.Context, name: str, label: str, role: str, days: int) -> None:
    """Tạo token cho một tài khoản; LABEL nói dùng vào việc gì."""
    from service.access.types import role_of

    access = _access(context)
    found = access.accounts.get(name)
    secret = access.tokens.add(found, label, role_of(role), days)
    _log(access, "tạo token", f"{found.name}: {label}")
    click.echo("Token chỉ hiện một lần này; hãy chép ngay:", err=True)
    click.echo(secret)


@_command(token, "list")
def list_tokens(context: click.Context) -> None:
    """Các token, không kèm nội dung."""
    from service.access.times import shown

    for one in _access(context).tokens.all():
        used = shown(one.used) or "chưa dùng"
        click.echo(f"{one.id:>4} {one.account:<20} {one.role:<10} {one.label} · hết hạn {shown(one.until)} · {used}")


@_command(token, "revoke")
@click.argument("id", type=int)
def revoke_token(context: click.Context, id: int) -> None:
    """Thu hồi token, có hiệu lực ngay."""
    access = _access(context)
    access.tokens.revoke(id)
    _log(access, "thu hồi token", str(id))
    click.echo(f"Đã thu hồi token số {id}.")


@click.group()
def collection() -> None:
    """Bộ sưu tập có người đọc riêng; không ai trong danh sách nghĩa là không ai đọc được."""


@_command(collection, "add")
@click.argument("name")
def add_collection(context: click.Context, name: str) -> None:
    """Lập bộ sưu tập, chưa ai đọc được."""
    from service.access.written import written_collection

    made = written_collection(context.obj, name)
    click.echo(f"Có bộ sưu tập “{made}”. Cho người đọc: tracuu collection grant “{made}” TÀI-KHOẢN.")


@_command(collection, "list")
def list_collections(context: click.Context) -> None:
    """Các bộ sưu tập, số văn bản và người đọc."""
    from collections import Counter

    from index.library import Library
    from index.placing import COMMON

    counts = Counter(Library.open(context.obj).placements().values())
    known = _access(context).collections
    for name in known.names():
        readers = "mọi người đã đăng nhập" if name == COMMON else ", ".join(known.readers(name)) or "không ai"
        click.echo(f"{name}: {counts[name]} văn bản · người đọc: {readers}")


@_command(collection, "grant")
@click.argument("name")
@click.argument("account")
def grant(context: click.Context, name: str, account: str) -> None:
    """Cho một tài khoản đọc bộ sưu tập."""
    access = _access(context)
    found = access.accounts.get(account)
    access.collections.grant(name, found)
    _log(access, "cho đọc", f"{name}: {found.name}")
    click.echo(f"{found.name} đọc được “{name}”.")


@_command(collection, "revoke")
@click.argument("name")
@click.argument("account")
def revoke(context: click.Context, name: str, account: str) -> None:
    """Thôi cho một tài khoản đọc bộ sưu tập, có hiệu lực ngay."""
    access = _access(context)
    found = access.accounts.get(account)
    access.collections.revoke(name, found)
    _log(access, "thôi cho đọc", f"{name}: {found.name}")
    click.echo(f"{found.name} không còn đọc được “{name}”.")


@_command(collection, "move")
@click.argument("name")
@click.argument("documents", nargs=-1, required=True)
def move(context: click.Context, name: str, documents: tuple[str, ...]) -> None:
    """Chuyển văn bản (theo mã) sang bộ sưu tập."""
    from index.library import Library
    from service.access.written import written_collection

    library, access = Library.open(context.obj), _access(context)
    name = written_collection(context.obj, name)
    for document in documents:
        library.place(document, name)
        _log(access, "chuyển bộ sưu tập", f"{document}: {name}")
    click.echo(f"Đã chuyển {len(documents)} văn bản sang “{name}”.")


@click.command("log")
@click.option("-n", "count", default=50, show_default=True, type=click.IntRange(1, 100_000), help="Số dòng mới nhất.")
@data_option
@click.pass_context
@reported
def log(context: click.Context, count: int) -> None:
    """Nhật ký: ai nạp, gỡ, xuất, quyết định, đăng nhập; kiểm tra luôn nhật ký có bị sửa không."""
    kept = _access(context).log
    events = kept.recent(count)
    for event in reversed(events):
        address = f" [{event.address}]" if event.address else ""
        click.echo(f"{event.id:>6} {event.at} {event.who}{address}: {event.action} {event.object} → {event.outcome}")
    broken = kept.check()
    if broken is not None:
        click.echo(f"✗ Nhật ký bị sửa hoặc mất dòng, từ dòng {broken}.", err=True)
        sys.exit(1)
    click.echo(f"✓ Nhật ký nguyên vẹn. Dấu cuối: {events[0].seal if events else '(trống)'}")
