"""Signatures and band keys: every implementation gives what the textbook gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.words import folding
from tests.kernels import naive
from tests.kernels.inputs import IMPLEMENTATIONS, assigned, joined, numbers, packed, prose, texts

if TYPE_CHECKING:
    from types import ModuleType

uint32 = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(st.lists(numbers, max_size=4), st.lists(st.tuples(uint32, uint32), min_size=1, max_size=20))
@settings(max_examples=100, deadline=None)
def test_signatures_are_those_of_the_textbook(
    implementation: ModuleType, documents: list[list[int]], permutations: list[tuple[int, int]]
) -> None:
    """Each permutation gives the least value of the text, and all ones for a text without words."""
    shingles = implementation.shingle_hashes(*joined(documents), 3)
    a, b = (list(column) for column in zip(*permutations, strict=True))
    found = implementation.sign_shingles(shingles, np.array(a, np.uint32), np.array(b, np.uint32))
    assert found.tolist() == [naive.signature(naive.shingles(words, 3), a, b) for words in documents]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(st.lists(texts.filter(assigned) | prose, max_size=4), st.integers(1, 7), st.integers(1, 9))
@settings(max_examples=100, deadline=None)
def test_signing_texts_takes_words_shingles_and_permutations_in_one(
    implementation: ModuleType, documents: list[str], size: int, count: int
) -> None:
    """The pass from texts to signatures gives what the three passes give one after the other."""
    a, b = np.arange(1, 2 * count, 2, dtype=np.uint32), np.arange(count, dtype=np.uint32)
    found = implementation.sign_texts(*packed(documents), folding.load(), size, (a, b))
    hashes, offsets = implementation.hash_words(*packed(documents), folding.load())
    assert (
        found.tolist()
        == implementation.sign_shingles(implementation.shingle_hashes(hashes, offsets, size), a, b).tolist()
    )


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(st.integers(0, 150), st.integers(1, 6), st.integers(1, 5), st.integers(0, 3), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_band_keys_are_those_of_the_textbook(
    implementation: ModuleType, texts: int, bands: int, rows: int, spare: int, seed: int
) -> None:
    """Each band of each text has the key of its values; values beyond the last band count for nothing."""
    signatures = np.random.default_rng(seed).integers(0, 2**32, (texts, bands * rows + spare), dtype=np.uint32)
    keys = np.empty((bands, texts), np.uint64)
    implementation.band_keys(signatures, bands, rows, keys)
    assert keys.tolist() == [
        [naive.band_key(text[band * rows : (band + 1) * rows]) for text in signatures.tolist()] for band in range(bands)
    ]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_keys_of_some_texts_fill_their_columns_only(implementation: ModuleType) -> None:
    """The columns before and after keep what they hold."""
    signatures = np.random.default_rng(7).integers(0, 2**32, (9, 12), dtype=np.uint32)
    alone, keys = np.empty((4, 5), np.uint64), np.full((4, 9), 77, np.uint64)
    implementation.band_keys(signatures[2:7], 4, 3, alone)
    implementation.band_keys(signatures[2:7], 4, 3, keys[:, 2:7])
    assert np.array_equal(keys[:, 2:7], alone)
    assert (keys[:, [0, 1, 7, 8]] == 77).all()
