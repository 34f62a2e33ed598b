"""Shared fixtures for the ingest tests."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[3] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The evaluation data beside the repository; skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("dữ liệu đánh giá ../shared không có ở đây")
    return SHARED
