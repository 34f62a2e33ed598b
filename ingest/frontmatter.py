"""Front matter of the digests that ship in ``corpus/``: TOML between two lines of ``+++``."""

from __future__ import annotations

import tomllib
from typing import Any

from ingest.errors import RejectedFile

_FENCE = "+++"


def split_front_matter(text: str, name: str) -> tuple[dict[str, Any], str]:
    """The front matter of a text (empty if it has none) and the text behind it."""
    if not text.startswith(_FENCE + "\n"):
        return {}, text
    head, fence, body = text[len(_FENCE) + 1 :].partition(f"\n{_FENCE}\n")
    if not fence:
        return {}, text
    try:
        return tomllib.loads(head), body
    except tomllib.TOMLDecodeError as error:
        raise RejectedFile(
            f"Phần khai báo ở đầu tệp «{name}» sai cú pháp TOML: {error}.", "Hãy sửa phần giữa hai dòng +++."
        ) from error
