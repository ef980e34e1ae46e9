"""Passages within texts, cut where a paragraph ends: what is said twice, told by the paragraphs in which it stands.

Words are counted through all texts of a piece, so that no two texts have a word in common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.engines.groups import unique
from dedup.reuse.crossing import keep_together
from dedup.reuse.passages import stretches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.passages import Passages
    from dedup.words.locations import LocatedTexts
    from dedup.words.paragraphs import Paragraphs

    Numbers = NDArray[np.int64]

_OFFSET = 32
"""Bits for the place of a cut in its run; what is above them is the number of the run."""


class Parts(NamedTuple):
    """Stretches that are said again, one column each, int64.

    `units` (4 rows) are the two paragraphs, parts of one, or several, in which they stand: first word and end of the
    one, then of the other. `places` (4 rows) are what is repeated of them, `same` is how many words are the same there,
    and `times` how often they stand: more than twice in a pattern that runs on.
    """

    units: Numbers
    places: Numbers
    same: Numbers
    times: Numbers

    def take(self, order: Numbers) -> Parts:
        """Return the parts of these numbers, in that order."""
        return Parts(*(column[..., order] for column in self))

    def before(self, other: Parts) -> Parts:
        """Return these parts and then the others."""
        return Parts(*(np.concatenate(both, axis=-1) for both in zip(self, other, strict=True)))


class ParagraphWords(NamedTuple):
    """The words of paragraphs, in order: those of paragraph p are ``starts[p] : ends[p]`` (int64), if it has any."""

    starts: Numbers
    ends: Numbers

    @classmethod
    def of(cls, texts: LocatedTexts, paragraphs: Paragraphs) -> ParagraphWords:
        """Return the words that lie wholly in each paragraph of some texts."""
        starts = np.searchsorted(texts.words.starts, paragraphs.starts)
        return cls(starts, np.maximum(starts, np.searchsorted(texts.words.ends, paragraphs.ends, side="right")))

    def holding(self, words: Numbers) -> Numbers:
        """Return in which paragraph each word stands, -1 for one in none."""
        found = np.searchsorted(self.starts, words, side="right") - 1
        inside = found >= 0
        inside[inside] = words[inside] < self.ends[found[inside]]
        return np.where(inside, found, -1)


def cut_passages(found: Passages, paragraphs: ParagraphWords, least: int) -> Parts:
    """Return what passages within texts say again, by the paragraphs on both sides, in the order of the passages.

    A part of a paragraph that is repeated within itself is its own unit. What two paragraphs share in several passages
    is one part, with what lies between. A part of fewer than the `least` words stays with the one beside it.
    """
    if not found.a.size:
        return Parts(*np.zeros((2, 4, 0), np.int64), *np.zeros((2, 0), np.int64))
    run, offset, size = _cut_runs(found, paragraphs)
    first, second = found.a[run] + offset, found.b[run] + offset
    passage = np.repeat(np.arange(found.first.size - 1), np.diff(found.first))[run]
    sides = paragraphs.holding(first), paragraphs.holding(second)
    heads = _heads(passage, *sides)
    tails = np.append(heads[1:], run.size) - 1
    places = np.stack([side[at] + more for side in (first, second) for at, more in ((heads, 0), (tails, size[tails]))])
    p, q = (side[heads] for side in sides)
    two = np.flatnonzero((p != q) & (p >= 0) & (q >= 0))
    units = places.copy()
    units[:, two] = [edge[side[two]] for side in (p, q) for edge in paragraphs]
    return _together(*keep_together(units, places, np.add.reduceat(size, heads), passage[heads], least))


def _cut_runs(found: Passages, paragraphs: ParagraphWords) -> tuple[Numbers, Numbers, Numbers]:
    """Cut each run where a paragraph begins or ends on either side: number of the run, offset therein, and words."""
    edges = unique(np.concatenate(paragraphs))
    cuts = [np.arange(found.a.size) << _OFFSET]
    for start in (found.a, found.b):
        low, high = np.searchsorted(edges, start, side="right"), np.searchsorted(edges, start + found.length)
        run = np.repeat(np.arange(start.size), np.maximum(high - low, 0))
        at = stretches(low, np.maximum(high, low))[0]
        cuts.append((run << _OFFSET) + edges[at] - start[run])
    cut = unique(np.concatenate(cuts))
    run, offset = cut >> _OFFSET, cut & ((1 << _OFFSET) - 1)
    end = np.append(offset[1:], 0)
    last = np.append(run[1:] != run[:-1], True)
    return run, offset, np.where(last, found.length[run], end) - offset


def _together(units: Numbers, places: Numbers, same: Numbers) -> Parts:
    """Return the parts of the same two units as one each, in the order in which their units are first met."""
    order = np.lexsort(units[::-1])
    heads = _heads(*units[:, order])
    low, high = (edge.reduceat(places[:, order], heads, axis=1) for edge in (np.minimum, np.maximum))
    hull = np.stack([low[0], high[1], low[2], high[3]])
    parts = Parts(units[:, order][:, heads], hull, np.add.reduceat(same[order], heads), np.full(heads.size, 2))
    return parts.take(np.argsort(np.minimum.reduceat(order, heads)))


def _heads(*columns: Numbers) -> Numbers:
    """Return where a row differs from the one before it in any column."""
    new = np.ones(columns[0].size, bool)
    new[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return np.flatnonzero(new)
