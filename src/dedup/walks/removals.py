"""The walk from documents to what becomes of each: words → identical documents → candidates → copy pairs → choice.

A scan finds matches for people to read. Here figures are enough, so no passage is located and no claim is read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.filtering.account import Corpus
from dedup.filtering.candidates import TriedPairs, pairs_by_bands, pairs_by_partners
from dedup.filtering.choice import choose
from dedup.filtering.copy_pairs import pairs_by_runs, verify_copies
from dedup.filtering.preferences import preferences_of
from dedup.filtering.removals import best_documents, removals_of
from dedup.filtering.sources import sources_of
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
    from dedup.filtering.contamination import Hit
    from dedup.filtering.copy_pairs import CopyPairs
    from dedup.filtering.cuts import Cuts
    from dedup.filtering.options import FilterOptions
    from dedup.filtering.preferences import Preferences
    from dedup.filtering.removals import Removals
    from dedup.progress import Watch
    from dedup.reuse.identical import IdenticalDocuments
    from dedup.settings import Settings
    from dedup.sketch.survey import Survey
    from dedup.words.tokens import WordSource

    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of each document of a corpus, and by which rules.

    `recall` is the share of the pairs at the threshold that the bands let meet; `pairs_verified` counts the pairs that
    were verified, `complete` says that no key stood in too many texts for all its pairs to be verified.
    `cuts` are what is cut out of texts, where not documents but paragraphs or passages are compared; `hits` are the
    test items that stand in documents, where these were looked for.
    """

    corpus: Corpus
    removals: Removals
    preferences: Preferences
    recall: float
    pairs_verified: int
    complete: bool
    cuts: Cuts | None = None
    hits: Sequence[Hit] | None = None

    def lost_words(self) -> Numbers:
        """Return how many words each document loses."""
        lost = np.where(self.removals.kept_for >= 0, self.corpus.words, 0)
        if self.cuts is not None:
            stays = self.cuts.of_staying_documents()
            np.add.at(lost, self.cuts.document[stays], (self.cuts.end - self.cuts.first)[stays])
        return lost


def settings_for(options: FilterOptions, settings: Settings) -> Settings:
    """Return the settings by which the candidates of a filter are found."""
    return replace(settings, threshold=options.threshold, passages="contained" in options.relations, only=None)


def decide(
    collection: Collection,
    shards: tuple[Sequence[str], NDArray[np.int32]],
    present: Flags,
    fixed: Flags,
    options: FilterOptions,
    settings: Settings,
    watch: Watch,
    engine: Engine,
) -> Decision:
    """Return what becomes of the documents of a collection.

    `shards` are the names of the shards and the number of the shard of each document. Documents that are not `present`
    take no part; those that are `fixed` stay, and others go for them.
    """
    engine, settings = engine.for_texts(collection.bytes), settings_for(options, settings)
    with watch.stage("splitting texts into words"):
        survey = survey_collection(collection, settings, engine)
        members = find_identical(collection, survey, engine)
    sources = sources_of(collection)
    origins = named_origins(collection, options, settings, watch, engine)
    preferences = preferences_of(collection, options.keep, survey.word_counts, sources, origins, fixed)
    best = best_documents(members.first, preferences.rank, present)
    search = _Search(collection, survey, members, best, preferences, fixed, options, settings, engine)
    pairs, choice = search.run(watch)
    removals = removals_of(members.first, pairs, choice, best, present, fixed)
    rows = np.zeros(len(collection), np.int64) if collection.rows is None else collection.rows
    corpus = Corpus(collection, *shards, rows, survey.word_counts, sources, present, fixed)
    return Decision(corpus, removals, preferences, survey.lsh.recall, search.verified, search.complete)


def named_origins(
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
        self,
        collection: Collection,
        survey: Survey,
        members: IdenticalDocuments,
        best: Numbers,
        preferences: Preferences,
        fixed: Flags,
        options: FilterOptions,
        settings: Settings,
        engine: Engine,
    ) -> None:
        self.verified = 0
        self.complete = True
        self._collection, self._survey, self._members = collection, survey, members
        self._best, self._options, self._settings, self._engine = best, options, settings, engine
        texts = len(collection)
        has_any = best >= 0
        self._rank = np.full(texts, texts)
        self._rank[has_any] = preferences.rank[best[has_any]]
        self._fixed = np.zeros(texts, bool)
        self._fixed[has_any] = fixed[best[has_any]]
        self._tried = TriedPairs(texts)
        self._words: WordSource = OnDemandWords(collection, survey.word_counts)

    def run(self, watch: Watch) -> tuple[CopyPairs, tuple[Numbers, Numbers]]:
        """Return all copy pairs that were found, and the choice that follows from them."""
        texts = self._members.distinct[self._best[self._members.distinct] >= 0]
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
            self._collection, self._survey, self._members, by_bands[0], self._settings, self._engine, _NONE
        )
        self._words = found.words
        documents = [kernels.texts_of_words(found.words.offsets, side) for side in (found.runs.a, found.runs.b)]
        return [pairs_by_runs(found.runs, np.stack(documents), self._survey.word_counts, self._options)]

    def _new(self, pairs: Sequence[tuple[Numbers, Numbers]]) -> tuple[Numbers, Numbers]:
        """Return the pairs that were not tried, of texts that take part and are not both fixed."""
        a, b = self._tried.new(pairs)
        takes_part = (self._best[a] >= 0) & (self._best[b] >= 0) & ~(self._fixed[a] & self._fixed[b])
        return a[takes_part], b[takes_part]

    def _verify(self, pairs: tuple[Numbers, Numbers], watch: Watch) -> CopyPairs:
        self.verified += pairs[0].size
        with watch.stage("verifying pairs", pairs[0].size) as done:
            return verify_copies(pairs, self._words, self._options, self._settings, self._engine, done)
