"""Numbered things and the links between them → which of them hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]


def components(count: int, one: Numbers, other: Numbers) -> Numbers:
    """Return for each of `count` things the least one that it hangs together with (int64); links join two things.

    Each round joins every component to a neighbour of it, so that there are at most as many rounds as the number of
    things has bits.
    """
    least = np.arange(count)
    while one.size:
        first, second = least[one], least[other]
        apart = first != second
        one, other, first, second = one[apart], other[apart], first[apart], second[apart]
        np.minimum.at(least, np.maximum(first, second), np.minimum(first, second))
        while not np.array_equal(nearer := least[least], least):
            least = nearer
    return least
