"""Texts into minimizers of their letters: keys that meet where words were misread, split, joined or replaced.

The letters of a text are those of its folded words, without anything between them. Of runs of so many letters, the
least of each few is selected (Schleimer, Wilkerson, Aiken: "Winnowing", SIGMOD 2003; the minimizers of Roberts et al.,
2004), so that an error costs the keys around it and no others.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.engines.engine import Keyed
from dedup.sketch.places import find_places
from dedup.words import folding
from dedup.words.text_buffers import text_buffers

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.sketch.places import Places

    Numbers = NDArray[np.int64]

WINDOW = 4
"""Runs of letters of which the least is selected."""
_SHORTEST_RUN, _LONGEST_RUN = 7, 16
_BYTES_OF_SHORTEST = 1 << 25
"""Bytes of a collection in which runs of `_SHORTEST_RUN` letters tell texts apart."""
_LETTER_INFORMATION = 2
"""Bits of a letter in running text: four times as many letters need runs that are longer by one."""

CONFUSED = {"e": "c", "l": "i", "b": "h", "f": "s"}
"""Letters that are misread for one another, each with the one that minimizers have for both; a long s is read as f."""


def run_length(text_bytes: int) -> int:
    """Return how many letters a minimizer has in texts of so many bytes."""
    times = max(text_bytes, 1) / _BYTES_OF_SHORTEST
    longer = int(np.ceil(np.log2(times) / _LETTER_INFORMATION)) if times > 1 else 0
    return min(_SHORTEST_RUN + longer, _LONGEST_RUN)


def find_letter_places(collection: Collection, left_out: NDArray[np.bool_], engine: Engine) -> Places:
    """Return the places of all minimizers that stand at least twice, but for those in documents that are left out.

    Places are letters.
    """
    size = run_length(collection.bytes)
    expected = collection.bytes * 2 // (WINDOW + 1)
    return find_places(partial(_select, size=size), collection, left_out, engine, size=size, expected=expected)


def _select(column: pa.LargeStringArray, size: int) -> Keyed[Numbers]:
    """Return the minimizers of a piece of text with their places, and the number of letters of each text."""
    letters = kernels.fold_letters(*text_buffers(column), folding.load())
    keys, positions = kernels.winnow(_unconfused(letters.codes), letters.offsets, size, WINDOW)
    return Keyed(np.diff(letters.offsets), keys, positions, span=int(letters.offsets[-1] - letters.offsets[0]))


def _unconfused(codes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return letters (code points) with one letter in place of those that are confused with it."""
    table = np.arange(1 << 7, dtype=np.uint64)
    for letter, shown in CONFUSED.items():
        table[ord(letter)] = ord(shown)
    is_ascii = codes < table.size
    return np.where(is_ascii, table[np.where(is_ascii, codes, 0)], codes)
