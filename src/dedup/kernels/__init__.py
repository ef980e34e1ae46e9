"""The hot loops over arrays: C functions, compiled when the package is built and called with NumPy arrays.

Kernels know nothing of documents. They release the interpreter's lock while they run. `bindings` loads them; each of
the other modules declares the kernels of one concept, with the arrays that they take and return.
"""

from __future__ import annotations

from dedup.kernels.alignment import align_texts, count_equal_values
from dedup.kernels.chains import chain_seeds
from dedup.kernels.grouping import group_rows, group_segments, partition_rows, sort_by_key
from dedup.kernels.held_words import find_held_words
from dedup.kernels.letters import fold_letters
from dedup.kernels.minhash import band_keys, sign_shingles, sign_texts
from dedup.kernels.paragraphs import find_blocks, find_heads_and_tails
from dedup.kernels.passages import count_equal_words, extend_seeds, make_passages, texts_of_words
from dedup.kernels.patterns import match_lines
from dedup.kernels.shingles import compare_sets, rolling_hashes, rolling_hashes_near, shingle_hashes, winnow
from dedup.kernels.stopwords import count_stopwords
from dedup.kernels.words import digest_words, hash_strings, hash_words, split_words

__all__ = [
    "align_texts",
    "band_keys",
    "chain_seeds",
    "compare_sets",
    "count_equal_values",
    "count_equal_words",
    "count_stopwords",
    "digest_words",
    "extend_seeds",
    "find_blocks",
    "find_heads_and_tails",
    "find_held_words",
    "fold_letters",
    "group_rows",
    "group_segments",
    "hash_strings",
    "hash_words",
    "make_passages",
    "match_lines",
    "partition_rows",
    "rolling_hashes",
    "rolling_hashes_near",
    "shingle_hashes",
    "sign_shingles",
    "sign_texts",
    "sort_by_key",
    "split_words",
    "texts_of_words",
    "winnow",
]
