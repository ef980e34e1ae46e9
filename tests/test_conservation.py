"""Nothing that is shared may vanish: every pair that an exact join finds is in the result, and the counts add up.

The join is a slow reference with words and shingles of its own. The families are made up, always the same ones.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest

import dedup
from dedup import Collection, Document, documents
from dedup.reading.inputs import read_paths

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from dedup import ScanResult

SHINGLE = 5
JACCARD = 0.3
CONTAINMENT = 0.5
LEAST = 30
"""Words in common shingles below which the join leaves a pair out: the default of `min_shared`."""

SYLLABLES = [first + vowel for first in "bdfgklmnprstvz" for vowel in "aeiou"]
FOOTERS = {
    "boilerplate": (
        "Harbour Gazette reports every weekday on shipping, trade and the weather along the coast. Write to the desk "
        "with hints and corrections, or call the newsroom between nine and five. Subscribers can read all of our "
        "archive, back to the first issue, and get the crossword by mail each Friday."
    ),
    "notice": (
        "Copyright 2019 Harbour Gazette. All rights reserved. No part of this article may be reproduced, stored or "
        "transmitted in any form without the prior written permission of the publisher. For permission to republish "
        "write to rights at harbourgazette dot example. The opinions in this article are those of its author alone."
    ),
    "licence": (
        "This article is published under a Creative Commons Attribution ShareAlike 4.0 International licence. You are "
        "free to share and adapt the text for any purpose, provided that you name its author, link to the licence and "
        "pass on whatever you make of it under the same terms."
    ),
    "author-note": (
        "Mara Lindqvist is a reporter who lives in Port Ellery and teaches journalism at the college there. She has "
        "written three books about the fishing towns of the north, and her work has appeared in many magazines. She "
        "can be reached by mail and is at work on a history of lighthouses."
    ),
    "cookies": (
        "We use cookies to remember your settings and to count how often our pages are read. By continuing to browse "
        "this site you agree to our use of cookies. You can change your mind at any time in the privacy settings of "
        "your browser, and read more about it in our privacy policy."
    ),
    "newsletter": (
        "Sign up for our newsletter and receive the best stories of the week in your inbox every Sunday morning. It is "
        "free, you can unsubscribe at any time, and we never pass your address on to anybody else. More than nine "
        "thousand readers have done so already."
    ),
}
NO_PUBLISHERS, ONE_PUBLISHER, DIFFERENT_PUBLISHERS, SOME_PUBLISHERS = "none", "one", "different", "some"
PUBLISHERS = (NO_PUBLISHERS, ONE_PUBLISHER, DIFFERENT_PUBLISHERS, SOME_PUBLISHERS)


@dataclass(frozen=True)
class Family:
    """How a family of versions is made: how many there are, and what is done to each.

    `noise` is the share of the words that are changed, `words` the length of the text, `around` that of the other
    words of each page. `footer` stands at `place`: before the text, in it, after it, or in all three places.
    """

    versions: int
    noise: float
    publishers: str = NO_PUBLISHERS
    footer: str | None = None
    place: str = "after"
    words: int = 260
    around: int = 0


class Writer:
    """Writes texts of made-up words, the same ones for the same seed."""

    def __init__(self, seed: object) -> None:
        self._draw = random.Random(str(seed))
        self._known = ["".join(self._draw.choices(SYLLABLES, k=3)) for _ in range(4000)]

    def words(self, count: int) -> list[str]:
        return self._draw.choices(self._known, k=count)

    def changed(self, words: list[str], noise: float) -> list[str]:
        """Return the words with so large a share of them replaced."""
        places = set(self._draw.sample(range(len(words)), round(noise * len(words))))
        return [self.words(1)[0] if place in places else word for place, word in enumerate(words)]

    def pages(self, family: Family) -> list[list[str]]:
        """Return the paragraphs of each version."""
        text = self.words(family.words)
        return [self._page(self.changed(text, family.noise), family) for _ in range(family.versions)]

    def _page(self, words: list[str], family: Family) -> list[str]:
        half = family.around // 2
        before, after = ([paragraph] if (paragraph := prose(self.words(half))) else [] for _ in range(2))
        middle = [prose(words[low : low + 65]) for low in range(0, len(words), 65)]
        if family.footer is None:
            return [*before, *middle, *after]
        footer, cut = FOOTERS[family.footer], len(middle) // 2
        first, inside, last = ([footer] if family.place in (place, "everywhere") else [] for place in _PLACES)
        return [*first, *before, *middle[:cut], *inside, *middle[cut:], *after, *last]


_PLACES = ("before", "inside", "after")


def prose(words: list[str]) -> str:
    """Return the words as sentences of thirteen."""
    sentences = (words[low : low + 13] for low in range(0, len(words), 13))
    return " ".join(" ".join(sentence).capitalize() + "." for sentence in sentences)


def publisher_of(number: int, publishers: str) -> str | None:
    known = {ONE_PUBLISHER: "Harbour Gazette", DIFFERENT_PUBLISHERS: f"Paper {number}"}
    return known.get(publishers, f"Paper {number % 3}" if publishers == SOME_PUBLISHERS and number % 2 else None)


def versions_of(pages: list[list[str]], family: Family, name: str = "version") -> list[Document]:
    return [
        Document(f"{name}-{number:03}", "\n\n".join(page), publisher=publisher_of(number, family.publishers))
        for number, page in enumerate(pages)
    ]


def plain(paragraphs: list[str], _publisher: str | None) -> str:
    return "\n\n".join(paragraphs)


def markdown(paragraphs: list[str], publisher: str | None) -> str:
    front = f"---\npublisher: {publisher}\n---\n" if publisher else ""
    quoted = [f"> {text}" if number % 3 == 2 else text for number, text in enumerate(paragraphs)]
    return front + "\n\n".join(quoted)


def page(paragraphs: list[str], publisher: str | None) -> str:
    site = f'<meta property="og:site_name" content="{publisher}">' if publisher else ""
    body = "\n".join(f"<p>{text}</p>" for text in paragraphs)
    return f"<!DOCTYPE html><html><head><title>Page</title>{site}</head><body><article>{body}</article></body></html>"


WRITTEN = {"txt": plain, "md": markdown, "html": page}


def join(collection: Collection) -> set[frozenset[str]]:
    """Return the pairs whose shingles have the Jaccard, or one of whose words stand in common shingles to the share.

    Both must have `LEAST` words in common shingles, because the scan is asked for no less.
    """
    numbers: dict[tuple[str, ...], int] = {}
    shingles = {document.id: _shingles(document.text, numbers) for document in collection}
    different = {name: np.unique(each) for name, each in shingles.items()}
    found = set()
    for one, other in combinations(shingles, 2):
        common = np.intersect1d(different[one], different[other], assume_unique=True)
        covered = [_words_in(common, shingles[side]) for side in (one, other)]
        jaccard = common.size / (different[one].size + different[other].size - common.size)
        share = max(
            words / (shingles[side].size + SHINGLE - 1) for words, side in zip(covered, (one, other), strict=True)
        )
        if min(covered) >= LEAST and (jaccard >= JACCARD or share >= CONTAINMENT):
            found.add(frozenset((one, other)))
    return found


def _shingles(text: str, numbers: dict[tuple[str, ...], int]) -> NDArray[np.int64]:
    """Return the shingles of a text, in order, as numbers that are given when a shingle is first seen."""
    words = re.findall(r"\w+", text.lower())
    shingles = zip(*(words[start:] for start in range(SHINGLE)), strict=False)
    return np.array([numbers.setdefault(shingle, len(numbers)) for shingle in shingles], np.int64)


def _words_in(common: NDArray[np.int64], shingles: NDArray[np.int64]) -> int:
    """Return how many words of a text lie in a common shingle."""
    return int((np.convolve(np.isin(shingles, common), np.ones(SHINGLE)) > 0).sum())


def told(result: ScanResult) -> set[frozenset[str]]:
    """Return the pairs that a result names: listed, both in one cluster, in one template, or in one group."""
    pairs = {frozenset((match.a, match.b)) for match in result.copies}
    groups = [group.members for section in (result.clusters, result.templates, result.summed_up) for group in section]
    for members in groups:
        pairs |= {frozenset(pair) for pair in combinations(members, 2)}
    return pairs


def check(collection: Collection) -> ScanResult:
    """Scan a collection and require that nothing of the join is missing and that the counts add up."""
    result = dedup.scan(collection)
    missing = sorted(map(sorted, join(collection) - told(result)))
    assert not missing, f"{len(missing)} pairs are nowhere: {missing[:5]}"
    counts = result.counts
    assert counts.verified == counts.listed + counts.linked + counts.summed_up
    assert counts.listed == len(result.copies)
    assert counts.linked == sum(group.pairs for group in result.templates)
    assert counts.summed_up == sum(group.pairs for group in result.summed_up)
    assert counts.candidates + counts.identical == counts.verified + counts.below_minimum
    return result


def check_families(collection: Collection, *sizes: int) -> ScanResult:
    """Require besides that each family of so many versions is one cluster, and none a template."""
    result = check(collection)
    assert not result.templates
    assert sorted(len(cluster.members) for cluster in result.clusters) == sorted(sizes)
    return result


def collection_of(*families: Family) -> Collection:
    """Return the families in one collection, which is always the same."""
    writer = Writer(families)
    made = [
        document
        for number, family in enumerate(families)
        for document in versions_of(writer.pages(family), family, f"family-{number}")
    ]
    alone = [Document(f"alone-{number}", prose(writer.words(300))) for number in range(3)]
    return documents.collection_of([*made, *alone])


@pytest.mark.parametrize("publishers", PUBLISHERS)
@pytest.mark.parametrize(
    ("versions", "noise"),
    [(2, 0.05), (3, 0.0), (3, 0.1), (4, 0.05), (5, 0.1), (6, 0.02), (8, 0.1), (11, 0.05), (20, 0.1), (30, 0.05)],
)
def test_versions_of_one_text_are_one_cluster(versions: int, noise: float, publishers: str) -> None:
    """However many there are, and whoever published them, they are copies; their words are no boilerplate."""
    result = check_families(collection_of(Family(versions, noise, publishers)), versions)
    assert not result.boilerplate
    assert not result.summed_up


@pytest.mark.parametrize("versions", [2, 3, 6, 12, 20])
@pytest.mark.parametrize("noise", [0.15, 0.2])
def test_pairs_of_texts_that_were_badly_misread_do_not_vanish(versions: int, noise: float) -> None:
    """Where only every second or third word is still the same at the same place, no template is made up either."""
    assert not check(collection_of(Family(versions, noise, words=600))).templates


@pytest.mark.parametrize("publishers", PUBLISHERS)
@pytest.mark.parametrize("versions", [2, 6, 12])
@pytest.mark.parametrize("around", [80, 200])
def test_versions_inside_pages_of_other_words_are_copies(versions: int, around: int, publishers: str) -> None:
    """The text is more than half of each page, so it is what the page is about."""
    check_families(collection_of(Family(versions, 0.02, publishers, around=around)), versions)


@pytest.mark.parametrize("footer", FOOTERS)
@pytest.mark.parametrize(
    ("place", "versions", "publishers"),
    [
        ("before", 3, NO_PUBLISHERS),
        ("inside", 7, ONE_PUBLISHER),
        ("after", 12, SOME_PUBLISHERS),
        ("everywhere", 7, NO_PUBLISHERS),
        ("everywhere", 3, ONE_PUBLISHER),
    ],
)
def test_footers_do_not_hide_versions(place: str, versions: int, publishers: str, footer: str) -> None:
    """Whatever stands under, over and inside the versions of a text, they stay copies."""
    check_families(collection_of(Family(versions, 0.05, publishers, footer, place)), versions)


@pytest.mark.parametrize("publishers", PUBLISHERS)
@pytest.mark.parametrize("footer", [None, *FOOTERS])
def test_families_under_one_footer_stay_apart(footer: str | None, publishers: str) -> None:
    """Families of one site are as many clusters; what all of them carry does not join them."""
    families = [Family(versions, noise, publishers, footer) for versions, noise in ((2, 0.05), (4, 0.05), (7, 0.02))]
    check_families(collection_of(*families), 2, 4, 7)


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("publishers", [NO_PUBLISHERS, ONE_PUBLISHER])
@pytest.mark.parametrize("versions", [2, 6, 12])
def test_versions_in_files_are_copies(versions: int, publishers: str, written: str, tmp_path: Path) -> None:
    """What a file is written in changes neither what is shared nor what is told of it."""
    family = Family(versions, 0.05, publishers, "notice", "everywhere")
    for number, paragraphs in enumerate(Writer(family).pages(family)):
        text = WRITTEN[written](paragraphs, publisher_of(number, publishers))
        (tmp_path / f"{number}.{written}").write_text(text, encoding="utf-8")
    collection = read_paths([tmp_path])
    assert len(join(collection)) == versions * (versions - 1) // 2
    check_families(collection, versions)


def test_two_hundred_versions_are_one_cluster() -> None:
    """Of so many versions each is linked to few others, and none is lost."""
    check_families(collection_of(Family(200, 0.05, SOME_PUBLISHERS, "boilerplate", words=110)), 200)
