"""Language files: those of the package are sound, those of users are told what is wrong with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dedup.documents import Document
from dedup.errors import UsageError
from dedup.origin.extraction import read_claims
from dedup.origin.language import ROLES, Language, languages, read_language
from dedup.origin.names import same_publisher
from dedup.origin.vocabulary import language_files, vocabulary
from tests.origin.pages import fact
from tests.origin.test_candidate_lines import candidate_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

SWEDISH = """
code = "sv"
common = ["och", "att", "det", "som", "inte", "med", "den"]
months = [["januari"], ["februari"], ["mars"], ["april"], ["maj"], ["juni"], ["juli"], ["augusti"], ["september"],
  ["oktober"], ["november"], ["december"]]
weekdays = ["måndag"]
[credit]
this = ["den här"]
work = ["artikeln", "texten"]
first = ["ursprungligen"]
published = ["publicerades"]
in = ["i"]
[words]
by = ["av", "text av"]
[byline]
stems = ["av "]
phrases = ["^ {by} {names} $"]
"""
DUTCH = """
code = "nl"
common = ["het", "een", "van", "dat", "niet", "voor", "met", "zijn", "maar"]
months = [["januari"], ["februari"], ["maart"], ["april"], ["mei"], ["juni"], ["juli"], ["augustus"], ["september"],
  ["oktober"], ["november"], ["december"]]
weekdays = ["maandag", "zondag"]
before_dates = ["de"]
[names]
articles = ["de", "het", "een"]
conjunctions = ["en"]
within = ["van", "voor"]
[persons]
by = ["door"]
via = ["namens"]
between = ["en"]
titles = ["dhr"]
abbreviated_titles = ["ds"]
particles = ["op"]
[outlets]
words = ["koerier"]
[places]
within = ["aan", "den", "het", "in", "oude", "dorp"]
[dates]
day_endings = ["e"]
[lines]
notes = ["noot"]
source = ["Bron"]
rubrics = ["reportage"]
[licences]
forbidden = ["verboden"]
no_derivatives = ["geen afgeleide"]
[credit]
this = ["dit"]
work = ["artikel", "stuk"]
first = ["eerder"]
published = ["verscheen", "verschenen"]
in = ["in"]
edition = ["nummer van mei van"]
[byline]
stems = ["door "]
phrases = ["^ door {names} $"]
[licence]
stems = ["overname", "creative commons"]
phrases = ["overname {gap} verboden", "creative commons"]
"""
DUTCH_BODY = (
    "De minister zei dat het plan voor de brug niet van gisteren is, maar dat een nieuwe kaart met de dorpen zijn weg "
    "naar het dal nog moet vinden, en dat niemand er voor de winter iets van zal merken."
)


@pytest.mark.parametrize("language", languages(), ids=lambda language: language.code)
def test_every_phrase_of_a_shipped_language_can_be_used(language: Language) -> None:
    """All patterns of all roles become phrases."""
    for role in ROLES:
        assert len(language.phrases[role].phrases) == len(language.phrases[role].patterns)


def test_eighteen_languages_are_shipped() -> None:
    """Six are read to the last phrase, twelve by their credits."""
    codes = "ar da de en es fr hi it ja ko nl pl pt ru sv tr uk zh"
    assert [language.code for language in languages()] == codes.split()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the folder that DEDUP_LANGUAGES names; what was read of language files is forgotten before and after."""
    monkeypatch.setenv("DEDUP_LANGUAGES", str(tmp_path))
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    for cached in (language_files, vocabulary, languages, same_publisher):
        cached.cache_clear()


def claims_of(*paragraphs: str) -> set[tuple[str, str]]:
    """Return the kinds and values of the claims of a text."""
    return {(claim.kind, claim.value) for claim in read_claims(Document("text", "\n\n".join(paragraphs)))}


