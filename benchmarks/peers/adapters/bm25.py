"""Words alone: bm25s."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.peers.contestant import read

IDS = "ids.json"
WORD = r"(?u)\b\w+\b"


class Contestant:
    def index(self, file: Path, folder: Path) -> None:
        import bm25s

        passages = read(file)
        index = bm25s.BM25()
        index.index(self._words([passage.content for passage in passages]), show_progress=False)
        index.save(str(folder))
        (folder / IDS).write_text(json.dumps([passage.id for passage in passages]), encoding="utf-8")

    def open(self, folder: Path) -> None:
        import bm25s

        self._index = bm25s.BM25.load(str(folder))
        self._ids: list[str] = json.loads((folder / IDS).read_text(encoding="utf-8"))

    def ask(self, question: str, k: int) -> list[str]:
        rows, _ = self._index.retrieve(self._words([question]), k=k, show_progress=False)
        return [self._ids[row] for row in rows[0]]

    @staticmethod
    def _words(texts: list[str]) -> Any:
        import bm25s

        return bm25s.tokenize(texts, token_pattern=WORD, stopwords=[], show_progress=False)
