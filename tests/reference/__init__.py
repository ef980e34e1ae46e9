"""The kernels in NumPy, easier to read and to trust than C: `tests/kernels` holds the C to the same results."""

from __future__ import annotations

from tests.reference.alignment import align_texts, count_equal_values
from tests.reference.chains import chain_seeds
from tests.reference.grouping import group_rows, group_segments, partition_rows, sort_by_key
from tests.reference.held_words import find_held_words
from tests.reference.letters import fold_letters
from tests.reference.minhash import band_keys, sign_shingles, sign_texts
from tests.reference.paragraphs import find_blocks, find_heads_and_tails
from tests.reference.passages import count_equal_words, extend_seeds, make_passages, texts_of_words
from tests.reference.patterns import match_lines
from tests.reference.shingles import compare_sets, rolling_hashes, rolling_hashes_near, shingle_hashes, winnow
from tests.reference.stopwords import count_stopwords
from tests.reference.words import digest_words, hash_strings, hash_words, split_words

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
