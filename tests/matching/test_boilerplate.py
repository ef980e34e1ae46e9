"""Boilerplate: what many documents of one publisher carry is told once and makes no copies."""

from __future__ import annotations

import random

from dedup.documents import Document, collection_of
from dedup.scanning import scan
from dedup.settings import Settings

CHANCE = random.Random(7)
VOCABULARY = [f"word{n}" for n in range(4000)]


def prose(words: int) -> str:
    return " ".join(CHANCE.choice(VOCABULARY) for _ in range(words))


FOOTER = " ".join(f"footer{n}" for n in range(60))
ARTICLE = prose(200)


def site(pages: int, publisher: str | None = "Example Times") -> list[Document]:
    return [Document(f"page{n}", f"{prose(120)}\n\n{FOOTER}", publisher=publisher) for n in range(pages)]


def test_pages_that_share_only_site_chrome_are_neither_copies_nor_a_cluster() -> None:
    """Six pages of one site with one footer of sixty words: no pair is listed and nothing is joined."""
    result = scan(collection_of(site(6)))
    assert result.copies == ()
    assert result.clusters == ()


def test_boilerplate_is_told_once_with_its_count_and_publisher() -> None:
    """The footer is in the list once: its words, its six documents, whose it is."""
    (found,) = scan(collection_of(site(6))).boilerplate
    assert (found.words, found.documents, found.publisher) == (60, 6, "Example Times")
    assert found.text == FOOTER


def test_pages_without_a_known_publisher_have_boilerplate_too() -> None:
    """Where nobody says whose pages they are, a footer of otherwise different pages is still recognised."""
    result = scan(collection_of(site(6, None)))
    assert [found.documents for found in result.boilerplate] == [6]
    assert result.copies == ()


def test_a_footer_does_not_hide_a_copy_and_is_not_counted_in_it() -> None:
    """Two of seven pages carry one article: they are copies by its 200 words, the footer's 60 stand beside."""
    pages = site(5)
    copies = [
        Document(f"copy{n}", f"{prose(30)}\n\n{ARTICLE}\n\n{FOOTER}", publisher="Example Times") for n in range(2)
    ]
    (match,) = scan(collection_of([*pages, *copies])).copies
    assert (match.a, match.b) == ("copy0", "copy1")
    assert (match.shared_words, match.aside_words) == (200, 60)


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


def test_all_pairs_lists_boilerplate_pairs_by_that_name() -> None:
    """The figure with boilerplate is there for whoever asks: every pair, relation and words set aside."""
    copies = scan(collection_of(site(6)), Settings(all_pairs=True)).copies
    assert len(copies) == 15
    assert {(match.relation, match.shared_words, match.aside_words) for match in copies} == {("boilerplate", 0, 60)}
