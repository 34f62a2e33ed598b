"""Letters by SMTP: the one request that leaves the machine, to the server that the office has set, and to no other."""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime

from ingest.errors import BadRequest, TracuuError
from ingest.settings import number_within
from service.access.addresses import is_loopback
from service.digest.writing import Sheet, as_html, as_text

PATIENCE = 30.0  # seconds that the server may be silent
SENDER = "Tra cứu"


class MailFailed(TracuuError):
    """No letter can be sent at present; they wait."""

    code = "chua_gui_duoc_thu"
    status = 503


class LetterRefused(TracuuError):
    """The server does not want this letter, and would not want it again."""

    code = "thu_bi_tu_choi"
    status = 502


class LetterDeferred(TracuuError):
    """The server does not take this letter now; it waits."""

    code = "thu_bi_hoan"
    status = 503


@dataclass(frozen=True)
class Smtp:
    """The server of the office: ``security`` is ``starttls``, ``tls`` from the first byte, or ``none``."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    security: str = "starttls"
    authority: str | None = None

    @classmethod
    def from_settings(cls, told: Mapping[str, str] = os.environ) -> Smtp | None:
        """The server set by ``TRACUU_SMTP_…``, ``None`` if none is; raises :class:`BadRequest` for settings amiss."""
        host = told.get("TRACUU_SMTP_HOST", "").strip()
        if not host:
            return None
        port = int(number_within("TRACUU_SMTP_PORT", 587, most=65_535, whole=True, environment=told))
        security = told.get("TRACUU_SMTP_TLS", "").strip().casefold() or ("tls" if port == 465 else "starttls")
        sender = told.get("TRACUU_SMTP_FROM", "").strip() or told.get("TRACUU_SMTP_USER", "").strip()
        user, password = told.get("TRACUU_SMTP_USER", ""), told.get("TRACUU_SMTP_PASSWORD", "")
        if security not in ("starttls", "tls", "none") or not _is_address(sender):
            raise BadRequest(
                "Cài đặt gửi thư chưa dùng được.",
                "TRACUU_SMTP_TLS là starttls, tls hoặc none; TRACUU_SMTP_FROM là địa chỉ người gửi.",
            )
        if not (user + password).isascii():  # the protocol's library sends no others
            raise BadRequest(
                "Tên và mật khẩu của máy chủ thư chỉ được có chữ không dấu.", "Đặt mật khẩu khác cho tài khoản gửi thư."
            )
        if security == "none" and user and not is_loopback(host):
            raise BadRequest("Không gửi mật khẩu qua đường không mã hóa.", "Đặt TRACUU_SMTP_TLS là starttls hoặc tls.")
        authority = told.get("TRACUU_SMTP_CA", "").strip() or None
        return cls(host, port, sender, user, password, security, authority)


def _is_address(text: str) -> bool:
    try:
        return text.isascii() and Address(addr_spec=text).domain != ""
    except (MessageError, ValueError, IndexError, AttributeError):  # so the parser of the library fails
        return False


def letter(sheet: Sheet, sender: str, recipient: str, id: str) -> EmailMessage:
    """A digest as a letter, text and page; ``id`` makes the same letter the same wherever it arrives twice.

    No heading can be brought in by a name: what is no printable character is left out, and addresses are parsed.
    """
    host = Address(addr_spec=sender).domain
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))  # whatever servers on the way can carry
    message["Subject"] = "".join(char for char in sheet.subject if char.isprintable())
    message["From"] = Address(SENDER, addr_spec=sender)
    message["To"] = Address(addr_spec=recipient)
    message["Date"] = localtime()
    message["Message-ID"] = f"<{id}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = sheet.language
    message.set_content(as_text(sheet))
    message.add_alternative(as_html(sheet), subtype="html")
    return message


class Postman:
    """A connection to the server, open for as long as there are letters; raises :class:`MailFailed`."""

    def __init__(self, smtp: Smtp) -> None:
        self._smtp = smtp
        self._line: smtplib.SMTP | None = None

    def __enter__(self) -> Postman:
        with _told(self._smtp):
            self._line = self._opened()
        return self

    def __exit__(self, *_: object) -> None:
        if self._line is not None:
            try:
                self._line.quit()
            except (smtplib.SMTPException, OSError):
                self._line.close()

    def _opened(self) -> smtplib.SMTP:
        smtp = self._smtp
        name = Address(addr_spec=smtp.sender).domain  # else the library asks a name server what this machine is called
        if smtp.security == "tls":
            trust = self._trust()
            line: smtplib.SMTP = smtplib.SMTP_SSL(smtp.host, smtp.port, name, timeout=PATIENCE, context=trust)
        else:
            line = smtplib.SMTP(smtp.host, smtp.port, name, timeout=PATIENCE)
        try:
            if smtp.security == "starttls":
                line.starttls(context=self._trust())
            if smtp.user:
                line.login(smtp.user, smtp.password)
        except BaseException:
            line.close()
            raise
        return line

    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._smtp.authority)

    def hand_over(self, message: EmailMessage, recipient: str, begins: Callable[[], None]) -> None:
        """Give the server one letter; ``begins`` is called when it is ready to take the text.

        Raises :class:`LetterRefused`, :class:`LetterDeferred`, or :class:`MailFailed` if the line broke.
        """
        assert self._line is not None  # noqa: S101 within the connection
        line = self._line
        with _told(self._smtp):
            line.rset()
            _accepted(line.mail(self._smtp.sender))
            _accepted(line.rcpt(recipient))
            begins()
            _accepted(line.data(message.as_bytes()))


def _accepted(answer: tuple[int, bytes]) -> None:
    code, told = answer
    if code in (250, 251):
        return
    said = " ".join(told.decode("utf-8", "replace").split())[:200]
    if code >= 500:
        raise LetterRefused(f"Máy chủ thư không nhận thư này ({code} {said}).", "Kiểm tra địa chỉ nhận.")
    raise LetterDeferred(f"Máy chủ thư hoãn nhận ({code} {said}).", "Thư chờ lần gửi sau.")


class _told:  # noqa: N801 reads as a word
    """Turns what fails on the way to the server into words."""

    def __init__(self, smtp: Smtp) -> None:
        self._smtp = smtp

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        server = f"{self._smtp.host}:{self._smtp.port}"
        if isinstance(error, smtplib.SMTPDataError):
            _accepted((error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else b""))
        if isinstance(error, smtplib.SMTPAuthenticationError):
            raise MailFailed(
                f"Máy chủ thư {server} không nhận tên hoặc mật khẩu.",
                "Xem lại TRACUU_SMTP_USER và TRACUU_SMTP_PASSWORD.",
            ) from error
        if isinstance(error, ssl.SSLError):
            raise MailFailed(
                f"Không tin được chứng thư của máy chủ thư {server}.",
                "Nếu cơ quan dùng chứng thư riêng, đặt TRACUU_SMTP_CA là tệp chứng thư gốc.",
            ) from error
        if isinstance(error, smtplib.SMTPNotSupportedError):
            raise MailFailed(
                f"Máy chủ thư {server} không có điều được đòi (mã hóa hoặc đăng nhập).", "Xem lại TRACUU_SMTP_TLS."
            ) from error
        if isinstance(error, (smtplib.SMTPException, OSError)):
            raise MailFailed(
                f"Không nói chuyện được với máy chủ thư {server} ({type(error).__name__}).",
                "Xem máy chủ thư có chạy không, cổng và mạng; thư vẫn chờ.",
            ) from error
