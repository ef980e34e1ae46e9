"""Runs of pairs of texts → which words of one text the other one holds, in plain Python, as a reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.passages import Runs

    Numbers = NDArray[np.int64]


def find_held_words(
    words: NDArray[np.uint64],
    is_counted: NDArray[np.bool_],
    offsets: Numbers,
    texts: tuple[Numbers, Numbers],
    runs: Runs,
    bounds: Numbers,
    least: int,
) -> tuple[NDArray[np.uint8], Numbers]:
    """Return which words of the first text of each pair the second one holds, and where the bits of each pair begin."""
    parts = [np.zeros(0, np.uint8)]
    for pair, (one, other) in enumerate(zip(*(side.tolist() for side in texts), strict=True)):
        rows = zip(*(column[bounds[pair] : bounds[pair + 1]].tolist() for column in runs), strict=True)
        sides = [slice(offsets[text], offsets[text + 1]) for text in (one, other)]
        text, text_beside = (
            [word if counts else None for word, counts in zip(words[side].tolist(), is_counted[side], strict=True)]
            for side in sides
        )
        held = _held(text, text_beside, list(rows), least)
        parts.append(np.packbits(np.array(held, bool), bitorder="little"))
    return np.concatenate(parts), np.cumsum([part.size for part in parts])


def _held(text: list[int | None], other: list[int | None], runs: list[tuple[int, int, int]], least: int) -> list[bool]:
    def shares(at: int, distance: int) -> bool:
        return text[at] is not None and 0 <= at + distance < len(other) and text[at] == other[at + distance]

    held = [False] * len(text)
    before = [[b - a for a, b, _ in runs if a <= at][-1:] for at in range(len(text))]
    after = [[b - a for a, b, _ in runs if a > at][:1] for at in range(len(text))]
    for distances in (before, after):
        for first in range(len(text) - least + 1):
            row = range(first, first + least)
            if distances[first] and all(distances[at] == distances[first] and shares(at, *distances[at]) for at in row):
                held[first : first + least] = [True] * least
    for a, b, length in runs:
        following = min((start for start, _, _ in runs if start > a), default=len(text))
        for at in range(a, min(a + length, following, len(text))):
            held[at] |= shares(at, b - a)
    return held
