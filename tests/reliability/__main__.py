"""``python -m tests.reliability [PART…]``: crashes and faults by hand, as many as wanted, and the table of them."""

from __future__ import annotations

import argparse
import dataclasses
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "encoders"), str(HERE.parent / "index"), str(HERE.parent / "service")]

import kills  # noqa: E402
import results  # noqa: E402


def run_kills(options: argparse.Namespace, home: Path) -> bool:
    tally = kills.Run(home / "kills", options.seed).go(options.kills)
    print(dataclasses.asdict(tally))  # noqa: T201
    results.note(
        options.results, "kills", "kill -9 at random instants of sync, swap and removal, a reader beside",
        tried=tally.kills, lost=tally.lost, wrong=tally.wrong, seconds=tally.seconds,
        told=f"{tally.in_a_step} within a step; {tally.asked} answers checked meanwhile",
    )  # fmt: skip
    return tally.lost == 0 and tally.wrong == 0


PARTS = {"kills": run_kills}


def main() -> int:
    """Run the parts named, or all; 1 if anything was lost or wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all if none is named")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--home", type=Path, help="an empty folder to work in")
    parser.add_argument("--results", type=Path, help="a JSON file to which the outcome is added")
    options = parser.parse_args()
    well = True
    with tempfile.TemporaryDirectory() as temporary:
        for part in options.parts or PARTS:
            well &= PARTS[part](options, options.home or Path(temporary))
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
