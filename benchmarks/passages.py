"""Real passages to measure with: the documents beside the repository, read by our own ingest, kept once read."""

from __future__ import annotations

import gzip
import hashlib
import json
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.report import Scale

FEWEST_CHARACTERS = 40  # headings and numbers of pages say nothing to a search


@dataclass(frozen=True)
class RealPassage:
    """One passage: ``title`` is what is indexed in front of it, ``document`` where it stands."""

    id: str
    document: str
    title: str
    text: str


def real_passages(count: int, scale: Scale) -> list[RealPassage]:
    """The first ``count`` passages of the real documents, in their order; fewer if there are no more.

    Raises :class:`FileNotFoundError` without the documents. Reading all of them takes minutes, once.
    """
    file = scale.cache / "passages.jsonl"
    documents = scale.shared / "scale" / "docs.jsonl.gz"
    if not documents.is_file():
        raise FileNotFoundError(documents)
    if not _holds(file, count):
        _read(documents, file, count)
    with file.open(encoding="utf-8") as lines:
        return [RealPassage(**json.loads(line)) for line in islice(lines, count)]


def _holds(file: Path, count: int) -> bool:
    if not file.is_file():
        return False
    if file.with_suffix(".whole").exists():
        return True
    with file.open(encoding="utf-8") as lines:
        return sum(1 for _ in islice(lines, count)) >= count


def _read(documents: Path, file: Path, count: int) -> None:
    """Read until there are enough; several processes may do so at once, the last to end wins."""
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_suffix(f".{hashlib.sha256(str(count).encode()).hexdigest()[:8]}.new")
    held = 0
    with ProcessPoolExecutor() as pool, aside.open("w", encoding="utf-8") as out:
        for passages in pool.map(_passages, _documents(documents), chunksize=4):
            out.writelines(json.dumps(vars(one), ensure_ascii=False) + "\n" for one in passages)
            held += len(passages)
            if held >= count:
                pool.shutdown(wait=False, cancel_futures=True)
                break
        else:
            file.with_suffix(".whole").touch()
    aside.replace(file)


def _documents(file: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            yield entry["id"], entry["text"]


def _passages(entry: tuple[str, str]) -> list[RealPassage]:
    from ingest.errors import TracuuError
    from ingest.pipeline import read_document

    id, text = entry
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{id}.md"
        path.write_text(text, encoding="utf-8")
        try:
            document = read_document(path)
        except TracuuError:
            return []
    return [
        RealPassage(f"{id}/{one.ordinal}", id, one.context, document.text[one.start : one.end])
        for one in document.passages
        if one.end - one.start >= FEWEST_CHARACTERS
    ]
