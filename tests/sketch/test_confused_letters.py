"""Letters that are misread for one another: a text and its misreading have the same minimizers."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from dedup.documents import Document, collection_of
from dedup.engines.local import LOCAL
from dedup.sketch.letters import find_letter_places

TEXT = "the old ferry leaves the harbour before daybreak and carries letters for all of the islands in the sound"


def shared_places(other: str) -> int:
    """Return in how many groups of equal minimizers both texts have a place."""
    both = collection_of([Document("a", TEXT), Document("b", other)])
    places = find_letter_places(both, np.zeros(2, bool), LOCAL)
    (groups,) = places.parts()
    bounds = groups.bounds.tolist()
    of_keys = (groups.rows[low:high] for low, high in pairwise(bounds))
    return sum(len({bool(row >= places.offsets[1]) for row in of_key}) == 2 for of_key in of_keys)


def test_confused_letters_change_no_minimizer() -> None:
    """Each e read as c, l as i, b as h and f as s leaves as many common minimizers as the text has with itself."""
    misread = TEXT.translate(str.maketrans("elbf", "cihs"))
    assert shared_places(misread) == shared_places(TEXT) > 10


def test_other_letters_are_told_apart() -> None:
    """Each a and r read as another letter leaves no run of letters."""
    assert shared_places(TEXT.translate(str.maketrans("aeor", "xzqk"))) <= 2
