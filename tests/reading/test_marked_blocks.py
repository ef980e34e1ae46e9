"""A text with little markup, and which of its blocks are main text."""

from __future__ import annotations

import pytest

from dedup.reading.marked_blocks import main_blocks

SENTENCE = "The council met on Monday and decided to build the bridge over the river after all this time."
LONG = "".join(f"<p>{number}. {SENTENCE}</p>\n" for number in range(9))
"""More paragraphs than a text needs for lines outside of them to be labels."""


def blocks(marked: str, elsewhere: str = "") -> list[str]:
    """Return the blocks that are main text, without those of `LONG`."""
    return [block for block in main_blocks(marked, elsewhere) if not block.endswith(SENTENCE)]


def test_blocks_are_paragraphs_headings_and_items() -> None:
    """A line break of the page is one of the text, one of the markup is a space; characters are no references."""
    marked = "<h2>Head</h2>\n\n<p>One<br>\ntwo\nthree &amp; four</p>\n<ul>\n<li>first</li>\n<li>second</li>\n</ul>"
    assert main_blocks(marked, "") == ["Head", "One\ntwo three & four", "first", "second"]


def test_a_block_of_links_leads_elsewhere() -> None:
    """A link within a sentence does not."""
    assert blocks('<p>Also: <a href="/x>y">The bridge that nobody wanted at first</a></p>') == []
    assert blocks('<p>The mayor spoke <a href="/x">to us</a> of it.</p>') == ["The mayor spoke to us of it."]


def test_a_list_of_links_goes_as_a_whole() -> None:
    """Its last item has no link; and a list with more text than links stays, with those items that are no links."""
    teasers = '<li><a href="/1">A long headline of an article</a></li><li><a href="/2">Another one like it</a></li>'
    assert blocks(f"<ul>{teasers}<li>more</li></ul>") == []
    assert blocks("<ul><li>One thing that we know</li><li>And <a>another</a></li></ul>") == [
        "One thing that we know",
        "And another",
    ]


def test_a_list_within_a_list_is_part_of_it() -> None:
    """Most of both together are no links."""
    assert blocks("<ul><li>What the council decided<ul><li>the <a>bridge</a></li></ul></li></ul>") == [
        "What the council decided",
        "the bridge",
    ]


def test_a_heading_with_nothing_below_is_none() -> None:
    """Teasers follow each other; a heading above one of a lower rank, and one above text, stay."""
    marked = "<h3>One</h3><h3>Two</h3><h2>Title</h2><h3>Part</h3><p>Text.</p><h3>Last</h3>"
    assert blocks(marked) == ["Title", "Part", "Text."]


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("Advertisement", False),
        ("Bridge\t1934", True),  # a row of a table
        (SENTENCE.replace("bridge", "tunnel"), True),  # the other reading has it too
        (SENTENCE.replace("bridge", "harbour"), False),
    ],
)
def test_a_line_in_no_paragraph_is_a_label_where_the_text_stands_in_paragraphs(line: str, *, stays: bool) -> None:
    """Unless it is a row of a table, or a sentence that the other reading has too."""
    elsewhere = "".join(filter(str.isalpha, SENTENCE.replace("bridge", "tunnel")))
    found = blocks(f"{LONG}{line}\n", elsewhere)
    assert found == ([" ".join(line.split())] if stays else [])
    assert blocks(f"<p>Short text.</p>{line}") == ["Short text.", " ".join(line.split())]
