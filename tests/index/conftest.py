"""A library and three made-up plans."""

from __future__ import annotations

from pathlib import Path

import pytest
from doubles import HashingEncoder, open_library

from index.library import Library


@pytest.fixture
def encoder() -> HashingEncoder:
    return HashingEncoder()


@pytest.fixture
def library(tmp_path: Path, encoder: HashingEncoder) -> Library:
    return open_library(tmp_path / "data", encoder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three made-up plans."""
    folder = tmp_path / "van-ban"
    folder.mkdir()
    (folder / "alpha.txt").write_text(
        "Phủ sóng 5G đạt ≥ 60% số thôn\nBồi dưỡng kỹ năng số cho cán bộ\nCăn cứ 57-NQ/TW", encoding="utf-8"
    )
    (folder / "beta.txt").write_text(
        "Hồ sơ trực tuyến đạt 80%\nChi ngân sách cho chuyển đổi số tăng 0,5%\nCăn cứ 71/NQ-CP",
        encoding="utf-8",
    )
    (folder / "gamma.md").write_text(
        "Tuyên truyền trên hệ thống loa truyền thanh\nHợp tác xã đưa nông sản lên sàn", encoding="utf-8"
    )
    return folder
