"""Whole texts as sites wrap them: what the head and the tail say together."""

from __future__ import annotations

import pytest

from dedup.documents import Document
from dedup.origin.extraction import describe, marked_spans, read_claims
from dedup.reading.html import page_of
from tests.origin.pages import BODY, FOOTER, chain_of, provenance_of, traced


def global_research(byline: str, source: str, *, linked: bool = True, under: str = "") -> str:
    """Return a page in Global Research's grammar."""

    def link(name: str) -> str:
        return f"[{name}](#)" if linked else name

    head = f"Dam Wars\n\nBy {link(byline)}\n\nGlobal Research, June 12, 2013\n\n{under or link(source)}\n\nRegion: Asia"
    tail = f"The original source of this article is {link(source)}\nCopyright © {link(byline)}, {link(source)}, 2013"
    return f"{head}\n\n{BODY}\n\n{tail}\n\n{FOOTER}"


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        (global_research("Glenn Greenwald", "The Guardian"), ("The Guardian", "Global Research")),
        (global_research("Pepe Escobar", "RT", linked=False, under="RT 11 June 2013"), ("RT", "Global Research")),
        (global_research("Washington's Blog", "Washington's Blog"), ("Washington's Blog", "Global Research")),
        (global_research("Zero Hedge", "Valley Post"), ("Valley Post", "Zero Hedge", "Global Research")),
    ],
)
def test_a_repost_on_global_research_gives_its_chain(text: str, chain: tuple[str, ...]) -> None:
    """A person's byline is no hop, an outlet's is one, and a name that stands twice is one hop."""
    assert chain_of(text) == chain


def test_an_original_on_global_research_claims_no_source() -> None:
    """A source that is the page's own name is no evidence, and the writer in the copyright line is no hop."""
    text = global_research("Prof Michel Chossudovsky", "Global Research", under="Theme: Environment")
    assert provenance_of(text) is None
    claims = read_claims(Document("page", text))
    assert describe(Document("page", text), claims).author == "Prof Michel Chossudovsky"


def test_what_a_site_puts_around_a_text_is_marked() -> None:
    """Of a wrapped page only the title and the body count as text."""
    text = global_research("Glenn Greenwald", "The Guardian")
    left = list(text)
    for _, span in marked_spans(read_claims(Document("page", text))):
        left[span.start : span.end] = " " * len(span)
    assert "".join(left).split() == ["Dam", "Wars", *BODY.split()]


@pytest.mark.parametrize(
    ("text", "publisher", "chain"),
    [
        (f"Dam Wars\n\nKABUL (Reuters) - {BODY}", "Valley Post", ("Reuters", "Valley Post")),
        (f"Dam Wars\n\nKABUL, Afghanistan (AP) — {BODY}", "Valley Post", ("Associated Press", "Valley Post")),
        (f"Dam Wars\n\n{BODY}\n\n(dpa)", "Valley Post", ("dpa", "Valley Post")),
        (f"Dam Wars\n\nBy JOHN SMITH, Associated Press\n\n{BODY}", "Valley Post", ("Associated Press", "Valley Post")),
        (f"Dam Wars\n\nAuthored by Jo Doe via Alt-Market.com,\n\n{BODY}", "Valley Post",
         ("alt-market.com", "Valley Post")),
        (f"Dam Wars\n\n{BODY}\n\n© 2013 Tribune Content Agency, LLC.", "Valley Post",
         ("Tribune Content Agency, LLC", "Valley Post")),
        (f"Dam Wars\n\nby PATRICK COCKBURN\n\n{BODY}\n\nThis column originally appeared in The Independent.",
         "CounterPunch", ("The Independent", "CounterPunch")),
        (f"Dam Wars\n\nPublished on Monday, June 12, 2013 by TomDispatch\n\n{BODY}", "Common Dreams",
         ("TomDispatch", "Common Dreams")),
    ],
)  # fmt: skip
def test_other_wrappings_give_their_chain(text: str, publisher: str, chain: tuple[str, ...]) -> None:
    """Datelines, closing marks, bylines, syndicates and notes name the source."""
    assert chain_of(text, publisher) == chain


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        (f"Dam Wars\n\nKABUL (Reuters) - {BODY}", "Reuters"),
        (f"Dam Wars\n\n{BODY}\n\nOriginally published on Live Science.", "livescience.com"),
        (f"Dam Wars\n\n{BODY}\n\nh/t: Naked Capitalism", "Valley Post"),
        (f"Dam Wars\n\n{BODY}\n\n© 2020 Valley Media Group", "Valley Post"),
        (f"Dam Wars\n\nBy Valley Post Staff\n\n{BODY}", "Valley Post"),
        (f"Dam Wars\n\n{BODY} The Demokratische Partei der Albaner (DPA) was there.\n\nPhoto: © Jo Doe", "Valley Post"),
        (f"Dam Wars\n\n{BODY}\n\nSource: National Statistics Office", "Valley Post"),
    ],
)
def test_these_claim_no_repost(text: str, publisher: str) -> None:
    """Own names, tips, owners, pictures, parties and sources of figures are not where the text comes from."""
    assert chain_of(text, publisher) == ()


