"""UTF-8 bytes into words, compiled.

What a word is stands in `docs/method.md`; what each character is to a word, in the folding table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.compiled.blocks import DESK, REACH, TABLE, Text, desk, hash_rest, hash_text
from dedup.kernels.compiled.lanes import bare
from dedup.kernels.compiled.machine import BYTES, INTEGERS, kernel
from dedup.kernels.folding import FoldingTable
from dedup.kernels.shapes import Words

if TYPE_CHECKING:
    from numpy.typing import NDArray


def split_words(buffer: NDArray[np.uint8], offsets: NDArray[np.int64], table: FoldingTable) -> Words:
    """Return the words of texts that lie one after the other in `buffer` as UTF-8.

    Text i is ``buffer[offsets[i] : offsets[i + 1]]``; `offsets` (int64[texts + 1]) need not start at 0. No word
    reaches across two texts.
    """
    most = _most(offsets)
    hashes, starts, ends = np.empty(most, np.uint64), np.empty(most, np.int64), np.empty(most, np.int64)
    bounds = np.zeros(offsets.size, np.int64)
    count = _split(buffer, offsets, *table, *desk(), hashes, starts, ends, bounds, True)
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
    nowhere = np.empty(0, np.int64)
    bounds = np.zeros(offsets.size, np.int64)
    count = _split(buffer, offsets, *table, *desk(), hashes, nowhere, nowhere, bounds, False)
    return hashes[:count], bounds


def _most(offsets: NDArray[np.int64]) -> int:
    """Return how many words there can be: one of a byte needs a separator, others are longer."""
    return (int(offsets[-1]) - int(offsets[0])) // 2 + offsets.size


@kernel(f"int64({BYTES}, {INTEGERS}, {TABLE}, {DESK}, uint64[::1], int64[::1], int64[::1], int64[::1], boolean)")
def _split(
    buffer: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    kind: NDArray[np.uint8],
    flags: NDArray[np.uint8],
    start: NDArray[np.int32],
    length: NDArray[np.uint8],
    script: NDArray[np.uint8],
    order: NDArray[np.uint8],
    row: NDArray[np.uint16],
    alike: NDArray[np.int32],
    pool: NDArray[np.uint8],
    rest: NDArray[np.uint64],
    sizes: NDArray[np.uint8],
    form: NDArray[np.uint8],
    hashes: NDArray[np.uint64],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    bounds: NDArray[np.int64],
    spans: bool,
) -> int:
    """Fill `hashes`, `bounds` and, where `spans` says so, `starts` and `ends`; return the number of words."""
    table = FoldingTable(
        bare(kind),
        bare(flags),
        bare(start),
        bare(length),
        bare(script),
        bare(order),
        bare(row),
        bare(alike),
        bare(pool),
    )
    text = Text(bare(buffer), buffer.size - REACH, table, bare(rest), bare(sizes), bare(form))
    out, begins, stops = bare(hashes), bare(starts), bare(ends)
    count = done = 0
    for i in range(offsets.size - 1):
        count, done = hash_text(text, offsets[i], offsets[i + 1], out, begins, stops, spans, count, done)
        bounds[i + 1] = count
    return hash_rest(text, out, done, count)
