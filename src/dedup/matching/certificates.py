"""Verified pairs into matches of documents: with ids, places in the texts, and the identical ones told apart again."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np

from dedup.matches import Match, Passage
from dedup.matching.aside import reason
from dedup.matching.passages import Run, WordPassage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.matching.aside import Asides
    from dedup.matching.identical import Distinct
    from dedup.matching.shown import Showcase, Shown
    from dedup.matching.verify import Verified

    AsidesOf = Callable[[int], Asides]


class Certificates:
    """Makes matches of documents from verified pairs of distinct texts.

    `ids` are those of all documents, `asides` says what to set aside in one (by document).
    """

    def __init__(self, distinct: Distinct, ids: Sequence[str], showcase: Showcase, asides: AsidesOf) -> None:
        self._distinct = distinct
        self._ids = ids
        self._showcase = showcase
        self._asides = asides
        self._reused: dict[int, dict[int, list[tuple[int, int]]]] = {}

    def make(self, verified: Iterable[Verified], *, every: bool) -> list[Match]:
        """Return the matches of verified pairs and of identical documents, in the order of the documents.

        `every` names each of several identical documents where one stands for all otherwise.
        """
        order = {name: number for number, name in enumerate(self._ids)}
        matches = [*self._of_identical(every=every), *self._of_pairs(verified, every=every)]
        return sorted(matches, key=lambda match: (order[match.a], order[match.b]))

    def _of_pairs(self, verified: Iterable[Verified], *, every: bool) -> Iterator[Match]:
        members = self._distinct.members
        for pair in verified:
            pairs = product(members[pair.a], members[pair.b]) if every else [(members[pair.a][0], members[pair.b][0])]
            for a, b in pairs:
                yield self._match(a, b, pair)

    def _of_identical(self, *, every: bool) -> Iterator[Match]:
        for row in self._distinct.members.repeated():
            members = self._distinct.members[row]
            size = int(self._distinct.words.counts[row])
            passage = WordPassage((Run(0, 0, size),))
            pairs = combinations(members, 2) if every else ((members[0], other) for other in members[1:])
            for a, b in pairs:
                self._note(a, b, [passage])
                shown = self._showcase[a], self._showcase[b]
                passages = (self._passage(passage, a, b, shown),)
                yield Match(self._ids[a], self._ids[b], "identical", 1.0, 1.0, 1.0, size, size, passages)

    def reused(self, document: int) -> dict[int, NDArray[np.bool_]]:
        """Return which words of a document stand in each other one, by the matches made so far; asides do not count."""
        counting = ~self._asides(document).all if document in self._reused else None
        found = {}
        for other, ranges in sorted(self._reused.get(document, {}).items()):
            covered = np.zeros_like(counting)
            for start, end in ranges:
                covered[start:end] = True
            found[other] = covered & counting
        return found

    def reused_words(self, document: int) -> int:
        """Return how many words of a document stand in any other."""
        parts = list(self.reused(document).values())
        return int(np.count_nonzero(np.logical_or.reduce(parts))) if parts else 0

    def matched(self) -> list[int]:
        """Return the documents that share words with another, in order."""
        return sorted(self._reused)

    def _match(self, a: int, b: int, pair: Verified) -> Match:
        passages = list(pair.passages)
        figures = pair.figures
        containment_a, containment_b = figures.containment_a, figures.containment_b
        if a > b:  # a later copy of the first text can stand before the second
            a, b, containment_a, containment_b = b, a, containment_b, containment_a
            passages = sorted(map(_turned, passages))
        if pair.relation != "boilerplate":
            self._note(a, b, passages)
        shown = (self._showcase[a], self._showcase[b]) if passages else None
        return Match(
            self._ids[a],
            self._ids[b],
            pair.relation,
            figures.jaccard,
            containment_a,
            containment_b,
            pair.shared_words,
            pair.longest_run,
            tuple(self._passage(passage, a, b, shown) for passage in passages) if shown else (),
            aside_words=max(0, sum(passage.same_words for passage in passages) - pair.shared_words),
        )

    def _passage(self, passage: WordPassage, a: int, b: int, shown: tuple[Shown, Shown]) -> Passage:
        why = reason(passage, self._asides(a), self._asides(b))
        return Passage(
            shown[0].place(passage.a), shown[1].place(passage.b), passage.words, passage.same_words, set_aside=why
        )

    def _note(self, a: int, b: int, passages: Iterable[WordPassage]) -> None:
        here = self._reused.setdefault(a, {}).setdefault(b, [])
        there = self._reused.setdefault(b, {}).setdefault(a, [])
        for passage in passages:
            here.extend((run.a, run.a_end) for run in passage.runs)
            there.extend((run.b, run.b_end) for run in passage.runs)


def _turned(passage: WordPassage) -> WordPassage:
    """Return a passage seen from the other text."""
    return WordPassage(tuple(Run(run.b, run.a, run.length) for run in passage.runs))
