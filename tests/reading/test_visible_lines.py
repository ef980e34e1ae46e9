"""The visible lines of a page outside its main text become facts, each with its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.documents import LINKED_TEXT, PAGE_TEXT, Document, MarkupFact
from dedup.reading.html import page_of
from dedup.reading.visible_lines import MOST_LINES, VisibleLines

CREDIT = "This post originally appeared on Grist & Co."
MARKED = '<p>\n  This post <i>originally</i> appeared\n on <a href="https://grist.example/">Grist</a> &amp; Co.\n</p>'


def facts(source: str, main_text: str = "", kind: str = PAGE_TEXT) -> list[MarkupFact]:
    return [fact for fact in VisibleLines(source).facts(main_text) if fact.kind == kind]


def values(source: str, main_text: str = "") -> list[str]:
    return [fact.value for fact in facts(source, main_text)]


def test_a_line_keeps_its_words_and_its_place() -> None:
    """Inline tags and white space go, entities are read, and the offsets are those of the source."""
    source = f"<html><body>\n{MARKED}</body></html>"
    (fact,) = facts(source, "Another text.")
    assert (fact.kind, fact.value, fact.line) == ("page-text", CREDIT, 3)
    assert fact.text == source[fact.start : fact.end]
    assert fact.text.startswith("This post <i>")
    assert fact.text.endswith("&amp; Co.")


def test_lines_end_at_block_level_tags_and_breaks() -> None:
    """Each block is a line of its own, also a run of words beside a block inside of one element."""
    source = (
        "<div>Words that stand beside a block<p>Words of the first paragraph</p>"
        "<ul><li>Words of an item of a list<li>Words of the item after it</ul>"
        "Words above<br>a break of the line here</div>"
    )
    assert values(source) == [
        "Words that stand beside a block",
        "Words of the first paragraph",
        "Words of an item of a list",
        "Words of the item after it",
        "a break of the line here",
    ]


@pytest.mark.parametrize(
    "around",
    [
        "<script>{}</script>",
        "<style>{}</style>",
        "<nav><ul><li>{}</li></ul></nav>",
        "<noscript><p>{}</p></noscript>",
        "<!-- <p>{}</p> -->",
        "<template><p>{}</p></template>",
        "<textarea>{}</textarea>",
        "<head><title>{}</title></head>",
        "<div hidden><div>x</div><p>{}</p></div>",
        '<div aria-hidden="true"><p>{}</p></div>',
        '<p style="color: red; display : none">{}</p>',
        '<div style="visibility:hidden"><p>{}</p></div>',
        '<section id="comments"><div><p>{}</p></div></section>',
        '<ol class="big comment-list"><li>{}</li></ol>',
    ],
)
def test_what_readers_do_not_see_or_wrote_themselves_is_left_out(around: str) -> None:
    """Scripts, menus, hidden elements and the comments of readers give no line, and what follows them does."""
    source = f"<body>{around.format(CREDIT)}<p>A line that follows and is seen.</p></body>"
    assert values(source) == ["A line that follows and is seen."]


@pytest.mark.parametrize("tag", ['<body class="comments-open">', '<p data-hidden-by="x">', '<div class="commentary">'])
def test_words_that_only_look_like_hiding_hide_nothing(tag: str) -> None:
    """A class of the whole page, another attribute and another word are not what they resemble."""
    assert values(f"{tag}A line that everybody can see.") == ["A line that everybody can see."]


@pytest.mark.parametrize("mark", ['<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">', '<?xml version="1.0"?>'])
def test_what_a_page_says_of_its_own_format_is_no_line(mark: str) -> None:
    """Nobody sees it, wherever it stands."""
    assert values(f"{mark}<p>{CREDIT}{mark}</p>") == [CREDIT]


def test_lines_of_the_main_text_are_left_out() -> None:
    """What the extractor kept is text already, however it set its spaces and quotation marks."""
    source = "<p>He said “no” to <b>all</b>, and left.</p><p>A line that it left out.</p>"
    assert values(source, 'Title\n\nHe said "no" to all , and left.') == ["A line that it left out."]


def test_short_and_long_lines_are_left_out() -> None:
    """From 20 to 600 characters."""
    assert values(f"<p>{'a' * 19}<p>{'b' * 20}<p>{'c' * 600}<p>{'d' * 601}") == ["b" * 20, "c" * 600]


def test_a_long_page_gives_its_first_and_its_last_lines() -> None:
    """Of more lines than the most, half are taken from above and half from below."""
    found = values("".join(f"<p>This is the line with number {number:04}." for number in range(MOST_LINES + 50)))
    numbers = [int(value[-5:-1]) for value in found]
    assert numbers == [*range(MOST_LINES // 2), *range(MOST_LINES // 2 + 50, MOST_LINES + 50)]


def test_a_page_hands_them_over_beside_its_other_facts() -> None:
    """The document of a page bears them in its markup, and its text does not hold them."""
    body = "".join(
        f"<p>Paragraph {n} tells of the dam in the northern valley and of the farmers there.</p>" for n in range(9)
    )
    source = (
        '<html><head><meta property="og:site_name" content="Post"></head><body>'
        f"<article>{body}</article><footer><div>{CREDIT}</div></footer></body></html>"
    )
    document = page_of("page.html", source).document(Document("page.html", "", "page.html"))
    assert [(fact.kind, fact.value) for fact in document.markup] == [("og:site_name", "Post"), ("page-text", CREDIT)]
    assert CREDIT not in document.text


@given(st.text(st.sampled_from("<>!-/='\" \nabdivphnscrtykl&;é")), st.text("abdiv "))
def test_any_source_gives_places_inside_of_it(source: str, main_text: str) -> None:
    """Whatever the markup, every line is found at its place and lines do not overlap."""
    at = 0
    for fact in facts(source, main_text):
        assert at <= fact.start < fact.end <= len(source)
        assert source[fact.start : fact.end] == fact.text
        assert fact.line == source[: fact.start].count("\n") + 1
        at = fact.end


def test_lines_with_links_keep_them_as_markdown() -> None:
    """In the main text and outside it; entries of menus, links within the site and lines without links are left out."""
    source = (
        "<body><ul><li><a href='https://other.example/'>A site of friends</a></ul>"
        "<p><em><a class=x href='https://lea.example/a?b=1&amp;c=2'>First [posted]</a> on <b>my</b> blog</em></p>"
        "<p>Read <a href=/more>another one</a> here</p><p>Words that have no link at all</p>"
        "<p>Via <a href='//quay.example/a'>Quay</a></p></body>"
    )
    found = facts(source, "First [posted] on my blog. Read another one here.", LINKED_TEXT)
    assert [(fact.kind, fact.value) for fact in found] == [
        ("linked-text", "[First (posted)](https://lea.example/a?b=1&c=2) on my blog"),
        ("linked-text", "Via [Quay](//quay.example/a)"),
    ]
    assert [fact.text for fact in found] == [source[fact.start : fact.end] for fact in found]


def test_a_link_alone_is_a_line_right_under_the_headline_only() -> None:
    """There stands *Original URL*; elsewhere short links are entries of menus."""
    link = '<p><a href="https://grist.example/2014/x">Original URL</a></p>'
    source = f"<h1>The dam</h1>{link}<p>{'The dam is old. ' * 9}</p>"
    assert values(source, "The dam is old. " * 9) == ["Original URL"]
    assert [fact.value for fact in facts(source, "The dam is old. " * 9, LINKED_TEXT)] == [
        "[Original URL](https://grist.example/2014/x)"
    ]
    assert values(f"<h1>The dam</h1><p>{'The dam is old. ' * 9}</p>{link}", "The dam is old. " * 9) == []
