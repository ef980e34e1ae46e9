"""The walk from documents to what is cut out of each: words → identical documents → repeated places → cuts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from dedup.filtering.account import Corpus
from dedup.filtering.copy_pairs import NO_COPY_PAIRS
from dedup.filtering.cuts import choose_cuts
from dedup.filtering.options import RELATIONS
from dedup.filtering.preferences import preferences_of
from dedup.filtering.removals import best_documents, removals_of
from dedup.filtering.repeated_places import repeated_paragraphs, repeated_runs
from dedup.filtering.sources import sources_of
from dedup.reuse.candidates import fingerprint_places
from dedup.reuse.identical import find_identical
from dedup.sketch.survey import survey_collection
from dedup.walks.removals import Decision, named_origins
from dedup.words.tokens import retokenise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.filtering.cuts import Cuts
    from dedup.filtering.options import FilterOptions
    from dedup.filtering.removals import Removals
    from dedup.filtering.repeated_places import RepeatedPlaces
    from dedup.progress import Watch
    from dedup.reuse.identical import IdenticalDocuments
    from dedup.settings import Settings
    from dedup.sketch.survey import Survey

    Flags = NDArray[np.bool_]


def decide_cuts(
    collection: Collection,
    shards: tuple[Sequence[str], NDArray[np.int32]],
    present: Flags,
    fixed: Flags,
    options: FilterOptions,
    settings: Settings,
    watch: Watch,
    engine: Engine,
) -> Decision:
    """Return what becomes of the documents of a collection, as `decide` does, and what is cut out of those that stay.

    Identical documents go as a whole.
    """
    engine = engine.for_texts(collection.bytes)
    settings = replace(settings, passages=options.level == "passage", only=None)
    with watch.stage("splitting texts into words"):
        survey = survey_collection(collection, settings, engine)
        members = find_identical(collection, survey, engine)
    sources = sources_of(collection)
    origins = named_origins(collection, options, settings, watch, engine)
    preferences = preferences_of(collection, options.keep, survey.word_counts, sources, origins, fixed)
    best = best_documents(members.first, preferences.rank, present)
    with watch.stage("looking for what stands twice"):
        places = _places(collection, survey, members, best, options, settings, engine)
        cuts = choose_cuts(places, preferences.rank, survey.word_counts, fixed, options.min_words)
    nothing = np.full(len(collection), -1)
    removals = removals_of(members.first, NO_COPY_PAIRS, (nothing, nothing), best, present, fixed)
    rows = np.zeros(len(collection), np.int64) if collection.rows is None else collection.rows
    corpus = Corpus(collection, *shards, rows, survey.word_counts, sources, present, fixed)
    return Decision(corpus, _with_gone(removals, cuts, options), preferences, 1.0, 0, True, cuts)


def _places(
    collection: Collection,
    survey: Survey,
    members: IdenticalDocuments,
    best: NDArray[np.int64],
    options: FilterOptions,
    settings: Settings,
    engine: Engine,
) -> RepeatedPlaces:
    """Return the repeated places of the documents of which no identical one is preferred."""
    stands_for = np.zeros(len(collection), bool)
    stands_for[best[best >= 0]] = True
    if options.level == "paragraph":
        return repeated_paragraphs(collection, stands_for, settings.min_run, engine)
    groups, document = fingerprint_places(survey, members)
    words = survey.words
    if words is None:
        chosen = np.zeros(len(collection), bool)
        chosen[document] = True
        words = retokenise(collection, chosen, survey.word_counts, engine)
    positions = groups.rows + (words.offsets[:-1] - survey.offsets[:-1])[document]
    places = repeated_runs(words, positions[best[document] >= 0], settings, engine)
    return replace(places, document=best[places.document]).in_order()


def _with_gone(removals: Removals, cuts: Cuts, options: FilterOptions) -> Removals:
    """Return the removals with the documents of which too little is left, and those that are identical to these."""
    kept_for, relation = removals.kept_for.copy(), removals.relation.copy()
    gone_for = np.full(kept_for.size, -1)
    gone_for[cuts.gone] = cuts.gone_for
    same = np.flatnonzero((kept_for >= 0) & (gone_for[kept_for] >= 0))
    kept_for[same] = gone_for[kept_for[same]]
    kept_for[cuts.gone] = cuts.gone_for
    relation[same] = relation[cuts.gone] = RELATIONS.index(options.level)
    return replace(removals, kept_for=kept_for, relation=relation)
