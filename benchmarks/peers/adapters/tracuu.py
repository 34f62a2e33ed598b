"""Tracuu as its service uses it."""

from __future__ import annotations

from pathlib import Path


class Contestant:
    def index(self, file: Path, folder: Path) -> None:
        from index.library import Library

        [taken] = Library.open(folder).sync_passages(file).files
        if taken.outcome == "rejected":
            raise ValueError(taken.message)

    def open(self, folder: Path) -> None:
        from index.library import Library

        self._library = Library.open(folder)
        self._library.warm()

    def ask(self, question: str, k: int) -> list[str]:
        return [hit.source_id or "" for hit in self._library.search(question, k=k)]
