"""Documents that share one text → which of them comes from which, where nobody says so.

A copy is most like the page that it was taken from, or the pages that were taken from it. So the documents are joined
by their strongest likenesses into a tree, and the tree is hung up by each document in turn: it hangs rightly where
declared sources stand above their copies and earlier dates above later ones. The document by which it hangs best is
the first; where two hang it equally well, nothing is decided. Textual scholars draw their stemmata in this way.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_DECLARED_ABOVE = 3.0
_DECLARED_BELOW = -3.0
_DECLARED_ASIDE = -1.0
_DECLARED_LIKENESS = 0.05
_LEAST_MARGIN = 1.0
_MOST_TRIED = 200
"""A family in which more documents than these declare no source is a template, not a text that went round."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two documents are alike, from 0 to 1."""

    one: str
    other: str
    share: float


@dataclass(frozen=True, slots=True)
class Lineage:
    """A family of documents in order of descent: each one's parent, the first one, and how clearly it is the first.

    `first` is None and there are no parents where that is not decided.
    """

    members: tuple[str, ...]
    first: str | None
    parents: Mapping[str, str]
    margin: float


class _Groups:
    """Which documents are joined so far (disjoint sets, with path halving)."""

    def __init__(self) -> None:
        self._leader: dict[str, str] = {}

    def find(self, name: str) -> str:
        leader = self._leader
        while leader.setdefault(name, name) != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    def join(self, one: str, other: str) -> bool:
        """Join the groups of two documents; return whether they were apart."""
        first, second = self.find(one), self.find(other)
        self._leader[first] = second
        return first != second


def families(likenesses: Iterable[Likeness]) -> list[list[Likeness]]:
    """Return the likenesses, parted into those of documents that are joined with one another."""
    listed, groups = list(likenesses), _Groups()
    for likeness in listed:
        groups.join(likeness.one, likeness.other)
    parted: dict[str, list[Likeness]] = defaultdict(list)
    for likeness in listed:
        parted[groups.find(likeness.one)].append(likeness)
    return list(parted.values())


def descent(
    likenesses: Sequence[Likeness], declared: Mapping[str, Sequence[str]], vote: Callable[[str, str], float]
) -> Lineage:
    """Return the lineage of one family.

    `declared` gives for a copy the documents that it names as its sources; ``vote(one, other)`` is positive where
    something else (dates) says that `one` had the text before `other`, negative where the reverse.
    """
    tree = _tree(likenesses, declared)
    members = tuple(tree)
    tried = [name for name in members if not declared.get(name)] or list(members)
    if len(tried) > _MOST_TRIED:
        return Lineage(members, None, {}, 0.0)
    votes = _votes(tree, vote)
    scores = {name: votes[name] + (_agreement(_hung(tree, name), declared) if declared else 0.0) for name in tried}
    ranked = sorted(((score, name) for name, score in scores.items()), key=lambda one: -one[0])
    margin = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else max(ranked[0][0], _LEAST_MARGIN)
    if margin < _LEAST_MARGIN:
        return Lineage(members, None, {}, margin)
    first = ranked[0][1]
    return Lineage(members, first, _hung(tree, first), margin)


def _tree(likenesses: Sequence[Likeness], declared: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the tree of the strongest likenesses, as neighbours; a declared source counts as a little more alike."""

    def strength(likeness: Likeness) -> float:
        named = likeness.other in declared.get(likeness.one, ()) or likeness.one in declared.get(likeness.other, ())
        return likeness.share + _DECLARED_LIKENESS * named

    groups = _Groups()
    tree: dict[str, list[str]] = {name: [] for likeness in likenesses for name in (likeness.one, likeness.other)}
    for likeness in sorted(likenesses, key=lambda one: (-strength(one), one.one, one.other)):
        if groups.join(likeness.one, likeness.other):
            tree[likeness.one].append(likeness.other)
            tree[likeness.other].append(likeness.one)
    return tree


def _hung(tree: Mapping[str, Sequence[str]], first: str) -> dict[str, str]:
    """Return each document's parent when the tree hangs by `first`."""
    parents: dict[str, str] = {}
    waiting = deque([first])
    while waiting:
        name = waiting.popleft()
        for neighbour in tree[name]:
            if neighbour != first and neighbour not in parents and parents.get(name) != neighbour:
                parents[neighbour] = name
                waiting.append(neighbour)
    return parents


def _votes(tree: Mapping[str, Sequence[str]], vote: Callable[[str, str], float]) -> dict[str, float]:
    """Return for each document the sum of the votes for all parents over their children when the tree hangs by it.

    Where it hangs by a child instead of its parent, these two have changed places, and nobody else has.
    """
    first = next(iter(tree))
    parents = _hung(tree, first)
    sums = {first: sum(vote(parent, child) for child, parent in parents.items())}
    for child, parent in parents.items():  # parents come before their children
        sums[child] = sums[parent] - vote(parent, child) + vote(child, parent)
    return sums


def _agreement(parents: Mapping[str, str], declared: Mapping[str, Sequence[str]]) -> float:
    """Return how well declared sources stand above their copies."""
    score = 0.0
    for copy, sources in declared.items():
        above = _above(copy, parents)
        for source in sources:
            if source in above:
                score += _DECLARED_ABOVE
            else:
                score += _DECLARED_BELOW if copy in _above(source, parents) else _DECLARED_ASIDE
    return score


def _above(name: str, parents: Mapping[str, str]) -> set[str]:
    above: set[str] = set()
    while (parent := parents.get(name)) is not None and parent not in above:
        above.add(parent)
        name = parent
    return above
