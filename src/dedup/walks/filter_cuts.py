"""The walk from documents to what is cut out of each: words → identical documents → repeated places → cuts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from dedup.filtering.cut_text import spans_of_cuts
from dedup.filtering.cuts import choose_cuts
from dedup.filtering.decision import Decision
from dedup.filtering.removals import identical_removals
from dedup.filtering.repeated_places import repeated_paragraphs, repeated_runs
from dedup.walks.filter_documents import rank_documents

if TYPE_CHECKING:
    from dedup.engines.engine import Engine
    from dedup.filtering.cuts import Cuts
    from dedup.filtering.options import FilterOptions
    from dedup.filtering.preferences import RankedDocuments
    from dedup.filtering.removals import Removals
    from dedup.filtering.repeated_places import RepeatedPlaces
    from dedup.filtering.sharded_corpus import ShardedCorpus
    from dedup.progress import Watch
    from dedup.settings import Settings


def decide_cuts(
    corpus: ShardedCorpus, options: FilterOptions, settings: Settings, watch: Watch, engine: Engine
) -> Decision:
    """Return what becomes of the documents of a corpus, as `decide` does, and what is cut out of those that stay.

    Identical documents go as a whole.
    """
    engine = engine.for_texts(corpus.collection.bytes)
    settings = replace(settings, passages=options.level == "passage", only=None)
    ranked = rank_documents(corpus, options, settings, watch, engine)
    counts = ranked.survey.word_counts
    with watch.stage("looking for what stands twice"):
        places = _places(corpus, ranked, options, settings, engine)
        cuts = choose_cuts(places, ranked.preferences.rank, counts, corpus.fixed, options.min_words)
    removals = _with_gone(identical_removals(corpus, ranked.identical.first, ranked.best), cuts, options)
    spans = spans_of_cuts(corpus.collection, cuts)
    return Decision(corpus, counts, removals, ranked.preferences, cuts, spans)


def _places(
    corpus: ShardedCorpus, ranked: RankedDocuments, options: FilterOptions, settings: Settings, engine: Engine
) -> RepeatedPlaces:
    """Return the repeated places of the documents of which no identical one is preferred."""
    best = ranked.best
    if options.level == "paragraph":
        stands_for = np.zeros(best.size, bool)
        stands_for[best[best >= 0]] = True
        return repeated_paragraphs(corpus.collection, stands_for, settings.min_run, engine)
    places, _ = repeated_runs(corpus.collection, ranked.survey, ranked.identical, best >= 0, settings, engine)
    return replace(places, document=best[places.document]).in_order()


def _with_gone(removals: Removals, cuts: Cuts, options: FilterOptions) -> Removals:
    """Return the removals with the documents of which too little is left, and those that are identical to these."""
    gone_for = np.full(removals.kept_for.size, -1)
    gone_for[cuts.gone] = cuts.gone_for
    same = np.flatnonzero((removals.kept_for >= 0) & (gone_for[removals.kept_for] >= 0))
    documents = np.concatenate([same, cuts.gone])
    others = np.concatenate([gone_for[removals.kept_for[same]], cuts.gone_for])
    return removals.including(documents, others, options.level)
