"""Signatures into band keys; documents that share one are candidates: a hint, never yet a match.

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

    Keys = NDArray[np.uint64]

_BATCH_DOCUMENTS = 1 << 14
"""Documents whose keys are computed in one item of work."""


@dataclass(frozen=True, slots=True)
class LshParams:
    """How signatures are cut into bands, and the expected recall: the share of pairs at the threshold that meet."""

    bands: int
    rows: int
    recall: float


def choose_bands(threshold: float, recall: float, count: int) -> LshParams:
    """Return the most selective bands of `count` values by which at least `recall` of the pairs at `threshold` meet.

    More rows a band mean fewer candidates in vain; candidates are verified, so recall comes first. Raises
    `UsageError` where not even single rows reach it.
    """
    for rows in range(count, 0, -1):
        bands = count // rows
        params = LshParams(bands, rows, 1.0 - (1.0 - threshold**rows) ** bands)
        if params.recall >= recall:
            return params
    best = 1.0 - (1.0 - threshold) ** count
    msg = (
        f"{count} permutations cannot find {recall:.4g} of the pairs at threshold {threshold:g}: at most {best:.4g}. "
        "Lower the recall, or raise the threshold or the number of permutations"
    )
    raise UsageError(msg)


def band_keys(signatures: NDArray[np.uint32], params: LshParams, engine: Engine = LOCAL) -> Keys:
    """Return one key a band and document: uint64[bands, documents], equal where all rows of the band are."""
    starts = range(0, signatures.shape[0], _BATCH_DOCUMENTS)
    batches = [signatures[start : start + _BATCH_DOCUMENTS] for start in starts]
    parts = engine.map(lambda batch: keys_of_batch(batch, params), batches)
    return np.concatenate([np.zeros((params.bands, 0), np.uint64), *parts], axis=1)


def keys_of_batch(signatures: NDArray[np.uint32], params: LshParams) -> Keys:
    """Return the keys of signatures that are one item of work: uint64[bands, documents]."""
    keys = np.empty((params.bands, signatures.shape[0]), np.uint64)
    kernels.band_keys(signatures, params.bands, params.rows, keys)
    return keys
