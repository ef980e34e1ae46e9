"""What clusters ask of the texts: whether two share counting words, and how far members are apart."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.documents import Document, collection_of
from dedup.engines.local import Local
from dedup.reuse.boilerplate import SiteBoilerplate
from dedup.reuse.diameters import diameters
from dedup.reuse.identical import DistinctTexts, IdenticalDocuments
from dedup.reuse.located_texts import TextLocator
from dedup.reuse.marked_words import WordMarks
from dedup.reuse.relatedness import Relatedness
from dedup.settings import Settings
from tests.kernels import naive
from tests.reuse.tables import ranges_of, words_of

phrases = [list(range(low, low + size)) for low, size in ((0, 7), (10, 12), (30, 16), (50, 20), (80, 3))]
texts = st.lists(
    st.lists(st.sampled_from(phrases), max_size=5).map(lambda parts: [word for part in parts for word in part]),
    min_size=1,
    max_size=5,
)


@given(texts, st.data())
@settings(deadline=None)
def test_texts_are_related_that_share_enough_words_in_long_runs(listed: list[list[int]], data: st.DataObject) -> None:
    """Runs of twelve words none of which is left out in either text, thirty words in all."""
    chosen = [data.draw(st.sets(st.integers(0, len(text)), max_size=2)) for text in listed]
    masks = [np.isin(np.arange(len(text)), list(few)) for text, few in zip(listed, chosen, strict=True)]
    masks = [mask & (2 * mask.sum() < mask.size) for mask in masks]  # marks that are most of a text leave nothing out
    site = SiteBoilerplate(ranges_of(dict(enumerate(masks))), ())
    distinct = DistinctTexts(words_of(listed), IdenticalDocuments(np.arange(len(listed))))
    locator = TextLocator(collection_of([Document("d", "")]))
    marks = WordMarks(locator, distinct, lambda _document: [], site)
    marks.read(np.arange(len(listed)))
    related = Relatedness(words_of(listed), marks, Settings())
    for a, b in combinations(range(len(listed)), 2):
        free = [
            {tuple(listed[row][i : i + 12]) for i in range(len(listed[row]) - 11) if not masks[row][i : i + 12].any()}
            for row in (a, b)
        ]
        shared = {
            i + step
            for i in range(len(listed[a]) - 11)
            if tuple(listed[a][i : i + 12]) in free[0] & free[1] and not masks[a][i : i + 12].any()
            for step in range(12)
        }
        assert related(a, b) == (len(shared) >= 30)


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
    assert diameters(clusters, words_of(listed), 3, Local(1)) == expected


def test_large_clusters_are_not_measured() -> None:
    """Sixty-four members are; one more is too many, and the other clusters are measured all the same."""
    words = words_of([[1, 2, 3]] * 65 + [[1, 2, 3], [4, 5, 6]])
    found = diameters([range(65), [65, 66]], words, 3, Local(1))
    assert found == [None, 1.0]
    assert diameters([range(64)], words, 3, Local(1)) == [0.0]
