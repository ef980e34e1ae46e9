"""The rows of a result: what is known of each document of a scan, made when somebody looks at it.

Millions of documents need millions of Python objects only where somebody prints them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, overload

from dedup.results import DocumentRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.provenance.reading import Description


class DocumentRows(Sequence[DocumentRow]):
    """One row for each document of a collection, in order; equal to any sequence of equal rows.

    `words` (int64) are counts by document, `repeated` and `reused` those of documents that have such words at all;
    `describe` gives what else is known of a document. The rows hold on to the collection.
    """

    def __init__(
        self,
        collection: Collection,
        words: NDArray[Any],
        repeated: Mapping[int, int],
        reused: Mapping[int, int],
        describe: Callable[[int], Description],
    ) -> None:
        self._collection = collection
        self._words = words
        self._repeated = repeated
        self._reused = reused
        self._describe = describe

    def __len__(self) -> int:
        return len(self._collection)

    @overload
    def __getitem__(self, index: int) -> DocumentRow: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[DocumentRow, ...]: ...
    def __getitem__(self, index: int | slice) -> DocumentRow | tuple[DocumentRow, ...]:
        places = range(len(self))[index]
        if isinstance(places, range):
            return tuple(self[place] for place in places)
        return self._row(places, self._collection.value(places, "id"), self._collection.value(places, "path"))

    def __iter__(self) -> Iterator[DocumentRow]:
        for start, batch in self._collection.numbered():
            columns = (batch.column(name).to_pylist() for name in ("id", "path"))
            for place, (name, path) in enumerate(zip(*columns, strict=True), start=start):
                yield self._row(place, name, path)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (list(self),)

    def _row(self, document: int, name: str, path: str | None) -> DocumentRow:
        known = self._describe(document)
        return DocumentRow(
            id=name,
            path=path,
            title=known.title,
            publisher=known.publisher,
            author=known.author,
            published=known.published,
            language=known.language,
            words=int(self._words[document]),
            repeated_words=self._repeated.get(document, 0),
            reused_words=self._reused.get(document, 0),
        )
