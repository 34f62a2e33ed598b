"""``python -m tests.reliability [PART…]``: crashes and faults by hand, as many as wanted, and the table of them."""

from __future__ import annotations

import argparse
import dataclasses
import os
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "encoders"), str(HERE.parent / "index"), str(HERE.parent / "service")]

import faults  # noqa: E402
import http_kills  # noqa: E402
import kills  # noqa: E402
import load  # noqa: E402
import operations  # noqa: E402
import results  # noqa: E402
import soak  # noqa: E402
import together  # noqa: E402


def run_kills(options: argparse.Namespace, home: Path) -> bool:
    tally = kills.Run(home / "kills", options.seed).go(options.kills)
    what = "kill -9 at random instants of sync, swap and removal, a reader beside"
    return _noted(options, "kills", what, tally, f"{tally.in_a_step} within a step; ")


def run_http(options: argparse.Namespace, home: Path) -> bool:
    tally = http_kills.Run(home / "http", options.seed, options.port).go(options.kills)
    what = "kill -9 of the server during uploads and removals, a process asking beside"
    return _noted(options, "http", what, tally, f"{tally.in_a_step} with a request under way or unanswered; ")


def run_together(options: argparse.Namespace, home: Path) -> bool:
    tally = together.Run(home / "together", options.seed, options.port + 1).go(options.rounds)
    what = "two servers and two syncs over one data folder, all writing at once"
    return _noted(options, "together", what, tally)


def _noted(options: argparse.Namespace, part: str, what: str, tally: kills.Tally, seen: str = "") -> bool:
    """Print and keep what a part came to; whether nothing was lost and nothing wrong."""
    print(dataclasses.asdict(tally))
    results.note(
        options.results, part, what, tried=tally.kills, lost=tally.lost, wrong=tally.wrong, seconds=tally.seconds,
        told=f"{seen}{tally.asked} answers checked meanwhile",
    )  # fmt: skip
    return tally.lost == 0 and tally.wrong == 0


def run_faults(options: argparse.Namespace, home: Path) -> bool:
    if "TRACUU_FAULTS" not in os.environ:
        home.mkdir(parents=True, exist_ok=True)
        command = [*sys.argv[1:], "--results", str(options.results)] if options.results else sys.argv[1:]
        return faults.again(["faults", *(one for one in command if one not in PARTS)], home) == 0
    started = time.monotonic()
    tally = faults.Sweep(home / "faults").go(options.operation or list(operations.OPERATIONS), options.every)
    print(tally)
    results.note(
        options.results, "faults", "each file-system call of sync, removal, upload, decision, backup, restore and "
        "migration without room, failing, or the last before a kill",
        tried=tally.tried.total(), lost=len(tally.lost), wrong=0, seconds=time.monotonic() - started,
        told=f"{tally.told} told in words, {len(tally.unclear)} not; "
        + ", ".join(f"{count} × {mode}" for mode, count in tally.tried.items()),
    )  # fmt: skip
    return not tally.lost and not tally.unclear


def run_soak(options: argparse.Namespace, home: Path) -> bool:
    run = soak.Soak(
        home / "soak", port=options.port, workers=options.workers, askers=options.askers, seed=options.seed,
        corpus=options.corpus,
    )  # fmt: skip
    outcome = run.go(options.minutes * 60, options.requests)
    print(outcome)
    results.note(
        options.results, "soak", "asking, searching, auditing, exports, syncs, uploads and removals at once, a server "
        f"of {options.workers} processes",
        tried=outcome.done.total(), lost=len(outcome.lost), wrong=len(outcome.wrong), seconds=outcome.seconds,
        told=f"{outcome.quotations} quotations checked against the stored sources; {outcome.errors.total()} failed, "
        f"{outcome.refused} put off; {outcome.growth}",
    )  # fmt: skip
    return outcome.well


def run_load(options: argparse.Namespace, home: Path) -> bool:
    run = load.Load(
        home / "load", port=options.port, workers=options.workers, askers=options.crowd, seed=options.seed
    )  # fmt: skip
    outcome = run.go(options.minutes * 60)
    print(load.shown(outcome))
    results.note(
        options.results, "load", f"requests under load: {options.crowd} askers at once, a server of {options.workers} "
        "processes",
        tried=outcome.tried, lost=len(outcome.lost), wrong=len(outcome.wrong), seconds=outcome.seconds,
        told=str(outcome),
    )  # fmt: skip
    return not outcome.lost and not outcome.wrong


PARTS = {
    "kills": run_kills, "http": run_http, "together": run_together, "faults": run_faults, "load": run_load,
    "soak": run_soak,
}  # fmt: skip


def main() -> int:
    """Run the parts named, or all; 1 if anything was lost or wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all if none is named")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--every", type=int, default=1, help="try only each so manyth fault")
    parser.add_argument("--operation", action="append", help=f"of {', '.join(operations.OPERATIONS)}; all if none")
    parser.add_argument("--rounds", type=int, default=20, help="of writers all at once")
    parser.add_argument("--minutes", type=float, default=10, help="of the soak, and of the load")
    parser.add_argument("--requests", type=int, default=1_000_000, help="after which the soak ends in any case")
    parser.add_argument("--askers", type=int, default=4, help="in the soak")
    parser.add_argument("--crowd", type=int, default=96, help="askers at once in the load; 68 have a place or wait")
    parser.add_argument("--workers", type=int, default=2, help="processes of the server in the soak")
    parser.add_argument("--corpus", type=Path, default=HERE.parents[1] / "corpus" / "ke-hoach", help="held in the soak")
    parser.add_argument("--port", type=int, default=8877)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--home", type=Path, help="an empty folder to work in")
    parser.add_argument("--results", type=Path, help="a JSON file to which the outcome is added")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="only put the table of --results into this page")
    options = parser.parse_args()
    if options.write:
        results.write(options.results, options.write)
        return 0
    well = True
    with tempfile.TemporaryDirectory() as temporary:
        for part in options.parts or PARTS:
            well &= PARTS[part](options, options.home or Path(temporary))
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
