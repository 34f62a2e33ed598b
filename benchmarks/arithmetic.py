"""What the processor can do at best, and what the model asks of it."""

from __future__ import annotations

import time
from collections.abc import Callable

HIDDEN, LAYERS, WIDE = 384, 12, 1536  # multilingual-e5-small
SIDE = 2048  # of the square matrices: larger ones are no faster
REPEATS = 5

Peaks = dict[str, float]


def peaks() -> Peaks:
    """GFLOP/s of one large matrix product in fp32, bf16 and int8, with all cores; without what does not run here.

    The best of some: other work on the machine only ever slows one.
    """
    import torch

    ones = torch.rand(SIDE, SIDE)
    half = ones.to(torch.bfloat16)
    whole = torch.randint(-128, 127, (SIDE, SIDE), dtype=torch.int8)
    products: dict[str, Callable[[], object]] = {
        "fp32": lambda: ones @ ones,
        "bf16": lambda: half @ half,
        "int8": lambda: torch._int_mm(whole, whole),
    }
    found = {}
    for name, product in products.items():
        try:
            found[name] = 2 * SIDE**3 / _least(product) / 1e9
        except (RuntimeError, AttributeError):  # not on this processor, or not in this torch
            continue
    return found


def _least(product: Callable[[], object]) -> float:
    product()
    taken = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        product()
        taken.append(time.perf_counter() - start)
    return min(taken)


def flops_per_token(length: float) -> float:
    """Multiplications and additions for a token of a text of ``length`` tokens: matrices, then attention."""
    matrices = 2 * (4 * HIDDEN * HIDDEN + 2 * HIDDEN * WIDE)
    attention = 4 * length * HIDDEN
    return LAYERS * (matrices + attention)
