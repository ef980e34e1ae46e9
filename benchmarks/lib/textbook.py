"""Two texts into exact figures, the textbook way: Python sets of tuples of words, and nothing of the program's kernels.

This is what reported figures are recomputed with. Words are those of `docs/method.md`: texts of plain characters are
split by a regular expression, all others by the plain version that the tests hold the kernels to.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.kernels.naive import split_words

SHINGLE = 5
RUN = 12

_PUNCTUATION = "‘’“”–—…•·«»£€°§©®\u00a0"  # noqa: RUF001 - the characters of news text that separate words
_PLAIN = re.compile(rf"[\x00-\x7f{_PUNCTUATION}]*\Z")
_HYPHENATED = re.compile(r"(?<=[A-Za-z0-9])-(?=\s)[^\S\n]*\n[^\S\n]*(?=[a-z])")
_WORD = re.compile(r"[a-z0-9]+")

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exact:
    """Jaccard of the shingle sets, and of each text the share of words that stand in a shingle of the other."""

    jaccard: float
    containment_a: float
    containment_b: float
    of_smaller: float
    """The share of the shingles of the text with fewer of them that the other has too."""


@lru_cache(maxsize=4096)
def words_of(text: str) -> Words:
    """Return the folded words of a text."""
    if _PLAIN.match(text):
        return tuple(_WORD.findall(_HYPHENATED.sub("", text).lower()))
    return tuple(word for word, _, _ in split_words(text))


def runs_of(words: Words, size: int) -> list[Words]:
    """Return every run of `size` words, in order; a shorter text is one run."""
    if 0 < len(words) < size:
        return [words]
    return [words[i : i + size] for i in range(len(words) - size + 1)]


def exact(a: Words, b: Words, size: int = SHINGLE) -> Exact:
    """Return the exact figures of two texts that have words."""
    in_a, in_b = set(runs_of(a, size)), set(runs_of(b, size))
    common = in_a & in_b
    jaccard = len(common) / (len(in_a) + len(in_b) - len(common))
    of_smaller = len(common) / min(len(in_a), len(in_b))
    return Exact(jaccard, covered(a, common, size) / len(a), covered(b, common, size) / len(b), of_smaller)


def covered(words: Words, common: set[Words], size: int) -> int:
    """Return how many words stand in one of the runs `common`."""
    return len(covered_words(words, common, size))


def covered_words(words: Words, common: set[Words], size: int) -> set[int]:
    """Return the indexes of the words that stand in one of the runs `common`."""
    inside: set[int] = set()
    for i, run in enumerate(runs_of(words, size)):
        if run in common:
            inside.update(range(i, min(i + size, len(words))))
    return inside


def shared_in_runs(a: Words, b: Words, least: int = RUN) -> int:
    """Return how many words of the text with fewer of them stand in runs of `least` or more that both have."""
    if min(len(a), len(b)) < least:
        return 0
    common = set(runs_of(a, least)) & set(runs_of(b, least))
    return min(covered(a, common, least), covered(b, common, least))


def longest_run(a: Words, b: Words) -> int:
    """Return the length of the longest run of words that stands in both texts."""
    most = min(len(a), len(b))
    low, high = 0, min(RUN, most)
    while high < most and _share_run(a, b, high):  # short ones first: long runs are many words to hold
        low, high = high, min(2 * high, most)
    while low < high:  # a common run of some length holds common runs of every smaller one
        middle = (low + high + 1) // 2
        if _share_run(a, b, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _share_run(a: Words, b: Words, size: int) -> bool:
    return not set(runs_of(a, size)).isdisjoint(runs_of(b, size))
