"""The rows of a result: what is known of each document of a scan, made when somebody looks at it.

Millions of documents need millions of Python objects only where somebody prints them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dedup.columns import Made
from dedup.results import DocumentRow

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from dedup.columns import Kind
    from dedup.documents import Collection


class DocumentRows(Made[DocumentRow]):
    """One row for each document of a collection, in order.

    `words` (int64) are counts by document, `repeated` and `reused` those of documents that have such words at all;
    `describe` gives what else is known of a document: title, publisher, author, date and language. The rows hold on to
    the collection.
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

    def __len__(self) -> int:
        return len(self._collection)

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


def rows_named(rows: Sequence[DocumentRow], names: Container[str]) -> dict[str, DocumentRow]:
    """Return the rows of the documents of these names, by name."""
    found = rows.named(names) if isinstance(rows, DocumentRows) else (row for row in rows if row.id in names)
    return {row.id: row for row in found}
