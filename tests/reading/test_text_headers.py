"""The headers of AsciiDoc and reStructuredText files are fields and facts, and no text but the title."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dedup.reading.inputs import read_contents
from dedup.reading.text_headers import asciidoc_header_of, restructuredtext_header_of

if TYPE_CHECKING:
    from dedup.documents import Document

PUMP = "The pump in the harbour has stopped again."


def read(name: str, source: str) -> Document:
    """Return the document of one file."""
    (document,) = read_contents([(name, source.encode())])
    return document


def test_a_header_of_asciidoc_gives_title_authors_and_date() -> None:
    """An underscore joins the parts of a name; a remark on the revision and other attributes are no text."""
    source = (
        "// a comment\n:experimental:\n= The pump\nAnn_Maria Author <ann@example.org>; Bo Writer\n"
        f"v1.2, 2014-01-02: mended\n:lang: en\n:source-highlighter: rouge\n:license: CC BY \\\n 4.0\n\n{PUMP}\n"
    )
    document = read("a.adoc", source)
    assert document.text.split() == ["//", "a", "comment", "=", "The", "pump", *PUMP.split()]
    assert document.text.index(PUMP) == source.index(PUMP)
    assert (document.title, document.author, document.published) == (
        "The pump", "Ann_Maria Author, Bo Writer".replace("_", " "), "2014-01-02",
    )  # fmt: skip
    assert document.language == "en"
    facts = {fact.kind: (fact.value, fact.line) for fact in document.markup}
    assert facts["front-matter:author"] == ("Ann Maria Author, Bo Writer", 4)
    assert facts["front-matter:license"] == ("CC BY 4.0", 8)
    assert all(source[fact.start : fact.end] == fact.text for fact in document.markup)


@pytest.mark.parametrize(
    ("line", "date"),
    [("v1.0, 2014-01-01", "2014-01-01"), ("2020-03-04", "2020-03-04"), ("1.1, March 4, 2020: x", None), ("v2.0", None)],
)
def test_a_revision_line_is_no_text(line: str, date: str | None) -> None:
    """The version comes first, the remark last; a date in words may hold a comma."""
    front = asciidoc_header_of(f"= The pump\nAnn Author\n{line}\n\n{PUMP}\n")
    assert front.fields.get("published") == date or (date is None and "March" in line)
    assert front.text.split() == ["=", "The", "pump", *PUMP.split()]


@pytest.mark.parametrize(
    "source",
    [
        f"= The pump\n{PUMP}\n",
        f"= The pump\nIntroduction\n\n{PUMP}\n",
        f"{PUMP}\n\n:author: Ann Author\n",
        f"= The pump\n\nAnn Author\n\n{PUMP}\n",
        f"{PUMP}\nAnn Author\n",
    ],
)
def test_text_of_asciidoc_that_is_no_header_stays(source: str) -> None:
    """A header ends at the first blank line behind the title, and a sentence is no name."""
    front = asciidoc_header_of(source)
    assert front.text == source
    assert "author" not in front.fields


def test_front_matter_of_asciidoc_counts_more() -> None:
    """Site generators read it before the text."""
    document = read("a.adoc", f"---\nauthor: Cy\n---\n= The pump\nAnn Author\n\n{PUMP}\n")
    assert (document.author, document.title) == ("Cy", "The pump")


@pytest.mark.parametrize(
    "source",
    [
        f"The pump\n========\n\n:Author: Ann Author\n:Date: $Date: 2012-03-04 $\n:Tags: water,\n  harbour\n\n{PUMP}\n",
        f":date: 2012-03-04\n:author: Ann Author\n\n========\nThe pump\n========\n\n{PUMP}\n",
        f".. title: The pump\n.. date: 2012-03-04\n.. author: Ann Author\n\n{PUMP}\n",
    ],
)
def test_fields_of_restructuredtext_give_author_and_date(source: str) -> None:
    """As docutils, Pelican and Nikola write them: below the title, above it, in comments."""
    document = read("a.rst", source)
    assert (document.title, document.author, document.published) == ("The pump", "Ann Author", "2012-03-04")
    assert [word for word in document.text.split() if word.strip("=")] in (
        PUMP.split(),
        ["The", "pump", *PUMP.split()],
    )
    assert document.text.index(PUMP) == source.index(PUMP)


@pytest.mark.parametrize(
    "source",
    [
        f":ref:`harbour` {PUMP}\n",
        f"{PUMP}\n\n:Author: Ann Author\n",
        f"The pump\n========\n\n{PUMP}\n\n:date: 2012-03-04\n",
        f"The pump\n========\n\n:Abstract: {PUMP}\n   It is old.\n",
        f".. note::\n   {PUMP}\n\n{PUMP}\n",
    ],
)
def test_text_of_restructuredtext_that_is_no_field_stays(source: str) -> None:
    """A role at the beginning, fields behind a paragraph, an abstract and a note are text."""
    assert restructuredtext_header_of(source).text == source
