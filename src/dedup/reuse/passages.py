"""Runs of equal words into passages: the runs of each pair of documents, chained over edits.

The runs of a passage are chained one after the other, each as near as possible. Other runs may hold more words. The
number of equal words of a passage is therefore counted as a longest common subsequence between its first and its last
run, by RapidFuzz.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.engines.groups import unique
from dedup.kernels.passages import PassageRules, Passages, Runs
from dedup.prefix_sums import prefix_sums
from dedup.reuse.passage_table import PassageTable, concatenate_tables
from dedup.reuse.word_ranges import WordRanges, segment_sums

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.settings import Settings
    from dedup.words.tokens import WordTable

    Numbers = NDArray[np.int64]

SHARE_IN_RUNS = 0.5
"""Part of `min_shared` that must stand in runs; the rest may lie in bridged edits."""

SCATTERED_SHARE = 0.1
"""Share of the smaller document's words that must stand in runs before a pair without a passage is verified."""

SCATTERED_PART = 1 / 3
"""Part of `min_shared` that must stand in runs in such a pair.

Of words that are shared in short pieces, runs with a fingerprint hold about half.
"""

_RUNS_PER_BATCH = 1 << 13
"""Runs that one worker turns into passages at a time."""

_NOT_SWAPPED = np.zeros(0, bool)

