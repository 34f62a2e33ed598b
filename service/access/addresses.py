"""Which names and addresses are this machine and no other."""

from __future__ import annotations

import ipaddress
import socket
from pathlib import Path
from urllib.parse import urlsplit

from ingest.errors import BadRequest
from service.access.store import FILE, Access


def is_loopback(address: str) -> bool:
    """Whether an address, in figures, reaches no other machine."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback


def names_this_machine(host: str) -> bool:
    """Whether a ``Host`` header, with or without a port, can only mean this machine.

    Anybody may point a name of his at 127.0.0.1 and have a page of his read what answers there.
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    return name == "localhost" or name.endswith(".localhost") or is_loopback(name)


def stays_here(host: str) -> bool:
    """Whether a server told to listen at ``host`` is reached from this machine only."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM) if host else []
    except (OSError, UnicodeError):
        return False
    return bool(found) and all(is_loopback(str(entry[4][0])) for entry in found)


def check_host(data: Path, host: str) -> None:
    """Raises :class:`BadRequest` if everybody on the network could read without a name or a password."""
    if stays_here(host):
        return
    if not (data / FILE).is_file() or not Access.beside(data).accounts.any():
        raise BadRequest(
            f"Không mở Tra cứu ra mạng ở “{host}”, vì chưa có tài khoản nào: ai cũng sẽ đọc và sửa được.",
            "Tạo tài khoản trước: tracuu account add TÊN --role “quản trị”; "
            "hoặc bỏ --host để chỉ dùng trên máy này (127.0.0.1).",
        )
