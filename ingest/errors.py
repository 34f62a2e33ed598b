"""The one family of exceptions: each says what happened and what to do next.

Messages are Vietnamese first, in words a clerk understands; ``hint`` is the next
step; ``code`` is stable and machine-readable; ``status`` is the HTTP status.
"""

from __future__ import annotations


class TracuuError(Exception):
    """Base of every error that Tracuu raises on purpose."""

    code = "loi"
    status = 500

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class RejectedFile(TracuuError):
    """A file that cannot be read as a document; the others go on."""

    code = "tep_bi_tu_choi"
    status = 422


class NotFound(TracuuError):
    """A document, folder or page that is not there."""

    code = "khong_tim_thay"
    status = 404


class BadQuestion(TracuuError):
    """A question too short, too long or without any word in it."""

    code = "cau_hoi_khong_hop_le"
    status = 422


class BadRequest(TracuuError):
    """Parameters that do not fit together."""

    code = "yeu_cau_khong_hop_le"
    status = 400


class IndexUnavailable(TracuuError):
    """There is no complete index to answer from."""

    code = "chua_co_chi_muc"
    status = 503


class CollectionChanged(TracuuError):
    """The documents changed again and again while they were read; nothing is wrong with them."""

    code = "kho_vua_doi"
    status = 503


class ModelUnavailable(TracuuError):
    """The embedding model has not been made ready."""

    code = "chua_co_mo_hinh"
    status = 503


class NotYet(TracuuError):
    """A command whose engine a later release fills; it says so, with exit code 4."""

    code = "chua_lam"
    status = 501


class StorageFull(TracuuError):
    """The disk has no room left; nothing was changed."""

    code = "het_cho"
    status = 507


class StorageFailed(TracuuError):
    """The disk refused to be read or written; nothing was changed."""

    code = "loi_o_dia"
    status = 500


class StorageBusy(TracuuError):
    """Another process has been writing for too long."""

    code = "dang_ban"
    status = 503


class StorageDamaged(TracuuError):
    """The store itself cannot be read any more."""

    code = "kho_hong"
    status = 500
