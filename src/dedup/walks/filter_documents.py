"""The walk from documents to what becomes of each: words → identical documents → candidates → copy pairs → choice.

A scan finds matches for people to read. Here figures are enough, so no passage is located and no claim is read.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from dedup.filtering.copy_search import CopySearch
from dedup.filtering.decision import Decision
from dedup.filtering.preferences import RankedDocuments, best_documents, idle_rules, preferences_of
from dedup.filtering.removals import removals_of
from dedup.reuse.identical import find_identical
from dedup.sketch.survey import survey_collection, tell_shortage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.filtering.options import FilterOptions
    from dedup.filtering.sharded_corpus import ShardedCorpus
    from dedup.progress import Watch
    from dedup.settings import Settings

    Flags = NDArray[np.bool_]


def decide(corpus: ShardedCorpus, options: FilterOptions, settings: Settings, watch: Watch, engine: Engine) -> Decision:
    """Return what becomes of the documents of a corpus."""
    engine = engine.for_texts(corpus.collection.bytes)
    settings = replace(settings, threshold=options.threshold, passages="contained" in options.relations, only=None)
    ranked = rank_documents(corpus, options, settings, watch, engine)
    search = CopySearch(corpus, ranked, options, settings, engine)
    pairs, choice = search.run(watch)
    return Decision(
        corpus,
        ranked.survey.word_counts,
        removals_of(corpus, ranked.identical.first, ranked.best, pairs, choice, engine),
        ranked.preferences,
        recall=ranked.survey.lsh.recall,
        pairs_verified=search.verified,
        complete=search.complete,
        frequent_keys=search.frequent_keys,
        without_fingerprints=_without_fingerprints(corpus, ranked) if settings.passages else 0,
    )


def _without_fingerprints(corpus: ShardedCorpus, ranked: RankedDocuments) -> int:
    """Return how many documents of the shards have words, but too few for a fingerprint."""
    survey = ranked.survey
    return int(np.count_nonzero(corpus.own & (survey.word_counts > 0) & (survey.fingerprint_counts == 0)))


def rank_documents(
    corpus: ShardedCorpus, options: FilterOptions, settings: Settings, watch: Watch, engine: Engine
) -> RankedDocuments:
    """Return the words, the identical documents and the order of the documents of a corpus."""
    collection = corpus.collection
    tell_shortage(collection, settings, engine, watch)
    with watch.stage("splitting texts into words"):
        survey = survey_collection(collection, settings, engine, lean=True)
        identical = find_identical(collection, survey, engine)
        survey = replace(survey, digests=survey.digests[:0].copy())  # nothing needs them any more
    origins = _named_origins(collection, options, settings, watch, engine)
    preferences = preferences_of(corpus, options.keep, survey.word_counts, origins)
    for sentence in idle_rules(corpus, options.keep, preferences):
        watch.tell(sentence)
    best = best_documents(identical.first, preferences.rank, corpus.present)
    return RankedDocuments(survey, identical, preferences, best)


def _named_origins(
    collection: Collection, options: FilterOptions, settings: Settings, watch: Watch, engine: Engine
) -> Flags | None:
    """Return which documents a scan names as the origin of their cluster; None where no rule asks for it."""
    if not any(rule.name == "origin" for rule in options.keep):
        return None
    from dedup.walks.scan import scan  # noqa: PLC0415 - it takes as long to load as all else of a filter

    result = scan(collection, replace(settings, passages=True), watch, engine)
    named = {cluster.origin for cluster in result.clusters if cluster.origin is not None}
    return np.array([name in named for name in collection.ids()], bool)