def test_an_outgoing_statement_points_the_other_way() -> None:
    """The page that says where it was reprinted is the source of that edge."""
    found = provenance_of(f"Dam Wars\n\n{BODY}\n\nThis article was reprinted on Wired.com.", "Quanta Magazine")
    assert found is not None
    assert found.chain == ("Quanta Magazine",)
    assert [(edge.source, edge.copy) for edge in found.edges] == [("Quanta Magazine", "wired.com")]


def test_two_first_sources_are_a_conflict_and_no_answer() -> None:
    """Neither of two equally good statements is believed; both are shown."""
    found = provenance_of(
        f"Dam Wars\n\n{BODY}\n\nThis article was originally published by Valley Post.\n\n"
        "This article was originally published by Harbour Gazette.",
        "Prairie Sun",
    )
    assert found is not None
    assert found.chain == ()
    assert {claim.value for claim in found.conflicts[0].claims} == {"Valley Post", "Harbour Gazette"}
    assert "Valley Post" in found.undecided


def test_a_first_source_and_a_last_one_are_two_hops() -> None:
    """The two statements "originally at A" and "republished from B" can be true: the text went from A to B to here."""
    text = (
        f"Dam Wars\n\n{BODY}\n\nThis article was originally published by Valley Post.\n\n"
        "Republished with permission from Harbour Gazette."
    )
    assert chain_of(text, "Prairie Sun") == ("Valley Post", "Harbour Gazette", "Prairie Sun")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Dam Wars", f"# Dam Wars\n\nBy Jo Doe\n\n{BODY}"),
        ("Dam Wars", f"JUNE 12, 2013\n\nDam Wars\n\n{BODY}"),
        (None, BODY),
    ],
)
def test_the_title_is_the_first_line_that_reads_like_one(title: str | None, text: str) -> None:
    """A Markdown heading or the first line of the head that is no date; a body alone has no title."""
    assert traced("page", text).description.title == title


def test_metadata_outweighs_what_a_text_says() -> None:
    """A column of the table is believed before a line of the text."""
    document = Document(
        "page", f"Dam Wars\n\nBy Jo Doe\n\nValley Post, June 12, 2013\n\n{BODY}", publisher="Prairie Sun"
    )
    known = describe(document, read_claims(document))
    assert (known.publisher, known.author, known.published) == ("Prairie Sun", "Jo Doe", "2013-06-12")


@pytest.mark.parametrize(
    "text", ["", "   \n\n", "\ufeff", "[](", "©", "By", "(", "İ" * 50 + " originally published in"]
)
def test_odd_texts_are_read_without_a_fault(text: str) -> None:
    """Nothing is claimed where there is nothing, and no text makes the reader fail."""
    document = Document("odd", text)
    claims = read_claims(document)
    assert all(text[claim.start : claim.end] == claim.text for claim in claims)
    describe(document, claims)


def test_the_links_of_a_page_name_the_source_of_its_text() -> None:
    """The main text has lost them; the claim is the line as it stands there, and nothing else is claimed of it."""
    line = "This article was originally posted on the author\u2019s blog."
    paragraphs = [
        f"The ferry left the harbour at six in the morning, for the {count}th time." * 3 for count in range(9)
    ]
    linked = line.replace(
        "the author\u2019s blog", '<a href="https://lea.example.org/ferry">the author\u2019s blog</a>'
    )
    source = "".join(f"<p>{one}</p>" for one in (*paragraphs, linked))
    page = page_of("x.html", f"<html><body><article><h1>A ferry</h1>{source}</article></body></html>")
    found = [one for one in read_claims(page.document(Document("x", ""))) if one.kind == "attribution"]
    assert [(one.value, one.in_markup) for one in found] == [("lea.example.org", False)]
    assert page.text[found[0].start : found[0].end].endswith("blog.")
