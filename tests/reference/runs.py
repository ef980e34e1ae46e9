"""Seeds into maximal runs of equal words, in NumPy, as a reference for the kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.shapes import Runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STEPS = 16
"""Words by which all seeds are extended together, before the few long ones are extended one by one."""


def equal_runs(
    words: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    seeds: tuple[NDArray[np.int64], NDArray[np.int64]],
    least: int,
) -> Runs:
    """Return the maximal runs of at least `least` equal words on which the seeds lie, each once, sorted by (a, b).

    A seed is a pair of word indexes, ``a < b``; the runs stay inside the texts that `offsets` bound. In a run that
    overlaps itself (``b < a + length``, in one text) the words repeat with the period ``b - a``.
    """
    first, second = seeds
    equal = words[first] == words[second]
    first, second = first[equal], second[equal]
    text_a, text_b = (np.searchsorted(offsets, at, side="right") - 1 for at in (first, second))
    before = np.minimum(first - offsets[text_a], second - offsets[text_b])
    after = np.minimum(offsets[text_a + 1] - first, offsets[text_b + 1] - second)
    back = equal_along(words, first - 1, second - 1, np.minimum(before, _STEPS), -1)
    ahead = equal_along(words, first, second, np.minimum(after, _STEPS), 1)
    # Seeds on one diagonal of two texts, in order: those whose reaches touch lie on one run.
    diagonal = second - first
    order = np.lexsort((first, diagonal, text_b, text_a))
    low, high = (first - back)[order], (first + ahead)[order]
    group = np.stack([text_a[order], text_b[order], diagonal[order]])
    low, high, owner = _join(low, high, group)
    text_a, text_b, diagonal = group[:, owner]
    low, high = _finish(words, offsets, (low, high), (text_a, text_b, diagonal))
    low, high, owner = _join(low, high, np.stack([text_a, text_b, diagonal]))
    diagonal = diagonal[owner]
    long = high - low >= least
    low, high, diagonal = low[long], high[long], diagonal[long]
    order = np.lexsort((low + diagonal, low))
    return Runs(low[order], (low + diagonal)[order], (high - low)[order])


def equal_along(
    words: NDArray[np.uint64], first: NDArray[np.int64], second: NDArray[np.int64], room: NDArray[np.int64], step: int
) -> NDArray[np.int64]:
    """Return how many words in a row are equal from each two places on, `room` (int64) at the most.

    They are walked along in steps of 1 or -1.
    """
    count = np.zeros(first.size, np.int64)
    active = np.flatnonzero(room > 0)
    done = 0
    while active.size:
        equal = words[first[active] + step * done] == words[second[active] + step * done]
        active, done = active[equal], done + 1
        count[active] = done
        active = active[room[active] > done]
    return count


def _join(
    low: NDArray[np.int64], high: NDArray[np.int64], group: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Join ranges of one group that touch; they come sorted by group and low. Return also the first range of each."""
    if not low.size:
        return low, high, np.zeros(0, np.int64)
    new_group = np.ones(low.size, bool)
    new_group[1:] = (group[:, 1:] != group[:, :-1]).any(axis=0)
    # The highest end so far within the group: ranges of later groups are lifted above all earlier ones.
    lift = (np.cumsum(new_group) - 1) * (int(high.max()) + 1)
    highest = np.maximum.accumulate(high + lift) - lift
    opens = new_group.copy()
    opens[1:] |= low[1:] > highest[:-1]
    heads = np.flatnonzero(opens)
    tails = np.append(heads[1:], low.size) - 1
    return low[heads], highest[tails], heads


def _finish(
    words: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    reach: tuple[NDArray[np.int64], NDArray[np.int64]],
    place: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Extend joined ranges to where the equality ends, one by one: only few are not there yet."""
    low, high = reach[0].copy(), reach[1].copy()
    text_a, text_b, diagonal = place
    start = np.maximum(offsets[text_a], offsets[text_b] - diagonal)
    end = np.minimum(offsets[text_a + 1], offsets[text_b + 1] - diagonal)
    can = (high < end) & (words[np.minimum(high, words.size - 1)] == words[np.minimum(high + diagonal, words.size - 1)])
    for i in np.flatnonzero(can):
        d = diagonal[i]
        high[i] += _equal_from(words[high[i] : end[i]], words[high[i] + d : end[i] + d])
    can = (low > start) & (words[np.maximum(low - 1, 0)] == words[np.maximum(low - 1, 0) + diagonal])
    for i in np.flatnonzero(can):
        d = diagonal[i]
        low[i] -= _equal_from(words[start[i] : low[i]][::-1], words[start[i] + d : low[i] + d][::-1])
    return low, high


def _equal_from(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> int:
    """Return how many leading words are equal, looking at twice as many each time."""
    done, step = 0, 64
    while done < first.size:
        differs = np.flatnonzero(first[done : done + step] != second[done : done + step])
        if differs.size:
            return done + int(differs[0])
        done, step = done + step, step * 2
    return int(first.size)
