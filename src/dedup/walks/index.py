"""The walks of scans whose documents stand in an index: of all of an index file, of a few of a shared index.

The documents of a file are scanned in the order of the index. So the result is that of a scan of the same documents at
once, byte for byte, however they were added. Its claims and verified matches are stored in the index; a document that
is removed takes its own with it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from dedup.documents import collection_in_batches, collection_of
from dedup.index.texts import read_documents
from dedup.progress import SILENT
from dedup.walks.lookup import Lookup
from dedup.walks.scan import scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.documents import Collection, Document
    from dedup.index.shared import SharedIndex
    from dedup.index.store import Store
    from dedup.progress import Watch
    from dedup.results import ScanResult
    from dedup.settings import Settings


def rescan(store: Store, settings: Settings | None = None, watch: Watch = SILENT) -> ScanResult:
    """Return the result of a scan of all documents of an index; `StoreError` for settings that do not fit it.

    An index that is open for writing keeps the claims and the matches.
    """
    settings = store.header.settings() if settings is None else settings
    store.header.refuse(settings)
    with store.reading():
        generation = store.state["generation"]
        collection, keys = _collection(store)
    result = scan(collection, settings, watch)
    if store.writable:
        _keep(store, result, keys, generation)
    return result


def _collection(store: Store) -> tuple[Collection, dict[str, int]]:
    """Return all documents of an index in batches, and their keys by id."""
    keys = {}

    def documents() -> Iterator[Document]:
        for key, document in read_documents(store):
            keys[document.id] = key
            yield document

    return collection_in_batches(documents()), keys


def _keep(store: Store, result: ScanResult, keys: dict[str, int], generation: int) -> None:
    """Store what a scan found, unless the index was changed meanwhile."""
    with store.changing():
        if store.state["generation"] != generation:
            return
        store.connection.execute("DELETE FROM matches")
        store.connection.execute("DELETE FROM claims")
        matches = ((keys[match.a], keys[match.b], msgspec.json.encode(match)) for match in result.copies)
        store.connection.executemany("INSERT INTO matches VALUES (?, ?, ?)", matches)
        claims = (
            (keys[origin.document], msgspec.json.encode(origin.claims)) for origin in result.provenance if origin.claims
        )
        store.connection.executemany("INSERT INTO claims VALUES (?, ?)", claims)
        kept = {"claims": sum(bool(origin.claims) for origin in result.provenance), "matches": len(result.copies)}
        store.set_state(settled=generation, **kept)


def lookup_shared(shared: SharedIndex, collection: Collection, settings: Settings | None = None) -> list[Lookup]:
    """Return what a shared index holds of each document, as `dedup.walks.lookup.lookup` does, found by signature only.

    Each new document is scanned together with the documents of the index that share a band with it. So the matches are
    verified on the texts; they come in the order of the ids.
    """
    settings = shared.header.settings() if settings is None else settings
    shared.header.refuse(settings)
    every = replace(settings, all_pairs=True)
    found = []
    for document, candidates in zip(collection, shared.find_candidates(collection), strict=True):
        copies = scan(collection_of([*candidates, document]), every).copies if candidates else ()
        matches = [match for match in copies if match.b == document.id]
        found.append(Lookup(document.id, tuple(matches), 0))
    return found
