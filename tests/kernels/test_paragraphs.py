"""Blocks between blank lines, and which go on from the one before, the same from every kernel."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.words.characters import character_flags
from tests.kernels import naive
from tests.kernels.test_twins import TWINS, packed

if TYPE_CHECKING:
    from types import ModuleType

SPACES = " \t\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2003\u2028\u2029\u202f\u205f\u3000"
pieces = st.one_of(
    st.sampled_from(["\n", "\n\n", "\n \n", " ", "\r\n\r\n", "====", "* * *", "_", "Ab", "one,", "é", "É.", "ß-"]),
    st.sampled_from(
        ["漢字", "ⓐ", "\u0345", "ª", "²", "\u200b", "\ufeff", "\x00", "\x7f", "\U0001d41a", "\U0001f600", "—"]
    ),
    st.sampled_from(SPACES),
    st.integers(1, 150).map("x".__mul__),
    st.integers(1, 150).map(" ".__mul__),
    st.characters(codec="utf-8"),
)
texts = st.lists(pieces, max_size=40).map("".join)


def check(twin: ModuleType, documents: list[str], before: str = "", after: str = "") -> None:
    """Hold a kernel to the textbook, with other text around the documents in the same buffer."""
    buffer, offsets = packed([before, *documents, after])
    found = twin.find_blocks(buffer, offsets[1:-1], character_flags())
    expected = [naive.word_blocks(text) for text in documents]
    assert found.offsets.tolist() == [0, *accumulate(map(len, expected))]
    assert list(zip(*(rows.tolist() for rows in found[1:]), strict=True)) == [
        (*(int(offsets[i + 1]) + len(documents[i][:at].encode()) for at in (start, end)), goes_on)
        for i, rows in enumerate(expected)
        for start, end, goes_on in rows
    ]


@pytest.mark.parametrize("twin", TWINS)
@given(st.lists(texts, max_size=4), texts, texts)
@settings(max_examples=400, deadline=None)
def test_blocks_are_those_of_the_textbook(twin: ModuleType, documents: list[str], before: str, after: str) -> None:
    """All white space of Unicode makes lines blank, and letters of any script make a block."""
    check(twin, documents, before, after)


RUNNING = ["a b c d e f g h", "a b_c d e f g"]
OTHERS = ["A b", "h.", "(é.", "x@y", "w.v", "_._", "a.", ".b", "a:/", "s://", ":", "Σ", "ß", "iP", "İ"]
ENDS = [".\u201d)", "_", ",", "\u2014", "\u0964", "==", "²", "\u3000", "\n"]
halves = st.lists(
    st.sampled_from([*RUNNING, *OTHERS, *ENDS]),
    min_size=1,
    max_size=6,
).map(" ".join)


@pytest.mark.parametrize("twin", TWINS)
@given(st.lists(halves, max_size=12), st.sampled_from(["\n\n", "\n\n\u2003\n", "\n"]))
@settings(max_examples=400, deadline=None)
def test_what_goes_on_is_that_of_the_textbook(twin: ModuleType, blocks: list[str], between: str) -> None:
    """Any number of blocks may, and a rule, a sentence's end, a heading, a name or an address parts them."""
    check(twin, [between.join(blocks), "", between.join(reversed(blocks))])


@pytest.mark.parametrize("twin", TWINS)
def test_a_third_part_goes_on_from_all_that_was_joined(twin: ModuleType) -> None:
    """A part of two words is no running text by itself, but ends what is."""
    running = "one two three four five six seven eight"
    buffer, offsets = packed([f"{running}\n\nnine ten:\n\n{running},\n\nand so on.\n\nEnd"])
    found = twin.find_blocks(buffer, offsets, character_flags())
    assert found.goes_on.tolist() == [False, True, False, True, False]


@pytest.mark.parametrize("twin", TWINS)
def test_there_is_room_for_any_number_of_blocks(twin: ModuleType) -> None:
    """Also where every block is a letter, and every text is one."""
    check(twin, ["a\n\n" * 3000, *("b" * 30)])
