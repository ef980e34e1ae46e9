r"""Texts into words by the plainest rule, lower-cased runs of ``\w``, as numbers: the words that scores count.

It is the rule of the reference pairs, and of no program that is measured. Hashes of windows are 64 bits of random
numbers, so that unequal windows are taken for equal once in far more documents than there are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import orjson

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

WORD = re.compile(r"\w+")
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class PlainWords:
    """Documents as words: those of document i are ``numbers[offsets[i] : offsets[i + 1]]``."""

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    numbers: NDArray[np.uint32]
    offsets: NDArray[np.int64]

    @cached_property
    def row(self) -> dict[str, int]:
        """The number of each document by its id."""
        return {name: row for row, name in enumerate(self.ids)}

    def of(self, row: int) -> NDArray[np.uint32]:
        """Return the words of one document."""
        return self.numbers[self.offsets[row] : self.offsets[row + 1]]

    def spans(self, row: int) -> NDArray[np.int64]:
        """Return where each word of a document begins and ends in its text: int64[words, 2]."""
        return np.array([match.span() for match in WORD.finditer(self.texts[row])], np.int64).reshape(-1, 2)

    def windows(self, row: int, size: int) -> NDArray[np.uint64]:
        """Return a hash of each window of `size` words of a document, in order."""
        return windows(self.of(row), size)


def windows(words: NDArray[np.uint32], size: int) -> NDArray[np.uint64]:
    """Return a hash of each window of `size` words: uint64[max(0, words - size + 1)]."""
    count = max(0, words.size - size + 1)
    hashes = np.zeros(count, np.uint64)
    mixed = _mixed(words)
    for start in range(size):
        hashes = _mixed(hashes * _MIX + mixed[start : start + count])
    return hashes


def _mixed(values: NDArray[np.uint32] | NDArray[np.uint64]) -> NDArray[np.uint64]:
    mixed = values.astype(np.uint64) + _MIX
    mixed ^= mixed >> np.uint64(30)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def read(path: Path) -> PlainWords:
    """Return the documents of a file of JSON Lines with ``id`` and ``text``."""
    rows = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    return of_texts([row["id"] for row in rows], [row["text"] for row in rows])


def of_texts(ids: Sequence[str], texts: Sequence[str]) -> PlainWords:
    """Return documents as words."""
    known: dict[str, int] = {}
    listed = [[known.setdefault(word, len(known)) for word in WORD.findall(text.lower())] for text in texts]
    offsets = np.cumsum([0, *map(len, listed)], dtype=np.int64)
    numbers = np.fromiter((number for one in listed for number in one), np.uint32, int(offsets[-1]))
    return PlainWords(tuple(ids), tuple(texts), numbers, offsets)
