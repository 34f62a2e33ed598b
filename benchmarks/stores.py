"""Data folders to ask, and what they are asked: digests, real documents beside the repository, our own truth."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from benchmarks.report import ROOT, Scale

SEED = 20261122
DIGESTS = ROOT / "corpus" / "ke-hoach"


def tracuu(data: Path, *arguments: str | Path) -> None:
    """Run a command over a data folder in a process of its own."""
    command = [sys.executable, "-m", "service", "--data", str(data), *map(str, arguments)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603


def fill(data: Path, scale: Scale) -> None:
    """Take the digests, and the documents of evaluation where they are, into ``data``."""
    tracuu(data, "sync", *filter(Path.is_dir, (DIGESTS, scale.shared / "corpus")))


def large(scale: Scale, documents: int) -> Path:
    """A data folder of :func:`fill` and so many public documents, kept between runs.

    Encoding a hundred thousand passages takes ten minutes and more, once. Raises :class:`FileNotFoundError` without
    the documents.
    """
    source = scale.shared / "scale" / "docs.jsonl.gz"
    if not source.is_file():
        raise FileNotFoundError(source)
    folder = scale.cache / f"documents-{documents}"
    texts = folder / "texts"
    if not texts.is_dir():
        _unpack(source, documents, texts)
    fill(folder / "data", scale)
    tracuu(folder / "data", "sync", texts)
    return folder / "data"


def _unpack(source: Path, documents: int, folder: Path) -> None:
    aside = folder.with_suffix(".new")
    aside.mkdir(parents=True, exist_ok=True)
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for entry in map(json.loads, islice(lines, documents)):
            if not entry["text"].strip():
                continue  # a scan of which only the name came: sync refuses an empty file, as it should
            (aside / f"{entry['id']}.md").write_text(entry["text"], encoding="utf-8")
    aside.rename(folder)


def questions(count: int) -> Iterator[str]:
    """So many questions of our truth, in one order that mixes their kinds, over again if there are fewer."""
    with (ROOT / "tests" / "truth" / "questions.jsonl").open(encoding="utf-8") as lines:
        known = [json.loads(line)["question"] for line in lines]
    random.Random(SEED).shuffle(known)  # noqa: S311 no secret
    return islice(cycle(known), count)
