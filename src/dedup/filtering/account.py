"""The account of a filter: every removal with its figures, the clusters, and what each source and shard lost."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from dedup.errors import GuardError
from dedup.filtering.contamination import Hit
from dedup.filtering.options import COPIES, RELATIONS
from dedup.reuse.located_texts import TextLocator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.filtering.cuts import Cuts
    from dedup.filtering.preferences import Preferences
    from dedup.filtering.removals import Removals
    from dedup.filtering.sources import Sources

    Numbers = NDArray[np.int64]
    Spans = tuple[Numbers, Numbers]

_MOST_TOLD = 10
REMOVED = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("shard", pa.dictionary(pa.int32(), pa.string())),
        pa.field("row", pa.int64(), nullable=False),
        pa.field("kept_id", pa.string(), nullable=False),
        pa.field("kept_shard", pa.dictionary(pa.int32(), pa.string())),
        pa.field("kept_row", pa.int64(), nullable=False),
        pa.field("relation", pa.string(), nullable=False),
        pa.field("jaccard", pa.float64()),
        pa.field("containment", pa.float64()),
        pa.field("kept_containment", pa.float64()),
        pa.field("words", pa.int64(), nullable=False),
        pa.field("rule", pa.string(), nullable=False),
        pa.field("start", pa.int64()),
        pa.field("end", pa.int64()),
    ]
)
"""The columns of ``removed.parquet``."""

CLUSTERS = pa.schema(
    [
        pa.field("cluster", pa.int64(), nullable=False),
        pa.field("size", pa.int64(), nullable=False),
        pa.field("id", pa.string(), nullable=False),
        pa.field("shard", pa.dictionary(pa.int32(), pa.string())),
        pa.field("row", pa.int64(), nullable=False),
        pa.field("words", pa.int64(), nullable=False),
        pa.field("kept", pa.bool_(), nullable=False),
        pa.field("kept_id", pa.string()),
    ]
)
"""The columns of ``clusters.parquet``."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of a filter, with what the account tells of each.

    `shards` are the names of the shards, `shard` (int32) is the number of that of each document (-1: none) and `row`
    its number there. `present` are those that take part, `fixed` those of another collection, which stay.
    """

    collection: Collection
    shards: Sequence[str]
    shard: NDArray[np.int32]
    row: Numbers
    words: Numbers
    sources: Sources
    present: NDArray[np.bool_]
    fixed: NDArray[np.bool_]

    def ids(self, documents: Numbers) -> list[str]:
        """Return the ids of some documents, in any order."""
        ordered, place = np.unique(documents, return_inverse=True)
        ids = self.collection.cells(ordered, "id")
        return [ids[number] for number in place.ravel().tolist()]

    def shard_names(self, documents: Numbers) -> pa.DictionaryArray:
        """Return the names of the shards of some documents; null for a document of another collection."""
        numbers = np.where(self.fixed[documents], -1, self.shard[documents])
        return pa.DictionaryArray.from_arrays(
            pa.array(numbers, pa.int32(), mask=numbers < 0), pa.array(self.shards, pa.string())
        )


def removed_table(corpus: Corpus, removals: Removals, preferences: Preferences) -> pa.Table:
    """Return a row for each document that goes."""
    removed = removals.removed
    kept = removals.kept_for[removed]
    columns = [
        corpus.ids(removed),
        corpus.shard_names(removed),
        corpus.row[removed],
        corpus.ids(kept),
        corpus.shard_names(kept),
        corpus.row[kept],
        [RELATIONS[number] for number in removals.relation[removed].tolist()],
        *(
            pa.array(figure[removed], mask=removals.relation[removed] >= len(COPIES))
            for figure in (removals.jaccard, removals.containment, removals.kept_containment)
        ),
        corpus.words[removed],
        _rules(corpus, removals, preferences),
        pa.nulls(removed.size, pa.int64()),
        pa.nulls(removed.size, pa.int64()),
    ]
    return _table(columns, REMOVED)


def cuts_table(corpus: Corpus, cuts: Cuts, spans: Spans, preferences: Preferences, relation: str) -> pa.Table:
    """Return a row for each cut, with the columns of removed documents; figures of whole texts are null."""
    rules = preferences.deciding_rules(cuts.document, cuts.kept)
    fixed, own = corpus.fixed[cuts.kept].tolist(), (cuts.document == cuts.kept).tolist()
    nulls = pa.nulls(cuts.document.size, pa.float64())
    columns = [
        corpus.ids(cuts.document),
        corpus.shard_names(cuts.document),
        corpus.row[cuts.document],
        corpus.ids(cuts.kept),
        corpus.shard_names(cuts.kept),
        corpus.row[cuts.kept],
        [relation] * cuts.document.size,
        nulls,
        nulls,
        nulls,
        cuts.end - cuts.first,
        [
            "against" if is_fixed else "same document" if is_own else rule
            for is_fixed, is_own, rule in zip(fixed, own, rules, strict=True)
        ],
        *spans,
    ]
    return _table(columns, REMOVED)


def _rules(corpus: Corpus, removals: Removals, preferences: Preferences) -> list[str]:
    """Return what decided that a document goes and the other one stays.

    That is a rule of ``--keep``, ``against`` where the other one is of another collection, ``contained`` where only the
    smaller text may go, and ``waited`` where the one that goes is preferred, but waited for a larger text.
    """
    removed = removals.removed
    kept = removals.kept_for[removed]
    rules = preferences.deciding_rules(removed, kept)
    relations = removals.relation[removed].tolist()
    fixed = corpus.fixed[kept].tolist()
    return [
        "against" if is_fixed else "contained" if RELATIONS[relation] == "contained" else rule
        for is_fixed, relation, rule in zip(fixed, relations, rules, strict=True)
    ]


def clusters_table(corpus: Corpus, removals: Removals) -> pa.Table:
    """Return a row for each document of a cluster, clusters in the order of their first documents."""
    members = np.flatnonzero(removals.cluster >= 0)
    members = members[np.argsort(removals.cluster[members], kind="stable")]
    kept_for = removals.kept_for[members]
    goes = kept_for >= 0
    kept_ids = iter(corpus.ids(kept_for[goes]))
    columns = [
        removals.cluster[members],
        removals.cluster_size[members],
        corpus.ids(members),
        corpus.shard_names(members),
        corpus.row[members],
        corpus.words[members],
        pa.array(~goes),
        [next(kept_ids) if is_removed else None for is_removed in goes.tolist()],
    ]
    return _table(columns, CLUSTERS)


def _table(columns: Sequence[Any], schema: pa.Schema) -> pa.Table:
    arrays = [
        column if isinstance(column, pa.Array) else pa.array(column, field.type)
        for column, field in zip(columns, schema, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


@dataclass(frozen=True, slots=True)
class Loss:
    """What a source or a shard has and loses, in documents and words."""

    name: str
    documents: int
    removed: int
    words: int
    removed_words: int

    @property
    def share(self) -> float:
        """The share of its documents that it loses."""
        return self.removed / self.documents if self.documents else 0.0

    def as_values(self) -> dict[str, Any]:
        """Return the values for ``summary.json``."""
        return {**asdict(self), "share": round(self.share, 4)}


def refuse_losses(found: Sequence[Loss], guard: float) -> None:
    """Raise `GuardError` where a source would lose more than the share `guard` of its documents."""
    heavy = [loss for loss in found if loss.share > guard]
    if heavy:
        told = [f"{loss.name} ({loss.removed:,} of {loss.documents:,} documents)" for loss in heavy[:_MOST_TOLD]]
        more = f", and {len(heavy) - len(told):,} more sources" if len(heavy) > len(told) else ""
        msg = f"nothing was written: more than {guard:.4g} (--guard) would be removed of {', '.join(told)}{more}"
        raise GuardError(msg)


HITS = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("shard", pa.dictionary(pa.int32(), pa.string())),
        pa.field("row", pa.int64(), nullable=False),
        pa.field("item", pa.string(), nullable=False),
        pa.field("start", pa.int64(), nullable=False),
        pa.field("end", pa.int64(), nullable=False),
        pa.field("words", pa.int64(), nullable=False),
        pa.field("share", pa.float64(), nullable=False),
        pa.field("question_share", pa.float64(), nullable=False),
        pa.field("answer_share", pa.float64(), nullable=False),
        pa.field("other_documents", pa.int64(), nullable=False),
        pa.field("verdict", pa.string(), nullable=False),
    ]
)
"""The columns of ``contamination.parquet``."""


def hits_table(corpus: Corpus, hits: Sequence[Hit]) -> pa.Table:
    """Return a row for each test item in each document, with the span of the document that holds what is shared."""
    document, item, first, end = np.array([hit[:4] for hit in hits], np.int64).reshape(-1, 4).T
    places = TextLocator(corpus.collection).places(document, first, end)
    columns = [
        corpus.ids(document),
        corpus.shard_names(document),
        corpus.row[document],
        corpus.ids(item),
        places.starts,
        places.ends,
        *([hit[column] for hit in hits] for column in range(4, len(Hit._fields))),
    ]
    return _table(columns, HITS)


def losses(
    names: Sequence[str], numbers: NDArray[np.int32], corpus: Corpus, removals: Removals, lost_words: Numbers
) -> list[Loss]:
    """Return what each of the names loses, the heaviest loss first.

    `numbers` are the name of each document, `lost_words` how many words it loses.
    """
    own = np.flatnonzero(corpus.present & ~corpus.fixed & (numbers >= 0))
    gone = own[removals.kept_for[own] >= 0]
    counts = [np.bincount(numbers[documents], minlength=len(names)).tolist() for documents in (own, gone)]
    words = [
        np.bincount(numbers[own], count[own], len(names)).astype(np.int64).tolist()
        for count in (corpus.words, lost_words)
    ]
    rows = zip(names, *counts, *words, strict=True)
    found = [Loss(name, all_, lost, size, gone_) for name, all_, lost, size, gone_ in rows if all_]
    return sorted(found, key=lambda loss: (-loss.share, -loss.removed, loss.name))
