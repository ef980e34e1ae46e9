"""What executors run for the keys of items to meet: rows of bytes in, rows of bytes out.

`tell` and `find_repeated` find the slots that stand twice, `send` lets rows go to their part, and `group` brings those
with equal keys together there. Rows travel in groups: the hash of a key once, and the places of all rows that have it.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.engines.cluster_jobs import row_of
from dedup.engines.coded_numbers import coded, coded_steps, decoded, decoded_steps
from dedup.engines.large_results import bytes_of_result
from dedup.engines.mapped import unpacked
from dedup.engines.rare_keys import HASH_BITS, once_and_twice, parts_of, repeated_slots, slots_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.engines.made_keys import ColumnKeys, Places, RowKeys
    from dedup.engines.rare_keys import RepeatedSlots

    Numbers = NDArray[np.int64]
    Hashes = NDArray[np.uint64]

TOLD = "part long, once binary, twice binary"
REPEATED = "part long, slots binary, bytes long"
BLOCK = "part long, hashes binary, sizes binary, places binary"
GROUPED = "part long, groups binary, bytes long, rows long"
_NONE = coded_steps(np.zeros(0, np.uint64))
_KEYS_AT_ONCE, _SLOTS_AT_ONCE = 1 << 22, 1 << 24
"""Keys of a task that are looked at together, and slots: the more there are, the fewer bytes each one takes."""


def tell(batches: Iterator[pa.RecordBatch], source: bytes, bits: int, part_bits: int) -> Iterator[pa.RecordBatch]:
    """Yield the slots of all keys of a task, part by part."""
    keys: RowKeys | ColumnKeys = unpacked(source)
    hashes = ((of_item,) for batch in batches for of_item in keys.hashes(batch))
    for (some,) in _gathered(hashes, _SLOTS_AT_ONCE):
        cells: dict[int, list[bytes]] = {}
        for side, slots in enumerate(once_and_twice(slots_of(some, bits))):
            for part, low, high in parts_of(slots, bits, part_bits):
                cells.setdefault(part, [_NONE, _NONE])[side] = coded_steps(slots[low:high])
        for part, once_and_twice_told in sorted(cells.items()):
            yield row_of(TOLD, part, *once_and_twice_told)


def find_repeated(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield, for each part, the slots that stand twice in what all tasks told, and how many bytes were told."""
    for part, told in _by_part(batches):
        contents = [(row["once"], row["twice"]) for row in told]
        slots = repeated_slots((decoded_steps(once), decoded_steps(twice)) for once, twice in contents)
        yield row_of(REPEATED, part, coded_steps(slots), sum(map(len, chain.from_iterable(contents))))


def send(
    batches: Iterator[pa.RecordBatch], source: bytes, repeated: RepeatedSlots | None, part_bits: int
) -> Iterator[pa.RecordBatch]:
    """Yield the rows that may stand twice, part by part: those of repeated slots, or all rows."""
    keys: RowKeys | ColumnKeys = unpacked(source)
    items = (of_item for batch in batches for of_item in zip(keys.hashes(batch), keys.places_of(batch), strict=True))
    rows = _gathered(items, _KEYS_AT_ONCE)
    if repeated is not None:
        rows = _gathered((_of_slots(repeated, *some) for some in rows), _KEYS_AT_ONCE)
    for some in rows:
        hashes, places = _in_order(*some)
        for part, low, high in parts_of(hashes, HASH_BITS, part_bits):
            of_part = hashes[low:high] if repeated is None else repeated.shortened(part, hashes[low:high])
            yield row_of(BLOCK, part, *_coded_groups(of_part, places[low:high], keys.places))


def group(batches: Iterator[pa.RecordBatch], places: Places, folder: str) -> Iterator[pa.RecordBatch]:
    """Yield, for each part, the places of every key that stands twice in a column, in rising order: a result."""
    for part, rows in _by_part(batches):
        codes = [(row["hashes"], row["sizes"], row["places"]) for row in rows]
        hashes, met = _in_order(*_concatenated([_rows(*decoded_groups(*code)) for code in codes]))
        sizes = _sizes(hashes, met, places)
        kept = np.repeat(sizes > 1, sizes)
        size = sum(map(len, chain.from_iterable(codes)))
        groups = _coded_groups(hashes[kept], met[kept], places)
        yield row_of(GROUPED, part, bytes_of_result(groups, folder), size, hashes.size)


def decoded_groups(hashes: bytes, sizes: bytes, places: bytes) -> tuple[Hashes, Numbers, Hashes]:
    """Return the hash of each group, how many rows it has, and the places of these, group by group."""
    count, steps = decoded(sizes).astype(np.int64), decoded(places)
    sums, starts = np.cumsum(steps, dtype=np.uint64), np.cumsum(count) - count
    return decoded_steps(hashes), count, sums - np.repeat(sums[starts] - steps[starts], count)


def _coded_groups(hashes: Hashes, places: Hashes, of: Places) -> tuple[bytes, bytes, bytes]:
    """Return what `decoded_groups` takes, of rows in the order of hashes and places."""
    sizes = _sizes(hashes, places, of)
    starts = np.cumsum(sizes) - sizes
    steps = np.diff(places, prepend=np.uint64(0))
    steps[starts] = places[starts]
    return coded_steps(hashes[starts]), coded(sizes.astype(np.uint64)), coded(steps)


def _sizes(hashes: Hashes, places: Hashes, of: Places) -> Numbers:
    """Return how many rows, in the order of hashes and places, have the same hash and column."""
    columns, new = of.columns(places), np.ones(hashes.size, bool)
    new[1:] = (hashes[1:] != hashes[:-1]) | (columns[1:] != columns[:-1])
    return np.diff(np.append(np.flatnonzero(new), hashes.size))


def _rows(hashes: Hashes, sizes: Numbers, places: Hashes) -> tuple[Hashes, Hashes]:
    return np.repeat(hashes, sizes), places


def _of_slots(repeated: RepeatedSlots, hashes: Hashes, places: Hashes) -> tuple[Hashes, Hashes]:
    """Return the rows whose keys may stand twice."""
    found = repeated.have(hashes)
    return hashes[found], places[found]


def _in_order(hashes: Hashes, places: Hashes) -> tuple[Hashes, Hashes]:
    order = np.lexsort((places, hashes))
    return hashes[order], places[order]


def _by_part(batches: Iterator[pa.RecordBatch]) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Yield the rows of each part."""
    parts: dict[int, list[dict[str, Any]]] = {}
    for row in chain.from_iterable(batch.to_pylist() for batch in batches):
        parts.setdefault(row["part"], []).append(row)
    yield from sorted(parts.items())


def _gathered(parts: Iterable[tuple[Hashes, ...]], at_once: int) -> Iterator[tuple[Hashes, ...]]:
    """Yield the arrays of several parts as one of each kind, of at least so many numbers but for the last."""
    gathered: list[tuple[Hashes, ...]] = []
    for part in parts:
        gathered.append(part)
        if sum(first.size for first, *_ in gathered) >= at_once:
            yield _concatenated(gathered)
            gathered.clear()
    if gathered:
        yield _concatenated(gathered)


def _concatenated(parts: list[tuple[Hashes, ...]]) -> tuple[Hashes, ...]:
    return tuple(map(np.concatenate, zip(*parts, strict=True)))
