"""A hub and the documents aligned to it → the blanks of a template.

A blank is a place where the others have other words than the hub, and nearly each of them words of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

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
    varying = true_ranges(_varies(documents), _MERGE_GAP)
    return list(_blanks(hub, text, varying, documents)) if varying else []


def _varies(documents: AlignedDocuments) -> NDArray[np.bool_]:
    """Return for each word of the hub whether two documents have the same words there by little chance.

    A document counts only between the first and the last word that it has in common with the hub. Where less than half
    of the documents count, nothing varies.
    """
    size = documents.places.shape[1]
    first = documents.common[documents.common_bounds[:-1]] % size
    last = documents.common[documents.common_bounds[1:] - 1] % size
    counting = 1 + np.cumsum(np.bincount(first, minlength=size) - np.bincount(last + 1, minlength=size + 1)[:size])
    agreeing = 1 + np.bincount(documents.common % size, minlength=size)
    varies = np.zeros(size, bool)
    # Most words are out of question: so many documents have the word of the hub.
    enough = 2 * counting > len(documents) + 1
    words = np.flatnonzero(enough & (agreeing * (agreeing - 1) <= SAME_VALUE * counting * (counting - 1)))
    if words.size:
        counts = (first[:, None] <= words) & (words <= last[:, None])
        pairs = counting[words] * (counting[words] - 1) / 2
        varies[words] = _equal_pairs(documents, words, counts) / pairs <= SAME_VALUE
    return varies


def _equal_pairs(documents: AlignedDocuments, words: Numbers, counts: NDArray[np.bool_]) -> Numbers:
    """Return how many pairs of documents, the hub among them, have the same value at each of some words of the hub.

    `counts` (bool[documents, words]) says which documents count there.
    """
    rows = np.arange(len(documents) + 1)[:, None]
    value = np.zeros((rows.size, words.size), np.uint64)  # 0 where a document has the word of the hub
    value[1:] = np.where(counts, 0, ~rows[1:].astype(np.uint64))  # a value that no other document has
    document, index = np.nonzero(counts & (documents.places[:, words] < 0))
    value[document + 1, index] = _values(documents, document, words[index])
    value.sort(axis=0)
    is_new = np.ones(value.shape, bool)
    is_new[1:] = value[1:] != value[:-1]
    return np.asarray((rows - np.maximum.accumulate(np.where(is_new, rows, 0), axis=0)).sum(axis=0))


def _values(documents: AlignedDocuments, document: Numbers, words: Numbers) -> Words:
    """Return what documents have instead of words of the hub that they do not have: one row a document and a word.

    Where a document has as many words as the hub between two common words, that is the word at the same distance; else
    it is a number of all words that the document has there.
    """
    common, places, hashes = documents.common, documents.common_places, documents.words.hashes
    at, start = document * documents.places.shape[1] + words, documents.words.offsets[documents.rows[document]]
    after = np.searchsorted(common, at)
    before = after - 1
    first, end = start + places[before] + 1, start + places[after]
    is_one_word = common[after] - common[before] == end - first + 1
    values = np.empty(at.size, np.uint64)
    values[is_one_word] = hashes[(first + at - common[before] - 1)[is_one_word]]
    gaps, number = np.unique(after[~is_one_word], return_index=True, return_inverse=True)[1:]
    ranges = zip(first[~is_one_word][gaps].tolist(), end[~is_one_word][gaps].tolist(), strict=True)
    numbers: dict[bytes, int] = {}
    of_gap = [numbers.setdefault(hashes[low:high].tobytes(), len(numbers) + 1) for low, high in ranges]
    values[~is_one_word] = np.array(of_gap, np.uint64)[number]
    return values


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
