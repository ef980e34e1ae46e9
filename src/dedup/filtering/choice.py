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

from dedup.engines.groups import stable_order, unique

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from dedup.filtering.copy_pairs import CopyPairs

    Numbers = NDArray[np.int64]


def choose(pairs: CopyPairs, rank: Numbers, fixed: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Return for each text the text for which it goes, or -1 if it stays, and the number of their copy pair, or -1.

    `rank` (int64, one a text) is the lower the more a text is preferred; no two are equal. Texts that are `fixed` stay.
    Of several texts that stay, a text goes for the one with the highest Jaccard, and of equal ones for the preferred.
    """
    kept_for, pair_of = np.full(rank.size, -1), np.full(rank.size, -1)
    texts = unique(np.concatenate([pairs.a, pairs.b]))
    a, b = np.searchsorted(texts, pairs.a), np.searchsorted(texts, pairs.b)
    kept, pair = _choose(replace(pairs, a=a, b=b), rank[texts], fixed[texts])
    goes = kept >= 0
    kept_for[texts[goes]] = texts[kept[goes]]
    pair_of[texts] = pair
    return kept_for, pair_of


def _choose(pairs: CopyPairs, rank: Numbers, fixed: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Return the same where all texts stand in a pair."""
    a_may_go = (pairs.near | pairs.smaller_is_a) & ~fixed[pairs.a]
    b_may_go = (pairs.near | ~pairs.smaller_is_a) & ~fixed[pairs.b]
    text = np.concatenate([pairs.a[a_may_go], pairs.b[b_may_go]])
    other = np.concatenate([pairs.b[a_may_go], pairs.a[b_may_go]])
    pair = np.concatenate([np.flatnonzero(a_may_go), np.flatnonzero(b_may_go)])
    order = np.fromiter(_in_turn(pairs, rank, fixed), np.int64, rank.size)
    turn = np.empty(rank.size, np.int64)
    turn[order] = np.arange(rank.size)
    stays = _that_stay(order, _Linked(other, text, rank.size))
    rows = np.flatnonzero(~stays[text] & stays[other] & (turn[other] < turn[text]))
    rows = rows[np.lexsort((rank[other[rows]], -pairs.jaccard[pair[rows]], text[rows]))]
    best = rows[np.diff(text[rows], prepend=-1) != 0]
    kept_for, pair_of = np.full(rank.size, -1), np.full(rank.size, -1)
    kept_for[text[best]], pair_of[text[best]] = other[best], pair[best]
    return kept_for, pair_of


def _that_stay(order: Numbers, goes_for: _Linked) -> NDArray[np.bool_]:
    """Return whether each text stays, if they are decided in this order; `goes_for` has those that may go for each."""
    stays, goes = np.zeros(order.size, bool), np.zeros(order.size, bool)
    is_copy = goes.data
    for text in order.data:
        if not is_copy[text]:
            stays[text] = True
            goes[np.asarray(goes_for.of(text))] = True
    return stays


def _in_turn(pairs: CopyPairs, rank: Numbers, fixed: NDArray[np.bool_]) -> Iterator[int]:
    """Yield the texts in the order in which they are decided: of those that wait for none, the preferred one."""
    smaller = np.where(pairs.smaller_is_a, pairs.a, pairs.b)
    waits = ~pairs.near & ~fixed[smaller]
    smaller, larger = smaller[waits], np.where(pairs.smaller_is_a, pairs.b, pairs.a)[waits]
    waiting_for, waits_for = _Linked(larger, smaller, rank.size), np.bincount(smaller, minlength=rank.size)
    by_rank = np.argsort(rank)
    ranks = np.empty(rank.size, np.int64)
    ranks[by_rank] = np.arange(rank.size)
    at_once = ranks[by_rank[waits_for[by_rank] == 0]].data
    text_of, place_of, waiting = by_rank.data, ranks.data, waits_for.data
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
        for contained in waiting_for.of(text):
            waiting[contained] -= 1
            if not waiting[contained]:
                heappush(released, place_of[contained])


class _Linked:
    """For each text those that are linked to it: `linked[i]` is linked to `text[i]`, of `count` texts.

    Numbers are read from views of arrays, not from lists: a list of Python's takes five times as much memory.
    """

    def __init__(self, text: Numbers, linked: Numbers, count: int) -> None:
        order = stable_order(text)
        self._linked = linked[order].data
        self._bounds = np.searchsorted(text[order], np.arange(count + 1)).data

    def of(self, text: int) -> memoryview[int]:
        """Return the texts that are linked to a text."""
        return self._linked[self._bounds[text] : self._bounds[text + 1]]
