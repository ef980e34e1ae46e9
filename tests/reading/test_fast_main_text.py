"""The main text of a page by resiliparse, and `--extractor fast`, which takes no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dedup.errors import NoTextError, UsageError
from dedup.reading import fast_main_text
from dedup.reading.html import QUOTATION, page_of
from dedup.reading.inputs import read_contents
from dedup.reading.options import EXTRACTORS, FAST, ReadingOptions
from dedup.reading.outcomes import IN_DOUBT
from dedup.reading.visible_lines import VisibleLines

if TYPE_CHECKING:
    from dedup.reading.fast_main_text import FastText

PAGE = """<html lang="en"><head><title>A bridge</title><meta name="author" content="Ann Berg">
<meta property="article:published_time" content="2024-03-05"></head>
<body><nav><ul><li><a href="/">Start</a><li><a href="/news">News</a></ul></nav>
<article><h1>A bridge over the river</h1>
<p>The council decided on   Monday
to build the bridge<sup><a href="#note1">1</a></sup> over the river <ruby>漢字<rt>かんじ</rt></ruby>.</p>
<blockquote><p>We shall build it at last, said the mayor.</p></blockquote>
<p>It will cost <del>five</del> six millions,<br>and open in May.</p></article>
<footer><p>This article first appeared in The Harbour Gazette.</p></footer></body></html>"""
TEXT = """A bridge over the river

The council decided on Monday to build the bridge over the river 漢字.

We shall build it at last, said the mayor.

It will cost six millions,
and open in May."""


def fast_text_of(source: str) -> FastText:
    return fast_main_text.fast_main_text("page.html", source, VisibleLines(source))


def test_the_main_text_has_paragraphs_and_no_annotations() -> None:
    """Menus and footers stay out, white space is that of a browser."""
    assert fast_text_of(PAGE).main.text == TEXT


def test_block_quotations_are_told() -> None:
    """A fact has the span of the quotation in the text."""
    page = page_of("page.html", PAGE, extractor=FAST)
    start = TEXT.index("We shall")
    spans = [fact.value for fact in page.markup.facts if fact.kind == QUOTATION]
    assert spans == [f"{start}-{start + len('We shall build it at last, said the mayor.')}"]


def test_fields_and_facts_are_those_of_the_careful_extractor() -> None:
    """The footer holds a credit, and the markup states author and date, each at its place in the source."""
    fast, careful = page_of("page.html", PAGE, extractor=FAST), page_of("page.html", PAGE)
    assert fast.markup.title == careful.markup.title == "A bridge"
    kinds = {"author", "article:published_time", "title", "lang"}
    assert {fact for fact in fast.markup.facts if fact.kind in kinds} == {
        fact for fact in careful.markup.facts if fact.kind in kinds
    }
    credit = "This article first appeared in The Harbour Gazette."
    places = [(fact.start, fact.end) for fact in fast.markup.facts if fact.value == credit]
    assert places == [(PAGE.index(credit), PAGE.index(credit) + len(credit))]


def test_a_page_without_text_has_none() -> None:
    """An empty body is a page without main text."""
    with pytest.raises(NoTextError):
        page_of("page.html", "<html><body></body></html>", extractor=FAST)


def test_a_nul_does_not_end_the_page() -> None:
    """HTML reads it as U+FFFD."""
    assert fast_text_of("<p>before\0after</p>").main.text == "before\ufffdafter"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", PAGE.encode()),
        ("a.jsonl", b'{"html": "<p>The words of a page in a table.</p>"}\n'),
        (
            "a.mhtml",
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n\n<html><p>Saved page.\n--b--",
        ),
    ],
)
def test_every_format_with_pages_takes_the_extractor(name: str, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trafilatura is not asked."""
    monkeypatch.setattr("dedup.reading.html.main_text_of", lambda *_: pytest.fail("read by trafilatura"))
    assert len(read_contents([(name, data)], ReadingOptions(extractor=FAST))) == 1


@pytest.mark.parametrize(
    ("pages", "told"),
    [(1, ""), (2, "; so is that of one more page"), (2001, "; so is that of 2,000 more pages")],
)
def test_pages_in_doubt_are_counted(pages: int, told: str) -> None:
    """A folder of many has one note, on the first of them; the careful extractor has looked again, and has none."""
    doubtful = (
        "<html><body><div>" + "<br>".join(f"Line {n} of a page without any paragraph" for n in range(9)) + "</div>"
    )
    contents = [(f"{number}.html", doubtful.encode()) for number in range(pages)]
    contents.insert(1, ("b.txt", "words of a caf\u00e9".encode("latin-1")))
    found = read_contents(contents, ReadingOptions(extractor=FAST))
    note, other = found.notes
    assert (note.path, note.note) == ("0.html", IN_DOUBT + told)
    assert other.path == "b.txt"
    assert all(each.path == "b.txt" for each in read_contents(contents[:2]).notes)


