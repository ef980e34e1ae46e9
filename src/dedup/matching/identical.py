"""Identical documents: found first, compared once, and told apart again in the result."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import xxhash

from dedup.text.words import WordTable

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Distinct:
    """A collection without its verbatim repeats.

    `words` is the word table of the distinct documents; row i of it is document ``members[i][0]``, the first of the
    documents ``members[i]`` that all have the same words in the same order. Documents without words are in none.
    """

    words: WordTable
    members: tuple[tuple[int, ...], ...]


def collapse(words: WordTable) -> Distinct:
    """Return the distinct documents: same words in the same order are one, whatever the punctuation or case.

    Equal hashes of the whole are checked word by word before two documents are called identical.
    """
    raw = words.hashes.tobytes()
    groups: dict[tuple[int, int], list[list[int]]] = {}
    bounds = words.offsets.tolist()
    for document, (low, high) in enumerate(pairwise(bounds)):
        if low == high:
            continue
        key = (high - low, xxhash.xxh3_64_intdigest(raw[low * 8 : high * 8]))
        _place(document, groups.setdefault(key, []), words)
    members = sorted(tuple(group) for same in groups.values() for group in same)
    return Distinct(_subset(words, [group[0] for group in members]), tuple(members))


def _place(document: int, alike: list[list[int]], words: WordTable) -> None:
    for group in alike:
        if np.array_equal(words.of(group[0]), words.of(document)):
            group.append(document)
            return
    alike.append([document])


def _subset(words: WordTable, documents: Sequence[int]) -> WordTable:
    if len(documents) == words.offsets.size - 1:
        return words
    counts = words.counts[np.array(documents, np.int64)] if documents else np.zeros(0, np.int64)
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    parts = [words.of(document) for document in documents]
    return WordTable(np.concatenate(parts) if parts else np.zeros(0, np.uint64), offsets)
