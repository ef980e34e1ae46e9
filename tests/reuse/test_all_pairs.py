"""How many pairs `--all-pairs` lists, told before they are compared."""

from __future__ import annotations

import numpy as np
import pytest

from dedup.documents import Document, collection_of
from dedup.engines.groups import Groups
from dedup.engines.local import Local
from dedup.errors import LimitError
from dedup.kernels.passages import Runs
from dedup.prefix_sums import prefix_sums
from dedup.progress import Silence
from dedup.reuse import candidates, seeds
from dedup.reuse.all_pairs import AllPairs, count_all_pairs
from dedup.reuse.identical import IdenticalDocuments
from dedup.reuse.passages import PairRuns
from dedup.settings import Settings
from dedup.walks import scan as walk

MEMBERS = IdenticalDocuments(np.array([0, 1, 0, 0, 4, 1]))
"""Text 0 stands in three documents, text 1 in two, text 4 in one."""


def runs_of(pairs: dict[tuple[int, int], int]) -> PairRuns:
    """Return pairs of texts with so many runs each."""
    a, b = np.array(list(pairs), np.int64).reshape(-1, 2).T
    bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(list(pairs.values()), dtype=np.int64)])
    column = np.zeros(bounds[-1], np.int64)
    return PairRuns(a, b, Runs(column, column, column), bounds)


def test_each_document_of_a_text_is_in_the_pairs_of_the_text() -> None:
    """Identical: 3 + 1 pairs with a run each; 0-1 stands for 3 x 2 with two runs each, 0-4 for 3 with five each."""
    pairs = runs_of({(0, 0): 7, (0, 1): 2, (0, 4): 5})
    assert count_all_pairs(MEMBERS, pairs) == AllPairs(pairs=4 + 6 + 3, runs=4 + 12 + 15)


def test_without_common_runs_only_identical_documents_are_pairs() -> None:
    """Three documents make three pairs, two one."""
    assert count_all_pairs(MEMBERS, runs_of({})) == AllPairs(4, 4)
    assert count_all_pairs(IdenticalDocuments(np.zeros(0, np.int64)), runs_of({})) == AllPairs(0, 0)


def test_what_does_not_fit_is_refused_with_its_number_and_size() -> None:
    """Two million pairs at 250 bytes and six million runs at 300 are 2,300 million bytes: 2.14 GB."""
    many = AllPairs(2_000_000, 6_000_000)
    many.refuse_beyond(2_300_000_000)
    with pytest.raises(LimitError, match=r"about 2,000,000 pairs, .* 2.14 GB of memory, .* as JSON; there are 2 GB"):
        many.refuse_beyond(2 << 30)


def test_many_pairs_are_announced_before_they_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Versions of one text, of which one stands twice, and a limit of five pairs in place of a million."""
    monkeypatch.setattr(walk, "MANY", 5)
    told: list[str] = []

    class Listener(Silence):
        def tell(self, message: str) -> None:
            told.append(message)

    words = [f"w{n}" for n in range(100)]
    texts = [" ".join([*words[:at], "x", *words[at:]]) for at in (20, 20, 50, 80)]
    collection = collection_of([Document(f"v{n}", text) for n, text in enumerate(texts)])
    result = walk.scan(collection, Settings(all_pairs=True), Listener(), Local(1))
    assert [message.split(",")[0] for message in told] == ["--all-pairs lists about 6 pairs"]
    assert len(result.copies) == 6
    told.clear()
    walk.scan(collection, Settings(), Listener(), Local(1))
    assert not told


def group_of(*sizes: int) -> Groups:
    """Return groups of so many places, each in a document of its own."""
    return Groups(np.arange(sum(sizes)), prefix_sums(np.array(sizes, np.int64)))


@pytest.mark.parametrize(
    ("sizes", "paired"),
    [
        ((3, 2, 3), [True, True, True]),  # 3 + 1 + 3 pairs
        ((3, 2, 3, 3), [False, True, False, False]),  # one of those with three would fit, and all of them do not
        ((2, 40), [True, False]),
    ],
)
def test_groups_of_one_size_are_all_expanded_or_none(
    monkeypatch: pytest.MonkeyPatch, sizes: tuple[int, ...], paired: list[bool]
) -> None:
    """Of thousands of copies, all groups have one size: when one was within the budget, all were expanded."""
    monkeypatch.setattr(seeds, "_SEED_BUDGET", 7)
    assert seeds.paired_groups(group_of(*sizes), Settings(all_pairs=True), Local(1)).tolist() == paired


def test_pairs_that_do_not_fit_are_refused_before_they_are_made() -> None:
    """Of 3,000 copies there are 4,498,500 pairs, at 100 bytes 429 MB, beside 200 MB of the program; they took 3 GB."""
    copies, wanted = group_of(3000), Settings(all_pairs=True)
    assert seeds.paired_groups(copies, wanted, Local(1, 630 << 20)).all()
    with pytest.raises(LimitError, match=r"compares 4,498,500 pairs of .* 629 MB of memory; there are 628 MB"):
        seeds.paired_groups(copies, wanted, Local(1, 628 << 20))
    assert not seeds.paired_groups(copies, Settings(), Local(1, 1 << 20)).any()


@pytest.mark.parametrize("kept", [0, 3, 1000])
@pytest.mark.parametrize("all_pairs", [False, True])
def test_pairs_of_several_bands_are_told_once(monkeypatch: pytest.MonkeyPatch, kept: int, all_pairs: bool) -> None:
    """However many are kept before the same ones are looked for among them."""
    monkeypatch.setattr(candidates, "_PAIRS_KEPT", kept)
    monkeypatch.setattr(candidates, "_ROWS_PER_BATCH", 4)
    bands = [Groups(np.array(rows), np.array([0, len(rows)])) for rows in ([0, 2, 5], [2, 5], [0, 1, 2, 5], [1, 5])]
    first, second = candidates.pairs_by_signature(iter(bands), 6, Settings(all_pairs=all_pairs), Local(1))
    assert list(zip(first.tolist(), second.tolist(), strict=True)) == [(0, 1), (0, 2), (0, 5), (1, 2), (1, 5), (2, 5)]