def test_an_unknown_extractor_is_refused() -> None:
    """The sentence names those that there are."""
    with pytest.raises(UsageError, match="there is no extractor 'quick'; the extractors are careful, fast"):
        ReadingOptions(extractor="quick")


ARTICLE = "\n".join(
    f"<p>Sentence {word} of the article tells at length what happened in the town, and what will come of it.</p>"
    for word in "abcdefghi"
)
"""Nine paragraphs of 94 characters: 846, enough to be relied on where nothing else is there."""


def test_the_element_of_the_text_is_read_where_it_holds_what_the_page_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no other reading of such a page; boxes and lists of links within the element are no text."""
    monkeypatch.setattr("dedup.reading.html.main_text_of", lambda *_: pytest.fail("read by trafilatura"))
    monkeypatch.setattr(fast_main_text, "_own_reading", lambda *_: pytest.fail("read once more"))
    box = "<div class='newsletter-box'><p>Sign up for all that we write about the town, every week.</p></div>"
    links = "<ul><li><a href='/1'>The bridge is open</a><li><a href='/2'>The mayor resigns</a></ul>"
    article = ARTICLE.replace("</p>", " It was a long day for all.</p>")
    text = page_of("a.html", f"<body><p>Menu</p><div class='article-body'>{article}{box}{links}</div></body>").text
    assert text.count("It was a long day for all.") == 9
    assert "Sign up" not in text
    assert "mayor" not in text


@pytest.mark.parametrize(
    "page", ["<div class='text-content'>{short}</div>{rest}", "<div class='sidebar'>{short}{rest}</div>"]
)
def test_a_text_in_doubt_is_not_sound(page: str) -> None:
    """An element that holds a third of what the page says, or a text in an element with the name of something else."""
    paragraphs = [
        f"<p>{word * 30} tells what happened in town, and what will come of it next year.</p>"
        for word in "abcdefghijklmnopqrst"
    ]
    source = page.format(short="".join(paragraphs[:7]), rest="".join(paragraphs[7:]))
    assert not fast_text_of(source).is_sound


def test_a_text_in_no_element_of_its_name_is_read_without_what_is_named_otherwise() -> None:
    """The box stands within resiliparse's own reading; notes are no text here either."""
    article = ARTICLE.replace("</p>", " It has lime<sup>2</sup> works.</p>", 1)
    box = f"<div class='related'><p>{'Read how other towns built their bridges and what they cost. ' * 2}</p></div>"
    found = fast_text_of(f"<div>{article}{box}</div>")
    assert found.is_sound
    assert found.main.text.startswith("Sentence a of the article tells")
    assert "It has lime works." in found.main.text
    assert "other towns" not in found.main.text


def test_a_long_text_of_an_element_is_the_better_one_in_doubt() -> None:
    """It has half of the characters of all that the page says, and what surrounds it may be anything."""
    around = "".join(
        f"<p>{word * 40} is what stands around the article, in a line as long as its own.</p>" for word in "rstuvwx"
    )
    found = fast_text_of(f"<div>{around}<article>{ARTICLE}</article></div>")
    assert not found.is_sound
    assert found.main.text.startswith("Sentence a of the article tells")


def test_a_page_of_links_alone_has_their_words() -> None:
    """Nothing in it is main text, and all of it is what the page says."""
    assert fast_text_of("<p><a href='/1'>The bridge</a>").main.text == "The bridge"


@pytest.mark.parametrize(
    ("note", "read"),
    [
        ("lime<sup>2</sup> works", "lime works"),
        ("x<sup>2</sup> works", "x2 works"),
        ("<s>old</s> works", "works"),
        ("<ruby>山<rt>やま</rt></ruby> works", "山 works"),
    ],
)
def test_annotations_are_left_out_of_a_sound_text(note: str, read: str) -> None:
    """By the same rules as in the tree that trafilatura reads."""
    article = ARTICLE.replace("</p>", f" It has {note}.</p>", 1)
    found = fast_text_of(f"<article>{article}</article>")
    assert found.is_sound
    assert f"It has {read}." in found.main.text


def test_a_page_of_many_tags_is_not_read_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elements within elements by the thousand took resiliparse half a minute."""
    monkeypatch.setattr("dedup.reading.html.fast_main_text", lambda *_: pytest.fail("read by resiliparse"))
    source = f"<body>{ARTICLE}<p>{'<b>of the town </b>' * 8_001}</p>"
    for extractor in EXTRACTORS:
        assert "Sentence i of the article" in page_of("a.html", source, extractor=extractor).text
