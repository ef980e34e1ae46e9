"""Documents that share one text → the parent of each document that declares no source, with the reason.

A copy is most like the page that it was taken from, or the pages that were taken from it. So the documents are joined
by their strongest likenesses into a tree, and each document in turn is tried as the root of the tree. A root scores by
the declared sources that are then above their copies, and by the earlier dates that are above later ones. The best root
is the first document; where two score equally, nothing is decided. Textual scholars draw their stemmata in this way.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from dedup.origin.inference import BY_DATES_FAR_APART, GUESSED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from dedup.origin.traced_documents import TracedDocuments

_DECLARED_ABOVE = 3.0
_DECLARED_BELOW = -3.0
_DECLARED_ASIDE = -1.0
_DECLARED_LIKENESS = 0.05
_LEAST_MARGIN = 1.0
_MOST_TRIED = 200
"""A family in which more documents than these declare no source is a template, not a text that was copied on."""
_CONFIDENCE_OF_MARGINS = (0.6, 0.7, 0.75, 0.8, 0.85)
"""The confidence of an inferred edge, by the margin of its family's first document."""

_VOTE_OF_A_GUESS = 0.5
"""The vote of an order of dates of which one is guessed: half of that of two stated dates."""


class Likeness(NamedTuple):
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


class _DisjointSets:
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
    """Return the likenesses by family: documents are of one family if likenesses join them."""
    listed, groups = list(likenesses), _DisjointSets()
    for likeness in listed:
        groups.join(likeness.one, likeness.other)
    by_family: dict[str, list[Likeness]] = defaultdict(list)
    for likeness in listed:
        by_family[groups.find(likeness.one)].append(likeness)
    return list(by_family.values())


def descent(
    likenesses: Sequence[Likeness], declared: Mapping[str, Sequence[str]], vote: Callable[[str, str], float]
) -> Lineage:
    """Return the lineage of one family.

    `declared` gives for a copy the documents that it names as its sources; ``vote(one, other)`` is positive where
    something else (dates) says that `one` had the text before `other`, negative where the reverse.
    """
    members = tuple(dict.fromkeys(name for likeness in likenesses for name in (likeness.one, likeness.other)))
    tried = [name for name in members if not declared.get(name)] or list(members)
    if len(tried) > _MOST_TRIED:
        return Lineage(members, None, {}, 0.0)
    tree = _tree(likenesses, members, declared)
    votes = _votes(tree, vote)
    scores = {name: votes[name] + (_agreement(_rooted(tree, name), declared) if declared else 0.0) for name in tried}
    ranked = sorted(((score, name) for name, score in scores.items()), key=lambda one: -one[0])
    margin = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else max(ranked[0][0], _LEAST_MARGIN)
    if margin < _LEAST_MARGIN:
        return Lineage(members, None, {}, margin)
    first = ranked[0][1]
    return Lineage(members, first, _rooted(tree, first), margin)


def _tree(
    likenesses: Sequence[Likeness], members: Sequence[str], declared: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """Return the tree of the strongest likenesses, as neighbours; a declared source counts as a little more alike."""

    def strength(likeness: Likeness) -> float:
        named = likeness.other in declared.get(likeness.one, ()) or likeness.one in declared.get(likeness.other, ())
        return likeness.share + _DECLARED_LIKENESS * named

    groups = _DisjointSets()
    tree: dict[str, list[str]] = {name: [] for name in members}
    for likeness in sorted(likenesses, key=lambda one: (-strength(one), one.one, one.other)):
        if groups.join(likeness.one, likeness.other):
            tree[likeness.one].append(likeness.other)
            tree[likeness.other].append(likeness.one)
    return tree


def _rooted(tree: Mapping[str, Sequence[str]], first: str) -> dict[str, str]:
    """Return each document's parent in the tree whose root is `first`."""
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
    """Return for each document the sum of the votes for all parents over their children in the tree rooted at it.

    A root that moves from a parent to its child changes the order of these two only.
    """
    first = next(iter(tree))
    parents = _rooted(tree, first)
    sums = {first: sum(vote(parent, child) for child, parent in parents.items())}
    for child, parent in parents.items():  # parents come before their children
        sums[child] = sums[parent] - vote(parent, child) + vote(child, parent)
    return sums


def _agreement(parents: Mapping[str, str], declared: Mapping[str, Sequence[str]]) -> float:
    """Return the score of a tree by its declared sources: above their copies, below them, or on another branch."""
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


@dataclass(frozen=True, slots=True)
class Parent:
    """The scanned document from which another one seems to come."""

    document: str
    confidence: float
    reason: str


def inferred_parents(documents: TracedDocuments) -> dict[str, Parent]:
    """Return the parents of documents that declare no source and whose family's lineage is decided."""
    found: dict[str, Parent] = {}
    likenesses = [Likeness(match.a, match.b, match.jaccard) for match in documents.matches()]
    for family in families(likenesses):
        lineage = _lineage_of(family, documents)
        for child, parent in lineage.parents.items():
            declares = documents.declarations(child)
            if declares.sources or declares.undecided or documents.have_one_publisher(child, parent):
                continue
            if not _is_clearly_later(parent, child, documents):
                found[child] = _parent(child, parent, lineage, documents)
    return found


def _is_clearly_later(parent: str, child: str, documents: TracedDocuments) -> bool:
    """Return whether both documents state dates by which the parent stands long behind the child: no copy can."""
    verdict = documents.first_of(child, parent)
    return verdict.first == child and verdict.confidence >= BY_DATES_FAR_APART


def _lineage_of(family: Sequence[Likeness], documents: TracedDocuments) -> Lineage:
    members = dict.fromkeys(name for likeness in family for name in (likeness.one, likeness.other))
    named = {name: _declared_sources(name, documents) for name in members}

    @cache
    def vote(one: str, other: str) -> float:
        verdict = documents.first_of(one, other)
        # Publishers are compared last: that takes longer than to compare dates.
        if verdict.first is None or documents.have_one_publisher(one, other):
            return 0.0
        weight = 1.0 if verdict.confidence > GUESSED else _VOTE_OF_A_GUESS
        return {one: weight, other: -weight}.get(verdict.first, 0.0)

    return descent(family, {name: sources for name, sources in named.items() if sources}, vote)


def _declared_sources(document: str, documents: TracedDocuments) -> list[str]:
    found = (documents.version_by(document, source.name) for source in documents.declarations(document).sources)
    return [version[0] for version in found if version]


def _parent(child: str, parent: str, lineage: Lineage, documents: TracedDocuments) -> Parent:
    verdict = documents.first_of(parent, child)
    if len(lineage.members) == 2:  # noqa: PLR2004 - of two, only the pair itself is evidence
        return Parent(parent, verdict.confidence, f"{parent} had it first: {verdict.reason}")
    confidence = _CONFIDENCE_OF_MARGINS[min(int(lineage.margin), len(_CONFIDENCE_OF_MARGINS)) - 1]
    count = len(lineage.members)
    reason = f"of {count} versions it stands nearest to {parent}, and {lineage.first} fits best as the first"
    return Parent(parent, confidence, f"{reason}; {verdict.reason}" if verdict.first == parent else reason)
