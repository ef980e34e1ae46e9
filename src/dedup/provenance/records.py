"""The claims and descriptions of a collection's documents, read when first asked for and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.provenance.chain import TracedDocument
from dedup.provenance.reading import Description, describe, read_claims, set_aside
from dedup.provenance.sifting import EVERYTHING, Sift, sift

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Collection as Members

    from dedup.documents import Collection
    from dedup.provenance.claims import Claim
    from dedup.spans import Span

_WORTH_SIFTING = 200
"""Documents from which it pays to search all texts at once before they are read one by one."""


class Records:
    """What the documents of a collection say of themselves, by document index."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._known: dict[int, tuple[list[Claim], Description]] = {}

    def read_all(self, done: Callable[[int], None]) -> None:
        """Read every document now, telling of each that is done."""
        for document, found in enumerate(self._sifts()):
            self._record(document, found)
            done(1)

    def _sifts(self) -> Iterator[Sift]:
        if len(self._collection) < _WORTH_SIFTING:
            return (EVERYTHING for _ in range(len(self._collection)))
        return (found for batch in self._collection.batches for found in sift(batch.column("text")))

    def claims(self, document: int) -> list[Claim]:
        """Return the claims of one document."""
        return self._record(document)[0]

    def description(self, document: int) -> Description:
        """Return what one document is."""
        return self._record(document)[1]

    def set_aside(self, document: int) -> list[Span]:
        """Return the spans of one document that are evidence or belong to its site, not to its text."""
        return set_aside(self.claims(document), self._collection.text(document))

    def traced(self, matched: Members[str]) -> list[TracedDocument]:
        """Return all documents for tracing; those of the ids in `matched` with their text."""
        ids, urls = self._collection.column("id"), self._collection.column("url")
        return [
            TracedDocument(
                name,
                self.description(document),
                tuple(self.claims(document)),
                urls[document],
                self._collection.text(document) if name in matched else "",
            )
            for document, name in enumerate(ids)
        ]

    def _record(self, document: int, found: Sift = EVERYTHING) -> tuple[list[Claim], Description]:
        known = self._known.get(document)
        if known is None:
            whole = self._collection[document]
            claims = read_claims(whole, found)
            known = self._known[document] = claims, describe(whole, claims)
        return known


class Metadata(Records):
    """What the metadata of a collection says of its documents, where nobody needs what their texts claim."""

    def __init__(self, collection: Collection) -> None:
        super().__init__(collection)
        columns = [collection.column(name) for name in ("title", "publisher", "author", "published", "language")]
        self._rows = list(zip(*columns, strict=True))

    def traced(self, matched: Members[str]) -> list[TracedDocument]:  # noqa: ARG002 - nobody claims anything here
        """Return no document: there is nothing to trace."""
        return []

    def _record(self, document: int, found: Sift = EVERYTHING) -> tuple[list[Claim], Description]:  # noqa: ARG002
        return [], Description(*self._rows[document])
