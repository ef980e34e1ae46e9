"""Two texts into the words of each that stand beside words of the other, the same ones or not: their aligned words.

Whoever rewords a text keeps the order of what it says, and the letters of many words. So the aligned words of a pair
are those of its passages and of its chains of letters. They are no finding of their own: the figures of a pair are of
the words that are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.reuse.chains import REWORDED, find_letter_chains
from dedup.reuse.identical import IdenticalDocuments
from dedup.reuse.located_texts import TextLocator
from dedup.reuse.word_ranges import WordRanges
from dedup.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.matches import Passage
    from dedup.reuse.located_texts import LocatedText

    Numbers = NDArray[np.int64]


def aligned_shares(
    pair: Collection, texts: tuple[LocatedText, LocatedText], passages: Sequence[Passage], engine: Engine
) -> tuple[float, float]:
    """Return which share of the words of each of two documents is aligned with the other; the two are not identical.

    `pair` and `texts` are the same two documents, `passages` what they share.
    """
    chains = find_letter_chains(pair, IdenticalDocuments(np.arange(2)), engine, REWORDED)
    locator = TextLocator(pair, engine)
    in_a = locator.words_of_letters(chains.a, chains.start_a, chains.end_a)
    in_b = locator.words_of_letters(chains.b, chains.start_b, chains.end_b)
    of_a = [Span(passage.a.start, passage.a.end) for passage in passages]
    of_b = [Span(passage.b.start, passage.b.end) for passage in passages]
    return _share(texts[0], in_a, of_a), _share(texts[1], in_b, of_b)


def _share(text: LocatedText, chained: tuple[Numbers, Numbers], passages: Sequence[Span]) -> float:
    """Return the share of the words of a text that stand in these ranges of words, or in these spans."""
    shared = np.array([text.words.within(span) for span in passages], np.int64).reshape(-1, 2)
    first, end = (np.concatenate(both) for both in zip(chained, shared.T, strict=True))
    aligned = WordRanges.union(np.zeros_like(first), first, end).sizes.sum()
    return float(aligned / max(text.words.hashes.size, 1))
