"""Whether a rise over the same questions says more than which questions happened to be asked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ingest.types import Frozen

LEVEL = 0.05  # a rise that chance would bring as often as this is none
DRAWS = 10_000
SEED = 57  # the same figures give the same words


class Rise(Frozen):
    """The mean difference of a measure, after less before.

    ``low`` and ``high``: its confidence interval at 95 %, by drawing the questions anew (bootstrap). ``p``: how often
    two models as good as each other would differ as much, by exchanging their figures question by question (two-sided
    paired randomisation test).
    """

    mean: float
    low: float
    high: float
    p: float

    @property
    def significant(self) -> bool:
        """Whether both say that there is a rise."""
        return self.low > 0 and self.p < LEVEL


def rise(before: Sequence[float], after: Sequence[float]) -> Rise:
    """The rise over questions, each with its figure before and after, in the same order."""
    difference = np.subtract(after, before)
    asked, chance = len(difference), np.random.default_rng(SEED)
    drawn = chance.multinomial(asked, np.full(asked, 1 / asked), size=DRAWS) @ difference / asked
    exchanged = chance.choice((-1.0, 1.0), size=(DRAWS, asked)) @ difference
    as_large = np.abs(exchanged) >= abs(difference.sum()) - 1e-9
    low, high = np.quantile(drawn, (LEVEL / 2, 1 - LEVEL / 2))
    return Rise(
        mean=float(difference.mean()),
        low=float(low),
        high=float(high),
        p=float((as_large.sum() + 1) / (DRAWS + 1)),
    )
