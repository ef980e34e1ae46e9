"""The walk from documents and test items to the documents that hold an item: words → common runs → hits → verdicts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from dedup.filtering.account import Corpus
from dedup.filtering.contamination import Items, find_hits
from dedup.filtering.copy_pairs import NO_COPY_PAIRS
from dedup.filtering.options import CONTAMINATION, RELATIONS
from dedup.filtering.preferences import preferences_of
from dedup.filtering.removals import removals_of
from dedup.filtering.repeated_places import repeated_runs
from dedup.filtering.sources import sources_of
from dedup.reuse.candidates import fingerprint_places
from dedup.reuse.identical import IdenticalDocuments
from dedup.sketch.survey import survey_collection
from dedup.walks.removals import Decision
from dedup.words.tokens import retokenise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.filtering.options import FilterOptions
    from dedup.progress import Watch
    from dedup.settings import Settings

    Flags = NDArray[np.bool_]


def decide_contamination(
    collection: Collection,
    shards: tuple[Sequence[str], NDArray[np.int32]],
    present: Flags,
    items: Items,
    options: FilterOptions,
    settings: Settings,
    watch: Watch,
    engine: Engine,
) -> Decision:
    """Return which documents go because a test item stands in them, and all hits; the items come last."""
    engine, settings = engine.for_texts(collection.bytes), replace(settings, passages=True, only=None)
    count = len(collection)
    with watch.stage("splitting texts into words"):
        survey = survey_collection(collection, settings, engine)
    every = IdenticalDocuments(np.where(survey.word_counts > 0, np.arange(count), -1))
    with watch.stage("looking for test items"):
        groups, document = fingerprint_places(survey, every)
        words = survey.words
        if words is None:
            words = retokenise(collection, np.ones(count, bool), survey.word_counts, engine)
        positions = groups.rows + (words.offsets[:-1] - survey.offsets[:-1])[document]
        places = repeated_runs(words, positions[present[document]], settings, engine)
        hits = find_hits(places, words, items)
    fixed = np.arange(count) >= items.start
    sources = sources_of(collection)
    preferences = preferences_of(collection, (), survey.word_counts, sources, None, fixed)
    nothing, best = np.full(count, -1), np.arange(count)
    removals = removals_of(every.first, NO_COPY_PAIRS, (nothing, nothing), best, present, fixed)
    kept_for, relation = removals.kept_for.copy(), removals.relation.copy()
    for hit in sorted(hits, key=lambda hit: hit.share):  # the largest share is the last
        if hit.verdict in options.verdicts:
            kept_for[hit.document] = hit.item
            relation[hit.document] = RELATIONS.index(CONTAMINATION)
    rows = np.zeros(count, np.int64) if collection.rows is None else collection.rows
    corpus = Corpus(collection, *shards, rows, survey.word_counts, sources, present, fixed)
    removals = replace(removals, kept_for=kept_for, relation=relation)
    return Decision(corpus, removals, preferences, 1.0, 0, True, None, hits)
