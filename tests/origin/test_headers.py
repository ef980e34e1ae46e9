"""Lines of a name and a date: whose page it is, or only when it was published."""

from __future__ import annotations

import pytest

from dedup.documents import Document, MarkupFact, collection_of
from dedup.origin.extraction import describe, read_claims, title_of
from dedup.walks.scan import scan

ENGLISH = BODY = (
    "The bridge over the upper valley was closed on Monday, because the river had taken away one of its pillars.\n\n"
)
GERMAN = "Die Minister haben sich auf den Plan geeinigt, der für das Land und die Menschen nicht ohne Folgen ist.\n\n"
FRENCH = (
    "Le pont a été fermé lundi, parce que la rivière a emporté un de ses piliers, et les gens ne sont pas contents.\n\n"
)
SPANISH = "El puente fue cerrado el lunes, porque el río se ha llevado un pilar y no se puede pasar por la noche.\n\n"
ITALIAN = "Il ponte è stato chiuso lunedì, perché il fiume ha portato via un pilastro e non si può passare per ora.\n\n"
HEADS = ("London, 3 May 1911", "Paris, 7 June 1911")
PORTUGUESE = "A ponte foi fechada na segunda-feira, porque o rio levou um dos pilares e não se pode passar por ali.\n\n"


def claims(line: str, body: str = BODY) -> list[tuple[str, str]]:
    """Return what a line under a heading says."""
    text = f"A heading about bridges\n\n{line}\n\n{body * 4}"
    return sorted((claim.kind, claim.value) for claim in read_claims(Document("d", text)))


@pytest.mark.parametrize(
    "name",
    ["Valley Times", "Channel 4", "France 24", "The Press", "Draft House", "HillPost", "Sand & Sea", "Harbour Star"],
)
def test_a_name_beside_a_date_is_the_publisher(name: str) -> None:
    """Where it shows that it is one: by a word, an article, a number, a sign, a capital inside, a domain."""
    assert claims(f"{name}, May 3, 2012") == [("published", "2012-05-03"), ("publisher", name)]


@pytest.mark.parametrize(
    "words",
    [
        "Version 3",
        "Release 2.0",
        "Posted on",
        "Last updated",
        "Monday",
        "Draft",
        "Volume 12",
        "Updated at 1:43 p.m. on",
    ],
)
def test_words_that_go_with_a_date_name_nobody(words: str) -> None:
    """The date is told all the same."""
    assert claims(f"{words}, May 3, 2012") == [("published", "2012-05-03")]


def test_each_language_has_words_of_its_own() -> None:
    """German ones count in a German text."""
    assert claims("Fassung 2, 3. Mai 2012", GERMAN) == [("published", "2012-05-03")]
    assert claims("Talzeitung, 3. Mai 2012", GERMAN) == [("published", "2012-05-03"), ("publisher", "Talzeitung")]


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("London, 3 May 2012", ENGLISH),
        ("BERLIN, May 3, 2012", ENGLISH),
        ("LONDON — 3 May 2012", ENGLISH),
        ("**London**, 3 May 2012", ENGLISH),
        ("London, the 3rd of May 2012", ENGLISH),
        ("3 May 2012, London", ENGLISH),
        ("New York, Thursday, May 3rd, 2012", ENGLISH),
        ("Springfield, Ill., May 3, 2012", ENGLISH),
        ("Washington, D.C., May 3, 2012", ENGLISH),
        ("Paris, Texas, May 3, 2012", ENGLISH),
        ("The Hague, 3 May 2012", ENGLISH),
        ("Stoke-on-Trent, 3 May 2012", ENGLISH),
        ("12 Quarry Road, London, 3 May 2012", ENGLISH),
        ("London, Sunday evening, 3 May 2012", ENGLISH),
        ("The Old House, Kent, 3 May 2012", ENGLISH),
        ("Sun Valley, Idaho, 3 May 2012", ENGLISH),
        ("H.M.S. Puffin, 3 May 2012", ENGLISH),
        ("Berlin, den 3. Mai 2012", GERMAN),
        ("Wien, am 3. Mai 2012", GERMAN),
        ("Frankfurt am Main, 3. Mai 2012", GERMAN),
        ("3. Mai 2012, Hamburg", GERMAN),
        ("Paris, le 3 mai 2012", FRENCH),
        ("Aix-en-Provence, ce 3 mai 2012", FRENCH),
        ("A Coruña, 3 de mayo de 2012", SPANISH),
        ("San José, Costa Rica, a 3 de mayo de 2012", SPANISH),
        ("Roma, 3 maggio 2012", ITALIAN),
        ("Reggio nell'Emilia, lì 3 maggio 2012", ITALIAN),
        ("Lisboa, 3 de maio de 2012", PORTUGUESE),
        ("Rio de Janeiro, em 3 de maio de 2012", PORTUGUESE),
    ],
)
def test_a_place_beside_a_date_is_no_publisher(line: str, body: str) -> None:
    """It heads letters and press releases; the date is read."""
    assert claims(line, body) == [("published", "2012-05-03")]


