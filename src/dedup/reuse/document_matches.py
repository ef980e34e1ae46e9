"""Verified pairs of distinct texts into matches of documents: with ids, places in the texts, and marked words.

Identical documents have the same words, which are verified once. Here each pair of documents gets its own match again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.kernels.passages import Passages
from dedup.lazy_sequences import DIGITS, Columns, take
from dedup.matches import Match
from dedup.relations import ALIGNED, MEANINGS, RELATIONS
from dedup.reuse.extra_occurrences import find_extra_occurrences, relations_with_extra_occurrences
from dedup.reuse.located_matches import LocatedMatches, PassageLocator
from dedup.reuse.passage_table import PassageTable, concatenate_tables
from dedup.reuse.sources import ReusedWords
from dedup.reuse.verification import LISTED, VerifiedPairs
from dedup.reuse.weights import by_weight, count_carriers, weigh

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from dedup.matches import MaterialEdit
    from dedup.reuse.identical import DistinctTexts, Members
    from dedup.reuse.located_texts import TextLocator
    from dedup.reuse.marked_words import WordMarks
    from dedup.reuse.passages import PairRuns
    from dedup.settings import Settings

    Numbers = NDArray[np.int64]

_OUTLINE = ("a", "b", "relation", "jaccard", "containment_a", "containment_b", "shared_words", "longest_run")
"""The fields of a match that are known without its passages and marked words."""
_MEANINGS = [MEANINGS[relation] for relation in RELATIONS]
_RUNS_AT_ONCE = 1 << 20
"""Runs that are turned into reused words at a time: two dozen columns of them are needed for it."""
_ROUNDED_OFF = 10.0**-DIGITS
"""What a share of a match may be larger than the share it was rounded from."""


@dataclass(frozen=True, slots=True)
class DocumentMatches:
    """The matches of documents, and which words of the documents they show to be reused.

    `figures` are columns of the matches, by field: all but what `passages` locates. `listed` are their pairs, in the
    same order, and `pairs` all verified pairs of documents, listed or not.
    """

    figures: Mapping[str, Any]
    passages: PassageLocator
    reused_words: ReusedWords
    listed: VerifiedPairs
    pairs: VerifiedPairs

    def outlines(self) -> tuple[Match, ...]:
        """Return the matches of versions of one text (see `dedup.relations.can_be_versions`), without passages."""
        least = np.array([np.inf if meaning.version_from is None else meaning.version_from for meaning in _MEANINGS])
        share = np.maximum(self.listed.containment_a, self.listed.containment_b) + _ROUNDED_OFF
        rows = np.flatnonzero(share >= least[self.listed.relation])
        return tuple(Columns(Match, *(take(self.figures[name], rows) for name in _OUTLINE)))

    def weighed(
        self,
        certainty: NDArray[np.float64] | float = 0.0,
        material_edits: Sequence[tuple[MaterialEdit, ...]] | None = None,
    ) -> LocatedMatches:
        """Return the matches with their weights and material edits, the heaviest first.

        `certainty`, from 0 to 1 for each match, is how sure it is where its words come from.
        """
        pairs = self.listed
        unmarked_words = pairs.shared_words * self.figures["unmarked_share"]
        share = np.maximum(pairs.containment_a, pairs.containment_b)
        is_noisy = pairs.relation == RELATIONS.index("noisy copy")
        share[is_noisy] = np.maximum(share[is_noisy], ALIGNED)  # few of its words are the same
        carriers = count_carriers(pairs.pairs, self.pairs.pairs)
        weights = weigh(pairs.relation, share, unmarked_words, carriers, certainty)
        further = {} if material_edits is None else {"material_edits": material_edits}
        columns = {**self.figures, "weight": weights, **further}
        return LocatedMatches(columns, np.arange(len(pairs)), self.passages).take(by_weight(weights))


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
    marked = marks.by_kind(table)
    sides = ([ids[document] for document in side.tolist()] for side in (table.a, table.b))
    figures = {
        **dict(zip(_OUTLINE, (*sides, *_figures(listed)), strict=True)),
        "marked_words": marked,
        "unmarked_share": 1 - np.sum(marked.arrays(), axis=0) / np.maximum(listed.shared_words, 1),
    }
    passages = PassageLocator(table, extra.take(rows), locator, marks)
    reused_words = _reused_words(concatenate_tables([pairs.pairs, extra]), marks)
    return DocumentMatches(figures, passages, reused_words, listed, pairs)


def _figures(listed: VerifiedPairs) -> Iterator[Any]:
    """Yield the relations and the figures of pairs, in the order of the fields of a match."""
    yield [RELATIONS[number] for number in listed.relation.tolist()]
    yield from (listed.jaccard, listed.containment_a, listed.containment_b, listed.shared_words, listed.longest_run)


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
    if all_pairs:
        a, b, rows = _products(pairs, distinct.members)
    else:
        a, b = (distinct.members.first_documents(side) for side in (pairs.a, pairs.b))
        rows = np.arange(len(pairs))
    swapped = a > b  # a later copy of the first text can stand before the second text
    chosen = pairs.take(rows)
    return replace(chosen, a=a, b=b).swapped(swapped), rows, swapped


def _products(pairs: PassageTable, members: Members) -> tuple[Numbers, Numbers, Numbers]:
    """Return for each pair of rows each pair of their documents: the two documents, and the number of the pair."""
    texts, places = np.unique(np.concatenate([pairs.a, pairs.b]), return_inverse=True)
    listed = [members[row] for row in texts.tolist()]
    documents = np.fromiter(chain.from_iterable(listed), np.int64)
    sizes = np.fromiter(map(len, listed), np.int64, len(listed))
    heads, (a, b) = np.cumsum(sizes) - sizes, places.reshape(2, -1)
    counts = sizes[a] * sizes[b]
    rows = np.repeat(np.arange(len(pairs)), counts)
    number = np.arange(rows.size) - (np.cumsum(counts) - counts)[rows]
    of_a, of_b = np.divmod(number, sizes[b][rows])
    return documents[heads[a][rows] + of_a], documents[heads[b][rows] + of_b], rows


def _identical_pairs(distinct: DistinctTexts, *, all_pairs: bool) -> VerifiedPairs:
    """Return the pairs of identical documents; each has all of its words in one run."""
    parts = [np.zeros((3, 0), np.int64)]
    for number in distinct.members.repeated_rows():
        members = np.array(distinct.members[number], np.int64)
        pairs = members[np.stack(np.triu_indices(members.size, 1))] if all_pairs else _pairs_with_first(members)
        parts.append(np.vstack([pairs, np.full_like(pairs[0], number)]))
    a, b, row = np.concatenate(parts, axis=1)
    size, bounds, starts = distinct.words.counts[row], np.arange(row.size + 1), np.zeros_like(row)
    relation, ones = np.full(row.size, RELATIONS.index("identical"), np.int8), np.ones(row.size)
    table = PassageTable(a, b, Passages(starts, starts, size, bounds, bounds))
    listing, by_chance = np.full(row.size, LISTED, np.int8), np.zeros(row.size, bool)
    return VerifiedPairs(table, relation, ones, ones, ones, size, size, listing, by_chance)


def _pairs_with_first(documents: Numbers) -> Numbers:
    return np.stack([np.full_like(documents[1:], documents[0]), documents[1:]])


def _reused_words(table: PassageTable, marks: WordMarks) -> ReusedWords:
    """Return which words stand in which other document; excluded words need no source."""
    passages, sizes = table.passages, np.diff(table.run_bounds)
    a, b = (np.repeat(side, sizes) for side in (table.a, table.b))
    sides = (a, b, passages.a), (b, a, passages.b)
    parts = []
    for low, high in _document_ranges(a, b):
        rows = [np.flatnonzero((of_side >= low) & (of_side < high)) for of_side, _, _ in sides]
        columns = [[column[chosen] for column in side] for side, chosen in zip(sides, rows, strict=True)]
        documents, others, first = map(np.concatenate, zip(*columns, strict=True))
        end = first + np.concatenate([passages.length[chosen] for chosen in rows])
        parts.append(ReusedWords.of_runs(documents, others, first, end, marks.excluded))
    return ReusedWords.joined(parts, marks.excluded)


def _document_ranges(a: Numbers, b: Numbers) -> Iterator[tuple[int, int]]:
    """Yield ranges of documents, first and end, that have about `_RUNS_AT_ONCE` of the runs on either side."""
    documents = 1 + int(b.max(initial=-1))
    done = np.cumsum(np.bincount(a, minlength=documents) + np.bincount(b, minlength=documents)) // _RUNS_AT_ONCE
    return pairwise([0, *(1 + np.flatnonzero(np.diff(done))).tolist(), documents])
