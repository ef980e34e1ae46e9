"""The walk from documents to what becomes of each: words → identical documents → candidates → copy pairs → choice.

A scan finds matches for people to read. Here figures are enough, so no passage is located and no claim is read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.filtering.candidates import TriedPairs, pairs_by_bands, pairs_by_partners
from dedup.filtering.choice import choose
from dedup.filtering.copy_pairs import pairs_by_runs, verify_copies
from dedup.filtering.decision import Decision
from dedup.filtering.preferences import preferences_of
from dedup.filtering.removals import best_documents, removals_of
from dedup.reuse.candidates import collect_runs
from dedup.reuse.identical import find_identical
from dedup.sketch.survey import survey_collection
from dedup.walks.scan import scan
from dedup.words.tokens import OnDemandWords

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.filtering.copy_pairs import CopyPairs
    from dedup.filtering.options import FilterOptions
    from dedup.filtering.preferences import Preferences
    from dedup.filtering.sharded_corpus import ShardedCorpus
    from dedup.progress import Watch
    from dedup.reuse.identical import IdenticalDocuments
    from dedup.settings import Settings
    from dedup.sketch.survey import Survey
    from dedup.words.tokens import WordSource

    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class RankedDocuments:
    """The words of a corpus, its identical documents, and the order in which documents are preferred.

    `best` is the document of each distinct text that stays if the text stays; -1 where none takes part.
    """

    survey: Survey
    identical: IdenticalDocuments
    preferences: Preferences
    best: Numbers


def decide(corpus: ShardedCorpus, options: FilterOptions, settings: Settings, watch: Watch, engine: Engine) -> Decision:
    """Return what becomes of the documents of a corpus."""
    engine = engine.for_texts(corpus.collection.bytes)
    settings = replace(settings, threshold=options.threshold, passages="contained" in options.relations, only=None)
    ranked = rank_documents(corpus, options, settings, watch, engine)
    search = _Search(corpus, ranked, options, settings, engine)
    pairs, choice = search.run(watch)
    return Decision(
        corpus,
        ranked.survey.word_counts,
        removals_of(corpus, ranked.identical.first, ranked.best, pairs, choice),
        ranked.preferences,
        recall=ranked.survey.lsh.recall,
        pairs_verified=search.verified,
        complete=search.complete,
    )


def rank_documents(
    corpus: ShardedCorpus, options: FilterOptions, settings: Settings, watch: Watch, engine: Engine
) -> RankedDocuments:
    """Return the words, the identical documents and the order of the documents of a corpus."""
    collection = corpus.collection
    with watch.stage("splitting texts into words"):
        survey = survey_collection(collection, settings, engine)
        identical = find_identical(collection, survey, engine)
    origins = _named_origins(collection, options, settings, watch, engine)
    preferences = preferences_of(corpus, options.keep, survey.word_counts, origins)
    best = best_documents(identical.first, preferences.rank, corpus.present)
    return RankedDocuments(survey, identical, preferences, best)


def _named_origins(
    collection: Collection, options: FilterOptions, settings: Settings, watch: Watch, engine: Engine
) -> Flags | None:
    """Return which documents a scan names as the origin of their cluster; None where no rule asks for it."""
    if not any(rule.name == "origin" for rule in options.keep):
        return None
    result = scan(collection, replace(settings, passages=True), watch, engine)
    named = {cluster.origin for cluster in result.clusters if cluster.origin is not None}
    return np.array([name in named for name in collection.ids()], bool)


_NONE = np.zeros(0, np.int64)
_PARTNER_ROUNDS = 5
"""Rounds in which partners of texts that go are looked at: they find containment that common keys hide."""


class _Search:
    """Verifies candidates, chooses, and looks again among the texts that would stay, until no new pair comes up.

    `verified` counts the pairs so far. `complete` says whether all pairs of texts that share a band key were verified,
    as far as both texts stay.
    """

    def __init__(
        self, corpus: ShardedCorpus, ranked: RankedDocuments, options: FilterOptions, settings: Settings, engine: Engine
    ) -> None:
        self.verified = 0
        self.complete = True
        self._collection, self._survey, self._identical = corpus.collection, ranked.survey, ranked.identical
        self._options, self._settings, self._engine = options, settings, engine
        self._takes_part = ranked.best >= 0
        best, texts = ranked.best[self._takes_part], ranked.best.size
        self._rank = np.full(texts, texts)
        self._rank[self._takes_part] = ranked.preferences.rank[best]
        self._fixed = np.zeros(texts, bool)
        self._fixed[self._takes_part] = corpus.fixed[best]
        self._tried = TriedPairs(texts)
        self._words: WordSource = OnDemandWords(corpus.collection, ranked.survey.word_counts)

    def run(self, watch: Watch) -> tuple[CopyPairs, tuple[Numbers, Numbers]]:
        """Return all copy pairs that were found, and the choice that follows from them."""
        texts = self._identical.distinct[self._takes_part[self._identical.distinct]]
        with watch.stage("looking for what stands twice"):
            by_bands = self._pairs_by_bands(texts)
            found = self._new([*by_bands, *self._pairs_by_runs(by_bands)])
        pairs = self._verify(found, watch)
        number = 0
        while True:
            choice = choose(pairs, self._rank, self._fixed)
            kept_for = choice[0]
            again = [] if self.complete else self._pairs_by_bands(texts[kept_for[texts] < 0])
            number += 1
            if number <= _PARTNER_ROUNDS:
                again.append(pairs_by_partners(pairs.a, pairs.b, kept_for))
            found = self._new(again)
            if not found[0].size:
                return pairs, choice
            pairs += self._verify(found, watch)

    def _pairs_by_bands(self, texts: Numbers) -> list[tuple[Numbers, Numbers]]:
        pairs, self.complete = pairs_by_bands(self._survey.band_keys.groups(texts), texts.size)
        return pairs

    def _pairs_by_runs(self, by_bands: Sequence[tuple[Numbers, Numbers]]) -> list[tuple[Numbers, Numbers]]:
        """Return the pairs with long common runs, and keep the words that were read for them."""
        if not self._settings.passages:
            return []
        found = collect_runs(
            self._collection, self._survey, self._identical, by_bands[0], self._settings, self._engine, _NONE
        )
        self._words = found.words
        documents = [kernels.texts_of_words(found.words.offsets, side) for side in (found.runs.a, found.runs.b)]
        return [pairs_by_runs(found.runs, np.stack(documents), self._survey.word_counts, self._options)]

    def _new(self, pairs: Sequence[tuple[Numbers, Numbers]]) -> tuple[Numbers, Numbers]:
        """Return the pairs that were not tried, of texts that take part and are not both fixed."""
        a, b = self._tried.new(pairs)
        wanted = self._takes_part[a] & self._takes_part[b] & ~(self._fixed[a] & self._fixed[b])
        return a[wanted], b[wanted]

    def _verify(self, pairs: tuple[Numbers, Numbers], watch: Watch) -> CopyPairs:
        self.verified += pairs[0].size
        with watch.stage("verifying pairs", pairs[0].size) as done:
            return verify_copies(pairs, self._words, self._options, self._settings, self._engine, done)
