"""Verified pairs into matches of documents: with ids, places in the texts, and what their passages say of reuse."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.columns import Columns, Groups
from dedup.matches import Match, Passage, Place
from dedup.reuse.extra_occurrences import find_extra_occurrences, relations_with_extra_occurrences
from dedup.reuse.pairing import pairs_of_documents, passages_of_documents, taken
from dedup.reuse.passage_table import concatenate_tables
from dedup.reuse.relations import RELATIONS
from dedup.reuse.reused_words import Reuse
from dedup.reuse.verify import LISTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dedup.reuse.identical import Distinct
    from dedup.reuse.marked_words import WordMarks
    from dedup.reuse.passage_table import PassageTable
    from dedup.reuse.passages import PairRuns
    from dedup.reuse.shown import Showcase
    from dedup.reuse.verify import VerifiedPairs
    from dedup.settings import Settings


@dataclass(frozen=True, slots=True)
class Certificates:
    """What can be said of pairs of documents: the matches, and which words they show to be used again.

    `outlines` are the matches without their passages, `pairs` all verified pairs of documents, listed or not.
    """

    matches: Sequence[Match]
    outlines: Sequence[Match]
    reuse: Reuse
    pairs: VerifiedPairs


def certify(
    verified: VerifiedPairs,
    over: PairRuns,
    distinct: Distinct,
    ids: Sequence[str],
    showcase: Showcase,
    marks: WordMarks,
    settings: Settings,
) -> Certificates:
    """Return the matches of verified pairs and of identical documents, in the order of the documents.

    Pairs that have nothing but marked words in common come last.

    `over` are the runs that the passages of pairs leave over, `ids` the ids of all documents. Of several identical
    documents one stands for all, unless all pairs are wanted.
    """
    every = settings.all_pairs
    pairs = pairs_of_documents(verified, distinct, every=every)
    more = find_extra_occurrences(over, verified.pairs, settings.min_run)
    again = passages_of_documents(more, pairs.pairs, distinct, every=every)
    pairs = replace(pairs, relation=relations_with_extra_occurrences(pairs, again, marks.sizes))
    rows = np.flatnonzero(pairs.listing == LISTED)
    table = pairs.pairs.take(rows)
    rows = rows[np.argsort((table.passage_counts > 0) & (marks.unmarked_of_documents(table) == 0), kind="stable")]
    listed = taken(pairs, rows)
    table = listed.pairs
    columns: tuple[Any, ...] = (
        *([ids[document] for document in side.tolist()] for side in (table.a, table.b)),
        [RELATIONS[number] for number in listed.relation.tolist()],
        listed.jaccard,
        listed.containment_a,
        listed.containment_b,
        listed.shared_words,
        listed.longest_run,
    )
    marked = marks.by_kind(table)
    unmarked = 1 - np.sum(marked.arrays(), axis=0) / np.maximum(listed.shared_words, 1)
    passages, others = _passages([table, again.take(rows)], showcase, marks)
    matches = Columns(Match, *columns, passages, marked, unmarked, others)
    reuse = _reuse(concatenate_tables([pairs.pairs, again]), marks)
    return Certificates(matches, Columns(Match, *columns), reuse, pairs)


def _passages(
    tables: Sequence[PassageTable], showcase: Showcase, marks: WordMarks
) -> Iterator[Sequence[tuple[Passage, ...]]]:
    """Yield the passages of the pairs of each table as they are shown; each text is read once for all tables."""
    every = concatenate_tables(tables)
    found = every.passages
    first, last = found.first[:-1], found.first[1:] - 1
    documents = np.concatenate([np.repeat(side, every.passage_counts) for side in (every.a, every.b)])
    starts = np.concatenate([side[first] for side in (found.a, found.b)])
    ends = np.concatenate([(side + found.length)[last] for side in (found.a, found.b)])
    sides = list(zip(*(np.split(column, 2) for column in showcase.places(documents, starts, ends)), strict=True))
    longer = np.maximum(*np.split(ends - starts, 2))
    kinds = marks.kinds_of_passages(every)
    low = 0
    for table in tables:
        own = slice(low, low := low + table.passages.first.size - 1)
        places = (Columns(Place, *(column[own] for column in side)) for side in sides)
        yield Groups(
            Columns(Passage, *places, longer[own], every.same_per_passage[own], kinds[own]), table.passages.pairs
        )


def _reuse(table: PassageTable, marks: WordMarks) -> Reuse:
    """Return which words stand in which other document; marked ones that are left out need no other document."""
    found = table.passages
    sizes = np.diff(table.run_bounds)
    a, b = (np.repeat(side, sizes) for side in (table.a, table.b))
    return Reuse.of_runs(
        np.concatenate([a, b]),
        np.concatenate([b, a]),
        np.concatenate([found.a, found.b]),
        np.concatenate([found.a + found.length, found.b + found.length]),
        marks.left_out,
    )