def test_a_folder_of_the_user_adds_a_language(folder: Path) -> None:
    """A file in the folder that DEDUP_LANGUAGES names is read like those of the package."""
    (folder / "sv.toml").write_text(SWEDISH, "utf-8")
    opening = "Ministern sade att det inte var en bra plan och att den som bor i dalen med sina barn får flytta. " * 2
    sentence = "Den här artikeln publicerades ursprungligen i Dagens Nyheter."
    assert ("attribution", "Dagens Nyheter") in claims_of("Rubrik", opening, opening, sentence)


def test_the_example_of_the_documentation_is_read(folder: Path) -> None:
    """Dutch, as docs/provenance.md shows how a language file is written."""
    page = (Path(__file__).parents[2] / "docs" / "provenance.md").read_text("utf-8")
    example = page.split("## A language is a file")[1].split("```toml\n")[1].split("```")[0]
    (folder / "nl.toml").write_text(example, "utf-8")
    sentence = "Dit artikel verscheen eerder in de Volkskrant."
    assert claims_of("Een kop", DUTCH_BODY, DUTCH_BODY, sentence) == {("attribution", "Volkskrant")}


@pytest.fixture
def dutch(folder: Path) -> None:
    """Add Dutch by a file alone."""
    (folder / "nl.toml").write_text(DUTCH, "utf-8")


@pytest.mark.usefixtures("dutch")
@pytest.mark.parametrize(
    ("line", "claim"),
    [
        ("Dit artikel verscheen eerder in de Volkskrant.", ("attribution", "Volkskrant")),
        ("Dit artikel verscheen eerder in het Parool.", ("attribution", "Parool")),
        ("Dit artikel verscheen eerder in Trouw.", ("attribution", "Trouw")),
        ("Dit artikel verscheen eerder in de Krant van Twente.", ("attribution", "Krant van Twente")),
        (
            "Dit artikel verscheen eerder in het nummer van mei van de Groene Amsterdammer.",
            ("attribution", "Groene Amsterdammer"),
        ),
        ("Noot van de redactie: eerder verschenen in de Tubantia.", ("attribution", "Tubantia")),
        ("Dit artikel verscheen eerder in Stad en Land.", ("attribution", "Stad en Land")),
        ("Dit artikel verscheen eerder, aldus ds. Jansen, in de Stentor.", ("attribution", "Stentor")),
        ("Bron: AP", ("wire", "Associated Press")),
        ("Overname van dit artikel is verboden.", ("licence", "forbidden")),
        ("Creative Commons, geen afgeleide werken", ("licence", "cc-by-nd")),
    ],
)
def test_a_language_file_alone_has_its_lines_read(line: str, claim: tuple[str, str]) -> None:
    """Articles, small words of names, issues, notes, abbreviations and terms of licences come from the file."""
    assert claim in claims_of("Een kop boven de tekst", DUTCH_BODY, DUTCH_BODY, line)


@pytest.mark.usefixtures("dutch")
@pytest.mark.parametrize(
    ("line", "claims"),
    [
        ("Door Jan de Vries en Truus van Dam", {("author", "Jan de Vries"), ("author", "Truus van Dam")}),
        ("Door Dhr Koerier", {("author", "Dhr Koerier")}),
        ("Door Jan op den Berg", {("author", "Jan op den Berg")}),
        ("Door Nieuwe Koerier", {("byline", "Nieuwe Koerier")}),
        ("Door Jan Smit namens Trouw", {("author", "Jan Smit")}),
        ("Door Jan Smit, reportage", {("author", "Jan Smit")}),
        ("Dordtse Koerier, 3 mei 2012", {("publisher", "Dordtse Koerier"), ("published", "2012-05-03")}),
        ("Alphen, de 3e mei 2012", {("published", "2012-05-03")}),
        ("Alphen aan den Rijn in het oude dorp, 3 mei 2012", {("published", "2012-05-03")}),
    ],
)
def test_a_language_file_alone_has_its_heads_read(line: str, claims: set[tuple[str, str]]) -> None:
    """Conjunctions, titles, words of outlets, rubrics, and words of places and dates come from the file."""
    assert claims_of("Een kop boven de tekst", line, DUTCH_BODY, DUTCH_BODY) == claims


