"""Files that the usual programs made of one text hold its paragraphs, its note and its quotation."""

from __future__ import annotations

from pathlib import Path

import pytest

from dedup.documents import CAPTURED
from dedup.reading.html import QUOTATION
from dedup.reading.inputs import read_paths

FOLDER = Path(__file__).parent / "made_files"
PUMP = "The pump in the harbour has stopped again, and the town council wants to know why this happens each spring."
FERRY = (
    "The ferry to the island leaves an hour later from Monday on, because the new crew needs more time for the mail."
)
SAID = "We shall not know before summer, the mayor said."
NOTE = "The pipes were laid in 1931."
DOCUMENTS = [
    "libreoffice.docx",
    "libreoffice.odt",
    "libreoffice.pdf",
    "libreoffice.rtf",
    "pandoc.docx",
    "pandoc.odt",
    "pandoc.rtf",
]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_has_its_paragraphs_in_order(name: str) -> None:
    """The note stands at the end; rows of tables are their cells, and nothing is added to them."""
    (document,) = read_paths([FOLDER / name])
    text = " ".join(document.text.split())
    places = [text.find(part) for part in (PUMP.rstrip("."), SAID, "closed on Monday", "Tuesday open", FERRY, NOTE)]
    assert -1 not in places
    assert places == sorted(places)
    assert "|" not in text
    assert text.endswith(NOTE)
    if name != "pandoc.rtf":  # pandoc writes no properties into RTF
        assert (document.title, document.author) == ("The pump", "Ann Author")


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name.endswith(("docx", "odt"))])
def test_a_paragraph_in_a_style_for_quotations_is_a_quotation(name: str) -> None:
    """In Word, pandoc calls it Block Text, and in OpenDocument it is a variety of Quotations."""
    (document,) = read_paths([FOLDER / name])
    start = document.text.index(SAID)
    spans = [fact.value for fact in document.markup if fact.kind == QUOTATION]
    assert spans == [f"{start}-{start + len(SAID)}"]


REVISED = ["libreoffice-revised.docx", "libreoffice-revised.odt", "libreoffice-revised.rtf"]


@pytest.mark.parametrize("name", REVISED)
def test_a_revised_document_is_read_as_it_is_printed(name: str) -> None:
    """Deleted and hidden words, comments, heads and feet are no text; a text box is a paragraph, notes stand last."""
    (document,) = read_paths([FOLDER / name])
    text = document.text.replace("\u00ad", "")
    paragraphs = text.split("\n\n")
    assert not any(word in text for word in ("deletedwords", "hiddenwords", "commentwords", "Running head", "Page"))
    assert "all winter insertedwords stay, and of ice. See the first report." in text
    assert {
        "First item of the list",
        "Boxed words in a frame beside the text.",
        "Paragraph beside the frame goes on for a while.",
    } <= set(paragraphs)
    assert paragraphs[-1] == "Endnote about the ice."
    assert "Footnote about the boats of 1931." in paragraphs[-3:]


@pytest.mark.parametrize("name", REVISED)
def test_a_revised_document_is_by_who_began_it(name: str) -> None:
    """An OpenDocument text calls whoever saved it last its creator; the day is that on which it was begun."""
    (document,) = read_paths([FOLDER / name])
    assert document.title == "The Harbour Report \u2013 a draft"
    assert document.author == "Jos\u00e9 Doe"
    assert [fact.value[:10] for fact in document.markup if fact.kind == "dcterms.created"] == ["2024-03-05"]
    assert "Second Editor" not in {fact.value for fact in document.markup}


@pytest.mark.parametrize("name", ["pandoc.epub", "libreoffice.epub"])
def test_chapters_of_a_book_are_documents(name: str) -> None:
    """The first one is the title page."""
    first, *chapters = read_paths([FOLDER / name])
    assert first.text.splitlines()[0] == "The pump"
    assert [PUMP in chapters[0].text, NOTE in chapters[0].text, FERRY in chapters[1].text] == [True, True, True]
    assert {(one.title, one.author, one.language) for one in chapters} == {("The pump", "Ann Author", "en")}


@pytest.mark.parametrize("name", ["pandoc.ipynb", "pandoc.rst"])
def test_sources_of_text_are_read_as_they_are(name: str) -> None:
    """Their marks stay, and all words are there."""
    (document,) = read_paths([FOLDER / name])
    text = " ".join(document.text.split())
    assert all(part in text for part in (PUMP.rstrip("."), SAID, FERRY, NOTE))


def test_an_old_word_file_is_refused_with_what_to_do() -> None:
    """LibreOffice wrote it."""
    found = read_paths([FOLDER / "libreoffice.doc"])
    assert "soffice --convert-to docx" in found.unreadable[0].reason


def test_mails_of_a_mailbox_are_documents() -> None:
    """Python's mailbox escapes a line that begins with From, and the mail encodes what is escaped."""
    first, second = read_paths([FOLDER / "python.mbox"])
    assert [(each.title, each.author, each.published) for each in (first, second)] == [
        ("The pump", "Ann Author", "2026-03-04"),
        ("Re: The pump", "Ann Author", "2026-03-05"),
    ]
    assert first.text == PUMP
    quoted, said = second.text.split("\n\n")
    assert quoted == f"> {SAID}"
    assert said.startswith("From Monday on the ferry")
    assert [fact.value for fact in second.markup if fact.kind == QUOTATION] == [f"0-{len(quoted)}"]


@pytest.mark.parametrize("name", ["feedgen.rss", "feedgen.atom"])
def test_entries_of_a_feed_are_documents(name: str) -> None:
    """Their content is read, and not the summary; one of them names another site as its source."""
    first, second = read_paths([FOLDER / name])
    assert [first.text, second.text] == [PUMP, FERRY]
    assert [(each.title, each.url) for each in (first, second)] == [
        ("The pump", "https://harbour.example/pump"),
        ("The ferry", "https://harbour.example/ferry"),
    ]
    assert {(each.author, each.published) for each in (first, second)} == {("Ann Author", "2026-03-04")}
    assert any("island" in fact.value.lower() for fact in second.markup)
    assert not any("island" in fact.value.lower() for fact in first.markup)


@pytest.mark.parametrize(("name", "captured"), [("chromium.mhtml", "2026-11-30"), ("py-wacz.wacz", "2026-11-30")])
def test_a_saved_page_has_its_main_text_address_and_day(name: str, captured: str) -> None:
    """Menus and the imprint are left out; the quotation is marked."""
    (document,) = read_paths([FOLDER / name])
    assert document.text.split("\n\n") == ["The pump", PUMP, SAID, "The ferry", FERRY]
    assert (document.title, document.url) == ("The pump", "http://127.0.0.1:8765/pump.html")
    facts = {(fact.kind, fact.value) for fact in document.markup}
    start = document.text.index(SAID)
    assert {(CAPTURED, captured), (QUOTATION, f"{start}-{start + len(SAID)}"), ("author", "Ann Author")} <= facts
