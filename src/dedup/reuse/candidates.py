"""Equal keys into candidates: seeds of passages by fingerprint, pairs of documents by signature.

A key that stands in few places gives each two of them. One that stands in many would give their square, so it is
looked at more closely: whole runs of `min_run` words take the fingerprint's place, and each place of a run is linked to
the run's first place in another document: that is its first place of all, or for those in the same document, the first
one elsewhere. Every run that stands twice keeps a seed that way, and n copies cost about n links.
Candidates are hints; nothing is reported before the texts themselves bear it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.engines.groups import (
    Groups,
    concatenate_groups,
    links_across,
    links_within,
    neighbours_within,
    pairs_within,
    unique,
)
from dedup.engines.shuffle import PartitionedRows, Shuffle, partition_rows
from dedup.sketch.fingerprints import window_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.settings import Settings
    from dedup.words.tokens import WordTable

_SEED_BUDGET = 40_000_000
"""Seeds that all-pairs expansion may make (640 MB); keys in even more places stay linked, and are counted."""
_AT_ONCE = 1 << 17
"""Places around which runs are looked at together."""


@dataclass(frozen=True, slots=True)
class Seeds:
    """Places where words are probably the same: word indexes ``first < second`` (int64).

    `linked` counts the keys that were linked to their first holder, not paired with each.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    linked: int


NO_SEEDS = Seeds(np.zeros(0, np.int64), np.zeros(0, np.int64), 0)


def find_seeds(words: WordTable, groups: Groups, settings: Settings, engine: Engine) -> Seeds:
    """Return the seeds of all passages, within documents and between them.

    `groups` are the places (indexes of words) that hold the same fingerprint.
    """
    place = groups.rows
    text = kernels.texts_of_words(words.offsets, place)
    few = groups.sizes <= _pair_limit(groups, settings)
    rows = Groups(np.arange(place.size), groups.bounds)
    first, second = pairs_within(rows.where(few))
    across = text[first] != text[second]
    parts = [(place[first[across]], place[second[across]])]

    many = rows.where(~few)
    before, after = neighbours_within(rows)
    inside = text[before] == text[after]
    repeated = np.concatenate([before[inside], after[inside]])
    parts += [
        _closer(words, place[chosen], across=across, settings=settings, engine=engine)
        for chosen, across in ((many.rows, True), (repeated, False))
        if chosen.size
    ]
    first, second = (np.concatenate(side) for side in zip(*parts, strict=True))
    return Seeds(np.minimum(first, second), np.maximum(first, second), int(np.count_nonzero(~few)))


def _pair_limit(groups: Groups, settings: Settings) -> int:
    """Return the largest group that is expanded to all its pairs."""
    if not settings.all_pairs:
        return settings.pair_limit
    sizes = np.sort(groups.sizes)
    within = np.cumsum(sizes * (sizes - 1) // 2) <= _SEED_BUDGET
    return int(sizes[within][-1]) if within.any() else settings.pair_limit


def _closer(
    words: WordTable,
    positions: NDArray[np.int64],
    *,
    across: bool,
    settings: Settings,
    engine: Engine,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return seeds of the whole runs of `min_run` words around the positions: across documents, or inside them."""
    runs = Shuffle(engine, positions.size * settings.window)
    work = partial(_runs_around, settings=settings, bits=runs.bits)
    batches = by_text(positions, words.offsets, _AT_ONCE)
    for start, rows in engine.stream(work, (_with_words(batch, words) for batch in batches)):
        runs.add(rows, start)
    groups = runs.groups()
    text = kernels.texts_of_words(words.offsets, groups.rows)
    if across:
        return links_across(groups, text)
    first, second = neighbours_within(Groups(np.arange(groups.rows.size), groups.bounds))
    inside = text[first] == text[second]
    return groups.rows[first[inside]], groups.rows[second[inside]]


def _with_words(positions: NDArray[np.int64], words: WordTable) -> tuple[int, NDArray[np.int64], WordTable]:
    """Return the words of the texts in which positions (in rising order) lie, as items of work.

    Each is where the first text begins, the positions counted from there, and the texts.
    """
    low, last = (int(text) for text in kernels.texts_of_words(words.offsets, positions[[0, -1]]))
    start = int(words.offsets[low])
    return start, positions - start, words.slice(low, last + 1)


def _runs_around(
    batch: tuple[int, NDArray[np.int64], WordTable], settings: Settings, bits: int
) -> tuple[int, PartitionedRows]:
    start, positions, words = batch
    return start, partition_rows(*window_keys(words.hashes, words.offsets, positions, settings), bits)


def by_text(
    positions: NDArray[np.int64], offsets: NDArray[np.int64], size: int = _AT_ONCE
) -> Iterator[NDArray[np.int64]]:
    """Yield word indexes in rising order, about so many at a time, those of one text together."""
    ordered, low = np.sort(positions), 0
    while low < ordered.size:
        last = ordered[min(low + size, ordered.size) - 1]
        high = int(np.searchsorted(ordered, offsets[np.searchsorted(offsets, last, side="right")]))
        yield ordered[low:high]
        low = high


def find_pairs(
    bands: Iterable[Groups], documents: int, settings: Settings
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs of documents that share a band key, each once and in order: two int64 arrays, ``a < b``.

    `bands` are, for each band, the documents (of so many) that share a key. In a band that very many documents share,
    each is paired with the first and with the one before it.
    """
    codes = [np.zeros(0, np.int64)]
    for groups in _some_bands(bands):
        few = np.concatenate([band.sizes <= _pair_limit(band, settings) for band in groups])
        together = concatenate_groups(groups)
        for pairing, chosen in ((pairs_within, few), (links_within, ~few), (neighbours_within, ~few)):
            if chosen.any():
                first, second = pairing(together.where(chosen))
                codes.append(first * documents + second)
    code = unique(np.concatenate(codes))
    return code // max(documents, 1), code % max(documents, 1)


def _some_bands(bands: Iterable[Groups]) -> Iterator[list[Groups]]:
    """Yield some bands at a time: most have few groups, which are paired sooner than they are looked at one by one."""
    some: list[Groups] = []
    for groups in bands:
        some.append(groups)
        if sum(each.rows.size for each in some) >= _AT_ONCE:
            yield some
            some = []
    if some:
        yield some
