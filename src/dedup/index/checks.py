"""The words around a fingerprint → twelve bits that say whether a run of words can go on there.

A key that very many texts hold ("in the united states of") says little. What matters is who holds the whole run of
`min_run` words around it, and that would mean to read all these texts. The check keeps a few bits of the two words
on each side, of the nearer one the most, so that nearly all holders are passed over unread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SIDE_BITS = ((4, 0), (2, 4))
"""For each of the words beside a fingerprint, nearest first: how many bits are kept, and where."""
_SIDE = 6


def check_bits(
    words: NDArray[np.uint64], offsets: NDArray[np.int64], positions: NDArray[np.int64], size: int
) -> NDArray[np.uint64]:
    """Return the check of the fingerprint of `size` words at each position; words beyond a text's ends count as 0."""
    text = np.searchsorted(offsets, positions, side="right") - 1
    checks = np.zeros(positions.size, np.uint64)
    for distance, (bits, shift) in enumerate(_SIDE_BITS):
        before, after = positions - 1 - distance, positions + size + distance
        for at, inside, side in (
            (before, before >= offsets[text], 0),
            (after, after < offsets[text + 1], _SIDE),
        ):
            kept = np.zeros(positions.size, np.uint64)
            kept[inside] = words[at[inside]] & np.uint64((1 << bits) - 1)
            checks |= kept << np.uint64(shift + side)
    return checks


def check_mask(before: int, after: int) -> int:
    """Return the bits of a check that must agree where `before` words on the left and `after` on the right do."""
    return sum(
        ((1 << bits) - 1) << (shift + side)
        for side, reach in ((0, before), (_SIDE, after))
        for bits, shift in _SIDE_BITS[:reach]
    )
