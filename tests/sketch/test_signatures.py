"""Signatures are datasketch's, bit for bit, and interchange with it in both directions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from datasketch import MinHash, MinHashLSH
from hypothesis import given, settings
from hypothesis import strategies as st

import dedup
from dedup.errors import UsageError
from dedup.sketch.signatures import fill_lsh, from_minhashes, permutations, sign, to_minhashes
from tests.kernels import naive

TEXTS = [
    "The quick brown fox jumps over the lazy dog, and then it rests in the shade of an old tree.",
    "The quick brown fox jumps over the lazy dog, and then it sleeps in the shade of an old tree.",
    "three words only",
    "",
]


def by_datasketch(text: str, words: int, count: int, seed: int) -> list[int]:
    """Return datasketch's own values over the textbook's shingle hashes."""
    sketch = MinHash(num_perm=count, seed=seed, hashfunc=lambda value: value, scheme="affine32")
    hashes = [naive.word_hash(word) for word, _, _ in naive.split_words(text)]
    sketch.update_batch([value & 0xFFFFFFFF for value in naive.shingles(hashes, words)])
    return list(sketch.hashvalues.tolist())


@given(st.text(alphabet="abc de\nf", max_size=80), st.integers(1, 6), st.sampled_from([2, 16, 128]), st.integers(0, 9))
@settings(max_examples=60, deadline=None)
def test_signatures_equal_those_of_datasketch(text: str, words: int, count: int, seed: int) -> None:
    """For any text, shingle length, number of permutations and seed, every one of the values is the same."""
    assert sign([text], words=words, count=count, seed=seed)[0].tolist() == by_datasketch(text, words, count, seed)


def test_permutations_are_those_of_datasketch() -> None:
    """The multipliers and addends are drawn from the same generator in the same order."""
    a, b = permutations(128, 1)
    theirs = MinHash(num_perm=128, seed=1, scheme="affine32").permutations
    assert np.array_equal(a, theirs[0])
    assert np.array_equal(b, theirs[1])


def test_sign_gives_a_row_a_text_that_datasketch_takes() -> None:
    """uint32[texts, 128]; a row is a MinHash, and an empty text is the empty set."""
    signatures = dedup.sign(TEXTS)
    assert signatures.shape == (4, 128)
    assert signatures.dtype == np.uint32
    sketches = [MinHash(hashvalues=row, scheme="affine32") for row in signatures]
    assert sketches[3].is_empty()
    # 14 of 20 shingles are in both texts: 15 each, 5 changed. Jaccard 10 / 20.
    assert sketches[0].jaccard(sketches[1]) == pytest.approx(0.5, abs=0.15)


def test_arrow_columns_are_signed_like_lists() -> None:
    """Strings, large strings and chunks give the same rows."""
    expected = sign(TEXTS)
    assert np.array_equal(sign(pa.array(TEXTS)), expected)
    assert np.array_equal(sign(pa.array(TEXTS, pa.large_string())), expected)
    assert np.array_equal(sign(pa.chunked_array([TEXTS[:1], TEXTS[1:]])), expected)
    assert np.array_equal(sign(pa.array(["x", *TEXTS]).slice(1)), expected)


@pytest.mark.parametrize("texts", [[1, 2], ["a", None], pa.array([None, "a"]), pa.array([1.5])])
def test_what_is_no_text_cannot_be_signed(texts: Any) -> None:
    """Numbers and nulls are refused with a sentence."""
    with pytest.raises(UsageError, match="only texts can be signed"):
        sign(texts)


def test_a_lsh_of_datasketch_can_be_filled_and_asked() -> None:
    """Our signatures meet in datasketch's own index."""
    lsh = MinHashLSH(threshold=0.3, num_perm=128)
    signatures = sign(TEXTS)
    fill_lsh(lsh, ["one", "two", "three"], signatures[:3])
    assert set(lsh.query(to_minhashes(signatures[:1])[0])) == {"one", "two"}


def test_sketches_of_datasketch_come_back_as_they_went() -> None:
    """To MinHash objects and back is the same array."""
    signatures = sign(TEXTS)
    assert np.array_equal(from_minhashes(to_minhashes(signatures)), signatures)


def test_sketches_made_differently_are_refused_with_both_values() -> None:
    """Different seeds, lengths or schemes mean nothing to each other."""
    with pytest.raises(UsageError, match="seed 1, 128 values; scheme affine32, seed 2, 128 values"):
        from_minhashes([MinHash(seed=1), MinHash(seed=2)])
    with pytest.raises(UsageError, match="not of legacy"):
        from_minhashes([MinHash(scheme="legacy")])


@pytest.mark.parametrize("seed", [-1, 1 << 32])
def test_a_seed_of_more_than_32_bits_is_refused(seed: int) -> None:
    """The generator has no such state; it would be that of another seed."""
    with pytest.raises(UsageError, match=f"from 0 to 4294967295, not {seed}"):
        sign(["a text"], seed=seed)
