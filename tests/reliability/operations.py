"""One operation on a data folder, in a process of its own: ``python operations.py NAME HOME``.

Prints ``done`` when it was acknowledged, ``told CODE`` when it was refused in words; anything else is a bug.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / part) for part in ("encoders", "index", "../")]

from doubles import open_library  # noqa: E402

from ingest.errors import TracuuError  # noqa: E402
from service.audit.decisions import Decisions  # noqa: E402
from service.backup import backup, restore  # noqa: E402
from service.loading import Jobs  # noqa: E402

LINES = [f"Hàng {n} về phủ sóng 5G đạt {n}% số thôn" for n in range(30)]


def write(folder: Path, name: str, word: str) -> Path:
    """A made-up document, each line of which carries ``word``."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("\n".join(f"{word} {line}" for line in LINES), encoding="utf-8")
    return path


def base(home: Path) -> None:
    """Two documents, one of them once replaced, and a decision; a backup of it; files for what follows."""
    library = open_library(home / "data")
    library.sync([write(home / "van-ban", "mot.txt", "cũ"), write(home / "van-ban", "hai.txt", "hai")])
    library.sync([write(home / "van-ban", "mot.txt", "mới")])
    Decisions(home / "data").take("phat-hien-1", "accepted")
    backup(home / "data", home / "truoc.zip")
    write(home / "them", "ba.txt", "ba")
    write(home / "them", "mot.txt", "mới")


def _upload(home: Path) -> None:
    jobs = Jobs(open_library(home / "data"))
    job = jobs.start([("ba.txt", io.BytesIO((home / "them" / "ba.txt").read_bytes()))])
    jobs.close()
    assert job.total == 1


OPERATIONS: dict[str, Callable[[Path], object]] = {
    "sync": lambda home: open_library(home / "data").sync([home / "them"]),
    "remove": lambda home: open_library(home / "data").remove("hai"),
    "upload": _upload,
    "decide": lambda home: Decisions(home / "data").take("phat-hien-2", "accepted"),
    "backup": lambda home: backup(home / "data", home / "sau.zip"),
    "restore": lambda home: restore(home / "truoc.zip", home / "moi"),
    "migrate": lambda home: open_library(home / "cu"),
}


def main(name: str, home: Path) -> None:
    """Do it and say how it ended."""
    try:
        OPERATIONS[name](home)
    except TracuuError as error:
        print("told", error.code, flush=True)  # noqa: T201
    else:
        print("done", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
