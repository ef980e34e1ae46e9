"""How many words of passages are the same in the same order: longest common subsequences of their two sides.

The runs of a passage are found one after the other, each as near as can be, and other runs may have more words. What is
counted is therefore what RapidFuzz finds between the first run and the last one, which are the same on both sides.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dedup.reuse.passages import stretches, sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.passages import Passages
    from dedup.words.tokens import WordTable

    Numbers = NDArray[np.int64]


def same_words(found: Passages, texts: tuple[Numbers, Numbers], words: WordTable) -> Numbers:
    """Return how many words of each passage of pairs of texts are the same in the same order."""
    same = sums(found.length, found.first)
    first, last = found.first[:-1], found.first[1:] - 1
    pair = np.repeat(np.arange(texts[0].size), np.diff(found.pairs))
    ends = found.length[first] + np.where(first < last, found.length[last], 0)
    lows, highs = zip(
        *((starts[first] + found.length[first], starts[last]) for starts in (found.a, found.b)), strict=True
    )
    most = ends + np.minimum(*(high - low for low, high in zip(lows, highs, strict=True)))
    edited = np.flatnonzero((first < last) & (same < most))
    if not edited.size:
        return same
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - most small scans have no edited passage

    one, other = (
        _stretches(words, words.offsets[text[pair[edited]]], low[edited], high[edited])
        for text, low, high in zip(texts, lows, highs, strict=True)
    )
    known = (same - ends)[edited].tolist()  # fewer are not looked for
    between = [LCSseq.similarity(*sides, score_cutoff=least) for *sides, least in zip(one, other, known, strict=True)]
    # RapidFuzz 3.14 may return 0 where the similarity equals the cutoff, which is what the runs have.
    same[edited] = np.maximum(same[edited], ends[edited] + np.array(between, np.int64))
    return same


def _stretches(words: WordTable, base: Numbers, low: Numbers, high: Numbers) -> list[list[int]]:
    """Return the words of stretches of texts, which begin at the bases."""
    at, bounds = stretches(base + low, base + high)
    hashes = words.hashes[at].tolist()
    return [hashes[start:end] for start, end in pairwise(bounds.tolist())]
