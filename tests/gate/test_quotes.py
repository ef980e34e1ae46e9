"""Block quotations of Markdown can be left out of a text without moving anything."""

from __future__ import annotations

import pytest

from dedup.documents import Document
from dedup.gate.quotes import without_quotes


def blanked(text: str) -> str:
    """Return the text without its quotations."""
    return without_quotes(Document("a.md", text)).text


def test_quoted_lines_become_spaces() -> None:
    """Every character of a quotation is a space, its line breaks stay, and all else is as it was."""
    assert blanked("Before.\n\n> Said\n> so.\n\nAfter.\n") == "Before.\n\n      \n     \n\nAfter.\n"


def test_a_line_may_continue_a_quotation_lazily() -> None:
    """A paragraph that goes on without the mark belongs to the quotation; the blank line ends it."""
    assert blanked("> Said\nso.\n\nAfter.") == "      \n   \n\nAfter."


@pytest.mark.parametrize("text", ["a > b", "    > code", "5 > 4 and\n3 > 2", "no quotation"])
def test_what_is_no_quotation_stays(text: str) -> None:
    """A mark inside a line, or behind four spaces (code), quotes nothing."""
    assert blanked(text) == text


@pytest.mark.parametrize("after", ["# Heading", "- item", "* item", "1. item", "```"])
def test_another_block_ends_a_quotation(after: str) -> None:
    """A heading, a list or a fence cannot continue a paragraph lazily."""
    assert blanked(f"> Said.\n{after}") == f"       \n{after}"


def test_windows_line_ends_stay() -> None:
    """Carriage returns are line ends too."""
    assert blanked("> Said.\r\n\r\nAfter.\r\n") == "       \r\n\r\nAfter.\r\n"
