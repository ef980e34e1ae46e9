"""Which pairs of texts are verified because they share fingerprints."""

from __future__ import annotations

import numpy as np
import pytest

from dedup.documents import Document, collection_of
from dedup.engines.local import LOCAL, Local
from dedup.engines.storage import SpillFolder
from dedup.filtering.candidates import pairs_by_fingerprints
from dedup.reuse.identical import find_identical
from dedup.settings import Settings
from dedup.sketch.survey import survey_collection
from tests.filtering.corpora import Words


@pytest.mark.parametrize("engine", [LOCAL, Local(2, spill_folder=SpillFolder())])
def test_excerpts_are_paired_and_texts_with_little_in_common_are_not(engine: Local) -> None:
    """An excerpt shares all of its fingerprints; twenty of three hundred words are less than a sixth of a text."""
    words = Words(4)
    text, other, short = words.text(300), words.text(300), words.text(20)
    listed = text.split()
    texts = [
        text,
        " ".join(listed[100:150]),
        text,  # the first one stands for it
        f"{' '.join(listed[:20])} {words.text(280)}",
        other,
        f"{short} {other}",
        short,  # so short that one fingerprint is enough
        words.edited(" ".join(listed[200:]), 4),
    ]
    collection = collection_of(Document(str(number), each) for number, each in enumerate(texts))
    settings = Settings()
    survey = survey_collection(collection, settings, engine)
    (a, b), frequent = pairs_by_fingerprints(survey, find_identical(collection, survey, engine), 0.8, settings, engine)
    assert frequent.count == 0
    assert list(zip(a.tolist(), b.tolist(), strict=True)) == [(0, 1), (0, 7), (4, 5), (5, 6)]


def test_texts_without_fingerprints_have_no_pairs() -> None:
    """Texts of fewer words than a fingerprint takes are paired with none."""
    collection = collection_of([Document("a", "two words"), Document("b", "two words more")])
    survey = survey_collection(collection, Settings(), LOCAL)
    pairs, _ = pairs_by_fingerprints(survey, find_identical(collection, survey, LOCAL), 0.8, Settings(), LOCAL)
    assert all(np.array_equal(side, []) for side in pairs)


def test_fingerprints_of_many_texts_are_counted() -> None:
    """Twelve texts end in one passage: its fingerprints pair each text with the first one and the one before it."""
    words = Words(5)
    passage = words.text(60)
    texts = [passage, *(f"{words.text(20)} {passage}" for _ in range(11))]
    collection = collection_of(Document(str(number), text) for number, text in enumerate(texts))
    settings = Settings(pair_limit=10)
    survey = survey_collection(collection, settings, LOCAL)
    (a, b), frequent = pairs_by_fingerprints(survey, find_identical(collection, survey, LOCAL), 0.8, settings, LOCAL)
    assert frequent.count > 0
    assert {(0, other) for other in range(1, 12)} <= set(zip(a.tolist(), b.tolist(), strict=True))
    assert (1, 11) not in set(zip(a.tolist(), b.tolist(), strict=True))


def test_texts_that_say_all_thrice_are_paired() -> None:
    """The larger text has what the smaller one says three times: two thirds of its fingerprints stand in it again."""
    words = Words(7)
    once = words.text(60)
    texts = [" ".join([once] * 3), f"{once} {words.text(200)}"]
    collection = collection_of(Document(str(number), each) for number, each in enumerate(texts))
    survey = survey_collection(collection, Settings(), LOCAL)
    (a, b), _ = pairs_by_fingerprints(survey, find_identical(collection, survey, LOCAL), 0.8, Settings(), LOCAL)
    assert list(zip(a.tolist(), b.tolist(), strict=True)) == [(0, 1)]
