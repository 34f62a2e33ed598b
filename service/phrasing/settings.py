"""Which language model phrases answers, if any: set in the environment, off by default."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import urlsplit

from ingest.errors import BadRequest, TracuuError
from ingest.settings import number_within
from service.access.addresses import names_this_machine

SEE = "Xem docs/llm.md."


class PhrasingOff(TracuuError):
    """No language model is set, or what is needed to speak to one is missing."""

    code = "chua_dat_mo_hinh_ngon_ngu"
    status = 404


@dataclass(frozen=True)
class Settings:
    """An OpenAI-compatible endpoint. ``seconds`` is for the whole text, ``stall`` for the silence between pieces.

    The key is left out of every representation.
    """

    base_url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = 45.0
    stall: float = 15.0
    tokens: int = 700

    @property
    def host(self) -> str:
        """The host, as an administrator is told it."""
        return urlsplit(self.base_url).netloc

    @property
    def remote(self) -> bool:
        """Whether texts leave this machine."""
        return not names_this_machine(self.host)

    def told(self) -> dict[str, str | bool]:
        """What an administrator is told of it; never the key."""
        return {"model": self.model, "host": self.host, "remote": self.remote}


def settings(environment: Mapping[str, str] = os.environ) -> Settings | None:
    """The endpoint set by ``TRACUU_LLM_…``, ``None`` without one; raises :class:`BadRequest` if it is set wrongly."""
    base_url = environment.get("TRACUU_LLM_BASE_URL", "").strip().rstrip("/")
    if not base_url:
        return None
    model = environment.get("TRACUU_LLM_MODEL", "").strip()
    if not model:
        raise BadRequest("Thiếu TRACUU_LLM_MODEL: tên mô hình ngôn ngữ.", SEE)
    _check_address(base_url, environment.get("TRACUU_LLM_REMOTE", ""))
    seconds = number_within("TRACUU_LLM_TIMEOUT", 45, most=600, environment=environment)
    return Settings(
        base_url=base_url,
        model=model,
        key=environment.get("TRACUU_LLM_API_KEY", "").strip(),
        seconds=seconds,
        stall=min(number_within("TRACUU_LLM_STALL", 15, most=600, environment=environment), seconds),
        tokens=int(number_within("TRACUU_LLM_TOKENS", 700, most=8000, whole=True, environment=environment)),
    )


def needed() -> Settings:
    """The endpoint; raises :class:`PhrasingOff` where there is none or the client library is missing."""
    told = settings()
    if told is None:
        raise PhrasingOff("Chưa đặt mô hình ngôn ngữ nào để diễn đạt.", f"Đặt TRACUU_LLM_BASE_URL. {SEE}")
    if importlib.util.find_spec("openai") is None:
        raise PhrasingOff(
            "Thiếu thư viện openai để gọi mô hình ngôn ngữ.",
            "Cài phần tùy chọn: pip install --constraint constraints.txt '.[llm]'",
        )
    return told


def _check_address(base_url: str, allowed: str) -> None:
    """Texts leave the machine only where that was said in so many words, and in clear only where that was said too."""
    if any(not char.isprintable() or char.isspace() for char in base_url):
        _refuse()
    try:
        parts = urlsplit(base_url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        _refuse()
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.query or parts.fragment:
        _refuse()
    if names_this_machine(parts.netloc):
        return
    if allowed not in ("1", "http"):
        raise BadRequest(
            f"TRACUU_LLM_BASE_URL trỏ tới máy khác ({host}): câu hỏi và trích dẫn sẽ rời khỏi máy này.",
            "Nếu cơ quan cho phép, đặt TRACUU_LLM_REMOTE=1; nếu không, chạy mô hình trên máy này (127.0.0.1).",
        )
    if parts.scheme == "http" and allowed != "http":
        raise BadRequest(
            f"TRACUU_LLM_BASE_URL tới máy khác ({host}) phải đi bằng https.",
            "Chỉ trong mạng nội bộ tin cậy mới đặt TRACUU_LLM_REMOTE=http để cho phép http.",
        )


def _refuse() -> NoReturn:
    raise BadRequest(
        "TRACUU_LLM_BASE_URL không phải địa chỉ http(s) dùng được.",
        "Viết dạng http://127.0.0.1:11434/v1, không kèm tên, mật khẩu hay phần sau dấu ?.",
    )
