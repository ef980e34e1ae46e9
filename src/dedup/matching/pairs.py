"""Runs of equal words, sorted by the documents in which they lie: what each document and each pair has in common."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.shapes import Runs
from dedup.matching.passages import Run, make_passages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from dedup.matching.passages import WordPassage
    from dedup.settings import Settings
    from dedup.text.words import WordTable

IN_RUNS = 0.5
"""Part of `min_shared` that must stand in runs; edits are bridged, but what is shared does not consist of them."""
SCATTERED_SHARE = 0.1
"""Share of the smaller document's words that must stand in runs before a pair without a passage is verified."""
SCATTERED_PART = 1 / 3
"""Part of `min_shared` that must do so: runs that hold a fingerprint are about half of what is shared in pieces."""


@dataclass(frozen=True, slots=True)
class PairRuns:
    """The runs of one pair of documents (``a <= b``, rows of a word table), counted from the documents' first words."""

    a: int
    b: int
    runs: tuple[Run, ...]


def runs_by_pair(runs: Runs, words: WordTable) -> Iterator[PairRuns]:
    """Yield the runs of each pair of documents, pairs in order; a document with itself among them."""
    offsets = words.offsets
    text_a, text_b = _texts(runs, words)
    order = np.lexsort((runs.b, runs.a, text_b, text_a))
    text_a, text_b = text_a[order], text_b[order]
    starts_a, starts_b = runs.a[order] - offsets[text_a], runs.b[order] - offsets[text_b]
    lengths = runs.length[order].tolist()
    new = np.ones(order.size, bool)
    new[1:] = (text_a[1:] != text_a[:-1]) | (text_b[1:] != text_b[:-1])
    heads = [*np.flatnonzero(new).tolist(), order.size]
    rows = [Run(a, b, n) for a, b, n in zip(starts_a.tolist(), starts_b.tolist(), lengths, strict=True)]
    for low, high in pairwise(heads):
        yield PairRuns(int(text_a[low]), int(text_b[low]), tuple(rows[low:high]))


def _texts(runs: Runs, words: WordTable) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the documents (rows) in which both sides of each run lie."""
    return (
        np.searchsorted(words.offsets, runs.a, side="right") - 1,
        np.searchsorted(words.offsets, runs.b, side="right") - 1,
    )


def enough(runs: Runs, words: WordTable, settings: Settings) -> Runs:
    """Return the runs of those pairs that are worth a closer look.

    These are pairs with `min_run` equal words in all their runs together, and half of what makes a listed pair, or with
    so many for their size that they may hold a fair share of each other in pieces. Most pairs meet by chance, on one
    phrase; they are gone before anybody looks at them one by one.
    """
    text_a, text_b = _texts(runs, words)
    pair = text_a * (words.offsets.size - 1) + text_b
    _, number = np.unique(pair, return_inverse=True)
    total = np.bincount(number.ravel(), weights=runs.length)[number.ravel()] if pair.size else np.zeros(0)
    smaller = np.minimum(words.counts[text_a], words.counts[text_b])
    least = 0.0 if settings.all_pairs else SCATTERED_PART * settings.min_shared
    scattered = (total >= SCATTERED_SHARE * smaller) & (total >= least)
    within = text_a == text_b
    whole = total >= np.where(within, settings.min_run, max(settings.min_run, IN_RUNS * settings.min_shared))
    chosen = whole | (scattered & ~within)
    return Runs(runs.a[chosen], runs.b[chosen], runs.length[chosen])


def sort_runs(
    runs: Runs, words: WordTable, settings: Settings
) -> tuple[dict[int, tuple[Run, ...]], dict[tuple[int, int], list[WordPassage]]]:
    """Return the runs within each document (by row), and the passages of each pair of documents (by rows).

    Pairs may come without a passage: their equal words stand in pieces too small for one, and only exact figures can
    tell what they are worth.
    """
    within: dict[int, tuple[Run, ...]] = {}
    across: dict[tuple[int, int], list[WordPassage]] = {}
    for pair in runs_by_pair(enough(runs, words, settings), words):
        if pair.a == pair.b:
            within[pair.a] = pair.runs
        else:
            across[pair.a, pair.b] = make_passages(pair.runs, words.of(pair.a), words.of(pair.b), settings)
    return within, across
