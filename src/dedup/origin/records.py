"""The claims and descriptions of a collection's documents, read when first asked for and kept."""

from __future__ import annotations

import json
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from dedup.documents import MarkupFact
from dedup.origin.holdings import TracedDocument
from dedup.origin.inference import are_versions
from dedup.origin.marks import ALL, CLOSING, COPYRIGHT, CREDITS, HEAD, OPENING
from dedup.origin.metadata import MetadataRows, present
from dedup.origin.names import is_agency
from dedup.origin.reading import Description, as_iso, first_of, marked_spans, publisher_named, read_parts, title_of
from dedup.origin.sifting import EVERYTHING, Sift, Sifted, sift
from dedup.origin.weights import names_a_source
from dedup.words.single import SingleTexts

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence
    from types import ModuleType

    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.local import Local
    from dedup.matches import MarkKind, Match
    from dedup.origin.claims import Claim
    from dedup.spans import Span

_WORTH_SIFTING = 200
"""Documents from which it pays to search all texts at once before any is read by itself."""
_MAY_NAME_A_SOURCE = HEAD | OPENING | CLOSING | CREDITS | COPYRIGHT
_MAY_DESCRIBE = HEAD | CREDITS
"""What a text may hold that says who published or wrote it, or when."""


class Records:
    """What the documents of a collection say of themselves, by document index."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._metadata = MetadataRows(collection)
        self._texts = SingleTexts(collection)
        self._sifted: Sifted | None = None
        self._known: dict[int, list[Claim]] = {}

    def sift(self, using: ModuleType, engine: Local, done: Callable[[int], None]) -> None:
        """Search all texts at once for what could be a claim, so that few have to be read by themselves."""
        if len(self._collection) >= _WORTH_SIFTING:
            self._sifted = sift(self._collection, using, engine, done)

    def claims(self, document: int) -> list[Claim]:
        """Return the claims of one document."""
        return self._claims_if(document, ALL)

    def _claims_if(self, document: int, kinds: int) -> list[Claim]:
        """Return the claims of one document, if one of its lines is of some kinds; else none."""
        known = self._known.get(document)
        if known is None:
            if not self._may_hold(document, kinds):
                return []
            raw = self._texts.raw(document)
            found = self._sift(document, raw)
            if not found.may_hold(kinds) and not self._marked_up[document]:
                return []
            known = self._known[document] = self._read(document, raw, found)
        return known

    def _read(self, document: int, raw: bytes, found: Sift) -> list[Claim]:
        if not self._marked_up[document]:
            return read_parts(raw.decode(), (), None, found)
        facts = tuple(MarkupFact(**fact) for fact in json.loads(self._collection.value(document, "markup")))
        return read_parts(raw.decode(), facts, self._collection.value(document, "url"), found)

    def description(self, document: int) -> Description:
        """Return what one document is: its metadata where it has them, else what its claims and first lines say."""
        return Description(*self.described(document))

    def described(self, document: int) -> tuple[str | None, ...]:
        """Return the fields of the description of one document, in their order."""
        title, publisher, author, published, language = self._metadata[document]
        if publisher and author and published:
            claims: list[Claim] = []
        else:
            claims = self._describing(document)
        return (
            title or self._title(document),
            publisher or self._named(document, claims),
            author or first_of(claims, "author"),
            as_iso(published) or first_of(claims, "published"),
            language,
        )

    def publishers(self, documents: Iterable[int]) -> list[str | None]:
        """Return the publishers of some documents."""
        asked = np.fromiter(documents, np.int64)
        rising, place = np.unique(asked, return_inverse=True)
        known = self._collection.cells(rising, "publisher")
        for at in [number for number, name in enumerate(known) if not name]:
            document = int(rising[at])
            known[at] = self._named(document, self._describing(document))
        return [known[at] for at in place.tolist()]

    def marked_spans(self, document: int) -> list[tuple[MarkKind, Span]]:
        """Return the spans of one document that are evidence or belong to its site, with the kind of each."""
        return marked_spans(self.claims(document))

    def traced(self, matches: Sequence[Match]) -> list[TracedDocument]:
        """Return the documents whose origin `matches` and claims tell something of; versions with their text."""
        versions = {name for match in matches if are_versions(match) for name in (match.a, match.b)}
        traced = []
        naming = self._naming()
        for start, batch in self._collection.numbered():
            for document, name in enumerate(batch.column("id").to_pylist(), start=start):
                if name in versions or document in naming:
                    text = partial(self._texts.text, document) if name in versions else str
                    traced.append(self._traced(document, name, text))
        return traced

    def _sift(self, document: int, raw: bytes) -> Sift:
        return EVERYTHING if self._sifted is None else self._sifted.of(document, raw)

    def _may_hold(self, document: int, kinds: int) -> bool:
        """Return whether a document may say something of some kinds; the markup of a page may say anything."""
        return self._sifted is None or bool(self._sifted.holds[document] & kinds or self._marked_up[document])

    def _title(self, document: int) -> str | None:
        raw = self._texts.raw(document)
        return title_of(raw.decode(), self._sift(document, raw))

    def _describing(self, document: int) -> list[Claim]:
        """Return the claims of a document, where some may say who published or wrote it, or when."""
        return self._claims_if(document, _MAY_DESCRIBE)

    @cached_property
    def _marked_up(self) -> NDArray[np.bool_]:
        """Which documents came with facts of their markup."""
        parts = [present(batch.column("markup")) for batch in self._collection.batches]
        return np.concatenate([np.zeros(0, bool), *parts])

    def _named(self, document: int, claims: list[Claim]) -> str | None:
        return publisher_named(claims, self._collection.value(document, "url")) if claims else None

    def _naming(self) -> Container[int]:
        """Return the documents that may name a source, or an agency as the owner of their text."""
        if self._sifted is None:
            return range(len(self._collection))
        asked = np.flatnonzero((self._sifted.holds & _MAY_NAME_A_SOURCE != 0) | self._marked_up).tolist()
        claims = ((document, self._claims_if(document, _MAY_NAME_A_SOURCE)) for document in asked)
        return {document for document, claimed in claims if any(map(_may_be_a_source, claimed))}

    def _traced(self, document: int, name: str, text: Callable[[], str]) -> TracedDocument:
        url = self._collection.value(document, "url")
        return TracedDocument(name, self.description(document), tuple(self.claims(document)), url, text)


def _may_be_a_source(claim: Claim) -> bool:
    """Return whether a claim may name a source; who holds the copyright is one, all by itself, only as an agency."""
    if claim.kind == "copyright":
        return is_agency(claim.value)
    return names_a_source(claim) or claim.kind == "outgoing"


class Metadata(Records):
    """What the metadata of a collection says of its documents, where nobody needs what their texts claim."""

    def sift(self, using: ModuleType, engine: Local, done: Callable[[int], None]) -> None:
        """Search nothing."""

    def claims(self, document: int) -> list[Claim]:  # noqa: ARG002 - whatever the document
        """Return no claims."""
        return []

    def marked_spans(self, document: int) -> list[tuple[MarkKind, Span]]:  # noqa: ARG002 - whatever the document
        """Return no spans; the text is not even looked at."""
        return []

    def described(self, document: int) -> tuple[str | None, ...]:
        """Return what the metadata say."""
        return self._metadata[document]

    def traced(self, matches: Sequence[Match]) -> list[TracedDocument]:  # noqa: ARG002 - nobody claims anything here
        """Return no document: there is nothing to trace."""
        return []
