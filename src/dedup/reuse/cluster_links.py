"""Verified pairs into links between documents: how alike two documents are, and which words of one the other holds.

A text that was changed throughout shares only pieces with another version. Passages show the longer pieces. Words
between passages at the same distance are held too, if `LEAST_IN_A_ROW` in a row are the same.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup import kernels
from dedup.kernels.passages import Runs
from dedup.prefix_sums import prefix_sums
from dedup.relations import RELATIONS
from dedup.reuse.word_ranges import expand_ranges

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.reuse.identical import DistinctTexts
    from dedup.reuse.marked_words import WordMarks
    from dedup.reuse.passage_table import PassageTable
    from dedup.reuse.verification import VerifiedPairs
    from dedup.reuse.word_ranges import WordRanges
    from dedup.settings import Settings
    from dedup.words.tokens import WordSource, WordTable

    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    WordBits = int
    """A set of words of a document as bits: the bit of word w is ``1 << w``."""

LEAST_IN_A_ROW = 3
"""Words in a row that must be the same outside of passages: one or two are the same by chance."""
_POSSIBLE_VERSION = 0.25
"""Share of either document's words in shared shingles from which a pair may be versions of one text."""
LARGEST_ALIGNMENT = 1 << 30
"""Product of the lengths of two documents up to which the two are aligned: 128 MB."""
_WORDS_AT_ONCE = 1 << 16
"""Words of pairs that are compared at a time: a dozen columns of them fit the cache of a processor."""
_CACHED_DOCUMENTS = 256
"""Documents of which the runs are cached: a growing cluster asks for those of its members again and again."""


@dataclass(frozen=True, slots=True)
class Links:
    """Verified pairs of rows of a word table (int64, ``a < b``), and how alike they are (float64, 0 to 1).

    ``held[0][n]`` are the counted words of the first document of link n that the second document holds too, and
    ``held[1][n]`` those of the second document. `counted_words` (int64) is the number of counted words of each row.
    """

    a: Numbers
    b: Numbers
    similarity: NDArray[np.float64]
    held: tuple[list[WordBits], list[WordBits]]
    counted_words: Numbers


def find_links(
    verified: VerifiedPairs, distinct: DistinctTexts, marks: WordMarks, settings: Settings, engine: Engine
) -> Links:
    """Return the pairs that may be versions of one text, in order.

    Two texts are versions of one only if they have a run of `min_run` words in common.
    """
    is_noisy = verified.relation == RELATIONS.index("noisy copy")
    verified = verified.where(is_noisy | (verified.longest_run >= (settings.min_run if settings.passages else 0)))
    pairs = verified.pairs
    shared = np.where(pairs.passage_counts > 0, marks.counted_in_passages(pairs)[0], verified.shared_words)
    sides = pairs.a, pairs.b
    documents = [distinct.members.first_documents(side) for side in sides]
    marks.read(np.concatenate(documents))
    counted_words = np.zeros_like(distinct.words.counts)
    for side, of_side in zip(sides, documents, strict=True):
        counted_words[side] = marks.counted_words(of_side)
    possible = np.flatnonzero(np.maximum(verified.containment_a, verified.containment_b) >= _POSSIBLE_VERSION)
    batches = _batches(pairs.take(possible), distinct, engine)
    held: tuple[list[WordBits], list[WordBits]] = [0] * len(pairs), [0] * len(pairs)
    done = 0
    excluded = marks.excluded
    for of_batch in engine.map(lambda batch: _words_held_by_pairs(batch, distinct, excluded), batches):
        rows = possible[done : done + len(of_batch[0])]
        for row, bits_a, bits_b in zip(rows.tolist(), *of_batch, strict=True):
            held[0][row], held[1][row] = bits_a, bits_b
        sizes = np.array([list(map(int.bit_count, side)) for side in of_batch], np.int64)
        shared[rows] = np.maximum(shared[rows], sizes.min(axis=0))
        done += rows.size
    smaller = np.minimum(*(counted_words[side] for side in sides))
    return Links(*sides, np.minimum(1.0, shared / np.maximum(smaller, 1)), held, counted_words)


def words_held(document: int, other: int, distinct: DistinctTexts, marks: WordMarks) -> WordBits:
    """Return the counted words of one row that another row holds in the same order, `LEAST_IN_A_ROW` or more in a row.

    This is for rows without a link; `marks` must have read both. Of very long texts no words are returned.
    """
    if int(distinct.words.counts[document]) * int(distinct.words.counts[other]) > LARGEST_ALIGNMENT:
        return 0
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - few scans look for words between passages

    is_counted, other_is_counted = (~marks.excluded_mask(row) for row in (document, other))
    words, other_words = (array("Q", distinct.words.of(row).tobytes()) for row in (document, other))
    held = np.zeros(is_counted.size, bool)
    for block in LCSseq.opcodes(words, other_words):
        if block.tag == "equal" and block.src_end - block.src_start >= LEAST_IN_A_ROW:
            equal = slice(block.src_start, block.src_end)
            held[equal] = is_counted[equal] & other_is_counted[block.dest_start : block.dest_end]
    return int.from_bytes(np.packbits(held, bitorder="little").tobytes(), "little")


