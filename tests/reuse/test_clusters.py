"""Clusters: no two members are unrelated, whatever chain leads from one to the other."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.documents import Document, collection_of
from dedup.engines.local import Local
from dedup.reuse import clusters
from dedup.reuse.cluster_links import Links
from dedup.reuse.clusters import Clustering, cluster_diameters, join_links
from dedup.settings import Settings
from dedup.walks.scan import scan
from tests.kernels import naive
from tests.reuse.tables import words_of

CHANCE = random.Random(11)
LEAST = 3
ROWS, WORDS = 9, 12
"""Documents of a property test, and words of each: every one counts."""
some_words = st.integers(0, 2**WORDS - 1)
some_links = st.dictionaries(
    st.sampled_from(list(combinations(range(ROWS), 2))),
    st.tuples(some_words, some_words, st.sampled_from([0.3, 0.5, 0.75, 1.0])),
    max_size=20,
)


@pytest.fixture(autouse=True)
def same_texts_whatever_ran_before() -> None:
    """Make the texts of a test the same ones, also when it runs alone or beside others."""
    CHANCE.seed(11)


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


class Asked:
    """Answers what is held and who is related, and counts the questions."""

    def __init__(
        self, related: bool | set[tuple[int, int]] = False, held: dict[tuple[int, int], int] | None = None
    ) -> None:
        self.related, self.known = related, held or {}
        self.times = 0

    def words_held(self, document: int, other: int) -> int:
        self.times += 1
        return self.known.get((document, other), 0)

    def share(self, a: int, b: int) -> bool:
        self.times += 1
        assert a < b
        return self.related if isinstance(self.related, bool) else (a, b) in self.related


def links_of(listed: dict[tuple[int, int], tuple[int, int, float]], words: int, rows: int) -> Links:
    pairs = sorted(listed)
    a, b = np.array(pairs, np.int64).reshape(-1, 2).T
    held = [listed[pair][0] for pair in pairs], [listed[pair][1] for pair in pairs]
    similarity = np.array([listed[pair][2] for pair in pairs])
    return Links(a, b, similarity, held, np.full(rows, words, np.int64))


def joined(links: Links, asked: Asked) -> Clustering:
    return join_links(links, asked.words_held, asked.share, LEAST)


@pytest.mark.parametrize("most", [0, 2, 128])
@given(some_links, st.sets(st.sampled_from(list(combinations(range(ROWS), 2)))), st.data())
@settings(deadline=None)
def test_each_two_members_of_a_cluster_are_related(
    most: int,
    listed: dict[tuple[int, int], tuple[int, int, float]],
    related: set[tuple[int, int]],
    data: st.DataObject,
) -> None:
    """Linked, related by their texts, or both with three words or more of one member in common."""
    pairs = list(combinations(range(ROWS), 2))
    apart = {pair for pair in pairs if pair not in listed}
    held = {side: data.draw(some_words) for pair in apart for side in (pair, pair[::-1])}
    links = links_of(listed, WORDS, ROWS)
    every = dict(held)
    for (a, b), (of_a, of_b, _) in listed.items():
        every[a, b], every[b, a] = of_a or held.get((a, b), 0), of_b or held.get((b, a), 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clusters, "_MOST_TEXT_COMPARISONS", most)
        found = joined(links, Asked(related, held))
    in_clusters = [link for group in found.clusters for link in group.links]
    assert sorted([*in_clusters, *found.bridges]) == np.flatnonzero(links.similarity >= 0.5).tolist()
    for group in found.clusters:
        for x, y in combinations(group.members, 2):
            common = [
                (every.get((hub, x), -1) if hub != x else -1) & (every.get((hub, y), -1) if hub != y else -1)
                for hub in group.members
            ]
            alike = any(words >= 0 and words.bit_count() >= LEAST for words in common)
            assert (x, y) in listed or (x, y) in related or alike


@pytest.mark.parametrize("size", [10, 300, 10_000])
def test_a_chain_of_halves_falls_into_pairs(size: int) -> None:
    """Each holds one half of the one before it and the other half of the next: no three belong together."""
    first, second = 0b000111, 0b111000
    listed = {(row, row + 1): (second, first, 0.5) for row in range(size - 1)}
    asked = Asked()
    found = joined(links_of(listed, 6, size), asked)
    assert [group.members for group in found.clusters] == [[row, row + 1] for row in range(0, size - 1, 2)]
    assert len(found.bridges) == (size - 1) // 2
    assert asked.times < 10 * size


@pytest.mark.parametrize("size", [10, 300, 10_000])
def test_a_star_of_two_halves_keeps_one_half(size: int) -> None:
    """All hold a half of one document, in turn the first and the second: those with the first half are a cluster."""
    listed = {(0, row): ((0b000111, 0b111000)[row % 2], 0b111, 1.0) for row in range(1, size)}
    asked = Asked()
    found = joined(links_of(listed, 6, size), asked)
    assert [group.members for group in found.clusters] == [[0, *range(1, size, 2)]]
    assert asked.times < 4 * size


@pytest.mark.parametrize("size", [10, 300, 2_000])
def test_stars_that_hang_together_like_a_chain_stay_apart(size: int) -> None:
    """Five stars; each hub holds a half of the next one, and the members of a star hold nothing of other hubs."""
    hubs = list(range(5))
    listed = dict.fromkeys(pairwise(hubs), (56, 7, 0.5))
    stars = {hub: [hub, *range(5 + hub, size, 5)] for hub in hubs}
    for hub, members in stars.items():
        listed |= {(hub, member): (0b111111, 0b111111, 1.0) for member in members[1:]}
    asked = Asked()
    found = joined(links_of(listed, 6, size), asked)
    assert [group.members for group in found.clusters] == list(stars.values())
    assert len(found.bridges) == 4
    assert asked.times < 4 * size


@pytest.mark.parametrize("size", [10, 300, 10_000])
def test_a_family_is_one_cluster_though_no_two_hold_the_same_words(size: int) -> None:
    """Each lacks another word of the first document, and no two are known to be related by their texts."""
    every = (1 << 50) - 1
    listed = {(0, row): (every & ~(1 << row % 50), every, 0.98) for row in range(1, size)}
    asked = Asked()
    found = joined(links_of(listed, 50, size), asked)
    assert [group.members for group in found.clusters] == [list(range(size))]
    assert asked.times == 0


@pytest.mark.parametrize("size", [10, 300, 4_000])
def test_families_around_several_documents_become_one(size: int) -> None:
    """Each is linked to one of five; what the others hold of the first one is looked up once or a few times each."""
    every = (1 << 50) - 1
    listed = {(0, hub): (every, every, 0.9) for hub in range(1, 5)}
    listed |= {(row % 5, row): (every, every, 1.0) for row in range(5, size)}
    asked = Asked(held={(hub, row): every for hub in range(5) for row in range(size)})
    found = joined(links_of(listed, 50, size), asked)
    assert [group.members for group in found.clusters] == [list(range(size))]
    assert asked.times < 4 * size


def test_a_cluster_grows_by_what_the_texts_bear_out() -> None:
    """The third document is linked to the second, and holds too little of the first, with which it shares words."""
    listed = {(0, 1): (0b111111, 0b111111, 1.0), (1, 2): (0b111000, 0b111111, 0.5)}
    links = links_of(listed, 6, 3)
    assert [group.members for group in joined(links, Asked()).clusters] == [[0, 1]]
    assert joined(links, Asked()).bridges == (1,)
    assert [group.members for group in joined(links, Asked({(0, 2)})).clusters] == [[0, 1, 2]]


@given(st.lists(st.lists(st.integers(0, 2), min_size=1, max_size=12), min_size=1, max_size=9), st.data())
@settings(deadline=None)
def test_diameters_are_the_largest_distances_of_two_members(listed: list[list[int]], data: st.DataObject) -> None:
    """Clusters of any size, of rows in any order; of one member it is nothing."""
    rows = data.draw(st.permutations(range(len(listed))))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(listed)))))
    clusters = [sorted(rows[low:high]) for low, high in zip([0, *cuts], [*cuts, len(rows)], strict=True)]
    clusters = [members for members in clusters if members]
    expected = []
    for members in clusters:
        figures = [naive.overlap(listed[a], listed[b], 3)[:3] for a, b in combinations(members, 2)]
        expected.append(max([1.0 - shared / (one + other - shared) for shared, one, other in figures], default=0.0))
    assert cluster_diameters(clusters, words_of(listed), 3, Local(1)) == expected


def test_large_clusters_are_not_measured() -> None:
    """Sixty-four members are; one more is too many, and the other clusters are measured all the same."""
    words = words_of([[1, 2, 3]] * 65 + [[1, 2, 3], [4, 5, 6]])
    found = cluster_diameters([range(65), [65, 66]], words, 3, Local(1))
    assert found == [None, 1.0]
    assert cluster_diameters([range(64)], words, 3, Local(1)) == [0.0]
