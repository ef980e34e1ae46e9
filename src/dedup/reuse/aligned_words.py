"""Chains of letters into the words of two texts that stand beside each other, the same ones or not: aligned words.

Whoever rewords a text keeps the order of what it says, and the letters of many words. The aligned words of a pair are
those of its passages, if it has any, and of its chains of letters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

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
    from dedup.reuse.chains import DocumentChains
    from dedup.reuse.located_texts import LocatedText

    Numbers = NDArray[np.int64]


class AlignedPairs(NamedTuple):
    """Pairs of documents, in order, with the words of either that lie in chains of letters (int64, one row a pair).

    `words_a` and `words_b` count them; `first_a`, `end_a` and so on are from the first to the last of them, half-open.
    """

    a: Numbers
    b: Numbers
    words_a: Numbers
    words_b: Numbers
    first_a: Numbers
    end_a: Numbers
    first_b: Numbers
    end_b: Numbers


def find_aligned_pairs(chains: DocumentChains, locator: TextLocator) -> AlignedPairs:
    """Return the aligned words of each pair of documents that has chains of letters."""
    opens = np.flatnonzero((np.diff(chains.a, prepend=-1) != 0) | (np.diff(chains.b, prepend=-1) != 0))
    pair = np.repeat(np.arange(opens.size), np.diff(opens, append=chains.a.size))
    counts, bounds = [], []
    for documents, start, end in (
        (chains.a, chains.start_a, chains.end_a),
        (chains.b, chains.start_b, chains.end_b),
    ):
        first, last = locator.words_of_letters(documents, start, end)
        counts.append(WordRanges.union(pair, first, last).count_words(np.arange(opens.size)))
        bounds += [_reduced(np.minimum, first, opens), _reduced(np.maximum, last, opens)]
    return AlignedPairs(chains.a[opens], chains.b[opens], *counts, *bounds)


def _reduced(reduce: np.ufunc, values: Numbers, opens: Numbers) -> Numbers:
    """Return what `reduce` makes of the values of each pair; `opens` are the first rows of pairs."""
    return np.asarray(reduce.reduceat(values, opens)) if opens.size else values


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
