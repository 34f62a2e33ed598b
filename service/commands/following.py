"""What somebody follows: ``saved`` and ``digest``."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from service.command_line import command, data_option, emit, noted, reported
from service.registers.options import filter_options

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.digest.making import Digest
    from service.saved.desk import SavedDesk
    from service.saved.types import Saved

KINDS = ("targets", "obligations", "documents", "passages")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
day_option = click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Tính đến ngày này, dạng 2026-11-23; không ghi: hôm nay."
)


@click.group()
def saved() -> None:
    """Tìm kiếm đã lưu: đặt tên cho một bộ lọc, để biết có gì mới."""


def _command(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    def register(function: Callable[..., Any]) -> click.Command:
        return saved.command(name)(data_option(click.pass_context(reported(function))))

    return register


def _desk(context: click.Context) -> SavedDesk:
    from index.library import Library
    from service.access.store import Access
    from service.journal import keep_journal
    from service.saved.desk import SavedDesk

    keep_journal(context.obj)
    return SavedDesk(Library.open(context.obj), Access.beside(context.obj))


def _named(desk: SavedDesk, name: str) -> Saved:
    """The saved search of a number or a name; raises :class:`NotFound`, and :class:`BadRequest` for a name of two."""
    from ingest.errors import BadRequest, NotFound

    found = [one for one in desk.searches.all() if name in (str(one.id), one.wish.name)]
    if not found:
        raise NotFound(f"Không có tìm kiếm đã lưu “{name}”.", "Xem danh sách: tracuu saved list.")
    if len(found) > 1:
        raise BadRequest(f"Có {len(found)} tìm kiếm tên “{name}”.", "Gọi bằng số, xem: tracuu saved list.")
    return found[0]


@_command("add")
@click.argument("name")
@click.option("--what", required=True, type=click.Choice(KINDS), help="Theo dõi chỉ tiêu, việc, văn bản, đoạn.")
@filter_options
@click.option("--type", "type", help="Loại văn bản, cho documents, ví dụ “Kế hoạch”.")
@click.option("--owner", help="Tài khoản chủ của tìm kiếm; phải ghi khi đã có tài khoản.")
@click.option("--ahead", default=14, show_default=True, help="Báo trước việc đến hạn trong bấy nhiêu ngày; 0: không.")
@click.option("--mail", default="", help="Địa chỉ nhận bản tin qua thư.")
@click.option("--quiet", is_flag=True, help="Bản tin không có gì thì không gửi.")
@click.option("--language", default="vi", show_default=True, type=click.Choice(["vi", "en"]), help="Ngôn ngữ bản tin.")
def add(
    context: click.Context,
    /,
    name: str,
    what: str,
    owner: str | None,
    ahead: int,
    mail: str,
    quiet: bool,
    language: Any,
    **given: Any,
) -> None:
    """Lưu một tìm kiếm; những gì nó thấy hôm nay không kể là mới."""
    from ingest.errors import BadRequest
    from service.saved.types import filter_of, kind_of, wish_of

    desk = _desk(context)
    accounts = desk.access.accounts
    if owner is None and accounts.any():
        raise BadRequest("Đã có tài khoản nên tìm kiếm phải có chủ.", "Thêm --owner TÊN-TÀI-KHOẢN.")
    known = kind_of(what)
    wish = wish_of(name, known, filter_of(known, given), ahead=ahead, mail=mail, quiet=quiet, language=language)
    made = desk.add(accounts.get(owner).id if owner is not None else None, wish)
    noted(context, "lưu tìm kiếm", str(made.id))
    click.echo(
        f"Đã lưu tìm kiếm số {made.id} “{wish.name}”; hiện có {len(desk.run(made).finds)} mục, đều kể là đã biết."
    )


@_command("list")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def list_saved(context: click.Context, as_json: bool) -> None:
    """Các tìm kiếm đã lưu, của mọi chủ."""
    from service.saved.routes import SavedList, item_of

    desk = _desk(context)
    every = desk.searches.all()
    if as_json:
        emit(SavedList(saved=[item_of(desk, one) for one in every]))
        return
    for one in every:
        item, told = item_of(desk, one), f"bản tin cuối {one.last:%d/%m/%Y}" if one.last else "chưa có bản tin"
        mail = f" · gửi {item.mail}" if item.mail else ""
        click.echo(f"{one.id:>3} {item.name} ({one.owner or 'máy này'}): {item.kind}, {item.told} · {told}{mail}")
    if not every:
        click.echo("Chưa lưu tìm kiếm nào. Ví dụ: tracuu saved add “5G” --what targets --text 5G")


@_command("run")
@click.argument("name")
@day_option
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def run(context: click.Context, name: str, day: Any, as_json: bool) -> None:
    """Tìm kiếm ấy (số hoặc tên) thấy gì bây giờ, mục mới đứng trước; không đổi gì."""
    from service.saved.routes import found_of

    desk = _desk(context)
    found = found_of(desk, _named(desk, name), day.date() if day else None)
    if as_json:
        emit(found)
        return
    for one in found.finds:
        click.echo(f"{'mới ' if one.new else '    '}{one.told}\n      “{one.citation.quote}” [{one.citation.title}]")
    click.echo(f"{found.total} mục, {found.new} mục mới.")


@_command("feed")
@click.argument("name")
def feed(context: click.Context, name: str) -> None:
    """Lập địa chỉ riêng của nguồn tin (Atom, RSS); địa chỉ cũ thôi dùng được."""
    from service.links import site_address
    from service.saved.routes import FEED

    desk = _desk(context)
    found = _named(desk, name)
    secret = desk.searches.new_feed(found.id)
    noted(context, "lập nguồn tin", str(found.id))
    click.echo("Ai có địa chỉ này đều đọc được bản tin; địa chỉ chỉ hiện một lần:", err=True)
    click.echo(f"{site_address()}{FEED}/{secret}.atom")


@_command("remove")
@click.argument("name")
def remove(context: click.Context, name: str) -> None:
    """Thôi theo dõi (số hoặc tên): bản tin, thư chờ và nguồn tin của nó cũng mất."""
    desk = _desk(context)
    one = _named(desk, name)
    desk.searches.remove(one.id)
    noted(context, "xóa tìm kiếm", str(one.id))
    click.echo(f"Đã xóa tìm kiếm “{one.wish.name}”.")


@command("digest")
@click.argument("names", nargs=-1)
@day_option
@click.option("-o", "--output", "folder", type=click.Path(path_type=Path), help="Ghi .html và .txt vào thư mục này.")
@click.option("--weekly", type=click.Choice(WEEKDAYS), help="Chỉ lập khi tuần tính từ thứ này chưa có bản tin.")
@click.option("--only-mail", is_flag=True, help="Không lập bản tin, chỉ gửi thư đang chờ.")
@click.option("--resend", is_flag=True, help="Gửi lại cả thư bị từ chối hoặc không rõ đã tới chưa.")
@click.pass_context
def digest(
    context: click.Context,
    names: tuple[str, ...],
    day: Any,
    folder: Path | None,
    weekly: str | None,
    only_mail: bool,
    resend: bool,
) -> None:
    """Lập bản tin của mọi tìm kiếm đã lưu, hoặc của các tìm kiếm nêu tên; ghi tệp, gửi thư."""
    from service.clock import today
    from service.digest.mail import Smtp
    from service.digest.outbox import Outbox
    from service.digest.post import deliver

    desk, on = _desk(context), day.date() if day else today()
    smtp = Smtp.from_settings()  # settings amiss are told before anything is made
    wanted = [_named(desk, name) for name in names] or desk.searches.all()
    since = _last_weekday(on, weekly) if weekly else None
    for one in wanted if not only_mail else ():
        if since is None or one.last is None or one.last < since:
            _make(context, desk, one, on, folder)
    if resend:
        Outbox(desk.access.database).again()
    for line in deliver(desk, smtp, context.obj):
        click.echo(line, err=True)


def _last_weekday(day: date, name: str) -> date:
    """The last such day of the week, this one included."""
    return day - timedelta(days=(day.weekday() - WEEKDAYS.index(name)) % 7)


def _make(context: click.Context, desk: SavedDesk, one: Saved, day: date, folder: Path | None) -> None:
    """Make a digest, write or print it, put a letter into the outbox; one that cannot be made stops no other."""
    from ingest.errors import TracuuError
    from service.digest.making import make
    from service.digest.writing import as_text, sheet_of

    try:
        made = make(desk, one, day)
    except TracuuError as error:
        click.echo(f"“{one.wish.name}”: {error}", err=True)
        return
    sheet = sheet_of(made, desk.registers(one.account).held)
    if folder is not None:
        for path in _written(made, folder, desk):
            noted(context, "xuất", path.name)
            click.echo(f"Đã ghi {path}: {sheet.subject}", err=True)
    else:
        click.echo(as_text(sheet))
    if one.wish.mail and not (made.empty and one.wish.quiet):
        desk.searches.post(made.number, one.wish.mail)


def _written(made: Digest, folder: Path, desk: SavedDesk) -> list[Path]:
    from index.files import make_folder, write_atomic
    from service.digest.writing import as_html, as_text, sheet_of

    sheet = sheet_of(made, desk.registers(made.saved.account).held)
    make_folder(folder)
    stem = f"ban-tin-{made.saved.id}-{made.day}"
    paths = {folder / f"{stem}.html": as_html(sheet), folder / f"{stem}.txt": as_text(sheet)}
    for path, content in paths.items():
        write_atomic(path, content)
    return list(paths)
