"""The search for copies: candidates are verified, and the choice between them leads to candidates that it hid."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from dedup.filtering.candidates import (
    TriedPairs,
    pair_budget,
    pairs_by_bands,
    pairs_by_fingerprints,
    pairs_by_partners,
)
from dedup.filtering.choice import choose
from dedup.filtering.copy_pairs import verify_copies
from dedup.words.tokens import retokenise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.filtering.copy_pairs import CopyPairs
    from dedup.filtering.frequent_fingerprints import FrequentFingerprints
    from dedup.filtering.options import FilterOptions
    from dedup.filtering.preferences import RankedDocuments
    from dedup.filtering.sharded_corpus import ShardedCorpus
    from dedup.progress import Watch
    from dedup.settings import Settings
    from dedup.words.tokens import WordTable

    Numbers = NDArray[np.int64]

_PARTNER_ROUNDS = 5
"""Rounds in which partners of texts that go are looked at: they find containment that common keys hide."""


class CopySearch:
    """Verifies candidates, chooses, and looks again among the texts that would stay, until no new pair comes up.

    `verified` counts the pairs so far.
    """

    def __init__(
        self, corpus: ShardedCorpus, ranked: RankedDocuments, options: FilterOptions, settings: Settings, engine: Engine
    ) -> None:
        self.verified = 0
        self._all_bands = self._all_fingerprints = True
        self._frequent: FrequentFingerprints | None = None
        self._collection, self._survey, self._identical = corpus.collection, ranked.survey, ranked.identical
        self._options, self._settings, self._engine = options, settings, engine
        self._takes_part = ranked.best >= 0
        best, texts = ranked.best[self._takes_part], ranked.best.size
        self._rank = np.full(texts, texts)
        self._rank[self._takes_part] = ranked.preferences.rank[best]
        self._fixed = np.zeros(texts, bool)
        self._fixed[self._takes_part] = corpus.fixed[best]
        self._tried = TriedPairs(texts)

    def run(self, watch: Watch) -> tuple[CopyPairs, tuple[Numbers, Numbers]]:
        """Return all copy pairs that were found, and the choice that follows from them."""
        texts = self._identical.distinct[self._takes_part[self._identical.distinct]]
        with watch.stage("looking for what stands twice"):
            found = self._new(self._candidates(texts))
            words = self._words_of(found)
        pairs = self._verify(found, words, watch)
        choice = choose(pairs, self._rank, self._fixed)
        number = 0
        while True:
            kept_for = choice[0]
            number += 1
            partners = [pairs_by_partners(pairs.a, pairs.b, kept_for)] if number <= _PARTNER_ROUNDS else []
            found = self._new(chain(self._hidden_candidates(kept_for), partners))
            if not found[0].size:
                return pairs, choice
            pairs += self._verify(found, self._words_of(found), watch)
            choice = choose(pairs, self._rank, self._fixed)

    @property
    def complete(self) -> bool:
        """Whether all pairs that keys in very many texts hide at first were verified, as far as both texts stay."""
        return self._all_bands and self._all_fingerprints

    @property
    def frequent_keys(self) -> int:
        """How many fingerprints stand in too many texts to pair all of these at first."""
        return 0 if self._frequent is None else self._frequent.count

    def _candidates(self, texts: Numbers) -> list[tuple[Numbers, Numbers]]:
        """Return the first candidates."""
        pairs = self._pairs_by_bands(texts)
        if self._settings.passages:
            contained, self._frequent = pairs_by_fingerprints(
                self._survey, self._identical, self._options.containment, self._settings, self._engine
            )
            pairs.append(contained)
        return pairs

    def _hidden_candidates(self, kept_for: Numbers) -> Iterable[tuple[Numbers, Numbers]]:
        """Return the pairs of texts that would stay, by the keys of which not all texts were paired."""
        stays = self._takes_part & (kept_for < 0)
        texts = self._identical.distinct[stays[self._identical.distinct]]
        found = [] if self._all_bands else self._pairs_by_bands(texts)
        if self._frequent is None:
            return found
        budget = pair_budget(texts.size)
        hidden, self._all_fingerprints = self._frequent.pairs(stays, self._survey.word_counts, budget)
        return chain(found, hidden)

    def _pairs_by_bands(self, texts: Numbers) -> list[tuple[Numbers, Numbers]]:
        pairs, self._all_bands = pairs_by_bands(self._survey.band_keys.groups(texts), texts.size)
        return pairs

    def _words_of(self, pairs: tuple[Numbers, Numbers]) -> WordTable:
        """Return the words of the texts of some pairs, if not of all texts."""
        if self._survey.words is not None:
            return self._survey.words
        wanted = np.zeros(self._rank.size, bool)
        for side in pairs:
            wanted[side] = True
        return retokenise(self._collection, wanted, self._survey.word_counts, self._engine)

    def _new(self, pairs: Iterable[tuple[Numbers, Numbers]]) -> tuple[Numbers, Numbers]:
        """Return the pairs that were not tried, of texts that take part and are not both fixed."""
        a, b = self._tried.new(pairs)
        wanted = self._takes_part[a] & self._takes_part[b] & ~(self._fixed[a] & self._fixed[b])
        return a[wanted], b[wanted]

    def _verify(self, pairs: tuple[Numbers, Numbers], words: WordTable, watch: Watch) -> CopyPairs:
        self.verified += pairs[0].size
        with watch.stage("verifying pairs", pairs[0].size) as done:
            return verify_copies(pairs, words, self._options, self._settings, self._engine, done)
