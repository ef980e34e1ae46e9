"""Who wrote a page: persons that the places of its markup agree on, all of them, and never the site."""

from __future__ import annotations

import pytest

from dedup.origin.page_authors import page_authors
from tests.origin.pages import fact

OWN = ("Valley Post", "https://www.valleypost.com/dam")


def authors(*facts: tuple[str, str], said: tuple[str, ...] = ()) -> list[str]:
    markup = [fact(kind, value) for kind, value in facts]
    return [one.name for one in page_authors(markup, OWN, said) if not one.outlet]


@pytest.mark.parametrize(
    ("facts", "names"),
    [
        ([("author", "By JO DOE, ANN MCDONALD and BO O'NEIL")], ["Jo Doe", "Ann McDonald", "Bo O'Neil"]),
        ([("author", "Valley Post"), ("json-ld:author", "Jo Doe")], ["Jo Doe"]),
        ([("author", "jo.doe@valleypost.com"), ("byline-element", "von | Jo Doe")], ["Jo Doe"]),
        ([("author", "admin"), ("author", "105092")], []),
        ([("author", "Prairie Welle (www.valleypost.com)")], []),
        ([("author", "Jo Doe"), ("json-ld:author", "Ann Roe"), ("byline-element", "Ann Roe")], ["Ann Roe"]),
        ([("json-ld:author", "Jo Doe"), ("byline-element", "By | Jo Doe | and | Ann Roe")], ["Jo Doe", "Ann Roe"]),
        ([("json-ld:author", "Jo Doe"), ("json-ld:author", "Ann Roe")], ["Jo Doe", "Ann Roe"]),
        ([("dc.creator", "Doe, Jo"), ("dc.creator", "Roe, Ann")], ["Jo Doe", "Ann Roe"]),
        ([("article:author", "https://www.facebook.com/valleypost"), ("twitter:creator", "@post")], []),
        ([("json-ld:author", "Jo Doe (jod)")], ["Jo Doe"]),
        ([("article:author", "Jo Doe / Journalist")], ["Jo Doe"]),
        ([("author", "Von Jo Doe, Lille")], ["Jo Doe"]),
        ([("json-ld:author", "\u6e21\u8fba\u6d0b\u4ecb")], ["\u6e21\u8fba\u6d0b\u4ecb"]),
        ([("json-ld:author", "Jo Doe"), ("author", "Jo A. Doe")], ["Jo Doe"]),
        ([("byline-element", "Written by Jo Doe | Edited by Ann Roe")], ["Jo Doe"]),
        ([("byline-element", "Escrito por Jo Doe | 3 de mayo de 2021")], ["Jo Doe"]),
    ],
)  # fmt: skip
def test_writers_are_the_persons_that_places_agree_on(facts: list[tuple[str, str]], names: list[str]) -> None:
    """Lists, capitals, roles and places apart; sites, addresses, numbers and users of the content system left out."""
    assert authors(*facts) == names


def test_a_word_of_a_million_letters_is_no_address() -> None:
    """Each letter might have begun an address, up to its end: 90,000 letters took 15 seconds."""
    facts = [("author", "a" * 1_000_000), ("author", f"{'b' * 1_000_000} jo@example.com"), ("author", "Jo Doe x@y@z")]
    assert authors(*facts) == ["Jo Doe"]


def test_a_byline_of_the_text_bears_out_a_name() -> None:
    """Of two places that disagree, the one that the text agrees with is believed."""
    facts = [("json-ld:author", "Jo Doe"), ("author", "Ann Roe")]
    assert authors(*facts) == ["Jo Doe"]
    assert authors(*facts, said=("Ann Roe",)) == ["Ann Roe"]


def test_links_of_other_articles_name_no_writer() -> None:
    """Links to writers count while they stand close together."""
    near, far = fact("author-link", "Jo Doe"), fact("author-link", "Ann Roe")
    moved = type(far)("author-link", "Ann Roe", 9000, 9007, 1, "Ann Roe")
    assert [one.name for one in page_authors([near, far], OWN, ())] == ["Jo Doe", "Ann Roe"]
    assert [one.name for one in page_authors([near, moved], OWN, ())] == ["Jo Doe"]


def test_an_outlet_beside_a_writer_is_told_apart() -> None:
    """The writer is a person, the newspaper behind the comma is where the text came from."""
    markup = [fact("author", "Sean Hill, The Washington Post")]
    assert [(one.name, one.outlet, one.beside) for one in page_authors(markup, OWN, ())] == [
        ("Sean Hill", False, False),
        ("The Washington Post", True, True),
    ]
