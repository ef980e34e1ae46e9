"""Links between nodes into connected components, where there are more links than the caller holds at a time.

Each round makes large stars and then small ones, until nothing changes (Kiveris, Lattanzi, Mirrokni, Rastogi,
Vassilvitskii, "Connected components in MapReduce and beyond", SoCC 2014). For a large star, each node hangs its larger
neighbours on the least of itself and its neighbours; for a small star, itself and its smaller neighbours. So links
never become more, and in the end each node hangs on the least of its component. The paper proves O(log² n) rounds, and
saw O(log n).

The ends of links meet as keys, so that every engine does the same. A key that stands once, which a meeting leaves out,
is a node with one link, which no star changes. Links lie in the spill folder, where other machines read them. What
comes through the caller are places of links, some at a time, and the changed ones.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.engines.engine import KeyCounts, Keyed
from dedup.engines.groups import components_in_memory
from dedup.engines.storage import new_array

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.engines.groups import Groups

    Numbers = NDArray[np.int64]
    Change = tuple[Numbers, Numbers, Numbers]

_LINKS_PER_ITEM = 1 << 19
_SPREAD = np.uint64(0x9E3779B185EBCA87)
"""An odd number: nodes times it are keys that differ in their first bits, as those of a meeting should."""


class Links(NamedTuple):
    """Links between nodes (int64): each from the `low` one to the `high` one; one from a node to itself is none."""

    low: Numbers
    high: Numbers


def components(first: Numbers, second: Numbers, count: int, engine: Engine) -> Numbers:
    """Return for each of `count` nodes the least node that links (first to second) connect it with.

    In memory, unless the engine has a spill folder, and there are more links than the caller holds in a step.
    """
    if engine.spill_folder is None or first.size <= engine.step_words():
        return components_in_memory(first, second, count)
    return components_by_stars(first, second, count, engine)


def components_by_stars(first: Numbers, second: Numbers, count: int, engine: Engine) -> Numbers:
    """Return the same, however few links there are."""
    links = _new_links(first.size, engine)
    np.minimum(first, second, out=links.low)
    np.maximum(first, second, out=links.high)
    for changed in rounds_of_stars(links, engine):
        links = changed
    least, joins = np.arange(count), links.low != links.high
    least[links.high[joins]] = links.low[joins]
    return least


def rounds_of_stars(links: Links, engine: Engine) -> Iterator[Links]:
    """Yield the links after each round of large and small stars that changed any; the last ones are stars."""
    while True:
        large, some = _changed(links, _ends, _large_stars, engine)
        links, more = _changed(large, _higher_ends, _small_stars, engine)
        if not some and not more:
            return
        yield links


def _new_links(size: int, engine: Engine) -> Links:
    return Links(*(new_array(engine.spill_folder, size, np.int64) for _ in Links._fields))


def _changed(
    links: Links,
    keys_of: Callable[[tuple[int, Links]], Keyed[None]],
    stars: Callable[[Links, Groups], Change],
    engine: Engine,
) -> tuple[Links, int]:
    """Return links as the stars of one kind change them, and how many they change."""
    size = links.low.size
    items = (
        (start, Links(*(side[start : start + _LINKS_PER_ITEM] for side in links)))
        for start in range(0, size, _LINKS_PER_ITEM)
    )
    meeting = engine.meet(keys_of, items, KeyCounts(rows=2 * size))
    for _ in meeting.results():
        pass
    new, changes = _new_links(size, engine), 0
    for side, old in zip(new, links, strict=True):
        side[:] = old
    for link, *ends in engine.stream(partial(stars, links), meeting.rows.partitions()):
        changes += link.size
        for side, end in zip(new, ends, strict=True):
            side[link] = end
    return new, changes


def _ends(item: tuple[int, Links]) -> Keyed[None]:
    """Return both ends of each link as keys; the value of an end is twice the number of the link, and 1 if higher."""
    start, (low, high) = item
    link = np.flatnonzero(low != high)
    keys, values = np.stack([low[link], high[link]], axis=1).ravel(), np.stack([2 * link, 2 * link + 1], axis=1).ravel()
    return Keyed(None, keys.astype(np.uint64) * _SPREAD, values, start=2 * start)


def _higher_ends(item: tuple[int, Links]) -> Keyed[None]:
    """Return the higher end of each link as a key, and the number of the link as its value."""
    start, (low, high) = item
    link = np.flatnonzero(low != high)
    return Keyed(None, high[link].astype(np.uint64) * _SPREAD, link, start=start)


def _large_stars(links: Links, ends: Groups) -> Change:
    """Return the links whose lower end is not the least of its neighbours, with that one in its place."""
    link, is_higher = ends.rows >> 1, ends.rows & 1
    low = links.low[link]
    # The lower end of a link is the node itself, or a neighbour below it.
    least = np.repeat(np.minimum.reduceat(low, ends.bounds[:-1]), ends.sizes) if link.size else low
    chosen = (is_higher == 0) & (least < low)
    return link[chosen], least[chosen], links.high[link[chosen]]


def _small_stars(links: Links, ends: Groups) -> Change:
    """Return the links whose lower end hangs on the least lower end of the same node now; of equal ones one stays."""
    order = np.lexsort((links.low[ends.rows], ends.numbers))
    link = ends.rows[order]
    low = links.low[link]
    least = np.repeat(low[ends.bounds[:-1]], ends.sizes)
    is_repeat = np.zeros(low.size, bool)
    is_repeat[1:] = (low[1:] == low[:-1]) & (np.diff(ends.numbers) == 0)
    chosen = is_repeat | (low > least)
    return link[chosen], least[chosen], np.where(is_repeat, least, low)[chosen]
