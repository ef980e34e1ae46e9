"""Clusters: no two members are unrelated, whatever chain leads from one to the other."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import pytest

from dedup.documents import Document, collection_of
from dedup.settings import Settings
from dedup.walks.scan import scan

CHANCE = random.Random(11)


def block(name: str, words: int = 60) -> str:
    return " ".join(f"{name}{n}" for n in range(words))


def members(texts: dict[str, str], **changes: object) -> list[tuple[str, ...]]:
    documents = [Document(name, text) for name, text in texts.items()]
    return [cluster.members for cluster in scan(collection_of(documents), Settings.of(changes)).clusters]


def test_a_chain_of_halves_does_not_become_one_cluster() -> None:
    """A-B, B-C, C-D, D-E share a half each; A and C share nothing, so no cluster holds both."""
    names = "abcdef"
    texts = {f"{x}{y}": f"{block(x)} {block(y)}" for x, y in pairwise(names)}
    for cluster in members(texts):
        for one, other in combinations(cluster, 2):
            assert set(one) & set(other), f"{one} and {other} are unrelated"


def test_two_halves_of_one_text_are_not_versions_of_each_other() -> None:
    """Both are contained in the whole, but have nothing in common: only one of them can join it."""
    texts = {"whole": f"{block('x')} {block('y')}", "first": block("x"), "second": block("y")}
    assert members(texts) == [("whole", "first")]


def test_a_refused_link_is_told_as_a_bridge() -> None:
    """The half that stayed outside is named, with the strength of its link."""
    texts = [("whole", f"{block('x')} {block('y')}"), ("first", block("x")), ("second", block("y"))]
    (cluster,) = scan(collection_of([Document(*text) for text in texts])).clusters
    assert [(bridge.member, bridge.outside, bridge.similarity) for bridge in cluster.bridges] == [
        ("whole", "second", 1.0)
    ]


@pytest.mark.parametrize("copies", [3, 40])
def test_versions_with_small_edits_are_one_cluster(copies: int) -> None:
    """Each version changes another word; all share most of the text and stand together."""
    words = [f"w{n}" for n in range(300)]
    texts = {}
    for n in range(copies):
        edited = list(words)
        edited[7 * n + 3] = f"edit{n}"
        texts[f"v{n}"] = " ".join(edited)
    assert members(texts) == [tuple(texts)]


def test_a_group_of_copies_costs_about_one_link_each() -> None:
    """Sixty versions are listed by far fewer pairs than each with each, and by all of them when asked."""
    words = [f"w{n}" for n in range(400)]
    documents = []
    for n in range(60):
        edited = list(words)
        edited[6 * n + 3] = f"edit{n}"
        documents.append(Document(f"v{n}", " ".join(edited)))
    assert len(scan(collection_of(documents)).copies) < 4 * 60
    assert len(scan(collection_of(documents), Settings(all_pairs=True)).copies) == 60 * 59 // 2


def test_weakest_link_and_diameter_are_those_of_the_texts() -> None:
    """Two versions of 100 words, one word changed: 5 of 101 shingles differ on either side."""
    words = [f"w{n}" for n in range(100)]
    edited = [*words[:50], "changed", *words[51:]]
    texts = [Document("a", " ".join(words)), Document("b", " ".join(edited))]
    (cluster,) = scan(collection_of(texts)).clusters
    assert cluster.diameter == pytest.approx(1 - 91 / 101, abs=1e-6)
    assert cluster.weakest_link == pytest.approx(99 / 100)


def test_documents_that_share_little_are_no_cluster() -> None:
    """Forty of two hundred words in common make a listed pair, and no versions of one text."""
    shared = block("s", 40)
    texts = {"a": f"{shared} {block('a', 160)}", "b": f"{block('b', 160)} {shared}"}
    assert members(texts) == []


def test_three_hundred_edited_versions_are_one_cluster_without_comparing_each_two() -> None:
    """All hold most of a common hub, and what two texts hold of a third they share with each other."""
    words = [f"w{n}" for n in range(600)]
    documents = []
    for n in range(300):
        edited = list(words)
        for place in CHANCE.sample(range(600), 12):
            edited[place] = f"edit{n}"
        documents.append(Document(f"v{n}", " ".join(edited)))
    (cluster,) = scan(collection_of(documents)).clusters
    assert len(cluster.members) == 300


def test_what_follows_from_a_hub_is_true_of_the_texts() -> None:
    """No member pair of clusters of random recombined texts is without a common run of twelve words."""
    blocks = [block(name, 40) for name in "abcdefgh"]
    texts = {f"t{n}": " ".join(CHANCE.sample(blocks, CHANCE.randrange(1, 6))) for n in range(60)}
    for cluster in members(texts):
        for one, other in combinations(cluster, 2):
            first, second = texts[one].split(), texts[other].split()
            runs = {tuple(second[i : i + 12]) for i in range(len(second) - 11)}
            assert any(tuple(first[i : i + 12]) in runs for i in range(len(first) - 11)), f"{one} and {other}"


def test_pieces_do_not_make_a_cluster() -> None:
    """Two texts that share most of their shingles, but no run of twelve words, are listed and not joined."""
    words = [f"w{n}" for n in range(110)]
    other = [word if n % 11 else f"x{n}" for n, word in enumerate(words)]
    result = scan(collection_of([Document("a", " ".join(words)), Document("b", " ".join(other))]))
    (match,) = result.copies
    assert match.longest_run == 10
    assert result.clusters == ()


def noisy(count: int, part: float) -> list[Document]:
    """Return a text of 270 words and versions of it, each of another publisher, with a part of the words changed."""
    words = [f"w{n}" for n in range(270)]
    changed = [
        [f"x{CHANCE.getrandbits(40)}" if CHANCE.random() < part else word for word in words] for _ in range(count)
    ]
    texts = [" ".join(version) for version in [words, *changed[1:]]]
    return [Document(f"v{n}", text, publisher=f"Paper {n}") for n, text in enumerate(texts)]


@pytest.mark.parametrize(("count", "part"), [(10, 0.1), (300, 0.0), (300, 0.1), (3000, 0.05)])
def test_versions_with_noise_are_one_cluster(count: int, part: float) -> None:
    """Such as other scanners make of one page; most two of them share no run of twelve words where much is changed."""
    documents = noisy(count, part)
    (cluster,) = scan(collection_of(documents)).clusters
    assert cluster.members == tuple(document.id for document in documents)


def test_versions_with_a_fifth_of_the_words_changed_are_one_cluster_with_all_that_are_listed() -> None:
    """Those that share thirty words in passages with the first one; hardly any two others have a passage in common."""
    result = scan(collection_of(noisy(300, 0.2)))
    (cluster,) = result.clusters
    assert set(cluster.members) == {name for match in result.copies for name in (match.a, match.b)}
    assert len(cluster.members) > 270


def test_versions_of_one_half_of_a_text_take_in_none_of_the_other_half() -> None:
    """Forty versions of the first half and forty of the second, with a tenth changed, and the whole text among them."""
    words = [f"w{n}" for n in range(400)]
    halves = {"first": words[:200], "second": words[200:]}
    texts = {
        f"{name}{n}": " ".join(f"x{CHANCE.getrandbits(40)}" if CHANCE.random() < 0.1 else word for word in half)
        for n in range(40)
        for name, half in halves.items()
    }
    found = members({"whole": " ".join(words), **texts})
    assert max(map(len, found)) == 41
    for cluster in found:
        assert len({name.rstrip("0123456789") for name in cluster} - {"whole"}) == 1
