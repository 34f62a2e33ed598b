"""Questions of several threads share batches; each thread gets its own vector, or its own error."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.model.probe import samples
from index.model.ready import make_ready
from index.model.shipped import ShippedEncoder
from index.model.together import Together
from index.types import Vectors

PATIENCE = 20  # seconds: only a test that fails waits so long


class Slow:
    """Encodes a text as its number; the first batch waits until it is let go."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.begun, self.go = threading.Event(), threading.Event()

    def __call__(self, texts: Sequence[str]) -> Vectors:
        first = not self.batches
        self.batches.append(list(texts))
        if first:
            self.begun.set()
            assert self.go.wait(PATIENCE)
        if "bad" in texts:
            raise ValueError("bad")
        return np.array([[float(text)] for text in texts], np.float32)


def gathered(together: Together, count: int) -> None:
    """Waits until ``count`` threads wait for company."""
    while len(together._waiting) < count:
        threading.Event().wait(0.001)


@pytest.mark.timeout(PATIENCE)
def test_those_who_wait_share_batches_and_each_gets_its_own_vector() -> None:
    encode = Slow()
    together = Together(encode, lanes=1, most=4)
    with ThreadPoolExecutor(10) as pool:
        first = pool.submit(together, "0")
        assert encode.begun.wait(PATIENCE)
        others = [pool.submit(together, str(number)) for number in range(1, 10)]
        gathered(together, 9)
        encode.go.set()
        assert [found.result(PATIENCE)[0] for found in (first, *others)] == list(range(10))
    assert [len(batch) for batch in encode.batches] == [1, 4, 4, 1]
    assert together("11")[0] == 11  # and the lane is free again
    assert encode.batches[-1] == ["11"]


@pytest.mark.timeout(PATIENCE)
def test_an_error_reaches_all_of_its_batch_and_nobody_else() -> None:
    encode = Slow()
    together = Together(encode, lanes=1, most=2)
    with ThreadPoolExecutor(5) as pool:
        first = pool.submit(together, "0")
        assert encode.begun.wait(PATIENCE)
        waiting = []
        for text in ("1", "bad", "2", "3"):
            waiting.append(pool.submit(together, text))
            gathered(together, len(waiting))
        encode.go.set()
        assert first.result(PATIENCE)[0] == 0
        for spoiled in waiting[:2]:
            with pytest.raises(ValueError, match="bad"):
                spoiled.result(PATIENCE)
        assert [found.result(PATIENCE)[0] for found in waiting[2:]] == [2, 3]


@pytest.mark.timeout(PATIENCE)
def test_lanes_work_side_by_side() -> None:
    meeting = threading.Barrier(2)

    def encode(texts: Sequence[str]) -> Vectors:
        meeting.wait(PATIENCE)  # passed only by two at once
        return np.zeros((len(texts), 1), np.float32)

    together = Together(encode, lanes=2, most=8)
    with ThreadPoolExecutor(2) as pool:
        assert [len(found) for found in pool.map(together, ("1", "2"))] == [1, 1]


def test_many_threads_of_a_warm_encoder_get_what_one_would() -> None:
    encoder = ShippedEncoder(make_ready()[0])
    encoder.warm()
    texts = samples()
    with ThreadPoolExecutor(16) as pool:
        found = np.stack(list(pool.map(encoder.encode_query, texts)))
    assert (found * encoder.encode_queries(texts)).sum(axis=1).min() > 0.999
