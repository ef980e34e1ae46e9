"""Reported passages beside the runs that there are: which runs were found, and how many reported words are in common.

A run counts as found when nine tenths of its words are inside the passages reported of its two documents, on both
sides. A reported word is in common when it stands in a run of five words or more that both documents have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lib.common_runs import CommonRun
    from lib.plain_words import PlainWords

COVERED = 0.9
COMMON = 5
Spans = Sequence[Sequence[int]]
Row = tuple[str, str, Spans, Spans]
Masks = dict[tuple[int, int], NDArray[np.bool_]]


@dataclass(frozen=True)
class SpanScore:
    """How much of the runs was found.

    `runs` is the share of the runs, `words` the share of their words (on both sides, each once a pair) and `precision`
    the share of the reported words that are in common.
    """

    runs: float
    words: float
    precision: float


def score(words: PlainWords, truth: Sequence[CommonRun], rows: Iterable[Row], unit: str) -> SpanScore:
    """Return the score of reported rows, whose spans are in ``words`` or in ``characters`` of the texts."""
    told_of = reported(words, rows, unit)
    there: Masks = {}
    found = 0
    for run in truth:
        sides = ((run.a, run.b, run.at_a), (run.b, run.a, run.at_b))
        for one, other, at in sides:
            _mask(there, words, one, other)[at : at + run.words] = True
        found += all(
            (one, other) in told_of and told_of[one, other][at : at + run.words].sum() >= COVERED * run.words
            for one, other, at in sides
        )
    wanted = sum(int(mask.sum()) for mask in there.values())
    hit = sum(int((mask & told_of[key]).sum()) for key, mask in there.items() if key in told_of)
    told = sum(int(mask.sum()) for mask in told_of.values())
    common = sum(int((mask & _common(words, *key)).sum()) for key, mask in told_of.items())
    return SpanScore(_share(found, len(truth)), _share(hit, wanted), _share(common, told))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _mask(masks: Masks, words: PlainWords, one: int, other: int) -> NDArray[np.bool_]:
    if (one, other) not in masks:
        masks[one, other] = np.zeros(words.of(one).size, bool)
    return masks[one, other]


def reported(words: PlainWords, rows: Iterable[Row], unit: str) -> Masks:
    """Return which words of a document are reported to stand in another, by the two documents."""
    spans: dict[int, NDArray[np.int64]] = {}
    masks: Masks = {}
    for a, b, in_a, in_b in rows:
        one, other = words.row[a], words.row[b]
        if one == other:
            continue
        for row, opposite, listed in ((one, other, in_a), (other, one, in_b)):
            mask = _mask(masks, words, row, opposite)
            for start, end in listed:
                low, high = start, end
                if unit == "characters":
                    at = spans[row] = spans[row] if row in spans else words.spans(row)
                    low = int(np.searchsorted(at[:, 1], start, side="right"))
                    high = int(np.searchsorted(at[:, 0], end, side="left"))
                mask[low:high] = True
    return masks


def _common(words: PlainWords, one: int, other: int) -> NDArray[np.bool_]:
    """Return which words of a document stand in a run of `COMMON` that the other has too."""
    inside = np.isin(words.windows(one, COMMON), words.windows(other, COMMON))
    covered = np.zeros(words.of(one).size, bool)
    for start in range(COMMON):
        covered[start : start + inside.size] |= inside
    return covered
