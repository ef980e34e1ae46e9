"""The result of a scan: a plain value that every report is a view of.

It saves to JSON and loads from it (`dedup.report.saved_results` writes what `docs/contract.md` promises); `SCHEMA` is
its version.
"""

# ruff: noqa: TC001 - msgspec looks up the types of the fields when it reads a saved result

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from dedup.arrow_tables import ArrowRows, Rows, result_tables, row_types
from dedup.counts import Counts
from dedup.documents import DocumentParts, Note, Unreadable
from dedup.errors import UsageError
from dedup.lazy_sequences import LazySequence
from dedup.matches import (
    Boilerplate,
    Cluster,
    Mark,
    Match,
    OriginCount,
    Repetition,
    Rewrite,
    Sources,
    SummedUp,
    TemplateGroup,
)
from dedup.notebook import notebook_html
from dedup.origin.origins import Origin, count_origins, origin_names
from dedup.origin.provenance import Provenance
from dedup.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.lazy_sequences import Kind

SCHEMA = "dedup.scan/2"


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document in the result.

    `repeated_words` counts the words that the document says a second time, `reused_words` those that stand in
    another document of the scan.
    """

    id: str
    path: str | None
    title: str | None
    publisher: str | None
    author: str | None
    published: str | None
    language: str | None
    words: int
    repeated_words: int
    reused_words: int


class DocumentRows(LazySequence[DocumentRow]):
    """The rows of a collection's documents, in order, each made when it is asked for.

    Millions of documents need millions of Python objects only where all rows are printed. `words` (int64) are counts by
    document, `repeated` and `reused` those of documents that have such words at all; `describe` returns title,
    publisher, author, date and language of a document. The rows keep the collection in memory.
    """

    def __init__(
        self,
        collection: Collection,
        words: NDArray[Any],
        repeated: Mapping[int, int],
        reused: Mapping[int, int],
        describe: Callable[[int], tuple[str | None, ...]],
    ) -> None:
        self._collection = collection
        self._words = words
        self._repeated = repeated
        self._reused = reused
        self._describe = describe
        self.row_type = DocumentRow
        self._places: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._collection)

    def text(self, name: str) -> str | None:
        """Return the text of the document of that name; None if there is no such document."""
        if not self._places:
            self._places = {known: place for place, known in enumerate(self._collection.ids())}
        place = self._places.get(name)
        return None if place is None else self._collection.text(place)

    def each(self, kind: Kind) -> Iterator[Any]:
        """Yield the rows, one after the other."""
        make = kind(DocumentRow)
        for start, batch in self._collection.numbered():
            columns = (batch.column(name).to_pylist() for name in ("id", "path"))
            words = self._words[start : start + batch.num_rows].tolist()
            for place, known in enumerate(zip(*columns, words, strict=True), start=start):
                yield make(*self._fields(place, *known))

    def made(self, place: int) -> DocumentRow:
        """Return the row of a document."""
        name, path = (self._collection.value(place, column) for column in ("id", "path"))
        return DocumentRow(*self._fields(place, name, path, int(self._words[place])))

    def named(self, names: Container[str]) -> Iterator[DocumentRow]:
        """Yield the rows of the documents of these names, in order."""
        for start, batch in self._collection.numbered():
            for place, name in enumerate(batch.column("id").to_pylist(), start=start):
                if name in names:
                    yield self.made(place)

    def _fields(self, place: int, name: str, path: str | None, words: int) -> tuple[Any, ...]:
        repeated, reused = self._repeated.get(place, 0), self._reused.get(place, 0)
        return name, path, *self._describe(place), words, repeated, reused

    def count_words(self, names: Container[str]) -> int:
        """Return the words of the documents of these names, without making their rows."""
        total = 0
        for start, batch in self._collection.numbered():
            is_named = [name in names for name in batch.column("id").to_pylist()]
            total += int(self._words[start : start + batch.num_rows][is_named].sum())
        return total


def watched(result: ScanResult, done: Callable[[int], None]) -> ScanResult:
    """Return the result; `done` is called with the number of pairs whenever a report has made some of them."""
    watch = getattr(result.copies, "watched", None)
    return result if watch is None else replace(result, copies=watch(done))


def count_words(rows: Sequence[DocumentRow], names: Container[str]) -> int:
    """Return how many words the documents of these names have."""
    return (
        rows.count_words(names) if isinstance(rows, DocumentRows) else sum(row.words for row in rows if row.id in names)
    )


def rows_named(rows: Sequence[DocumentRow], names: Container[str]) -> dict[str, DocumentRow]:
    """Return the rows of the documents of these names, by name."""
    found = rows.named(names) if isinstance(rows, DocumentRows) else (row for row in rows if row.id in names)
    return {row.id: row for row in found}


@dataclass(frozen=True, slots=True)
class Recall:
    """What the choice of bands promises: of the pairs at the threshold, the expected share that meets."""

    threshold: float
    expected: float
    bands: int
    rows: int
    guarantee: int
    """The shortest run, in words, that cannot be missed; 0 when fingerprints were not used."""
    letters: bool = False
    """Whether letters were compared besides words."""
    letters_reason: str = ""
    """Why they were, or were not."""


@dataclass(frozen=True, slots=True, repr=False)
class ScanResult:
    """All that one scan found."""

    version: str
    settings: Settings
    counts: Counts
    recall: Recall
    unreadable: tuple[Unreadable, ...] = ()
    notes: tuple[Note, ...] = ()
    documents: Sequence[DocumentRow] = ()
    repetitions: Sequence[Repetition] = ()
    copies: Sequence[Match] = ()
    templates: tuple[TemplateGroup, ...] = ()
    summed_up: tuple[SummedUp, ...] = ()
    marks: Sequence[Mark] = ()
    boilerplate: tuple[Boilerplate, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    sources: Sequence[Sources] = ()
    origins: tuple[Origin, ...] = ()
    parts: tuple[DocumentParts, ...] = ()
    schema: str = field(default=SCHEMA)

    def __post_init__(self) -> None:
        for name, row_type in row_types(type(self)).items():
            rows = getattr(self, name)
            if not isinstance(rows, ArrowRows):
                object.__setattr__(self, name, Rows(rows, row_type))

    def to_arrow(self) -> dict[str, pa.Table]:
        """Return all that was found as Arrow tables, by the names that `docs/contract.md` lists."""
        return dict(result_tables(self))

    def __repr__(self) -> str:
        """Return how many values each part has: a result may hold millions."""
        parts = [field.name for field in fields(self) if isinstance(getattr(self, field.name), Sequence)]
        sizes = [f"{len(getattr(self, name)):,} {name}" for name in parts if name not in ("schema", "version")]
        return f"<ScanResult {self.schema}: {', '.join(sizes)}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows of the result: what it holds, and its first copies and repetitions."""
        return notebook_html(self)

    @property
    def has_texts(self) -> bool:
        """Whether `text` can be asked for: a result that was loaded has no texts."""
        return isinstance(self.documents, DocumentRows)

    def text(self, document: str) -> str:
        """Return the text of a document as it was read, in which all offsets of this result count characters.

        Raises `UsageError` where no document has that id, and for a result that was loaded: its texts are not saved.
        """
        if not isinstance(self.documents, DocumentRows):
            msg = "a saved result does not hold the texts; dedup scan --texts FOLDER writes them beside it"
            raise UsageError(msg)
        text = self.documents.text(document)
        if text is None:
            msg = f"the result has no document {document!r}"
            raise UsageError(msg)
        return text

    def count_origins(self, documents: Iterable[str]) -> tuple[OriginCount, ...]:
        """Return how many of these documents (ids) come from each source, the most first; the rest have none known."""
        return count_origins(documents, origin_names(self.origins))
