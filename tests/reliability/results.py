"""What the runs by hand found, kept as JSON lines, and the table made of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

BEGIN, END = "<!-- table: python -m tests.reliability --write -->", "<!-- end of table -->"
HEAD = ("What was tried", "Tried", "Lost", "Wrong", "Seconds", "Seen", "Day")


def note(
    file: Path | None, part: str, what: str, *, tried: int, lost: int, wrong: int, seconds: float, told: str
) -> None:
    """Add the outcome of one run; ``lost``: acknowledged and not there, ``wrong``: answers of no single state."""
    if file is None:
        return
    row = {
        "part": part, "what": what, "tried": tried, "lost": lost, "wrong": wrong,
        "seconds": round(seconds), "told": told, "day": f"{datetime.now(UTC):%Y-%m-%d}",
    }  # fmt: skip
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(row, ensure_ascii=False) + "\n")


def table(file: Path) -> str:
    """The last outcome of each part as a Markdown table."""
    rows = {row["part"]: row for row in map(json.loads, file.read_text(encoding="utf-8").splitlines())}
    lines = ["| " + " | ".join(HEAD) + " |", "|---|---:|---:|---:|---:|---|---|"]
    for row in rows.values():
        cells = (row[key] for key in ("what", "tried", "lost", "wrong", "seconds", "told", "day"))
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def write(file: Path, page: Path) -> None:
    """Put the table into a page, between its two marks."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{table(file)}\n{END}{after}", encoding="utf-8")
