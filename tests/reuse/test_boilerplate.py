"""Boilerplate: what many otherwise different documents carry is told once, and its words are marked."""

from __future__ import annotations

import random

import pytest

from dedup.documents import Document, collection_of
from dedup.matches import MarkedWords
from dedup.settings import Settings
from dedup.walks.scan import scan

CHANCE = random.Random(7)
VOCABULARY = [f"word{n}" for n in range(4000)]


def prose(words: int) -> str:
    return " ".join(CHANCE.choice(VOCABULARY) for _ in range(words))


FOOTER = " ".join(f"footer{n}" for n in range(60))
ARTICLE = prose(200)


def site(pages: int, publisher: str | None = "Example Times") -> list[Document]:
    return [Document(f"page{n}", f"{prose(120)}\n\n{FOOTER}", publisher=publisher) for n in range(pages)]


def test_pages_that_share_only_a_footer_are_summed_up_in_one_group() -> None:
    """Six pages of one site with one footer of sixty words: no pair is listed, and the group names all six pages."""
    result = scan(collection_of(site(6)))
    assert result.copies == ()
    assert result.clusters == ()
    (group,) = result.summed_up
    assert (group.kind, group.members, group.pairs) == ("boilerplate", tuple(f"page{n}" for n in range(6)), 15)
    assert (group.words, group.text) == (60, FOOTER)
    assert (result.counts.verified, result.counts.listed, result.counts.summed_up) == (15, 0, 15)


def test_boilerplate_is_told_once_with_its_count_and_publisher() -> None:
    """The footer is in the list once: its words, its six documents, whose it is."""
    (found,) = scan(collection_of(site(6))).boilerplate
    assert (found.words, found.documents, found.publisher) == (60, 6, "Example Times")
    assert found.text == FOOTER
    assert list(found.members) == [f"page{n}" for n in range(6)]


def test_pages_without_a_known_publisher_have_boilerplate_too() -> None:
    """Where nobody says whose pages they are, a footer of eleven otherwise different pages is still recognised."""
    result = scan(collection_of(site(11, None)))
    assert [found.documents for found in result.boilerplate] == [11]
    assert result.copies == ()


