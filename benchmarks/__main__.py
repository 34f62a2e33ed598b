"""All benchmarks by one command.

    python -m benchmarks [PART ...] [--short]

Each part is a module with ``measure(scale) -> Report``. What it finds is printed and, but for the short form, kept
in ``benchmarks/results``, as data, as a page and as plots. What a part needs and does not find, it says.
"""

from __future__ import annotations

import argparse
import importlib
import os
from pathlib import Path

from benchmarks.headlines import refresh
from benchmarks.report import Circumstances, Report, Scale, document, keep

PARTS = ("encoding", "latency", "scale", "load", "retrieval", "peers", "engines", "sizing")
"""Modules, in the order in which they are run."""


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Speed and quality, as ratios in one run."
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all, unless named")
    parser.add_argument("--short", action="store_true", help="small numbers, nothing kept: a check that all of it runs")
    parser.add_argument("--cache", type=Path, default=_cache(), help="where vectors and indexes are kept between runs")
    options = parser.parse_args()
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    scale = Scale(short=options.short, cache=options.cache)
    circumstances = Circumstances(short=options.short)
    for part in options.parts or PARTS:
        print(f"\n== {part} ".ljust(78, "="), flush=True)
        report: Report = importlib.import_module(f"benchmarks.{part}").measure(scale)
        print(document(report, circumstances), flush=True)
        if not options.short:
            keep(report, circumstances)
            refresh()


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "tracuu" / "benchmarks"


if __name__ == "__main__":
    main()
