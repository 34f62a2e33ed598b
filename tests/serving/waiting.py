"""Waiting for a page to come to a state."""

from __future__ import annotations

import time
from typing import Any


def until(page: Any, expression: str, seconds: float = 20.0) -> None:
    """Wait until a JavaScript expression is true in ``page``.

    Playwright's own way looks again from within the page, by ``eval``, which the pages forbid: it fails whenever the
    first look comes too early.
    """
    deadline = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"never true: {expression}"
        page.wait_for_timeout(50)
