"""Text is cut and wrapped by the cells that it takes on a terminal, never inside a grapheme."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import iter_graphemes, wcswidth

from dedup.report.display_text import _SINGLE_WIDTH, clean, display_width, shorten, shorten_middle, wrap

ODD = st.text(st.sampled_from("ab c漢字\u0301👩\u200d👧é\n\t"), max_size=40).map(clean)


@pytest.mark.parametrize(("text", "width"), [("", 0), ("abc", 3), ("漢字", 4), ("e\u0301", 1), ("⊂ ↔ →…", 6)])
def test_width_counts_cells(text: str, width: int) -> None:
    """Wide characters take two cells, marks none, and the report's own signs one."""
    assert display_width(text) == width


def test_characters_that_are_counted_without_wcwidth_are_what_it_says() -> None:
    """Each of them takes one cell, and no two that stand side by side are one grapheme."""
    single = [chr(code) for code in range(0x3000) if _SINGLE_WIDTH.fullmatch(chr(code))]
    assert {wcswidth(character) for character in single} == {1}
    pairs = "".join(one + other for one in single for other in single)
    assert list(iter_graphemes(pairs)) == list(pairs)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [("a\x1b[31mb", "a\ufffd[31mb"), ("a\u202eb", "ab"), ("caf\udce9", "caf\ufffd"), ("a\x00", "a\ufffd"), ("é", "é")],
)
def test_nothing_that_steers_a_terminal_is_left(text: str, cleaned: str) -> None:
    """Escape sequences are made visible, and marks that turn the direction of writing are dropped."""
    assert clean(text) == cleaned


def test_names_keep_both_ends() -> None:
    """A long path keeps its beginning and more of its end."""
    assert shorten_middle("seeds/000_35971b594a17ab1f.txt", 16) == "seeds…17ab1f.txt"


def test_running_text_is_cut_at_its_end() -> None:
    """A text that is too long ends in an ellipsis, with no space before it."""
    assert shorten("one two three", 9) == "one two…"


def test_wrapping_stops_after_the_lines_it_may_take() -> None:
    """The last line that is allowed shows that something is missing."""
    assert wrap("one two three four", 8, max_lines=2) == ["one two", "three…"]


def test_lines_after_the_first_hang() -> None:
    """A hanging indent takes its room from the lines that it indents."""
    assert wrap("one two three", 7, indent=2) == ["one two", "  three"]


def test_scripts_without_spaces_fill_their_lines() -> None:
    """A run of wide characters is broken where the line is full, and an odd cell stays empty."""
    assert wrap("巴基斯坦与俄罗斯", 7) == ["巴基斯", "坦与俄", "罗斯"]


@given(ODD, st.integers(4, 30), st.integers(0, 4), st.integers(0, 2))
def test_nothing_is_wider_than_it_may_be(text: str, width: int, max_lines: int, indent: int) -> None:
    """Whatever the text, no line takes more cells than there are, and there are no more lines than allowed."""
    wrapped = wrap(text, width, max_lines=max_lines, indent=indent)
    assert all(display_width(line) <= width for line in wrapped)
    assert not max_lines or len(wrapped) <= max_lines
    assert display_width(shorten(text, width)) <= width
    assert display_width(shorten_middle(text, width)) <= width


@given(ODD, st.integers(4, 30))
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    """Without a limit on lines every character that is not a space is still there."""
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())
