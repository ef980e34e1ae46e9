"""The account of a filter: every removal with its figures, the clusters, the hits of test items, and the summary."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from dedup.filtering.contamination import Hit
from dedup.filtering.losses import losses_of_shards, losses_of_sources
from dedup.filtering.options import COPIES, RELATIONS
from dedup.reuse.located_texts import TextLocator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dedup.documents import Collection
    from dedup.filtering.cuts import Cuts
    from dedup.filtering.decision import Decision
    from dedup.filtering.options import Level

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


def removed_table(decision: Decision, level: Level) -> pa.Table:
    """Return a row for each document that goes, and behind them one for each cut."""
    documents = _removed_documents(decision)
    return documents if decision.cuts is None else pa.concat_tables([documents, _removed_text(decision, level)])


def _removed_documents(decision: Decision) -> pa.Table:
    corpus, removals = decision.corpus, decision.removals
    removed = removals.removed
    kept = removals.kept_for[removed]
    without_figures = removals.relation >= len(COPIES)
    columns = [
        corpus.ids(removed),
        corpus.shard_names(removed),
        corpus.row[removed],
        corpus.ids(kept),
        corpus.shard_names(kept),
        corpus.row[kept],
        pa.array(RELATIONS).take(pa.array(removals.relation)),
        *(
            pa.array(figure, mask=without_figures)
            for figure in (removals.jaccard, removals.containment, removals.kept_containment)
        ),
        decision.words[removed],
        _rules_of_removals(decision),
        pa.nulls(removed.size, pa.int64()),
        pa.nulls(removed.size, pa.int64()),
    ]
    return _table(columns, REMOVED)


def _removed_text(decision: Decision, level: Level) -> pa.Table:
    """Return a row for each cut, with the columns of removed documents; figures of whole texts are null."""
    corpus, cuts, spans = decision.corpus, decision.cuts, decision.spans
    assert cuts is not None  # noqa: S101 - the caller has looked
    assert spans is not None  # noqa: S101 - they come with cuts
    nulls = pa.nulls(cuts.document.size, pa.float64())
    columns = [
        corpus.ids(cuts.document),
        corpus.shard_names(cuts.document),
        corpus.row[cuts.document],
        corpus.ids(cuts.kept),
        corpus.shard_names(cuts.kept),
        corpus.row[cuts.kept],
        [level] * cuts.document.size,
        nulls,
        nulls,
        nulls,
        cuts.end - cuts.first,
        _rules_of_cuts(decision, cuts),
        *spans,
    ]
    return _table(columns, REMOVED)


def _rules_of_removals(decision: Decision) -> list[str]:
    """Return what decided that a document goes and the other one stays.

    That is a rule of ``--keep``, ``against`` where the other one is of another collection, ``contained`` where only the
    smaller text may go, and ``waited`` where the one that goes is preferred, but waited for a larger text.
    """
    removed = decision.removals.removed
    kept = decision.removals.kept_for[removed]
    rules = decision.preferences.deciding_rules(removed, kept)
    relations = decision.removals.relation.tolist()
    fixed = decision.corpus.fixed[kept].tolist()
    return [
        "against" if is_fixed else "contained" if RELATIONS[relation] == "contained" else rule
        for is_fixed, relation, rule in zip(fixed, relations, rules, strict=True)
    ]


def _rules_of_cuts(decision: Decision, cuts: Cuts) -> list[str]:
    """Return what decided where cut words stay: as for removals, and ``same document`` where they stay in it."""
    rules = decision.preferences.deciding_rules(cuts.document, cuts.kept)
    fixed, own = decision.corpus.fixed[cuts.kept].tolist(), (cuts.document == cuts.kept).tolist()
    return [
        "against" if is_fixed else "same document" if is_own else rule
        for is_fixed, is_own, rule in zip(fixed, own, rules, strict=True)
    ]


def clusters_table(decision: Decision) -> pa.Table:
    """Return a row for each document of a cluster, clusters in the order of their first documents."""
    corpus, removals = decision.corpus, decision.removals
    members = np.flatnonzero(removals.cluster >= 0)
    members = members[np.argsort(removals.cluster[members], kind="stable")]
    kept_for = removals.kept_for[members]
    goes = kept_for >= 0
    place_of_kept = pa.array(np.cumsum(goes) - 1, mask=~goes)
    columns = [
        removals.cluster[members],
        removals.cluster_size[members],
        corpus.ids(members),
        corpus.shard_names(members),
        corpus.row[members],
        decision.words[members],
        pa.array(~goes),
        corpus.ids(kept_for[goes]).take(place_of_kept),
    ]
    return _table(columns, CLUSTERS)


def hits_table(decision: Decision) -> pa.Table | None:
    """Return a row for each test item in each document, with the span of what they share; None without test items."""
    corpus, hits = decision.corpus, decision.hits
    if hits is None:
        return None
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


def _table(columns: Sequence[Any], schema: pa.Schema) -> pa.Table:
    arrays = [
        column if isinstance(column, pa.Array | pa.ChunkedArray) else pa.array(column, field.type)
        for column, field in zip(columns, schema, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _counts_of_hits(hits: Sequence[Hit], short_items: int) -> dict[str, Any]:
    return {"hits": dict(Counter(hit.verdict for hit in hits)), "short_items": short_items}


def summarise(decision: Decision, collection: Collection, left_out: Mapping[str, str]) -> dict[str, Any]:
    """Return what ``summary.json`` has; `left_out` are the shards that are not written, and why."""
    corpus, removals, own = decision.corpus, decision.removals, decision.corpus.own
    removed = removals.removed
    relations = np.bincount(removals.relation, minlength=len(RELATIONS)).tolist()
    return {
        "documents": int(own.sum()),
        "kept": int(own.sum()) - removed.size,
        "removed": removed.size,
        "removed_by_relation": dict(zip(RELATIONS, relations, strict=True)),
        "words": int(decision.words[own].sum()),
        "removed_words": int(decision.lost_words()[own].sum()),
        "cuts": 0 if decision.cuts is None else int(decision.cuts.of_staying_documents().sum()),
        "without_words": int((decision.words[own] == 0).sum()),
        "clusters": int(removals.cluster.max(initial=-1)) + 1,
        "compared_with": int(corpus.fixed.sum()),
        **({} if decision.hits is None else _counts_of_hits(decision.hits, decision.short_items)),
        "recall": round(decision.recall, 4),
        "verified_pairs": decision.pairs_verified,
        "all_pairs_verified": decision.complete,
        "frequent_keys": decision.frequent_keys,
        "without_fingerprints": decision.without_fingerprints,
        "sources": [loss.as_values() for loss in losses_of_sources(decision)],
        "shards": [loss.as_values() for loss in losses_of_shards(decision)],
        "unreadable": [[each.path, each.reason] for each in collection.unreadable if each.path not in left_out],
        "left_out": dict(left_out),
    }
