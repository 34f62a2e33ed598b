"""What a benchmark gives: tables, plots and findings, kept as data and printed from it.

A figure of one machine says little on another; so every table carries ratios taken in one run, and every
report the date, the machine and the commit it was taken on.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).with_name("results")

Cell = str | int | float | None


@dataclass(frozen=True)
class Scale:
    """How much is measured, and where what is computed once is kept.

    ``short`` is the form for a build server: minutes, the same code, smaller numbers. ``shared`` is the folder of
    evaluation data beside the repository; a part that needs it says in its report that it was skipped.
    """

    short: bool
    cache: Path
    shared: Path = ROOT.parent / "shared"


@dataclass(frozen=True)
class Table:
    """Rows under columns; a float is printed with three figures, ``None`` as a dash."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Plot:
    """Lines over one axis: ``series`` by name, each a list of ``(x, y)``."""

    title: str
    x: str
    y: str
    series: Mapping[str, Sequence[tuple[float, float]]]
    log: bool = False


@dataclass(frozen=True)
class Report:
    """What one part found. ``skipped`` says why there is nothing, and what would be needed."""

    name: str
    question: str
    tables: tuple[Table, ...] = ()
    plots: tuple[Plot, ...] = ()
    findings: tuple[str, ...] = ()
    skipped: str = ""


@dataclass(frozen=True)
class Circumstances:
    """When, where and on what code a report was taken."""

    date: str = field(default_factory=lambda: datetime.now(UTC).strftime("%Y-%m-%d"))
    machine: str = field(default_factory=lambda: f"{_processor()}, {os.cpu_count()} cores")
    commit: str = field(default_factory=lambda: _commit())
    short: bool = False


def markdown(table: Table) -> str:
    """The table as Markdown."""
    lines = [f"**{table.title}**", "", _row(table.columns), _row(["---"] * len(table.columns))]
    lines += [_row([_cell(cell) for cell in row]) for row in table.rows]
    return "\n".join([*lines, *(["", table.note] if table.note else [])])


def document(report: Report, circumstances: Circumstances) -> str:
    """The report as a Markdown page, its plots beside it."""
    form = ", short form" if circumstances.short else ""
    taken = f"{circumstances.date}, {circumstances.machine}, commit {circumstances.commit}{form}"
    parts = [f"# {report.name}", report.question, f"_{taken}_"]
    if report.skipped:
        return "\n\n".join([*parts, f"Skipped: {report.skipped}"]) + "\n"
    parts += [markdown(table) for table in report.tables]
    parts += [f"![{plot.title}]({report.name}-{number}.svg)" for number, plot in enumerate(report.plots, 1)]
    parts += ["\n".join(f"- {finding}" for finding in report.findings)] if report.findings else []
    return "\n\n".join(parts) + "\n"


def keep(report: Report, circumstances: Circumstances, folder: Path = RESULTS) -> None:
    """Write the report as data, as a page and as plots. One that was skipped replaces nothing."""
    if report.skipped:
        return
    folder.mkdir(parents=True, exist_ok=True)
    data = {"circumstances": asdict(circumstances), "report": asdict(report)}
    (folder / f"{report.name}.json").write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / f"{report.name}.md").write_text(document(report, circumstances), encoding="utf-8")
    for number, plot in enumerate(report.plots, 1):
        draw(plot, folder / f"{report.name}-{number}.svg")


def draw(plot: Plot, path: Path) -> None:
    """The plot as SVG, the same bytes for the same figures."""
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "tracuu"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4))
    for name, points in plot.series.items():
        axes.plot([x for x, _ in points], [y for _, y in points], marker="o", label=name)
    if plot.log:
        axes.set_xscale("log")
        axes.set_yscale("log")
    axes.set(title=plot.title, xlabel=plot.x, ylabel=plot.y)
    axes.grid(visible=True, alpha=0.3)
    axes.legend()
    figure.savefig(path, metadata={"Date": None}, bbox_inches="tight")
    pyplot.close(figure)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(value: Cell) -> str:
    if value is None:
        return "–"
    if not isinstance(value, float):
        return f"{value:,}" if isinstance(value, int) else value
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


def _commit() -> str:
    """The commit that was measured; what the parts before wrote of themselves does not change it."""
    own = (":!README.md", f":!{RESULTS.relative_to(ROOT)}")
    number = _git("rev-parse", "--short", "HEAD")
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", ".", *own)
    return f"{number}-dirty" if number and changed else number or "unknown"


def _git(*arguments: str) -> str:
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout.strip()
