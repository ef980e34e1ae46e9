"""The claims and descriptions of a collection's documents, read when they are first needed and kept.

Metadata are read in blocks where documents are asked for in order.
"""

from __future__ import annotations

import json
import re
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.documents import MarkupFact, Note
from dedup.origin.candidate_lines import NOT_SEARCHED, find_candidate_lines
from dedup.origin.credit_gate import MOST_LINES
from dedup.origin.extraction import (
    Description,
    as_iso,
    authors_named,
    first_in_markup,
    marked_spans,
    publisher_named,
    read_parts,
    title_of,
)
from dedup.origin.folder_sites import with_sites_of_folders
from dedup.origin.inference import are_versions
from dedup.origin.lines import ALL, CLOSING, COPYRIGHT, CREDITS, HEAD, OPENING
from dedup.origin.names import is_agency
from dedup.origin.signed_texts import SIGNED, encoded_magic
from dedup.origin.traced_documents import TracedDocument
from dedup.origin.weights import names_a_source
from dedup.words.text_buffers import TextReader, text_buffers

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.matches import MarkKind, Match
    from dedup.origin.candidate_lines import CandidateLines, TextFlags
    from dedup.origin.claims import Claim
    from dedup.spans import Span

NAMES = ("title", "publisher", "author", "published", "language")
"""The columns that say what a document is."""
_BLOCK = 256
"""Rows that are read at once: asking Arrow for one cell takes as long as for fifty in a row."""
_LEAST_SEARCHED = 200
"""Documents from which it pays to search all texts for candidate lines before any is read by itself."""
_LINE_END = ord("\n")
_MAY_NAME_A_SOURCE = HEAD | OPENING | CLOSING | CREDITS | COPYRIGHT
_MAY_DESCRIBE = HEAD | CREDITS
"""Flags of lines that may name the publisher, the writer or the date of a text."""


_LONGEST_KEPT, _TITLES_KEPT = 200, 1 << 12
"""Bytes of the longest text whose title is kept, and how many are: short texts are often those of other documents."""


class MetadataRows:
    """The cells of the columns `NAMES`."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._rows: list[tuple[Any, ...]] = []
        self._first = 0
        self._next = 0

    def __getitem__(self, document: int) -> tuple[Any, ...]:
        """Return the cells of one document."""
        place = document - self._first
        if not 0 <= place < len(self._rows):
            if document != self._next:
                self._next = document + 1
                return tuple(self._collection.value(document, name) for name in NAMES)
            self._first, self._rows = document, list(zip(*self._block(document), strict=True))
            place = 0
        self._next = document + 1
        return self._rows[place]

    def _block(self, document: int) -> list[list[Any]]:
        batch, row = self._collection.place(document)
        return [batch.column(name).slice(row, _BLOCK).to_pylist() for name in NAMES]


def present(column: pa.Array) -> NDArray[np.bool_]:
    """Return which cells of a column have a value, without Arrow's compute functions: their import takes 50 ms."""
    bits, first = column.buffers()[0], column.offset
    if bits is None:
        return np.ones(len(column), bool)
    return np.unpackbits(np.frombuffer(bits, np.uint8), bitorder="little")[first : first + len(column)].astype(bool)


