"""The kernels as machine code, by Numba: for all but small inputs. They release the interpreter's lock."""

from __future__ import annotations

from dedup.kernels.compiled.banding import band_keys
from dedup.kernels.compiled.digests import digests
from dedup.kernels.compiled.edges import edges
from dedup.kernels.compiled.listed import count_listed
from dedup.kernels.compiled.machine import are_kept, warm
from dedup.kernels.compiled.paragraphs import find_blocks
from dedup.kernels.compiled.passages import make_passages
from dedup.kernels.compiled.runs import equal_along, equal_runs
from dedup.kernels.compiled.sets import compare_sets
from dedup.kernels.compiled.shingles import rolling, rolling_around, shingle_hashes, winnow
from dedup.kernels.compiled.signatures import sign_texts, signatures
from dedup.kernels.compiled.signs import signs
from dedup.kernels.compiled.sorting import group_rows, group_segments, part_rows, sort_by_key
from dedup.kernels.compiled.strings import hash_strings
from dedup.kernels.compiled.texts import texts_of
from dedup.kernels.compiled.words import hash_words, split_words

__all__ = [
    "COMPILED",
    "are_kept",
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
    "warm",
    "winnow",
]

COMPILED = True
"""Whether they are machine code: a search that only saves work is worth it by that alone."""
