"""Pairs of documents with their passages, as arrays → matches, whose passages are located when somebody looks at them.

Places, excerpts and kinds of marked words are made for some matches at a time, and not kept: they take many times the
memory of the arrays that they are made of. So a result of millions of pairs can be written while few of them are in
memory as a report shows them.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.lazy_sequences import Columns, GroupedValues, LazySequence, column_cells, rounded, take
from dedup.matches import Match, Passage, Place
from dedup.reuse.passage_table import concatenate_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from dedup.lazy_sequences import Kind
    from dedup.reuse.located_texts import TextLocator
    from dedup.reuse.marked_words import WordMarks
    from dedup.reuse.passage_table import PassageTable

    Numbers = NDArray[np.int64]

EXCERPT_WORDS = 20
"""Words of the longest passage that a match shows."""
MATCHES_AT_ONCE = 1 << 14
"""Matches that are located together: each text that they are of is split into words once for all of them."""
_LOCATED = ("passages", "again", "excerpt")
"""The fields of a match that are made when somebody asks."""


class PassageLocator:
    """Locates the passages of pairs of documents, and the extra occurrences, which `extra` has for the same pairs."""

    def __init__(self, pairs: PassageTable, extra: PassageTable, locator: TextLocator, marks: WordMarks) -> None:
        self._pairs = pairs
        self._extra = extra
        self._locator = locator
        self._marks = marks

    def located(self, rows: Numbers) -> dict[str, Sequence[Any]]:
        """Return the fields `_LOCATED` of the matches of some pairs."""
        tables = self._pairs.take(rows), self._extra.take(rows)
        (passages, again), excerpts = _located_passages(tables, self._locator, self._marks)
        return dict(zip(_LOCATED, (passages, again, excerpts), strict=True))


class LocatedMatches(LazySequence[Match]):
    """Matches of pairs of documents: what is known of each in `columns`, by field, and what is located when asked for.

    `rows` (int64) are the pairs of the locator. Matches that are read one after the other are located some at a time,
    and those that were located last are kept.
    """

    row_type = Match

    def __init__(
        self,
        columns: Mapping[str, Any],
        rows: Numbers,
        locator: PassageLocator,
        done: Callable[[int], None] = lambda _matches: None,
    ) -> None:
        self._columns = columns
        self._rows = rows
        self._locator = locator
        self._done = done
        self._last = 0, _columns_of_matches(self._columns_at(rows[:0]))

    def __len__(self) -> int:
        return int(self._rows.size)

    def column(self, name: str) -> Sequence[Any] | NDArray[Any]:
        """Return a column that need not be located, by the name of its field."""
        found: Sequence[Any] | NDArray[Any] = self._columns[name]
        return found

    def cells(self, name: str) -> Sequence[Any] | NDArray[Any] | None:
        """Return one field of all matches, shares and similarities rounded; None if all have its default."""
        if name in _LOCATED:
            return [cell for block in self.blocks() for cell in block.cells(name) or ()]
        return column_cells(self._columns.get(name))

    def blocks(self) -> Iterator[Columns[Match]]:
        """Yield the matches, located, some at a time: at least one block, which has no match if there are none."""
        for first in range(0, max(len(self), 1), MATCHES_AT_ONCE):
            if self._last[0] != first or not len(self._last[1]):
                self._last = first, self._located(np.arange(first, min(first + MATCHES_AT_ONCE, len(self))))
                self._done(len(self._last[1]))
            yield self._last[1]

    def each(self, kind: Kind) -> Iterator[Any]:
        """Return all matches, one after the other."""
        return (match for block in self.blocks() for match in block.each(kind))

    def made(self, place: int) -> Match:
        """Return the match at a place."""
        first, block = self._last
        if first <= place < first + len(block):
            return block.made(place - first)
        return self._located(np.array([place])).made(0)

    def take(self, places: Numbers) -> LocatedMatches:
        """Return the matches at these places, in the order of the places."""
        return LocatedMatches(self._columns_at(places), self._rows[places], self._locator)

    def watched(self, done: Callable[[int], None]) -> LocatedMatches:
        """Return the matches; `done` is called with their number whenever some of them were located."""
        return LocatedMatches(self._columns, self._rows, self._locator, done)

    def _located(self, places: Numbers) -> Columns[Match]:
        return _columns_of_matches({**self._columns_at(places), **self._locator.located(self._rows[places])})

    def _columns_at(self, places: Numbers) -> dict[str, Any]:
        return {name: take(column, places) for name, column in self._columns.items()}


def _columns_of_matches(columns: Mapping[str, Any]) -> Columns[Match]:
    """Return matches of columns by field."""
    return Columns(Match, *(columns[field.name] for field in fields(Match) if field.name in columns))


def _located_passages(
    tables: Sequence[PassageTable], locator: TextLocator, marks: WordMarks
) -> tuple[list[Sequence[tuple[Passage, ...]]], list[str]]:
    """Return the passages of the pairs of each table, with their places, and the excerpts of the pairs of the first.

    Each text is read once for all tables.
    """
    both = concatenate_tables(tables)
    starts, ends = zip(*both.word_bounds(np.arange(both.passages.pairs[-1])), strict=True)
    documents = np.concatenate([np.repeat(side, both.passage_counts) for side in (both.a, both.b)])
    longest = _longest_passages(tables[0])
    quoted = np.zeros(documents.size, np.int64)
    quoted[longest] = np.minimum(ends[0][longest] - starts[0][longest], EXCERPT_WORDS)
    places, quotes = locator.places_and_quotes(documents, np.concatenate(starts), np.concatenate(ends), quoted)
    sides = list(zip(*(np.split(column, 2) for column in places), strict=True))
    words = np.maximum(*(end - start for start, end in zip(starts, ends, strict=True)))
    kinds = marks.kinds_of_passages(both)
    located: list[Sequence[tuple[Passage, ...]]] = []
    low = 0
    for table in tables:
        rows = slice(low, low := low + table.passages.first.size - 1)
        places_of_sides = (Columns(Place, *(column[rows] for column in side)) for side in sides)
        similarity = [None if np.isnan(value) else rounded(value) for value in both.similarity[rows].tolist()]
        figures = words[rows], both.same_per_passage[rows], kinds[rows], similarity
        passages = Columns(Passage, *places_of_sides, *figures)
        located.append(GroupedValues(passages, table.passages.pairs))
    excerpts = np.full(len(tables[0]), "", object)
    excerpts[tables[0].passage_counts > 0] = [quotes[number] for number in longest.tolist()]
    return located, excerpts.tolist()


def _longest_passages(table: PassageTable) -> Numbers:
    """Return the number of the passage with most words of each pair that has any, of equal ones the first."""
    pair = np.repeat(np.arange(len(table)), table.passage_counts)
    order = np.lexsort((-table.same_per_passage, pair))
    return order[np.flatnonzero(np.diff(pair, prepend=-1))]
