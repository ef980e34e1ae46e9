"""Block quotations of Markdown can be left out of a text without moving anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dedup.documents import Document
from dedup.gate.quotes import without_quotes
from dedup.reading.inputs import read_paths

if TYPE_CHECKING:
    from pathlib import Path


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


def test_quotations_of_a_page_become_spaces(tmp_path: Path) -> None:
    """An element that quotes is blanked in the text of the page, and nothing else is."""
    quoted, own = "Quoted words of somebody else, a whole paragraph.", "Words of this page, at some length, before it."
    (tmp_path / "a.html").write_text(
        f"<html><body><article><p>{own}</p><blockquote><p>{quoted}</p></blockquote><p>{own[:-1]} again.</p></article>"
    )
    (document,) = read_paths([tmp_path])
    assert document.text == f"{own}\n\n{quoted}\n\n{own[:-1]} again."
    assert without_quotes(document).text == f"{own}\n\n{' ' * len(quoted)}\n\n{own[:-1]} again."
