"""The walk of a look-up in a shared index: documents whose bands meet are scanned together with the new one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dedup.documents import collection_of
from dedup.walks.lookup import Lookup
from dedup.walks.scan import scan

if TYPE_CHECKING:
    from dedup.documents import Collection
    from dedup.index.shared import Shared
    from dedup.settings import Settings


def lookup_shared(shared: Shared, collection: Collection, settings: Settings | None = None) -> list[Lookup]:
    """Return what a shared index holds of each document, as `dedup.walks.lookup.lookup` does, found by signature only.

    The matches are verified on the texts, and come in the order of the ids.
    """
    settings = shared.header.settings() if settings is None else settings
    shared.header.refuse(settings)
    every = replace(settings, all_pairs=True)
    found = []
    for document, alike in zip(collection, shared.alike(collection), strict=True):
        copies = scan(collection_of([*alike, document]), every).copies if alike else ()
        matches = [match for match in copies if match.b == document.id]
        found.append(Lookup(document.id, tuple(matches), 0))
    return found
