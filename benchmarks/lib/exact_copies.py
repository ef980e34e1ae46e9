"""Texts into all pairs of which one is a copy of the other, exactly: every two that share a shingle are counted.

Nothing is sampled, sketched or passed over, so that these pairs can judge what programs removed and what they left.
A shingle is five words; a text of fewer words has one, of all its words. A text without words is in no pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lib.plain_words import of_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

SHINGLE = 5
_SOFT_HYPHEN = "\u00ad"
_AT_ONCE = 1 << 22
"""Shared shingles that are counted together, about."""


@dataclass(frozen=True)
class ExactCopies:
    """Pairs of texts (int64, ``a < b``) with their Jaccard, and the share of each one's shingles that the other has.

    `words` (int64) counts the words of each text.
    """

    words: Numbers
    a: Numbers
    b: Numbers
    jaccard: NDArray[np.float64]
    share_a: NDArray[np.float64]
    share_b: NDArray[np.float64]

    def near(self, threshold: float) -> NDArray[np.bool_]:
        """Return which pairs reach a Jaccard."""
        return self.jaccard >= threshold

    def contained(self, threshold: float) -> NDArray[np.bool_]:
        """Return of which pairs the text with fewer words, or either of equally many, has that share in the other."""
        words_a, words_b = self.words[self.a], self.words[self.b]
        return ((words_a <= words_b) & (self.share_a >= threshold)) | (
            (words_b <= words_a) & (self.share_b >= threshold)
        )

    def bears_out(self, kept: NDArray[np.bool_], threshold: float) -> NDArray[np.bool_]:
        """Return for which texts a kept one has that Jaccard with it, or that share of its shingles."""
        either = self.near(threshold)
        borne_out = np.zeros(self.words.size, bool)
        borne_out[self.a[kept[self.b] & (either | (self.share_a >= threshold))]] = True
        borne_out[self.b[kept[self.a] & (either | (self.share_b >= threshold))]] = True
        return borne_out


def exact_copies(texts: Sequence[str], threshold: float) -> ExactCopies:
    """Return all pairs in which the Jaccard, or the share of one text that the other has, reaches the threshold."""
    plain = of_texts([""] * len(texts), [text.replace(_SOFT_HYPHEN, "") for text in texts])
    words = np.diff(plain.offsets)
    sets = [np.unique(plain.windows(row, min(SHINGLE, max(count, 1)))) for row, count in enumerate(words.tolist())]
    sizes = np.array([each.size for each in sets], np.int64)
    found = [np.zeros((3, 0), np.int64)]
    for a, b, shared in _counted(np.concatenate([np.zeros(0, np.uint64), *sets]), sizes):
        enough = shared >= threshold * np.minimum(sizes[a], sizes[b])
        found.append(np.stack([a, b, shared])[:, enough])
    a, b, shared = np.concatenate(found, axis=1)
    return ExactCopies(words, a, b, shared / (sizes[a] + sizes[b] - shared), shared / sizes[a], shared / sizes[b])


def _counted(shingles: NDArray[np.uint64], sizes: Numbers) -> Iterator[tuple[Numbers, Numbers, Numbers]]:
    """Yield all pairs of texts ``a < b`` that share shingles, with how many; `shingles` are those of each in turn."""
    order = np.argsort(shingles, kind="stable")
    holder = np.repeat(np.arange(sizes.size), sizes)[order]
    ends = np.append(np.flatnonzero(np.diff(shingles[order])) + 1, order.size)
    place, behind = np.empty(order.size, np.int64), np.empty(order.size, np.int64)
    place[order] = np.arange(order.size)
    behind[order] = np.repeat(ends, np.diff(ends, prepend=0)) - np.arange(order.size) - 1
    bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    total = np.concatenate([np.zeros(1, np.int64), np.cumsum(behind)])[bounds]
    first = 0
    while first < sizes.size:
        last = max(int(np.searchsorted(total, total[first] + _AT_ONCE, "right")) - 1, first + 1)
        own = slice(bounds[first], bounds[last])
        count = behind[own]
        entry = np.repeat(np.arange(count.size), count)
        step = np.arange(entry.size) - (np.cumsum(count) - count)[entry]
        others = holder[place[own][entry] + 1 + step]
        codes, shared = np.unique(holder[place[own]][entry] * sizes.size + others, return_counts=True)
        yield codes // sizes.size, codes % sizes.size, shared
        first = last
