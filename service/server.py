"""Runs an application over a data folder.

Which application is a setting, a string ``package.module:factory``: by default the
pages (which carry the API), or ``service.server:create`` for the API alone. The
string is resolved by the server at start, so nothing here depends on the pages.
The factory finds the data folder in ``TRACUU_DATA``.

Addresses and schemes that a reverse proxy tells are believed of the proxies in ``TRACUU_PROXY`` alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from index.failures import storage_told
from ingest.errors import BadRequest
from service.access.addresses import check_host
from service.logs import configuration, form_wanted, tell_of_threads

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import ASGIApp

    from index.library import Library
    from service.access.gate import Gate

GRACE = 30
"""Seconds that requests at work have when the service is stopped."""

SILENCE = 90
"""Seconds that a process may be silent before it is taken for dead and replaced.

Loading the tokenizer of the model takes a second in which nothing else of Python runs; on a machine that gives the
service a thirtieth of its time, half a minute.
"""

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder where processes add up their counts; the library that counts reads it when it is imported."""


def create() -> Gate:
    """The API alone, over the library named by ``TRACUU_DATA`` (default ``./data``), behind its gate."""
    return gated(open_library())


def open_library() -> Library:
    """The library named by ``TRACUU_DATA`` (default ``./data``)."""
    from index.library import Library

    return Library.open(Path(os.environ.get("TRACUU_DATA", "data")))


def gated(library: Library, finish: Callable[[FastAPI], FastAPI] = lambda app: app) -> Gate:
    """The application behind its gate; ``finish`` puts pages on each that is built."""
    from service.access.gate import Gate
    from service.access.store import Access
    from service.api import Shared, app_over
    from service.loading import Jobs
    from service.loading.logged import logs_uploads
    from service.loading.within import JobsWithin
    from service.queueing import Limits

    access = Access.beside(library.data)
    shared = Shared.over(library, Jobs(library, logs_uploads(access.log)), Limits(), access)

    def build(collections: frozenset[str]) -> FastAPI:
        jobs = JobsWithin(shared.jobs, collections, access.collections.names)
        return finish(app_over(library.visible_to(collections), replace(shared, jobs=jobs)))

    return Gate(access, finish(app_over(library, shared)), build)


APP = "TRACUU_APP"
"""Names the application that :func:`logged` serves."""


def logged() -> ASGIApp:
    """The application named by ``TRACUU_APP``, a line written of each request; what the processes run."""
    from uvicorn.importer import import_from_string

    from service.memory import share_freed_memory
    from service.request_log import RequestLog

    share_freed_memory()
    tell_of_threads()
    app: ASGIApp = import_from_string(os.environ[APP])()
    return RequestLog(app)


def run(app_factory: str, *, data: Path, host: str = "127.0.0.1", port: int = 8000, workers: int = 1) -> None:
    """Serves until stopped, by ``workers`` processes that share address, data folder and counts.

    A stop (SIGTERM, ctrl-C) takes no new requests and ends those at work, for at most :data:`GRACE` seconds.
    Raises :class:`BadRequest` if the setting is not ``module:factory``, or if others than this machine could come in
    while there is no account.
    """
    module, _, name = app_factory.partition(":")
    if not module or not name.isidentifier():
        raise BadRequest(
            f"“{app_factory}” không phải tên ứng dụng.", "Viết dạng gói.mô-đun:hàm, ví dụ service.server:create."
        )
    check_host(data, host)
    check_data(data)
    import uvicorn

    from service.patience import LISTENING
    from service.turns import LOOP

    os.environ["TRACUU_DATA"], os.environ[APP] = str(data), app_factory
    proxies = os.environ.get("TRACUU_PROXY", "")
    log_config = configuration(form_wanted())
    with shared_counts() if workers > 1 else nullcontext():
        uvicorn.run(
            "service.server:logged",
            factory=True,
            host=host,
            port=port,
            loop=LOOP,
            workers=workers,
            log_config=log_config,
            proxy_headers=bool(proxies),
            forwarded_allow_ips=proxies,
            timeout_graceful_shutdown=GRACE,
            timeout_worker_healthcheck=SILENCE,
            **LISTENING,
        )


def check_data(data: Path) -> None:
    """Raises in words, once, what each process would end of: a folder that is damaged, full, or of a newer release."""
    from index.restoring import finish_restore
    from index.store import Store
    from service.access.store import Access

    with storage_told():
        finish_restore(data)
        for database in (Store(data / "library.db"), Access.beside(data).database):
            database.close()


@contextmanager
def shared_counts() -> Iterator[None]:
    """A folder in which the processes of one service add up what they counted, for as long as it runs."""
    with TemporaryDirectory(prefix="tracuu-counts-") as folder:
        os.environ[SHARED_FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[SHARED_FOLDER]
