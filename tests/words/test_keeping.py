"""Words that are kept from the pass over all texts: they are those that splitting the texts again gives."""

from __future__ import annotations

import numpy as np
import pytest

from dedup import Document, Settings
from dedup.documents import collection_of
from dedup.engines.local import LOCAL, Local
from dedup.sketch.survey import survey
from dedup.words.keeping import KeptWords
from dedup.words.tokens import read_words

SENTENCE = "the harbour was closed on Tuesday after a storm of rare force, and ships waited in the bay"


def test_pieces_stand_one_after_the_other() -> None:
    """Documents are found by their counts, those without words too."""
    kept = KeptWords(100)
    kept.add(np.array([5, 6, 7], np.uint64))
    kept.add(np.array([], np.uint64))
    kept.add(np.array([8], np.uint64))
    words = kept.table(np.array([2, 0, 1, 1], np.int64))
    assert words is not None
    assert [words.of(document).tolist() for document in range(4)] == [[5, 6], [], [7], [8]]


@pytest.mark.parametrize("size", [0, 3, 12, 15])
def test_words_are_not_kept_where_they_take_more_than_twice_the_text(size: int) -> None:
    """Nothing of them is: a part would be no use."""
    kept = KeptWords(size)
    kept.add(np.arange(3, dtype=np.uint64))
    kept.add(np.arange(1, dtype=np.uint64))
    kept.add(np.zeros(0, np.uint64))
    assert kept.table(np.array([4], np.int64)) is None


@pytest.mark.parametrize("workers", [1, 2])
def test_a_survey_keeps_the_words_that_a_second_look_would_find(workers: int) -> None:
    """Also of several pieces: a megabyte each."""
    collection = collection_of([Document(str(number), f"{SENTENCE} {number} " * 5_000) for number in range(5)])
    seen = survey(collection, Settings(), Local(workers))
    again = read_words(collection.batches, Local(1))
    assert seen.words is not None
    assert (seen.words.hashes == again.hashes).all()
    assert (seen.words.offsets == again.offsets).all()


def test_a_survey_keeps_no_words_where_nobody_looks_at_them() -> None:
    """Nor where there is no room for them: then they are split again, from a file."""
    collection = collection_of([Document("a", f"{SENTENCE} " * 1_000)])
    assert survey(collection, Settings(passages=False, only="copies"), LOCAL).words is None
    assert survey(collection, Settings(), Local(1, memory=1)).words is None
