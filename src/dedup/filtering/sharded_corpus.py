"""The documents of a corpus, and where they come from: their source, by which losses are counted, and their shard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedup.documents import Collection, take_rows
from dedup.origin.hosts import host_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]


NAMELESS = "table"
"""What the shard and the source are called of documents that lie in no file."""


@dataclass(frozen=True, slots=True)
class NumberedSources:
    """The different names of sources, and for each document the number of its source (int32)."""

    names: Sequence[str]
    numbers: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class ShardedCorpus:
    """The documents of a filter: those of its shards, and behind them those of other collections.

    `shards` are the names of the shards, `shard` (int32) is the number of the shard of each document (-1: none).
    Documents that are not `present` take no part; those that are `fixed` are of another collection, and stay.
    """

    collection: Collection
    shards: Sequence[str]
    shard: NDArray[np.int32]
    sources: NumberedSources
    present: Flags
    fixed: Flags

    @property
    def own(self) -> Flags:
        """Whether each document is of a shard that is written."""
        return self.present & ~self.fixed

    @property
    def row(self) -> Numbers:
        """The number of each document in its shard."""
        return self.collection.row_numbers()

    def ids(self, documents: Numbers) -> pa.ChunkedArray:
        """Return the ids of some documents, in any order."""
        ordered, place = np.unique(documents, return_inverse=True)
        ids = pa.chunked_array(self.collection.parts_of(ordered, "id"), pa.string())
        return ids.take(pa.array(place.ravel()))

    def shard_names(self, documents: Numbers) -> pa.DictionaryArray:
        """Return the names of the shards of some documents; null for a document of another collection."""
        numbers = self.shard[documents]
        return pa.DictionaryArray.from_arrays(
            pa.array(numbers, pa.int32(), mask=numbers < 0), pa.array(self.shards, pa.string())
        )


def corpus_of_shards(
    collection: Collection,
    others: Collection,
    shards: Sequence[str],
    shard: NDArray[np.int32],
    written: Sequence[bool],
) -> ShardedCorpus:
    """Return a corpus of the documents of some shards, and of the documents of other collections.

    `shard` is the number of the shard of each document of `collection` (-1: none); documents of shards that are not
    `written` take no part.
    """
    both = joined(collection, others)
    fixed = np.arange(len(both)) >= len(collection)
    shard = np.concatenate([shard, np.full(len(others), -1, np.int32)])
    present = np.array([*written, False])[shard] | fixed
    return ShardedCorpus(both, shards, shard, sources_of(both), present, fixed)


def joined(collection: Collection, others: Collection) -> Collection:
    """Return the documents of both collections."""
    if not len(others):
        return collection
    rows = np.concatenate([collection.row_numbers(), others.row_numbers()])
    size = collection.bytes + others.bytes
    return Collection((*collection.batches, *others.batches), collection.unreadable, collection.notes, size, rows=rows)


def sources_of(collection: Collection) -> NumberedSources:
    """Return the source of each document: its publisher, or the domain of its address, or else its shard."""
    number_of: dict[str, int] = {}
    parts = [np.zeros(0, np.int32)]
    for batch in collection.batches:
        numbers = _numbers(batch.column("publisher"), lambda name: number_of.setdefault(name, len(number_of)))
        others = np.flatnonzero(numbers < 0)
        names = [number_of.setdefault(name, len(number_of)) for name in _places(batch, others)]
        numbers[others] = names
        parts.append(numbers)
    return NumberedSources(list(number_of), np.concatenate(parts))


def _numbers(column: pa.StringArray, number: Callable[[str], int]) -> NDArray[np.int32]:
    """Return a number for each text of a column, in which few different ones stand; -1 for null and no text."""
    coded = column.dictionary_encode()
    known = np.array([*(number(text) if text else -1 for text in coded.dictionary.to_pylist()), -1], np.int32)
    return np.asarray(known[coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)])


def _places(batch: pa.RecordBatch, rows: Numbers) -> Iterator[str]:
    """Yield for some rows the domain of the address, or the path."""
    if rows.size:
        columns = (take_rows(batch.column(name), rows).to_pylist() for name in ("url", "path"))
        yield from (_domain(url) or path or NAMELESS for url, path in zip(*columns, strict=True))


def _domain(url: str | None) -> str | None:
    """Return the registered domain of an address; only its host is looked up, since answers are remembered."""
    if not url:
        return None
    parts = url.split("/", 3)
    host = host_of(parts[2] if url.startswith(("http://", "https://")) and parts[2:] else url)
    return host.domain if host else None


def shard_numbers(collection: Collection, number_of: Mapping[str, int]) -> NDArray[np.int32]:
    """Return for each document the number of the file that it was read from, and -1 for one of no file."""
    parts = (_numbers(batch.column("path"), lambda path: number_of.get(path, -1)) for batch in collection.batches)
    return np.concatenate([np.zeros(0, np.int32), *parts])
