"""Words into winnowed fingerprints: keys that meet wherever at least `min_run` words were used again.

The guarantee is that of winnowing: a window of w shingles of k words spans ``w + k - 1`` words, and which
shingle is selected in it depends on these words alone. So the same run selects the same shingle in every text, and
their keys are equal.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.engines.groups import Groups, group_by_key, unique
from dedup.engines.local import LOCAL
from dedup.kernels.shingles import Fingerprints

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.settings import Settings
    from dedup.words.tokens import WordTable


_LEAST_EQUAL = 4
"""Equal ones that must follow each other before one of them is dropped: two stay at each end."""


def fingerprint(words: WordTable, settings: Settings, engine: Engine = LOCAL) -> Fingerprints:
    """Return the fingerprints of all documents, run-on ones thinned out."""
    batches = words.batches()
    starts = np.cumsum([0, *(batch.hashes.size for batch in batches)])
    parts = engine.map(partial(fingerprint_batch, settings=settings), batches)
    positions = [part.positions + start for part, start in zip(parts, starts.tolist(), strict=False)]
    return Fingerprints(
        np.concatenate([np.zeros(0, np.uint64), *(part.keys for part in parts)]),
        np.concatenate([np.zeros(0, np.int64), *positions]),
    )


def fingerprint_batch(words: WordTable, settings: Settings) -> Fingerprints:
    """Return the fingerprints of a table of words that is one item of work."""
    selected = kernels.winnow(words.hashes, words.offsets, settings.fingerprint_words, settings.window)
    return _thin_out(selected, words.offsets, settings.fingerprint_words, settings.window)


def _thin_out(selected: Fingerprints, offsets: NDArray[np.int64], size: int, window: int) -> Fingerprints:
    """Drop the inner ones of equal fingerprints that follow each other at equal short distances.

    Shingles of `size` words that are equal at a distance of at most `size` mean that the words there repeat with that
    distance as their period (a b a b a b …): thousands of fingerprints would all say the same. Two are kept at each
    end, so that in whatever phase another text takes the pattern up, one of them has the words before and after it.
    At the beginning those are kept, too, that may be the choice of a window of shingles with words from before the
    pattern: another text may end, or go on in another way, right after that window.
    """
    keys, positions = selected
    near = keys[1:] == keys[:-1]
    here = np.flatnonzero(near)
    if here.size < _LEAST_EQUAL:
        return selected
    gaps = positions[here + 1] - positions[here]
    near[here] = gaps <= size
    if offsets.size > 2:  # noqa: PLR2004 - one text may have ten million words, and has two offsets
        text = np.searchsorted(offsets, np.stack([positions[here], positions[here + 1]]), side="right")
        near[here] &= text[0] == text[1]
    even = near[1:] & near[:-1]
    here = np.flatnonzero(even)
    even[here] = positions[here + 2] - positions[here + 1] == positions[here + 1] - positions[here]
    inner = 2 + np.flatnonzero(even[:-2] & even[1:-1] & even[2:])
    first = np.append(0, 1 + np.flatnonzero(~even))
    first = first[np.searchsorted(first, inner, side="right") - 1]
    inner = inner[positions[inner] - positions[first] >= window]
    return Fingerprints(np.delete(keys, inner), np.delete(positions, inner)) if inner.size else selected


def group_positions(fingerprints: Fingerprints) -> Groups:
    """Return the positions of every fingerprint that stands at least twice."""
    groups = group_by_key(fingerprints.keys)
    return Groups(fingerprints.positions[groups.rows], groups.bounds)


def count_fingerprints(positions: NDArray[np.int64], offsets: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many fingerprints each text has; positions are in rising order."""
    return np.diff(np.searchsorted(positions, offsets))


def window_keys(
    words: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    positions: NDArray[np.int64],
    settings: Settings,
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the keys of all runs of `min_run` words that contain the fingerprint at each position.

    Returns (keys, starts): uint64 and int64, one row a run, each run once. A fingerprint stands for the runs
    it was chosen in; keys of whole runs are used where the fingerprint's own key is too common to tell them apart.
    """
    return kernels.rolling_hashes_near(words, offsets, unique(positions), settings.min_run, settings.window)
