"""Passages within texts, cut by paragraphs: the parts are those of a walk word by word."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.kernels.passages import Passages
from dedup.reuse.cutting import ParagraphWords, cut_passages
from tests.reuse.tables import Run, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.reuse.cutting import Parts

Range = tuple[int, int]
Listed = list[list[Run]]
"""Passages, each as its runs."""

steps = st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 9))


@st.composite
def passages(draw: st.DrawFn) -> Listed:
    """Draw passages of which the runs rise on both sides."""
    found: Listed = []
    for start, other, more in draw(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.lists(steps)))):
        runs: list[Run] = []
        a, b = start, other
        for gap_a, gap_b, length in [(0, 0, 3), *more]:
            runs.append((a + gap_a, b + gap_b, length))
            a, b = a + gap_a + length, b + gap_b + length
        found.append(runs)
    return found


def cut(found: Listed, paragraphs: list[Range]) -> Iterator[tuple[tuple[Range, Range], Range, Range, int]]:
    """Yield the parts of passages, each with its two units: a walk over all pairs of equal words."""

    def paragraph(word: int) -> int:
        return next((number for number, (low, high) in enumerate(paragraphs) if low <= word < high), -1)

    for runs in found:
        words = [(a + i, b + i) for a, b, length in runs for i in range(length)]
        for (p, q), group in groupby(words, key=lambda pair: (paragraph(pair[0]), paragraph(pair[1]))):
            part = list(group)
            first, second = (part[0][0], part[-1][0] + 1), (part[0][1], part[-1][1] + 1)
            units = (first, second) if p == q or min(p, q) < 0 else (paragraphs[p], paragraphs[q])
            yield units, first, second, len(part)


def told(parts: Parts) -> list[tuple[tuple[Range, Range], Range, Range, int]]:
    """Return parts as rows."""
    units, places = parts.units.T.tolist(), parts.places.T.tolist()
    return [
        (((a, b), (c, d)), (e, f), (g, h), same)
        for (a, b, c, d), (e, f, g, h), same in zip(units, places, parts.same.tolist(), strict=True)
    ]


@given(passages(), st.lists(st.integers(0, 60), max_size=12))
@settings(deadline=None)
def test_parts_are_those_of_a_walk_over_the_words(found: Listed, marks: list[int]) -> None:
    """Words may stand in no paragraph and paragraphs have no words; what has the same units is one part."""
    edges = sorted(marks[: len(marks) // 2 * 2])
    paragraphs = list(zip(edges[::2], edges[1::2], strict=True))
    expected: dict[tuple[Range, Range], tuple[Range, Range, int]] = {}
    for units, first, second, same in cut(found, paragraphs):
        before = expected.get(units, (first, second, 0))
        hulls = [(min(x[0], y[0]), max(x[1], y[1])) for x, y in zip((first, second), before[:2], strict=True)]
        expected[units] = (hulls[0], hulls[1], before[2] + same)
    words = ParagraphWords(*np.array(paragraphs, np.int64).reshape(-1, 2).T)
    parts = cut_passages(table_of({(0, 1): found}).passages, words, 1)
    assert told(parts) == [(units, *rest) for units, rest in expected.items()]
    assert parts.times.tolist() == [2] * len(expected)


def test_no_passages_have_no_parts() -> None:
    """There may be paragraphs all the same."""
    none = Passages(*np.zeros((3, 0), np.int64), *np.zeros((2, 1), np.int64))
    assert told(cut_passages(none, ParagraphWords(np.array([0]), np.array([9])), 12)) == []
