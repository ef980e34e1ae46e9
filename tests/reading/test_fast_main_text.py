"""`--extractor fast`: the main text of a page by resiliparse, with the same fields and facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dedup.cli import main
from dedup.errors import NoTextError, UsageError
from dedup.reading import options
from dedup.reading.fast_main_text import fast_main_text
from dedup.reading.html import QUOTATION, page_of
from dedup.reading.inputs import read_contents
from dedup.reading.options import FAST, ReadingOptions

if TYPE_CHECKING:
    from pathlib import Path

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


def test_the_main_text_has_paragraphs_and_no_annotations() -> None:
    """Menus and footers stay out, white space is that of a browser."""
    assert fast_main_text("page.html", PAGE).text == TEXT


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
    assert fast_main_text("page.html", "<p>before\0after</p>").text == "before\ufffdafter"


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


def test_an_unknown_extractor_is_refused() -> None:
    """The sentence names those that there are."""
    with pytest.raises(UsageError, match="there is no extractor 'quick'; the extractors are careful, fast"):
        ReadingOptions(extractor="quick")


def test_a_missing_library_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sentence says what to install, and nothing is read."""
    monkeypatch.setattr(options, "find_spec", lambda _name: None)
    (tmp_path / "a.html").write_text(PAGE, "utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["scan", str(tmp_path / "a.html"), "--extractor", "fast"])
    assert ended.value.code == 2
    assert "the fast extractor needs resiliparse: pip install 'dedup-text[fast]'" in capsys.readouterr().err
