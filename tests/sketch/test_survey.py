"""The survey of a collection: its sketches, and what is left where these are no longer needed."""

from __future__ import annotations

import numpy as np

from dedup.documents import Document, collection_of
from dedup.engines.local import LOCAL
from dedup.settings import Settings
from dedup.sketch.survey import survey_collection


def test_a_survey_without_keys_of_bands_keeps_all_else() -> None:
    """Two equal texts share all bands; without the keys they share none, and have the same counts."""
    text = " ".join(f"word{number}" for number in range(40))
    survey = survey_collection(collection_of([Document("a", text), Document("b", text)]), Settings(), LOCAL)
    both = np.arange(2)
    shared = [groups.rows.tolist() for groups in survey.band_keys.groups(both)]
    assert shared
    assert all(rows == [0, 1] for rows in shared)
    left = survey.without_band_keys()
    assert not any(groups.rows.size for groups in left.band_keys.groups(both))
    assert left.word_counts.tolist() == [40, 40]
    assert left.words is survey.words
