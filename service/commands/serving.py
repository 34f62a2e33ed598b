"""For others to use: pages and API by ``serve``, tools of assistants by ``mcp``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from service.command_line import command


@command("serve")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Địa chỉ để nghe; ra ngoài máy này cần có tài khoản."
)
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Cổng; 0: cổng trống bất kỳ."
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Số tiến trình cùng trả lời, nên bằng số nhân của máy.",
)
@click.option(
    "--watch",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False, resolve_path=True),
    help="Theo dõi thư mục này và nạp những gì được bỏ vào (lặp lại được; biến TRACUU_WATCH).",
)
@click.option(
    "--app",
    envvar="TRACUU_APP",
    default="web.app:create",
    show_default=True,
    help="Ứng dụng chạy, dạng gói.mô-đun:hàm (service.server:create chỉ chạy API).",
)
@click.pass_context
def serve(context: click.Context, host: str, port: int, workers: int, folders: tuple[Path, ...], app: str) -> None:
    """Mở trang tra cứu và API trên máy này."""
    from service.server import run

    if folders:
        os.environ["TRACUU_WATCH"] = os.pathsep.join(map(str, folders))

    run(app, data=context.obj, host=host, port=port, workers=workers)


@command("mcp")
@click.option("--http", "port", type=click.IntRange(1, 65535), help="Cổng HTTP trên máy này thay cho stdin/stdout.")
@click.option(
    "--service", "address", help="Hỏi dịch vụ Tra cứu ở địa chỉ này (token: biến TRACUU_TOKEN) thay cho --data."
)
@click.pass_context
def mcp(context: click.Context, port: int | None, address: str | None) -> None:
    """Cho trợ lý AI dùng Tra cứu làm công cụ (Model Context Protocol), mặc định qua stdin/stdout."""
    from service.integrations.command import run

    run(context.obj, port=port, address=address)
