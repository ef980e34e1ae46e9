"""The walk from documents and test items to the documents that hold an item: words → common runs → hits → verdicts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from dedup.filtering.contamination import Items, find_hits
from dedup.filtering.decision import Decision
from dedup.filtering.options import CONTAMINATION
from dedup.filtering.preferences import preferences_of
from dedup.filtering.removals import identical_removals
from dedup.filtering.repeated_places import repeated_runs
from dedup.reuse.identical import IdenticalDocuments
from dedup.sketch.survey import survey_collection

if TYPE_CHECKING:
    from dedup.engines.engine import Engine
    from dedup.filtering.options import FilterOptions
    from dedup.filtering.sharded_corpus import ShardedCorpus
    from dedup.progress import Watch
    from dedup.settings import Settings


def decide_contamination(
    corpus: ShardedCorpus, items: Items, options: FilterOptions, settings: Settings, watch: Watch, engine: Engine
) -> Decision:
    """Return which documents go because a test item stands in them, and all hits; the items come last in the corpus."""
    collection, settings = corpus.collection, replace(settings, passages=True, only=None)
    engine = engine.for_texts(collection.bytes)
    every = np.arange(len(collection))
    with watch.stage("splitting texts into words"):
        survey = survey_collection(collection, settings, engine)
    distinct = IdenticalDocuments(np.where(survey.word_counts > 0, every, -1))
    with watch.stage("looking for test items"):
        places, words = repeated_runs(collection, survey, distinct, corpus.present, settings, engine)
        hits = find_hits(places, words, items)
    by_share = sorted(hits, key=lambda hit: hit.share)  # the largest share is the last, and stays
    item_of = {hit.document: hit.item for hit in by_share if hit.verdict in options.verdicts}
    documents, found = (np.array(list(each), np.int64) for each in (item_of.keys(), item_of.values()))
    removals = identical_removals(corpus, distinct.first, every).including(documents, found, CONTAMINATION)
    preferences = preferences_of(corpus, (), survey.word_counts, None)
    short = int((survey.word_counts[items.start :] < settings.min_run).sum())
    return Decision(corpus, survey.word_counts, removals, preferences, hits=hits, short_items=short)
