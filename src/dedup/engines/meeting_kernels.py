"""What executors run for keys to meet: rows of bytes in, rows of bytes out.

`make` works on items, `tell` and `find_repeated` find the slots that stand twice, `send` lets rows go to their part,
and `group` brings those with equal keys together there.
"""

from __future__ import annotations

import pickle
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dedup.engines import rare_keys
from dedup.engines.cluster_jobs import result_or_error, row_of
from dedup.engines.groups import stable_order
from dedup.engines.mapped import unpacked
from dedup.errors import DedupError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Hashes = NDArray[np.uint64]

MADE = (
    "number long, result binary, span long, start long, rows long, members long, "
    "keys binary, values binary, columns binary"
)
TOLD = "part long, once binary, twice binary"
ANSWER = "part long, slots binary, bytes long"
BLOCK = "part long, hashes binary, values binary, rows long"
GROUPED = "part long, hashes binary, sizes binary, values binary, bytes long, rows long"
VALUE_BITS, ITEM_BITS = 32, 20
"""Bits of a value within its item, and of the number of an item; what is left of 64 tells the column."""
_MIX = 0x9E3779B185EBCA87
"""An odd number: keys times it differ in their first bits, whatever keys were selected by."""
_KEYS_AT_ONCE, _KEYS_TOLD_AT_ONCE = 1 << 20, 1 << 24
"""Keys of a task that are looked at together: rows, and slots, each of which is shorter where there are more."""
_INVERSE = pow(_MIX, -1, 1 << 64)
_COLUMN = 0xD6E8FEB86659FD93
"""Times the number of a column: what its keys are changed by, so that equal keys of two columns need not meet."""


class Answers(NamedTuple):
    """Which slots stand twice, after each round: the bits of a slot, and the slots of each part."""

    bits: int
    parts: dict[int, bytes]


class KeySource(NamedTuple):
    """Which keys of an item meet: its rows, or its columns of the chosen members."""

    of_columns: bool
    columns: int
    member_starts: Numbers
    chosen: NDArray[np.bool_] | None

    @property
    def cells(self) -> tuple[str, ...]:
        """The columns of `MADE` that have them."""
        return ("columns",) if self.of_columns else ("keys", "values")

    def of(self, batch: pa.RecordBatch) -> Iterator[tuple[Hashes, Hashes]]:
        """Yield the hashes of the keys of each item, and their values with column and number of the item."""
        for row, number in enumerate(batch.column("number").to_pylist()):
            cells = [np.frombuffer(batch.column(name)[row].as_buffer(), np.uint64) for name in self.cells]
            base = np.uint64(number << VALUE_BITS)
            if not self.of_columns:
                yield cells[0] * np.uint64(_MIX), cells[1] | base
                continue
            keys = cells[0].reshape(self.columns, -1)
            first, end = self.member_starts[number : number + 2].tolist()
            within = np.arange(end - first)
            if self.chosen is not None:
                within = np.flatnonzero(self.chosen[first:end])
                keys = keys[:, within]
            column = np.arange(self.columns)
            values = (column.astype(np.uint64) << np.uint64(VALUE_BITS + ITEM_BITS))[:, None] | (
                within.astype(np.uint64) | base
            )[None, :]
            yield ((keys ^ _change(column)[:, None]) * np.uint64(_MIX)).ravel(), values.ravel()


def parts_of_values(values: Hashes) -> tuple[Numbers, Numbers, Numbers]:
    """Return the column, the number of the item, and the value within the item, of what `KeySource` calls values."""
    column = values >> np.uint64(VALUE_BITS + ITEM_BITS)
    item = (values >> np.uint64(VALUE_BITS)) & np.uint64((1 << ITEM_BITS) - 1)
    within = values & np.uint64((1 << VALUE_BITS) - 1)
    return column.astype(np.int64), item.astype(np.int64), within.astype(np.int64)


def keys_of(hashes: Hashes, columns: Numbers) -> Hashes:
    """Return the keys of which these are the hashes; `columns` has the column of each."""
    return (hashes * np.uint64(_INVERSE)) ^ _change(columns)


def _change(column: Numbers) -> Hashes:
    """Return what the keys of each column are changed by; those of the first, and of rows, stay."""
    return column.astype(np.uint64) * np.uint64(_COLUMN)


def make(batches: Iterator[pa.RecordBatch], work: bytes) -> Iterator[pa.RecordBatch]:
    """Yield what work makes of each item, one row each."""
    function = unpacked(work)
    for batch in batches:
        for number, item in zip(batch.column("number").to_pylist(), batch.column("item"), strict=True):
            made = result_or_error(function, item.as_buffer())
            if isinstance(made, DedupError):
                yield row_of(MADE, number, pickle.dumps(made), 0, -1, 0, 0, b"", b"", b"")
                continue
            columns = made.columns if made.columns is not None else np.zeros((0, 0), np.uint64)
            yield row_of(
                MADE,
                number,
                pickle.dumps(made.result, protocol=5),
                made.span,
                -1 if made.start is None else made.start,
                made.keys.size,
                columns.shape[1],
                made.keys.tobytes(),
                made.values.tobytes(),
                columns.tobytes(),
            )


