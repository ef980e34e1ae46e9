"""Where words stand in texts: the characters and lines of words in one text, or in many texts at once.

A scan keeps no locations. The texts that are shown are tokenised once more, about a megabyte of them side by side in
one buffer, so that one search locates all words of the buffer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from dedup import kernels
from dedup.prefix_sums import prefix_sums
from dedup.spans import Span
from dedup.words import folding
from dedup.words.text_buffers import text_buffers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.kernels.words import Words

    Numbers = NDArray[np.int64]

Result = TypeVar("Result")

_PIECE_BYTES = 1 << 20
"""Bytes of text in one buffer: enough to be worth a call, few enough to stay in the cache."""
_CONTINUATION = -64
"""A byte below this value, as a signed number, continues a UTF-8 sequence."""


@dataclass(frozen=True, slots=True)
class LocatedWords:
    """The words of one text: `hashes` (uint64), `starts` and `ends` (int64, half-open, in characters)."""

    hashes: NDArray[np.uint64]
    starts: Numbers
    ends: Numbers

    def span(self, first: int, last: int) -> Span:
        """Return the characters from word `first` up to, not including, word `last`."""
        return Span(int(self.starts[first]), int(self.ends[last - 1]))

    def within(self, span: Span) -> tuple[int, int]:
        """Return the first and the end index of the words that lie wholly inside a span."""
        return self.between(span.start, span.end)

    def between(self, start: int, end: int) -> tuple[int, int]:
        """Return the first and the end index of the words that lie wholly between two offsets."""
        first = int(np.searchsorted(self.starts, start))
        return first, max(first, int(np.searchsorted(self.ends, end, side="right")))


def locate_words(text: str) -> LocatedWords:
    """Return the words of one text."""
    raw = np.frombuffer(text.encode(), np.uint8)
    words = kernels.split_words(raw, np.array([0, raw.size], np.int64), folding.load())
    character = np.cumsum((raw & 0xC0) != 0x80)  # noqa: PLR2004 - bytes that do not continue a UTF-8 sequence
    return LocatedWords(words.hashes, character[words.starts] - 1, character[words.ends - 1])


class Locations(NamedTuple):
    """Half-open spans in texts, one row each: `starts` and `ends` in characters, `lines` from 1 (int64)."""

    starts: Numbers
    ends: Numbers
    lines: Numbers


@dataclass(frozen=True)
class LocatedTexts:
    """Some texts of a collection, side by side in one buffer, with their words.

    `documents` (int64, rising) are their numbers in the collection; text i is ``buffer[offsets[i] : offsets[i + 1]]``
    (UTF-8). `words` are the words of all texts, with their offsets in the buffer.
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
        """Return the number of the text of each document among these texts."""
        return np.searchsorted(self.documents, documents)

    def byte_ranges(self, rows: Numbers, first: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
        """Return where the words ``first <= w < end`` of texts begin and end in the buffer; no range may be empty."""
        base = self.words.offsets[rows]
        return self.words.starts[base + first], self.words.ends[base + end - 1]

    def characters(self, rows: Numbers, at: Numbers) -> Numbers:
        """Return how many characters of its text stand before each byte offset in the buffer."""
        begin = self.offsets[rows]
        return at - begin - _between(self._continuations, begin, at)

    def lines(self, rows: Numbers, at: Numbers) -> Numbers:
        """Return the number of the line, from 1, of each byte offset in the buffer."""
        return _between(self._newlines, self.offsets[rows], at) + 1

    def locations(self, rows: Numbers, first: Numbers, end: Numbers) -> Locations:
        """Return where the words ``first <= w < end`` of texts stand."""
        low, high = self.byte_ranges(rows, first, end)
        return Locations(self.characters(rows, low), self.characters(rows, high), self.lines(rows, low))

    def quotes(self, rows: Numbers, first: Numbers, end: Numbers) -> list[str]:
        """Return the text from word `first` up to, not including, word `end`."""
        low, high = self.byte_ranges(rows, first, end)
        return list(map(self.text, low.tolist(), high.tolist()))

    def words_within(self, rows: Numbers, start: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
        """Return the first and the end index of the words that lie wholly between two characters of a text."""
        base, bound = self.words.offsets[rows], self.words.offsets[rows + 1]
        first = np.searchsorted(self.words.starts, self._bytes(rows, start))
        last = np.searchsorted(self.words.ends, self._bytes(rows, end), side="right")
        first = np.minimum(first, bound)
        return first - base, np.clip(last, first, bound) - base

    def words_of_letters(self, rows: Numbers, start: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
        """Return the first and the end index of the words in which letters of a text stand; no range may be empty.

        Letters are numbered as in `dedup.kernels.fold_letters`.
        """
        letters = kernels.fold_letters(self.buffer, self.offsets, folding.load(), self.words.hashes.size)
        before, base = letters.offsets[rows], self.words.offsets[rows]
        first = np.searchsorted(letters.word_ends, before + start, side="right")
        last = np.searchsorted(letters.word_ends, before + end - 1, side="right")
        return first - base, last + 1 - base

    def text(self, low: int, high: int) -> str:
        """Return the text between two byte offsets in the buffer."""
        return self.buffer[low:high].tobytes().decode()

    def _bytes(self, rows: Numbers, characters: Numbers) -> Numbers:
        """Return the byte offset in the buffer of each character of a text.

        The offset is the character's number in the whole buffer, plus the continuation bytes before the character.
        """
        continuations = self._continuations
        begin = self.offsets[rows]
        number = begin - np.searchsorted(continuations, begin) + characters
        return number + np.searchsorted(continuations - np.arange(continuations.size), number, side="right")


def _between(marks: Numbers, low: Numbers, high: Numbers) -> Numbers:
    return np.searchsorted(marks, high) - np.searchsorted(marks, low)


def map_located_texts(
    collection: Collection,
    documents: Numbers,
    work: Callable[[LocatedTexts], Result],
    engine: Engine,
) -> list[Result]:
    """Return the result of `work` for the texts of documents (int64, rising, each once), some at a time, in order."""

    def locate(piece: _Piece) -> Result:
        buffer, offsets = _side_by_side(piece.column, piece.rows)
        words = kernels.split_words(buffer, offsets, folding.load())
        return work(LocatedTexts(piece.documents, buffer, offsets, words))

    return engine.map(locate, list(_pieces(collection, documents)))


class _Piece(NamedTuple):
    """Documents, a column of texts, and the row of each document in it."""

    documents: Numbers
    column: pa.LargeStringArray
    rows: Numbers


def _pieces(collection: Collection, documents: Numbers) -> Iterator[_Piece]:
    """Yield some documents at a time, with the part of a column in which their texts stand."""
    for start, batch in collection.numbered():
        low, high = np.searchsorted(documents, [start, start + batch.num_rows])
        if low < high:
            column, rows = batch.column("text"), documents[low:high] - start
            bounds = text_buffers(column)[1]
            done = np.cumsum(bounds[rows + 1] - bounds[rows])
            for part in np.split(rows, np.flatnonzero(np.diff(done // _PIECE_BYTES, prepend=0))):
                if part.size:
                    first, end = int(part[0]), int(part[-1]) + 1
                    yield _Piece(part + start, column.slice(first, end - first), part - first)


def _side_by_side(column: pa.LargeStringArray, rows: Numbers) -> tuple[NDArray[np.uint8], Numbers]:
    """Return the texts of some rows side by side, and where each begins."""
    buffer, bounds = text_buffers(column)
    low, high = bounds[rows], bounds[rows + 1]
    parts = [buffer[start:end] for start, end in zip(low.tolist(), high.tolist(), strict=True)]
    return np.concatenate(parts), prefix_sums(high - low)
