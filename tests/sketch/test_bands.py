"""Bands: chosen for a wanted recall at the threshold, and as good as they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import UsageError
from dedup.sketch import bands
from dedup.sketch.bands import band_keys, choose_bands


@given(st.floats(0.1, 1.0), st.floats(0.5, 0.999), st.sampled_from([64, 128, 256]))
def test_the_choice_reaches_the_wanted_recall_with_as_many_rows_as_it_can(
    threshold: float, recall: float, count: int
) -> None:
    """The choice keeps its promise by the S-curve, one row more breaks it, and what cannot be reached is refused."""
    if 1 - (1 - threshold) ** count < recall:
        with pytest.raises(UsageError, match="permutations cannot find"):
            choose_bands(threshold, recall, count)
        return
    params = choose_bands(threshold, recall, count)
    assert params.bands * params.rows <= count
    assert 1 - (1 - threshold**params.rows) ** params.bands == pytest.approx(params.recall)
    assert params.recall >= recall
    if params.rows < count:
        longer = params.rows + 1
        assert 1 - (1 - threshold**longer) ** (count // longer) < recall


def test_the_default_choice_is_as_worked_out_by_hand() -> None:
    """Threshold 0.5, recall 0.99, 128 values: 3 rows and 42 bands, 1 - (1 - 1/8)**42 = 0.99633; 4 rows give 0.873."""
    params = choose_bands(0.5, 0.99, 128)
    assert (params.bands, params.rows) == (42, 3)
    assert params.recall == pytest.approx(0.99633, abs=1e-5)


def test_a_recall_that_cannot_be_reached_is_refused_with_the_best_there_is() -> None:
    """At threshold 0.01, 128 single rows find 72 % at most."""
    with pytest.raises(UsageError, match=r"at most 0\.7237"):
        choose_bands(0.01, 0.99, 128)


def test_keys_are_equal_exactly_where_all_rows_of_a_band_are() -> None:
    """Two signatures that differ in one value share all bands but that value's."""
    chance = np.random.default_rng(5)
    first = chance.integers(0, 2**32, 128, dtype=np.uint32)
    second = first.copy()
    second[7] ^= 1
    keys = band_keys(np.stack([first, second]), choose_bands(0.5, 0.99, 128))
    assert keys.shape == (42, 2)
    assert np.flatnonzero(keys[:, 0] != keys[:, 1]).tolist() == [7 // 3]


def test_slices_of_the_texts_change_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys made three texts at a time, in threads, are those made all at once."""
    signatures = np.random.default_rng(6).integers(0, 2**32, (10, 128), dtype=np.uint32)
    params = choose_bands(0.5, 0.99, 128)
    whole = band_keys(signatures, params)
    monkeypatch.setattr(bands, "_BATCH_DOCUMENTS", 3)
    assert np.array_equal(band_keys(signatures, params), whole)