def tell(
    batches: Iterator[pa.RecordBatch], source: bytes, answers: list[Answers], bits: int, part_bits: int
) -> Iterator[pa.RecordBatch]:
    """Yield the slots of all keys of a task, part by part."""
    number = len(answers)
    for hashes, _values in _passing(batches, unpacked(source), answers, part_bits, _KEYS_TOLD_AT_ONCE):
        once, twice = rare_keys.once_and_twice(rare_keys.slots_of(hashes, bits, number))
        cells: dict[int, list[bytes]] = {}
        for side, slots in enumerate((once, twice)):
            for part, low, high in _parts_of(slots, bits, part_bits):
                cells.setdefault(part, [b"\0", b"\0"])[side] = rare_keys.encoded(slots[low:high])
        for part, (of_once, of_twice) in sorted(cells.items()):
            yield row_of(TOLD, part, of_once, of_twice)


def find_repeated(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield, for each part, the slots that stand twice in what all tasks told, and how many bytes were told."""
    for part, told in _by_part(batches):
        contents = [(row["once"], row["twice"]) for row in told]
        size = sum(map(len, chain.from_iterable(contents)))
        pairs = [(rare_keys.decoded(once), rare_keys.decoded(twice)) for once, twice in contents]
        yield row_of(ANSWER, part, rare_keys.encoded(rare_keys.repeated_slots(pairs)), size)


def send(
    batches: Iterator[pa.RecordBatch], source: bytes, answers: list[Answers], part_bits: int
) -> Iterator[pa.RecordBatch]:
    """Yield the rows that may stand twice, part by part, in the order of their hashes."""
    for rows in _passing(batches, unpacked(source), answers, part_bits, _KEYS_AT_ONCE):
        order = np.argsort(rows[0], kind="stable")
        hashes, values = (side[order] for side in rows)
        for part, low, high in _parts_of(hashes, 64, part_bits):
            block = rare_keys.encoded(hashes[low:high]), rare_keys.packed_numbers(values[low:high])
            yield row_of(BLOCK, part, *block, high - low)


def group(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield, for each part, the values of every key that stands twice in a column, in rising order."""
    for part, blocks in _by_part(batches):
        hashes = np.concatenate([rare_keys.decoded(block["hashes"]) for block in blocks])
        values = np.concatenate([rare_keys.unpacked_numbers(block["values"]) for block in blocks])
        size = sum(len(block["hashes"]) + len(block["values"]) for block in blocks)
        order = np.lexsort((values, hashes))
        rows, hashes, values = hashes.size, hashes[order], values[order]
        column = values >> np.uint64(VALUE_BITS + ITEM_BITS)
        new = np.ones(hashes.size, bool)
        new[1:] = (hashes[1:] != hashes[:-1]) | (column[1:] != column[:-1])
        sizes = np.diff(np.append(np.flatnonzero(new), hashes.size))
        kept = np.repeat(sizes > 1, sizes)
        yield row_of(
            GROUPED,
            part,
            rare_keys.encoded(hashes[new & kept]),
            rare_keys.packed_numbers(sizes[sizes > 1].astype(np.uint64)),
            rare_keys.packed_numbers(values[kept]),
            size,
            rows,
        )


def _by_part(batches: Iterator[pa.RecordBatch]) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Yield the rows of each part."""
    parts: dict[int, list[dict[str, Any]]] = {}
    for row in chain.from_iterable(batch.to_pylist() for batch in batches):
        parts.setdefault(row["part"], []).append(row)
    yield from sorted(parts.items())


def _passing(
    batches: Iterator[pa.RecordBatch], source: KeySource, answers: list[Answers], part_bits: int, at_once: int
) -> Iterator[tuple[Hashes, Hashes]]:
    """Yield the hashes and values that may stand twice, by the answers so far, of about so many keys at once.

    All slots of the answers are decoded for each yield.
    """
    for hashes, values in _gathered(chain.from_iterable(map(source.of, batches)), at_once):
        passing = hashes, values
        for number, answer in enumerate(answers):
            passing = _among(answer, number, part_bits, *passing)
        yield passing


def _gathered(parts: Iterable[tuple[Hashes, Hashes]], at_once: int) -> Iterator[tuple[Hashes, Hashes]]:
    """Yield the hashes and values of several items together, of at least so many keys but for the last."""
    gathered: list[tuple[Hashes, Hashes]] = []
    for part in parts:
        gathered.append(part)
        if sum(hashes.size for hashes, _ in gathered) >= at_once:
            yield _concatenated(gathered)
            gathered.clear()
    if gathered:
        yield _concatenated(gathered)


def _concatenated(parts: list[tuple[Hashes, Hashes]]) -> tuple[Hashes, Hashes]:
    hashes, values = zip(*parts, strict=True)
    return np.concatenate(hashes), np.concatenate(values)


def _among(answer: Answers, number: int, part_bits: int, hashes: Hashes, values: Hashes) -> tuple[Hashes, Hashes]:
    """Return the hashes and values whose slots stand twice by the answer of one round."""
    slots = rare_keys.slots_of(hashes, answer.bits, number)
    order = stable_order(slots.astype(np.int64))
    slots = slots[order]
    passes = np.zeros(slots.size, bool)
    for part, low, high in _parts_of(slots, answer.bits, part_bits):
        passes[low:high] = rare_keys.are_among(slots[low:high], rare_keys.decoded(answer.parts.get(part, b"\0")))
    kept = order[passes]
    return hashes[kept], values[kept]


def _parts_of(ordered: Hashes, bits: int, part_bits: int) -> Iterator[tuple[int, int, int]]:
    """Yield each part of rising numbers of so many bits, by their first bits: its number, first place and end."""
    marks = np.arange((1 << part_bits) + 1, dtype=object) << (bits - part_bits)
    bounds = [*np.searchsorted(ordered, marks[:-1].astype(np.uint64)).tolist(), ordered.size]
    for part, (low, high) in enumerate(pairwise(bounds)):
        if low < high:
            yield part, low, high
