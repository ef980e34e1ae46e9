"""The band keys of all documents, gathered piece by piece, into groups of documents that share one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedup.engines.groups import NO_GROUPS, Groups, group_by_key
from dedup.engines.storage import StoredNumbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.engines.storage import Shelf

_SIDE_BY_SIDE = 1 << 12
"""Documents from which grouping the keys of a band takes longer than handing it to a thread."""
_WRITTEN_AT_ONCE = 1 << 14
"""Documents whose keys are gathered before they are written into their files."""


class BandKeys:
    """The band keys of signatures, band after band: uint64, one for each document."""

    def __init__(self, bands: int, documents: int, shelf: Shelf | None) -> None:
        self._files = [StoredNumbers(shelf, {"key": pa.uint64()}) for _ in range(bands)] if shelf else []
        self._keys = np.empty((bands, 0 if shelf else documents), np.uint64)
        self._waiting: list[NDArray[np.uint64]] = []
        self._rows = 0
        self.bands = bands

    def room(self, first: int, last: int) -> NDArray[np.uint64]:
        """Return room for the keys of some documents, uint64[bands, documents], which `add` is given once filled."""
        return np.empty((self.bands, last - first), np.uint64) if self._files else self._keys[:, first:last]

    def add(self, keys: NDArray[np.uint64]) -> None:
        """Take the keys of the next documents in."""
        if self._files:
            self._waiting.append(keys)
            self._rows += keys.shape[1]
            if self._rows >= _WRITTEN_AT_ONCE:
                self._write()

    def _write(self) -> None:
        if self._waiting:
            for file, band in zip(self._files, np.concatenate(self._waiting, axis=1), strict=True):
                file.append(band)
        self._waiting, self._rows = [], 0

    def band(self, number: int) -> NDArray[np.uint64]:
        """Return the keys of one band, in the order of the documents."""
        return np.asarray(self._files[number].read()[0], np.uint64) if self._files else self._keys[number]

    def groups(self, documents: NDArray[np.int64], engine: Engine) -> Iterator[Groups]:
        """Yield, band by band, the groups of those of the `documents` that share a key; none can be added then."""
        self._write()

        def work(number: int) -> Groups:
            keys = self.band(number)
            every = documents.size == keys.size
            groups = group_by_key(keys if every else keys[documents])
            return groups if every else Groups(documents[groups.rows], groups.bounds)

        if not documents.size:
            return iter([NO_GROUPS])
        bands = range(self.bands)
        return engine.stream(work, bands) if documents.size >= _SIDE_BY_SIDE else map(work, bands)
