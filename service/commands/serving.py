"""Pages and API: ``serve``."""

from __future__ import annotations

import click

from service.command_line import command


@command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Số tiến trình cùng trả lời, nên bằng số nhân của máy.",
)
@click.option(
    "--app",
    envvar="TRACUU_APP",
    default="web.app:create",
    show_default=True,
    help="Ứng dụng chạy, dạng gói.mô-đun:hàm (service.server:create chỉ chạy API).",
)
@click.pass_context
def serve(context: click.Context, host: str, port: int, workers: int, app: str) -> None:
    """Mở trang tra cứu và API trên máy này."""
    from service.server import run

    run(app, data=context.obj, host=host, port=port, workers=workers)
