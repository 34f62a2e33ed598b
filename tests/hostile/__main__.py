"""``python -m tests.hostile``: hostile input by hand, as much as wanted, counted."""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
for beside in ("encoders", "service", "reliability", "hostile"):
    sys.path.insert(0, str(HERE.parent / beside))

import results  # noqa: E402
from api_calls import call_all  # noqa: E402
from made_up import HERE as SERVICE  # noqa: E402
from made_up import open_made_up  # noqa: E402
from old_files import damage_each  # noqa: E402
from questions import ask_strange  # noqa: E402

from web.app import create_web  # noqa: E402

Outcome = tuple[int, int, str]
"""Tried, wrong, what was seen."""


def run_api(options: argparse.Namespace, home: Path) -> Outcome:
    library = open_made_up(home / "api")
    library.sync([SERVICE / "plans"])
    tally = call_all(create_web(library), [one.id for one in library.documents()], options.examples, seed=False)
    print(*tally.wrong, sep="\n\n")
    told = ", ".join(f"{count} × {status}" for status, count in sorted(tally.statuses.items()))
    return tally.calls, tally.wrong.total(), told


def run_questions(options: argparse.Namespace, home: Path) -> Outcome:
    library = open_made_up(home / "questions")
    library.sync([SERVICE / "plans"])
    tally = ask_strange(library, options.examples * 20, options.seed)
    return (
        tally.total(),
        tally["wrong"],
        f"{tally['answered']} answered or refused with evidence, {tally['refused']} errors told",
    )


def run_files(options: argparse.Namespace, home: Path) -> Outcome:
    tried = damage_each(max(options.examples // 10, 1), options.seed)
    return tried, 0, "each read to a whole document or refused with a hint"


PARTS: dict[str, tuple[str, Callable[[argparse.Namespace, Path], Outcome]]] = {
    "hostile-api": ("calls of the API made from its own description, fitting and not", run_api),
    "hostile-questions": ("questions of strange letters, every quotation checked against its source", run_questions),
    "hostile-files": (".doc, .rtf, .odt, .xls and .ods files cut short or bent bit by bit", run_files),
}


def main() -> int:
    """Run the parts named, or all; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all if none is named")
    parser.add_argument("--examples", type=int, default=150, help="of fitting and of unfitting calls an operation")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--results", type=Path, help="a JSON file to which the outcome is added")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    well = True
    with tempfile.TemporaryDirectory() as home:
        for part in options.parts or PARTS:
            what, run = PARTS[part]
            started = time.monotonic()
            tried, wrong, told = run(options, Path(home))
            print(f"{part}: {tried} tried, {wrong} wrong; {told}")
            seconds = time.monotonic() - started
            results.note(options.results, part, what, tried=tried, lost=0, wrong=wrong, seconds=seconds, told=told)
            well &= not wrong
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
