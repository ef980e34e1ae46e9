"""The words of chosen documents, split a second time: those in which something met, and no others.

`split_again` gives them all at once, `WordsAgain` those of some documents whenever they are asked for.

What is common to two documents is looked for among the words themselves, so these have to be in memory together; but
most documents of a collection have nothing in common with any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.documents import take_rows
from dedup.engines.groups import unique
from dedup.words.pieces import bounds_of
from dedup.words.tokens import FEW, WordTable, table_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.engines.storage import Shelf

_MANY, _SHARE_BITS = 1 << 22, 11
"""Words that are split together at most, and the bits by which the bytes that may be used are more than they."""


def split_again(
    collection: Collection,
    chosen: NDArray[np.bool_],
    counts: NDArray[np.int64],
    engine: Engine,
    shelf: Shelf | None = None,
) -> WordTable:
    """Return the words of the chosen documents (bool, one for each); all others have none in the table.

    `counts` (int64) are the words of every document. With a shelf, the words lie there.
    """
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.where(chosen, counts, 0))])
    size = int(offsets[-1])
    hashes = shelf.numbers(size, np.uint64) if shelf else np.empty(size, np.uint64)

    def work(piece: tuple[int, pa.LargeStringArray]) -> None:
        first, column = piece
        wanted = chosen[first : first + len(column)]
        room = hashes[offsets[first] : offsets[first + len(column)]]
        words_of(take_rows(column, np.flatnonzero(wanted)), room)

    for _ in engine.stream(work, _pieces(collection, chosen)):
        pass
    return WordTable(hashes, offsets)


def _pieces(collection: Collection, chosen: NDArray[np.bool_]) -> Iterator[tuple[int, pa.LargeStringArray]]:
    """Yield pieces of text in which there is a chosen document, each with the number of its first."""
    for start, batch in collection.numbered():
        column = batch.column("text")
        for low, high in bounds_of(column):
            if chosen[start + low : start + high].any():
                yield start + low, column.slice(low, high - low)


class WordsAgain:
    """The words of a collection, split whenever somebody asks for some: nothing is held but their `counts` (int64)."""

    def __init__(self, collection: Collection, counts: NDArray[np.int64]) -> None:
        self.counts = counts
        self._collection = collection

    def at_once(self, engine: Engine) -> int:
        """Return how many words are best asked for together: in a file, documents far apart are looked for in turn."""
        return min(max(engine.limit() >> _SHARE_BITS, FEW), _MANY) if self._collection.stored else FEW

    def of(self, document: int) -> NDArray[np.uint64]:
        """Return the words of one document."""
        return self.chosen(np.array([document], np.int64)).hashes

    def chosen(self, rows: NDArray[np.int64]) -> WordTable:
        """Return the words of these documents, in that order."""
        ordered = unique(rows)
        table = table_of(list(self._split(ordered)))
        return (
            table
            if ordered.size == rows.size and (ordered == rows).all()
            else table.chosen(np.searchsorted(ordered, rows))
        )

    def _split(self, documents: NDArray[np.int64]) -> Iterator[WordTable]:
        for column in self._collection.texts_of(documents):
            yield words_of(column)
