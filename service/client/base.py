"""What generated shapes and operations are made of."""

from __future__ import annotations

from typing import NamedTuple

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """A value as the service sends it; what a newer service adds is left aside."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Operation(NamedTuple):
    """One call of the API: its name, method, path with ``{places}``, and the names it takes in the address."""

    name: str
    method: str
    path: str
    query: frozenset[str]
