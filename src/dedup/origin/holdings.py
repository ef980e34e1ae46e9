"""Traced documents and their matches → who publishes what, and which publisher's document holds whose text.

Here names become documents: a declared source is in the collection when a version of the text is there that this
publisher put out, or that lies in a file named for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from dedup.documents import GUESSED_DATE
from dedup.origin.declarations import Declarations, declared
from dedup.origin.inference import Party, Verdict, are_versions, days_between, had_it_first
from dedup.origin.names import same_publisher
from dedup.origin.weights import CLEARLY_LATER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dedup.matches import Match
    from dedup.origin.claims import Claim
    from dedup.origin.reading import Description

_TELLING_NAME = 6
_VERDICTS_KEPT = 1 << 10
"""Pairs of documents of which it is remembered which was first: those of a large family."""


@dataclass(frozen=True, slots=True)
class TracedDocument:
    """One document as far as its origin is concerned.

    `text` reads what it says, when that is asked for; of an empty one, what texts mention is not weighed.
    """

    id: str
    description: Description
    claims: tuple[Claim, ...]
    url: str | None = None
    text: Callable[[], str] = str


class Holdings:
    """What is known of all documents of one trace; documents are asked for by their ids."""

    def __init__(self, documents: Sequence[TracedDocument], matches: Sequence[Match]) -> None:
        self.documents = {document.id: document for document in documents}
        self._held: dict[str, list[tuple[str, Match]]] = {}
        for match in matches:
            if match.a in self.documents and match.b in self.documents and are_versions(match):
                self._held.setdefault(match.a, []).append((match.b, match))
                self._held.setdefault(match.b, []).append((match.a, match))
        alone = {document.id: declared(document.description, document.claims, document.url) for document in documents}
        self._holders: dict[tuple[str, str], tuple[str, Match] | None] = {}
        self._own = {name: says.own for name, says in alone.items()}
        self._says = {name: self._settled(name, says) if name in self._held else says for name, says in alone.items()}
        self._parties: dict[str, Party] = {}
        self._verdict = lru_cache(_VERDICTS_KEPT)(self._first_of)

    def _settled(self, document: str, alone: Declarations) -> Declarations:
        """Return what a document declares; of rival sources, one that holds the text wins."""
        if not (alone.sources or alone.doubtful or alone.conflicts):
            return alone  # it names no source that anybody could hold
        known = self.documents[document]
        return declared(
            known.description, known.claims, known.url, lambda name: self.holder(document, name) is not None
        )

    def says(self, document: str) -> Declarations:
        """Return what a document declares of its sources."""
        return self._says[document]

    def name(self, document: str) -> str:
        """Return the name of a document's publisher, or its id where that is not known."""
        return self._own[document] or document

    def is_known(self, document: str) -> bool:
        """Return whether a document's publisher is known, or a source that it names."""
        return self._own[document] is not None or bool(self.says(document).sources)

    def verdict(self, one: str, other: str) -> Verdict:
        """Return which of two documents had the text first; the same is soon asked again, in either order."""
        return self._verdict(one, other) if one < other else self._verdict(other, one)

    def _first_of(self, one: str, other: str) -> Verdict:
        return had_it_first(self._party(one), self._party(other))

    def _party(self, document: str) -> Party:
        """Return a document as one of two that are compared."""
        if document not in self._parties:
            self._parties[document] = self._made_party(self.documents[document])
        return self._parties[document]

    def _made_party(self, document: TracedDocument) -> Party:
        stated, own = document.description.published, self._own[document.id]
        guess = next((claim.value for claim in document.claims if claim.kind == GUESSED_DATE), None)
        return Party(document.id, own, stated or guess, document.text, guessed=not stated and guess is not None)

    def versions(self, document: str) -> Sequence[tuple[str, Match]]:
        """Return the documents that share a document's text, each with the match."""
        return self._held.get(document, ())

    def matches(self) -> Iterator[Match]:
        """Yield each match of two versions once."""
        for document, held in self._held.items():
            yield from (match for _, match in held if match.a == document)

    def is_of(self, document: str, name: str) -> bool:
        """Return whether a document is a publisher's."""
        own = self._own[document]
        return same_publisher(own, name) if own else _is_named_for(document, name)

    def are_of_one(self, one: str, other: str) -> bool:
        """Return whether two documents are of one publisher."""
        return same_publisher(self.name(one), self.name(other))

    def holder(self, document: str, name: str) -> tuple[str, Match] | None:
        """Return the version of a document that the publisher `name` holds and that is most like it."""
        if (document, name) not in self._holders:
            holders = [(other, match) for other, match in self.versions(document) if self.is_of(other, name)]
            best = max(holders, key=lambda held: (held[1].jaccard, held[1].shared_words), default=None)
            self._holders[document, name] = best
        return self._holders[document, name]

    def declares(self, copy: str, source: str) -> bool:
        """Return whether one document names the other's publisher as its source."""
        return any(self.is_of(source, named.name) for named in self._says[copy].sources)

    def is_later(self, one: str, other: str) -> bool:
        """Return whether `one` bears a date that is clearly later than that of `other`."""
        dates = [self.documents[name].description.published for name in (other, one)]
        days = days_between(*dates)
        return days is not None and days >= CLEARLY_LATER


def _is_named_for(document: str, name: str) -> bool:
    """Return whether a document of no known publisher has a file name that holds a publisher's: daily_times.txt."""
    letters = "".join(filter(str.isalnum, name.casefold()))
    file = "".join(filter(str.isalnum, document.rsplit("/", 1)[-1].casefold()))
    return len(letters) >= _TELLING_NAME and letters in file
