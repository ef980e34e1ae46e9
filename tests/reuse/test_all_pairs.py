"""How many pairs `--all-pairs` lists, told before they are compared."""

from __future__ import annotations

import numpy as np
import pytest

from dedup.documents import Document, collection_of
from dedup.engines.local import Local
from dedup.errors import LimitError
from dedup.kernels.passages import Runs
from dedup.progress import Silence
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