@pytest.mark.parametrize(("pages", "words", "is_boilerplate"), [(6, 40, True), (6, 41, False), (11, 41, True)])
def test_few_pages_without_a_known_publisher_have_short_boilerplate_only(
    pages: int, words: int, is_boilerplate: bool
) -> None:
    """What up to ten pages end with is listed for each two of them, if it has more than forty words."""
    footer = " ".join(FOOTER.split()[:words])
    result = scan(collection_of([Document(f"page{n}", f"{prose(120)}\n\n{footer}") for n in range(pages)]))
    assert bool(result.boilerplate) == is_boilerplate
    assert len(result.copies) == (0 if is_boilerplate else pages * (pages - 1) // 2)


@pytest.mark.parametrize("pages", [4, 6, 10])
@pytest.mark.parametrize("first", [True, False])
def test_a_speech_that_articles_begin_or_end_with_is_told_alike_for_any_number_of_them(pages: int, first: bool) -> None:
    """77 words that four, six or ten otherwise different articles begin or end with: each two are a pair."""
    speech = " ".join(f"speech{n}" for n in range(77))
    texts = [prose(220) for _ in range(pages)]
    result = scan(
        collection_of(
            [Document(f"p{n}", f"{speech} {text}" if first else f"{text} {speech}") for n, text in enumerate(texts)]
        )
    )
    assert all(match.relation == "partial" and 77 <= match.shared_words < 80 for match in result.copies)
    assert len(result.copies) == pages * (pages - 1) // 2


@pytest.mark.parametrize(("words", "is_boilerplate"), [(150, True), (260, False)])
def test_a_long_passage_inside_the_pages_of_one_publisher_is_a_reprint(words: int, is_boilerplate: bool) -> None:
    """Six long pages of one publisher with a box in the middle, or with an article of 260 words."""
    inside = prose(words)
    documents = [
        Document(f"page{n}", f"{prose(400)} {inside} {prose(400)}", publisher="Example Times") for n in range(6)
    ]
    result = scan(collection_of(documents))
    assert bool(result.boilerplate) == is_boilerplate
    assert len(result.copies) == (0 if is_boilerplate else 15)
    assert all(words <= match.shared_words < words + 3 for match in result.copies)


def test_a_footer_does_not_hide_a_copy_and_is_told_beside_it() -> None:
    """Two of seven pages carry one article of 200 words: they share these and the footer's 60, which are marked."""
    pages = site(5)
    copies = [
        Document(f"copy{n}", f"{prose(30)}\n\n{ARTICLE}\n\n{FOOTER}", publisher="Example Times") for n in range(2)
    ]
    result = scan(collection_of([*pages, *copies]))
    (match,) = result.copies
    assert (match.a, match.b) == ("copy0", "copy1")
    assert (match.shared_words, match.marked_words) == (260, MarkedWords(boilerplate=60))
    assert match.unmarked_share == pytest.approx(200 / 260)
    text = copies[0].text
    (mark,) = (mark for mark in result.marks if mark.document == "copy0")
    assert (mark.kind, text[mark.start : mark.end], mark.words) == ("boilerplate", FOOTER, 60)


def test_versions_of_one_article_are_copies_and_not_boilerplate() -> None:
    """Eight slightly different versions by one publisher stay versions: they share nearly everything."""
    words = ARTICLE.split()
    versions = []
    for n in range(8):
        edited = list(words)
        edited[20 * n + 5] = f"edit{n}"
        versions.append(Document(f"v{n}", " ".join(edited), publisher="Example Times"))
    result = scan(collection_of(versions))
    assert result.boilerplate == ()
    assert [len(cluster.members) for cluster in result.clusters] == [8]


def test_a_passage_that_other_publishers_carry_as_well_is_reuse() -> None:
    """A paragraph in five pages each of two publishers belongs to neither site."""
    paragraph = " ".join(f"shared{n}" for n in range(60))
    documents = [
        Document(f"{name}{n}", f"{prose(120)}\n\n{paragraph}", publisher=name)
        for name in ("One", "Two")
        for n in range(5)
    ]
    result = scan(collection_of(documents))
    assert result.boilerplate == ()
    assert result.copies


@pytest.mark.parametrize("asked", [{"all_pairs": True}, {"list_all": True}])
def test_pairs_of_marked_words_are_listed_for_whoever_asks(asked: dict[str, bool]) -> None:
    """Every pair, with its figures as the texts stand: 60 of 180 words."""
    result = scan(collection_of(site(6)), Settings.of(asked))
    assert len(result.copies) == 15
    found = {(match.relation, match.shared_words, match.marked_words.boilerplate) for match in result.copies}
    assert found == {("partial", 60, 60)}
    assert {match.unmarked_share for match in result.copies} == {0.0}
    assert result.summed_up == ()


@pytest.mark.parametrize("publisher", [None, "Example Times"])
@pytest.mark.parametrize("versions", [2, 5, 6, 12, 60])
def test_a_family_is_not_a_footer(versions: int, publisher: str | None) -> None:
    """Versions of one text with every twentieth word misread, however many, are copies and one cluster."""
    chance = random.Random(versions)
    original = prose(300).split()
    documents = []
    for n in range(versions):
        words = [f"mis{n}x{place}" if chance.random() < 0.05 else word for place, word in enumerate(original)]
        documents.append(Document(f"v{n}", " ".join(words), publisher=publisher))
    result = scan(collection_of(documents))
    assert result.boilerplate == ()
    assert result.templates == ()
    assert [len(cluster.members) for cluster in result.clusters] == [versions]
    assert {match.relation for match in result.copies} <= {"contained", "near-identical", "partial"}


@pytest.mark.parametrize("papers", [4, 5, 9])
def test_a_speech_in_the_middle_of_several_articles_is_reuse(papers: int) -> None:
    """Where no publisher is known, what otherwise different articles quote is listed for each two of them."""
    speech = " ".join(f"speech{n}" for n in range(77))
    documents = [Document(f"p{n}", f"{prose(100)} {speech} {prose(120)}") for n in range(papers)]
    result = scan(collection_of(documents))
    assert len(result.copies) == papers * (papers - 1) // 2
    assert {match.shared_words for match in result.copies} == {77}
    assert result.boilerplate == ()


def test_the_footer_of_pages_that_come_in_versions_is_boilerplate() -> None:
    """Six articles of one site in three versions each: the versions are copies, the footer is marked."""
    documents = []
    for article in range(6):
        words = prose(200).split()
        for version in range(3):
            edited = [f"new{version}" if place == 7 * version + 3 else word for place, word in enumerate(words)]
            text = f"{' '.join(edited)}\n\n{FOOTER}"
            documents.append(Document(f"a{article}v{version}", text, publisher="Example Times"))
    result = scan(collection_of(documents))
    assert [found.documents for found in result.boilerplate] == [18]
    assert {match.a[:2] == match.b[:2] for match in result.copies} == {True}
    assert len(result.copies) == 18
    assert [len(cluster.members) for cluster in result.clusters] == [3] * 6


@pytest.mark.parametrize("publisher", [None, "Example Times"])
@pytest.mark.parametrize("versions", [20, 30])
def test_badly_misread_versions_are_a_family(versions: int, publisher: str | None) -> None:
    """Of versions with 15 % of their words misread each two have little in common: it is no boilerplate."""
    chance = random.Random(versions)
    original = prose(260).split()
    documents = []
    for n in range(versions):
        words = [f"mis{n}x{place}" if chance.random() < 0.15 else word for place, word in enumerate(original)]
        documents.append(Document(f"v{n}", " ".join(words), publisher=publisher))
    result = scan(collection_of(documents))
    assert result.boilerplate == ()
    assert result.summed_up == ()


def test_a_footer_under_many_copies_of_parts_stays_boilerplate() -> None:
    """Eight pages, each with 40 words of every other one besides its footer of 60: the footer is where all have it."""
    shared = {frozenset((one, two)): prose(40) for one in range(8) for two in range(one)}
    documents = [
        Document(
            f"page{n}",
            "\n\n".join([*(text for pair, text in shared.items() if n in pair), FOOTER]),
            publisher="Example Times",
        )
        for n in range(8)
    ]
    result = scan(collection_of(documents))
    assert [(found.text, found.documents) for found in result.boilerplate] == [(FOOTER, 8)]
