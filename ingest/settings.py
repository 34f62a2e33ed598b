"""Numbers that an office may set in the environment."""

from __future__ import annotations

import logging
import math
import os
from collections.abc import Mapping

from ingest.errors import BadRequest, TracuuError

log = logging.getLogger(__name__)


def number(name: str, usual: float) -> float:
    """What the variable ``name`` says, 0 or more; ``usual`` where it is not set, or says no such number (logged)."""
    told = os.environ.get(name, "").strip()
    found = _read(told) if told else usual
    if 0 <= found < float("inf"):
        return found
    log.warning("%s is no number of 0 or more; %g is used", name, usual)
    return usual


def number_within(
    name: str,
    usual: float,
    *,
    most: float,
    whole: bool = False,
    error: type[TracuuError] = BadRequest,
    environment: Mapping[str, str] = os.environ,
) -> float:
    """What the variable ``name`` says, more than 0 and no more than ``most``; ``usual`` where it is not set.

    For settings of what somebody asked for by name: another number instead would not be that, so ``error`` is raised.
    """
    told = environment.get(name, "").strip()
    found = _read(told) if told else usual
    if not 0 < found <= most or (whole and found % 1):
        wanted = f"số nguyên từ 1 đến {most:g}" if whole else f"số lớn hơn 0, không quá {most:g}"
        raise error(
            f"{name} phải là {wanted}, không phải “{told[:40]}”.",
            f"Sửa lại, hoặc bỏ thiết lập đó để dùng {usual:g}.",
        )
    return found


def _read(told: str) -> float:
    """The number that is written; nan if none is."""
    try:
        return float(told)
    except ValueError:
        return math.nan