@pytest.mark.parametrize(
    ("line", "name", "body"),
    [
        ("Hamburger Abendblatt, den 3. Mai 2012", "Hamburger Abendblatt", GERMAN),
        ("Le Courrier du Val, 3 mai 2012", "Le Courrier du Val", FRENCH),
        ("Diario de la Costa, 3 de mayo de 2012", "Diario de la Costa", SPANISH),
        ("Gazzetta del Lago, 3 maggio 2012", "Gazzetta del Lago", ITALIAN),
        ("Jornal da Serra, 3 de maio de 2012", "Jornal da Serra", PORTUGUESE),
    ],
)
def test_each_language_has_words_of_publications(line: str, name: str, body: str) -> None:
    """A name of a newspaper shows that it is one."""
    assert claims(line, body) == [("published", "2012-05-03"), ("publisher", name)]


@pytest.mark.parametrize(
    ("text", "markup", "url"),
    [
        ("Kaleva, May 3, 2012\n\n{body}\n\n© 2012 Kaleva", (), None),
        ("By [Kaleva](#)\n\nKaleva, May 3, 2012\n\n{body}", (), None),
        ("Kaleva, May 3, 2012\n\n{body}", (MarkupFact("og:site_name", "Kaleva", 0, 9, 1, "<meta …>"),), None),
        ("Kaleva, May 3, 2012\n\n{body}", (), "https://www.kaleva.example/a"),
        ("[Kaleva](https://kaleva.example/), May 3, 2012\n\n{body}", (), None),
    ],
)
def test_something_else_may_bear_out_that_a_name_is_a_publisher(
    text: str, markup: tuple[MarkupFact, ...], url: str | None
) -> None:
    """A copyright line, a byline, the markup, the address or a link."""
    document = Document("d", text.format(body=BODY * 4), markup=markup, url=url)
    assert describe(document, read_claims(document)).publisher == "Kaleva"
    alone = Document("d", f"Kaleva, May 3, 2012\n\n{BODY * 4}")
    assert describe(alone, read_claims(alone)).publisher is None


@pytest.mark.parametrize(("line", "body"), [("London, May 3", ENGLISH), ("Lisboa, 3 de maio", PORTUGUESE)])
def test_a_place_and_a_date_are_no_title(line: str, body: str) -> None:
    """Also without a year, where the line says nothing."""
    assert title_of(f"{line}\n\nThe bridge\n\n{body * 4}") == "The bridge"


def test_letters_are_no_chain_of_cities() -> None:
    """The earlier one had it first, and that is all."""
    letters = [Document(name, f"{head}\n\n{BODY * 4}") for name, head in zip("ab", HEADS, strict=True)]
    found = scan(collection_of(letters))
    assert [trace.chain for trace in found.provenance] == [(), ("a", "b")]


def test_a_sentence_that_goes_on_with_a_date_names_no_publisher() -> None:
    """The line ends with a date and has a word of publishers' names; its last word before the date is a small one."""
    text = "Rise\n\nThe dam was finished in spring,\nas the Harbour Company took it over in\nOctober 1986.\n\nEnd"
    assert [claim for claim in read_claims(Document("d", text)) if claim.kind == "publisher"] == []
