"""``python -m index.model``: makes the shipped embedding model ready and says what it chose."""

from __future__ import annotations

import sys

from index.model.manifest import Manifest
from index.model.ready import make_ready, verify
from ingest.errors import TracuuError


def main(arguments: list[str]) -> int:
    """``--verify`` reads every file again and compares hashes; ``--quiet`` prints errors only."""
    say = (lambda _: None) if "--quiet" in arguments else _say
    try:
        directory, manifest = make_ready(report=lambda step: say(f"… {step}"))
    except TracuuError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    say(f"{manifest.name} sẵn sàng ở {directory}")
    for line in _table(manifest):
        say(line)
    damaged = verify(directory, manifest) if "--verify" in arguments else []
    for name in damaged:
        sys.stderr.write(f"Tệp {name} đã bị thay đổi: xóa {directory} rồi chạy lại lệnh này.\n")
    return 1 if damaged else 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _table(manifest: Manifest) -> list[str]:
    engines = manifest.engines
    lines = [f"{'bộ máy':20} {'đoạn/giây':>10} {'câu hỏi ms':>11} {'nạp ms':>8} {'cosine nhỏ nhất':>16}"]
    for name, found in engines.figures.items():
        role = " ← đoạn văn" if name == engines.bulk else " ← câu hỏi đầu tiên" if name == engines.query else ""
        note = role if found.accepted else " bị loại: lệch quá"
        lines.append(
            f"{name:20} {found.texts_per_second:10.0f} {found.query_ms:11.1f} {found.load_ms:8.0f} "
            f"{found.cosine_min:16.5f}{note}"
        )
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
