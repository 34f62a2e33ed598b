"""The table of the README: a few figures of each part, taken from what was kept, with date, machine and commit."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.report import RESULTS, ROOT

README = ROOT / "README.md"
BEGIN, END = "<!-- figures: python -m benchmarks -->", "<!-- end of figures -->"

Row = Sequence[Any]


@dataclass(frozen=True)
class Pick:
    """Cells of one table, said in ``words``: those of ``columns`` in the first row that begins as each of ``rows``.

    ``words`` has a place ``{}`` for each cell, row by row. ``table`` is the place of the table in its report.
    """

    part: str
    table: int
    what: str
    rows: tuple[tuple[str | int, ...], ...]
    columns: tuple[int, ...]
    words: str


PICKS = (
    Pick("encoding", 0, "passages encoded a second, times sentence-transformers in its default form", (("**",),),
         (1, 3), "{}, × {}"),
    Pick("latency", 0, "`tracuu ask`, a new process", (("tracuu ask, a new process (median)",),), (1,), "{} s"),
    Pick("latency", 1, "a question to a warm service, p50 and p95, by passages held",
         (("digests and documents of evaluation",), ("and public documents",)), (2, 3, 4),
         "{}: {} and {} ms; {}: {} and {} ms"),
    Pick("scale", 0, "a search of 10,000, 100,000 and a million passages, question encoded, p50",
         (("hybrid, no filter: p50, ms",),), (1, 2, 3), "{}, {}, {} ms"),
    Pick("scale", 0, "the same, one passage in a hundred allowed", (("hybrid, a filter leaving 1%: p50, ms",),),
         (1, 2, 3), "{}, {}, {} ms"),
    Pick("scale", 0, "nearest ten by vector, of the true ones", (("dense recall@10, no filter",),), (1, 2, 3),
         "{}, {}, {}"),
    Pick("scale", 0, "one document more", (("one document more, s",),), (1, 2, 3), "{}, {}, {} s"),
    Pick("load", 0, "answers a second of two processes to 1, 8 and 32 askers (p95)", ((2, 1), (2, 8), (2, 32)), (3, 5),
         "{} ({} ms), {} ({} ms), {} ({} ms)"),
    Pick("retrieval", 0, "7,622 law articles, nDCG@10 and R@10 (BM25 alone; dense alone)",
         (("alqac qrels", "as written"),), (7, 8, 3, 4, 5, 6), "{} / {} ({} / {}; {} / {})"),
    Pick("retrieval", 0, "15,427 passages of law answers, the same", (("tvpl_qa qrels", "as written"),),
         (7, 8, 3, 4, 5, 6), "{} / {} ({} / {}; {} / {})"),
    Pick("retrieval", 0, "law articles, questions typed without diacritics", (("alqac qrels", "without diacritics"),),
         (7, 8), "{} / {}"),
    Pick("peers", 0, "10,000 passages indexed: Tracuu; txtai; Haystack; LangChain and LlamaIndex, both with Chroma",
         (("Tracuu",), ("txtai",), ("Haystack, in memory",), ("LangChain, Chroma",), ("LlamaIndex, Chroma",)), (1,),
         "{} s; {}; {}; {}; {}"),
    Pick("peers", 0, "a question to the same, p50",
         (("Tracuu",), ("txtai",), ("Haystack, in memory",), ("LangChain, Chroma",), ("LlamaIndex, Chroma",)), (3,),
         "{} ms; {}; {}; {}; {}"),
    Pick("peers", 1, "law articles to the same, nDCG@10 / R@10 of 234 questions",
         (("Tracuu",), ("txtai",), ("Haystack, in memory",), ("LangChain, Chroma",), ("LlamaIndex, Chroma",)), (1,),
         "{}; {}; {}; {}; {}"),
)  # fmt: skip


def picked(pick: Pick, report: Mapping[str, Any]) -> str | None:
    """The figures in words, ``None`` where the report has no such rows."""
    rows: Sequence[Row] = report["tables"][pick.table]["rows"]
    chosen = [next((row for row in rows if _begins(row, key)), None) for key in pick.rows]
    if None in chosen:
        return None
    cells = [_cell(row[at]) for row in chosen if row for at in pick.columns]
    return pick.words.format(*cells)


def headlines(folder: Path = RESULTS) -> str:
    """The table in Markdown, of the parts that were measured."""
    lines = ["| what | measured |", "|---|---|"]
    taken: dict[str, list[str]] = {}
    for pick in PICKS:
        file = folder / f"{pick.part}.json"
        if not file.is_file():
            continue
        kept = json.loads(file.read_text(encoding="utf-8"))
        words = picked(pick, kept["report"])
        if words is None:
            continue
        lines.append(f"| {pick.what} | {words} |")
        found = kept["circumstances"]
        where = f"{found['date']}, {found['machine']}, commit {found['commit']}"
        if pick.part not in taken.setdefault(where, []):
            taken[where].append(pick.part)
    told = "; ".join(f"{', '.join(parts)}: {where}" for where, parts in taken.items())
    return "\n".join([*lines, "", f"_{told}_"])


def refresh(readme: Path = README, folder: Path = RESULTS) -> None:
    """Put the table between its marks; a README without them stays as it is."""
    text = readme.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if begin and end:
        readme.write_text(f"{before}{BEGIN}\n{headlines(folder)}\n{END}{after}", encoding="utf-8")


def _begins(row: Row, key: tuple[str | int, ...]) -> bool:
    return all(
        cell.startswith(wanted) if isinstance(wanted, str) else cell == wanted
        for cell, wanted in zip(row, key, strict=False)
    )


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)
