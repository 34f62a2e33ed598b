"""What the first reader would wait for, loaded behind his back, and whether that went well."""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Callable
from time import monotonic

from ingest.errors import IndexUnavailable, TracuuError

log = logging.getLogger(__name__)

PAUSE = 30.0  # seconds after which what failed is tried again
FAILED = IndexUnavailable("Không mở được mô hình hoặc chỉ mục.", "Chạy tracuu doctor; xem nhật ký máy chủ.")


class Opening:
    """Runs ``load``, then ``later``, in a thread; only the first must be done before the service is ready."""

    def __init__(self, load: Callable[[], object], later: Callable[[], object]) -> None:
        self._load, self._later = load, later
        self._lock, self._tried, self._under_way = threading.Lock(), -math.inf, False
        self.failure: TracuuError | None = None

    @property
    def under_way(self) -> bool:
        """Whether it is being loaded. Without a server nothing is, until somebody asks for it."""
        return self._under_way

    def begin(self) -> None:
        """Load, unless that is under way or was tried a moment ago."""
        with self._lock:
            if self._under_way or monotonic() - self._tried < PAUSE:
                return
            self._under_way, self._tried = True, monotonic()
        threading.Thread(target=self._run, name="tracuu-warm", daemon=True).start()

    def _run(self) -> None:
        self.failure = self._attempted(self._load)
        self._under_way = False
        self._attempted(self._later)

    def _attempted(self, work: Callable[[], object]) -> TracuuError | None:
        try:
            work()
        except TracuuError as error:
            return error
        except Exception:
            log.exception("what readers wait for cannot be loaded")
            return FAILED
        return None
