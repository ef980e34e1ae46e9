"""Runs that overlap themselves: words that repeat at once and run on (a b a b a b), told once with their times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedup.engines.groups import unique
from dedup.reuse.cutting import Parts
from dedup.reuse.word_ranges import expand_ranges

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.reuse.passages import PairRuns
    from dedup.settings import Settings

    Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Patterns:
    """Stretches of texts in which words repeat at once, none inside another, one row each (int64), in order.

    Words ``lows <= w < highs`` of one of the `texts` repeat with their `periods`.
    """

    texts: Numbers
    lows: Numbers
    highs: Numbers
    periods: Numbers

    def parts(self, settings: Settings) -> Parts:
        """Return each pattern as its first part and the rest.

        The first part is whole periods, of `min_repeated` words if it can.
        """
        lows, highs, periods = self.lows, self.highs, self.periods
        wanted = -(-settings.min_repeated // periods)
        middle = lows + periods * np.maximum(1, np.minimum(wanted, (highs - lows) // (2 * periods)))
        places = np.stack([lows, middle, middle, highs])
        return Parts(places, places, highs - lows - periods, (highs - lows) // periods)

    def of(self, texts: Numbers, bases: Numbers) -> Patterns:
        """Return the patterns of some texts, in order, with their words counted from a base that each text has."""
        rows, bounds = expand_ranges(
            np.searchsorted(self.texts, texts), np.searchsorted(self.texts, texts, side="right")
        )
        place = np.repeat(np.arange(texts.size), np.diff(bounds))
        return Patterns(place, self.lows[rows] + bases[place], self.highs[rows] + bases[place], self.periods[rows])


def find_patterns(within: PairRuns) -> tuple[Patterns, NDArray[np.bool_]]:
    """Return the patterns of texts, by their number among the pairs, and which runs within texts are in none."""
    runs, bounds = within.runs, within.bounds
    overlapping = runs.b < runs.a + runs.length
    plain = ~overlapping
    rows: list[tuple[int, int, int, int]] = []
    for text in unique(np.searchsorted(bounds, np.flatnonzero(overlapping), side="right") - 1).tolist():
        own = slice(bounds[text], bounds[text + 1])
        lows, highs = runs.a[own], runs.b[own] + runs.length[own]
        for low, high, period in _outermost(lows, highs, runs.b[own] - lows, overlapping[own]):
            rows.append((text, low, high, period))
            plain[own] &= (lows < low) | (highs > high)
    return Patterns(*np.array(rows, np.int64).reshape(-1, 4).T), plain


def _outermost(
    lows: Numbers, highs: Numbers, periods: Numbers, overlapping: NDArray[np.bool_]
) -> list[tuple[int, int, int]]:
    """Return the stretches of overlapping runs that lie in no longer one, as first word, end and period."""
    found: list[tuple[int, int, int]] = []
    rows = zip(*(column[overlapping].tolist() for column in (lows, highs, periods)), strict=True)
    for low, high, period in sorted(rows, key=lambda row: (row[0] - row[1], row[2], row[0])):
        if not any(first <= low and high <= end for first, end, _ in found):
            found.append((low, high, period))
    return sorted(found)
