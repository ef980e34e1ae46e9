"""The markup of a page becomes fields and facts, each with its place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.reading.html_tags import tags_of
from dedup.reading.markup import Markup, markup_of
from dedup.reading.structured_data import json_ld_values

PAGE = """<!DOCTYPE html>
<!-- saved from url=(0034)https://copy.example/news/story.html -->
<html lang="en-GB">
<head>
<title>Story &amp; more | Copy Site</title>
<!-- <link rel="canonical" href="https://commented.example/"> -->
<link rel="canonical" href="https://origin.example/story?a=1&amp;b=2">
<meta property="og:url" content="https://copy.example/news/story.html">
<meta property='og:site_name' content='Copy Site'>
<meta property="og:title" content="Story > more">
<meta name="author" content="Ann Author">
<meta property="article:published_time" content="2012-10-22T08:00:00Z">
<meta name="syndication-source" content="https://origin.example/story">
<meta name=original-source content=https://first.example/>
<meta name="copyright" content="© 2012 Holder Ltd">
<meta name="viewport" content="width=device-width">
<script>var s = '<link rel="canonical" href="https://script.example/">';</script>
</head>
<body>
<a rel="author" href="/ann">Ann <b>Author</b></a>
<a rel="license noopener" href="https://creativecommons.org/licenses/by-nd/4.0/">CC</a>
<img src="https://counter.origin.example/count.gif" width="1" height="1">
<img src="https://copy.example/own.gif" width="1" height="1">
<img src="/photo.jpg" width="640">
</body></html>
"""


def facts_of(markup: Markup) -> dict[str, str]:
    return {fact.kind: fact.value for fact in markup.facts}


def test_address_canonical_and_copyright_stay_three_things() -> None:
    """The fetched address, the canonical link and the holder of the copyright are never taken for each other."""
    markup = markup_of(PAGE)
    assert markup.url == "https://copy.example/news/story.html"
    assert facts_of(markup)["canonical"] == "https://origin.example/story?a=1&b=2"
    assert facts_of(markup)["copyright"] == "© 2012 Holder Ltd"
    assert facts_of(markup)["og:site_name"] == "Copy Site"


def test_address_of_the_call_outweighs_that_of_the_page() -> None:
    """Who fetched the page knows best from where; the comment stays a fact."""
    markup = markup_of(PAGE, "https://real.example/")
    assert markup.url == "https://real.example/"
    assert facts_of(markup)["saved-from"] == "https://copy.example/news/story.html"


def test_address_is_unknown_where_nobody_says_it() -> None:
    """Neither canonical nor og:url is where a page was fetched from."""
    assert markup_of(PAGE.replace("saved from", "")).url is None


def test_fields_describe_the_page() -> None:
    """Title and language come from the tags that carry them; author and date stay facts, which may contradict."""
    markup = markup_of(PAGE)
    assert (markup.title, markup.language) == ("Story > more", "en-GB")
    assert (facts_of(markup)["author"], facts_of(markup)["title"]) == ("Ann Author", "Story & more | Copy Site")
    assert markup.states_a_date


@pytest.mark.parametrize("value", ["9:05 PM", "today", ""])
def test_a_time_of_day_states_no_date(value: str) -> None:
    """So a date is guessed from the rest of the page."""
    assert not markup_of(f'<meta name="date" content="{value}">').states_a_date


def test_a_label_says_that_a_value_is_the_author() -> None:
    """Content systems write pairs of a label and a value; other pairs name nobody."""
    source = (
        '<meta name="twitter:label1" content="Est. reading time"><meta name="twitter:data1" content="3 minutes">'
        '<meta name="twitter:label2" content="Written by"><meta name="twitter:data2" content="Ann Author">'
    )
    assert [(fact.kind, fact.value) for fact in markup_of(source).facts] == [("author", "Ann Author")]


@pytest.mark.parametrize(
    ("name", "is_author"),
    [("harbour_authors", True), ("quay.article_author", True), ("book:author", False), ("twitter:author", False)],
)
def test_a_site_may_name_its_writers_in_its_own_way(name: str, is_author: bool) -> None:
    """But not as the author of a book, nor as an account."""
    facts = facts_of(markup_of(f'<meta property="{name}" content="Ann Example">'))
    assert (facts.get("author") == "Ann Example") is is_author


def test_copies_that_an_original_names_are_facts() -> None:
    """A link of the relation *syndication*, or of the class that microformats have for it."""
    source = (
        '<link rel="syndication" href="https://a.example/1"><a class="u-syndication" href="https://b.example/2">B</a>'
    )
    assert [fact.value for fact in markup_of(source).facts if fact.kind == "syndication"] == [
        "https://a.example/1",
        "https://b.example/2",
    ]


def test_every_fact_is_found_once_and_nothing_in_comments_or_scripts() -> None:
    """Facts are exactly the tags that say something of origin, in their order."""
    assert [fact.kind for fact in markup_of(PAGE).facts] == [
        "saved-from", "lang", "canonical", "og:url", "og:site_name", "og:title", "author", "article:published_time",
        "syndication-source", "original-source", "copyright", "author-link", "license", "tracking-pixel",
        "byline-element", "title",
    ]  # fmt: skip


def test_facts_point_to_their_source() -> None:
    """Offsets and lines are those of the page's source."""
    for fact in markup_of(PAGE).facts:
        assert PAGE[fact.start : fact.end] == fact.text
        assert PAGE[: fact.start].count("\n") + 1 == fact.line
    canonical = next(fact for fact in markup_of(PAGE).facts if fact.kind == "canonical")
    assert canonical.line == 7
    assert canonical.text == '<link rel="canonical" href="https://origin.example/story?a=1&amp;b=2">'


def ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def test_json_ld_says_who_published_and_what_it_is_based_on() -> None:
    """Nested things are said by their names, organizations also as such and with their address."""
    article = {
        "@type": "NewsArticle",
        "headline": "Story",
        "author": [{"@type": "Person", "name": "Ann"}, {"@type": "Organization", "name": "Wire"}],
        "publisher": {"@type": "NewsMediaOrganization", "name": "Daily", "url": "https:\\/\\/daily.example"},
        "isBasedOn": {"@type": "CreativeWork", "url": "https://first.example/story"},
        "copyrightHolder": "Holder",
    }
    source = "<html>\n" + ld(article)
    facts = [(fact.kind.removeprefix("json-ld:"), fact.value) for fact in markup_of(source).facts]
    assert facts == [
        ("type", "NewsArticle"),
        ("isBasedOn", "https://first.example/story"),
        ("publisher", "Daily"),
        ("publisher:organization", "Daily"),
        ("publisher:url", "https:\\/\\/daily.example"),
        ("author", "Ann"),
        ("author", "Wire"),
        ("author:organization", "Wire"),
        ("copyrightHolder", "Holder"),
        ("headline", "Story"),
    ]
    for fact in markup_of(source).facts:
        assert source[fact.start : fact.end] == fact.text
        assert fact.line == 2


def test_json_ld_graph_is_followed_by_its_references() -> None:
    """In a graph, a publisher that is only referred to has the name that it has elsewhere in the graph."""
    graph = {
        "@graph": [
            {"@type": "Organization", "@id": "#org", "name": "Daily", "sameAs": ["https://social.example/daily"]},
            {"@type": ["Article", "NewsArticle"], "publisher": {"@id": "#org"}},
            {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Another"}]},
        ]
    }
    facts = [(one.key, one.value) for one in json_ld_values(json.dumps(graph)) or []]
    assert facts == [
        ("type", "Article"), ("type", "NewsArticle"), ("publisher", "Daily"), ("publisher:organization", "Daily")
    ]  # fmt: skip


def test_json_ld_of_a_page_nests_its_article() -> None:
    """A page's main entity is its article."""
    page = {"@type": "WebPage", "mainEntity": {"@type": "ReportageNewsArticle", "sourceOrganization": "Wire"}}
    assert ("sourceOrganization", "Wire") in [(one.key, one.value) for one in json_ld_values(json.dumps(page)) or []]


@pytest.mark.parametrize("around", ["<!--{}-->", "//<![CDATA[\n{}\n//]]>", "{};", " \n{} "])
def test_json_ld_in_comment_marks_is_read(around: str) -> None:
    """Old habits of wrapping scripts do no harm."""
    assert json_ld_values(around.replace("{}", '{"@type": "Article", "headline": "x"}')) is not None


def test_broken_json_ld_is_noted_and_stops_nothing() -> None:
    """The rest of the page is read, and the note says where the block stands."""
    markup = markup_of(
        '<html>\n<script type="application/ld+json">{"a": </script><link rel=canonical href="https://a.example/">'
    )
    assert facts_of(markup) == {"canonical": "https://a.example/"}
    assert markup.notes == ("its JSON-LD on line 2 is not JSON and was passed over",)


def test_deep_json_ld_does_no_harm() -> None:
    """Nesting beyond what Python can follow is passed over like any broken block."""
    assert json_ld_values("[" * 100_000) is None


def test_stray_quote_does_not_swallow_the_page() -> None:
    """A quote opens a value only behind an equals sign."""
    markup = markup_of('<meta name="author" content="Ann""><link rel="canonical" href="https://a.example/">')
    assert facts_of(markup) == {"author": "Ann", "canonical": "https://a.example/"}


@given(st.text(st.sampled_from("<>!-/='\" \nametlinkscrpg[]{}")))
def test_any_source_is_scanned_to_its_end(source: str) -> None:
    """Whatever the markup, tags come in order, inside the source, and do not overlap."""
    at = 0
    for tag in tags_of(source):
        assert at <= tag.start < tag.end <= tag.content_end <= len(source)
        at = tag.end
    markup_of(source)
