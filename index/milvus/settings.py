"""Which server, and under which names."""

from __future__ import annotations

import importlib.util
import os
import re
from dataclasses import dataclass
from typing import Self

from ingest.errors import IndexUnavailable

URI_VARIABLE = "TRACUU_MILVUS_URI"
TOKEN_VARIABLE = "TRACUU_MILVUS_TOKEN"  # noqa: S105 the name, not the token
PREFIX_VARIABLE = "TRACUU_MILVUS_PREFIX"

_PREFIX = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")


@dataclass(frozen=True, slots=True)
class MilvusSettings:
    """``token`` is ``user:password`` or an API key, empty where the server asks for none.

    Names of collections begin with ``prefix``.
    """

    uri: str
    token: str = ""
    prefix: str = "tracuu"

    @classmethod
    def of_environment(cls) -> Self:
        """The settings of this process; :class:`IndexUnavailable` says what is missing."""
        if importlib.util.find_spec("pymilvus") is None:
            raise IndexUnavailable(
                "Chưa cài gói pymilvus mà bộ máy milvus cần.", 'Chạy: .venv/bin/pip install "tracuu[milvus]"'
            )
        uri = os.environ.get(URI_VARIABLE, "").strip()
        if not uri:
            raise IndexUnavailable(
                "Chưa cho biết máy chủ Milvus ở đâu.", f"Hãy đặt, ví dụ, {URI_VARIABLE}=http://127.0.0.1:19530"
            )
        prefix = os.environ.get(PREFIX_VARIABLE, "").strip() or "tracuu"
        if not _PREFIX.fullmatch(prefix):
            raise IndexUnavailable(
                f"{PREFIX_VARIABLE}=“{prefix}” không dùng làm tên được.",
                "Chỉ dùng chữ không dấu, chữ số và dấu gạch dưới.",
            )
        return cls(uri, os.environ.get(TOKEN_VARIABLE, "").strip(), prefix)