def _batches(pairs: PassageTable, distinct: DistinctTexts, engine: Engine) -> list[PassageTable]:
    """Return the pairs in batches by their number of words."""
    sizes = distinct.words.counts[pairs.a] + distinct.words.counts[pairs.b]
    batch = np.cumsum(sizes) // min(distinct.words.batch_words(engine), _WORDS_AT_ONCE)
    cuts = [0, *(1 + np.flatnonzero(np.diff(batch))).tolist(), len(pairs)]
    return [pairs.take(np.arange(low, high)) for low, high in pairwise(cuts) if low < high]


def _words_held_by_pairs(pairs: PassageTable, distinct: DistinctTexts, excluded: WordRanges) -> list[list[WordBits]]:
    """Return for both sides of pairs the words that the other side holds."""
    rows, place = np.unique(np.concatenate([pairs.a, pairs.b]), return_inverse=True)
    table = distinct.words.take(rows)
    is_counted = np.ones(table.hashes.size, bool)
    whole_texts = distinct.members.first_documents(rows), np.zeros_like(rows), table.counts
    number, first, end = excluded.intersections(*whole_texts)
    is_counted[expand_ranges(table.offsets[number] + first, table.offsets[number] + end)[0]] = False
    one, other = np.split(place, 2)
    runs, bounds = Runs(pairs.passages.a, pairs.passages.b, pairs.passages.length), pairs.run_bounds
    pair = np.repeat(np.arange(len(pairs)), np.diff(bounds))
    return [
        _words_held(table, is_counted, (one, other), _in_order(runs, pair), bounds),
        _words_held(table, is_counted, (other, one), _in_order(Runs(runs.b, runs.a, runs.length), pair), bounds),
    ]


def _in_order(runs: Runs, pair: Numbers) -> Runs:
    """Return the runs of each pair in the order of the first text."""
    order = np.lexsort((runs.a, pair))
    return Runs(*(column[order] for column in runs))


def _words_held(
    table: WordTable, is_counted: Flags, texts: tuple[Numbers, Numbers], runs: Runs, bounds: Numbers
) -> list[WordBits]:
    """Return the words of the first text of each pair that the second text holds."""
    bits, starts = kernels.find_held_words(table.hashes, is_counted, table.offsets, texts, runs, bounds, LEAST_IN_A_ROW)
    packed = bits.tobytes()
    return [int.from_bytes(packed[low:high], "little") for low, high in pairwise(starts.tolist())]


class _CountedRuns(NamedTuple):
    """The runs of a document in which all words count: first words, hashes, and all hashes in order."""

    starts: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    ordered: NDArray[np.uint64]


class Relatedness:
    """Says whether the texts of two distinct documents share `min_shared` counted words in runs of `min_run` words."""

    def __init__(self, words: WordSource, marks: WordMarks, settings: Settings) -> None:
        self._words = words
        self._marks = marks
        self._settings = settings
        self._runs = lru_cache(_CACHED_DOCUMENTS)(self._counted_runs)
        self._known: dict[tuple[int, int], bool] = {}

    def __call__(self, a: int, b: int) -> bool:
        """Return whether the documents of two rows are related."""
        if (a, b) not in self._known:
            self._known[a, b] = self._share_words(a, b)
        return self._known[a, b]

    def _share_words(self, a: int, b: int) -> bool:
        one, other = self._runs(a), self._runs(b).ordered
        if not one.starts.size or not other.size:
            return False
        index = np.minimum(np.searchsorted(other, one.hashes), other.size - 1)
        starts = one.starts[other[index] == one.hashes]
        size = self._settings.min_run
        words = int(np.minimum(np.diff(starts), size).sum()) + size * bool(starts.size)
        return words >= self._settings.min_shared

    def _counted_runs(self, row: int) -> _CountedRuns:
        size = self._settings.min_run
        mask = self._marks.excluded_mask(row)
        if mask.size < size:
            return _CountedRuns(np.zeros(0, np.int64), *np.zeros((2, 0), np.uint64))
        excluded_before = prefix_sums(mask)
        starts = np.flatnonzero(excluded_before[size:] == excluded_before[:-size])
        hashes = kernels.rolling_hashes(self._words.of(row), size)[starts]
        return _CountedRuns(starts, hashes, np.sort(hashes))
