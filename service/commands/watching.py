"""A folder as inbox: ``watch``."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.command_line import command, noted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.types import FileResult


@command("watch")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--poll",
    type=click.FloatRange(0.5, 86400),
    metavar="GIÂY",
    help="Xem lại mỗi bấy nhiêu giây, cho ổ mạng không báo thay đổi.",
)
@click.option(
    "--settle",
    type=click.FloatRange(0.1, 3600),
    default=2.0,
    show_default=True,
    metavar="GIÂY",
    help="Tệp phải đứng yên bấy nhiêu giây mới nạp.",
)
@click.option("--remove", is_flag=True, help="Tệp mất khỏi thư mục thì gỡ cả văn bản; không ghi: chỉ báo.")
@click.option("--collection", "into", help="Bộ sưu tập nhận các tệp.")
@click.pass_context
def watch(
    context: click.Context, folder: Path, poll: float | None, settle: float, remove: bool, into: str | None
) -> None:
    """Theo dõi một thư mục và nạp những gì được bỏ vào, cho đến khi dừng (Ctrl-C, SIGTERM)."""
    from index.library import Library
    from service.access.written import log_files, written_collection
    from service.journal import keep_journal
    from service.loading.logged import REMOVED
    from service.watching.watcher import Manner, Watcher

    keep_journal(context.obj)
    into = written_collection(context.obj, into) if into is not None else None

    def took(results: Sequence[FileResult]) -> None:
        log_files(context.obj, results)

    def removed(document: str) -> None:
        noted(context, REMOVED, document)

    manner = Manner(poll, settle, remove, into)
    watcher = Watcher(Library.open(context.obj), folder, click.echo, manner, took, removed)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: watcher.stop.set())
    watcher.run()
