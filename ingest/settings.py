"""Numbers that an office may set in the environment."""

from __future__ import annotations

import logging
import os

log = logging.getLogger(__name__)


def number(name: str, usual: float) -> float:
    """What the variable ``name`` says, 0 or more; ``usual`` where it is not set, or says no such number (logged)."""
    told = os.environ.get(name, "").strip()
    try:
        found = float(told) if told else usual
    except ValueError:
        found = -1.0
    if 0 <= found < float("inf"):
        return found
    log.warning("%s is no number of 0 or more; %g is used", name, usual)
    return usual
