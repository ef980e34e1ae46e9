"""Pieces of a repetition on both sides of a paragraph's end: kept together where one alone would be too short."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.reuse.crossing import keep_together

Piece = tuple[int, int]
"""How many words of a piece are the same, and how many its paragraph has on either side."""


def kept(pieces: list[Piece], passages: list[int], apart: int = 1000) -> list[tuple[list[int], list[int], int]]:
    """Return units, places and words of what is kept together; the second side stands so many words further on.

    Each piece stands at the end of its paragraph, and paragraph follows on paragraph.
    """
    sizes = np.array([size for size, _ in pieces])
    ends = np.cumsum([of for _, of in pieces])
    starts = ends - [of for _, of in pieces]
    units = np.stack([starts, ends, starts + apart, ends + apart])
    places = np.stack([ends - sizes, ends, ends - sizes + apart, ends + apart])
    units, places, same = keep_together(units, places, sizes, np.array(passages), 12)
    return list(zip(units.T.tolist(), places.T.tolist(), same.tolist(), strict=True))


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
    found = kept([(size, 100) for size in sizes], [0] * len(sizes))
    assert [same for *_, same in found] == expected


def test_what_is_kept_together_is_told_by_all_its_paragraphs() -> None:
    """Seven and eight words of paragraphs of ten and twenty: both of these, and from the first word to the last."""
    ((units, places, same),) = kept([(7, 10), (8, 20)], [0, 0])
    assert (units, places, same) == ([0, 30, 1000, 1030], [3, 30, 1003, 1030], 15)


def test_a_paragraph_that_is_nearly_whole_stands_by_itself() -> None:
    """Sixteen of twenty words are four fifths: a heading before it and five words after it do not blur that."""
    found = kept([(3, 3), (16, 20), (5, 50)], [0, 0, 0])
    assert [same for *_, same in found] == [3, 16, 5]


def test_pieces_of_different_passages_stay_apart() -> None:
    """They do not run on from one to the other."""
    assert [same for *_, same in kept([(8, 100), (8, 100)], [0, 1])] == [8, 8]


def test_a_repetition_that_runs_through_one_paragraph_on_both_sides_is_its_own_unit() -> None:
    """From the end of one paragraph into the next, and from the end of that into a third."""
    ((units, places, _),) = kept([(8, 40), (8, 40)], [0, 0], apart=40)
    assert units == places == [32, 80, 72, 120]


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 2)), min_size=1, max_size=12))
@settings(deadline=None)
def test_of_passages_in_parts_of_paragraphs_every_word_is_told(rows: list[tuple[int, int]]) -> None:
    """Whatever their pieces: each passage of twelve words or more lies in parts of twelve or more."""
    passages = sorted(passage for _, passage in rows)
    pieces = [(size, 100) for size, _ in rows]
    words = np.bincount(passages, [size for size, _ in pieces]).astype(int).tolist()
    told = [same for *_, same in kept(pieces, passages) if same >= 12]
    assert sum(told) == sum(size for size in words if size >= 12)
