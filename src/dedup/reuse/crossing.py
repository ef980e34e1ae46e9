"""Pieces of a repetition that runs over the end of a paragraph: kept together where one alone would be too short.

What a paragraph says again is told by that paragraph. A piece of fewer words than a repetition has would be lost, so it
stays with the piece beside it, and both are told by all paragraphs that they run through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.relations import CONTAINED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]


def keep_together(
    units: Numbers, places: Numbers, same: Numbers, passage: Numbers, least: int
) -> tuple[Numbers, Numbers, Numbers]:
    """Return pieces of passages, as in `Parts` and passage after passage, with those made one that need each other.

    A piece that holds most of one of its paragraphs stands by itself if it has the `least` words. Of the others, those
    that follow one another are cut apart only where `least` words stand before the cut and after it.
    """
    a_low, a_high, b_low, b_high = units
    small = same < least
    alone = ~small & (same >= CONTAINED * np.minimum(a_high - a_low, b_high - b_low))
    opens = np.ones(same.size, bool)
    opens[1:] = (passage[1:] != passage[:-1]) | alone[1:] | alone[:-1]
    heads = np.flatnonzero(opens)
    tails = np.append(heads[1:], same.size)
    short = np.add.reduceat(small, heads, dtype=np.int64) > 0
    opens[:] = True
    for head, tail in zip(heads[short].tolist(), tails[short].tolist(), strict=True):
        opens[head:tail] = _cuts(same[head:tail].tolist(), least)
    if opens.all():
        return units, places, same
    heads = np.flatnonzero(opens)
    places, units = _hulls(places, heads), _hulls(units, heads)
    meet = units[1] > units[2]  # it runs through a paragraph on both sides
    units[:, meet] = places[:, meet]
    return units, places, np.add.reduceat(same, heads)


def _cuts(sizes: list[int], least: int) -> list[bool]:
    """Return of pieces that follow one another whether each is cut from the one before it."""
    cuts, before, left = [True], sizes[0], sum(sizes[1:])
    for size in sizes[1:]:
        cuts.append(before >= least and left >= least)
        before, left = (0 if cuts[-1] else before) + size, left - size
    return cuts


def _hulls(edges: Numbers, heads: Numbers) -> Numbers:
    """Return what the ranges (first, end, and first, end of the other side) of each piece reach over."""
    low, high = (edge.reduceat(edges, heads, axis=1) for edge in (np.minimum, np.maximum))
    return np.stack([low[0], high[1], low[2], high[3]])
