"""Routes whose readers see one state of the documents: what they list first is there still when it is quoted."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any

from fastapi.routing import APIRoute

from service.ports import Archive


def at_one_state(archive: Archive) -> type[APIRoute]:
    """The class of such routes over ``archive``; only those that read (GET) are changed."""

    class AtOneState(APIRoute):
        """A route of which all that is read and searched is of one state, whatever others change meanwhile."""

        def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
            reads = set(options.get("methods") or ("GET",)) <= {"GET", "HEAD"}
            steady = _steady(archive, endpoint) if reads and not iscoroutinefunction(endpoint) else endpoint
            super().__init__(path, steady, **options)

    return AtOneState


def _steady(archive: Archive, endpoint: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(endpoint)
    def read(*arguments: Any, **named: Any) -> Any:
        with archive.steady():
            return endpoint(*arguments, **named)

    return read
