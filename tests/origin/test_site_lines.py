"""Lines that are no text, and lines of text that look like them: what is marked, and how much of it."""

from __future__ import annotations

import pytest

from dedup.documents import Document, collection_of
from dedup.origin.extraction import marked_spans, read_claims
from dedup.origin.language import languages
from dedup.walks.scan import scan

BODY = "The bridge over the upper valley was closed on Monday, because the river had taken away one of its pillars."
LONG = " ".join([BODY] * 4)


def marked(line: str) -> str:
    """Return what of a line is marked where it closes a text."""
    text = f"A heading\n\n{BODY}\n\n{BODY}\n\n{line}"
    return "".join(text[span.start : span.end] for _, span in marked_spans(read_claims(Document("d", text))))


@pytest.mark.parametrize(
    "line",
    [
        "Jane Roe is a professor of history at the University of the Valley. Her second book is out in May.",
        "• Jane Roe was the editor of the Valley Review.",
        "Jane A. Roe, a former mayor, is the author of two books on bridges.",
        "Dr. Roe is a lecturer at the Valley School of Engineering.",
        "JD Roe is a columnist for the Review. Follow him there.",
        "Review columnist Jane Roe is the author of two books on bridges.",
        "The author is an engineer.",
    ],
)
def test_a_note_about_the_writer_is_marked(line: str) -> None:
    """All of it, whether or not the phrase about a person stands in its first sentence."""
    assert marked(line) == line


@pytest.mark.parametrize(
    "line",
    [
        "“There was a plan, and it is a good one,” said Jane Roe, a professor of engineering in the valley.",
        "It was the first time that an engineer and former director of the works had spoken of the pillars.",
        "The closest thing to a hero in this affair is an economist who had warned of the river for years.",
        "My own father, John Roe, was a real activist, and nobody in the valley has forgotten him.",
        "Roe is the former director who sat for thirty hours with those who look into the fall of the bridge.",
    ],
)
def test_a_sentence_of_the_text_about_somebody_is_text(line: str) -> None:
    """It begins with no name of a person, in full, as a note about the writer does."""
    assert marked(line) == ""


def test_a_paragraph_is_no_note_about_the_writer() -> None:
    """However it begins: a note of more than forty words is text."""
    note = "Jane Roe is a professor of engineering."
    assert marked(f"{note} {BODY}") == f"{note} {BODY}"
    assert marked(f"{note} {BODY} {BODY}") == ""


def test_of_a_long_paragraph_that_begins_like_a_notice_only_the_first_sentence_is_one() -> None:
    """A caption may be any sentence; a short disclaimer, which says so wherever it stands, is one as a whole."""
    caption = "Photo: the bridge on Monday."
    disclaimer = "The views expressed in this article are those of its author."
    assert marked(f"{caption} {BODY}") == f"{caption} {BODY}"
    assert marked(f"{caption} {LONG}") == caption
    assert marked(f"{BODY} {disclaimer}") == f"{BODY} {disclaimer}"
    assert marked(f"{LONG} {disclaimer}") == ""


def test_an_excerpt_that_speaks_of_somebody_is_found() -> None:
    """A quotation of forty words that stands alone in its document is text, and the two documents share it."""
    quote = (
        "“There was a plan for the bridge, and it was the right one,” said Jane Roe, a professor of engineering; “but "
        "nobody in the capital would pay for stone, and so the pillars were made of what the quarry threw away.”"
    )
    article = "\n\n".join([BODY, quote, BODY.replace("Monday", "Friday"), BODY.replace("valley", "plain")])
    (match,) = scan(collection_of([Document("article", article), Document("excerpt", quote)])).copies
    assert (match.relation, match.marked_words.total) == ("contained", 0)


def test_every_language_has_phrases_about_writers_that_begin_with_names() -> None:
    """Or the name would never be looked at."""
    spoken = [language for language in languages() if language.phrases["author-note"].patterns]
    assert len(spoken) == 6
    for language in spoken:
        assert any(phrase.after_names is not None for phrase in language.phrases["author-note"].phrases)
