"""Letters through a real mail server of this machine: once each, waiting while they cannot go, nothing brought in."""

from __future__ import annotations

import email
from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from following_samples import KEY, MONDAY, Place, Server, plan

from index.files import exclusive
from ingest.errors import BadRequest
from service.digest.mail import Smtp, letter
from service.digest.making import make
from service.digest.outbox import Outbox
from service.digest.post import deliver
from service.digest.writing import sheet_of

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")  # a server without encryption is one of those tried
WHOM = "vanthu@xuanthanh.gov.vn"


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path, "starttls")


def posted(place: Place, name: str = "5G", mail: str = WHOM) -> int:
    """A digest with a letter that waits."""
    saved = place.follow(name=name, mail=mail, text="5G")
    if not place.library.documents():
        place.put("na-may", plan("Nà Mây"))
    digest = make(place.desk, saved, MONDAY)
    place.desk.searches.post(digest.number, saved.wish.mail)
    place.desk.searches.post(digest.number, saved.wish.mail)
    return digest.number


def sent(place: Place, settings: Mapping[str, str]) -> str:
    return "\n".join(deliver(place.desk, Smtp.from_settings(settings), place.library.data))


def states(place: Place) -> list[str]:
    every = Outbox(place.access.database).letters("waiting", "sending", "sent", "refused", "unsure")
    return [one.state for one in every]


@pytest.mark.parametrize("security", ["starttls", "tls", "none"])
def test_a_letter_goes_once_as_text_and_page(place: Place, tmp_path: Path, security: str) -> None:
    server, number = Server(tmp_path, security), posted(place)
    with server.running() as post:
        assert f"Đã gửi cho {WHOM}" in sent(place, server.settings())
        assert sent(place, server.settings()) == ""
        place.desk.searches.post(number, WHOM)
        assert sent(place, server.settings()) == ""
    (envelope,) = post.letters
    assert (envelope.mail_from, envelope.rcpt_tos) == ("tracuu@coquan.vn", [WHOM])
    message = email.message_from_bytes(envelope.content or b"", policy=default)
    assert isinstance(message, EmailMessage)
    assert message["Subject"] == "Bản tin: 5G – 1 mục mới (22/09/2025)"
    assert message["From"].addresses[0].display_name == "Tra cứu" and message["To"] == WHOM
    assert message["Message-ID"].endswith("@coquan.vn>") and message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    quote = next(iter(place.library.targets())).quote
    assert all(quote in part.get_content() for part in message.iter_parts())


def test_while_the_server_is_down_letters_wait(place: Place, server: Server) -> None:
    posted(place)
    told = sent(place, server.settings())
    assert "Không nói chuyện được với máy chủ thư" in told and "Còn 1 thư chờ" in told
    assert states(place) == ["waiting"]
    assert "chưa đặt máy chủ gửi thư" in sent(place, {})
    with server.running() as post:
        sent(place, server.settings())
    assert (len(post.letters), states(place)) == (1, ["sent"])


def test_a_refused_password_and_an_unknown_certificate_are_told(place: Place, server: Server) -> None:
    posted(place)
    with server.running() as post:
        assert "không nhận tên hoặc mật khẩu" in sent(place, server.settings() | {"TRACUU_SMTP_PASSWORD": "sai"})
        assert "Không tin được chứng thư" in sent(place, server.settings(TRACUU_SMTP_CA=""))
        assert "không có điều được đòi" in sent(place, server.settings(TRACUU_SMTP_TLS="none"))
        assert (post.letters, states(place)) == ([], ["waiting"])
        assert KEY not in sent(place, server.settings(TRACUU_SMTP_CA=""))


def test_a_server_without_encryption_gets_no_password(place: Place, tmp_path: Path) -> None:
    server = Server(tmp_path, "none")
    posted(place)
    with server.running() as post:
        told = sent(place, server.settings(TRACUU_SMTP_TLS="starttls"))
        assert "không có điều được đòi" in told and post.letters == []
    with pytest.raises(BadRequest, match="không mã hóa"):
        Smtp.from_settings(server.settings(TRACUU_SMTP_HOST="mail.coquan.vn"))


