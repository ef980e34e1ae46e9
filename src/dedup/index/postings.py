"""Keys and the words at which they stand ↔ rows of buckets, as an index file keeps them.

A posting says that a key stands at a word. Words of an index are numbered through all its texts, so that the number
alone says text and place. Of a key its upper `KEY_BITS` bits are kept. A bucket holds the postings whose keys begin
with the same bits, in the order of their words, as one blob of little-endian integers of seven bytes:

    rest of the key | check (`CHECK_BITS`) | word, counted from the segment's base (position bits)

The check holds a few bits of the words around a key (`dedup.index.sketches`), so that most postings that cannot matter
are passed over before any text is read. How many bits the bucket and the word take depends on the segment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

KEY_BITS = 36
"""Of 25 million postings a key meets one by mistake 0.0004 times; such a pair does not survive verification."""
CHECK_BITS = 12
ENTRY_BYTES = 7

_FEWEST_BITS = 8 * ENTRY_BYTES - KEY_BITS - CHECK_BITS
_RADIX_BITS = 16


class Postings(NamedTuple):
    """Postings in the order of their words: `keys`, `checks` (uint64), `words` (int64, numbered throughout)."""

    keys: NDArray[np.uint64]
    checks: NDArray[np.uint64]
    words: NDArray[np.int64]

    def where(self, chosen: NDArray[np.bool_]) -> Postings:
        """Return the chosen ones."""
        return Postings(self.keys[chosen], self.checks[chosen], self.words[chosen])


def join_postings(parts: list[Postings]) -> Postings:
    """Return the postings of consecutive parts as one."""
    return Postings(*(np.concatenate(column) for column in zip(*parts, strict=True)))


@dataclass(frozen=True, slots=True)
class Layout:
    """How a segment's postings are packed: words count from `base`."""

    base: int
    position_bits: int
    bucket_bits: int

    @classmethod
    def of(cls, base: int, end: int) -> Self:
        """Return the layout for words from `base` up to `end`: 32 to 64 fingerprints a bucket, for usual text."""
        position_bits = max(end - base - 1, 1).bit_length()
        return cls(base, position_bits, max(position_bits - _FEWEST_BITS, 0))

    @property
    def is_possible(self) -> bool:
        """Whether keys, checks and words of these sizes fit an entry."""
        bits = KEY_BITS - self.bucket_bits + CHECK_BITS + self.position_bits
        return 0 <= self.bucket_bits < KEY_BITS and self.position_bits > 0 and bits <= 8 * ENTRY_BYTES

    @property
    def key_bits(self) -> int:
        """The bits of a key that stand in an entry."""
        return KEY_BITS - self.bucket_bits

    def buckets(self, keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """Return the bucket of each key."""
        return shortened(keys) >> np.uint64(self.key_bits)

    def pack(self, postings: Postings) -> Iterator[tuple[int, bytes]]:
        """Yield (bucket, entries) in the order of the buckets."""
        keys, checks, words = postings
        buckets = self.buckets(keys)
        rest = shortened(keys) & np.uint64((1 << self.key_bits) - 1)
        entries = (rest << np.uint64(CHECK_BITS)) | checks
        entries = (entries << np.uint64(self.position_bits)) | (words - self.base).astype(np.uint64)
        order = _bucket_order(buckets)
        buckets = buckets[order]
        raw = entries[order].astype("<u8").view(np.uint8).reshape(-1, 8)[:, :ENTRY_BYTES].tobytes()
        heads = np.flatnonzero(np.diff(buckets, prepend=buckets[:1] + np.uint64(1)))
        bounds = np.append(heads, buckets.size).tolist()
        for number, bucket in enumerate(buckets[heads].tolist()):
            yield bucket, raw[bounds[number] * ENTRY_BYTES : bounds[number + 1] * ENTRY_BYTES]

    def unpack(self, rows: list[tuple[int, bytes]]) -> Postings:
        """Return the postings of some buckets; of their keys, `KEY_BITS` bits are known, and the others are 0."""
        raw_entries = np.frombuffer(b"".join(raw for _, raw in rows), np.uint8).reshape(-1, ENTRY_BYTES)
        wide = np.zeros((raw_entries.shape[0], 8), np.uint8)
        wide[:, :ENTRY_BYTES] = raw_entries
        entries = wide.view("<u8").ravel()
        sizes = [len(raw) // ENTRY_BYTES for _, raw in rows]
        buckets = np.repeat(np.array([bucket for bucket, _ in rows], np.uint64), sizes)
        words = (entries & np.uint64((1 << self.position_bits) - 1)).astype(np.int64) + self.base
        above = entries >> np.uint64(self.position_bits)
        checks = above & np.uint64((1 << CHECK_BITS) - 1)
        rest = above >> np.uint64(CHECK_BITS)
        keys = (buckets << np.uint64(self.key_bits)) | rest
        return Postings(keys << np.uint64(64 - KEY_BITS), checks, words)


def shortened(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return what an index knows of each key: its upper bits."""
    return keys >> np.uint64(64 - KEY_BITS)


def _bucket_order(buckets: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return a stable order by bucket: by 16 bits at a time, for which NumPy counts instead of comparing."""
    order = np.argsort(buckets.astype(np.uint16), kind="stable")
    shift = _RADIX_BITS
    while buckets.size and int(buckets.max()) >> shift:
        digits = (buckets[order] >> np.uint64(shift)).astype(np.uint16)
        order = order[np.argsort(digits, kind="stable")]
        shift += _RADIX_BITS
    return order
