"""A tiny reader and a deterministic encoder: the index is tested without a model and without ingest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from hashing import HashedSyllables

from index.engine import DenseEngine
from index.library import Library
from index.readings import Reader
from index.types import Vectors
from ingest.errors import RejectedFile
from ingest.types import Document, Passage, Reference, Section, Target, Task


class HashingEncoder(HashedSyllables):
    """Bag of syllables and bigrams hashed into 64 signed dimensions."""

    def __init__(self, name: str = "hashing-64") -> None:
        self.name = name
        self.dimensions = 64
        self.encoded: list[str] = []

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        self.encoded += texts
        if progress:
            progress(len(texts))
        return self.encode_queries(texts)


def read_lines(path: Path) -> Document:
    """One passage a line; ``key: value`` lines at the top set metadata; ``bad`` is rejected.

    "Căn cứ 71/NQ-CP | 2025-04-01 | Chính phủ" cites.
    """
    raw = path.read_text(encoding="utf-8")
    if raw.startswith("bad"):
        raise RejectedFile("Tệp này không đọc được.", "Hãy chọn tệp khác.")
    if raw.startswith("crash"):
        raise RuntimeError("the reader has a bug")
    fields: dict[str, object] = {}
    lines = raw.split("\n")
    while lines and lines[0].startswith("@"):
        name, _, value = lines.pop(0)[1:].partition(":")
        fields[name] = value.strip() == "yes" if name == "digest" else value.strip()
    text = "\n".join(lines)
    passages, targets, references, start = [], [], [], 0
    for ordinal, line in enumerate(lines):
        span = {"start": start, "end": start + len(line)}
        start += len(line) + 1
        if not line:
            continue
        passages.append(
            Passage(ordinal=ordinal, path=("I",), titles=("Nội dung",), kind="paragraph",
                    context=str(fields.get("commune", "")), **span)
        )  # fmt: skip
        if "%" in line:
            targets.append(
                Target(quote=line, indicator=line.split()[0], key=line.split()[0], comparator=">=",
                       value=60, unit="%", deadline="2025", **span)
            )  # fmt: skip
        if line.startswith("Căn cứ "):
            symbol, issued, issuer = [*line.removeprefix("Căn cứ ").split(" | "), None, None][:3]
            references.append(
                Reference(quote=line, printed=symbol, symbol=symbol, issued=issued, issuer=issuer, **span)
            )
    return Document(
        id="", source="", sha256="", text=text, passages=tuple(passages), targets=tuple(targets),
        references=tuple(references), tasks=(Task(quote=text[:1], text=text[:1], start=0, end=1),),
        sections=(Section(path=("I",), title="Nội dung", depth=1, kind="heading",
                          start=0, end=len(text), body_start=0),),
        **fields,
    )  # fmt: skip


def open_library(
    data: Path, encoder: HashingEncoder | None = None, version: str = "1", engine: DenseEngine | None = None
) -> Library:
    reader = Reader(read_lines, version, frozenset({".txt", ".md"}))
    return Library(data, lambda: encoder or HashingEncoder(), lambda: reader, engine)
