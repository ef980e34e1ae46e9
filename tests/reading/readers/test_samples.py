"""A sample of each format becomes the documents that it holds, by its name and by its content alone."""

from __future__ import annotations

import pytest

from dedup.documents import CAPTURED, PARTS, Document
from dedup.reading.html import QUOTATION
from dedup.reading.inputs import read_contents
from tests.reading.readers.samples import ADDRESS, FERRY, PUMP, SAMPLES

_DOCX = ["The pump", PUMP, "We do not know.", "Monday\nclosed"]

EXPECTED: dict[str, list[tuple[str, list[str]]]] = {
    "a.docx": [("", _DOCX)],
    "a.odt": [("", [*_DOCX, "A note on the pump."])],
    "a.rtf": [("", [PUMP, "Der Preis für die Pumpe: 30 €."])],
    "a.epub": [("#OEBPS/text/b b.xhtml", ["Two", FERRY]), ("#OEBPS/text/a.xhtml", ["One", PUMP])],
    "a.eml": [
        ("", [FERRY, "On Sunday, Bob wrote:", f"> {PUMP}\n> Who knows?", "Thank you."]),
        ("#pump.docx", _DOCX),
    ],
    "a.mbox": [("#1", [PUMP, "From here on it is quiet."]), ("#2", [FERRY])],
    "a.mhtml": [("", ["The pump", PUMP])],
    "a.webarchive": [("", ["The pump", PUMP])],
    "a.warc": [("#2", ["The pump", PUMP]), ("#4", [FERRY])],
    "a.warc.gz": [("#2", ["The pump", PUMP]), ("#4", [FERRY])],
    "a.wacz": [("#archive/a.warc.gz#2", ["The pump", PUMP]), ("#archive/a.warc.gz#4", [FERRY])],
    "a.rss": [("#1", [PUMP, "We do not know."]), ("#2", [FERRY])],
    "a.atom": [("#1", [PUMP])],
    "a.nitf": [("", [PUMP, FERRY])],
    "a.newsml": [("", [PUMP])],
    "a.srt": [("", ["The pump has stopped.\nWho knows why?"])],
    "a.vtt": [("", ["The pump & the ferry\nWho knows why?"])],
    "a.ipynb": [("", ["# Pumps", PUMP, "count = 3\nprint(count)"])],
    "a.zip": [("#letters/pump.txt", [PUMP]), ("#ferry.html", ["The ferry", FERRY]), ("#inner.zip#mail.eml", [PUMP])],
    "a.tar": [("#letters/pump.txt", [PUMP]), ("#ferry.html", ["The ferry", FERRY]), ("#inner.zip#mail.eml", [PUMP])],
}
"""What stands behind the name of the file in the id of each document, and its paragraphs."""


def documents(name: str) -> list[Document]:
    """Return the documents of a sample."""
    return list(read_contents([(name, SAMPLES[name])]))


def facts(document: Document, kind: str) -> list[str]:
    """Return the values of the facts of one kind."""
    return [fact.value for fact in document.markup if fact.kind == kind]


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("named", [True, False], ids=["named", "unnamed"])
def test_sample_becomes_its_documents(name: str, named: bool) -> None:
    """The text is whole, in order, and without anything that is not text."""
    called = name if named else "unnamed"
    found = read_contents([(called, SAMPLES[name])])
    assert not found.unreadable
    expected = [(called + part, "\n\n".join(paragraphs)) for part, paragraphs in EXPECTED[name]]
    assert [(each.id, each.text) for each in found] == expected


