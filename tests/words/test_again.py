"""Words that are split a second time: those of chosen documents, as the first time."""

from __future__ import annotations

import numpy as np
import pytest

from dedup import Document
from dedup.documents import Collection, batch_of
from dedup.engines.local import Local
from dedup.words.again import WordsAgain, split_again
from dedup.words.tokens import WordTable, read_words

TEXTS = ["one two three", "", "four five", "two two", "six seven eight nine", "ten", "one two three", "eleven twelve"]


@pytest.fixture
def collection() -> Collection:
    """Eight texts in three batches."""
    documents = [Document(str(number), text) for number, text in enumerate(TEXTS)]
    return Collection(tuple(batch_of(documents[low:high]) for low, high in ((0, 3), (3, 4), (4, 8))))


@pytest.fixture
def whole(collection: Collection) -> WordTable:
    """The words of all."""
    return read_words(collection.batches, Local(1))


@pytest.mark.parametrize("chosen", [[], [0], [1], [2, 3, 7], range(8)])
@pytest.mark.parametrize("workers", [1, 2])
def test_chosen_documents_have_their_words_and_others_none(
    collection: Collection, whole: WordTable, chosen: list[int], workers: int
) -> None:
    """Rows of the table are documents, whichever of them were split."""
    wanted = np.isin(np.arange(8), list(chosen))
    words = split_again(collection, wanted, whole.counts, Local(workers))
    for document in range(8):
        assert words.of(document).tolist() == (whole.of(document).tolist() if wanted[document] else [])


@pytest.mark.parametrize("rows", [[0], [1], [0, 1, 2], [7, 0, 4], [5, 5, 2], []])
def test_words_come_in_the_order_in_which_documents_are_asked_for(
    collection: Collection, whole: WordTable, rows: list[int]
) -> None:
    """Also from several batches, backwards, and twice."""
    words = WordsAgain(collection, whole.counts)
    table = words.chosen(np.array(rows, np.int64))
    assert [table.of(place).tolist() for place in range(len(rows))] == [whole.of(row).tolist() for row in rows]
    assert table.counts.tolist() == [len(TEXTS[row].split()) for row in rows]


def test_words_of_one_document(collection: Collection, whole: WordTable) -> None:
    """They are those of the table."""
    words = WordsAgain(collection, whole.counts)
    assert words.of(4).tolist() == whole.of(4).tolist()
