"""Texts into words: a hash for each word, in tables of many documents.

A scan keeps eight bytes a word and no places; `dedup.words.locations` finds the places of words in the texts that are
shown. Tables are built while all texts are read once, or by tokenising some documents a second time: most documents of
a collection share nothing with any other, and their words need not be in memory.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

import numpy as np

from dedup import kernels
from dedup.documents import take_rows
from dedup.engines.groups import unique
from dedup.engines.storage import new_array
from dedup.prefix_sums import prefix_sums
from dedup.words import folding
from dedup.words.text_buffers import piece_bounds, text_buffers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine

_BATCH_WORDS = 1 << 19
"""Words that are worth a call, and few enough, with all that is computed from them, for the least memory."""
_BYTES_PER_WORD = 4
"""Bytes of text a word, at least, where words are worth keeping: they take up to twice as much memory as the text."""


class WordSource(Protocol):
    """The words of a collection: a table, or texts that are tokenised on demand."""

    @property
    def counts(self) -> NDArray[np.int64]:
        """The number of words of each document."""

    def batch_words(self, engine: Engine) -> int:
        """Return how many words one item of work should ask for."""

    def of(self, document: int) -> NDArray[np.uint64]:
        """Return the words of one document."""

    def take(self, rows: NDArray[np.int64]) -> WordTable:
        """Return the words of these documents, in that order."""


@dataclass(frozen=True, slots=True)
class WordTable:
    """The words of many documents.

    `hashes` (uint64) are XXH64 of each folded word, text after text; those of document i are
    ``hashes[offsets[i] : offsets[i + 1]]`` (`offsets` int64[documents + 1]); they may lie in a mapped file.
    """

    hashes: NDArray[np.uint64]
    offsets: NDArray[np.int64]
    counts: NDArray[np.int64] = field(init=False)
    """The number of words of each document."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", np.diff(self.offsets))  # asked for so often that it is kept

    def batch_words(self, engine: Engine) -> int:  # noqa: ARG002 - words that are tokenised on demand depend on it
        """Return how many words one item of work should ask for: few, as reading them costs little."""
        return _BATCH_WORDS

    def of(self, document: int) -> NDArray[np.uint64]:
        """Return the words of one document."""
        return self.hashes[self.offsets[document] : self.offsets[document + 1]]

    def take(self, rows: NDArray[np.int64]) -> WordTable:
        """Return the words of these documents, in that order."""
        new = np.ones(rows.size, bool)  # rows that follow each other are one stretch of words
        new[1:] = np.diff(rows) != 1
        lows, highs = self.offsets[rows[new]].tolist(), self.offsets[rows[np.roll(new, -1)] + 1].tolist()
        parts = [self.hashes[low:high] for low, high in zip(lows, highs, strict=True)]
        offsets = prefix_sums(self.counts[rows])
        return WordTable(np.concatenate(parts) if parts else np.zeros(0, np.uint64), offsets)

    def slice(self, low: int, high: int) -> WordTable:
        """Return the words of the documents from `low` up to, not including, `high`, without a copy."""
        first, end = self.offsets[low], self.offsets[high]
        return WordTable(self.hashes[first:end], self.offsets[low : high + 1] - first)

    def batches(self, size: int = 1 << 20) -> list[WordTable]:
        """Return the table in parts of whole documents, of about `size` words each."""
        marks = np.arange(0, int(self.offsets[-1]) + size, size)
        bounds = unique(np.searchsorted(self.offsets, marks).clip(0, self.offsets.size - 1))
        return [self.slice(low, high) for low, high in pairwise(bounds.tolist())]


