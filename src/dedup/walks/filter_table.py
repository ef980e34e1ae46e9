"""The walk of a filter of documents in memory: an Arrow table, or documents that were read, and their account.

Texts are not copied where Arrow need not do so: kept rows are made batch by batch, when they are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from dedup.engines.local import LOCAL
from dedup.filtering.account import clusters_table, hits_table, removed_table, summarise
from dedup.filtering.columnar_shards import annotated_schema, filtered_rows
from dedup.filtering.plan import changed_rows, decisions_of
from dedup.filtering.sharded_corpus import NAMELESS, corpus_of_shards
from dedup.progress import SILENT
from dedup.walks.filter import decide_filter
from dedup.walks.filter_index import Against

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.filtering.options import FilterOptions
    from dedup.filtering.row_decisions import RowDecisions
    from dedup.progress import Watch
    from dedup.settings import Settings


@dataclass(frozen=True)
class FilteredTable:
    """What a filter kept, and its account.

    Iterating gives the kept rows, as record batches with the columns of the input; whatever takes an Arrow stream takes
    the object itself. `removed` and `clusters` are Arrow tables, `summary` is what ``summary.json`` would tell; `hits`
    are test items in documents, where these were looked for.
    """

    schema: pa.Schema
    removed: pa.Table
    clusters: pa.Table
    summary: dict[str, Any]
    batches: Sequence[pa.RecordBatch]
    decisions: RowDecisions
    columns: Mapping[str, str]
    hits: pa.Table | None = None

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        start = 1
        for batch in self.batches:
            yield from filtered_rows(pa.Table.from_batches([batch]), self.decisions, start, self.columns).to_batches()
            start += batch.num_rows

    def table(self) -> pa.Table:
        """Return all kept rows as a table."""
        return pa.Table.from_batches(iter(self), self.schema)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return pa.RecordBatchReader.from_batches(self.schema, iter(self)).__arrow_c_stream__(requested_schema)


def filter_table(
    batches: Sequence[pa.RecordBatch],
    schema: pa.Schema,
    collection: Collection,
    options: FilterOptions,
    settings: Settings,
    watch: Watch = SILENT,
    engine: Engine = LOCAL,
    against: Against | None = None,
    columns: Mapping[str, str] | None = None,
) -> FilteredTable:
    """Return what stays of some batches; `collection` are their documents, of each of which `rows` tells the row.

    `columns` says what the table calls its text, where that is no usual name.
    """
    against = against or Against()
    corpus = corpus_of_shards(collection, against.collection, [NAMELESS], np.zeros(len(collection), np.int32), [True])
    decision = decide_filter(corpus, against, options, settings, watch, engine)
    rows, _ = changed_rows(decision, options)
    decisions = decisions_of(rows, annotate=options.annotate)
    return FilteredTable(
        annotated_schema(schema, decisions),
        removed_table(decision, options.level),
        clusters_table(decision),
        summarise(decision, collection, {}),
        batches,
        decisions,
        columns or {},
        hits_table(decision),
    )
