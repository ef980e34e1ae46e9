"""Passages within texts, cut by paragraphs: the parts are those of a walk word by word."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.kernels.passages import Passages
from dedup.reuse.paragraph_pairs import ParagraphWords, merge_short_parts, split_by_paragraph
from tests.reuse.tables import Run, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.reuse.paragraph_pairs import ParagraphPairs


Range = tuple[int, int]
Listed = list[list[Run]]
"""Passages, each as its runs."""
steps = st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 9))
Piece = tuple[int, int]
"""How many words of a piece are the same, and how many its paragraph has on either side."""


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


def split_naively(found: Listed, paragraphs: list[Range]) -> Iterator[tuple[tuple[Range, Range], Range, Range, int]]:
    """Yield the parts of passages, each with its two blocks: a walk over all pairs of equal words."""

    def paragraph(word: int) -> int:
        return next((number for number, (low, high) in enumerate(paragraphs) if low <= word < high), -1)

    for runs in found:
        words = [(a + i, b + i) for a, b, length in runs for i in range(length)]
        for (p, q), group in groupby(words, key=lambda pair: (paragraph(pair[0]), paragraph(pair[1]))):
            part = list(group)
            first, second = (part[0][0], part[-1][0] + 1), (part[0][1], part[-1][1] + 1)
            blocks = (first, second) if p == q or min(p, q) < 0 else (paragraphs[p], paragraphs[q])
            yield blocks, first, second, len(part)


def rows_of(pairs: ParagraphPairs) -> list[tuple[tuple[Range, Range], Range, Range, int]]:
    """Return paragraph pairs as rows."""
    blocks, places = pairs.blocks.T.tolist(), pairs.repeated.T.tolist()
    return [
        (((a, b), (c, d)), (e, f), (g, h), same)
        for (a, b, c, d), (e, f, g, h), same in zip(blocks, places, pairs.same_words.tolist(), strict=True)
    ]


@given(passages(), st.lists(st.integers(0, 60), max_size=12))
@settings(deadline=None)
def test_parts_are_those_of_a_walk_over_the_words(found: Listed, marks: list[int]) -> None:
    """Words may stand in no paragraph and paragraphs have no words; what has the same blocks is one part."""
    edges = sorted(marks[: len(marks) // 2 * 2])
    paragraphs = list(zip(edges[::2], edges[1::2], strict=True))
    expected: dict[tuple[Range, Range], tuple[Range, Range, int]] = {}
    for blocks, first, second, same in split_naively(found, paragraphs):
        before = expected.get(blocks, (first, second, 0))
        hulls = [(min(x[0], y[0]), max(x[1], y[1])) for x, y in zip((first, second), before[:2], strict=True)]
        expected[blocks] = (hulls[0], hulls[1], before[2] + same)
    words = ParagraphWords(*np.array(paragraphs, np.int64).reshape(-1, 2).T)
    pairs = split_by_paragraph(table_of({(0, 1): found}).passages, words, 1)
    assert rows_of(pairs) == [(blocks, *rest) for blocks, rest in expected.items()]
    assert pairs.occurrences.tolist() == [2] * len(expected)


def test_no_passages_have_no_parts() -> None:
    """There may be paragraphs all the same."""
    none = Passages(*np.zeros((3, 0), np.int64), *np.zeros((2, 1), np.int64))
    assert rows_of(split_by_paragraph(none, ParagraphWords(np.array([0]), np.array([9])), 12)) == []


def merged(pieces: list[Piece], passages: list[int], apart: int = 1000) -> list[tuple[list[int], list[int], int]]:
    """Return units, places and words of what is kept together; the second side stands so many words further on.

    Each piece stands at the end of its paragraph, and paragraph follows on paragraph.
    """
    sizes = np.array([size for size, _ in pieces])
    ends = np.cumsum([of for _, of in pieces])
    starts = ends - [of for _, of in pieces]
    blocks = np.stack([starts, ends, starts + apart, ends + apart])
    repeated = np.stack([ends - sizes, ends, ends - sizes + apart, ends + apart])
    blocks, repeated, same = merge_short_parts(blocks, repeated, sizes, np.array(passages), 12)
    return list(zip(blocks.T.tolist(), repeated.T.tolist(), same.tolist(), strict=True))


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([7, 8], [15]),  # neither would be told
        ([11, 12, 11], [34]),  # twelve in the middle, too few on either side of a cut
        ([14, 5], [19]),
        ([5, 14], [19]),
        ([14, 3, 20], [14, 23]),  # the first cut that leaves twelve on both sides
        ([3, 14, 20], [17, 20]),
        ([12, 12], [12, 12]),  # nothing is lost by the cut
        ([6, 6, 6, 6], [12, 12]),
        ([5, 6], [11]),  # too few together
    ],
)
def test_pieces_are_cut_apart_only_where_both_sides_have_the_words(sizes: list[int], expected: list[int]) -> None:
    """All are small parts of paragraphs of a hundred words."""
    found = merged([(size, 100) for size in sizes], [0] * len(sizes))
    assert [same for *_, same in found] == expected


def test_what_is_kept_together_is_told_by_all_its_paragraphs() -> None:
    """Seven and eight words of paragraphs of ten and twenty: both of these, and from the first word to the last."""
    ((blocks, repeated, same),) = merged([(7, 10), (8, 20)], [0, 0])
    assert (blocks, repeated, same) == ([0, 30, 1000, 1030], [3, 30, 1003, 1030], 15)


def test_a_paragraph_that_is_nearly_whole_stands_by_itself() -> None:
    """Sixteen of twenty words are four fifths: a heading before it and five words after it do not blur that."""
    found = merged([(3, 3), (16, 20), (5, 50)], [0, 0, 0])
    assert [same for *_, same in found] == [3, 16, 5]


def test_pieces_of_different_passages_stay_apart() -> None:
    """They do not run on from one to the other."""
    assert [same for *_, same in merged([(8, 100), (8, 100)], [0, 1])] == [8, 8]


def test_a_repetition_that_runs_through_one_paragraph_on_both_sides_is_its_own_unit() -> None:
    """From the end of one paragraph into the next, and from the end of that into a third."""
    ((blocks, repeated, _),) = merged([(8, 40), (8, 40)], [0, 0], apart=40)
    assert blocks == repeated == [32, 80, 72, 120]


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 2)), min_size=1, max_size=12))
@settings(deadline=None)
def test_of_passages_in_parts_of_paragraphs_every_word_is_told(rows: list[tuple[int, int]]) -> None:
    """Whatever their pieces: each passage of twelve words or more lies in parts of twelve or more."""
    passages = sorted(passage for _, passage in rows)
    pieces = [(size, 100) for size, _ in rows]
    words = np.bincount(passages, [size for size, _ in pieces]).astype(int).tolist()
    told = [same for *_, same in merged(pieces, passages) if same >= 12]
    assert sum(told) == sum(size for size in words if size >= 12)
