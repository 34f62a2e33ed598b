"""A place of one's own, and hashes that cost little."""

from __future__ import annotations

from pathlib import Path

import pytest
from argon2 import PasswordHasher
from following_samples import Place

from service.access import passwords


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    passwords._nobody.cache_clear()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)
