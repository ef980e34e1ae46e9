"""Keys of texts, made a piece at a time, into the places that hold the same key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedup import kernels
from dedup.engines.engine import KeyCounts
from dedup.engines.groups import Groups
from dedup.engines.storage import SpilledColumns
from dedup.prefix_sums import prefix_sums
from dedup.words.text_buffers import text_pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine, Keyed
    from dedup.engines.storage import SpillFolder

    Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Places:
    """Places of all texts that hold the same key.

    `parts` returns them part by part, as often as it is called: places by key, each of `size` places in a row. Where
    the engine has a spill folder, one part at a time is in memory. The places of document i are
    ``offsets[i] : offsets[i + 1]`` (int64[documents + 1]).
    """

    parts: Callable[[], Iterable[Groups]]
    offsets: Numbers
    size: int


def find_places(
    select: Callable[[pa.LargeStringArray], Keyed[Numbers]],
    collection: Collection,
    left_out: NDArray[np.bool_],
    engine: Engine,
    *,
    size: int,
    expected: int,
) -> Places:
    """Return the places of all keys that stand at least twice, but for those in documents that are left out.

    `select` makes keys of a column of texts, with their places, and the number of places of each text (int64). A key is
    of `size` places; about `expected` of them are made.
    """
    meeting = engine.meet(select, text_pieces(collection.batches), KeyCounts(rows=expected))
    offsets = np.cumsum(np.concatenate([np.zeros(1, np.int64), *meeting.results()]))

    def kept() -> Iterator[Groups]:
        for groups in meeting.rows.partitions():
            is_dropped = left_out[kernels.texts_of_words(offsets, groups.rows)]
            yield groups.without(is_dropped) if is_dropped.any() else groups

    if engine.spill_folder is not None:
        return Places(_in_files(kept(), engine.spill_folder), offsets, size)
    known = list(kept())
    return Places(lambda: known, offsets, size)


def _in_files(parts: Iterable[Groups], folder: SpillFolder) -> Callable[[], Iterator[Groups]]:
    """Write groups to files, part by part, and return what reads them: they are asked for more than once."""
    rows, sizes = (SpilledColumns(folder, {name: pa.int64()}) for name in ("row", "size"))
    for groups in parts:
        rows.append(groups.rows)
        sizes.append(groups.sizes)

    def read() -> Iterator[Groups]:
        for (row,), (size,) in zip(rows.read_parts(), sizes.read_parts(), strict=True):
            yield Groups(row, prefix_sums(size))

    return read
