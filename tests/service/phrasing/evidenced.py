"""Made-up answers for sentences to be checked against, out of ``*.toml`` beside this file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from service.types import Answer, Citation

HERE = Path(__file__).parent


def sets(name: str) -> list[dict[str, Any]]:
    """The answers of a file, each with its true sentences and its lies."""
    found: list[dict[str, Any]] = tomllib.loads((HERE / name).read_text(encoding="utf-8"))["answer"]
    return found


def answer_of(told: dict[str, Any]) -> Answer:
    citations = tuple(
        Citation(
            n=one["n"],
            document=one["document"],
            source=f"{one['document']}.md",
            title=one["title"],
            locality=one["locality"],
            section_titles=tuple(one["titles"]),
            quote=one["quote"],
            start=0,
            end=len(one["quote"]),
        )
        for one in told["citations"]
    )
    return Answer(
        question=told["question"], answered=True, kind="passage", answer=told["text"].strip(), citations=citations
    )


def answer_named(key: str) -> Answer:
    return answer_of(next(one for one in sets("sentences.toml") if one["key"] == key))