@pytest.mark.usefixtures("dutch")
def test_a_writer_in_the_markup_is_named_without_the_word_before() -> None:
    """The word is Dutch: *door Jan Smit*."""
    claims = read_claims(Document("page", DUTCH_BODY, markup=(fact("author", "door Jan Smit"),)))
    assert [(claim.kind, claim.value) for claim in claims] == [("author", "Jan Smit")]


@pytest.mark.usefixtures("dutch")
def test_the_prefilter_loses_no_claim_of_an_added_language() -> None:
    """The candidate lines of a Dutch text give the claims that all its lines give."""
    lines = ["Door Jan de Vries", DUTCH_BODY, "Dit artikel verscheen eerder in de Volkskrant.", DUTCH_BODY, "Bron: AP"]
    text = "\n\n".join(lines)
    flags = candidate_lines([text]).of(0, text.encode())
    claims = read_claims(Document("text", text), flags)
    assert claims == read_claims(Document("text", text))
    assert [(claim.kind, claim.value) for claim in claims] == [
        ("author", "Jan de Vries"),
        ("attribution", "Volkskrant"),
        ("wire", "Associated Press"),
    ]


def test_names_of_an_added_language_are_one_publisher_with_and_without_article(dutch: None) -> None:  # noqa: ARG001
    """Articles are those of all files."""
    assert same_publisher("het Stadsblad", "Stadsblad")
    assert not same_publisher("het Stadsblad", "het Dorpsblad")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("code = ", "Invalid value"),
        ('code = "xx"', "months"),
        (SWEDISH.replace("[credit]", "[kredit]"), "kredit"),
        (SWEDISH.replace("[words]", "[names]\nartikles = ['en']\n[words]"), "artikles"),
        (SWEDISH.replace("[words]", "[names]\narticles = 'en'\n[words]"), "articles.*no list of words"),
        (SWEDISH.replace("[words]", "[names]\narticles = ['en', 3]\n[words]"), "articles.*no list of words"),
        (SWEDISH.replace("first =", "frist ="), "frist"),
        (SWEDISH.replace('in = ["i"]', 'in = "i"'), "'in' in .credit. is no list of words"),
        ("names = ['en']" + SWEDISH, "'names' is no table"),
        ("articles = ['en']" + SWEDISH, "there is no key 'articles'"),
        (SWEDISH.replace('code = "sv"', ""), "code"),
    ],
)
def test_a_faulty_file_is_a_usage_error_that_names_it(content: str, fault: str) -> None:
    """Broken TOML, a missing table, a misspelt role or list, and words that are no list are told."""
    with pytest.raises(UsageError, match=rf"xx\.toml.*{fault}"):
        read_language(content, "xx.toml")


def test_a_phrase_with_an_unknown_list_is_a_usage_error() -> None:
    """The phrase is named when it is first needed."""
    language = read_language(SWEDISH.replace("{by} {names}", "{av} {names}"), "xx.toml")
    with pytest.raises(UsageError, match="av"):
        _ = language.phrases["byline"].phrases


def test_a_folder_that_is_not_there_is_a_usage_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the variable."""
    monkeypatch.setenv("DEDUP_LANGUAGES", str(folder / "none"))
    with pytest.raises(UsageError, match="DEDUP_LANGUAGES"):
        languages()


def test_a_language_file_that_replaces_a_shipped_one_replaces_its_words(folder: Path) -> None:
    """The articles of the shipped German file are gone with it."""
    (folder / "de.toml").write_text(SWEDISH.replace('"sv"', '"de"'), "utf-8")
    assert "the" in vocabulary().names.articles
    assert "der" not in vocabulary().names.articles
