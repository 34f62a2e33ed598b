"""Sending what waits in the outbox, each letter once, and saying what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from index.files import exclusive
from ingest.errors import BadRequest, NotFound, TracuuError
from service.digest.mail import LetterDeferred, LetterRefused, MailFailed, Postman, Smtp, letter
from service.digest.making import last
from service.digest.outbox import Letter, Outbox
from service.digest.writing import Sheet, sheet_of
from service.saved.desk import SavedDesk
from service.saved.types import Saved


def deliver(desk: SavedDesk, smtp: Smtp | None, data: Path) -> Iterator[str]:
    """Send every letter that waits, in words a line each; raises :class:`BadRequest` if another process is at it."""
    outbox = Outbox(desk.access.database)
    with exclusive(data / "post.lock", wait=False) as alone:
        if not alone:
            raise BadRequest("Một tiến trình khác đang gửi thư.", "Chờ tiến trình ấy xong.")
        outbox.interrupted()
        waiting = outbox.letters("waiting")
        if waiting and smtp is None:
            yield f"{len(waiting)} thư chờ: chưa đặt máy chủ gửi thư (TRACUU_SMTP_HOST)."
        elif waiting and smtp is not None:
            yield from _delivered(desk, outbox, smtp, waiting)
    for one in outbox.letters("unsure", "refused"):
        told = "không rõ đã tới chưa" if one.state == "unsure" else "không gửi được"
        yield f"Thư ngày {one.day:%d/%m/%Y} cho {one.recipient}: {told}. {one.failure} Gửi lại: tracuu digest --resend."


def _delivered(desk: SavedDesk, outbox: Outbox, smtp: Smtp, waiting: list[Letter]) -> Iterator[str]:
    try:
        with Postman(smtp) as postman:
            for one in waiting:
                yield _sent(desk, outbox, postman, smtp, one)
    except MailFailed as error:
        left = outbox.letters("waiting")
        for one in left:
            outbox.note(one, "waiting", str(error))
        yield f"{error} Còn {len(left)} thư chờ."


def _sent(desk: SavedDesk, outbox: Outbox, postman: Postman, smtp: Smtp, one: Letter) -> str:
    """Send one letter; raises :class:`MailFailed` if the others cannot be sent either."""
    whom, begun = f"{one.recipient} (bản tin ngày {one.day:%d/%m/%Y})", False

    def begins() -> None:
        nonlocal begun
        begun = True
        outbox.note(one, "sending")

    try:
        sheet = _sheet(desk, one)
        name = sha256(f"{one.digest}|{one.saved}|{one.day}|{one.recipient}".encode()).hexdigest()[:32]
        postman.hand_over(letter(sheet, smtp.sender, one.recipient, name), one.recipient, begins)
    except LetterDeferred as error:
        outbox.note(one, "waiting", str(error))
        return f"Thư cho {whom} chờ: {error}"
    except LetterRefused as error:
        outbox.note(one, "refused", error.message)
        return f"Thư cho {whom} bị từ chối."
    except MailFailed as error:
        if begun:
            outbox.note(one, "unsure", error.message)
        raise
    except TracuuError as error:
        outbox.note(one, "refused", error.message)
        return f"Thư cho {whom} không lập được."
    outbox.note(one, "sent")
    return f"Đã gửi cho {whom}: {sheet.subject}"


def _sheet(desk: SavedDesk, one: Letter) -> Sheet:
    saved: Saved = desk.searches.get(one.saved)
    found = last(desk, saved, day=one.day)
    if not found:
        raise NotFound("Bản tin này không còn.", "Lập bản tin mới: tracuu digest.")
    return sheet_of(found[0], desk.registers(saved.account).held)
