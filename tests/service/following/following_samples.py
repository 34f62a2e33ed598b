"""Made-up plans of small communes, a library of them with accounts, and a mail server of this machine."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from made_up import open_made_up
from serving import free_port

from index.library import Library
from service.access.store import Access
from service.saved.desk import SavedDesk
from service.saved.types import Kind, Saved, filter_of, wish_of

PASSWORD = "một câu dài để thử"  # noqa: S105 of accounts that live as long as a test
KEY = "a long key of the mail server"
MONDAY = dt.date(2025, 9, 22)


def plan(place: str, goal: str = "60%", number: int = 12, more: str = "", due: str = "15/10/2025") -> str:
    return f"""ỦY BAN NHÂN DÂN
XÃ {place.upper()}
Số: {number}/KH-UBND
{place}, ngày 09 tháng 9 năm 2025

KẾ HOẠCH
Chuyển đổi số trên địa bàn xã {place}
{more}
I. MỤC TIÊU

1. Đến hết năm 2026

- Phủ sóng 5G đạt {goal} số bản.

II. TỔ CHỨC THỰC HIỆN

1. Phòng Văn hóa - Xã hội báo cáo Ủy ban nhân dân xã kết quả mở lớp học đàn tính trước ngày {due}.
"""


class Place:
    """A folder of documents, the library that holds them, accounts, and what they follow."""

    def __init__(self, base: Path) -> None:
        self.folder = base / "van-ban"
        self.folder.mkdir()
        self.library: Library = open_made_up(base / "data")
        self.access = Access.beside(self.library.data)
        self.desk = SavedDesk(self.library, self.access)

    def put(self, name: str, text: str, collection: str | None = None) -> None:
        path = self.folder / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        assert not self.library.sync([path], collection=collection).rejected

    def follow(
        self, kind: Kind = "targets", *, name: str = "theo dõi", owner: str | None = None, mail: str = "",
        quiet: bool = False, ahead: int = 14, **asked: Any,
    ) -> Saved:  # fmt: skip
        account = self.access.accounts.get(owner).id if owner else None
        wish = wish_of(name, kind, filter_of(kind, asked), ahead=ahead, mail=mail, quiet=quiet)
        return self.desk.add(account, wish)

    def new(self, saved: Saved) -> list[str]:
        found = self.desk.run(saved, MONDAY)
        return [one.document for one in found.finds if one in found.new]


# -- a mail server --------------------------------------------------------------------------------


class Post:
    """What a mail server takes, and what it says instead of taking."""

    def __init__(self) -> None:
        self.letters: list[Envelope] = []
        self.answer_to_text = "250 OK"
        self.answer_to_recipient = "250 OK"

    async def handle_RCPT(  # noqa: N802 the library's name
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answer_to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer_to_recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        if self.answer_to_text.startswith("250"):
            self.letters.append(envelope)
        return self.answer_to_text


class Server:
    """A real mail server on a port of this machine; ``authority`` is the file by which its certificate is known."""

    def __init__(self, folder: Path, security: str) -> None:
        self.post, self.security = Post(), security
        self.authority, key = _certificate(folder)
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._context.load_cert_chain(self.authority, key)
        self.port = free_port()

    def settings(self, **changes: str) -> dict[str, str]:
        return {
            "TRACUU_SMTP_HOST": "127.0.0.1",
            "TRACUU_SMTP_PORT": str(self.port),
            "TRACUU_SMTP_TLS": self.security,
            "TRACUU_SMTP_USER": "tracuu@coquan.vn",
            "TRACUU_SMTP_PASSWORD": KEY,
            "TRACUU_SMTP_FROM": "tracuu@coquan.vn",
            "TRACUU_SMTP_CA": str(self.authority),
        } | changes

    @contextmanager
    def running(self) -> Iterator[Post]:
        def known(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
            right = isinstance(data, LoginPassword) and data.password == KEY.encode()
            return AuthResult(success=right, handled=False)

        settings: dict[str, Any] = {"authenticator": known, "auth_required": True, "timeout": 10}
        if self.security == "starttls":
            settings |= {"tls_context": self._context, "require_starttls": True}
        elif self.security == "tls":
            settings |= {"ssl_context": self._context, "auth_require_tls": False}
        else:
            settings |= {"auth_require_tls": False}
        controller = Controller(self.post, hostname="127.0.0.1", port=self.port, **settings)
        controller.start()
        try:
            yield self.post
        finally:
            controller.stop()


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "server.pem", folder / "server.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, secret
