"""Passage collections with questions and what is right for each, as they lie beside the repository."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.report import Scale
from index.library import Library

Judgements = Mapping[str, Mapping[str, int]]
"""Question → passage → gain."""


@dataclass(frozen=True)
class Collection:
    """Files of one folder of ``shared/bench``: passages, questions, and one or more sets of judgements."""

    name: str
    passages: tuple[str, ...]
    judgements: tuple[str, ...] = ("qrels.tsv",)

    def folder(self, scale: Scale) -> Path:
        """Where its files are."""
        return scale.shared / "bench" / self.name

    def questions(self, scale: Scale) -> dict[str, str]:
        """Every question by its id."""
        with (self.folder(scale) / "queries.jsonl").open(encoding="utf-8") as lines:
            return {entry["id"]: entry["text"] for entry in map(json.loads, lines)}

    def right(self, scale: Scale, judgements: str) -> Judgements:
        """What one of the files of judgements says."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for line in (self.folder(scale) / judgements).read_text(encoding="utf-8").splitlines():
            question, passage, gain = line.split("\t")
            found[question][passage] = int(gain)
        return found

    def library(self, scale: Scale) -> Library:
        """The passages taken into a library that is kept: a second run encodes nothing."""
        scale.cache.mkdir(parents=True, exist_ok=True)
        merged = scale.cache / f"{self.name}.jsonl"
        with merged.open("w", encoding="utf-8") as out:
            out.writelines(self._lines(scale))
        library = Library.open(scale.cache / self.name)
        library.sync_passages(merged)
        return library

    def _lines(self, scale: Scale) -> Iterator[str]:
        for name in self.passages:
            file = self.folder(scale) / name
            raw = file.read_bytes()
            text = (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode("utf-8")
            yield from (f"{line}\n" for line in text.split("\n") if line)


LAW = Collection("alqac", ("corpus.jsonl.gz", "corpus_distractors.jsonl.gz"))
ADVICE = Collection("tvpl_qa", ("corpus.jsonl.gz",), ("qrels.tsv", "qrels_lenient.tsv"))
GENERAL = Collection("xquad_vi", ("corpus.jsonl.gz",))
DUTIES = Collection("phumybac_tasks", ("corpus.jsonl",), ("qrels.tsv", "qrels_graded.tsv"))
COLLECTIONS = (LAW, ADVICE, GENERAL, DUTIES)
