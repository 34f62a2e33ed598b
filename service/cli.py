"""The command line: ``tracuu`` (and ``python -m service``).

Nothing heavy is imported before it is needed: ``tracuu --help`` and a wrong option
answer at once, and ``tracuu ask`` pays only for the engine it uses.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from service.access.commands import account, collection, log, token
from service.commands import asking, desks, following, keeping, measuring, modelling, serving, watching

COMMANDS: tuple[click.Command, ...] = (
    *(keeping.sync, keeping.remove, keeping.backup, keeping.restore, keeping.doctor),
    *(asking.ask, asking.search, asking.show, asking.follow, asking.list_documents, asking.compare),
    *(desks.export, desks.register, desks.audit, desks.precedents),
    *(measuring.evaluate, measuring.evaluate_readers),
    *(modelling.models, modelling.train),
    *(account, token, collection, log),
    *(serving.serve, serving.mcp, watching.watch),
    *(following.saved, following.digest),
)


def _version() -> str:
    try:
        return version("tracuu")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "chưa cài đặt"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(_version(), prog_name="tracuu")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    envvar="TRACUU_DATA",
    default=Path("data"),
    show_default=True,
    help="Thư mục dữ liệu (biến TRACUU_DATA).",
)
@click.pass_context
def main(context: click.Context, data: Path) -> None:
    """Tra cứu văn bản: hỏi bằng tiếng Việt hoặc tiếng Anh, trả lời kèm trích dẫn nguyên văn."""
    context.obj = data


for one in COMMANDS:
    main.add_command(one)
