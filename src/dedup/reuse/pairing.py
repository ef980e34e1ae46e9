"""Verified pairs of distinct texts into pairs of documents: the identical ones are told apart again."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.kernels.passages import Passages
from dedup.reuse.passage_table import PassageTable, concatenate_tables
from dedup.reuse.relations import RELATIONS
from dedup.reuse.verify import LISTED, VerifiedPairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.reuse.identical import Distinct

    Numbers = NDArray[np.int64]


def pairs_of_documents(verified: VerifiedPairs, distinct: Distinct, *, every: bool) -> VerifiedPairs:
    """Return the pairs by documents instead of rows, identical ones among them, each ``a < b``, in order.

    Where documents are identical, the first stands for all, unless `every` wants each.
    """
    named, identical = _named(verified, distinct, every=every), _identical(distinct, every=every)
    table = concatenate_tables([named.pairs, identical.pairs])
    columns = (np.concatenate(both) for both in zip(_figures(named), _figures(identical), strict=True))
    return taken(VerifiedPairs(table, *columns), np.lexsort((table.b, table.a)))


def passages_of_documents(table: PassageTable, pairs: PassageTable, distinct: Distinct, *, every: bool) -> PassageTable:
    """Return pairs of documents with what a table has of their rows, none where it has nothing of them."""
    named, _, _ = _named_pairs(table, distinct, every=every)
    return named.take(np.lexsort((named.b, named.a))).for_pairs(pairs.a, pairs.b)


def _named(verified: VerifiedPairs, distinct: Distinct, *, every: bool) -> VerifiedPairs:
    pairs, rows, turned = _named_pairs(verified.pairs, distinct, every=every)
    chosen = taken(verified, rows)
    return replace(
        chosen,
        pairs=pairs,
        containment_a=np.where(turned, chosen.containment_b, chosen.containment_a),
        containment_b=np.where(turned, chosen.containment_a, chosen.containment_b),
    )


def _named_pairs(
    pairs: PassageTable, distinct: Distinct, *, every: bool
) -> tuple[PassageTable, Numbers, NDArray[np.bool_]]:
    """Return pairs of documents, of which pair of rows each is, and whether it is turned about."""
    members = distinct.members
    if every:
        same = [list(product(members[a], members[b])) for a, b in zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)]
        a, b = np.array([pair for each in same for pair in each], np.int64).reshape(-1, 2).T
        rows = np.repeat(np.arange(len(same)), [len(each) for each in same])
    else:
        a, b = (distinct.members.firsts_of(side) for side in (pairs.a, pairs.b))
        rows = np.arange(len(pairs))
    turned = a > b  # a later copy of the first text can stand before the second
    chosen = pairs.take(rows)
    return PassageTable(a, b, chosen.passages, chosen.same_per_passage).swapped(turned), rows, turned


def _identical(distinct: Distinct, *, every: bool) -> VerifiedPairs:
    """Return the pairs of identical documents; each has all of its words in one run."""
    rows: list[tuple[int, int, int]] = []
    for number in distinct.members.repeated():
        same = distinct.members[number]
        pairs = combinations(same, 2) if every else ((same[0], other) for other in same[1:])
        rows += [(first, other, number) for first, other in pairs]
    a, b, row = np.array(rows, np.int64).reshape(-1, 3).T
    size, bounds, starts = distinct.words.counts[row], np.arange(row.size + 1), np.zeros_like(row)
    relation, whole = np.full(row.size, RELATIONS.index("identical"), np.int8), np.ones(row.size)
    table = PassageTable(a, b, Passages(starts, starts, size, bounds, bounds))
    return VerifiedPairs(
        table, relation, whole, whole, whole, size, size, np.full(row.size, LISTED, np.int8), np.zeros(row.size, bool)
    )


def _figures(verified: VerifiedPairs) -> tuple[NDArray[Any], ...]:
    return (
        verified.relation,
        verified.jaccard,
        verified.containment_a,
        verified.containment_b,
        verified.shared_words,
        verified.longest_run,
        verified.listing,
        verified.by_chance,
    )


def taken(verified: VerifiedPairs, rows: Numbers) -> VerifiedPairs:
    """Return the pairs of these rows, in the order of the rows."""
    return VerifiedPairs(verified.pairs.take(rows), *(column[rows] for column in _figures(verified)))
