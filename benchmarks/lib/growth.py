"""Times and sizes into exponents: how work grows with its size, fitted over all sizes and from each to the next."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

_TWO = 2


@dataclass(frozen=True)
class Growth:
    """A power law: work on `n` takes ``factor * n ** exponent``; `error` is the exponent's standard error.

    The error is None for two sizes, which lie on a line whatever they are.
    """

    exponent: float
    error: float | None
    factor: float

    def at(self, size: float) -> float:
        """Return what the law says of a size."""
        return float(self.factor * size**self.exponent)


def fit(sizes: Sequence[float], values: Sequence[float]) -> Growth | None:
    """Return the line of least squares through the logarithms, or None for fewer than two sizes."""
    if len(sizes) < _TWO:
        return None
    x, y = np.log(np.array(sizes, float)), np.log(np.array(values, float))
    spread = float(((x - x.mean()) ** 2).sum())
    exponent = float(((x - x.mean()) * (y - y.mean())).sum()) / spread
    level = float(y.mean() - exponent * x.mean())
    free = len(sizes) - _TWO
    rest = float(((y - level - exponent * x) ** 2).sum())
    return Growth(exponent, (rest / free / spread) ** 0.5 if free else None, float(np.exp(level)))


def steps(sizes: Sequence[float], values: Sequence[float]) -> list[float | None]:
    """Return for each size the exponent since the one before it; None for the first."""
    pairs = pairwise(zip(sizes, values, strict=True))
    return [None, *(log(after / before) / log(large / small) for (small, before), (large, after) in pairs)]
