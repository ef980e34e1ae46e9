"""The hot loops, over arrays: C functions that are compiled when the package is built, and called with NumPy arrays.

They know no documents, and release the interpreter's lock. `library` loads them.
"""

from __future__ import annotations

from dedup.kernels.grouping import group_rows, group_segments, part_rows, sort_by_key
from dedup.kernels.lines import count_listed, edges, find_blocks, signs
from dedup.kernels.minhash import band_keys, sign_texts, signatures
from dedup.kernels.overlap import compare_sets
from dedup.kernels.passages import make_passages
from dedup.kernels.runs import equal_along, equal_runs, texts_of
from dedup.kernels.shingling import rolling, rolling_around, shingle_hashes, winnow
from dedup.kernels.words import digests, hash_strings, hash_words, split_words

__all__ = [
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
