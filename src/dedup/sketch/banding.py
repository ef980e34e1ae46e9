"""Signatures into band keys: texts that share one are candidates, never yet a match.

The S-curve is that of Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", 3.4: a pair of Jaccard j meets in one
of b bands of r rows with probability ``1 - (1 - j**r)**b``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.engines.local import LOCAL
from dedup.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.engines.engine import Engine

_SLICE = 1 << 14
"""Texts whose keys are made together: batches for threads."""


@dataclass(frozen=True, slots=True)
class Bands:
    """How a signature is cut, and the share of pairs at the threshold that will meet."""

    bands: int
    rows: int
    expected: float

    def meets(self, jaccard: float) -> float:
        """Return the probability that a pair of this Jaccard similarity becomes a candidate."""
        return float(1.0 - (1.0 - jaccard**self.rows) ** self.bands)


def choose_bands(threshold: float, recall: float, count: int) -> Bands:
    """Return the most selective cut of `count` values that lets at least `recall` of the pairs at `threshold` meet.

    More rows a band mean fewer candidates in vain; candidates are verified, so recall comes first. Raises
    `UsageError` where not even single rows reach it.
    """
    for rows in range(count, 0, -1):
        bands = count // rows
        cut = Bands(bands, rows, 1.0 - (1.0 - threshold**rows) ** bands)
        if cut.expected >= recall:
            return cut
    best = 1.0 - (1.0 - threshold) ** count
    msg = (
        f"{count} permutations cannot find {recall:.4g} of the pairs at threshold {threshold:g}: at most {best:.4g}. "
        "Lower the recall, or raise the threshold or the number of permutations"
    )
    raise UsageError(msg)


def band_keys(signatures: NDArray[np.uint32], cut: Bands, engine: Engine = LOCAL) -> NDArray[np.uint64]:
    """Return one key a band and text: uint64[bands, texts], equal where all rows of the band are."""
    keys = np.empty((cut.bands, signatures.shape[0]), np.uint64)

    def work(first: int) -> None:
        some = slice(first, first + _SLICE)
        kernels.band_keys(signatures[some], cut.bands, cut.rows, keys[:, some])

    engine.map(work, range(0, signatures.shape[0], _SLICE))
    return keys
