"""What a page's markup claims, and what it does not: a value that leads to the page itself is no evidence."""

from __future__ import annotations

import pytest

from dedup.origin.chain import trace
from dedup.origin.markup import is_moved
from tests.origin.pages import BODY, fact, traced

URL = "https://www.valleypost.com/news/dam-wars"
OTHER = "https://www.harbourgazette.com/2013/dam-wars"


def chain_of_page(*facts: tuple[str, str], url: str | None = URL, text: str = BODY) -> tuple[str, ...]:
    """Return the chain of a page of the Valley Post with these facts in its markup."""
    known = (("og:site_name", "Valley Post"), *facts)
    page = traced("page", text, url=url, markup=tuple(fact(kind, value) for kind, value in known))
    found = trace([page], [])
    return found[0].chain if found else ()


@pytest.mark.parametrize(
    ("facts", "chain"),
    [
        ([("canonical", OTHER)], ("harbourgazette.com", "Valley Post")),
        ([("front-matter:canonical", OTHER)], ("harbourgazette.com", "Valley Post")),
        ([("front-matter:republished-from", "Harbour Gazette")], ("Harbour Gazette", "Valley Post")),
        ([("front-matter:original-source", OTHER), ("front-matter:via", "Prairie Sun")],
         ("harbourgazette.com", "Prairie Sun", "Valley Post")),
        ([("front-matter:source", "The Harbour Gazette, 3 May 1937, Page 15")], ("The Harbour Gazette", "Valley Post")),
        ([("front-matter:source", "Harbour Gazette, p. 4")], ("Harbour Gazette", "Valley Post")),
        ([("syndication-source", OTHER)], ("harbourgazette.com", "Valley Post")),
        ([("canonical", OTHER), ("json-ld:publisher", "Harbour Gazette")], ("Harbour Gazette", "Valley Post")),
        ([("json-ld:author", "Associated Press")], ("Associated Press", "Valley Post")),
        ([("microdata:author", "Associated Press")], ("Associated Press", "Valley Post")),
        ([("rdfa:publisher", "Reuters")], ("Reuters", "Valley Post")),
        ([("microdata:isBasedOn", OTHER), ("microdata:provider", "Harbour Gazette")],
         ("Harbour Gazette", "Valley Post")),
        ([("feed:source", "Harbour Gazette"), ("feed:source", OTHER)], ("Harbour Gazette", "Valley Post")),
        ([("feed:via", OTHER)], ("harbourgazette.com", "Valley Post")),
        ([("tracking-pixel", "https://counter.theconversation.com/content/1/count.gif")],
         ("theconversation.com", "Valley Post")),
    ],
)  # fmt: skip
def test_markup_that_leads_elsewhere_names_a_source(facts: list[tuple[str, str]], chain: tuple[str, ...]) -> None:
    """An off-site canonical link, a syndication tag, an agency as author and a counter that travels along."""
    assert chain_of_page(*facts) == chain


@pytest.mark.parametrize(
    "facts",
    [
        [("canonical", f"{URL}?utm_source=feed")],
        [("canonical", "https://m.valleypost.com/news/dam-wars")],
        [("canonical", "https://www.valleypost.de/news/dam-wars")],
        [("canonical", "https://valleypost.cms.example.com/x/1")],
        [("canonical", "/news/dam-wars")],
        [("canonical", "12345")],
        [("canonical", "https://www.harbourgazette.com/")],
        [("syndication-source", "http://valleypost.com"), ("original-source", URL)],
        [("json-ld:isBasedOn", URL)],
        [("json-ld:isBasedOn", "https://journals.example.org/study")],
        [("json-ld:publisher", "Valley Media Holding"), ("json-ld:copyrightHolder", "Valley Media Holding")],
        [("json-ld:publisher", "#organization")],
        [(f"{form}:publisher", "Valley Media Holding") for form in ("json-ld", "microdata", "rdfa")],
        [(f"{form}:isBasedOn", "https://journals.example.org/study") for form in ("json-ld", "microdata", "rdfa")],
        [("author", "Valley Post Staff")],
        [("author", "Jo Doe")],
        [("tracking-pixel", "https://www.facebook.com/tr?id=1")],
        [("front-matter:source", "Source not visible")],
        [("front-matter:source", "Unknown newspaper")],
        [("front-matter:source", "N/A")],
        [("front-matter:source", "(newspaper not visible), page 3")],
    ],
)
def test_markup_of_the_page_itself_is_no_evidence(facts: list[tuple[str, str]]) -> None:
    """Own addresses in all spellings, owners, cited studies, fragments, writers and advertisers' pixels."""
    assert chain_of_page(*facts) == ()


