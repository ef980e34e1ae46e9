"""What becomes of each document: it stays, or it goes for one that stays, with the exact figures of the two."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from dedup.engines.groups import components
from dedup.filtering.copy_pairs import NO_COPY_PAIRS
from dedup.filtering.options import COPIES, RELATIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.filtering.copy_pairs import CopyPairs
    from dedup.filtering.sharded_corpus import ShardedCorpus

    Numbers = NDArray[np.int64]
    Shares = NDArray[np.float64]
    Flags = NDArray[np.bool_]

IDENTICAL, NEAR, CONTAINED = (COPIES.index(name) for name in ("identical", "near-identical", "contained"))


@dataclass(frozen=True, slots=True)
class Removals:
    """What becomes of each document, one row a document.

    `kept_for` (int64) is the document for which it goes, and -1 where it stays. Where it goes, `relation` (its place in
    `RELATIONS`), `jaccard`, `containment` (the share of its shingles that the kept document has) and `kept_containment`
    (the other way round) are those of the two; elsewhere they are 0. `cluster` (int64) numbers the clusters from 0, in
    the order of their first documents; it is -1 for a document without copies. `cluster_size` counts the documents.
    """

    kept_for: Numbers
    relation: NDArray[np.int8]
    jaccard: Shares
    containment: Shares
    kept_containment: Shares
    cluster: Numbers
    cluster_size: Numbers

    @property
    def removed(self) -> Numbers:
        """The documents that go, in order."""
        return np.flatnonzero(self.kept_for >= 0)

    def including(self, documents: Numbers, others: Numbers, relation: str) -> Removals:
        """Return the removals with some documents that go for other reasons than copies, each for another one."""
        kept_for, relations = self.kept_for.copy(), self.relation.copy()
        kept_for[documents] = others
        relations[documents] = RELATIONS.index(relation)
        return replace(self, kept_for=kept_for, relation=relations)


def identical_removals(corpus: ShardedCorpus, first: Numbers, best: Numbers) -> Removals:
    """Return the removals where only identical documents go; see `removals_of`."""
    nothing = np.full(first.size, -1)
    return removals_of(corpus, first, best, NO_COPY_PAIRS, (nothing, nothing))


def removals_of(
    corpus: ShardedCorpus, first: Numbers, best: Numbers, pairs: CopyPairs, choice: tuple[Numbers, Numbers]
) -> Removals:
    """Return the removals of documents from the choice between distinct texts.

    `first` is the first document with the words of each (-1: no words), which stands for its text; `best` is the
    document of each text that is kept if the text stays.
    """
    count = first.size
    kept_text, pair_of = choice
    documents = np.flatnonzero(corpus.own & (first >= 0))
    text = first[documents]
    goes = kept_text[text] >= 0
    kept_for = np.full(count, -1)
    kept_for[documents] = best[np.where(goes, kept_text[text], text)]
    kept_for[kept_for == np.arange(count)] = -1
    relation, figures = np.full(count, IDENTICAL, np.int8), np.ones((3, count))
    rows, pair = documents[goes], pair_of[text[goes]]
    relation[rows] = np.where(pairs.near[pair], NEAR, CONTAINED)
    is_a = pairs.a[pair] == text[goes]
    figures[0, rows] = pairs.jaccard[pair]
    figures[1, rows] = np.where(is_a, pairs.containment_a[pair], pairs.containment_b[pair])
    figures[2, rows] = np.where(is_a, pairs.containment_b[pair], pairs.containment_a[pair])
    figures[:, kept_for < 0] = 0
    jaccard, containment, kept_containment = figures
    cluster, size = _clusters(first, pairs, corpus.present)
    return Removals(kept_for, relation, jaccard, containment, kept_containment, cluster, size)


def _clusters(first: Numbers, pairs: CopyPairs, present: Flags) -> tuple[Numbers, Numbers]:
    """Return the cluster of each document, and how many documents it has; 1 for a document without copies."""
    documents = np.flatnonzero(present & (first >= 0))
    link = components(np.concatenate([pairs.a, documents]), np.concatenate([pairs.b, first[documents]]), first.size)
    sizes = np.bincount(link[documents], minlength=first.size)
    size = np.ones(first.size, np.int64)
    size[documents] = sizes[link[documents]]
    cluster = np.full(first.size, -1)
    members = documents[size[documents] > 1]
    if members.size:
        _, at, inverse = np.unique(link[members], return_index=True, return_inverse=True)
        number = np.empty(at.size, np.int64)
        number[np.argsort(at, kind="stable")] = np.arange(at.size)
        cluster[members] = number[inverse.ravel()]
    return cluster, size
