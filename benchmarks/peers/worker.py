"""A contestant in a process of its own, so that its time and its memory are its own.

    python -m benchmarks.peers.worker ADAPTER

Commands come as JSON lines on stdin, one reply to each goes to stdout:

    {"do": "index", "file", "folder"}     -> {"seconds"}
    {"do": "open", "folder"}              -> {"seconds"}
    {"do": "ask", "questions", "k"}       -> {"answers": [[id, …], …], "ms": [per question]}
    {"do": "vectors", "texts"}            -> {"vectors": [[…], …]}   of passages, by sentence-transformers
    {"do": "versions", "packages"}        -> {"versions": {name: version}}

Every reply tells the memory of the process, resident now and at its peak (``resident_mb``, ``peak_mb``), and how often
something tried to reach another machine, which is refused (``refused``). An exception is told as ``{"error"}``.
"""

from __future__ import annotations

import importlib
import json
import os
import socket
import sys
import time
import traceback
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.peers.contestant import VECTORS_VARIABLE, Contestant, model

refused: list[str] = []


def main() -> None:
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no reply
    sys.addaudithook(_stay)
    _recall_vectors()
    module = sys.argv[1] if "." in sys.argv[1] else f"benchmarks.peers.adapters.{sys.argv[1]}"
    contestant: Contestant = importlib.import_module(module).Contestant()
    for line in sys.stdin:
        try:
            reply = _obey(contestant, json.loads(line))
        except Exception:  # told to the parent, which decides
            reply = {"error": traceback.format_exc()}
        print(json.dumps({**reply, **_memory(), "refused": refused}), file=replies, flush=True)


def _obey(contestant: Contestant, command: dict[str, Any]) -> dict[str, Any]:
    started = time.perf_counter()
    match command["do"]:
        case "index":
            contestant.index(Path(command["file"]), Path(command["folder"]))
        case "open":
            contestant.open(Path(command["folder"]))
        case "ask":
            return _asked(contestant, command["questions"], command["k"])
        case "versions":
            return {"versions": {name: version(name) for name in command["packages"]}}
        case "vectors":
            return {"vectors": _vectors(command["texts"])}
        case other:
            raise ValueError(other)
    return {"seconds": time.perf_counter() - started}


def _asked(contestant: Contestant, questions: list[str], k: int) -> dict[str, Any]:
    answers: list[list[str]] = []
    times: list[float] = []
    for question in questions:
        started = time.perf_counter()
        answers.append(list(contestant.ask(question, k)))
        times.append((time.perf_counter() - started) * 1000)
    return {"answers": answers, "ms": times}


def _vectors(texts: list[str]) -> list[list[float]]:
    from sentence_transformers import SentenceTransformer

    found = SentenceTransformer(model(), device="cpu").encode(texts, prompt_name="passage", show_progress_bar=False)
    return [[float(value) for value in vector] for vector in found]


def _stay(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse what would leave this machine, and remember that it was tried."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect" and arguments[0].family != socket.AF_UNIX:
        host = arguments[1][0]
    else:
        return
    if host not in {None, "", "localhost", "127.0.0.1", "::1", b"localhost"}:
        refused.append(str(host))
        raise OSError(f"no request leaves this machine: {host}")


def _memory() -> dict[str, float]:
    """Megabytes; the peak is that of this program, not of the one it was forked from."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    sizes = {line.partition(":")[0]: line.split()[1] for line in lines if line.startswith("Vm")}
    return {"resident_mb": int(sizes["VmRSS"]) / 1024, "peak_mb": int(sizes["VmHWM"]) / 1024}


def _recall_vectors() -> None:
    folder = os.environ.get(VECTORS_VARIABLE)
    if folder:
        from benchmarks.peers.vectors import recall

        recall(Path(folder))


if __name__ == "__main__":
    main()
