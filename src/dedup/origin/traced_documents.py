"""Traced documents and their matches → each one's publisher and declarations, and its versions by publisher.

Names become documents here. A declared source is in the collection if a version of the text is in it that this
publisher published, or whose file is named for the publisher.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from dedup.documents import CAPTURED, GUESSED_DATE
from dedup.origin.declarations import Declarations, declared
from dedup.origin.inference import Verdict, Version, are_versions, days_between, first_of_two
from dedup.origin.names import same_publisher
from dedup.origin.weights import CLEARLY_LATER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dedup.matches import Match
    from dedup.origin.claims import Claim
    from dedup.origin.declarations import Source
    from dedup.origin.extraction import Description

_SHORTEST_NAME = 6
_SAME_TEXT = frozenset({"identical", "near-identical", "noisy copy"})
"""Relations of two copies of which one may tell where the other comes from."""
_VERDICTS_KEPT = 1 << 10
"""Pairs of documents of which it is remembered which was first: those of a large family."""


@dataclass(frozen=True, slots=True)
class TracedDocument:
    """One document as far as its origin is concerned.

    `text` reads the text when it is needed. Mentions of publishers in an empty text are not weighed. The title in the
    description is not looked at, and may be missing.
    """

    id: str
    description: Description
    claims: tuple[Claim, ...]
    url: str | None = None
    text: Callable[[], str] = str


class TracedDocuments:
    """The documents of one trace, by their ids, with what they declare and which of them are versions of one text."""

    def __init__(self, documents: Sequence[TracedDocument], matches: Sequence[Match]) -> None:
        self.documents = {document.id: document for document in documents}
        self._versions: dict[str, list[tuple[str, Match]]] = {}
        for match in matches:
            if match.a in self.documents and match.b in self.documents and are_versions(match):
                self._versions.setdefault(match.a, []).append((match.b, match))
                self._versions.setdefault(match.b, []).append((match.a, match))
        alone = {document.id: declared(document.description, document.claims, document.url) for document in documents}
        self._version_by: dict[tuple[str, str], tuple[str, Match] | None] = {}
        self._publishers = {name: declares.own for name, declares in alone.items()}
        self._declarations = {
            name: self._with_versions(name, declares) if name in self._versions else declares
            for name, declares in alone.items()
        }
        self._borrowed: dict[str, tuple[str, tuple[Source, ...]] | None] = {}
        self._compared_versions: dict[str, Version] = {}
        self._verdict = lru_cache(_VERDICTS_KEPT)(self._compared)

    def _with_versions(self, document: str, alone: Declarations) -> Declarations:
        """Return what a document declares; of rival sources, one of which a version is in the collection wins."""
        if not (alone.sources or alone.doubtful or alone.conflicts):
            return alone  # it names no source of which there could be a version
        known = self.documents[document]
        return declared(
            known.description, known.claims, known.url, lambda name: self.version_by(document, name) is not None
        )

    def declarations(self, document: str) -> Declarations:
        """Return what a document declares of its sources."""
        return self._declarations[document]

    def borrowed_sources(self, document: str) -> tuple[str, tuple[Source, ...]] | None:
        """Return the copy that says of the same text where it comes from, with the sources that it names.

        Only a document of a known publisher that names no source itself borrows. It must not stand before that copy:
        be named as a source by another one, or bear an earlier date. A source that is among the documents is not
        borrowed either: the two texts tell more than a third one does.
        """
        if document not in self._borrowed:
            self._borrowed[document] = self._found_borrowed(document)
        return self._borrowed[document]

    def _found_borrowed(self, document: str) -> tuple[str, tuple[Source, ...]] | None:
        own, alone = self._publishers[document], self._declarations[document]
        if own is None or alone.sources or alone.doubtful or alone.undecided:
            return None
        versions = self.versions(document)
        if any(self.names_as_source(other, document) for other, _ in versions):
            return None
        telling = (other for other, match in sorted(versions, key=_by_likeness) if match.relation in _SAME_TEXT)
        found = next((other for other in telling if self._may_tell(other, document)), None)
        return (found, self._declarations[found].sources) if found else None

    def _may_tell(self, other: str, document: str) -> bool:
        """Return whether a copy names sources that may be those of a document too."""
        told = self._declarations[other]
        names = [source.name for source in told.sources]
        if not names or told.undecided or told.conflicts or self.is_dated_later(other, document):
            return False
        if any(self.version_by(document, name) for name in names):
            return False
        own = self.publisher(document)
        return not any(same_publisher(own, name) for name in (*names, told.own or other))

    def publisher(self, document: str) -> str:
        """Return the name of a document's publisher, or its id where that is not known."""
        return self._publishers[document] or document

    def names_a_publisher(self, document: str) -> bool:
        """Return whether a document's publisher is known, or a source of it."""
        return self._publishers[document] is not None or bool(self.declarations(document).sources)

    def first_of(self, one: str, other: str) -> Verdict:
        """Return which of two documents had the text first. The verdict is kept: a family asks for it several times."""
        return self._verdict(one, other) if one < other else self._verdict(other, one)

    def _compared(self, one: str, other: str) -> Verdict:
        return first_of_two(self._version(one), self._version(other))

    def _version(self, document: str) -> Version:
        """Return a document as one of two versions that are compared."""
        if document not in self._compared_versions:
            self._compared_versions[document] = self._made_version(self.documents[document])
        return self._compared_versions[document]

    def _made_version(self, document: TracedDocument) -> Version:
        stated, own = document.description.published, self._publishers[document.id]
        guess = next((claim.value for claim in document.claims if claim.kind == GUESSED_DATE), None)
        captured = next((claim.value for claim in document.claims if claim.kind == CAPTURED), None)
        guessed = not stated and guess is not None
        return Version(document.id, own, stated or guess, document.text, guessed=guessed, captured=captured)

    def versions(self, document: str) -> Sequence[tuple[str, Match]]:
        """Return the documents that share a document's text, each with the match."""
        return self._versions.get(document, ())

    def matches(self) -> Iterator[Match]:
        """Yield each match of two versions once."""
        for document, versions in self._versions.items():
            yield from (match for _, match in versions if match.a == document)

    def is_published_by(self, document: str, name: str) -> bool:
        """Return whether a document is of the publisher `name`."""
        own = self._publishers[document]
        return same_publisher(own, name) if own else _is_named_for(document, name)

    def have_one_publisher(self, one: str, other: str) -> bool:
        """Return whether two documents are of one publisher."""
        return same_publisher(self.publisher(one), self.publisher(other))

    def version_by(self, document: str, name: str) -> tuple[str, Match] | None:
        """Return the version of a document that the publisher `name` published and that is most like it."""
        if (document, name) not in self._version_by:
            by_name = [(other, match) for other, match in self.versions(document) if self.is_published_by(other, name)]
            best = max(by_name, key=lambda version: (version[1].jaccard, version[1].shared_words), default=None)
            self._version_by[document, name] = best
        return self._version_by[document, name]

    def names_as_source(self, copy: str, source: str) -> bool:
        """Return whether one document names the other's publisher as its source."""
        return any(self.is_published_by(source, named.name) for named in self._declarations[copy].sources)

    def is_dated_later(self, one: str, other: str) -> bool:
        """Return whether `one` bears a date that is clearly later than that of `other`."""
        dates = [self.documents[name].description.published for name in (other, one)]
        days = days_between(*dates)
        return days is not None and days >= CLEARLY_LATER


def _by_likeness(version: tuple[str, Match]) -> tuple[float, str]:
    return -version[1].jaccard, version[0]


def _is_named_for(document: str, name: str) -> bool:
    """Return whether a document of no known publisher has a file name that holds a publisher's: daily_times.txt."""
    letters = "".join(filter(str.isalnum, name.casefold()))
    file = "".join(filter(str.isalnum, document.rsplit("/", 1)[-1].casefold()))
    return len(letters) >= _SHORTEST_NAME and letters in file
