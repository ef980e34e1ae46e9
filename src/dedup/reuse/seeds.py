"""Seed and extend: equal fingerprints become seeds, and seeds become the maximal runs of equal words around them.

A fingerprint that stands in few places gives a seed for each two of them. One that stands in many places would give
the square of their number. There, whole runs of `min_run` words take the place of the fingerprint, and each place of a
run is linked to the first place of the run in another document. Every run that stands twice keeps a seed in this way,
and n copies cost about n seeds.
Seeds are hints. Nothing is reported before it is verified on the texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.engines.engine import KeyCounts, Keyed
from dedup.engines.groups import Groups, links_across, neighbours_within, pairs_within, unique
from dedup.kernels.passages import Runs
from dedup.reuse.all_pairs import refuse_expansion
from dedup.sketch.fingerprints import window_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.settings import Settings
    from dedup.words.tokens import WordTable

    Numbers = NDArray[np.int64]

_SEED_BUDGET = 40_000_000
"""Seeds that the expansion to all pairs may make (640 MB). Keys in even more places stay linked, and are counted."""
_POSITIONS_PER_BATCH = 1 << 17
"""Places around which runs of `min_run` words are hashed at a time."""
_SEEDS_PER_BATCH = 1 << 15
"""Seeds that one worker extends at a time, about."""
_PACKED_BITS = 31
"""Bits of places up to which the two places of a seed are packed into one number, which sorts several times faster."""


@dataclass(frozen=True, slots=True)
class Seeds:
    """Places where words are probably the same: word indexes ``first < second`` (int64).

    `linked` counts the keys whose places were linked to a first place instead of paired with each other.
    """

    first: Numbers
    second: Numbers
    linked: int


NO_SEEDS = Seeds(np.zeros(0, np.int64), np.zeros(0, np.int64), 0)
"""The seeds of texts that have nothing in common."""


def find_seeds(words: WordTable, groups: Groups, settings: Settings, engine: Engine) -> Seeds:
    """Return the seeds of all passages, within documents and between them.

    `groups` are the places (indexes of words) that hold the same fingerprint.
    """
    position = groups.rows
    text = kernels.texts_of_words(words.offsets, position)
    is_paired = paired_groups(groups, settings, engine)
    indexes = Groups(np.arange(position.size), groups.bounds)
    first, second = pairs_within(indexes.where(is_paired))
    across = text[first] != text[second]
    parts = [(position[first[across]], position[second[across]])]

    frequent = indexes.where(~is_paired).rows
    before, after = neighbours_within(indexes)
    within = text[before] == text[after]
    repeated = np.concatenate([before[within], after[within]])
    parts += [
        _seeds_of_whole_runs(words, position[chosen], across=across_texts, settings=settings, engine=engine)
        for chosen, across_texts in ((frequent, True), (repeated, False))
        if chosen.size
    ]
    first, second = (np.concatenate(side) for side in zip(*parts, strict=True))
    return Seeds(np.minimum(first, second), np.maximum(first, second), int(np.count_nonzero(~is_paired)))


def paired_groups(groups: Groups, settings: Settings, engine: Engine) -> NDArray[np.bool_]:
    """Return which groups are expanded to all their pairs; the places of the others are linked.

    Raises `LimitError` where all pairs are wanted and take more memory than there is.
    """
    sizes = groups.sizes
    if not settings.all_pairs:
        return sizes <= settings.pair_limit
    ordered = np.sort(sizes)
    pairs = np.cumsum(ordered * (ordered - 1) // 2)[np.searchsorted(ordered, ordered, side="right") - 1]
    within_budget = np.flatnonzero(pairs <= _SEED_BUDGET)  # groups of one size are all expanded, or none
    largest = int(ordered[within_budget[-1]]) if within_budget.size else settings.pair_limit
    is_paired = sizes <= largest
    refuse_expansion(int((sizes * (sizes - 1) // 2)[is_paired].sum()), engine.memory_limit())
    return is_paired


def _seeds_of_whole_runs(
    words: WordTable,
    positions: Numbers,
    *,
    across: bool,
    settings: Settings,
    engine: Engine,
) -> tuple[Numbers, Numbers]:
    """Return the seeds of equal runs of `min_run` words around the positions: across documents, or within them."""
    batches = batches_by_text(positions, words.offsets, _POSITIONS_PER_BATCH)
    meeting = engine.meet(
        partial(_keys_of_runs, settings=settings),
        (_with_words(batch, words) for batch in batches),
        KeyCounts(rows=positions.size * settings.window),
    )
    for _ in meeting.results():
        pass
    groups = meeting.rows.groups()
    text = kernels.texts_of_words(words.offsets, groups.rows)
    if across:
        return links_across(groups, text)
    first, second = neighbours_within(Groups(np.arange(groups.rows.size), groups.bounds))
    within = text[first] == text[second]
    return groups.rows[first[within]], groups.rows[second[within]]


def _with_words(positions: Numbers, words: WordTable) -> tuple[int, Numbers, WordTable]:
    """Return the words of the texts in which some positions (in rising order) lie, as an item of work.

    It is where the first text begins, the positions counted from there, and the words.
    """
    low, last = (int(text) for text in kernels.texts_of_words(words.offsets, positions[[0, -1]]))
    start = int(words.offsets[low])
    return start, positions - start, words.slice(low, last + 1)


def _keys_of_runs(batch: tuple[int, Numbers, WordTable], settings: Settings) -> Keyed[None]:
    """Return the keys of the whole runs around positions."""
    start, positions, words = batch
    return Keyed(None, *window_keys(words.hashes, words.offsets, positions, settings), start=start)


def batches_by_text(positions: Numbers, offsets: Numbers, size: int) -> Iterator[Numbers]:
    """Yield word indexes in rising order, about `size` at a time; those of one text stay together."""
    ordered, low = np.sort(positions), 0
    while low < ordered.size:
        last = ordered[min(low + size, ordered.size) - 1]
        high = int(np.searchsorted(ordered, offsets[np.searchsorted(offsets, last, side="right")]))
        yield ordered[low:high]
        low = high


def extend_seeds(words: WordTable, seeds: Seeds, least: int, engine: Engine) -> Runs:
    """Return the maximal runs of at least `least` equal words around the seeds, each once, sorted by (a, b).

    Two seeds of one run lie in the same pair of documents. Seeds are therefore extended in batches of whole documents,
    and the runs of two batches are different.
    """

    def extend(pairs: tuple[Numbers, Numbers]) -> Runs:
        return Runs(*kernels.extend_seeds(words.hashes, words.offsets, pairs, least))

    if seeds.first.size <= _SEEDS_PER_BATCH:
        return extend((seeds.first, seeds.second))
    first, second = _sort_seeds(seeds, int(words.offsets[-1]))
    bounds = pairwise(_batch_bounds(first, words.offsets))
    parts = engine.map(extend, [(first[low:high], second[low:high]) for low, high in bounds])
    return Runs(*map(np.concatenate, zip(*parts, strict=True)))


def _sort_seeds(seeds: Seeds, largest: int) -> tuple[Numbers, Numbers]:
    """Return the two places of the seeds in the order of the first places; no place is beyond `largest`."""
    bits = largest.bit_length()
    if bits > _PACKED_BITS:
        order = np.argsort(seeds.first)
        return seeds.first[order], seeds.second[order]
    packed = np.sort(seeds.first << bits | seeds.second)
    return packed >> bits, packed & ((1 << bits) - 1)


def _batch_bounds(first: Numbers, offsets: Numbers) -> list[int]:
    """Return where batches of seeds begin, and the end: never between two seeds of one document."""
    words = first[_SEEDS_PER_BATCH::_SEEDS_PER_BATCH]
    text_starts = offsets[np.searchsorted(offsets, words, side="right") - 1]
    return [*unique(np.append(0, np.searchsorted(first, text_starts))).tolist(), first.size]
