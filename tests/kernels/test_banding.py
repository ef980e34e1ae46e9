"""Band keys: what an index keeps of signatures, the same from every kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernels import naive
from tests.kernels.test_twins import TWINS

if TYPE_CHECKING:
    from types import ModuleType


@pytest.mark.parametrize("twin", TWINS)
@given(st.integers(0, 150), st.integers(1, 6), st.integers(1, 5), st.integers(0, 3), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_band_keys_are_those_of_the_textbook(
    twin: ModuleType, texts: int, bands: int, rows: int, spare: int, seed: int
) -> None:
    """Each band of each text has the key of its values; values beyond the last band count for nothing."""
    signatures = np.random.default_rng(seed).integers(0, 2**32, (texts, bands * rows + spare), dtype=np.uint32)
    keys = np.empty((bands, texts), np.uint64)
    twin.band_keys(signatures, bands, rows, keys)
    assert keys.tolist() == [
        [naive.band_key(text[band * rows : (band + 1) * rows]) for text in signatures.tolist()] for band in range(bands)
    ]


@pytest.mark.parametrize("twin", TWINS)
def test_keys_of_some_texts_fill_their_columns_only(twin: ModuleType) -> None:
    """The columns before and after keep what they hold."""
    signatures = np.random.default_rng(7).integers(0, 2**32, (9, 12), dtype=np.uint32)
    alone, keys = np.empty((4, 5), np.uint64), np.full((4, 9), 77, np.uint64)
    twin.band_keys(signatures[2:7], 4, 3, alone)
    twin.band_keys(signatures[2:7], 4, 3, keys[:, 2:7])
    assert np.array_equal(keys[:, 2:7], alone)
    assert (keys[:, [0, 1, 7, 8]] == 77).all()