class Records:
    """The claims and descriptions of a collection's documents, by document index."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._metadata = MetadataRows(collection)
        self._texts = TextReader(collection)
        self._candidates: CandidateLines | None = None
        self._known: dict[int, list[Claim]] = {}
        self._titles: dict[bytes, str | None] = {}

    def find_candidate_lines(self, engine: Engine, done: Callable[[int], None]) -> None:
        """Search all texts at once for candidate lines, so that few texts have to be read by themselves."""
        if len(self._collection) >= _LEAST_SEARCHED or self._has_a_text_of_many_lines():
            self._candidates = find_candidate_lines(self._collection, engine, done)

    def notes(self) -> tuple[Note, ...]:
        """Return a note for each text with so many lines that may be credits that some are not read."""
        if self._candidates is None:
            return ()
        documents, lines = self._candidates.left_out
        names = self._collection.cells(documents, "id")
        told = (f"{MOST_LINES + more:,} lines may name its source; the first and last" for more in lines.tolist())
        return tuple(Note(name, f"{note} {MOST_LINES // 2:,} are read") for name, note in zip(names, told, strict=True))

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
            if not self._holds(document, raw, kinds):
                return []
            known = self._known[document] = self._read(document, raw, self._flags(document, raw))
        return known

    def _read(self, document: int, raw: bytes, flags: TextFlags) -> list[Claim]:
        if not self._marked_up[document]:
            return read_parts(raw.decode(), (), None, flags)
        facts = tuple(MarkupFact(**fact) for fact in json.loads(self._collection.value(document, "markup")))
        return read_parts(raw.decode(), facts, self._collection.value(document, "url"), flags)

    def description(self, document: int) -> Description:
        """Return what one document is: its metadata where it has them, else what its claims and first lines say."""
        return Description(*self.described(document))

    def described(self, document: int) -> tuple[str | None, ...]:
        """Return the fields of the description of one document, in their order."""
        return self._metadata[document][0] or self._title(document), *self._stated(document)

    def _stated(self, document: int) -> tuple[str | None, ...]:
        """Return the fields of the description of one document behind the title, in their order."""
        _title, publisher, author, published, language = self._metadata[document]
        if publisher and author and published:
            claims: list[Claim] = []
        else:
            claims = self._describing(document)
        return (
            publisher or self._named(document, claims),
            author or authors_named(claims),
            as_iso(published, language) or first_in_markup(claims, "published"),
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

    def names_source(self, document: int) -> bool:
        """Return whether one document says that its text comes from elsewhere."""
        return any(map(names_a_source, self.claims(document)))

    def marked_spans(self, document: int) -> list[tuple[MarkKind, Span]]:
        """Return the spans of one document that are evidence or belong to its site, with the kind of each."""
        return marked_spans(self.claims(document))

    def traced(self, matches: Sequence[Match]) -> list[TracedDocument]:
        """Return the documents that are versions by `matches`, with their text, and those that may name a source."""
        versions = {name for match in matches if are_versions(match) for name in (match.a, match.b)}
        traced = []
        naming = self._naming()
        for start, batch in self._collection.numbered():
            for document, name in enumerate(batch.column("id").to_pylist(), start=start):
                if name in versions or document in naming:
                    text = partial(self._texts.text, document) if name in versions else str
                    traced.append(self._traced(document, name, text))
        ids = (name for batch in self._collection.batches for name in batch.column("id").to_pylist())
        return with_sites_of_folders(traced, ids)

    def _has_a_text_of_many_lines(self) -> bool:
        """Return whether some lines of a text might be left out."""
        for batch in self._collection.batches:
            buffer, offsets = text_buffers(batch.column("text"))
            for text in np.flatnonzero(np.diff(offsets) > MOST_LINES).tolist():
                if np.count_nonzero(buffer[offsets[text] : offsets[text + 1]] == _LINE_END) >= MOST_LINES:
                    return True
        return False

    def _flags(self, document: int, raw: bytes) -> TextFlags:
        return NOT_SEARCHED if self._candidates is None else self._candidates.of(document, raw)

    def _may_hold(self, document: int, kinds: int) -> bool:
        """Return whether a document may say something of some kinds; the markup of a page may say anything."""
        return self._candidates is None or bool(self._candidates.kinds[document] & kinds or self._says_more[document])

    def _holds(self, document: int, raw: bytes, kinds: int) -> bool:
        """Return whether a document says something of some kinds, as far as its lines show when read by themselves."""
        found = self._candidates
        return found is None or bool(self._says_more[document]) or found.may_hold(document, raw, kinds)

    def _title(self, document: int) -> str | None:
        raw = self._texts.raw(document)
        if self._candidates and self._candidates.begins_with_body(document) and b"#" not in raw:
            return None
        if len(raw) > _LONGEST_KEPT:
            return title_of(raw.decode(), self._flags(document, raw))
        if raw not in self._titles:
            if len(self._titles) >= _TITLES_KEPT:
                self._titles.clear()
            self._titles[raw] = title_of(raw.decode(), self._flags(document, raw))
        return self._titles[raw]

    def _describing(self, document: int) -> list[Claim]:
        """Return the claims of a document, where some may say who published or wrote it, or when."""
        return self._claims_if(document, _MAY_DESCRIBE)

    @cached_property
    def _marked_up(self) -> NDArray[np.bool_]:
        """Which documents came with facts of their markup."""
        parts = [present(batch.column("markup")) for batch in self._collection.batches]
        return np.concatenate([np.zeros(0, bool), *parts])

    @cached_property
    def _says_more(self) -> NDArray[np.bool_]:
        """Which documents may make claims that are in none of their candidate lines: in markup, or a signed one."""
        signed = self._marked_up.copy()
        for start, batch in self._collection.numbered():
            signed[[start + row for row in _rows_that_hold(batch.column("text"), encoded_magic())]] = True
        return signed

    def _named(self, document: int, claims: list[Claim]) -> str | None:
        return publisher_named(claims, self._collection.value(document, "url")) if claims else None

    def _naming(self) -> Container[int]:
        """Return the documents that may name a source, or an agency as the owner of their text."""
        if self._candidates is None:
            return range(len(self._collection))
        asked = np.flatnonzero((self._candidates.kinds & _MAY_NAME_A_SOURCE != 0) | self._says_more).tolist()
        claims = ((document, self._claims_if(document, _MAY_NAME_A_SOURCE)) for document in asked)
        return {document for document, claimed in claims if any(map(_may_be_a_source, claimed))}

    def _traced(self, document: int, name: str, text: Callable[[], str]) -> TracedDocument:
        url = self._collection.value(document, "url")
        return TracedDocument(name, Description(None, *self._stated(document)), tuple(self.claims(document)), url, text)


def _may_be_a_source(claim: Claim) -> bool:
    """Return whether a claim may name a source; who holds the copyright is one, all by itself, only as an agency."""
    if claim.kind == "copyright":
        return is_agency(claim.value)
    return names_a_source(claim) or claim.kind in ("outgoing", SIGNED)


def _rows_that_hold(column: pa.LargeStringArray, wanted: bytes) -> Iterator[int]:
    """Yield the rows of a column of texts that hold some bytes."""
    _, offsets, values = column.buffers()
    if values is None:
        return
    begins = np.frombuffer(offsets, np.int64)[column.offset : column.offset + len(column) + 1]
    for found in re.finditer(re.escape(wanted), memoryview(values)[int(begins[0]) : int(begins[-1])]):
        yield int(np.searchsorted(begins, found.start() + begins[0], side="right")) - 1


class MetadataRecords(Records):
    """The metadata of a collection's documents, for a scan that needs no claims."""

    def find_candidate_lines(self, engine: Engine, done: Callable[[int], None]) -> None:
        """Search nothing."""

    def claims(self, document: int) -> list[Claim]:  # noqa: ARG002 - whatever the document
        """Return no claims."""
        return []

    def marked_spans(self, document: int) -> list[tuple[MarkKind, Span]]:  # noqa: ARG002 - whatever the document
        """Return no spans; the text is not even looked at."""
        return []

    def described(self, document: int) -> tuple[str | None, ...]:
        """Return what the metadata say; of a page, its own name, writers and date are among the facts of its markup."""
        if self._marked_up[document]:
            return super().described(document)
        title, publisher, author, published, language = self._metadata[document]
        return title, publisher, author, as_iso(published, language), language

    def traced(self, matches: Sequence[Match]) -> list[TracedDocument]:  # noqa: ARG002 - nobody claims anything here
        """Return no document: there is nothing to trace."""
        return []
