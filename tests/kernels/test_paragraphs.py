"""Blocks between blank lines, seams, heads and tails: every implementation gives the same."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.kernels.paragraphs import HeadTailRules
from dedup.words.paragraphs import character_flags
from tests.kernels import naive
from tests.kernels.inputs import IMPLEMENTATIONS, packed

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


def check(implementation: ModuleType, documents: list[str], before: str = "", after: str = "") -> None:
    """Hold a kernel to the textbook, with other text around the documents in the same buffer."""
    buffer, offsets = packed([before, *documents, after])
    found = implementation.find_blocks(buffer, offsets[1:-1], character_flags())
    expected = [naive.word_blocks(text) for text in documents]
    assert found.offsets.tolist() == [0, *accumulate(map(len, expected))]
    assert list(zip(*(rows.tolist() for rows in found[1:]), strict=True)) == [
        (*(int(offsets[i + 1]) + len(documents[i][:at].encode()) for at in (start, end)), continues)
        for i, rows in enumerate(expected)
        for start, end, continues in rows
    ]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(st.lists(texts, max_size=4), texts, texts)
@settings(max_examples=400, deadline=None)
def test_blocks_are_those_of_the_textbook(
    implementation: ModuleType, documents: list[str], before: str, after: str
) -> None:
    """All white space of Unicode makes lines blank, and letters of any script make a block."""
    check(implementation, documents, before, after)


RUNNING = ["a b c d e f g h", "a b_c d e f g"]
OTHERS = ["A b", "h.", "(é.", "x@y", "w.v", "_._", "a.", ".b", "a:/", "s://", ":", "Σ", "ß", "iP", "İ"]
ENDS = [".\u201d)", "_", ",", "\u2014", "\u0964", "==", "²", "\u3000", "\n"]
halves = st.lists(
    st.sampled_from([*RUNNING, *OTHERS, *ENDS]),
    min_size=1,
    max_size=6,
).map(" ".join)


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(st.lists(halves, max_size=12), st.sampled_from(["\n\n", "\n\n\u2003\n", "\n"]))
@settings(max_examples=400, deadline=None)
def test_continuations_are_those_of_the_textbook(implementation: ModuleType, blocks: list[str], between: str) -> None:
    """Any number of blocks may, and a rule, a sentence's end, a heading, a name or an address parts them."""
    check(implementation, [between.join(blocks), "", between.join(reversed(blocks))])


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_a_third_part_continues_all_that_was_joined(implementation: ModuleType) -> None:
    """A part of two words is no running text by itself, but ends what is."""
    running = "one two three four five six seven eight"
    buffer, offsets = packed([f"{running}\n\nnine ten:\n\n{running},\n\nand so on.\n\nEnd"])
    found = implementation.find_blocks(buffer, offsets, character_flags())
    assert found.continues.tolist() == [False, True, False, True, False]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_there_is_room_for_any_number_of_blocks(implementation: ModuleType) -> None:
    """Also where every block is a letter, and every text is one."""
    check(implementation, ["a\n\n" * 3000, *("b" * 30)])


RULES = HeadTailRules(paragraph_characters=30, sentence_characters=15, head_lines=4, tail_lines=5, tail_paragraphs=2)
LONG = "This line is a paragraph of a text"
SENTENCE = "It is a sentence."

MARKED = (
    "[linked words](x)",
    "![image](y)",
    "<https://x.org>",
    "[",
    "<",
    "!",
    "+",
    "- ",
    "> ",
    "# ",
    "**",
    "_",
    "\\",
    "`",
)
ENDINGS = ('."', ".\u201d", "!\u201d", SENTENCE, LONG, "x" * 29, "x" * 30, "x " * 15)
line_pieces = st.one_of(
    st.sampled_from(["\n", "\n", "\n\n", "\n \n", " ", "\r\n", "a", "Title"]),
    st.sampled_from(MARKED),
    st.sampled_from(ENDINGS),
    st.sampled_from(["é", "漢字", "\u00a0", "\u2003", "\u2028", "\x00", "\x1c"]),
)
marked_texts = st.lists(line_pieces, max_size=25).map("".join)


@given(st.lists(marked_texts, max_size=4), marked_texts, marked_texts)
@settings(max_examples=600, deadline=None)
def test_all_implementations_find_the_same_heads_and_tails(documents: list[str], before: str, after: str) -> None:
    """With other text around the documents in the same buffer."""
    buffer, offsets = packed([before, *documents, after])
    one, other = (
        implementation.find_heads_and_tails(buffer, offsets[1:-1], RULES) for implementation in IMPLEMENTATIONS
    )
    assert [column.tolist() for column in one] == [column.tolist() for column in other]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@pytest.mark.parametrize(
    ("text", "paragraph", "paragraph_end", "head_lines", "tail", "line_above"),
    [
        ("", 0, 0, 0, 0, 0),
        (f"Title\n\nBy N\n{LONG}\nmore", 12, 46, 2, 0, 0),
        (f"{LONG}\n{LONG}\n{LONG}\nend", 0, 34, 0, 35, 0),
        (f"{LONG}\n\n\u00a0\n{SENTENCE}\n{LONG}\n", 0, 34, 0, 39, 0),
        ("a\nb\nc\nd\ne\nf\ng", 8, 8, 4, 4, 4),
    ],
    ids=["empty", "head", "tail", "blank", "short"],
)
def test_heads_and_tails_end_at_paragraphs(
    implementation: ModuleType,
    text: str,
    paragraph: int,
    paragraph_end: int,
    head_lines: int,
    tail: int,
    line_above: int,
) -> None:
    """A head ends with the first paragraph or line 4, a tail begins with the last paragraph but one or line 5."""
    found = implementation.find_heads_and_tails(*packed([text]), RULES)
    assert [int(column[0]) for column in found] == [paragraph, paragraph_end, head_lines, tail, line_above]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@pytest.mark.parametrize(
    "line", [f"[{LONG}](x)", f"<{LONG}>", "*_#" * 20, f"{SENTENCE[:-1]})", f"{SENTENCE[:-1]}!\u201d", "x" * 29]
)
def test_what_a_reader_may_not_see_makes_no_paragraph(implementation: ModuleType, line: str) -> None:
    """Linked words, addresses, marks, and what does not end like a sentence."""
    found = implementation.find_heads_and_tails(*packed([f"{line}\n{LONG}"]), RULES)
    assert (int(found.first_paragraph[0]), int(found.head_lines[0])) == (len(line.encode()) + 1, 1)
