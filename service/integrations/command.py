"""``tracuu mcp``: which desks are asked, and who may ask them."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import BadRequest

if TYPE_CHECKING:
    from service.integrations.desks import Desks

TOKEN = "TRACUU_TOKEN"  # noqa: S105 the name of the variable that holds it
INSTALL = "Cài thêm phần này: pip install “tracuu[mcp]”."


def run(data: Path, *, port: int | None = None, address: str | None = None) -> None:
    """Serves the tools until stopped; over HTTP if a ``port`` is given, from the service at ``address`` if one is.

    Raises :class:`BadRequest` if the library of the protocol is not installed, or if by ``port`` others on this
    machine would read what only some may.
    """
    if find_spec("mcp") is None:
        raise BadRequest("Chưa có thư viện mcp.", INSTALL)
    if port is not None:
        _check_open(data, address)
    from service.integrations.mcp_server import serve_http, serve_stdio

    desks = _desks(data, address)
    if port is None:
        serve_stdio(desks)
    else:
        serve_http(desks, port)


def _desks(data: Path, address: str | None) -> Desks:
    if address:
        from service.integrations.remote import RemoteDesks

        return RemoteDesks(address, os.environ.get(TOKEN) or None)
    from index.library import Library
    from service.integrations.desks import LocalDesks

    return LocalDesks(Library.open(data))


def _check_open(data: Path, address: str | None) -> None:
    """Over HTTP every program of this machine may call, under no name: only for what anybody here may read."""
    if address:
        if os.environ.get(TOKEN):
            raise BadRequest(
                f"Không mở HTTP khi dùng {TOKEN}: mọi chương trình trên máy này sẽ đọc bằng quyền của token.",
                "Bỏ --http để trợ lý tự chạy tracuu mcp qua stdin/stdout.",
            )
        return
    from service.access.store import FILE, Access

    if (data / FILE).is_file() and Access.beside(data).accounts.any():
        raise BadRequest(
            "Không mở HTTP vì thư mục dữ liệu này có tài khoản: mọi chương trình trên máy sẽ đọc được, không cần tên.",
            "Bỏ --http, hoặc hỏi dịch vụ đang chạy bằng token: tracuu mcp --service ĐỊA-CHỈ.",
        )
