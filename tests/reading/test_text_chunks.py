"""A text that a page divides into elements of one class is read as a whole; further articles are not appended."""

from __future__ import annotations

import pytest

from dedup.reading.html import page_of
from dedup.reading.page_tree import parsed_page
from dedup.reading.text_chunks import with_joined_chunks


def paragraphs(first: int) -> str:
    """Return six paragraphs, each with a word of its own."""
    told = "tells at some length what was decided about the bridge, and how much the people will have to pay for that"
    return "".join(f"<p>Paragraph {chr(ord('a') + first + n)} {told} in years to come.</p>" for n in range(6))


def page(between: str, *, attributes: str = "class='x body-text'", whole: str = "div") -> str:
    """Return a page of three parts with something between them."""
    parts = (f"<{whole} {attributes}>{paragraphs(6 * n)}</{whole}>" for n in range(3))
    return f"<html><body><h1>The title of it</h1><div>{between.join(parts)}</div></body></html>"


def held(source: str) -> list[bool]:
    """Return which of the three parts the main text holds."""
    text = page_of("page.html", source).text
    return [all(f" {chr(ord('a') + 6 * n + m)} tells" in text for m in range(6)) for n in range(3)]


def test_parts_of_one_class_are_one_text() -> None:
    """An advertisement stands between them."""
    assert held(page("<aside>Buy this</aside>")) == [True, True, True]


@pytest.mark.parametrize(
    "source",
    [
        page("<h1>Another article</h1>"),
        page("", whole="article"),
        page("</div><article>", attributes="class='body-text'"),
    ],
)
def test_further_articles_are_not_appended(source: str) -> None:
    """They have a headline or an element of their own."""
    tree = parsed_page("page.html", source)
    first_part = tree.xpath("string(//*[@class][1])")
    assert "Paragraph a" in first_part
    assert with_joined_chunks(tree, first_part) is None


def test_a_text_that_is_whole_is_not_joined() -> None:
    """All of its parts are in it, or none is."""
    tree = parsed_page("page.html", page(""))
    assert with_joined_chunks(tree, tree.text_content()) is None
    assert with_joined_chunks(tree, "another text") is None
