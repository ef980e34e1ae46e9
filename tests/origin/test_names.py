"""Names and hosts that are one publisher's, and those that are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.errors import UsageError
from dedup.origin.name_forms import clean_name, is_person
from dedup.origin.names import DistinctPublishers, domain_of, identity, is_agency, publishers, same_publisher
from dedup.origin.publisher_lists import agencies, publisher_tables

if TYPE_CHECKING:
    from pathlib import Path


_PARTS = ("The", "New", "York", "Times", "Politico", "Pro", "VICE", "US", "Germany", "Foundation", "for", "Economic")
_NAMES = st.one_of(
    st.lists(st.sampled_from(_PARTS), min_size=1, max_size=4).map(" ".join),
    st.sampled_from(
        ("nytimes.com", "vice.com", "politico.com", "fee.org", "FEE", "NYT", "", "-", "The", "cnn.com", "CNN")
    ),
)


@given(st.lists(_NAMES, max_size=30))
@settings(deadline=None)
def test_names_are_grouped_as_if_each_was_compared_with_each(names: list[str]) -> None:
    """Keys find the same first name as a comparison with all, whatever makes two names one publisher's."""
    distinct = DistinctPublishers()
    before: list[str] = []
    for name in names:
        known = next((place for place, other in enumerate(before) if same_publisher(other, name)), None)
        if known is None:
            before.append(name)
        assert distinct.place(name) == (len(before) - 1 if known is None else known)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Daily Times", "The Daily Times"),
        ("Daily Times", "https://www.dailytimes.com.pk/story?utm_source=x"),
        ("The Atlantic", "theatlantic.com"),
        ("money.cnn.com", "CNN"),
        ("m.heise.de", "heise online"),
        ("seglerblog.stössenseer.de", "seglerblog.xn--stssenseer-fcb.de"),
        ("businessinsider.de", "businessinsider.com"),
        ("Foundation for Economic Education", "FEE.org"),
        ("Politico Pro", "Politico"),
        ("The New York Times", "nytimes.com"),
        ("Süddeutsche Zeitung", "sueddeutsche.de"),
        ("La Stampa", "lastampa.it"),
        ("Vox Media, LLC", "vox.com"),
        ("Mail Online", "https://www.dailymail.co.uk/news"),
        ("ZDFheute", "zdf.de"),
        ("Хабр", "habr.com"),
    ],
)
def test_spellings_of_one_publisher_meet(one: str, other: str) -> None:
    """Articles, hosts, editions, punycode, sections and legal forms do not make another publisher."""
    assert same_publisher(one, other)
    assert same_publisher(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Daily Times", "Daily Mail"),
        ("Stop NATO", "Global Research"),
        ("spectator.org", "spectator.co.uk"),
        ("one.wordpress.com", "two.wordpress.com"),
        ("example.com", "sample.com"),
        ("", ""),
    ],
)
def test_different_publishers_stay_apart(one: str, other: str) -> None:
    """Two blogs of one platform and two papers of one name in the list are two; no name is nobody's."""
    assert not same_publisher(one, other)


def forget() -> None:
    """Drop what was remembered of names, because the lists have changed."""
    for remembered in (publisher_tables, agencies, publishers, identity, same_publisher):
        remembered.cache_clear()


def test_a_file_of_the_user_adds_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file that DEDUP_PUBLISHERS names brings together what folding does not."""
    further = tmp_path / "publishers.toml"
    further.write_text('[[publisher]]\nname = "Valley Wire"\nkind = "agency"\nalso = ["vw.example", "VW"]\n', "utf-8")
    monkeypatch.setenv("DEDUP_PUBLISHERS", str(further))
    forget()
    try:
        assert same_publisher("VW", "https://vw.example/story")
        assert is_agency("Valley Wire")
        assert is_agency("Reuters")
    finally:
        forget()


def test_a_file_that_is_not_there_is_a_usage_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the variable and the file."""
    monkeypatch.setenv("DEDUP_PUBLISHERS", str(tmp_path / "none.toml"))
    forget()
    try:
        with pytest.raises(UsageError, match=r"DEDUP_PUBLISHERS.*none\.toml"):
            publishers()
    finally:
        forget()


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Prof Michel Chossudovsky", True),
        ("Rick Rozoff", True),
        ("Dr. Paul Craig Roberts", True),
        ("PATRICK COCKBURN", True),
        ("Ludwig van Beethoven", True),
        ("Stop NATO", False),
        ("Washington's Blog", False),
        ("Moon of Alabama", False),
        ("The Guardian", False),
        ("RT", False),
        ("Press TV", False),
    ],
)
def test_people_are_told_from_outlets(name: str, person: bool) -> None:
    """A byline's name is a person's or an outlet's, as any reader sees."""
    assert is_person(name) is person


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("the Harbour Star", "Harbour Star"),
        ("l'Eco del Lago", "Eco del Lago"),
        ("The Harbour Star's", "The Harbour Star"),
        ("as Harbour bought that mill in", "as Harbour bought that mill in"),
    ],
)
def test_a_small_article_is_no_part_of_a_name(words: str, name: str) -> None:
    """But *as* in an English sentence is no Portuguese article (a line of a newswire named a sentence a publisher)."""
    assert clean_name(words) == name


def test_a_publisher_is_named_with_and_without_any_article() -> None:
    """Also with those that a sentence may use as other words."""
    assert same_publisher("Os Ventos", "Ventos")
    assert same_publisher("Los Vientos", "Vientos")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("VICE US", "VICE Germany", True),
        ("VICE", "VICE US", True),
        ("HuffPost UK", "HuffPost France", True),
        ("Radio France", "Radio Japan", False),
        ("Times of India", "Times of Japan", False),
        ("Valley UK", "Harbour UK", False),
    ],
)
def test_editions_of_one_house_are_one_publisher(one: str, other: str, same: bool) -> None:
    """Names that differ in a country alone, unless what remains is a word of many names."""
    assert same_publisher(one, other) is same


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://lea.github.io/x", "lea.github.io"),
        ("www.lea.blogspot.com", "lea.blogspot.com"),
        ("blogs.harbour.example.org", "example.org"),
        ("https://medium.com/@lea/x", "medium.com"),
        ("Harbour Review", None),
    ],
)
def test_an_address_on_a_platform_is_shown_with_its_writer(address: str, shown: str | None) -> None:
    """Others by their registered domain."""
    assert domain_of(address) == shown
