"""The microdata and RDFa of a page's own article become facts; broken or foreign ones do no harm."""

from __future__ import annotations

import pytest

from dedup.reading import structured_data
from dedup.reading.markup import markup_of
from dedup.reading.structured_data import embedded_facts

MICRODATA = """<html><body>
<div itemscope itemtype="http://schema.org/NewsArticle">
  <h1 itemprop="headline">Dam Wars</h1>
  <span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">Ann Author</b></span>
  <div itemprop="publisher" itemscope itemtype="https://schema.org/Organization">
    <meta itemprop="name" content="Smith &amp; Sons"><link itemprop="url" href="https://smith.example/">
  </div>
  <meta itemprop="datePublished" content="2013-06-01T08:00">
  <link itemprop="isBasedOn" href="https://origin.example/dam">
  <div itemprop="articleBody">The text.</div>
</div></body></html>"""

RDFA = """<html><body>
<article vocab="https://schema.org/" typeof="NewsArticle">
  <h1 property="headline">Dam Wars</h1>
  <span property="author" typeof="Person"><b property="name">Ann Author</b></span>
  <div property="publisher" typeof="Organization"><b property="name">Valley Post</b></div>
  <meta property="datePublished" content="2013-06-01">
  <a property="isBasedOn" href="https://origin.example/dam">here</a>
</article></body></html>"""


def said(source: str) -> list[tuple[str, str]]:
    return [(fact.kind, fact.value) for fact in embedded_facts(source)[0]]


def test_microdata_say_what_json_ld_would() -> None:
    """Values stand in text, in attributes and in nested items; an organisation is also said as such."""
    assert sorted(said(MICRODATA)) == [
        ("microdata:author", "Ann Author"),
        ("microdata:datePublished", "2013-06-01T08:00"),
        ("microdata:headline", "Dam Wars"),
        ("microdata:isBasedOn", "https://origin.example/dam"),
        ("microdata:publisher", "Smith & Sons"),
        ("microdata:publisher:organization", "Smith & Sons"),
        ("microdata:publisher:url", "https://smith.example/"),
    ]


def test_rdfa_says_what_json_ld_would() -> None:
    """Things that a node refers to are read in their place."""
    assert sorted(said(RDFA)) == [
        ("rdfa:author", "Ann Author"),
        ("rdfa:datePublished", "2013-06-01"),
        ("rdfa:headline", "Dam Wars"),
        ("rdfa:isBasedOn", "https://origin.example/dam"),
        ("rdfa:publisher", "Valley Post"),
        ("rdfa:publisher:organization", "Valley Post"),
    ]


@pytest.mark.parametrize("source", [MICRODATA, RDFA], ids=["microdata", "rdfa"])
def test_facts_point_to_their_source(source: str) -> None:
    """The place is that of the value as the source writes it, behind the attribute that names it."""
    facts = {fact.kind.partition(":")[2]: fact for fact in embedded_facts(source)[0]}
    for fact in facts.values():
        assert source[fact.start : fact.end] == fact.text
        assert fact.line == source[: fact.start].count("\n") + 1
    assert (facts["headline"].text, facts["headline"].line) == ("Dam Wars", 3)
    assert facts["publisher"].text in ("Smith &amp; Sons", "Valley Post")


def test_fields_are_filled_from_them_where_nothing_else_says_it() -> None:
    """A title of a meta tag goes before that of microdata; a date of microdata is a stated one."""
    markup = markup_of(MICRODATA)
    assert (markup.title, markup.states_a_date) == ("Dam Wars", True)
    assert markup_of('<meta property="og:title" content="Bob">' + MICRODATA).title == "Bob"


def article(*properties: str, key: str = "") -> str:
    inside = "".join(properties)
    return f'<div {key} itemscope itemtype="https://schema.org/Article">{inside}</div>'


BY = '<b itemprop="author">{}</b>'
BODY = '<p itemprop="articleBody">Text.</p>'


def test_of_several_articles_the_one_with_a_body_is_the_pages_own() -> None:
    """Teasers of other articles say nothing of this one; where several have a body, or none, nothing is read."""
    own, teaser = article(BY.format("Ann"), BODY), article(BY.format("Bob"))
    assert said(own + teaser) == said(teaser + own) == [("microdata:author", "Ann")]
    assert said(teaser + teaser) == said(own + own) == []


def test_an_article_within_a_page_is_read() -> None:
    """A page that says what its main entity is stands only around it."""
    inner = article(BY.format("Ann"), key='itemprop="mainEntity"')
    assert said(f'<body itemscope itemtype="https://schema.org/WebPage">{inner}</body>') == [
        ("microdata:author", "Ann")
    ]


@pytest.mark.parametrize(
    "source",
    [
        '<div itemscope itemtype="https://schema.org/Person"><b itemprop="name">Ann</b></div>',
        '<div itemscope itemtype="https://schema.org/Article"><b itemprop="name">Ann</b></div>',
        '<div itemscope itemtype="https://other.example/Article"><b itemprop="author">Ann</b></div>',
        '<script>if (typeof x == "Article") y("schema.org")</script><a rel="author" href="/ann">Ann</a>',
        '<meta property="og:title" content="schema.org"><meta property="article:author" content="Ann">',
    ],
)
def test_pages_that_say_nothing_of_an_article_are_not_parsed(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an attribute that names a part of an article, no parser is asked."""

    def unexpected(_source: str) -> list[dict[str, object]]:
        raise AssertionError

    if "other.example" not in source:
        monkeypatch.setattr(structured_data, "_articles_or_none", lambda _read, given: unexpected(given))
    assert embedded_facts(source) == ((), ())


def test_a_parser_that_fails_is_noted_and_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest of the page is read, and the note says what was passed over."""
    from extruct.w3cmicrodata import MicrodataExtractor  # type: ignore[import-untyped]  # noqa: PLC0415 - as the program

    def fails(_self: object, _source: str) -> list[object]:
        msg = "what no parser foresaw"
        raise AttributeError(msg)

    monkeypatch.setattr(MicrodataExtractor, "extract_items", fails)
    markup = markup_of('<meta name="author" content="Bob">' + MICRODATA)
    assert [fact.value for fact in markup.facts if fact.kind == "author"] == ["Bob"]
    assert markup.notes == ("its microdata could not be parsed and was passed over",)
