"""Chosen texts of a collection with the places of their words: some texts at a time, all questions answered together.

A scan keeps no places. Texts in which something was found are read once more, in pieces of about a megabyte side by
side in one buffer, so that one search answers for all the words of a piece.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from dedup import kernels
from dedup.words import folding
from dedup.words.tokens import text_buffers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.kernels.words import Words

    Numbers = NDArray[np.int64]

Result = TypeVar("Result")

_PIECE = 1 << 20
"""Bytes of text that are read together: enough to be worth a call, few enough to stay in cache."""
_CONTINUATION = -64
"""Below it, as a signed number, is a byte that continues a UTF-8 sequence."""


class Places(NamedTuple):
    """Half-open places in texts, one row each: `starts` and `ends` in characters, `lines` from 1 (int64)."""

    starts: Numbers
    ends: Numbers
    lines: Numbers


@dataclass(frozen=True)
class PlacedTexts:
    """Some texts side by side.

    `documents` (int64, rising) are their numbers in the collection; text i is ``buffer[offsets[i] : offsets[i + 1]]``
    (UTF-8), and `words` are those of all of them, at places in the buffer.
    """

    documents: Numbers
    buffer: NDArray[np.uint8]
    offsets: Numbers
    words: Words

    @cached_property
    def _newlines(self) -> Numbers:
        return np.flatnonzero(self.buffer == ord("\n"))

    @cached_property
    def _continuations(self) -> Numbers:
        return np.flatnonzero(self.buffer.view(np.int8) < _CONTINUATION)

    def rows(self, documents: Numbers) -> Numbers:
        """Return which of these texts are those of the documents."""
        return np.searchsorted(self.documents, documents)

    def bytes_of(self, rows: Numbers, first: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
        """Return where in the buffer the words ``first <= w < end`` of texts begin and end; none may be empty."""
        base = self.words.offsets[rows]
        return self.words.starts[base + first], self.words.ends[base + end - 1]

    def characters(self, rows: Numbers, at: Numbers) -> Numbers:
        """Return how many characters of its text stand before each place in the buffer."""
        begin = self.offsets[rows]
        return at - begin - _between(self._continuations, begin, at)

    def lines(self, rows: Numbers, at: Numbers) -> Numbers:
        """Return the number of the line, from 1, on which each place in the buffer stands."""
        return _between(self._newlines, self.offsets[rows], at) + 1

    def places(self, rows: Numbers, first: Numbers, end: Numbers) -> Places:
        """Return where the words ``first <= w < end`` of texts stand."""
        low, high = self.bytes_of(rows, first, end)
        return Places(self.characters(rows, low), self.characters(rows, high), self.lines(rows, low))

    def quotes(self, rows: Numbers, first: Numbers, end: Numbers) -> list[str]:
        """Return the words ``first <= w < end`` of texts with what stands between them."""
        low, high = self.bytes_of(rows, first, end)
        return list(map(self.text, low.tolist(), high.tolist()))

    def words_within(self, rows: Numbers, start: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
        """Return the first and the end index of the words that lie wholly between two characters of a text."""
        base, bound = self.words.offsets[rows], self.words.offsets[rows + 1]
        first = np.searchsorted(self.words.starts, self._at(rows, start))
        last = np.searchsorted(self.words.ends, self._at(rows, end), side="right")
        first = np.minimum(first, bound)
        return first - base, np.clip(last, first, bound) - base

    def text(self, low: int, high: int) -> str:
        """Return the text between two places in the buffer."""
        return self.buffer[low:high].tobytes().decode()

    def _at(self, rows: Numbers, characters: Numbers) -> Numbers:
        """Return the place in the buffer of each character of a text.

        It stands as far behind its number, in characters of the whole buffer, as bytes continue those before it.
        """
        more = self._continuations
        begin = self.offsets[rows]
        number = begin - np.searchsorted(more, begin) + characters
        return number + np.searchsorted(more - np.arange(more.size), number, side="right")


def _between(marks: Numbers, low: Numbers, high: Numbers) -> Numbers:
    return np.searchsorted(marks, high) - np.searchsorted(marks, low)


def read_places(
    collection: Collection,
    documents: Numbers,
    work: Callable[[PlacedTexts], Result],
    engine: Engine,
) -> list[Result]:
    """Return what `work` makes of the texts of documents (int64, rising, each once), piece by piece, in order."""

    def place(piece: tuple[Numbers, pa.LargeStringArray, Numbers]) -> Result:
        numbers, column, rows = piece
        buffer, offsets = _texts(column, rows)
        return work(PlacedTexts(numbers, buffer, offsets, kernels.split_words(buffer, offsets, folding.load())))

    return engine.map(place, list(_pieces(collection, documents)))


def _pieces(collection: Collection, documents: Numbers) -> Iterator[tuple[Numbers, pa.LargeStringArray, Numbers]]:
    """Yield some documents at a time, with the column of texts in which they stand and their rows in it."""
    for start, batch in collection.numbered():
        low, high = np.searchsorted(documents, [start, start + batch.num_rows])
        if low < high:
            column, numbers = batch.column("text"), documents[low:high]
            bounds = text_buffers(column)[1]
            done = np.cumsum(bounds[numbers - start + 1] - bounds[numbers - start])
            for part in np.split(numbers, np.flatnonzero(np.diff(done // _PIECE, prepend=0))):
                if part.size:
                    yield part, column, part - start


def _texts(column: pa.LargeStringArray, rows: Numbers) -> tuple[NDArray[np.uint8], Numbers]:
    """Return chosen texts of a column side by side, and where each begins."""
    buffer, bounds = text_buffers(column)
    low, high = bounds[rows], bounds[rows + 1]
    parts = [buffer[start:end] for start, end in zip(low.tolist(), high.tolist(), strict=True)]
    return np.concatenate(parts), np.concatenate([np.zeros(1, np.int64), np.cumsum(high - low)])
