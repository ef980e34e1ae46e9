"""Which documents stay: one pass over the copy pairs, in which a document goes only for one that is sure to stay.

Documents are decided one by one. A document that a larger one contains waits until the larger one is decided; of the
others the one that the rules prefer comes first. It goes if it is a copy of a document that stays, and stays
otherwise. So whatever goes was verified against a document that stays, and no two documents that stay are copies.
Containment goes from smaller to larger texts only, so that no documents wait for each other.
"""

from __future__ import annotations

from dataclasses import replace
from heapq import heappop, heappush
from typing import TYPE_CHECKING

import numpy as np

from dedup.engines.local import LOCAL
from dedup.engines.stars import components

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.filtering.copy_pairs import CopyPairs

    Numbers = NDArray[np.int64]


def choose(pairs: CopyPairs, rank: Numbers, fixed: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Return for each text the text for which it goes, or -1 if it stays, and the number of their copy pair, or -1.

    `rank` (int64, one a text) is the lower the more a text is preferred; no two are equal. Texts that are `fixed` stay.
    Of several texts that stay, a text goes for the one with the highest Jaccard, and of equal ones for the preferred.
    """
    kept_for, pair_of = np.full(rank.size, -1), np.full(rank.size, -1)
    texts, place = np.unique(np.concatenate([pairs.a, pairs.b]), return_inverse=True)
    a, b = place.reshape(2, -1)
    kept, pair = _choose(replace(pairs, a=a, b=b), rank[texts], fixed[texts])
    goes = kept >= 0
    kept_for[texts[goes]] = texts[kept[goes]]
    pair_of[texts] = pair
    return kept_for, pair_of


def choose_again(
    choice: tuple[Numbers, Numbers],
    pairs: CopyPairs,
    known: int,
    rank: Numbers,
    fixed: NDArray[np.bool_],
    engine: Engine = LOCAL,
) -> tuple[Numbers, Numbers]:
    """Return what `choose` does, where it made this `choice` of the first `known` of the pairs.

    Only texts that pairs link, directly or by way of others, to those of new pairs are decided anew.
    """
    texts, place = np.unique(np.concatenate([pairs.a, pairs.b]), return_inverse=True)
    a, b = place.reshape(2, -1)
    link = components(a, b, texts.size, engine)
    changed = np.zeros(texts.size, bool)
    changed[link[a[known:]]] = True
    rows, again = np.flatnonzero(changed[link[a]]), texts[changed[link]]
    kept_for, pair = choose(pairs.take(rows), rank, fixed)
    choice[0][again] = kept_for[again]
    choice[1][again] = np.append(rows, -1)[pair[again]]
    return choice


def _choose(pairs: CopyPairs, rank: Numbers, fixed: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Return the same where all texts stand in a pair."""
    kept_for, pair_of = np.full(rank.size, -1), np.full(rank.size, -1)
    allowed = _Removals(pairs, rank, fixed)
    stays = bytearray(rank.size)
    for text in _in_turn(allowed, rank):
        found = next(((other, pair) for other, pair in allowed.partners(text) if stays[other]), None)
        if found is None or fixed[text]:
            stays[text] = 1
        else:
            kept_for[text], pair_of[text] = found
    return kept_for, pair_of


def _in_turn(allowed: _Removals, rank: Numbers) -> Iterator[int]:
    """Yield the texts in the order in which they are decided: of those that wait for none, the preferred one."""
    by_rank = np.argsort(rank)
    ranks = np.empty(rank.size, np.int64)
    ranks[by_rank] = np.arange(rank.size)
    waits = allowed.waits
    at_once = ranks[by_rank[waits[by_rank] == 0]].data
    text_of, place_of, waiting = by_rank.data, ranks.data, waits.data
    released: list[int] = []
    at = 0
    while released or at < len(at_once):
        if released and (at == len(at_once) or released[0] < at_once[at]):
            place = heappop(released)
        else:
            place = at_once[at]
            at += 1
        text = text_of[place]
        yield text
        for smaller in allowed.waiting(text):
            waiting[smaller] -= 1
            if not waiting[smaller]:
                heappush(released, place_of[smaller])


class _Removals:
    """For each text the texts for which it may go, the best first, and the smaller texts that wait for it.

    Numbers are read from views of arrays, not from lists: a list of Python's takes five times as much memory.
    """

    def __init__(self, pairs: CopyPairs, rank: Numbers, fixed: NDArray[np.bool_]) -> None:
        number = np.arange(len(pairs))
        goes_a, goes_b = pairs.near | pairs.smaller_is_a, pairs.near | ~pairs.smaller_is_a
        text = np.concatenate([pairs.a[goes_a], pairs.b[goes_b]])
        other = np.concatenate([pairs.b[goes_a], pairs.a[goes_b]])
        pair = np.concatenate([number[goes_a], number[goes_b]])
        order = np.lexsort((rank[other], -pairs.jaccard[pair], text))
        self._others, self._pairs = other[order].data, pair[order].data
        self._bounds = np.searchsorted(text[order], np.arange(rank.size + 1)).data
        one_way = ~pairs.near
        smaller = np.where(pairs.smaller_is_a, pairs.a, pairs.b)[one_way]
        larger = np.where(pairs.smaller_is_a, pairs.b, pairs.a)[one_way]
        free = ~fixed[smaller]
        smaller, larger = smaller[free], larger[free]
        order = np.argsort(larger, kind="stable")
        self._smaller = smaller[order].data
        self._waiting = np.searchsorted(larger[order], np.arange(rank.size + 1)).data
        self.waits = np.bincount(smaller, minlength=rank.size)

    def partners(self, text: int) -> Iterator[tuple[int, int]]:
        low, high = self._bounds[text], self._bounds[text + 1]
        return zip(self._others[low:high], self._pairs[low:high], strict=True)

    def waiting(self, text: int) -> memoryview[int]:
        return self._smaller[self._waiting[text] : self._waiting[text + 1]]
