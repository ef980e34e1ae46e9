"""UTF-8 bytes into words, and words into digests.

What a word is stands in `docs/method.md`; what each character is to a word, in the folding table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.library import (
    BYTES,
    INT32,
    INT64,
    OUT_INT64,
    OUT_UINT64,
    TEXTS,
    UINT16,
    UINT64,
    Kernel,
    Struct,
)
from dedup.kernels.shapes import Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.folding import FoldingTable

TABLE = Struct(BYTES, BYTES, INT32, BYTES, BYTES, BYTES, UINT16, INT32, BYTES)
"""The columns of the folding table."""
_NOWHERE = np.empty(0, np.int64)

_split = Kernel("split_words", *TEXTS, TABLE, OUT_UINT64, OUT_INT64, OUT_INT64, OUT_INT64)
_digest = Kernel("digest_texts", UINT64, INT64, OUT_UINT64)
_hash_strings = Kernel("hash_strings", *TEXTS, OUT_UINT64)


def split_words(buffer: NDArray[np.uint8], offsets: NDArray[np.int64], table: FoldingTable) -> Words:
    """Return the words of texts that lie one after the other in `buffer` as UTF-8.

    Text i is ``buffer[offsets[i] : offsets[i + 1]]``; `offsets` (int64[texts + 1]) need not start at 0. No word
    reaches across two texts.
    """
    most = _most(offsets)
    hashes, starts, ends = np.empty(most, np.uint64), np.empty(most, np.int64), np.empty(most, np.int64)
    bounds = np.empty(offsets.size, np.int64)
    count = _split(buffer, offsets, table, hashes, starts, ends, bounds)
    return Words(hashes[:count], starts[:count], ends[:count], bounds)


def hash_words(
    buffer: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    table: FoldingTable,
    out: NDArray[np.uint64] | None = None,
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the hashes of the words of texts and where each text's begin, as `split_words` does without spans.

    They are written to `out`, if that is given: it has to have room for all of them.
    """
    hashes = np.empty(_most(offsets), np.uint64) if out is None else out
    bounds = np.empty(offsets.size, np.int64)
    count = _split(buffer, offsets, table, hashes, _NOWHERE, _NOWHERE, bounds)
    return hashes[:count], bounds


def digests(words: NDArray[np.uint64], offsets: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return a digest of the words of each text, in their order: uint64[texts, 2].

    Word i of a text (from 1) counts as ``word + i * BASE``, so that its place matters. The two values are the sums
    mod 2**64 of these under MurmurHash3's 64-bit finaliser, and under that of SplitMix64 (Steele, Lea, Flood: "Fast
    splittable pseudorandom number generators", OOPSLA 2014, with D. Stafford's constants, his Mix13). Equal texts have
    equal digests, and a text without words has zeros; unequal ones have equal digests about once in 2**128.
    """
    result = np.empty((offsets.size - 1, 2), np.uint64)
    _digest(words, offsets, result)
    return result


def hash_strings(buffer: NDArray[np.uint8], offsets: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return XXH64 of each string that lies in `buffer`: ``buffer[offsets[i] : offsets[i + 1]]``."""
    hashes = np.empty(offsets.size - 1, np.uint64)
    _hash_strings(buffer, offsets, hashes)
    return hashes


def _most(offsets: NDArray[np.int64]) -> int:
    """Return how many words there can be: one of a byte needs a separator, others are longer."""
    return (int(offsets[-1]) - int(offsets[0])) // 2 + offsets.size
