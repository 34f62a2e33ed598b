"""Passwords hashed as fast as may be: what a hash costs is tested once, not in every test."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from service.access import passwords


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    passwords._nobody.cache_clear()
