"""UTF-8 texts → words, and words → digests.

`docs/method.md` says what a word is. The folding table says what each character is to a word.

Words of many texts lie one after the other. `offsets` (int64[texts + 1]) say where the words of each text begin, as in
Arrow's list layout.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.kernels.bindings import (
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

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.folding import FoldingTable

FOLDING_TABLE = Struct(BYTES, BYTES, INT32, BYTES, BYTES, BYTES, UINT16, INT32, BYTES)
"""The columns of the folding table."""
_NO_SPANS = np.empty(0, np.int64)

_split = Kernel("split_words", *TEXTS, FOLDING_TABLE, OUT_UINT64, OUT_INT64, OUT_INT64, OUT_INT64)
_digest = Kernel("digest_words", UINT64, INT64, OUT_UINT64)
_hash_strings = Kernel("hash_strings", *TEXTS, OUT_UINT64)


class Words(NamedTuple):
    """The words of texts.

    `hashes` (uint64) are the XXH64 of each folded word. `starts` and `ends` (int64) are half-open byte offsets in the
    buffer. Word w belongs to text i when ``offsets[i] <= w < offsets[i + 1]``.
    """

    hashes: NDArray[np.uint64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    offsets: NDArray[np.int64]


def split_words(buffer: NDArray[np.uint8], offsets: NDArray[np.int64], table: FoldingTable) -> Words:
    """Return the words of texts that lie one after the other in `buffer` as UTF-8.

    Text i is ``buffer[offsets[i] : offsets[i + 1]]``; `offsets` (int64[texts + 1]) need not start at 0. No word
    crosses the end of a text.
    """
    most = _most_words(offsets)
    hashes, starts, ends = np.empty(most, np.uint64), np.empty(most, np.int64), np.empty(most, np.int64)
    bounds = np.empty(offsets.size, np.int64)
    count = _split(buffer, offsets, table, hashes, starts, ends, bounds)
    return Words(hashes[:count], starts[:count], ends[:count], bounds)


def hash_words(
    buffer: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    table: FoldingTable,
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the hashes of the words of texts and their offsets, as `split_words` does, without spans."""
    hashes = np.empty(_most_words(offsets), np.uint64)
    bounds = np.empty(offsets.size, np.int64)
    count = _split(buffer, offsets, table, hashes, _NO_SPANS, _NO_SPANS, bounds)
    return hashes[:count], bounds


def digest_words(words: NDArray[np.uint64], offsets: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return a digest of the words of each text, in their order: uint64[texts, 2].

    Word i of a text (from 1) counts as ``word + i * BASE``, so the order of words matters. The two values are the sums
    mod 2**64 of these under MurmurHash3's 64-bit finaliser, and under that of SplitMix64 (Steele, Lea, Flood: "Fast
    splittable pseudorandom number generators", OOPSLA 2014, with D. Stafford's constants, his Mix13). Equal texts have
    equal digests, and the digest of a text without words is zeros. Two different texts have equal digests with a
    probability of about 1 in 2**128.
    """
    result = np.empty((offsets.size - 1, 2), np.uint64)
    _digest(words, offsets, result)
    return result


def hash_strings(buffer: NDArray[np.uint8], offsets: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the XXH64 of each string in `buffer`: ``buffer[offsets[i] : offsets[i + 1]]``."""
    hashes = np.empty(offsets.size - 1, np.uint64)
    _hash_strings(buffer, offsets, hashes)
    return hashes


def _most_words(offsets: NDArray[np.int64]) -> int:
    """Return an upper bound of the number of words: a one-byte word needs a separator, and others are longer."""
    return (int(offsets[-1]) - int(offsets[0])) // 2 + offsets.size
