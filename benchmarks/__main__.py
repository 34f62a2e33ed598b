"""All benchmarks, shortest first; each says what it measures and skips clearly what it lacks."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

HERE = Path(__file__).parent
PARTS = ("latency", "encoding", "search")


def main() -> None:
    sys.path.insert(0, str(HERE.parent))
    sys.argv = sys.argv[:1]
    for part in PARTS:
        print(f"\n== {part} ".ljust(78, "="))
        runpy.run_path(str(HERE / f"{part}.py"), run_name="__main__")


if __name__ == "__main__":
    main()
