"""What becomes of each document: it stays, or it goes for one that stays, with the exact figures of the two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedup.engines.groups import unique
from dedup.engines.local import LOCAL
from dedup.engines.stars import components
from dedup.filtering.copy_pairs import NO_COPY_PAIRS
from dedup.filtering.options import COPIES, RELATIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.filtering.copy_pairs import CopyPairs
    from dedup.filtering.sharded_corpus import ShardedCorpus

    Numbers = NDArray[np.int64]
    Shares = NDArray[np.float64]
    Flags = NDArray[np.bool_]

IDENTICAL, NEAR, CONTAINED = (COPIES.index(name) for name in ("identical", "near-identical", "contained"))


@dataclass(frozen=True, slots=True)
class Removals:
    """What becomes of each document.

    `kept_for` (int64, one a document) is the document for which it goes, and -1 where it stays. `cluster` (int64)
    numbers the clusters from 0, in the order of their first documents; it is -1 for a document without copies.
    `cluster_size` (int64) counts the documents of its cluster.

    `removed` (int64) are the documents that go, in order. For each of them there is the `relation` (its place in
    `RELATIONS`) to the kept document, the `jaccard`, the `containment` (the share of its shingles that the kept
    document has) and the `kept_containment` (the other way round).
    """

    kept_for: Numbers
    cluster: Numbers
    cluster_size: Numbers
    removed: Numbers
    relation: NDArray[np.int8]
    jaccard: Shares
    containment: Shares
    kept_containment: Shares

    def including(self, documents: Numbers, others: Numbers, relation: str) -> Removals:
        """Return the removals with some documents that go for other reasons than copies, each for another one.

        They have no figures (0).
        """
        kept_for = self.kept_for.copy()
        kept_for[documents] = others
        removed = np.flatnonzero(kept_for >= 0)
        relations, figures = np.zeros(removed.size, np.int8), np.zeros((3, removed.size))
        before = np.searchsorted(removed, self.removed)
        relations[before] = self.relation
        figures[:, before] = self.jaccard, self.containment, self.kept_containment
        added = np.searchsorted(removed, documents)
        relations[added] = RELATIONS.index(relation)
        figures[:, added] = 0
        return Removals(kept_for, self.cluster, self.cluster_size, removed, relations, *figures)


def identical_removals(corpus: ShardedCorpus, first: Numbers, best: Numbers) -> Removals:
    """Return the removals where only identical documents go; see `removals_of`."""
    nothing = np.full(first.size, -1)
    return removals_of(corpus, first, best, NO_COPY_PAIRS, (nothing, nothing))


def removals_of(
    corpus: ShardedCorpus,
    first: Numbers,
    best: Numbers,
    pairs: CopyPairs,
    choice: tuple[Numbers, Numbers],
    engine: Engine = LOCAL,
) -> Removals:
    """Return the removals of documents from the choice between distinct texts.

    `first` is the first document with the words of each (-1: no words), which stands for its text; `best` is the
    document of each text that is kept if the text stays.
    """
    kept_text, pair_of = choice
    documents = np.flatnonzero(corpus.own & (first >= 0))
    text = first[documents]
    kept_for = np.full(first.size, -1)
    kept_for[documents] = best[np.where(kept_text[text] >= 0, kept_text[text], text)]
    kept_for[kept_for == np.arange(first.size)] = -1
    del documents, text
    removed = np.flatnonzero(kept_for >= 0)
    relation, figures = np.full(removed.size, IDENTICAL, np.int8), np.ones((3, removed.size))
    pair = pair_of[first[removed]]
    rows = np.flatnonzero(pair >= 0)
    pair = pair[rows]
    relation[rows] = np.where(pairs.near[pair], NEAR, CONTAINED)
    is_a = pairs.a[pair] == first[removed[rows]]
    figures[0, rows] = pairs.jaccard[pair]
    figures[1, rows] = np.where(is_a, pairs.containment_a[pair], pairs.containment_b[pair])
    figures[2, rows] = np.where(is_a, pairs.containment_b[pair], pairs.containment_a[pair])
    return Removals(kept_for, *_clusters(first, pairs, corpus.present, engine), removed, relation, *figures)


def _clusters(first: Numbers, pairs: CopyPairs, present: Flags, engine: Engine) -> tuple[Numbers, Numbers]:
    """Return the cluster of each document, and how many documents it has; 1 for a document without copies.

    Only documents of texts that stand in a pair or twice are looked at: most others of a large corpus are not.
    """
    repeats = np.flatnonzero(present & (first >= 0) & (first != np.arange(first.size)))
    texts = unique(np.concatenate([pairs.a, pairs.b, first[repeats]]))
    link = components(np.searchsorted(texts, pairs.a), np.searchsorted(texts, pairs.b), texts.size, engine)
    linked = np.zeros(first.size, bool)
    linked[texts] = True
    documents = np.flatnonzero(present & (first >= 0) & linked[first])
    links = link[np.searchsorted(texts, first[documents])]
    sizes = np.bincount(links, minlength=texts.size)[links]
    cluster, size = np.full(first.size, -1), np.ones(first.size, np.int64)
    size[documents] = sizes
    members = documents[sizes > 1]
    if members.size:
        _, at, inverse = np.unique(links[sizes > 1], return_index=True, return_inverse=True)
        number = np.empty(at.size, np.int64)
        number[np.argsort(at, kind="stable")] = np.arange(at.size)
        cluster[members] = number[inverse.ravel()]
    return cluster, size
