"""Elements that hold a byline, by what their attributes are called."""

from __future__ import annotations

import pytest

from dedup.reading.byline_elements import byline_elements


def texts(source: str) -> list[str]:
    return [fact.value for fact in byline_elements(source)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('<h1>Dam</h1><p class="byline">By <a href="#">Ann Roe</a> and <b>Bo Li</b></p>', ["By | Ann Roe | and Bo Li"]),
        ('<p class="article__author">Ann Roe</p>', ["Ann Roe"]),
        ("<span id=authors>Ann Roe, Bo Li</span>", ["Ann Roe, Bo Li"]),
        ('<li class="metaAuthor"><a href="/x">Ann Roe</a></li>', ["Ann Roe"]),
        ('<a href="https://a.example/autoren/ann-roe">Ann Roe</a>', ["Ann Roe"]),
        ('<span class="author">Ann Roe</span><span class="author">Bo Li</span>', ["Ann Roe", "Bo Li"]),
        ('<span itemprop="author">Ann Roe</span>', ["Ann Roe"]),
        ('<cite class="byline vcard">By <i>Ann Roe</i></cite>', ["By Ann Roe"]),
        ('<h1>Dam</h1><p>By <span id="x">Ann Roe</span> and <a href="/r/1">Bo Li</a></p>', ["Ann Roe | and | Bo Li"]),
        ('<h1>Dam</h1><div><span>Von </span><a href="/r/1">Ann Roe</a></div>', ["Ann Roe"]),
        ('<div>By <a href="/r/1">Ann Roe</a></div><h1>Dam</h1><p>By night <b>they</b> came.</p>', []),
        ('<div class="authority">The county</div>', []),
        ('<div class="comment-author">Ann Roe</div>', []),
        ('<div class="author-bio">Ann Roe writes about dams.</div>', []),
        ('<p>The author says so.</p><a href="/story/the-author-says">More</a>', []),
        (f'<div class="author">{"Ann Roe writes about dams. " * 20}</div>', []),
    ],
)  # fmt: skip
def test_a_byline_is_known_by_its_attributes(source: str, found: list[str]) -> None:
    """Classes, ids and links to a writer's page; not comments, portraits or words of the text."""
    assert texts(source) == found


def test_only_the_first_byline_below_the_headline_is_read() -> None:
    """Names above the headline and those of further articles belong to other texts."""
    between = "<p>" + "word " * 800 + "</p>"
    other = '<span class="author">Cy Dee</span>'
    source = f'{other}<h1>Dam</h1><span class="author">Ann Roe</span>{between}{other}'
    assert texts(source) == ["Ann Roe"]
    assert texts(f"{other}<h1>Dam</h1>") == ["Cy Dee"]


def test_a_fact_has_its_place_in_the_source() -> None:
    """Offsets and line are those of the element."""
    source = '<html>\n<p class="byline">Ann Roe</p>'
    (fact,) = byline_elements(source)
    assert (source[fact.start : fact.end], fact.line) == ('<p class="byline">Ann Roe', 2)
