"""The claims and descriptions of a collection's documents, read when first asked for and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.provenance.holdings import TracedDocument
from dedup.provenance.inference import are_versions
from dedup.provenance.reading import Description, describe, read_claims, set_aside
from dedup.provenance.sifting import EVERYTHING, Sift, sift

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from types import ModuleType

    from dedup.documents import Collection
    from dedup.engines.local import Local
    from dedup.matches import Match
    from dedup.provenance.claims import Claim
    from dedup.spans import Span

_WORTH_SIFTING = 200
"""Documents from which it pays to search all texts at once before any is read by itself."""


class Records:
    """What the documents of a collection say of themselves, by document index."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._sifts: list[Sift] = []
        self._known: dict[int, tuple[list[Claim], Description]] = {}

    def sift(self, using: ModuleType, engine: Local, done: Callable[[int], None]) -> None:  # noqa: ARG002 - to come
        """Search all texts at once for what could be a claim, so that fewer have to be read by themselves."""
        if len(self._collection) < _WORTH_SIFTING:
            return
        columns = (batch.column("text") for batch in self._collection.batches)
        for found in engine.stream(lambda column: list(sift(column)), columns):
            self._sifts += found
            done(len(found))

    def claims(self, document: int) -> list[Claim]:
        """Return the claims of one document."""
        return self._record(document)[0]

    def description(self, document: int) -> Description:
        """Return what one document is."""
        return self._record(document)[1]

    def publishers(self, documents: Iterable[int]) -> list[str | None]:
        """Return the publishers of some documents."""
        return [self.description(document).publisher for document in documents]

    def set_aside(self, document: int) -> list[Span]:
        """Return the spans of one document that are evidence or belong to its site, not to its text."""
        claims = self.claims(document)
        return set_aside(claims, self._collection.text(document)) if claims else []

    def traced(self, matches: Sequence[Match]) -> list[TracedDocument]:
        """Return the documents whose origin `matches` and claims tell something of; versions with their text."""
        versions = {name for match in matches if are_versions(match) for name in (match.a, match.b)}
        ids, urls = self._collection.column("id"), self._collection.column("url")
        return [
            TracedDocument(
                name,
                self.description(document),
                tuple(self.claims(document)),
                urls[document],
                self._collection.text(document) if name in versions else "",
            )
            for document, name in enumerate(ids)
        ]

    def _record(self, document: int) -> tuple[list[Claim], Description]:
        known = self._known.get(document)
        if known is None:
            whole = self._collection[document]
            claims = read_claims(whole, self._sifts[document] if self._sifts else EVERYTHING)
            known = self._known[document] = claims, describe(whole, claims)
        return known


class Metadata(Records):
    """What the metadata of a collection says of its documents, where nobody needs what their texts claim."""

    def sift(self, using: ModuleType, engine: Local, done: Callable[[int], None]) -> None:
        """Search nothing."""

    def traced(self, matches: Sequence[Match]) -> list[TracedDocument]:  # noqa: ARG002 - nobody claims anything here
        """Return no document: there is nothing to trace."""
        return []

    def _record(self, document: int) -> tuple[list[Claim], Description]:
        names = ("title", "publisher", "author", "published", "language")
        return [], Description(*(self._collection.value(document, name) for name in names))
