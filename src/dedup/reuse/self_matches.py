"""Runs of texts with themselves into self matches: passages within each text, and tandem repeats.

A tandem repeat is a stretch of words that repeats at once and runs on (a b a b a b). Its runs overlap themselves. It is
shown once, with its number of occurrences.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedup.engines.groups import unique
from dedup.reuse.paragraph_pairs import ParagraphPairs, split_by_paragraph
from dedup.reuse.passages import passages_of
from dedup.reuse.word_ranges import WordRanges, expand_ranges

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.reuse.paragraph_pairs import ParagraphWords
    from dedup.reuse.passage_table import PassageTable
    from dedup.reuse.passages import PairRuns
    from dedup.settings import Settings
    from dedup.words.tokens import WordTable

    Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SelfMatches:
    """What texts repeat: the `passages` of each text with itself, one row a text, and its `tandem_repeats`."""

    passages: PassageTable
    tandem_repeats: TandemRepeats

    @classmethod
    def of_runs(cls, runs: PairRuns, words: WordTable, settings: Settings, engine: Engine) -> SelfMatches:
        """Return the self matches of texts, given their runs with themselves; runs in a tandem repeat are left out."""
        tandem_repeats, is_outside = find_tandem_repeats(runs)
        return cls(passages_of(runs.with_runs(is_outside), words, settings, engine), tandem_repeats)

    def paragraph_pairs(
        self, rows: Numbers, bases: Numbers, paragraphs: ParagraphWords, settings: Settings
    ) -> ParagraphPairs:
        """Return the paragraph pairs of `min_repeated` words of the texts in these rows, in the order of their places.

        The words of each text are counted from its base.
        """
        table = self.passages.take(rows)
        base = np.repeat(bases, np.diff(table.run_bounds))
        passages = table.passages._replace(a=table.passages.a + base, b=table.passages.b + base)
        pairs = self.tandem_repeats.of_texts(rows, bases).paragraph_pairs(settings)
        pairs = pairs.followed_by(split_by_paragraph(passages, paragraphs, settings.min_repeated))
        pairs = pairs.take(np.flatnonzero(pairs.same_words >= settings.min_repeated))
        return pairs.take(np.lexsort(pairs.repeated[::-1]))

    def count_repeated_words(self) -> Numbers:
        """Return how many words of each text repeat earlier words."""
        passages, tandem = self.passages.passages, self.tandem_repeats
        texts = np.repeat(np.arange(len(self.passages)), np.diff(self.passages.run_bounds))
        repeated = WordRanges.union(
            np.concatenate([texts, tandem.texts]),
            np.concatenate([passages.b, tandem.lows + tandem.periods]),
            np.concatenate([passages.b + passages.length, tandem.highs]),
        )
        return repeated.count_words(np.arange(len(self.passages)))


@dataclass(frozen=True, slots=True)
class TandemRepeats:
    """Tandem repeats, none inside another, one row each (int64), in order.

    Words ``lows <= w < highs`` of one of the `texts` repeat every `periods` words.
    """

    texts: Numbers
    lows: Numbers
    highs: Numbers
    periods: Numbers

    def paragraph_pairs(self, settings: Settings) -> ParagraphPairs:
        """Return each tandem repeat as a pair of its first part and the rest.

        The first part is whole periods, of `min_repeated` words if possible.
        """
        lows, highs, periods = self.lows, self.highs, self.periods
        wanted = -(-settings.min_repeated // periods)
        middle = lows + periods * np.maximum(1, np.minimum(wanted, (highs - lows) // (2 * periods)))
        parts = np.stack([lows, middle, middle, highs])
        return ParagraphPairs(parts, parts, highs - lows - periods, (highs - lows) // periods)

    def of_texts(self, texts: Numbers, bases: Numbers) -> TandemRepeats:
        """Return the tandem repeats of these texts, in order, with the words of each text counted from its base."""
        low, high = (np.searchsorted(self.texts, texts, side=side) for side in ("left", "right"))
        rows, bounds = expand_ranges(low, high)
        place = np.repeat(np.arange(texts.size), np.diff(bounds))
        return TandemRepeats(place, self.lows[rows] + bases[place], self.highs[rows] + bases[place], self.periods[rows])


def find_tandem_repeats(self_runs: PairRuns) -> tuple[TandemRepeats, NDArray[np.bool_]]:
    """Return the tandem repeats of texts, by their row, and which runs lie outside of all tandem repeats."""
    runs, bounds = self_runs.runs, self_runs.bounds
    is_overlapping = runs.b < runs.a + runs.length
    is_outside = ~is_overlapping
    rows: list[tuple[int, int, int, int]] = []
    for text in unique(np.searchsorted(bounds, np.flatnonzero(is_overlapping), side="right") - 1).tolist():
        of_text = slice(bounds[text], bounds[text + 1])
        lows, highs = runs.a[of_text], runs.b[of_text] + runs.length[of_text]
        for low, high, period in _outermost(lows, highs, runs.b[of_text] - lows, is_overlapping[of_text]):
            rows.append((text, low, high, period))
            is_outside[of_text] &= (lows < low) | (highs > high)
    return TandemRepeats(*np.array(rows, np.int64).reshape(-1, 4).T), is_outside


def _outermost(
    lows: Numbers, highs: Numbers, periods: Numbers, is_overlapping: NDArray[np.bool_]
) -> list[tuple[int, int, int]]:
    """Return the stretches of overlapping runs that lie in no longer one, as first word, end and period."""
    outermost: list[tuple[int, int, int]] = []
    rows = zip(*(column[is_overlapping].tolist() for column in (lows, highs, periods)), strict=True)
    for low, high, period in sorted(rows, key=lambda row: (row[0] - row[1], row[2], row[0])):
        if not any(first <= low and high <= end for first, end, _ in outermost):
            outermost.append((low, high, period))
    return sorted(outermost)
