"""How noisy the words of a collection are: whether letters are compared besides, and why.

Misread words are mostly words that nobody else has: the noisier the texts, the more words of a sample stand in it once
only. Inflected languages and collections in many languages have many such words too; there, comparing letters
costs time and finds nothing wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.words.tokens import tokenise

if TYPE_CHECKING:
    from dedup.documents import Collection
    from dedup.settings import Settings

SMALL_BYTES = 1 << 20
"""Bytes of a collection up to which letters are always compared: it takes less than a second."""
LARGE_BYTES = 1 << 28
"""Bytes of a collection from which letters are compared only if that is asked for: they take half as long again."""
SEEN_ONCE = 0.35
"""Share of the words of a sample that stand in it once only from which texts are noisy; news in English have 0.2."""
SAMPLE_WORDS = 5000
_SAMPLE_DOCUMENTS = 100
_MEMORY_OF_LETTERS = 8
"""Times the memory of words that the minimizers of letters and their seeds take: measured, from 2 to 5."""


class NoiseChoice(NamedTuple):
    """Whether letters are compared, and the reason in words.

    `words_are_misread` says whether that is known, from a sample or because it was asked for, or only possible.
    """

    compares_letters: bool
    reason: str
    words_are_misread: bool = False

    def memory_bytes(self, text_bytes: int, *, rewrites: bool) -> int:
        """Return how many bytes of text, compared by words, take as much memory as `text_bytes` take.

        Where rewrites are looked for, letters are compared too.
        """
        return text_bytes * _MEMORY_OF_LETTERS if self.compares_letters or rewrites else text_bytes


def choose_noise(collection: Collection, settings: Settings) -> NoiseChoice:
    """Return whether the letters of texts are to be compared, as the settings say or as a sample of words shows."""
    if len(collection) < 2 or settings.only == "repetitions":  # noqa: PLR2004 - a pair
        return NoiseChoice(False, "")
    if settings.noise != "auto" or not settings.passages:
        is_noisy = settings.noise == "high" and settings.passages
        return NoiseChoice(is_noisy, "as asked", is_noisy)
    if collection.bytes <= SMALL_BYTES:
        return NoiseChoice(True, "the collection is small")
    if collection.bytes > LARGE_BYTES:
        return NoiseChoice(False, "the collection is large, and --noise high was not asked for")
    share = share_seen_once(collection)
    is_noisy = share >= SEEN_ONCE
    reason = f"{share:.0%} of a sample of {SAMPLE_WORDS:,} words stand in it once only"
    return NoiseChoice(is_noisy, reason, is_noisy)


def share_seen_once(collection: Collection) -> float:
    """Return the share of the words of a sample, from documents all over the collection, that stand in it once."""
    chosen = np.unique(np.linspace(0, len(collection) - 1, _SAMPLE_DOCUMENTS).astype(np.int64))
    from_each = -(-SAMPLE_WORDS // chosen.size)
    parts = [tokenise(column) for column in collection.texts_of(chosen)]
    words = np.concatenate([part.of(row)[:from_each] for part in parts for row in range(part.counts.size)])
    counts = np.unique(words[:SAMPLE_WORDS], return_counts=True)[1]
    return float(np.count_nonzero(counts == 1) / max(words[:SAMPLE_WORDS].size, 1))
