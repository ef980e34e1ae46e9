"""Inputs of which each part is small work, and all together were hours: the work is bounded, told by what is called.

No test asserts seconds. What is asserted is the result that the bounded way gives, of inputs that took minutes before.
"""

from __future__ import annotations

import pytest

from dedup.origin.lines import sentence_around
from dedup.reading.fast_main_text import FastText
from dedup.reading.html import QUOTATION, guessed_dates, page_of
from dedup.reading.html_tags import has_too_many_tags
from dedup.reading.inputs import read_contents
from dedup.reading.main_text import MainText
from dedup.reading.visible_lines import visible_text

ARTICLE = "<p>The council met on Tuesday to decide about the bridge over the river.</p>"
NOTE = "it has too many tags to look for its main text: all its visible text was read"


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
        ("<td>12.50</td>", 40_000, False),
        ("<td>1</td>", 8_000, False),
        ("<td>1</td>", 8_001, True),
        ("<p>Some words stand in each of them.</p>", 40_000, False),
        ("<p>Some words stand in each of them.</p>", 40_001, True),
    ],
)
def test_tables_of_figures_are_pages_like_others(unit: str, count: int, mostly: bool) -> None:
    """A large page may have more elements than 8,000, if they have twelve characters each, up to 40,000."""
    assert has_too_many_tags(unit * count) is mostly


def test_a_fragment_is_read_without_a_search_for_its_main_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of 4,045 pages of 25 characters took 33 seconds."""
    searched: list[str] = []

    def search(name: str, _source: str, _lines: object) -> FastText:
        searched.append(name)
        return FastText(MainText("searched"), is_sound=True)

    monkeypatch.setattr("dedup.reading.html.fast_main_text", search)
    assert page_of("short", f"<p>{'a' * 192}</p>").text == "a" * 192
    assert page_of("long", f"<p>{'a' * 193}</p>").text == "searched"
    assert searched == ["long"]


def test_a_fragment_has_no_annotations_and_knows_its_quotations() -> None:
    """It is read as other pages are: without marks of notes, deleted words and what is hidden."""
    source = "<p>She said that<sup>1</sup> again:<blockquote>No <s>more</s>.</blockquote><p hidden>x<blockquote>Never."
    page = page_of("page.html", source)
    assert page.text == "She said that again:\n\nNo .\n\nNever."
    quoted = [fact.value for fact in page.markup.facts if fact.kind == QUOTATION]
    assert [page.text[slice(*map(int, span.split("-")))] for span in quoted] == ["No .", "Never."]


def test_no_date_is_guessed_where_none_is_in_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guess counts only where it stands in the source in figures."""
    asked: list[str] = []
    monkeypatch.setattr("dedup.reading.html._guess_date", lambda source, *_: asked.append(source))
    assert guessed_dates("<p>May 12, 2021</p>") == []
    assert guessed_dates("<p>12.5.2021</p>") == []
    assert asked == ["<p>12.5.2021</p>"]


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


def test_a_line_of_figures_in_a_mailbox() -> None:
    """Each figure might have been that of the date before a mail: readers 3065646 of benchmarks/fuzz.py."""
    mail = b"From a@example.com Mon Jan  1 00:00:00 2024\nFrom: a@example.com\nSubject: b\n\nSome words.\n"
    mails = mail + b"\nFrom " + b"1" * 1_000_000 + b"\n\n" + mail
    found = read_contents([("a.mbox", mails)])
    assert [text.split()[:2] for text in found.column("text")] == [["Some", "words."], ["Some", "words."]]
