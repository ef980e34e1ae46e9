"""The kernels in NumPy: they serve small inputs, where waiting for a compiler would cost more than it saves."""

from __future__ import annotations

from dedup.kernels.vectorized.banding import band_keys
from dedup.kernels.vectorized.digests import digests
from dedup.kernels.vectorized.edges import edges
from dedup.kernels.vectorized.listed import count_listed
from dedup.kernels.vectorized.paragraphs import find_blocks
from dedup.kernels.vectorized.passages import make_passages
from dedup.kernels.vectorized.runs import equal_along, equal_runs
from dedup.kernels.vectorized.sets import compare_sets
from dedup.kernels.vectorized.shingles import rolling, rolling_around, shingle_hashes, winnow
from dedup.kernels.vectorized.signatures import sign_texts, signatures
from dedup.kernels.vectorized.signs import signs
from dedup.kernels.vectorized.sorting import group_rows, group_segments, part_rows, sort_by_key
from dedup.kernels.vectorized.strings import hash_strings
from dedup.kernels.vectorized.texts import texts_of
from dedup.kernels.vectorized.words import hash_words, split_words

__all__ = [
    "COMPILED",
    "band_keys",
    "compare_sets",
    "count_listed",
    "digests",
    "edges",
    "equal_along",
    "equal_runs",
    "find_blocks",
    "group_rows",
    "group_segments",
    "hash_strings",
    "hash_words",
    "make_passages",
    "part_rows",
    "rolling",
    "rolling_around",
    "shingle_hashes",
    "sign_texts",
    "signatures",
    "signs",
    "sort_by_key",
    "split_words",
    "texts_of",
    "winnow",
]

COMPILED = False
"""Whether they are machine code: a search that only saves work is worth it by that alone."""
