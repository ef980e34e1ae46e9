"""A hub and the documents aligned to it → the blanks of a template.

A blank is a place where the others have other words than the hub, and nearly each of them words of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup import kernels
from dedup.prefix_sums import prefix_sums

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.reuse.aligned_documents import AlignedDocuments

    Numbers = NDArray[np.int64]
    Words = NDArray[np.uint64]

FEWEST_DOCUMENTS = 3
"""Documents of the smallest template; so many different values make a blank."""
SAME_VALUE = 0.25
"""Chance up to which two documents may have the same words in a blank."""
DIFFERENCES_IN_BLANKS = 0.6
"""Share of the words by which a document differs from the hub that must lie in blanks."""
LONGEST_VALUE = 60
"""Words of the longest value of a blank; more words are a passage of their own."""
LONG_VALUES = 0.25
"""Share of the values of a blank that may be longer."""
_MERGE_GAP = 3
"""Words between two blanks up to which they are one: parts of a name or a figure are equal by chance."""
_VALUES_SHOWN = 5


class TemplateBlank(NamedTuple):
    """A blank: words of the hub (half-open), some of its values as row, first word and end, and their number."""

    words: tuple[int, int]
    values: tuple[tuple[int, int, int], ...]
    different: int


def find_blanks(hub: int, text: Words, documents: AlignedDocuments) -> list[TemplateBlank]:
    """Return the blanks that the text of a hub and its aligned documents show, in order."""
    if len(documents) < FEWEST_DOCUMENTS - 1:
        return []
    words = documents.words
    equal, pairs = kernels.count_equal_values(words.hashes, words.offsets, documents.rows, documents.places)
    varying = true_ranges((pairs > 0) & (equal <= SAME_VALUE * pairs), _MERGE_GAP)
    return list(_blanks(hub, text, varying, documents)) if varying else []


def _blanks(
    hub: int, text: Words, ranges: Sequence[tuple[int, int]], documents: AlignedDocuments
) -> Iterator[TemplateBlank]:
    """Yield ranges of words of the hub as blanks, but those where few values are different or many are long."""
    low, high = np.array(ranges, np.int64).T
    base = np.arange(len(documents)) * text.size
    before = np.searchsorted(documents.common, low[:, None] + base) - 1  # one row a range, one column a document
    after = np.searchsorted(documents.common, high[:, None] + base)
    is_within = (before >= documents.common_bounds[:-1]) & (after < documents.common_bounds[1:])
    number, document = np.nonzero(is_within)
    first, end = (documents.common_places[index[is_within]] for index in (before, after))
    values = [{text[slice(*words)].tobytes(): (hub, *words)} for words in ranges]
    rows = documents.rows[document]
    columns = (number, rows, documents.words.offsets[rows], first + 1, end)
    for of_range, row, start, word, stop in zip(*(column.tolist() for column in columns), strict=True):
        if word < stop:
            value = documents.words.hashes[start + word : start + stop].tobytes()
            values[of_range].setdefault(value, (row, word, stop))
    for words, of_range in zip(ranges, values, strict=True):
        long = sum(stop - word > LONGEST_VALUE for _, word, stop in of_range.values())
        if len(of_range) >= FEWEST_DOCUMENTS and long <= LONG_VALUES * len(of_range):
            yield TemplateBlank(words, tuple(of_range.values())[:_VALUES_SHOWN], len(of_range))


def conforming(documents: AlignedDocuments, in_blank: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return of which documents most words that differ from the hub lie in blanks; `in_blank` (bool) has its words."""
    size = in_blank.size
    document, at = np.divmod(documents.common, size)
    steps = np.diff(at), np.diff(documents.common_places)
    gap = np.flatnonzero((document[1:] == document[:-1]) & ((steps[0] > 1) | (steps[1] > 1)))
    low, high, document = at[gap] + 1, at[gap + 1], document[gap]
    words = np.maximum(steps[0][gap], steps[1][gap]) - 1
    blank_words = prefix_sums(in_blank)
    is_within = (blank_words[low] < blank_words[high]) | (in_blank[low - 1] & in_blank[high])
    total, within = (np.bincount(document, words * each, len(documents)) for each in (True, is_within))
    return np.asarray(within >= DIFFERENCES_IN_BLANKS * np.maximum(total, 1))


def true_ranges(flags: NDArray[np.bool_], gap: int = 0) -> list[tuple[int, int]]:
    """Return the half-open ranges in which the flags are true; ranges at most `gap` apart are one."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    low, high = edges[::2], edges[1::2]
    is_apart = low[1:] - high[:-1] > gap
    first, last = np.append(True, is_apart)[: low.size], np.append(is_apart, True)[: low.size]
    return list(zip(low[first].tolist(), high[last].tolist(), strict=True))
