"""The kernels in NumPy, which is easier to read and to trust: `tests/kernels` holds the C to the same results."""

from __future__ import annotations

from tests.reference.banding import band_keys
from tests.reference.digests import digests
from tests.reference.edges import edges
from tests.reference.listed import count_listed
from tests.reference.paragraphs import find_blocks
from tests.reference.passages import make_passages
from tests.reference.runs import equal_along, equal_runs
from tests.reference.sets import compare_sets
from tests.reference.shingles import rolling, rolling_around, shingle_hashes, winnow
from tests.reference.signatures import sign_texts, signatures
from tests.reference.signs import signs
from tests.reference.sorting import group_rows, group_segments, part_rows, sort_by_key
from tests.reference.strings import hash_strings
from tests.reference.texts import texts_of
from tests.reference.words import hash_words, split_words

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
