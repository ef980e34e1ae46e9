"""Heads and tails of texts: where they end and begin, the same from every kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.kernels.shapes import EdgeRules
from tests.kernels.test_twins import TWINS, packed

if TYPE_CHECKING:
    from types import ModuleType

RULES = EdgeRules(paragraph=30, sentence=15, head_lines=4, tail_lines=5, paragraphs=2)
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
ENDS = ('."', ".\u201d", "!\u201d", SENTENCE, LONG, "x" * 29, "x" * 30, "x " * 15)
pieces = st.one_of(
    st.sampled_from(["\n", "\n", "\n\n", "\n \n", " ", "\r\n", "a", "Title"]),
    st.sampled_from(MARKED),
    st.sampled_from(ENDS),
    st.sampled_from(["é", "漢字", "\u00a0", "\u2003", "\u2028", "\x00", "\x1c"]),
)
texts = st.lists(pieces, max_size=25).map("".join)


@given(st.lists(texts, max_size=4), texts, texts)
@settings(max_examples=600, deadline=None)
def test_both_kernels_find_the_same_edges(documents: list[str], before: str, after: str) -> None:
    """With other text around the documents in the same buffer."""
    buffer, offsets = packed([before, *documents, after])
    one, other = (twin.edges(buffer, offsets[1:-1], RULES) for twin in TWINS)
    assert [column.tolist() for column in one] == [column.tolist() for column in other]


@pytest.mark.parametrize("twin", TWINS)
@pytest.mark.parametrize(
    ("text", "body", "head", "before", "tail", "above"),
    [
        ("", 0, 0, 0, 0, 0),
        (f"Title\n\nBy N\n{LONG}\nmore", 12, 46, 2, 0, 0),
        (f"{LONG}\n{LONG}\n{LONG}\nend", 0, 34, 0, 35, 0),
        (f"{LONG}\n\n\u00a0\n{SENTENCE}\n{LONG}\n", 0, 34, 0, 39, 0),
        ("a\nb\nc\nd\ne\nf\ng", 8, 8, 4, 4, 4),
    ],
    ids=["empty", "head", "tail", "blank", "short"],
)
def test_edges_are_where_paragraphs_stand(
    twin: ModuleType, text: str, body: int, head: int, before: int, tail: int, above: int
) -> None:
    """A head ends with the first paragraph or line 4, a tail begins with the last paragraph but one or line 5."""
    found = twin.edges(*packed([text]), RULES)
    assert [int(column[0]) for column in found] == [body, head, before, tail, above]


@pytest.mark.parametrize("twin", TWINS)
@pytest.mark.parametrize(
    "line", [f"[{LONG}](x)", f"<{LONG}>", "*_#" * 20, f"{SENTENCE[:-1]})", f"{SENTENCE[:-1]}!\u201d", "x" * 29]
)
def test_what_a_reader_may_not_see_makes_no_paragraph(twin: ModuleType, line: str) -> None:
    """Linked words, addresses, marks, and what does not end like a sentence."""
    found = twin.edges(*packed([f"{line}\n{LONG}"]), RULES)
    assert (int(found.body[0]), int(found.before[0])) == (len(line.encode()) + 1, 1)
