"""Memory of a process that runs for months."""

from __future__ import annotations

import ctypes
import platform

ARENA_MAX = -8  # M_ARENA_MAX of malloc.h
ARENAS = 2


def share_freed_memory() -> None:
    """Lets all threads of this process take from few pools what any of them freed.

    glibc gives threads pools of their own, eight for each core, and what one thread frees the others do not get:
    where each loading of documents begins new threads, memory grows by some 4 MB each time until every pool has
    been filled once. Call it before threads are started; elsewhere than on glibc it does nothing.
    """
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(ARENA_MAX, ARENAS)
