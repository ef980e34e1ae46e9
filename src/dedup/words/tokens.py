"""Documents into words: hashes of all of them at once, and places in one text when somebody has to be shown them.

A scan keeps eight bytes a word and no offsets; only documents in which something was found are read a second time
for the places of their words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

import numpy as np

from dedup import kernels
from dedup.engines.groups import unique
from dedup.spans import Span
from dedup.words import folding

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.engines.engine import Engine


FEW = 1 << 19
"""Words that are worth a call, and small enough with all that is made of them for the least memory."""


class WordSource(Protocol):
    """Whoever has the words of a collection: a table, or the texts from which they can be split."""

    @property
    def counts(self) -> NDArray[np.int64]:
        """The number of words of each document."""

    def at_once(self, engine: Engine) -> int:
        """Return how many words are best asked for together on a machine."""

    def of(self, document: int) -> NDArray[np.uint64]:
        """Return the words of one document."""

    def chosen(self, rows: NDArray[np.int64]) -> WordTable:
        """Return the words of these documents, in that order."""


@dataclass(frozen=True, slots=True)
class WordTable:
    """The words of a collection.

    `hashes` (uint64) are XXH64 of each folded word, text after text; those of document i are
    ``hashes[offsets[i] : offsets[i + 1]]`` (`offsets` int64[documents + 1]); they may lie in a mapped file.
    """

    hashes: NDArray[np.uint64]
    offsets: NDArray[np.int64]
    counts: NDArray[np.int64] = field(init=False)
    """The number of words of each document."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", np.diff(self.offsets))  # asked for so often that it is kept

    def at_once(self, engine: Engine) -> int:  # noqa: ARG002 - words that are split again depend on it
        """Return how many words are best asked for together: to get them costs little, however few."""
        return FEW

    def of(self, document: int) -> NDArray[np.uint64]:
        """Return the words of one document."""
        return self.hashes[self.offsets[document] : self.offsets[document + 1]]

    def chosen(self, rows: NDArray[np.int64]) -> WordTable:
        """Return the words of these documents, in that order."""
        new = np.ones(rows.size, bool)  # rows that follow each other are one stretch of words
        new[1:] = np.diff(rows) != 1
        lows, highs = self.offsets[rows[new]].tolist(), self.offsets[rows[np.roll(new, -1)] + 1].tolist()
        parts = [self.hashes[low:high] for low, high in zip(lows, highs, strict=True)]
        offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(self.counts[rows])])
        return WordTable(np.concatenate(parts) if parts else np.zeros(0, np.uint64), offsets)

    def pieces(self, size: int = 1 << 20) -> list[WordTable]:
        """Return the table in pieces of whole documents, of about `size` words each."""
        marks = np.arange(0, int(self.offsets[-1]) + size, size)
        bounds = unique(np.searchsorted(self.offsets, marks).clip(0, self.offsets.size - 1))
        return [
            WordTable(
                self.hashes[self.offsets[low] : self.offsets[high]], self.offsets[low : high + 1] - self.offsets[low]
            )
            for low, high in pairwise(bounds.tolist())
        ]


def read_words(batches: Sequence[pa.RecordBatch], engine: Engine) -> WordTable:
    """Return the words of all texts, in order."""
    columns = [batch.column("text") for batch in batches]
    return table_of(engine.map(words_of, columns))


def words_of(column: pa.LargeStringArray, out: NDArray[np.uint64] | None = None) -> WordTable:
    """Return the words of one column of texts, in `out` if that is given, which has to have room for all of them."""
    buffer, offsets = text_buffers(column)
    return WordTable(*kernels.hash_words(buffer, offsets, folding.load(), out))


def table_of(parts: list[WordTable]) -> WordTable:
    """Return the word tables of consecutive batches as one."""
    if len(parts) == 1:
        return parts[0]
    bounds = [np.zeros(1, np.int64)]
    for part in parts:
        bounds.append(part.offsets[1:] + bounds[-1][-1])
    hashes = np.concatenate([part.hashes for part in parts]) if parts else np.zeros(0, np.uint64)
    return WordTable(hashes, np.concatenate(bounds))


def text_buffers(column: pa.LargeStringArray) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the UTF-8 bytes and the offsets of a column of texts, without a copy."""
    _, offsets, data = column.buffers()
    bounds = np.frombuffer(offsets, np.int64)[column.offset : column.offset + len(column) + 1]
    return np.frombuffer(data or b"", np.uint8), bounds


@dataclass(frozen=True, slots=True)
class LocatedWords:
    """The words of one text with their places: `hashes` (uint64), `starts` and `ends` (int64, characters)."""

    hashes: NDArray[np.uint64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

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
    """Return the words of one text with their places in characters."""
    raw = np.frombuffer(text.encode(), np.uint8)
    found = kernels.split_words(raw, np.array([0, raw.size], np.int64), folding.load())
    character = np.cumsum((raw & 0xC0) != 0x80)  # noqa: PLR2004 - bytes that do not continue a UTF-8 sequence
    return LocatedWords(found.hashes, character[found.starts] - 1, character[found.ends - 1])
