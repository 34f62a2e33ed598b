"""Tracuu beside other search engines: the same machine, run, passages, questions and embedding model.

    python -m benchmarks peers

Each contestant runs in its documented form in a process of its own (:mod:`benchmarks.peers.worker`); the peers have an
environment of their own in the cache folder, made from ``requirements.txt`` when the long form first runs. Nothing
reports its use and no request leaves the machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.report import Report, Scale


def measure(scale: Scale) -> Report:
    """Times and quality of all contestants; of Tracuu and one peer in the short form."""
    from benchmarks.peers import comparison  # not above: the peers' processes import this package, and nothing of ours

    return comparison.measure(scale)
