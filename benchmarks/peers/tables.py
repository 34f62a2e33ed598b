"""What was measured, as tables, and who is ahead of Tracuu in what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.peers.arena import Arena
from benchmarks.peers.lineup import Entry
from benchmarks.peers.process import ContestantError
from benchmarks.peers.quality import Collection, Score, Scores
from benchmarks.peers.speed import Times
from benchmarks.report import Cell, Table

OURS = "Tracuu"


def speed_table(times: Mapping[str, Times], passages: int, questions: int) -> Table:
    """Times and sizes, each with its ratio to ours."""
    ours = times.get(OURS)
    rows: list[tuple[Cell, ...]] = [
        (
            name,
            one.indexed,
            one.indexed / ours.indexed if ours else None,
            one.p50,
            one.p50 / ours.p50 if ours else None,
            one.p95,
            one.opened,
            one.indexing_mb,
            one.serving_mb,
            one.disk_mb,
        )
        for name, one in times.items()
    ]
    return Table(
        f"{passages:,} real passages, then {questions} questions, one at a time, ten passages each",
        tuple("contestant|index s|× ours|p50 ms|× ours|p95 ms|open s|MB indexing|MB serving|MB on disk".split("|")),
        tuple(rows),
        "Indexing: one process each, its imports and the loading of the model included, one after the other. Questions "
        "go round all contestants in turn, none is asked twice. Megabytes are each process's own peak.",
    )


def quality_table(scores: Scores, collections: Sequence[Collection]) -> Table:
    """nDCG@10 and R@10 in every column measured."""
    columns = list(dict.fromkeys(column for found in scores.values() for column in found))
    rows = tuple((name, *(_pair(found.get(column)) for column in columns)) for name, found in scores.items())
    told = "; ".join(
        f"{one.name}: {len(one.passages):,} passages, {len(one.questions)} questions" for one in collections
    )
    return Table("nDCG@10 / R@10", ("contestant", *columns), rows, told)


def settings_table(arena: Arena) -> Table:
    """Who took part in which version and with which settings."""
    rows = tuple((one.name, _versions(arena, one), one.settings) for one in arena.entries)
    return Table(
        "Versions and settings",
        ("contestant", "versions", "settings"),
        rows,
        "One model for all, multilingual-e5-small with its prompts; one text for all, the title above the passage.",
    )


def ahead(times: Mapping[str, Times], scores: Scores) -> list[str]:
    """A line for everything in which somebody beats us."""
    measures = {
        "seconds to index": {name: one.indexed for name, one in times.items()},
        "median milliseconds a question": {name: one.p50 for name, one in times.items()},
        "95th percentile": {name: one.p95 for name, one in times.items()},
        "seconds to open": {name: one.opened for name, one in times.items()},
        "memory while indexing": {name: one.indexing_mb for name, one in times.items()},
        "memory while serving": {name: one.serving_mb for name, one in times.items()},
        "disk": {name: one.disk_mb for name, one in times.items()},
    }
    for column in scores.get(OURS, {}):
        found = {name: one[column] for name, one in scores.items() if column in one}
        measures[f"{column}, nDCG@10"] = {name: -one.ndcg for name, one in found.items()}
        measures[f"{column}, R@10"] = {name: -one.recall for name, one in found.items()}
    lines = [_beaten(measure, values) for measure, values in measures.items() if OURS in values]
    return [line for line in lines if line] or ["Tracuu is ahead in every measure."]


def _beaten(measure: str, values: Mapping[str, float]) -> str:
    better = {name: value for name, value in values.items() if value < values[OURS]}
    told = ", ".join(f"{name} {_plain(abs(value))}" for name, value in sorted(better.items(), key=lambda one: one[1]))
    return f"ahead of Tracuu ({_plain(abs(values[OURS]))}) in {measure}: {told}" if better else ""


def _plain(value: float) -> str:
    return f"{value:.4f}" if value <= 1 else f"{value:,.1f}"


def _pair(score: Score | None) -> str | None:
    return f"{score.ndcg:.3f} / {score.recall:.3f}" if score else None


def _versions(arena: Arena, entry: Entry) -> str:
    try:
        with arena.process(entry) as process:
            found: Mapping[str, str] = process.tell("versions", packages=entry.packages)["versions"]
    except ContestantError as error:
        return str(error)
    return ", ".join(f"{name} {version}" for name, version in found.items())
