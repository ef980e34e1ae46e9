"""Documents into all runs of words that two of them have in common, by brute force: the reference for passages.

Every window of `RUN` words is hashed, equal ones are paired, and what follows one another in both documents is one run.
No index, no fingerprints, no limit on how often a window stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lib.plain_words import PlainWords

RUN = 30
"""Words of the shortest run."""


class CommonRun(NamedTuple):
    """Words that stand in document `a` from `at_a` on and in `b` from `at_b` on, as many as `words`."""

    a: int
    b: int
    at_a: int
    at_b: int
    words: int


def common_runs(words: PlainWords, size: int = RUN) -> list[CommonRun]:
    """Return every longest run of at least `size` words that stands in two documents, `a` before `b`."""
    places = [words.windows(row, size) for row in range(len(words.ids))]
    keys = np.concatenate(places)
    document = np.repeat(np.arange(len(places)), [each.size for each in places])
    position = np.concatenate([np.arange(each.size) for each in places])
    order = np.argsort(keys, kind="stable")
    bounds = np.flatnonzero(np.diff(keys[order]) != 0) + 1
    groups = [group for group in np.split(order, bounds) if group.size > 1]
    if not groups:
        return []
    first, second = (np.concatenate(each) for each in zip(*map(_paired, groups), strict=True))
    apart = document[first] != document[second]
    columns = (document[first], document[second], position[first], position[second])
    a, b, at_a, at_b = (column[apart] for column in columns)
    return _joined(a, b, at_a, at_b, size)


def _paired(group: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    i, j = np.triu_indices(group.size, 1)
    return group[i], group[j]


def _joined(
    a: NDArray[np.int64], b: NDArray[np.int64], at_a: NDArray[np.int64], at_b: NDArray[np.int64], size: int
) -> list[CommonRun]:
    """Join windows that follow one another in both documents."""
    order = np.lexsort((at_a, at_b - at_a, b, a))
    a, b, at_a, at_b = (column[order] for column in (a, b, at_a, at_b))
    shift = at_b - at_a
    begins = np.ones(a.size, bool)
    begins[1:] = (np.diff(a) != 0) | (np.diff(b) != 0) | (np.diff(shift) != 0) | (np.diff(at_a) != 1)
    starts = np.flatnonzero(begins)
    lengths = np.diff(starts, append=a.size) + size - 1
    listed = (column[starts].tolist() for column in (a, b, at_a, at_b))
    return [CommonRun(*run) for run in zip(*listed, lengths.tolist(), strict=True)]
