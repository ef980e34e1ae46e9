"""Signatures into band keys, and documents that share one into groups of candidates: hints, never yet a match.

The S-curve is that of Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", 3.4: a pair of Jaccard j meets in one
of b bands of r rows with probability ``1 - (1 - j**r)**b``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedup import kernels
from dedup.engines.groups import NO_GROUPS, Groups, group_by_key
from dedup.engines.local import LOCAL
from dedup.engines.storage import SpilledColumns
from dedup.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from dedup.engines.engine import Engine

    Keys = NDArray[np.uint64]

_BATCH_DOCUMENTS = 1 << 14
"""Documents whose keys are computed in one item of work."""
_PARALLEL_DOCUMENTS = 1 << 12
"""Documents from which grouping the keys of a band takes longer than handing it to a worker."""
_WRITTEN_AT_ONCE = 1 << 14
"""Documents whose keys are gathered before they are written to files."""


@dataclass(frozen=True, slots=True)
class LshParams:
    """How signatures are cut into bands, and the expected recall: the share of pairs at the threshold that meet."""

    bands: int
    rows: int
    recall: float

    def meeting_probability(self, jaccard: float) -> float:
        """Return the probability that a pair of this Jaccard similarity becomes a candidate."""
        return float(1.0 - (1.0 - jaccard**self.rows) ** self.bands)


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


class BandKeys:
    """The band keys of so many documents, added batch by batch: uint64, one for each band and document."""

    def __init__(self, bands: int, documents: int, engine: Engine) -> None:
        folder = engine.spill_folder
        self._engine = engine
        self._bands = bands
        self._files = [SpilledColumns(folder, {"key": pa.uint64()}) for _ in range(bands)] if folder else []
        self._keys = np.empty((bands, 0 if folder else documents), np.uint64)
        self._added = 0
        self._unwritten: list[Keys] = []

    def add(self, keys: Keys) -> None:
        """Add the keys of the next documents: uint64[bands, documents]."""
        if not self._files:
            self._keys[:, self._added : self._added + keys.shape[1]] = keys
            self._added += keys.shape[1]
            return
        self._unwritten.append(keys)
        if sum(part.shape[1] for part in self._unwritten) >= _WRITTEN_AT_ONCE:
            self._write()

    def _write(self) -> None:
        if self._unwritten:
            for file, band in zip(self._files, np.concatenate(self._unwritten, axis=1), strict=True):
                file.append(band)
        self._unwritten = []

    def _band(self, number: int) -> Keys:
        """Return the keys of one band, in the order of the documents."""
        return np.asarray(self._files[number].read()[0], np.uint64) if self._files else self._keys[number]

    def groups(self, documents: NDArray[np.int64]) -> Iterator[Groups]:
        """Yield, band by band, the groups of those of the `documents` that share a key.

        No keys can be added afterwards.
        """
        self._write()
        if not documents.size:
            return iter([NO_GROUPS])
        bands = (self._band(number) for number in range(self._bands))
        keys = (band if band.size == documents.size else band[documents] for band in bands)
        groups = self._grouped(keys, documents.size)
        return (Groups(documents[of_band.rows], of_band.bounds) for of_band in groups)

    def _grouped(self, keys: Iterator[Keys], documents: int) -> Iterator[Groups]:
        """Return the groups of each band; of bands in files, only as many are in memory as have room there."""
        if documents < _PARALLEL_DOCUMENTS:
            return map(group_by_key, keys)
        if not self._files:
            return self._engine.stream(group_by_key, keys)
        at_once = max(self._engine.step_words() // documents, 1)
        batches = iter(lambda: list(islice(keys, at_once)), [])
        return chain.from_iterable(self._engine.stream(group_by_key, batch) for batch in batches)
