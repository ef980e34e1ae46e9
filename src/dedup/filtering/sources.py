"""Where documents come from: their source, by which losses are counted, and their shard, the file that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedup.origin.hosts import host_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.documents import Collection


@dataclass(frozen=True, slots=True)
class Sources:
    """The different names of sources, and for each document the number of its source (int32)."""

    names: Sequence[str]
    numbers: NDArray[np.int32]


def sources_of(collection: Collection) -> Sources:
    """Return the source of each document: its publisher, or the domain of its address, or else its shard."""
    number_of: dict[str, int] = {}
    parts = [np.zeros(0, np.int32)]
    for batch in collection.batches:
        numbers = [number_of.setdefault(name, len(number_of)) for name in _sources(batch)]
        parts.append(np.array(numbers, np.int32))
    return Sources(list(number_of), np.concatenate(parts))


def _sources(batch: pa.RecordBatch) -> Iterator[str]:
    columns = (batch.column(name).to_pylist() for name in ("publisher", "url", "path"))
    return (publisher or _domain(url) or path or "" for publisher, url, path in zip(*columns, strict=True))


def _domain(url: str | None) -> str | None:
    """Return the registered domain of an address; only its host is looked up, since answers are remembered."""
    if not url:
        return None
    parts = url.split("/", 3)
    host = host_of(parts[2] if url.startswith(("http://", "https://")) and parts[2:] else url)
    return host.domain if host else None


def shard_numbers(collection: Collection, number_of: Mapping[str, int]) -> NDArray[np.int32]:
    """Return for each document the number of the file that it was read from, and -1 for one of no file."""
    parts = [np.zeros(0, np.int32)]
    for batch in collection.batches:
        coded = batch.column("path").dictionary_encode()
        known = np.array([*(number_of.get(path, -1) for path in coded.dictionary.to_pylist()), -1], np.int32)
        parts.append(known[coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)])
    return np.concatenate(parts)
