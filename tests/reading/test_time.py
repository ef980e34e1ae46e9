"""Inputs of which each part is small work, and all together were hours: the work is bounded, told by what is called.

No test asserts seconds. What is asserted is the result that the bounded way gives, of inputs that took minutes before.
"""

from __future__ import annotations

import pytest

from dedup.origin.lines import sentence_around
from dedup.reading.html import page_of
from dedup.reading.html_scanner import is_mostly_tags, visible_text

ARTICLE = "<p>The council met on Tuesday to decide about the bridge over the river.</p>"
NOTE = "it has more tags than text: all its visible text was read, not only its main text"


@pytest.mark.parametrize("unit", ["<tr>", "<td>", "<br>", "<p>", "<p>a", "<li>", "<hr>", "<h1>a</h1>", "<a href=x>"])
def test_a_page_of_tags_is_read_without_a_search_for_its_main_text(unit: str) -> None:
    """The library for main text takes a tenth of a millisecond for each element, so seconds for a page of 96 kB."""
    page = page_of("page.html", f"<html><body>{ARTICLE}{unit * (96_000 // len(unit))}")
    assert page.text.startswith("The council met on Tuesday to decide about the bridge over the river.")
    assert page.notes == (NOTE,)


@pytest.mark.parametrize(
    ("unit", "count", "mostly"),
    [
        ("<td>12.50</td>", 8_000, False),
        ("<td>12.50</td>", 80_000, False),
        ("<td>1</td>", 8_000, False),
        ("<td>1</td>", 8_001, True),
        ("<p>Some words stand in each of them.</p>", 100_000, False),
    ],
)
def test_tables_of_figures_are_pages_like_others(unit: str, count: int, mostly: bool) -> None:
    """A large page may have more elements than 8,000, if they have twelve characters each."""
    assert is_mostly_tags(unit * count) is mostly


def test_visible_text_has_a_paragraph_a_line() -> None:
    """Scripts, styles and what is hidden are not shown; white space is."""
    source = "<style>p {}</style><p>One <b>and</b>\n two &amp; three<td>four<script>x</script><div hidden>no</div><p> "
    assert visible_text(source) == "One and two & three\n\nfour"


def test_the_sentence_around_a_phrase_in_a_text_on_one_line() -> None:
    """Each phrase looked at the whole line before each full stop, for the abbreviation that it might end."""
    sentence = "This article was first published by Dr. A. Weaver on Monday."
    line = f"{'It rained. ' * 4000}{sentence} {'It rained. ' * 4000}"
    at = line.index("first")
    start, end = sentence_around(line, at, at + len("first published"))
    assert line[start:end] == sentence