def test_pdf_is_its_pages_without_running_heads() -> None:
    """Lines of the page stay lines; what stands on all pages is left out and told."""
    found = read_contents([("a.pdf", SAMPLES["a.pdf"])])
    said = found.text(0).replace("\n\n", " ").replace("\n", " ")
    assert said == f"The Harbour Review Chapter 1 of the story {PUMP} {FERRY} {PUMP} {FERRY}"
    (note,) = found.notes
    assert note.note.startswith("running heads and page numbers are left out: 10 lines, such as ")
    pages = [line.partition(":") for line in facts(found[0], PARTS)[0].split("\n")]
    assert [page for _, _, page in pages] == ["page 1", "page 2", "page 3", "page 4"]
    assert [found.text(0)[int(start) :].split()[1] for start, _, _ in pages] == ["Harbour", "ferry", "pump", "ferry"]
    assert (found[0].title, found[0].author) == ("Pumps and ferries", "Ann Author")


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("a.docx", {"title": "The pump", "author": "Ann Author"}),
        ("a.odt", {"title": "The pump", "author": "Ann Author"}),
        ("a.rtf", {"title": "The pump", "author": "Ann Author"}),
        (
            "a.epub",
            {"title": "Harbour stories", "author": "Ann Author", "publisher": "Quay Press", "published": "2019-05-01"},
        ),
        ("a.eml", {"title": "The pump", "author": "Änn Author", "published": "2024-03-04"}),
        ("a.mhtml", {"title": "The pump", "url": ADDRESS}),
        ("a.webarchive", {"title": "The pump", "url": ADDRESS}),
        ("a.warc", {"title": "The pump", "url": ADDRESS, "language": "en"}),
        (
            "a.rss",
            {
                "title": "The pump & we",
                "author": "Ann Author",
                "publisher": "Harbour news",
                "published": "2024-03-04",
                "url": ADDRESS,
            },
        ),
        ("a.atom", {"author": "Ann Author", "publisher": "Harbour news", "published": "2024-03-04", "url": ADDRESS}),
        ("a.nitf", {"title": "The pump", "author": "Ann Author", "publisher": "Harbour Press"}),
        ("a.newsml", {"title": "The pump", "publisher": "Harbour Press", "published": "2024-03-04", "language": "en"}),
        ("a.ipynb", {"title": "Pumps"}),
    ],
)
def test_sample_states_its_fields(name: str, fields: dict[str, str]) -> None:
    """What a file says of itself in its own way has the name that it has everywhere."""
    first = documents(name)[0]
    assert {field: getattr(first, field) for field in fields} == fields


@pytest.mark.parametrize(
    ("name", "kind", "values"),
    [
        ("a.mhtml", CAPTURED, ["2024-03-04"]),
        ("a.warc", CAPTURED, ["2020-02-03"]),
        ("a.rss", "feed:source", ["The Quay Courier", "https://quay.example/feed"]),
        ("a.atom", "feed:via", ["https://quay.example/pump"]),
        ("a.nitf", "news:dateline", ["MARLOW"]),
        ("a.newsml", "infosource", ["The Quay Courier"]),
        ("a.newsml", "json-ld:provider", ["Harbour Press"]),
        ("a.newsml", "item-uri", ["urn:x:1"]),
        ("a.newsml", "news:alt-id", ["q-17"]),
        ("a.newsml", "pub-status", ["usable"]),
        ("a.srt", PARTS, ["0:00:00:01\n22:00:01:03"]),
        ("a.ipynb", PARTS, ["0:cell 1\n204:cell 2"]),
    ],
)
def test_sample_states_its_origin_and_parts(name: str, kind: str, values: list[str]) -> None:
    """Evidence of origin, and the places by which people look something up, are facts."""
    assert facts(documents(name)[0], kind) == values


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("a.docx", "We do not know."),
        ("a.odt", "We do not know."),
        ("a.rss", "We do not know."),
        ("a.eml", f"> {PUMP}\n> Who knows?"),
    ],
)
def test_quotations_are_marked(name: str, quoted: str) -> None:
    """Quoted mails, block quotations and paragraphs in a style for quotations have their span noted."""
    first = documents(name)[0]
    spans = [tuple(map(int, value.split("-"))) for value in facts(first, QUOTATION)]
    assert [first.text[start:end] for start, end in spans] == [quoted]


def test_what_is_no_text_in_an_archive_is_counted() -> None:
    """Pictures, JSON without texts and answers that are errors are no documents, and none is dropped in silence."""
    archive = read_contents([("a.zip", SAMPLES["a.zip"]), ("a.warc", SAMPLES["a.warc"])])
    assert [note.note for note in archive.notes] == [
        "left out of it: 1 file, .png: a.png",
        "left out of it: 1 file, JSON without texts: data.json",
        (
            "left out of it: responses of the type image/png (1), responses that are redirects or errors (1), "
            "warcinfo records (1)"
        ),
    ]
    assert [note.note for note in read_contents([("a.rss", SAMPLES["a.rss"])]).notes] == [
        "1 of its 3 entries have no text: 3"
    ]
