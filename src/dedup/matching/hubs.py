"""Links between documents → which others share words for sure, because both hold most of one that they are linked to.

Two texts that share nearly all words of a third, the *hub*, share most of these with each other: of n words, if they
hold the parts p and q, at least ``n * (p + q - 1)``, in no more stretches than their links to the hub have together. If
that leaves a stretch of `min_run` words, the two have a passage in common, and nobody needs to look at their texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.matching.passages import stretches

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from dedup.settings import Settings

    Numbers = NDArray[np.int64]
    Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Link:
    """Two documents that were verified to share `words` counting words, in `stretches` at the most.

    `similarity` is the share of the smaller one's words, `part_a` and `part_b` the share of each one's.
    """

    a: int
    b: int
    words: int
    stretches: int
    part_a: float
    part_b: float

    @property
    def similarity(self) -> float:
        """How alike the two are."""
        return max(self.part_a, self.part_b)


@dataclass(frozen=True, slots=True)
class Held:
    """What a document holds of a hub: a part of its words, in so many stretches at the most."""

    part: float
    stretches: int

    def worse(self, other: Held) -> Held:
        """Return what both hold at the least."""
        return Held(min(self.part, other.part), max(self.stretches, other.stretches))


ALL = Held(1.0, 1)
"""What a document holds of itself."""


class _Holders(NamedTuple):
    """Who holds what of which hub, hub after hub: those of document d are the rows ``bounds[d] : bounds[d + 1]``.

    Each of the `documents` holds the `parts` of the hub, in so many `pieces`, and the hub holds the parts `back` of it.
    """

    bounds: Numbers
    documents: Numbers
    parts: Shares
    back: Shares
    pieces: Numbers
    sizes: Shares


class Hubs:
    """What documents hold of those that they are linked to."""

    def __init__(self, links: Sequence[Link], settings: Settings) -> None:
        self._links = links
        self._settings = settings
        self._held: dict[int, dict[int, Held]] = {}  # by hub, then by who holds it
        self._sizes: dict[int, float] = {}
        for link in links:
            self._held.setdefault(link.a, {link.a: ALL})[link.b] = Held(link.part_a, link.stretches)
            self._held.setdefault(link.b, {link.b: ALL})[link.a] = Held(link.part_b, link.stretches)
            self._sizes[link.a], self._sizes[link.b] = link.words / link.part_a, link.words / link.part_b

    def hold(self, members: Iterable[int], hub: int) -> bool:
        """Return whether all of some documents hold something of a hub."""
        holders = self._held.get(hub, {})
        return all(member in holders for member in members)

    def held_by_all(self, hub: int, held: Held, members: Iterable[int]) -> Held:
        """Return what each of some documents, and whoever holds `held`, holds of a hub at the least."""
        for member in members:
            held = held.worse(self._held[hub][member])
        return held

    def follows(self, hub: int, one: Held, other: Held) -> bool:
        """Return whether two documents that hold such parts of a hub must have a passage in common."""
        common = self._sizes[hub] * (one.part + other.part - 1)
        enough = common >= self._settings.min_shared
        return enough and common >= self._settings.min_run * (one.stretches + other.stretches)

    def relate(self, x: int, y: int) -> bool:
        """Return whether two documents are linked, or must share words because of what they hold of a hub."""
        mine, theirs = self._held.get(x, {}), self._held.get(y, {})
        if y in mine:
            return True
        return any(self.follows(hub, self._held[hub][x], self._held[hub][y]) for hub in mine.keys() & theirs.keys())

    def related_to(self, document: int) -> Numbers:
        """Return all documents to which `relate` relates one, some more than once (int64)."""
        bounds, documents, parts, back, pieces, sizes = self._holders
        own = slice(bounds[document], bounds[document + 1])
        hubs = documents[own]
        at, ends = stretches(bounds[hubs], bounds[hubs + 1])
        hub = np.repeat(np.arange(hubs.size), np.diff(ends))
        common = sizes[hubs][hub] * (parts[at] + back[own][hub] - 1)
        enough = common >= self._settings.min_shared
        enough &= common >= self._settings.min_run * (pieces[at] + pieces[own][hub])
        return np.concatenate([hubs, documents[at[enough]]])

    @cached_property
    def _holders(self) -> _Holders:
        count = 1 + max(self._held, default=-1)
        rows = [(link.a, link.b, link.stretches) for link in self._links]
        a, b, pieces = np.array(rows, np.int64).reshape(-1, 3).T
        part_a, part_b = np.array([(link.part_a, link.part_b) for link in self._links]).reshape(-1, 2).T
        own, whole = np.array(list(self._held), np.int64), np.ones(len(self._held))
        hubs = np.concatenate([own, a, b])
        order = np.argsort(hubs, kind="stable")
        columns = ([own, b, a], [whole, part_a, part_b], [whole, part_b, part_a], [np.ones_like(own), pieces, pieces])
        documents, parts, back, pieces = (np.concatenate(column)[order] for column in columns)
        sizes = np.zeros(count)
        sizes[list(self._sizes)] = list(self._sizes.values())
        bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.bincount(hubs, minlength=count))])
        return _Holders(bounds, documents, parts, back, pieces, sizes)
