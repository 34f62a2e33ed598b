"""What commands of ``tracuu`` share: errors told in words, ``--data`` before or after the name, JSON, the audit log."""

from __future__ import annotations

import functools
import json
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from ingest.errors import NotYet, TracuuError

if TYPE_CHECKING:
    from pydantic import BaseModel

    from service.desk import Desk

P = ParamSpec("P")
R = TypeVar("R")

NOT_YET = 4


def reported(command: Callable[P, R]) -> Callable[P, R]:
    """Turns an error of the family into a message on stderr and an exit code (4: not built yet)."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except TracuuError as error:
            _tell(error)
            sys.exit(NOT_YET if isinstance(error, NotYet) else 1)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:  # "tracuu list | head": nobody reads on
            sys.stderr.close()
            sys.exit(0)
        except Exception as error:
            told = _of_storage(error)
            if told is not None:
                _tell(told)
            else:
                unexpected()
            sys.exit(1)

    return run


def _tell(error: TracuuError) -> None:
    click.echo(f"Lỗi: {error.message}", err=True)
    if error.hint:
        click.echo(f"→ {error.hint}", err=True)


def _of_storage(error: Exception) -> TracuuError | None:
    """A full or failing disk, a database that is damaged, wherever it was met."""
    from index.failures import storage_error

    return storage_error(error)


def unexpected() -> None:
    """Tells of a failure nobody foresaw in a sentence; the details go to the journal."""
    from service.journal import keep_journal

    context = click.get_current_context(silent=True)
    journal = keep_journal(context.obj if context and isinstance(context.obj, Path) else Path("data"))
    logging.getLogger(__name__).exception("unexpected failure")
    click.echo("Lỗi: Có lỗi ngoài dự kiến khi xử lý.", err=True)
    where = f"gửi tệp {journal} cho người quản trị" if journal else "báo người quản trị"
    click.echo(f"→ Thử lại; nếu còn lỗi, {where}.", err=True)


def data_option(command: Callable[..., R]) -> Callable[..., R]:
    """Lets ``--data`` also stand after the command's name."""

    def remember(context: click.Context, _: click.Parameter, value: Path | None) -> None:
        if value is not None:
            context.obj = value

    return click.option(
        "--data", type=click.Path(path_type=Path), expose_value=False, callback=remember, help="Thư mục dữ liệu."
    )(command)


def command(name: str, **settings: Any) -> Callable[[Callable[..., Any]], click.Command]:
    """A command that reports errors and takes ``--data``."""

    def made(function: Callable[..., Any]) -> click.Command:
        as_command: Callable[[Callable[..., Any]], click.Command] = click.command(name, **settings)
        return as_command(data_option(reported(function)))

    return made


def desk_of(context: click.Context) -> Desk:
    """The question desk over the library in the data folder."""
    from index.library import Library
    from service.desk import Desk
    from service.journal import keep_journal

    keep_journal(context.obj)
    return Desk(Library.open(context.obj))


def noted(context: click.Context, action: str, object: str) -> None:
    """Writes what was done into the audit log."""
    from service.access.written import written

    written(context.obj, action, object)


def emit(value: BaseModel | Sequence[BaseModel] | dict[str, Any]) -> None:
    """JSON on stdout, readable and in UTF-8."""
    from service.export import plain

    click.echo(json.dumps(plain(value), ensure_ascii=False, indent=2))
