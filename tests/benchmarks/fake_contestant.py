"""A contestant for tests: ranks passages by how many words of the question they hold; writes what a library might."""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path


class Contestant:
    def index(self, file: Path, folder: Path) -> None:
        print("a library talks on stdout")  # noqa: T201 - that is the test
        folder.mkdir(parents=True)
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        kept = {row["id"]: f"{row['title']} {row['text']}".lower().split() for row in rows}
        (folder / "kept.json").write_text(json.dumps(kept), encoding="utf-8")

    def open(self, folder: Path) -> None:
        self._kept: dict[str, list[str]] = json.loads((folder / "kept.json").read_text(encoding="utf-8"))

    def ask(self, question: str, k: int) -> list[str]:
        if question == "gọi ra ngoài":
            socket.create_connection(("tracuu.invalid", 443), timeout=1)
        if question == "chết":
            sys.exit(3)
        wanted = question.lower().split()
        return sorted(self._kept, key=lambda id: -sum(word in self._kept[id] for word in wanted))[:k]
