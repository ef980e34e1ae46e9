"""Verified pairs of distinct texts into matches of documents: with ids, places in the texts, and marked words.

Identical documents have the same words, which are verified once. Here each pair of documents gets its own match again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.kernels.passages import Passages
from dedup.lazy_sequences import Columns, GroupedValues, rounded
from dedup.matches import Match, Passage, Place
from dedup.relations import ALIGNED, RELATIONS
from dedup.reuse.extra_occurrences import find_extra_occurrences, relations_with_extra_occurrences
from dedup.reuse.passage_table import PassageTable, concatenate_tables
from dedup.reuse.sources import ReusedWords
from dedup.reuse.verification import LISTED, VerifiedPairs
from dedup.reuse.weights import by_weight, count_carriers, weigh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.matches import MaterialEdit
    from dedup.reuse.identical import DistinctTexts
    from dedup.reuse.located_texts import TextLocator
    from dedup.reuse.marked_words import WordMarks
    from dedup.reuse.passages import PairRuns
    from dedup.settings import Settings

    Numbers = NDArray[np.int64]

EXCERPT_WORDS = 20
"""Words of the longest passage that a match shows."""


@dataclass(frozen=True, slots=True)
class DocumentMatches:
    """The matches of documents, and which words of the documents they show to be reused.

    `outlines` are the matches without their passages. `listed` are their pairs, in the same order, and `pairs` all
    verified pairs of documents, listed or not.
    """

    matches: Columns[Match]
    outlines: Columns[Match]
    reused_words: ReusedWords
    listed: VerifiedPairs
    pairs: VerifiedPairs

    def weighed(
        self,
        certainty: NDArray[np.float64] | float = 0.0,
        material_edits: Sequence[tuple[MaterialEdit, ...]] | None = None,
    ) -> Columns[Match]:
        """Return the matches with their weights and material edits, the heaviest first.

        `certainty`, from 0 to 1 for each match, is how sure it is where its words come from.
        """
        pairs = self.listed
        unmarked_words = pairs.shared_words * np.asarray(self.matches.column("unmarked_share"))
        share = np.maximum(pairs.containment_a, pairs.containment_b)
        is_noisy = pairs.relation == RELATIONS.index("noisy copy")
        share[is_noisy] = np.maximum(share[is_noisy], ALIGNED)  # few of its words are the same
        carriers = count_carriers(pairs.pairs, self.pairs.pairs)
        weights = weigh(pairs.relation, share, unmarked_words, carriers, certainty)
        further = () if material_edits is None else (material_edits,)
        return self.matches.extended(weights, *further).take(by_weight(weights))


def build_matches(
    verified: VerifiedPairs,
    uncovered_runs: PairRuns,
    distinct: DistinctTexts,
    ids: Sequence[str],
    locator: TextLocator,
    marks: WordMarks,
    settings: Settings,
) -> DocumentMatches:
    """Return the matches of verified pairs and of identical documents, in the order of the documents.

    Pairs that share nothing but marked words come last. `uncovered_runs` are runs that no passages of their pair
    cover on both sides, `ids` the ids of all documents. Of identical documents the first one stands for the others,
    unless all pairs are wanted.
    """
    all_pairs = settings.all_pairs
    pairs = expand_identical(verified, distinct, all_pairs=all_pairs)
    extra = find_extra_occurrences(uncovered_runs, verified.pairs, settings.min_run)
    extra = expand_passages(extra, pairs.pairs, distinct, all_pairs=all_pairs)
    pairs = replace(pairs, relation=relations_with_extra_occurrences(pairs, extra, marks.sizes))
    rows = np.flatnonzero(pairs.listing == LISTED)
    table = pairs.pairs.take(rows)
    only_marked = (table.passage_counts > 0) & (marks.unmarked_of_documents(table) == 0)
    rows = rows[np.argsort(only_marked, kind="stable")]
    listed = pairs.take(rows)
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
    (passages, extra_passages), excerpts = _located_passages([table, extra.take(rows)], locator, marks)
    matches = Columns(Match, *columns, passages, marked, unmarked, extra_passages, excerpts)
    reused_words = _reused_words(concatenate_tables([pairs.pairs, extra]), marks)
    return DocumentMatches(matches, Columns(Match, *columns), reused_words, listed, pairs)


def expand_identical(verified: VerifiedPairs, distinct: DistinctTexts, *, all_pairs: bool) -> VerifiedPairs:
    """Return the pairs by documents instead of rows, and pairs of identical documents, each ``a < b``, in order.

    Of identical documents the first one stands for the others, unless `all_pairs` are wanted.
    """
    expanded = _expand_verified(verified, distinct, all_pairs=all_pairs)
    identical = _identical_pairs(distinct, all_pairs=all_pairs)
    table = concatenate_tables([expanded.pairs, identical.pairs])
    columns = (np.concatenate(both) for both in zip(expanded.figures(), identical.figures(), strict=True))
    return VerifiedPairs(table, *columns).take(np.lexsort((table.b, table.a)))


def expand_passages(
    table: PassageTable, pairs: PassageTable, distinct: DistinctTexts, *, all_pairs: bool
) -> PassageTable:
    """Return pairs of documents with the passages that a table has for their rows, if any."""
    expanded, _, _ = _document_pairs(table, distinct, all_pairs=all_pairs)
    return expanded.take(np.lexsort((expanded.b, expanded.a))).for_pairs(pairs.a, pairs.b)


def _expand_verified(verified: VerifiedPairs, distinct: DistinctTexts, *, all_pairs: bool) -> VerifiedPairs:
    pairs, rows, swapped = _document_pairs(verified.pairs, distinct, all_pairs=all_pairs)
    chosen = verified.take(rows)
    return replace(
        chosen,
        pairs=pairs,
        containment_a=np.where(swapped, chosen.containment_b, chosen.containment_a),
        containment_b=np.where(swapped, chosen.containment_a, chosen.containment_b),
    )


def _document_pairs(
    pairs: PassageTable, distinct: DistinctTexts, *, all_pairs: bool
) -> tuple[PassageTable, Numbers, NDArray[np.bool_]]:
    """Return pairs of documents, for each its pair of rows, and whether its two sides are exchanged."""
    members = distinct.members
    if all_pairs:
        of_rows = [
            list(product(members[a], members[b])) for a, b in zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)
        ]
        a, b = np.array([pair for of_row in of_rows for pair in of_row], np.int64).reshape(-1, 2).T
        rows = np.repeat(np.arange(len(of_rows)), [len(of_row) for of_row in of_rows])
    else:
        a, b = (members.first_documents(side) for side in (pairs.a, pairs.b))
        rows = np.arange(len(pairs))
    swapped = a > b  # a later copy of the first text can stand before the second text
    chosen = pairs.take(rows)
    return replace(chosen, a=a, b=b).swapped(swapped), rows, swapped


def _identical_pairs(distinct: DistinctTexts, *, all_pairs: bool) -> VerifiedPairs:
    """Return the pairs of identical documents; each has all of its words in one run."""
    listed: list[tuple[int, int, int]] = []
    for number in distinct.members.repeated_rows():
        members = distinct.members[number]
        pairs = combinations(members, 2) if all_pairs else ((members[0], other) for other in members[1:])
        listed += [(first, other, number) for first, other in pairs]
    a, b, row = np.array(listed, np.int64).reshape(-1, 3).T
    size, bounds, starts = distinct.words.counts[row], np.arange(row.size + 1), np.zeros_like(row)
    relation, ones = np.full(row.size, RELATIONS.index("identical"), np.int8), np.ones(row.size)
    table = PassageTable(a, b, Passages(starts, starts, size, bounds, bounds))
    listing, by_chance = np.full(row.size, LISTED, np.int8), np.zeros(row.size, bool)
    return VerifiedPairs(table, relation, ones, ones, ones, size, size, listing, by_chance)


def _located_passages(
    tables: Sequence[PassageTable], locator: TextLocator, marks: WordMarks
) -> tuple[list[Sequence[tuple[Passage, ...]]], list[str]]:
    """Return the passages of the pairs of each table, with their places, and the excerpts of the pairs of the first.

    Each text is read once for all tables.
    """
    both = concatenate_tables(tables)
    starts, ends = zip(*both.word_bounds(np.arange(both.passages.pairs[-1])), strict=True)
    documents = np.concatenate([np.repeat(side, both.passage_counts) for side in (both.a, both.b)])
    longest = _longest_passages(tables[0])
    quoted = np.zeros(documents.size, np.int64)
    quoted[longest] = np.minimum(ends[0][longest] - starts[0][longest], EXCERPT_WORDS)
    places, quotes = locator.places_and_quotes(documents, np.concatenate(starts), np.concatenate(ends), quoted)
    sides = list(zip(*(np.split(column, 2) for column in places), strict=True))
    words = np.maximum(*(end - start for start, end in zip(starts, ends, strict=True)))
    kinds = marks.kinds_of_passages(both)
    located: list[Sequence[tuple[Passage, ...]]] = []
    low = 0
    for table in tables:
        rows = slice(low, low := low + table.passages.first.size - 1)
        places_of_sides = (Columns(Place, *(column[rows] for column in side)) for side in sides)
        similarity = [None if np.isnan(value) else rounded(value) for value in both.similarity[rows].tolist()]
        figures = words[rows], both.same_per_passage[rows], kinds[rows], similarity
        passages = Columns(Passage, *places_of_sides, *figures)
        located.append(GroupedValues(passages, table.passages.pairs))
    excerpts = np.full(len(tables[0]), "", object)
    excerpts[tables[0].passage_counts > 0] = [quotes[number] for number in longest.tolist()]
    return located, excerpts.tolist()


def _longest_passages(table: PassageTable) -> Numbers:
    """Return the number of the passage with most words of each pair that has any, of equal ones the first."""
    pair = np.repeat(np.arange(len(table)), table.passage_counts)
    order = np.lexsort((-table.same_per_passage, pair))
    return order[np.flatnonzero(np.diff(pair, prepend=-1))]


def _reused_words(table: PassageTable, marks: WordMarks) -> ReusedWords:
    """Return which words stand in which other document; excluded words need no source."""
    passages = table.passages
    sizes = np.diff(table.run_bounds)
    a, b = (np.repeat(side, sizes) for side in (table.a, table.b))
    return ReusedWords.of_runs(
        np.concatenate([a, b]),
        np.concatenate([b, a]),
        np.concatenate([passages.a, passages.b]),
        np.concatenate([passages.a + passages.length, passages.b + passages.length]),
        marks.excluded,
    )
