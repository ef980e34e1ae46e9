"""Identical documents: documents with the same words in the same order, which are compared once for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

from dedup.engines.groups import group_by_key
from dedup.words.tokens import retokenise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.sketch.survey import Survey
    from dedup.words.tokens import WordSource


class Members(Protocol):
    """The documents that each row of a word table stands for, in order; a row may stand for none."""

    def __getitem__(self, row: int) -> tuple[int, ...]:
        """Return the documents of a row."""

    def rows_of(self, documents: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the row of each document."""

    def first_documents(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the first document of each row."""

    def repeated_rows(self) -> Sequence[int]:
        """Return the rows of two or more documents, in order."""


@dataclass(frozen=True, slots=True)
class DistinctTexts:
    """The different texts of a collection.

    `words` has the words of distinct documents, as far as they are needed. Row i stands for the documents
    ``members[i]``, which all have the same words in the same order.
    """

    words: WordSource
    members: Members


class IdenticalDocuments:
    """Members where rows are documents: the first document with its words stands for all others with these words.

    Documents without words repeat nothing. `first` (int64) is, for each document, the first with its words, and -1 for
    one without words.
    """

    def __init__(self, first: NDArray[np.int64]) -> None:
        self.first = first
        self.distinct = np.flatnonzero(first == np.arange(first.size))

    @property
    def copies(self) -> int:
        """How many documents repeat an earlier one."""
        return int((self.first >= 0).sum()) - self.distinct.size

    @cached_property
    def _members(self) -> dict[int, list[int]]:
        later = np.flatnonzero((self.first >= 0) & (self.first != np.arange(self.first.size)))
        members: dict[int, list[int]] = {}
        for row, document in zip(self.first[later].tolist(), later.tolist(), strict=True):
            members.setdefault(row, [row]).append(document)
        return members

    def __getitem__(self, row: int) -> tuple[int, ...]:
        same = self._members.get(row)
        if same is not None:
            return tuple(same)
        return (row,) if self.first[row] == row else ()

    def rows_of(self, documents: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the first document with the words of each."""
        return np.asarray(self.first[documents])

    def first_documents(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the rows: each is the first document with its words."""
        return rows

    def repeated_rows(self) -> list[int]:
        """Return the documents that later documents repeat, in order."""
        return sorted(self._members)


class ListedMembers(tuple[tuple[int, ...], ...]):
    """Members that are listed row by row."""

    __slots__ = ()

    def rows_of(self, documents: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the row in which each document is listed."""
        rows = {document: row for row, same in enumerate(self) for document in same}
        return np.array([rows[document] for document in documents.tolist()], np.int64)

    def first_documents(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the first document that each row lists."""
        return np.array([self[row][0] for row in rows.tolist()], np.int64)

    def repeated_rows(self) -> list[int]:
        """Return the rows of two documents or more, in order."""
        return [row for row, same in enumerate(self) if len(same) > 1]


def find_identical(collection: Collection, survey: Survey, engine: Engine) -> IdenticalDocuments:
    """Return which documents are identical: the same words in the same order, whatever the punctuation or case.

    Equal digests are checked word by word before two documents are called identical.
    """
    first = np.where(survey.word_counts > 0, np.arange(survey.word_counts.size), -1)
    groups = group_by_key(np.ascontiguousarray(survey.digests[:, 0]))
    heads, others = np.repeat(groups.rows[groups.bounds[:-1]], groups.sizes), groups.rows
    may_be_equal = (heads != others) & (first[others] >= 0) & (survey.digests[heads, 1] == survey.digests[others, 1])
    may_be_equal &= survey.word_counts[heads] == survey.word_counts[others]
    heads, others = heads[may_be_equal], others[may_be_equal]
    done = np.cumsum(survey.word_counts[others])
    size = engine.step_words()
    for low in range(0, int(done[-1]) if done.size else 0, size):
        these = (done > low) & (done <= low + size)
        same = _same_words(collection, survey, heads[these], others[these], engine)
        first[others[these][same]] = heads[these][same]
    return IdenticalDocuments(first)


def _same_words(
    collection: Collection,
    survey: Survey,
    heads: NDArray[np.int64],
    others: NDArray[np.int64],
    engine: Engine,
) -> NDArray[np.bool_]:
    """Return for each two documents, of equally many words, whether they have the same words."""
    words = survey.words
    if words is None:
        chosen = np.zeros(survey.word_counts.size, bool)
        chosen[heads] = chosen[others] = True
        words = retokenise(collection, chosen, survey.word_counts, engine)
    pairs = zip(heads.tolist(), others.tolist(), strict=True)
    return np.array([np.array_equal(words.of(a), words.of(b)) for a, b in pairs], bool)
