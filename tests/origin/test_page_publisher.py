"""What a page calls itself, from signs that agree."""

from __future__ import annotations

import pytest

from dedup.origin.chain import trace
from dedup.origin.page_publisher import own_site
from tests.origin.pages import BODY, fact, traced

HERE = "https://www.valleypost.com/dam"
THERE = "https://www.harbourgazette.com/dam"


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ([("og:site_name", "Valley Post")], "Valley Post"),
        ([("json-ld:publisher", "Valley Post")], "Valley Post"),
        ([("json-ld:publisher", "Prairie Media"), ("title", "Dam | Valley Post"), ("og:url", HERE)], "Valley Post"),
        ([("og:site_name", "Security"), ("json-ld:publisher", "Valley Post"), ("og:url", HERE)], "Valley Post"),
        ([("json-ld:publisher", "Valley Post - Prairie Media GmbH & Co. KG")], "Valley Post"),
        ([("og:site_name", "Valley Post - News of the hills"), ("og:url", HERE)], "Valley Post"),
        ([("og:site_name", "Valley Post |"), ("og:url", HERE)], "Valley Post"),
        ([("og:site_name", "Valley - Post"), ("og:url", HERE)], "Valley - Post"),
        ([("og:site_name", "Valley Post - News of the hills")], "Valley Post - News of the hills"),
        ([("title", "Dam | Latest")], None),
        ([("og:url", HERE), ("canonical", HERE)], None),
        ([("publisher", "https://www.facebook.com/valleypost")], None),
    ],
)  # fmt: skip
def test_the_name_is_the_one_that_most_signs_bear_out(facts: list[tuple[str, str]], shown: str | None) -> None:
    """A site's name, its structured data, the end of its title and its addresses."""
    assert own_site([fact(*one) for one in facts], None, ()).shown == shown


def chain_of_page(*facts: tuple[str, str], text: str = BODY) -> tuple[str, ...]:
    page = traced("page", text, markup=tuple(fact(kind, value) for kind, value in facts))
    found = trace([page], [])
    return found[0].chain if found else ()


CREDIT = f"{BODY}\n\nThis article originally appeared on HarbourGazette.com."
SAME = (("og:url", THERE), ("canonical", THERE))


def test_addresses_that_a_sentence_names_are_the_source() -> None:
    """Both addresses lead to the source; the site's name, or its structured data and title, are its own."""
    assert chain_of_page(("og:site_name", "Valley Post"), *SAME, text=CREDIT)[1:] == ("Valley Post",)
    assert chain_of_page(("json-ld:publisher", "Valley Post"), SAME[1], text=CREDIT)[1:] == ("Valley Post",)
    assert (
        chain_of_page(SAME[1], text=CREDIT) == ("HarbourGazette.com", "page") or chain_of_page(SAME[1], text=CREDIT)[1:]
    )


def test_a_sentence_that_names_the_page_itself_is_no_source() -> None:
    """Feed readers add "first appeared on", and the site carries it too."""
    assert chain_of_page(("og:site_name", "Harbour Gazette"), *SAME, text=CREDIT) == ()
    assert chain_of_page(("json-ld:publisher", "Harbour Gazette"), *SAME, text=CREDIT) == ()


def test_an_address_at_the_source_beside_a_canonical_link_at_itself_points_to_the_source() -> None:
    """The page's name agrees with its canonical link, so that the other address is not its own."""
    facts = (("json-ld:publisher", "Valley Post"), ("canonical", HERE), ("og:url", THERE))
    assert chain_of_page(*facts) == ("harbourgazette.com", "Valley Post")


def test_the_host_of_a_content_system_is_no_other_publisher() -> None:
    """Back ends, and hosted copies of the same path."""
    for other in ("https://vp-prod.cdn.arcpublishing.com/dam", "https://vpbackend.wordpress.com/dam"):
        assert chain_of_page(("og:site_name", "Valley Post"), ("og:url", HERE), ("canonical", other)) == ()


@pytest.mark.parametrize("own", ["www.valleypost.com/2019/dam", "//valleypost.com/2019/dam"])
def test_an_address_without_a_scheme_is_the_page_s_own(own: str) -> None:
    """Such a canonical link made an unnamed page a copy of itself."""
    facts = [fact("og:url", own), fact("canonical", own), fact("author", "valleypost.com")]
    page = traced("page", BODY, markup=tuple(facts))
    assert page.description.publisher == "valleypost.com"
    assert chain_of_page(("og:url", own), ("canonical", own)) == ()


def test_the_address_of_a_picture_is_no_other_publisher_s() -> None:
    """Structured data give it as an address of the article."""
    picture = "https://vp.static-files.com/1.jpg?w=600"
    assert chain_of_page(("og:site_name", "Valley Post"), ("og:url", HERE), ("json-ld:url", picture)) == ()


def test_an_unnamed_page_is_called_by_its_host() -> None:
    """Where no sign is a name, the registered domain is the publisher."""
    assert traced("page", BODY, markup=(fact("og:url", HERE),)).description.publisher == "valleypost.com"
