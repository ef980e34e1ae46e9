"""Runs of equal words, sorted by the documents in which they lie: what each document and each pair has in common."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.engines.groups import unique
from dedup.kernels.passages import Runs
from dedup.reuse.passages import PassageTable, joined, rules_of
from dedup.reuse.ranges import WordRanges
from dedup.reuse.subsequences import same_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.settings import Settings
    from dedup.words.tokens import WordTable

IN_RUNS = 0.5
"""Part of `min_shared` that must stand in runs; edits are bridged, but what is shared does not consist of them."""
SCATTERED_SHARE = 0.1
"""Share of the smaller document's words that must stand in runs before a pair without a passage is verified."""
SCATTERED_PART = 1 / 3
"""Part of `min_shared` that must do so: runs that hold a fingerprint are about half of what is shared in pieces."""
_AT_ONCE = 1 << 13
"""Runs that one worker makes passages of at once."""

_UNTOLD = np.zeros(0, bool)


@dataclass(frozen=True, slots=True)
class PairRuns:
    """The runs of pairs of documents (``a <= b``, rows of a word table), pairs in order, a document with itself too.

    Pair p has the runs ``bounds[p] : bounds[p + 1]`` (int64[pairs + 1]), which are in the order of (a, b) and are
    counted from the documents' first words. `turned` (bool) says of which pairs the second document is looked at as the
    first one, see `_turned`; of none, unless told.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    runs: Runs
    bounds: NDArray[np.int64]
    turned: NDArray[np.bool_] = field(default_factory=lambda: _UNTOLD)

    def __post_init__(self) -> None:
        if self.turned is _UNTOLD:
            object.__setattr__(self, "turned", np.zeros(self.a.size, bool))

    def where(self, chosen: NDArray[np.bool_]) -> PairRuns:
        """Return the chosen pairs."""
        sizes = np.diff(self.bounds)
        kept = np.repeat(chosen, sizes)
        runs = Runs(*(column[kept] for column in self.runs))
        bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes[chosen])])
        return PairRuns(self.a[chosen], self.b[chosen], runs, bounds, self.turned[chosen])

    def of_runs(self, chosen: NDArray[np.bool_]) -> PairRuns:
        """Return all pairs with the chosen runs only."""
        bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(chosen)])[self.bounds]
        return PairRuns(self.a, self.b, Runs(*(column[chosen] for column in self.runs)), bounds, self.turned)

    def pieces(self, size: int) -> Iterator[PairRuns]:
        """Yield the pairs in pieces of about `size` runs."""
        cuts = np.searchsorted(self.bounds, np.arange(size, int(self.bounds[-1]), size))
        for low, high in pairwise(unique(np.array([0, *cuts, self.a.size])).tolist()):
            first, end = self.bounds[low], self.bounds[high]
            runs = Runs(*(column[first:end] for column in self.runs))
            some = slice(low, high)
            bounds = self.bounds[low : high + 1] - first
            yield PairRuns(self.a[some], self.b[some], runs, bounds, self.turned[some])

    def as_looked_at(self) -> PairRuns:
        """Return the pairs with their documents and runs the other way round where they are turned."""
        if not self.turned.any():
            return self
        pair = np.repeat(np.arange(self.a.size), np.diff(self.bounds))
        mine = self.turned[pair]
        a, b = np.where(mine, self.runs.b, self.runs.a), np.where(mine, self.runs.a, self.runs.b)
        order = np.lexsort((b, a, pair))
        sides = np.where(self.turned, self.b, self.a), np.where(self.turned, self.a, self.b)
        return PairRuns(*sides, Runs(a[order], b[order], self.runs.length[order]), self.bounds, self.turned)


_NONE = np.zeros(0, np.int64)
NO_RUNS = PairRuns(_NONE, _NONE, Runs(_NONE, _NONE, _NONE), np.zeros(1, np.int64))


def sort_runs(
    runs: Runs, words: WordTable, settings: Settings, engine: Engine
) -> tuple[PairRuns, PassageTable, PairRuns]:
    """Return documents with the runs within them, pairs of documents with their passages, and with what these leave.

    Pairs may come without a passage: their equal words stand in pieces too small for one, and only exact figures can
    tell what they are worth.
    """
    pairs = runs_by_pair(runs, words)
    pairs = pairs.where(enough(pairs, words, settings))
    within = pairs.a == pairs.b
    across = pairs.where(~within)
    across = replace(across, turned=_turned(across, words, engine))
    table = passages_of(across, words, settings, engine)
    return pairs.where(within), table, left_over(across, table, settings.min_run)


def passages_of(pairs: PairRuns, words: WordTable, settings: Settings, engine: Engine) -> PassageTable:
    """Return the pairs with the passages that their runs make."""
    rules = rules_of(settings)

    def work(piece: PairRuns) -> PassageTable:
        looked_at = piece.as_looked_at()
        texts = looked_at.a, looked_at.b
        found = kernels.make_passages(words.hashes, words.offsets, texts, looked_at.runs, looked_at.bounds, rules)
        return PassageTable(*texts, found, same_words(found, texts, words)).turned(piece.turned)

    return joined(engine.map(work, list(pairs.pieces(_AT_ONCE))))


def left_over(pairs: PairRuns, table: PassageTable, least: int) -> PairRuns:
    """Return the pairs with those runs of the `least` words or more of which some words lie in no passage on a side.

    `table` has the passages of the same pairs, row by row.
    """
    left = np.zeros(pairs.runs.a.size, bool)
    run = np.flatnonzero(pairs.runs.length >= least)
    owner = np.searchsorted(pairs.bounds, run, side="right") - 1
    several = np.bincount(owner, minlength=pairs.a.size)[owner] > 1  # a run that is alone has a passage to itself
    run, owner = run[several], owner[several]
    passages = np.flatnonzero(np.isin(np.repeat(np.arange(pairs.a.size), table.counts), owner))
    size = pairs.runs.length[run]
    whose = np.searchsorted(table.found.pairs, passages, side="right") - 1
    for starts, hulls in zip((pairs.runs.a, pairs.runs.b), table.hulls(passages), strict=True):
        told = WordRanges.union(whose, *hulls)
        left[run] |= told.words_within(owner, starts[run], starts[run] + size) < size
    kept = pairs.of_runs(left)
    return kept.where(np.diff(kept.bounds) > 0)


def _turned(pairs: PairRuns, words: WordTable, engine: Engine) -> NDArray[np.bool_]:
    """Return which pairs are to be looked at from the second document.

    Where two runs are equally good, the choice depends on which document is the first. So the shorter one is taken for
    the first, and of two of one length the one of which the words give the lower number: what two texts have in common
    does not depend on their order.
    """
    counts = words.counts[pairs.a], words.counts[pairs.b]
    alike = np.flatnonzero(counts[0] == counts[1])
    rows = unique(np.concatenate([pairs.a[alike], pairs.b[alike]]))
    cuts = np.flatnonzero(np.diff(np.cumsum(words.counts[rows]) // words.batch_words(engine))) + 1
    numbers = [np.zeros(0, np.uint64)]
    for some in np.split(rows, cuts) if rows.size else ():
        table = words.take(some)
        place = np.arange(table.hashes.size) - np.repeat(table.offsets[:-1], table.counts)
        numbers.append(np.add.reduceat(table.hashes * (2 * place + 1).astype(np.uint64), table.offsets[:-1]))
    number = np.concatenate(numbers)
    one, other = (number[np.searchsorted(rows, side[alike])] for side in (pairs.a, pairs.b))
    turned = counts[1] < counts[0]
    turned[alike] = other < one
    return turned


def runs_by_pair(runs: Runs, words: WordTable) -> PairRuns:
    """Return the runs of each pair of documents; `runs` count from the first of all words, in the order of (a, b)."""
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


def enough(pairs: PairRuns, words: WordTable, settings: Settings) -> NDArray[np.bool_]:
    """Return whether each pair is worth a closer look.

    These are pairs with `min_run` equal words in all their runs together, and half of what makes a listed pair, or with
    so many for their size that they may hold a fair share of each other in pieces. Most pairs meet by chance, on one
    phrase; they are gone before anybody looks at them one by one.
    """
    counts = words.counts
    total = np.add.reduceat(pairs.runs.length, pairs.bounds[:-1]) if pairs.a.size else np.zeros(0, np.int64)
    smaller = np.minimum(counts[pairs.a], counts[pairs.b])
    least = 0.0 if settings.all_pairs else SCATTERED_PART * settings.min_shared
    scattered = (total >= SCATTERED_SHARE * smaller) & (total >= least)
    within = pairs.a == pairs.b
    whole = total >= np.where(within, settings.min_run, max(settings.min_run, IN_RUNS * settings.min_shared))
    return np.asarray(whole | (scattered & ~within))
