"""One document of a family and the others, aligned word by word, into the blanks of a template.

The family is seen from one of its members, the *hub*. A blank is a place where the others have other words, and nearly
each of them words of its own. Between two common runs, two forms also share single words: *and*, *crowns*. Texts of
equal length are compared word by word there; in others, stretches of equal words count. Before the first common run and
after the last one, only words up to a longer equal phrase count, because each text may have a headline of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Words = NDArray[np.uint64]
    Runs = Sequence[tuple[int, int, int]]

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
_EQUAL_IN_A_ROW = 2
"""Equal words in a row that count between two runs, where the texts between them differ in length."""
_PHRASE = 4
"""Equal words in a row that are a phrase before the first common run or after the last."""
_LARGEST_COMPARISON = 1 << 14
"""Product of the lengths of two texts up to which they are compared."""
_MERGE_GAP = 3
"""Words between two blanks up to which they are one: parts of a name or a figure are equal by chance."""
_VALUES_SHOWN = 5


class AlignedDocument(NamedTuple):
    """A document beside the hub: its row and words, its place of each word of the hub (-1 for none), and its gaps.

    A gap is what stands between common words: words of the hub and of the document, half-open. One of the two may be
    empty.
    """

    row: int
    words: Words
    places: Numbers
    gaps: list[tuple[int, int, int, int]]

    @classmethod
    def of_places(cls, row: int, words: Words, places: Numbers) -> AlignedDocument:
        """Return the document of a row, given its words and its place of each word of the hub."""
        common = np.flatnonzero(places >= 0)
        other = places[common]
        index = np.flatnonzero((np.diff(common) > 1) | (np.diff(other) > 1))
        columns = (common[index] + 1, common[index + 1], other[index] + 1, other[index + 1])
        return cls(row, words, places, list(zip(*(column.tolist() for column in columns), strict=True)))

    def is_framed(self) -> bool:
        """Return whether the document begins and ends as the hub does."""
        return bool(self.places[0] == 0 and self.places[-1] == self.words.size - 1)

    def conforms(self, in_blank: NDArray[np.bool_]) -> bool:
        """Return whether most words by which the document differs from the hub lie in blanks of the hub."""
        within = total = 0
        for low, high, first, end in self.gaps:
            words = max(high - low, end - first)
            total += words
            within += words if in_blank[low:high].any() or (in_blank[low - 1] and in_blank[high]) else 0
        return within >= DIFFERENCES_IN_BLANKS * max(total, 1)


class TemplateBlank(NamedTuple):
    """A blank: words of the hub (half-open), some of its values as row, first word and end, and their number."""

    words: tuple[int, int]
    values: tuple[tuple[int, int, int], ...]
    different: int


def align(text: Words, others: Iterable[Words], runs: Iterable[Runs]) -> Iterator[Numbers]:
    """Yield for each other text its place of each word of a text, -1 for none; the places rise.

    `runs` are the common runs with each other text, in the order of the text: first words in the text and in the other
    one, and length.
    """
    return (_align_one(text, other, of_text) for other, of_text in zip(others, runs, strict=True))


def _align_one(text: Words, other: Words, runs: Runs) -> Numbers:
    places = np.full(text.size, -1)
    end = other_end = 0
    is_first = True
    for start, other_start, length in runs:
        if start < end or other_start < other_end:
            continue  # the other text has this run in another order
        equal = _equal_before if is_first else _equal_between
        _enter(places, end, other_end, equal(text[end:start], other[other_end:other_start]))
        places[start : start + length] = np.arange(other_start, other_start + length)
        end, other_end, is_first = start + length, other_start + length, False
    _enter(places, end, other_end, _equal_after(text[end:], other[other_end:]))
    _enter_word_by_word(places, text, other)
    return places


def _enter(places: Numbers, base: int, other_base: int, equal: Iterable[tuple[int, int, int]]) -> None:
    for start, other_start, length in equal:
        first = other_base + other_start
        places[base + start : base + start + length] = np.arange(first, first + length)


def _enter_word_by_word(places: Numbers, text: Words, other: Words) -> None:
    """Enter the equal words between common words where the two texts are of one length there."""
    common = np.flatnonzero(places >= 0)
    same_length = np.flatnonzero((np.diff(common) > 1) & (np.diff(common) == np.diff(places[common])))
    for low, high in zip((common[same_length] + 1).tolist(), common[same_length + 1].tolist(), strict=True):
        first = int(places[low - 1]) + 1
        equal = np.flatnonzero(text[low:high] == other[first : first + high - low])
        places[low + equal] = first + equal


def _equal_between(one: Words, other: Words) -> Iterable[tuple[int, int, int]]:
    """Return the equal stretches between two runs of different distance: first word in each text, length."""
    return () if one.size == other.size else _equal_stretches(one, other, _EQUAL_IN_A_ROW)


def _equal_before(one: Words, other: Words) -> Sequence[tuple[int, int, int]]:
    """Return the equal stretches before the first run, from the first phrase on."""
    stretches = _equal_stretches(one, other, _PHRASE)
    first = next((index for index, (_, _, length) in enumerate(stretches) if length >= _PHRASE), len(stretches))
    return stretches[first:]


def _equal_after(one: Words, other: Words) -> Sequence[tuple[int, int, int]]:
    """Return the equal stretches after the last run, up to the last phrase."""
    stretches = _equal_before(one[::-1], other[::-1])
    return [(one.size - a - length, other.size - b - length, length) for a, b, length in reversed(stretches)]


def _equal_stretches(one: Words, other: Words, needed: int) -> list[tuple[int, int, int]]:
    """Return the equal stretches of two texts, in order; none if the two do not share `needed` words in a row."""
    if min(one.size, other.size) < needed or one.size * other.size > _LARGEST_COMPARISON:
        return []
    first, second = one.tolist(), other.tolist()
    if _ngrams(first, needed).isdisjoint(_ngrams(second, needed)):
        return []
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - few scans have texts that may be of one template

    blocks = LCSseq.editops(first, second).as_matching_blocks()
    return [(block.a, block.b, block.size) for block in blocks if block.size >= _EQUAL_IN_A_ROW]


def _ngrams(words: list[int], length: int) -> set[tuple[int, ...]]:
    return set(zip(*(words[first:] for first in range(length)), strict=False))


def find_blanks(hub: int, text: Words, documents: Sequence[AlignedDocument]) -> list[TemplateBlank]:
    """Return the blanks that the text of a hub and its aligned documents show, in order."""
    if len(documents) < FEWEST_DOCUMENTS - 1:
        return []
    varying = true_ranges(_same_value_chances(text, documents) <= SAME_VALUE, _MERGE_GAP)
    return [blank for low, high in varying if (blank := _blank(hub, low, high, text, documents))]


def _same_value_chances(text: Words, documents: Sequence[AlignedDocument]) -> NDArray[np.float64]:
    """Return for each word of the hub the chance that two documents have the same words there.

    A document counts only between the first and the last word that it has in common with the hub. Where less than half
    of the documents count, the chance is given as 1.
    """
    size = text.size
    value = np.zeros((len(documents) + 1, size), np.uint64)  # 0 where a document has the word of the hub
    is_known = np.zeros(value.shape, bool)
    is_known[0] = True
    numbers: dict[bytes, int] = {}
    for row, document in enumerate(documents, 1):
        common = np.flatnonzero(document.places >= 0)
        is_known[row, common[0] : common[-1] + 1] = True
        for low, high, first, end in document.gaps:
            words = document.words[first:end]
            if high - low == end - first:
                value[row, low:high] = words
            else:
                value[row, low:high] = numbers.setdefault(words.tobytes(), len(numbers) + 1)
    rows = np.arange(len(value))[:, None]
    value = np.where(is_known, value, ~rows.astype(np.uint64))  # a value that no other document has
    value.sort(axis=0)
    is_new = np.ones(value.shape, bool)
    is_new[1:] = value[1:] != value[:-1]
    equal_pairs = (rows - np.maximum.accumulate(np.where(is_new, rows, 0), axis=0)).sum(axis=0)
    count = is_known.sum(axis=0)
    return np.where(2 * count > len(value), equal_pairs / np.maximum(count * (count - 1) / 2, 1), 1.0)


def _blank(hub: int, low: int, high: int, text: Words, documents: Sequence[AlignedDocument]) -> TemplateBlank | None:
    """Return the blank at these words of the hub; none where too few values are different or too many are long."""
    values = {text[low:high].tobytes(): (hub, low, high)}
    for document in documents:
        before, after = document.places[:low].max(initial=-1), document.places[high:]
        after = after[after >= 0]
        if before >= 0 and after.size and after[0] > before + 1:
            first, end = int(before) + 1, int(after[0])
            values.setdefault(document.words[first:end].tobytes(), (document.row, first, end))
    long = sum(end - first > LONGEST_VALUE for _, first, end in values.values())
    if len(values) < FEWEST_DOCUMENTS or long > LONG_VALUES * len(values):
        return None
    return TemplateBlank((low, high), tuple(values.values())[:_VALUES_SHOWN], len(values))


def true_ranges(flags: NDArray[np.bool_], gap: int = 0) -> list[tuple[int, int]]:
    """Return the half-open ranges in which the flags are true; ranges at most `gap` apart are one."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    ranges: list[tuple[int, int]] = []
    for low, high in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if ranges and low - ranges[-1][1] <= gap:
            ranges[-1] = ranges[-1][0], high
        else:
            ranges.append((low, high))
    return ranges