def test_markup_and_text_that_agree_are_one_source() -> None:
    """The sentence gives the name, the link the address; both are evidence of one edge."""
    text = f"{BODY}\n\nThis article was originally published by Harbour Gazette."
    page = traced("page", text, url=URL, markup=(fact("canonical", OTHER), fact("og:site_name", "Valley Post")))
    (found,) = trace([page], [])
    assert found.chain == ("Harbour Gazette", "Valley Post")
    assert {claim.kind for claim in found.edges[0].evidence} == {"attribution", "canonical"}
    assert found.edges[0].confidence == 0.99


def test_without_an_address_the_page_is_where_its_og_url_says() -> None:
    """A saved page of unknown address still tells its own host from the canonical one."""
    known = (("og:url", URL), ("canonical", OTHER))
    assert chain_of_page(*known, url=None) == ("harbourgazette.com", "Valley Post")
    assert chain_of_page(("canonical", OTHER), ("og:url", OTHER), url=None) == ()


@pytest.mark.parametrize(
    ("one", "other", "moved"),
    [
        ("https://www.iass-potsdam.de/de/x", "https://www.rifs-potsdam.de/de/x", True),
        ("https://www.iass-potsdam.de/de/x", "https://www.rifs-potsdam.de/de/y", False),
        ("https://valleypost.com/news/dam", "https://harbourgazette.com/news/dam", False),
    ],
)
def test_a_renamed_publisher_keeps_its_paths(one: str, other: str, moved: bool) -> None:
    """The same path under kindred names is one page; under unlike names it is two."""
    assert is_moved(one, other) is moved


def test_an_owner_in_words_and_markup_is_an_owner_only() -> None:
    """A copyright line and a publisher's tag that agree say whose site it is, not where the text came from."""
    text = f"{BODY}\n\nCopyright © Valley Media Holding, 2013. All rights reserved."
    assert chain_of_page(("microdata:publisher", "Valley Media Holding"), text=text) == ()


def test_a_credit_outside_the_main_text_counts() -> None:
    """A block that the reader gives beside the main text is read for credits, with its place in the page."""
    block = fact("page-text", "This post originally appeared on Grist.")
    assert chain_of_page(("page-text", block.value)) == ("Grist", "Valley Post")
    page = traced("page", BODY, url=URL, markup=(block,))
    (claim,) = (claim for claim in page.claims if claim.kind == "attribution")
    assert (claim.in_markup, claim.start, claim.end) == (True, block.start, block.end)


@pytest.mark.parametrize(
    "block",
    [
        "Items on this site that were originally published on other editions of CNET belong to CBS Interactive.",
        "Some comments may be republished on the website or in the newspaper.",
        "First published February 1, 2016: 1:28 AM ET",
        "Courtesy of Andrew Vaughan",
    ],
)
def test_blocks_of_the_site_are_no_credits(block: str) -> None:
    """Terms of use, rules for comments, dates and pictures' owners name no source of this page."""
    assert chain_of_page(("page-text", block)) == ()


def test_an_agency_in_the_markup_is_named_without_the_place_it_wrote_from() -> None:
    """*Associated Press in Marlow* is the agency, and no publisher of its own."""
    page = traced("page", BODY, markup=(fact("article:author", "Associated Press in Marlow"),))
    assert {claim.value for claim in page.claims if claim.kind == "byline"} == {"Associated Press"}