def test_one_letter_refused_stops_no_other(place: Place, server: Server) -> None:
    posted(place, "một")
    with server.running() as post:
        post.answer_to_recipient = "550 no such person\r\n"
        assert "bị từ chối" in sent(place, server.settings())
        post.answer_to_recipient = "250 OK"
        posted(place, "hai", "lan@xuanthanh.gov.vn")
        told = sent(place, server.settings())
        assert "Đã gửi cho lan@xuanthanh.gov.vn" in told
        assert f"cho {WHOM}: không gửi được" in told and "--resend" in told
        assert states(place) == ["refused", "sent"]
        assert Outbox(place.access.database).again() == 1
        sent(place, server.settings())
        assert states(place) == ["sent", "sent"]
    assert len(post.letters) == 2


def test_a_letter_that_the_server_puts_off_waits(place: Place, server: Server) -> None:
    posted(place)
    with server.running() as post:
        post.answer_to_text = "451 come back later"
        assert "chờ" in sent(place, server.settings())
        assert states(place) == ["waiting"]
        post.answer_to_text = "250 OK"
        sent(place, server.settings())
    assert states(place) == ["sent"]


def test_what_may_have_arrived_is_not_sent_again_by_itself(place: Place, server: Server) -> None:
    """A crash between the server's yes and ours leaves a letter that is being sent."""
    posted(place)
    outbox = Outbox(place.access.database)
    outbox.note(outbox.letters("waiting")[0], "sending")
    with server.running() as post:
        assert "không rõ đã tới chưa" in sent(place, server.settings())
        assert (post.letters, states(place)) == ([], ["unsure"])
        outbox.again()
        sent(place, server.settings())
        assert (len(post.letters), states(place)) == (1, ["sent"])


def test_one_process_sends(place: Place, server: Server) -> None:
    posted(place)
    with exclusive(place.library.data / "post.lock"), pytest.raises(BadRequest, match="đang gửi thư"):
        sent(place, server.settings())


def test_no_name_brings_a_heading_in(place: Place) -> None:
    saved = place.follow(name="5G", mail=WHOM)
    digest = make(place.desk, saved, MONDAY)
    sheet = sheet_of(digest, {})
    wicked = letter(
        type(sheet)(**{**vars(sheet), "subject": "5G\r\nBcc: moi@nguoi.vn\n\nxin chào"}), "a@b.vn", WHOM, "1"
    )
    read = email.message_from_bytes(wicked.as_bytes(), policy=default)
    assert read["Bcc"] is None and read["Subject"] == "5GBcc: moi@nguoi.vnxin chào"
    with pytest.raises((ValueError, IndexError)):
        letter(sheet, "a@b.vn", "c@d.vn\r\nBcc: e@f.vn", "1")


@pytest.mark.parametrize(
    "changes",
    [
        {"TRACUU_SMTP_PORT": "x"},
        {"TRACUU_SMTP_PORT": "70000"},
        {"TRACUU_SMTP_TLS": "ssl"},
        {"TRACUU_SMTP_FROM": "ai đó"},
        {"TRACUU_SMTP_FROM": "a@"},
        {"TRACUU_SMTP_PASSWORD": "mật khẩu"},
    ],
)
def test_settings_amiss_are_told(server: Server, changes: dict[str, str]) -> None:
    with pytest.raises(BadRequest, match=r"TRACUU_SMTP_PORT|Cài đặt gửi thư|chữ không dấu"):
        Smtp.from_settings(server.settings(**changes))
    assert Smtp.from_settings({}) is None
    implied = Smtp.from_settings({"TRACUU_SMTP_HOST": "m", "TRACUU_SMTP_PORT": "465", "TRACUU_SMTP_FROM": "a@b.vn"})
    assert implied is not None and implied.security == "tls"
