"""What one page says twice and differently is shown side by side, on made pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dedup.origin.chain import trace
from tests.origin.pages import BODY, fact, traced

if TYPE_CHECKING:
    from dedup.origin.provenance import Provenance

URL = "https://www.valleypost.com/news/dam-wars"
LINK = ("canonical", "https://www.harbourgazette.com/2013/dam-wars")
SENTENCE = "This article was originally published by {}."
OWNERS = "Copyright © {}, 2013. All rights reserved."


def page(words: str, *facts: tuple[str, str]) -> Provenance:
    """Return what is said of a page of the Valley Post with these words under its text."""
    markup = tuple(fact(kind, value) for kind, value in (("og:site_name", "Valley Post"), *facts))
    return trace([traced("page", f"Dam Wars\n\n{BODY}\n\n{words}", url=URL, markup=markup)], [])[0]


def sides(found: Provenance) -> list[list[tuple[str, str]]]:
    return [[(claim.kind, claim.value) for claim in conflict.claims] for conflict in found.conflicts]


def test_a_link_and_a_sentence_that_differ_are_shown_together() -> None:
    """Both stay in the chain, and the conflict quotes the link and the sentence."""
    found = page(SENTENCE.format("Prairie Sun"), LINK)
    assert sides(found) == [[LINK, ("attribution", "Prairie Sun")]]
    assert found.conflicts[0].about == "the source: a link leads to harbourgazette.com, the words name Prairie Sun"
    assert found.chain == ("Prairie Sun", "harbourgazette.com", "Valley Post")


def test_a_copyright_line_that_names_a_third_one_is_not_passed_over() -> None:
    """It is too weak for the chain, and yet it is shown beside the link that the chain follows."""
    found = page(OWNERS.format("Prairie Sun"), LINK)
    assert sides(found) == [[LINK, ("copyright", "Prairie Sun")]]
    assert found.chain == ("harbourgazette.com", "Valley Post")


def test_a_link_to_a_front_page_is_shown_though_the_chain_does_not_follow_it() -> None:
    """A site's mistake more often than a statement, but not for the program to hide."""
    link = ("canonical", "https://www.harbourgazette.com/")
    found = page(SENTENCE.format("Prairie Sun"), link)
    assert sides(found) == [[link, ("attribution", "Prairie Sun")]]
    assert found.chain == ("Prairie Sun", "Valley Post")


def test_rivals_for_one_place_are_one_conflict() -> None:
    """A link and a reprint line that differ name the same hop: undecided, and said once."""
    found = page("Republished from Prairie Sun.", LINK)
    assert len(found.conflicts) == 1
    assert found.undecided
    assert found.chain == ()


@pytest.mark.parametrize(
    ("words", "facts"),
    [
        (SENTENCE.format("Harbour Gazette"), [LINK]),
        (SENTENCE.format("The Harbour Gazette Magazine"), [LINK]),
        (OWNERS.format("Valley Post"), [LINK]),
        (OWNERS.format("Associated Press"), [LINK]),
        (OWNERS.format("Jo Doe"), [LINK]),
        (OWNERS.format("Prairie Holdings"), [LINK, ("json-ld:publisher", "Prairie Holdings")]),
        (OWNERS.format("Prairie Holdings"), [LINK, ("microdata:copyrightHolder", "Prairie Holdings")]),
        (SENTENCE.format("Prairie Sun"), [("canonical", URL)]),
        (f"{SENTENCE.format('Daily Times')}\n\n{OWNERS.format('Stop NATO')}", []),
    ],
)
def test_what_can_be_true_together_is_no_conflict(words: str, facts: list[tuple[str, str]]) -> None:
    """One house, the page, an agency, a writer, the page's owner, a link to the page itself, hops without a link."""
    assert page(words, *facts).conflicts == ()


@pytest.mark.parametrize(
    ("host", "name", "chains"),
    [
        ("harbmag.com", "Harbour Magazine", []),
        ("nhmag.com", "New Harbour Magazine", []),
        ("hbrmag.com", "Harbour Magazine", [("Harbour Magazine", "hbrmag.com")]),  # "hbr" begins no word
        ("nharbour.com", "New Harbour Mail", [("New Harbour Mail", "nharbour.com")]),
    ],
)
def test_a_host_of_the_beginnings_of_a_name_is_its_publishers(
    host: str, name: str, chains: list[tuple[str, ...]]
) -> None:
    """A magazine says on its own page in which of its issues an article appears."""
    text = f"Dam Wars\n\n{BODY}\n\nThis article appears in the May 2013 issue of {name}."
    assert [one.chain for one in trace([traced("page", text, url=f"https://{host}/dam-wars")], [])] == chains
