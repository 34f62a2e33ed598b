"""What can go wrong between a client and the service; each says in words what happened and what to do next."""

from __future__ import annotations

from ingest.errors import TracuuError


class ServiceError(TracuuError):
    """The service refused or failed; ``message`` and ``hint`` are its own words, ``code`` and ``status`` too."""

    def __init__(self, status: int, code: str, message: str, hint: str = "", request_id: str | None = None) -> None:
        super().__init__(message, hint)
        self.status, self.code, self.request_id = status, code, request_id


class Unreachable(TracuuError):
    """Nobody answered, or not in time; whether the call was carried out is not known."""

    code = "khong_goi_duoc"
    status = 503


class NotUnderstood(TracuuError):
    """What answered is no Tra cứu service, or one of another release."""

    code = "tra_loi_la"
    status = 502
