"""A page without a stated date gets a guess, which says that it is one, and where it stands."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.documents import Document
from dedup.reading.html import _DATE_IN_FIGURES, guessed_dates, page_of

BODY = "".join(
    f"<p>Paragraph {word} tells of the dam in the northern valley and of the farmers there.</p>"
    for word in ("one", "two", "three", "four", "five", "six")
)


def page(head: str, extra: str) -> str:
    return f"<html>\n<head><title>Dam Wars</title>{head}</head><body><article>\n{extra}{BODY}</article></body></html>"


@pytest.mark.parametrize(
    ("extra", "text"),
    [
        ('<time datetime="2012-10-22T08:00:00Z">Monday</time>', "2012-10-22"),
        ('<span class="date">22.10.2012</span>', "22.10.2012"),
    ],
)
def test_a_guess_is_an_iso_date_with_its_place(extra: str, text: str) -> None:
    """The value is one spelling, the text the one of the page."""
    source = page("", extra)
    (fact,) = guessed_dates(source)
    assert (fact.kind, fact.value, fact.text, fact.line) == ("guessed-date", "2012-10-22", text, 3)
    assert source[fact.start : fact.end] == text


def test_a_stated_date_leaves_nothing_to_guess() -> None:
    """What is stated is a fact, and no guess is made beside it."""
    stated = '<meta property="article:published_time" content="2012-10-22">'
    document = page_of("a", page(stated, "<time datetime=2011-01-01>x</time>")).document(Document("a", "", "a"))
    assert "article:published_time" in [fact.kind for fact in document.markup]
    assert "guessed-date" not in [fact.kind for fact in document.markup]


def test_a_guess_does_not_become_the_date_of_the_document() -> None:
    """It is a fact to be weighed; the document's own field stays empty."""
    document = page_of("a", page("", "<time datetime=2012-10-22>x</time>")).document(Document("a", "", "a"))
    assert document.published is None
    assert [fact.value for fact in document.markup if fact.kind == "guessed-date"] == ["2012-10-22"]


@given(
    st.dates(date(1000, 1, 1), date(2999, 12, 31)),
    st.sampled_from(
        [
            "{0:%Y%m%d}", "{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0:%Y.%m.%d}", "{0:%Y_%m_%d}", "{0.day}.{0.month}.{0:%Y}",
            "{0:%d}/{0:%m}/{0:%Y}", "{0.month}/{0.day}/{0:%Y}", "{0:%m}-{0:%d}-{0:%Y}",
        ]
    ),
    st.sampled_from(["", " ", "x", ">", "-", "T"]),
)  # fmt: skip
def test_whoever_could_be_guessed_is_looked_for(day: date, form: str, around: str) -> None:
    """The page with a date in any of the forms that give a guess its place is not passed over."""
    assert _DATE_IN_FIGURES.search(f"{around}{form.format(day)}{around}")


@pytest.mark.parametrize("source", ["2012", "tel. 2012-555-01", "2012-10", "v 10.2.3", "12012-10-222", "12. 10. 2012"])
def test_a_year_alone_is_not_looked_for(source: str) -> None:
    """A page without a date in figures is not parsed for a guess that could have no place."""
    assert not _DATE_IN_FIGURES.search(source)


@pytest.mark.parametrize("source", ["", "<p>no date</p>", page("", "<p>Copyright 2012</p>"), "<time datetime='x'>"])
def test_no_date_is_no_guess(source: str) -> None:
    """Years alone and markup without dates give nothing."""
    assert guessed_dates(source) == []


@given(st.text(st.sampled_from("<>/='\" \ntimea0123459-:T\0")))
def test_any_source_can_be_looked_at(source: str) -> None:
    """Whatever the markup, a guess is a place of the source or there is none."""
    for fact in guessed_dates(f"<time datetime='{source}'>{source}"):
        assert f"<time datetime='{source}'>{source}"[fact.start : fact.end] == fact.text


def test_a_library_does_not_warn_the_user(recwarn: pytest.WarningsRecorder) -> None:
    """Dateutil warns of names of time zones, which say nothing of the day."""
    (guess,) = guessed_dates("<html><body><time datetime='2012-11-12 20:00 EST'>Monday</time></body></html>")
    assert guess.value == "2012-11-12"
    assert not recwarn.list
