"""Batches of the command line: JSON lines in, JSON lines out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from ingest.errors import BadRequest, NotFound


def batch(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a JSONL file as objects."""
    if not path.is_file():
        raise NotFound(f"Không thấy tệp {path}.", "Hãy kiểm tra lại đường dẫn.")
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadRequest(f"{path}, dòng {number}: không phải JSON.", "Mỗi dòng là một đối tượng JSON.") from error
        if not isinstance(item, dict):
            raise BadRequest(
                f"{path}, dòng {number}: không phải đối tượng JSON.", 'Ví dụ: {"id": "1", "question": "…"}.'
            )
        yield item


def need(item: dict[str, Any], key: str) -> str:
    """A text field of a batch line."""
    value = item.get(key)
    if not isinstance(value, str):
        raise BadRequest(f"Một dòng của tệp vào thiếu “{key}”.", 'Ví dụ: {"id": "1", "' + key + '": "…"}.')
    return value


def write_rows(rows: Iterator[dict[str, Any]], out: Path | None) -> None:
    """JSONL to a file, or to stdout if no file is named."""
    from service.export import plain

    lines = (json.dumps(plain(row), ensure_ascii=False) for row in rows)
    if out is None:
        for line in lines:
            click.echo(line)
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
