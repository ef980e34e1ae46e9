"""Letters of words: every implementation gives what the textbook's words give."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup import kernels
from dedup.words import folding
from tests import reference
from tests.kernels.inputs import assigned, packed, prose, texts


@given(st.lists(texts.filter(assigned) | prose, max_size=4))
@settings(max_examples=300, deadline=None)
def test_letters_are_those_of_the_words_without_digits(documents: list[str]) -> None:
    """Codes, the letters up to each word, and the letters of each text, in any script."""
    buffer, offsets = packed(documents)
    table = folding.load()
    words = kernels.hash_words(buffer, offsets, table)[0].size
    found, expected = (each.fold_letters(buffer, offsets, table, words) for each in (kernels, reference))
    assert all(np.array_equal(one, other) for one, other in zip(found, expected, strict=True))


def test_characters_that_fold_to_many_letters_have_room() -> None:
    """U+FDFA has three bytes and folds to fifteen letters."""
    buffer, offsets = packed(["\ufdfa" * 50])
    letters = kernels.fold_letters(buffer, offsets, folding.load())
    assert letters.codes.size == reference.fold_letters(buffer, offsets, folding.load()).codes.size > buffer.size
