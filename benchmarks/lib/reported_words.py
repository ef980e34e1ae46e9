"""Runs of words and what a program told → the share of the runs' words that it told in any way.

A word of a run is told when it lies in a passage that is reported of the run's two documents or, of its own document,
with any other one; or when it stands, with at least eleven words beside it, in a text that is told once for all
documents that carry it: the boilerplate of a site.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lib import plain_words, span_recall

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from lib.common_runs import CommonRun
    from lib.plain_words import PlainWords
    from lib.span_recall import Row

BESIDE = 12
"""Words in a row that must stand in a told text."""


def told_share(
    words: PlainWords, truth: Sequence[CommonRun], rows: Iterable[Row], unit: str, texts: Sequence[str]
) -> float:
    """Return the share of the words of all runs, those on both sides each once a pair, that rows or texts tell."""
    told = [np.zeros(words.of(row).size, bool) for row in range(len(words.ids))]
    for (one, _), mask in span_recall.reported(words, rows, unit).items():
        told[one] |= mask
    windows = {window for text in texts for window in _windows(text)}
    for row in {side for run in truth for side in (run.a, run.b)}:
        told[row] |= _covered(words.texts[row], windows)
    wanted: dict[tuple[int, int], NDArray[np.bool_]] = {}
    for run in truth:
        for one, other, at in ((run.a, run.b, run.at_a), (run.b, run.a, run.at_b)):
            mask = wanted.setdefault((one, other), np.zeros(told[one].size, bool))
            mask[at : at + run.words] = True
    total = sum(int(mask.sum()) for mask in wanted.values())
    return sum(int((mask & told[one]).sum()) for (one, _), mask in wanted.items()) / total if total else 1.0


def _windows(text: str) -> list[tuple[str, ...]]:
    found = plain_words.WORD.findall(text.lower())
    return list(zip(*(found[start:] for start in range(BESIDE)), strict=False))


def _covered(text: str, windows: set[tuple[str, ...]]) -> NDArray[np.bool_]:
    """Return for each word of a text whether it stands in one of the windows."""
    own = _windows(text)
    covered = np.zeros(len(plain_words.WORD.findall(text.lower())), bool)
    for start, window in enumerate(own):
        if window in windows:
            covered[start : start + BESIDE] = True
    return covered
