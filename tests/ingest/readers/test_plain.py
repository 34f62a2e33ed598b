"""Markdown's own marks are hints: what is printed stays."""

from __future__ import annotations

import pytest

from ingest.canonical import canonicalise
from ingest.errors import RejectedFile
from ingest.readers.plain import decode, read_plain

TEXT = "- a) Trồng cây;\n- 1. Quét đường;\n- Giữ sạch."


def test_list_marks_before_printed_labels_go_in_markdown_and_stay_in_text() -> None:
    assert canonicalise(read_plain(TEXT.encode(), "a.md")).text == "a) Trồng cây;\n1. Quét đường;\n- Giữ sạch."
    assert canonicalise(read_plain(TEXT.encode(), "a.txt")).text == TEXT


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\x80\x81\x82\x83", b"ab\x00cd", b"\x89PNG\r\n\x1a\n\x00"])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(RejectedFile, match="không phải văn bản"):
        decode(data, "a.txt")