class WordTableBuilder:
    """Builds the word table of texts of so many bytes from the words of one piece after the other.

    Texts of very short words give no table. Each piece is copied into one large array, so that the memory of the piece
    can be used for the next one while it is in the cache. Memory that is never written to is never taken.
    """

    def __init__(self, text_bytes: int) -> None:
        self._hashes: NDArray[np.uint64] | None = np.empty(text_bytes // _BYTES_PER_WORD, np.uint64)
        self._used = 0

    def add(self, hashes: NDArray[np.uint64]) -> None:
        """Add the words (uint64) of the next texts; when there is no room for them, all words are dropped."""
        low, self._used = self._used, self._used + hashes.size
        if self._hashes is None or self._used > self._hashes.size:
            self._hashes = None
        else:
            self._hashes[low : self._used] = hashes

    def table(self, counts: NDArray[np.int64]) -> WordTable | None:
        """Return all words, or None if they were dropped; `counts` (int64) are the words of each document."""
        if self._hashes is None:
            return None
        return WordTable(self._hashes[: self._used], prefix_sums(counts))


class OnDemandWords:
    """The words of a collection, tokenised each time they are asked for; only their `counts` (int64) are in memory."""

    def __init__(self, collection: Collection, counts: NDArray[np.int64]) -> None:
        self.counts = counts
        self._collection = collection

    def batch_words(self, engine: Engine) -> int:
        """Return how many words one item of work should ask for: many from a file, where documents lie far apart."""
        return engine.batch_words() if self._collection.stored else _BATCH_WORDS

    def of(self, document: int) -> NDArray[np.uint64]:
        """Return the words of one document."""
        return self.take(np.array([document], np.int64)).hashes

    def take(self, rows: NDArray[np.int64]) -> WordTable:
        """Return the words of these documents, in that order."""
        ordered = unique(rows)
        table = join_tables([tokenise(column) for column in self._collection.texts_of(ordered)])
        is_ordered = ordered.size == rows.size and (ordered == rows).all()
        return table if is_ordered else table.take(np.searchsorted(ordered, rows))


def read_words(batches: Sequence[pa.RecordBatch], engine: Engine) -> WordTable:
    """Return the words of all texts, in order."""
    return join_tables(engine.map(tokenise, [batch.column("text") for batch in batches]))


def tokenise(column: pa.LargeStringArray) -> WordTable:
    """Return the words of one column of texts."""
    buffer, offsets = text_buffers(column)
    return WordTable(*kernels.hash_words(buffer, offsets, folding.load()))


def retokenise(
    collection: Collection, wanted: NDArray[np.bool_], counts: NDArray[np.int64], engine: Engine
) -> WordTable:
    """Return the words of the wanted documents (bool, one for each); all others have none in the table.

    `counts` (int64) are the words of every document. Where the engine has a spill folder, the words lie there.
    """
    offsets = prefix_sums(np.where(wanted, counts, 0))
    hashes = new_array(engine.spill_folder, int(offsets[-1]), np.uint64)
    used = 0
    for words in engine.stream(_tokenise_rows, _pieces_with(wanted, collection)):
        hashes[used : used + words.hashes.size] = words.hashes
        used += words.hashes.size
    return WordTable(hashes, offsets)


def _tokenise_rows(piece: tuple[pa.LargeStringArray, NDArray[np.int64]]) -> WordTable:
    return tokenise(take_rows(*piece))


def _pieces_with(
    wanted: NDArray[np.bool_], collection: Collection
) -> Iterator[tuple[pa.LargeStringArray, NDArray[np.int64]]]:
    """Yield each piece of the collection in which there are wanted texts, with their rows: the work takes them out."""
    for start, batch in collection.numbered():
        column = batch.column("text")
        for low, high in piece_bounds(column):
            rows = np.flatnonzero(wanted[start + low : start + high])
            if rows.size:
                yield column.slice(low, high - low), rows


def join_tables(parts: list[WordTable]) -> WordTable:
    """Return the word tables of consecutive batches as one."""
    if len(parts) == 1:
        return parts[0]
    hashes = np.concatenate([part.hashes for part in parts]) if parts else np.zeros(0, np.uint64)
    return WordTable(hashes, prefix_sums(np.concatenate([np.zeros(0, np.int64), *(part.counts for part in parts)])))