_NONE = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class PairRuns:
    """The runs of pairs of documents, pairs in order; a document can be paired with itself.

    `a` and `b` (int64, ``a <= b``) are rows of a word table. Pair p has the runs ``bounds[p] : bounds[p + 1]``, in the
    order of (a, b) and counted from the first words of the documents (`bounds` is int64[pairs + 1]). Passages of a pair
    for which `swapped` (bool) is true are chained in the order of the second document, see `_swapped_pairs`. By default
    no pair is swapped.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    runs: Runs
    bounds: NDArray[np.int64]
    swapped: NDArray[np.bool_] = field(default_factory=lambda: _NOT_SWAPPED)

    def __post_init__(self) -> None:
        if self.swapped is _NOT_SWAPPED:
            object.__setattr__(self, "swapped", np.zeros(self.a.size, bool))

    def where(self, chosen: NDArray[np.bool_]) -> PairRuns:
        """Return the chosen pairs."""
        sizes = np.diff(self.bounds)
        kept = np.repeat(chosen, sizes)
        runs = Runs(*(column[kept] for column in self.runs))
        bounds = prefix_sums(sizes[chosen])
        return PairRuns(self.a[chosen], self.b[chosen], runs, bounds, self.swapped[chosen])

    def with_runs(self, chosen: NDArray[np.bool_]) -> PairRuns:
        """Return all pairs with the chosen runs only."""
        bounds = prefix_sums(chosen)[self.bounds]
        return PairRuns(self.a, self.b, Runs(*(column[chosen] for column in self.runs)), bounds, self.swapped)

    def batches(self, size: int) -> Iterator[PairRuns]:
        """Yield the pairs in batches of about `size` runs."""
        cuts = np.searchsorted(self.bounds, np.arange(size, int(self.bounds[-1]), size))
        for low, high in pairwise(unique(np.array([0, *cuts, self.a.size])).tolist()):
            first, end = self.bounds[low], self.bounds[high]
            runs = Runs(*(column[first:end] for column in self.runs))
            batch = slice(low, high)
            bounds = self.bounds[low : high + 1] - first
            yield PairRuns(self.a[batch], self.b[batch], runs, bounds, self.swapped[batch])

    def in_comparison_order(self) -> PairRuns:
        """Return the pairs with the two documents exchanged where `swapped` says so."""
        if not self.swapped.any():
            return self
        pair = np.repeat(np.arange(self.a.size), np.diff(self.bounds))
        run_is_swapped = self.swapped[pair]
        a, b = np.where(run_is_swapped, self.runs.b, self.runs.a), np.where(run_is_swapped, self.runs.a, self.runs.b)
        order = np.lexsort((b, a, pair))
        sides = np.where(self.swapped, self.b, self.a), np.where(self.swapped, self.a, self.b)
        return PairRuns(*sides, Runs(a[order], b[order], self.runs.length[order]), self.bounds, self.swapped)


NO_RUNS = PairRuns(_NONE, _NONE, Runs(_NONE, _NONE, _NONE), np.zeros(1, np.int64))
"""The runs of no pairs."""


def pairs_to_compare(runs: Runs, words: WordTable, settings: Settings) -> PairRuns:
    """Return the pairs of documents whose runs hold enough words for a passage or a verification."""
    pairs = runs_by_pair(runs, words)
    return pairs.where(are_worth_comparing(pairs, words, settings))


def build_passages(
    pairs: PairRuns, words: WordTable, settings: Settings, engine: Engine
) -> tuple[PairRuns, PassageTable, PairRuns]:
    """Return the runs within documents, the passages of pairs of documents, and the uncovered runs.

    A pair can have no passage, because its equal words stand in pieces that are too short for one. Such a pair is kept,
    and verification decides about it.
    """
    within_document = pairs.a == pairs.b
    across = pairs.where(~within_document)
    across = replace(across, swapped=_swapped_pairs(across, words, engine))
    table = passages_of(across, words, settings, engine)
    return pairs.where(within_document), table, find_uncovered_runs(across, table, settings.min_run)


def passages_of(pairs: PairRuns, words: WordTable, settings: Settings, engine: Engine) -> PassageTable:
    """Return the pairs with the passages that their runs make."""
    rules = passage_rules(settings)

    def passages_of_batch(batch: PairRuns) -> PassageTable:
        ordered = batch.in_comparison_order()
        texts = ordered.a, ordered.b
        passages = kernels.make_passages(words.hashes, words.offsets, texts, ordered.runs, ordered.bounds, rules)
        return PassageTable(*texts, passages, count_same_words(passages, texts, words)).swapped(batch.swapped)

    return concatenate_tables(engine.map(passages_of_batch, list(pairs.batches(_RUNS_PER_BATCH))))


def find_uncovered_runs(pairs: PairRuns, table: PassageTable, least: int) -> PairRuns:
    """Return the pairs with those runs of at least `least` words that no passages cover on both sides.

    `table` has the passages of the same pairs, row by row.
    """
    is_uncovered = np.zeros(pairs.runs.a.size, bool)
    run = np.flatnonzero(pairs.runs.length >= least)
    pair = np.searchsorted(pairs.bounds, run, side="right") - 1
    has_others = np.bincount(pair, minlength=pairs.a.size)[pair] > 1  # the only run of a pair is a passage of its own
    run, pair = run[has_others], pair[has_others]
    passages = np.flatnonzero(np.isin(np.repeat(np.arange(pairs.a.size), table.passage_counts), pair))
    size = pairs.runs.length[run]
    pair_of_passage = np.searchsorted(table.passages.pairs, passages, side="right") - 1
    for starts, word_bounds in zip((pairs.runs.a, pairs.runs.b), table.word_bounds(passages), strict=True):
        covered = WordRanges.union(pair_of_passage, *word_bounds)
        is_uncovered[run] |= covered.count_words_within(pair, starts[run], starts[run] + size) < size
    kept = pairs.with_runs(is_uncovered)
    return kept.where(np.diff(kept.bounds) > 0)


def _swapped_pairs(pairs: PairRuns, words: WordTable, engine: Engine) -> NDArray[np.bool_]:
    """Return the pairs whose passages are chained in the order of the second document.

    Where two runs are equally good, the choice depends on which document comes first. The shorter document comes first
    here, and of two documents of one length the one with the lower checksum. The passages of two texts therefore do not
    depend on the order of the documents in the collection.
    """
    counts = words.counts[pairs.a], words.counts[pairs.b]
    same_length = np.flatnonzero(counts[0] == counts[1])
    rows = unique(np.concatenate([pairs.a[same_length], pairs.b[same_length]]))
    cuts = np.flatnonzero(np.diff(np.cumsum(words.counts[rows]) // words.batch_words(engine))) + 1
    parts = [np.zeros(0, np.uint64)]
    for batch in np.split(rows, cuts) if rows.size else ():
        table = words.take(batch)
        position = np.arange(table.hashes.size) - np.repeat(table.offsets[:-1], table.counts)
        parts.append(np.add.reduceat(table.hashes * (2 * position + 1).astype(np.uint64), table.offsets[:-1]))
    checksums = np.concatenate(parts)
    first, second = (checksums[np.searchsorted(rows, side[same_length])] for side in (pairs.a, pairs.b))
    swapped = counts[1] < counts[0]
    swapped[same_length] = second < first
    return swapped


def runs_by_pair(runs: Runs, words: WordTable) -> PairRuns:
    """Return the runs of each pair of documents.

    The places of `runs` are indexes among all words, in the order of (a, b).
    """
    text_a, text_b = (kernels.texts_of_words(words.offsets, side) for side in (runs.a, runs.b))
    documents = words.offsets.size - 1
    pair = text_a * documents + text_b
    order = np.argsort(pair, kind="stable")
    pair = pair[order]
    new = np.ones(pair.size + 1, bool)
    new[1:-1] = pair[1:] != pair[:-1]
    bounds = np.flatnonzero(new) if pair.size else np.zeros(1, np.int64)
    a, b = np.divmod(pair[bounds[:-1]], max(documents, 1))
    starts = runs.a - words.offsets[text_a], runs.b - words.offsets[text_b]
    return PairRuns(a, b, Runs(*(column[order] for column in (*starts, runs.length))), bounds)


def are_worth_comparing(pairs: PairRuns, words: WordTable, settings: Settings) -> NDArray[np.bool_]:
    """Return whether the runs of each pair hold enough words for a passage or a verification.

    All runs of a pair together must hold `min_run` words and `SHARE_IN_RUNS` of what a listed pair needs, or the share
    of the smaller document from which the two may share many short pieces. Most pairs share one phrase by chance; this
    test drops them.
    """
    counts = words.counts
    total = np.add.reduceat(pairs.runs.length, pairs.bounds[:-1]) if pairs.a.size else np.zeros(0, np.int64)
    smaller = np.minimum(counts[pairs.a], counts[pairs.b])
    least = 0.0 if settings.all_pairs else SCATTERED_PART * settings.min_shared
    scattered = (total >= SCATTERED_SHARE * smaller) & (total >= least)
    within_document = pairs.a == pairs.b
    whole = total >= np.where(
        within_document, settings.min_run, max(settings.min_run, SHARE_IN_RUNS * settings.min_shared)
    )
    return np.asarray(whole | (scattered & ~within_document))


def count_same_words(passages: Passages, texts: tuple[Numbers, Numbers], words: WordTable) -> Numbers:
    """Return how many words of each passage of pairs of texts are the same in the same order."""
    same = segment_sums(passages.length, passages.first)
    first, last = passages.first[:-1], passages.first[1:] - 1
    pair = np.repeat(np.arange(texts[0].size), np.diff(passages.pairs))
    outer_runs = passages.length[first] + np.where(first < last, passages.length[last], 0)
    lows, highs = zip(
        *((starts[first] + passages.length[first], starts[last]) for starts in (passages.a, passages.b)), strict=True
    )
    most = outer_runs + np.minimum(*(high - low for low, high in zip(lows, highs, strict=True)))
    edited = np.flatnonzero((first < last) & (same < most))
    if not edited.size:
        return same
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - most small scans have no edited passage

    bases = (words.offsets[text[pair[edited]]] for text in texts)
    sides = (
        _words_of_ranges(words, base + low[edited], base + high[edited])
        for base, low, high in zip(bases, lows, highs, strict=True)
    )
    in_runs = (same - outer_runs)[edited].tolist()
    between = [LCSseq.similarity(a, b, score_cutoff=least) for a, b, least in zip(*sides, in_runs, strict=True)]
    # RapidFuzz 3.14 may return 0 where the similarity equals the cutoff, which is the number of words in the runs.
    same[edited] = np.maximum(same[edited], outer_runs[edited] + np.array(between, np.int64))
    return same


def _words_of_ranges(words: WordTable, low: Numbers, high: Numbers) -> list[array[int]]:
    """Return the words of ranges as arrays of Python, of which RapidFuzz makes no object a word."""
    bounds = zip(low.tolist(), high.tolist(), strict=True)
    return [array("Q", words.hashes[start:end].tobytes()) for start, end in bounds]


def passage_rules(settings: Settings) -> PassageRules:
    """Return the rules by which runs become passages."""
    return PassageRules(settings.min_run, settings.fingerprint_words, min(settings.join_gap, settings.min_run - 1))
